"""Word lists that a person of the field can read and correct: folders of `*.txt` beside the code that reads them.

One lexicon a file, one entry a line, `#` begins a comment. An entry is a word, `word = value`, or fields parted by `|`
with alternatives parted by `;`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from counterflow.exc import InputError


def read_terms(folder: Path, name: str) -> tuple[str, ...]:
    """Read a lexicon of words, in its order.

    Raises:
        InputError: a word stands in it twice.
    """
    first: dict[str, int] = {}
    for number, line in _lines(folder, name):
        if first.setdefault(line, number) != number:
            what = f"{line!r} stands twice, in lines {first[line]} and {number}"
            raise InputError(what, where=f"lexicon/{name}.txt", next_step="Remove one of the lines")
    return tuple(first)


def read_map(folder: Path, name: str) -> Mapping[str, str]:
    """Read a lexicon of `word = value` lines.

    Raises:
        InputError: a line has another form.
    """
    entries = {}
    for number, line in _lines(folder, name):
        word, equals, value = line.partition(" = ")
        if equals == "":
            raise _form_error(name, number, line, "word = value")
        entries[word.strip()] = value.strip()
    return MappingProxyType(entries)


def read_records(folder: Path, name: str, fields: int) -> tuple[tuple[str, ...], ...]:
    """Read a lexicon of lines with `fields` fields parted by `|`.

    Raises:
        InputError: a line has more or fewer fields.
    """
    records = []
    for number, line in _lines(folder, name):
        record = tuple(field.strip() for field in line.split("|"))
        if len(record) != fields:
            raise _form_error(name, number, line, f"{fields} fields parted by |")
        records.append(record)
    return tuple(records)


def alternatives(field: str) -> list[str]:
    """Split a field into its alternatives."""
    return [item.strip() for item in field.split(";") if item.strip() != ""]


def any_of(terms: Iterable[str]) -> str:
    """Build the regular expression that matches any of the terms, the longest first; a space fits any white space."""
    escaped = sorted(terms, key=lambda term: (-len(term), term))
    return "|".join(re.escape(term).replace(r"\ ", r"\s+") for term in escaped)


def _lines(folder: Path, name: str) -> list[tuple[int, str]]:
    try:
        lines = (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as exc:
        raise InputError(f"byte {exc.start} is no UTF-8", where=f"lexicon/{name}.txt", expected="UTF-8") from exc
    numbered = ((number, line.strip()) for number, line in enumerate(lines, 1))
    return [(number, line) for number, line in numbered if line != "" and not line.startswith("#")]


def _form_error(name: str, number: int, line: str, expected: str) -> InputError:
    return InputError(f"line {number} is {line!r}", where=f"lexicon/{name}.txt", expected=expected)
