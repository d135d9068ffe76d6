"""Which writing a letter belongs to, and the runs of one writing in a token."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache


class Writing(IntEnum):
    """Families of scripts that are romanised alike."""

    NONE = 0
    """No letter: symbols, marks, emoji, lone surrogates."""
    LATIN = 1
    CYRILLIC = 2
    GREEK = 3
    ARMENIAN = 4
    GEORGIAN = 5
    HEBREW = 6
    ARABIC = 7
    INDIC = 8
    """Scripts of Brahmi's family in India and Sri Lanka: an inherent vowel."""
    THAI = 9
    LAO = 10
    KHMER = 11
    BURMESE = 12
    ETHIOPIC = 13
    KANA = 14
    HAN = 15
    HANGUL = 16
    OTHER = 17
    """Whatever ICU's Any-Latin may know."""
    ARABIC_VOICED = 18
    """Arabic script, in a name whose vowels are known (`arabic_name`): of words alone, no letter has it."""


_BLOCKS: tuple[tuple[int, Writing], ...] = (
    (0x0000, Writing.LATIN),
    (0x0370, Writing.GREEK),
    (0x0400, Writing.CYRILLIC),
    (0x0530, Writing.ARMENIAN),
    (0x0590, Writing.HEBREW),
    (0x0600, Writing.ARABIC),
    (0x0700, Writing.OTHER),
    (0x0750, Writing.ARABIC),
    (0x0780, Writing.OTHER),
    (0x08A0, Writing.ARABIC),
    (0x0900, Writing.INDIC),
    (0x0E00, Writing.THAI),
    (0x0E80, Writing.LAO),
    (0x0F00, Writing.OTHER),
    (0x1000, Writing.BURMESE),
    (0x10A0, Writing.GEORGIAN),
    (0x1100, Writing.HANGUL),
    (0x1200, Writing.ETHIOPIC),
    (0x13A0, Writing.OTHER),
    (0x1780, Writing.KHMER),
    (0x1800, Writing.OTHER),
    (0x1AB0, Writing.LATIN),
    (0x1B00, Writing.OTHER),
    (0x1C80, Writing.CYRILLIC),
    (0x1C90, Writing.GEORGIAN),
    (0x1CC0, Writing.OTHER),
    (0x1D00, Writing.LATIN),
    (0x1F00, Writing.GREEK),
    (0x2000, Writing.NONE),
    (0x2C60, Writing.LATIN),
    (0x2C80, Writing.OTHER),
    (0x2D00, Writing.GEORGIAN),
    (0x2D30, Writing.OTHER),
    (0x2D80, Writing.ETHIOPIC),
    (0x2DE0, Writing.CYRILLIC),
    (0x2E00, Writing.NONE),
    (0x2E80, Writing.HAN),
    (0x3008, Writing.NONE),
    (0x3021, Writing.HAN),
    (0x3030, Writing.NONE),
    (0x3041, Writing.KANA),
    (0x3100, Writing.OTHER),
    (0x3130, Writing.HANGUL),
    (0x3190, Writing.NONE),
    (0x31F0, Writing.KANA),
    (0x3200, Writing.NONE),
    (0x3400, Writing.HAN),
    (0xA000, Writing.OTHER),
    (0xA640, Writing.CYRILLIC),
    (0xA6A0, Writing.OTHER),
    (0xA720, Writing.LATIN),
    (0xA800, Writing.OTHER),
    (0xAB00, Writing.ETHIOPIC),
    (0xAB30, Writing.LATIN),
    (0xAB70, Writing.OTHER),
    (0xAC00, Writing.HANGUL),
    (0xD800, Writing.NONE),
    (0xF900, Writing.HAN),
    (0xFB00, Writing.LATIN),
    (0xFB13, Writing.ARMENIAN),
    (0xFB1D, Writing.HEBREW),
    (0xFB50, Writing.ARABIC),
    (0xFE00, Writing.NONE),
    (0xFE70, Writing.ARABIC),
    (0xFEFF, Writing.NONE),
    (0x1E000, Writing.OTHER),
    (0x1F000, Writing.NONE),
    (0x20000, Writing.HAN),
    (0x32000, Writing.NONE),
)
"""First code point of each stretch, after the blocks of Unicode 16."""

_STARTS = [start for start, _ in _BLOCKS]
_JOINERS = {"々": Writing.HAN, "〆": Writing.HAN, "〇": Writing.HAN, "ー": Writing.KANA}


@lru_cache(maxsize=1 << 16)
def writing_of(letter: str) -> Writing:
    """The writing of one letter or mark; `NONE` for what is neither, such as punctuation and emoji."""
    if letter in _JOINERS:
        return _JOINERS[letter]
    if unicodedata.category(letter)[0] not in "LM":
        return Writing.NONE
    return _BLOCKS[bisect_right(_STARTS, ord(letter)) - 1][1]


def runs(token: str) -> Iterator[tuple[Writing, str]]:
    """The token cut where its writing changes; digits of any script become ASCII and join the run before them.

    Marks and symbols without a writing of their own stay with the run before them.
    """
    at = Writing.NONE
    run: list[str] = []
    for letter in token:
        digit = unicodedata.decimal(letter, None) if letter.isdecimal() else None
        writing = at if digit is not None else writing_of(letter)
        if writing not in (at, Writing.NONE) and at != Writing.NONE:
            yield at, "".join(run)
            run = []
        at = at if writing == Writing.NONE else writing
        run.append(letter if digit is None else str(digit))
    if len(run) > 0:
        yield at, "".join(run)
