"""Front matter: the YAML between two lines of three hyphens at the top of a Markdown file.

Read here are `title`, `author`, `date`, `language`, `publisher` (a key of case.toml) and `handling`; other keys
belong to other programs. Every value is read as the text that stands there: YAML's own dates and its "no" for false
are not wanted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import yaml

from counterflow.clean.date import read_date
from counterflow.clean.text import split_lines
from counterflow.collect.byline import read_printed_date
from counterflow.collect.document import Found, language_code
from counterflow.exc import InputError
from counterflow.model.handling import parse_handling

MAX_CHARS = 65_536
"""Longest front matter, in code points; longer is no front matter of a report."""

_OPEN = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_KEY_LINE = re.compile(r"(?:\s*#.*|\s*)*?[\"']?[A-Za-z_][\w -]{0,60}[\"']?\s*:(?:\s|$)")
_EDTF = re.compile(r"(?:XXXX-\d\d-\d\d|\d{4}(?:-\d\d(?:-\d\d)?)?)")


class FrontMatter(NamedTuple):
    """What the front matter says, and where the text after it begins."""

    found: Found
    end: int
    """First character after the front matter; 0 if there is none."""


def read_front_matter(text: str, where: str) -> FrontMatter:
    """Read the front matter of a Markdown text; a file without it has none, whatever else begins with three hyphens.

    Raises:
        InputError: it is not closed, not valid YAML, or a value is not what its key stands for; names the line.
    """
    bounds = _bounds(text, where)
    if bounds is None:
        return FrontMatter(Found(), 0)
    start, stop, end = bounds
    values = _Values(where)
    for key, node in _pairs(text[start:stop], where):
        values.take(key, node)
    return FrontMatter(values.found(), end)


def _bounds(text: str, where: str) -> tuple[int, int, int] | None:
    """Find where the YAML starts and stops and where the rest begins; None: no front matter."""
    opening = _OPEN.match(text)
    if opening is None:
        return None
    head = text[opening.end() : opening.end() + MAX_CHARS]
    first = next((line.text for line in split_lines(head) if line.text.strip() not in ("", "---", "...")), "")
    if _KEY_LINE.match(first) is None and not first.startswith("#"):
        return None
    for line in split_lines(head):
        if line.text.rstrip() in ("---", "..."):
            start = opening.end()
            after = start + line.end
            return start, start + line.start, after + (2 if text[after : after + 2] == "\r\n" else 1)
    raise InputError(
        "the front matter that line 1 opens is not closed",
        where=where,
        expected="a line of three hyphens after it",
        next_step="Add the line, or remove the first one",
    )


def _pairs(text: str, where: str) -> Iterator[tuple[str, yaml.Node]]:
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as exc:
        line = 2 if exc.problem_mark is None else exc.problem_mark.line + 2
        raise InputError(
            f"the front matter is not valid YAML: {exc.problem}",
            where=f"{where}, line {line}",
            next_step="Correct it; a value with a colon in it needs quotes",
        ) from exc
    except yaml.YAMLError as exc:
        raise InputError(f"the front matter is not valid YAML: {exc}", where=where) from exc
    except RecursionError as exc:
        raise InputError(
            "the front matter is nested too deeply", where=where, expected="`key: value` lines", next_step="Correct it"
        ) from exc
    if node is None:
        return
    if not isinstance(node, yaml.MappingNode):
        raise InputError("the front matter is not a list of `key: value` lines", where=f"{where}, line 2")
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            yield str(key.value).strip().lower(), value


class _Values:
    """Checks the values one by one, so that each error names its line."""

    def __init__(self, where: str) -> None:
        self.where = where
        self._found: dict[str, str | None] = {}
        self._readers: dict[str, tuple[str, Callable[[str, str], str]]] = {
            "title": ("title", lambda text, _: text),
            "author": ("author", lambda text, _: text),
            "authors": ("author", lambda text, _: text),
            "date": ("published", self._date),
            "language": ("language", self._language),
            "lang": ("language", self._language),
            "publisher": ("publisher", self._publisher),
            "handling": ("handling", lambda text, line: str(parse_handling(text, line))),
        }

    def take(self, key: str, node: yaml.Node) -> None:
        """Take one key and its value."""
        if key not in self._readers:
            return
        field, read = self._readers[key]
        text = self._text(key, node)
        if text is not None:
            self._found[field] = read(text, self._line(node))

    def found(self) -> Found:
        """Give what was taken."""
        return Found(**self._found)

    def _line(self, node: yaml.Node) -> str:
        return f"{self.where}, line {node.start_mark.line + 2}"

    def _text(self, key: str, node: yaml.Node) -> str | None:
        if isinstance(node, yaml.SequenceNode) and key in ("author", "authors"):
            parts = [part for item in node.value if (part := self._text(key, item)) is not None]
            return ", ".join(parts) if len(parts) > 0 else None
        if not isinstance(node, yaml.ScalarNode):
            raise InputError(f"{key} is not a text", where=self._line(node), expected=f"`{key}: text` in one line")
        text = " ".join(str(node.value).split(" ")).strip()
        return None if text in ("", "~", "null") else text

    def _date(self, text: str, where: str) -> str:
        edtf = read_printed_date(text) or read_date(text)
        if edtf is None or _EDTF.fullmatch(edtf) is None:
            raise InputError(
                f"date {text!r} is not a date",
                where=where,
                expected="e.g. 2015-05-05, 2015-05, 2015, 5 May 2015, or XXXX-05-05 if no year is printed",
            )
        return edtf

    def _language(self, text: str, where: str) -> str:
        code = language_code(text)
        if code is None:
            raise InputError(f"language {text!r} is not known", where=where, expected="an ISO 639 code, e.g. en or eng")
        return code

    def _publisher(self, text: str, where: str) -> str:
        slug = re.sub(r"[^\w-]+", "-", text.lower()).strip("-")
        if slug == "":
            raise InputError(f"publisher {text!r} has no letter", where=where, expected="a key of case.toml")
        return slug
