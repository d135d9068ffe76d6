"""Chinese sound keys: pinyin without tones, whichever way it was romanised."""

from __future__ import annotations

import re
from functools import cache

from counterflow.compare.script.han import pinyin_syllables
from counterflow.compare.script.pinyin import spellings
from counterflow.compare.script.prefix_tree import one_of
from counterflow.compare.script.surname import CANTONESE

KEYS_MAX = 3
_SYLLABLE_MAX = 6
_LETTERS_MAX = 18
"""Three syllables of six letters: longer words are not names of people."""


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for pinyin, *cantonese in CANTONESE.values():
        for spelling in cantonese:
            found.setdefault(spelling, []).append(pinyin)
    return {spelling: tuple(dict.fromkeys(meant)) for spelling, meant in found.items()}


def syllable_spellings() -> set[str]:
    """Every spelling of a syllable or surname that this module knows."""
    return {*spellings(), *_surnames()}


@cache
def _chain() -> re.Pattern[str]:
    return re.compile(f"{one_of(spellings())}{{1,3}}")


def han_keys(token: str) -> tuple[str, ...]:
    """The pinyin of Han characters, syllables joined by full stops."""
    return (".".join(pinyin_syllables(token)),)


def chinese_keys(form: str) -> tuple[str, ...]:
    """What a Latin form may be in pinyin: pinyin first, then Hong Kong's surname, then Wade-Giles; three at most."""
    surname = _surnames().get(form, ())
    if len(form) > _LETTERS_MAX or _chain().fullmatch(form) is None:
        return surname[:KEYS_MAX]
    own = _cuts(form)
    return tuple(dict.fromkeys((*own[:1], *surname, *own)))[:KEYS_MAX] if len(own) + len(surname) > 1 else tuple(own)


def _cuts(form: str) -> list[str]:
    """Readings of the form in as few syllables as it can be cut into, at most three."""
    table = spellings()
    if form in table:
        return list(table[form])
    pairs = _pairs(form, table)
    if len(pairs) > 0:
        return pairs
    return [
        f"{head}.{tail}"
        for at in range(min(len(form) - 2, _SYLLABLE_MAX), 0, -1)
        if form[:at] in table
        for tail in _pairs(form[at:], table)
        for head in table[form[:at]]
    ]


def _pairs(form: str, table: dict[str, tuple[str, ...]]) -> list[str]:
    return [
        f"{head}.{tail}"
        for at in range(min(len(form) - 1, _SYLLABLE_MAX), 0, -1)
        if form[:at] in table
        for tail in table.get(form[at:], ())
        for head in table[form[:at]]
    ]
