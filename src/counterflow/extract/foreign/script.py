"""Words of other languages as regular expressions: stems with their endings, boundaries as each script has them."""

from __future__ import annotations

import re
from collections.abc import Iterable

UNSPACED = frozenset(["zho", "jpn"])
"""Languages that put no space between words."""

_ENDING = {"rus": "[а-яё]{0,4}", "ara": "[\u0621-\u064a]{0,2}", "fas": "[\u0621-\u06cc]{0,2}"}
# What Arabic writes together with the word after it: and, so, with, as, for. `لل` is "for the".
_PROCLITIC = "[وف]?[بكل]?"


def words_of(language: str, terms: Iterable[str]) -> str:
    """Build the expression that matches any of the terms, the longest first.

    Args:
        language: ISO 639-3.
        terms: `*` ends a stem; a space fits any white space.
    """
    ending = _ENDING.get(language, r"\w{0,3}")
    escaped = sorted(set(terms), key=lambda term: (-len(term), term))
    return "|".join(re.escape(term).replace(r"\*", ending).replace(r"\ ", r"\s+") for term in escaped)


def pattern_of(language: str, terms: Iterable[str]) -> re.Pattern[str]:
    """Compile the expression for whole words; its group `name` is the term.

    Korean particles follow a name without a space, so only its beginning is bounded; Chinese and Japanese have no
    boundaries at all.
    """
    words = words_of(language, terms)
    if language in UNSPACED:
        return re.compile(f"(?P<name>{words})")
    if language == "kor":
        return re.compile(f"(?<![\uac00-\ud7a3])(?P<name>{words})")
    if language == "ara":
        return re.compile(rf"(?<!\w){_PROCLITIC}(?P<name>{words})(?!\w)")
    return re.compile(rf"(?<!\w)(?P<name>{words})(?!\w)")
