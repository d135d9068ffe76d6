"""Counts: whether a number alone counts the noun after it ("five drug smugglers", "200 members")."""

from __future__ import annotations

import re

from counterflow.extract.lexica import load_set

_WORD = re.compile(r"[\s-]*([A-Za-z\u00c0-\u024f][\w'-]*)(?=([.,;:!?)\]]?))")
_DEFINITE = re.compile(r"\b(?:the|these|those|this|its|their|his|her|our|both|other|all|of\s+the)\s+$", re.IGNORECASE)
_GLUED = re.compile(r"[\w$€£¥#/:'.–-]$")
_LETTERED = re.compile(r"\d\+?[A-Za-z]")
_SMALL = 10
"""Up to this number, "the two countries" points back and counts nothing new."""
_NOUN_WORDS = 4
"""How many words after the number may pass before its noun: "100 North Korean military defectors"."""


def counts_nouns(text: str, start: int, end: int, number: str) -> bool:
    """Whether the number at this span of a folded text counts the noun that follows."""
    before = text[max(0, start - 16) : start]
    is_word = number[0].isalpha()
    if _LETTERED.search(number) is not None:
        return False
    if _GLUED.search(before) is not None or (is_word and number.lower() in ("one", "zero", "a", "an")):
        return False
    if number == "1" or (
        re.fullmatch(r"0\d*|\d{7,}|[12]\d{3}", number) is not None and "," not in number and _is_code(number)
    ):
        return False
    if _DEFINITE.search(before) is not None and (is_word or _small(number)):
        return False
    return _has_plural(text, end)


def _is_code(number: str) -> bool:
    """Whether a bare figure is more likely a year or a code than a count."""
    return number.startswith("0") or len(number) >= 7 or 1500 <= int(number) <= 2099


def _small(number: str) -> bool:
    return number.isdigit() and int(number) <= _SMALL


def _has_plural(text: str, end: int) -> bool:
    """Whether a plural noun follows before the phrase ends."""
    at = end
    for _ in range(_NOUN_WORDS):
        match = _WORD.match(text, at)
        if match is None or (at == end and text[at : at + 1] not in (" ", "\n", "-")):
            return False
        word = match[1].lower()
        if word in load_set("closed_class"):
            return False
        if word in load_set("plural") or (
            word.endswith("s") and not word.endswith(("ss", "'s", "us", "is")) and word not in load_set("no_plural")
        ):
            return True
        if match[2] not in ("", None):
            return False
        at = match.end(1)
    return False
