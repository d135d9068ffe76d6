"""Credits: where a document itself says from whom it has what it tells (`credit.toml`)."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

CREDIT_PATH = Path(__file__).parent / "credit.toml"

MIN_NAME = 4
"""Letters of a name that can be told from other words where capitals do not count."""


class Credit(NamedTuple):
    """A credit in a text."""

    name: str
    """As it was looked for."""
    is_whole: bool
    """Whether the whole text is credited, and not what stands beside it."""
    passage: str
    """The words that say so."""
    start: int
    """Where they stand, in code points."""


@functools.cache
def _table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = tomllib.loads(CREDIT_PATH.read_text(encoding="utf-8"))
    return table


def find_credits(text: str, names: Sequence[str]) -> Iterator[Credit]:
    """Find the credits to any of some names, those of the whole text first; one a name and kind."""
    for is_whole in (True, False):
        for name in names:
            if len(name) < MIN_NAME or name.casefold() not in text.casefold():
                continue
            found = _pattern(name, is_whole).search(text)
            if found is not None:
                yield Credit(name, is_whole, " ".join(found.group().split()), found.start())


@functools.lru_cache(maxsize=4096)
def _pattern(name: str, is_whole: bool) -> re.Pattern[str]:
    forms = _table()["whole" if is_whole else "part"]
    escaped = r"\s+".join(re.escape(word) for word in name.split())
    whole = "|".join(form.replace(" ", r"\s+").replace("NAME", f"(?:the\\s+)?{escaped}(?!\\w)") for form in forms)
    return re.compile(rf"(?<!\w)(?:{whole})", re.IGNORECASE | re.MULTILINE)


def is_correction(title: str | None) -> bool:
    """Whether a document mends or takes back an earlier one, by the beginning of its title."""
    return title is not None and re.match(rf"(?:{'|'.join(_table()['correction'])})\b", title.strip(), re.I) is not None
