"""Numbers of documents as the UN writes them at times, with words in front or behind: `Libyan passport No. 513519`."""

from __future__ import annotations

import re

_WORDS_BEFORE = re.compile(
    r"(?P<words>[^\W\d]\D*?\b(?:number|no|n°|nr|passport|card|licence|document|DL)\b[.:]*(?:\s*\([^()\d]*\))?)"
    r"\s*(?:no\.|n°)?\s*(?P<number>(?:[A-Z]{1,3}\s)?[^\s()]*\d[^()]*)",
    re.IGNORECASE,
)
_WORDS_BEHIND = re.compile(r"(?P<number>[^\s()]*\d[^()]*?)\s*\((?P<words>[^()]*[^\W\d]{2}[^()]*)\)")


def split_number(text: str) -> tuple[str, str | None]:
    """Split a number from the words beside it; words that are no part of it are given whole, as the list has them."""
    words = text
    found = _WORDS_BEHIND.fullmatch(text)
    number = text if found is None else found["number"]
    found = _WORDS_BEFORE.fullmatch(number)
    number = number if found is None else found["number"].strip()
    return number, None if number == text else words
