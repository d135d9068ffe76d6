"""HTML as tokens with their positions: a tokenizer in linear time, whatever the input.

Follows the tokenization of the HTML Standard (section 13.2.5) where it decides what is text. Python's `html.parser`
gives positions too, but needs quadratic time for some malformed input before 3.11.14, and lxml gives no positions.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from counterflow.collect.document import too_large

MAX_TAGS = 300_000
"""Most tags and comments of a page; the largest reports have 50,000."""
MAX_REFERENCES = 1_000_000
"""Most character references of a page; one that writes each letter so has as many as letters."""
MAX_ATTRIBUTE_CHARS = 2_000
"""How much of an element's attributes is looked at, in code points; data URIs are longer and say nothing."""

RAW = frozenset("script style title textarea xmp iframe noembed noframes".split())
"""Elements whose content is no markup."""

_MARK = re.compile(r"<(?:[a-zA-Z]|/[a-zA-Z]|!|\?)")
# Possessive throughout: what follows `<a` either ends at its `>` or not at all, and is never tried twice.
_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]*+)"
    r"((?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+)*+)>"
)
_ATTRIBUTE = re.compile(r"([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"'][^\s>]*+)))?+")


class TokenKind(Enum):
    """What a token is."""

    TEXT = 0
    OPEN = 1
    CLOSE = 2
    RAW = 3
    """The content of a script, style, title or other element that holds no markup."""


class HtmlToken(NamedTuple):
    """One token, as a span of the page."""

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    attributes: str = ""


def tokenize(text: str, where: str) -> Iterator[HtmlToken]:
    """Yield the tokens of a page; comments, declarations and processing instructions are left out.

    A comment or tag that never ends takes the rest of the page with it, as in a browser.

    Raises:
        InputError: more than `MAX_TAGS` tags.
    """
    if text.count("&") > MAX_REFERENCES:
        raise too_large(where, f"{text.count('&'):,} character references", f"{MAX_REFERENCES:,}")
    at = 0
    for _ in range(MAX_TAGS):
        mark = _MARK.search(text, at)
        if mark is None:
            yield from _text(at, len(text))
            return
        start = mark.start()
        yield from _text(at, start)
        if text[start + 1] in "!?":
            at = _skip_comment(text, start)
            continue
        tag = _TAG.match(text, start)
        if tag is None:
            return
        at = tag.end()
        name = tag[2].lower()
        if tag[1] == "/":
            yield HtmlToken(TokenKind.CLOSE, start, at, name)
            continue
        yield HtmlToken(TokenKind.OPEN, start, at, name, tag[3][:MAX_ATTRIBUTE_CHARS])
        if name in RAW:
            end = _raw_end(text, at, name)
            yield HtmlToken(TokenKind.RAW, at, end, name)
            at = end
    raise too_large(where, f"more than {MAX_TAGS:,} tags", f"{MAX_TAGS:,} tags")


def _text(start: int, end: int) -> Iterator[HtmlToken]:
    if start < end:
        yield HtmlToken(TokenKind.TEXT, start, end)


def _skip_comment(text: str, start: int) -> int:
    """Find the end of a comment, declaration or processing instruction."""
    if not text.startswith("<!--", start):
        end = text.find(">", start)
        return len(text) if end == -1 else end + 1
    for short in ("<!-->", "<!--->"):
        if text.startswith(short, start):
            return start + len(short)
    end = text.find("-->", start + 4)
    return len(text) if end == -1 else end + 3


def _raw_end(text: str, start: int, name: str) -> int:
    found = re.compile(rf"</{name}(?=[\s/>])", re.I).search(text, start)
    return len(text) if found is None else found.start()


def read_attributes(raw: str) -> Mapping[str, str]:
    """Read the attributes of a tag; names in lower case, values unescaped, the first of two equal names counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(raw):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), html.unescape(value))
    return found
