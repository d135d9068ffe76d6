"""Sound keys: numbers that the usual spellings of one word share."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import IntEnum
from functools import cache
from zlib import crc32

from counterflow.compare.script.abjad import native_skeletons
from counterflow.compare.script.abjad_latin import latin_skeletons
from counterflow.compare.script.chinese import chinese_keys, han_keys
from counterflow.compare.script.chinese import syllable_spellings as chinese_spellings
from counterflow.compare.script.korean import hangul_keys, korean_keys
from counterflow.compare.script.korean import syllable_spellings as korean_spellings
from counterflow.compare.script.prefix_tree import one_of
from counterflow.compare.script.sound import sound_key
from counterflow.compare.script.unit import sound_units
from counterflow.compare.script.writing import Writing, writing_of

CULTURE_SHIFT = 30
LETTERS_MAX = 64
"""Letters of a form that a key looks at."""


_LOW = (1 << CULTURE_SHIFT) - 1
SYLLABLE_SHIFT = 27
SYLLABLE_MASK = (1 << SYLLABLE_SHIFT) - 1
SYLLABLE_BASE = 0x2C9277B5 & SYLLABLE_MASK
"""Multiplier of the polynomial over syllables: odd, its bits spread."""


class Culture(IntEnum):
    """Whose spelling habits a key follows: the two highest bits of it."""

    SOUND = 0
    """Any language's."""
    KOREAN = 1
    CHINESE = 2
    ABJAD = 3
    """Arabic and Hebrew script, in which short vowels are not written."""


_KOREAN, _CHINESE, _ABJAD = (
    int(culture) << CULTURE_SHIFT for culture in (Culture.KOREAN, Culture.CHINESE, Culture.ABJAD)
)


def keys(token: str, forms: tuple[str, ...]) -> tuple[int, ...]:
    """Sound keys of a token.

    Args:
        token: one word of a name: NFKC, casefolded.
        forms: its Latin forms (`forms`), likeliest first.

    Returns:
        Sorted distinct uint32: two bits of `Culture`, 30 bits of a CRC-32 of the canonical sound, equal on every
        machine. Letters beyond the 64th say nothing.

    Cost: 9 us of processor time for an ASCII token, 20 us for other scripts; 60 ms of tables at the first call.
    """
    if token.isascii():
        return tuple(sorted(_latin_keys(forms[0][:LETTERS_MAX]))) if len(forms) > 0 else ()
    culture, sounds = _native(token[:LETTERS_MAX])
    hashed = syllable_hash if culture in (Culture.KOREAN, Culture.CHINESE) else _hash
    found = {culture << CULTURE_SHIFT | hashed(sound) for sound in sounds}
    for at, form in enumerate(forms):
        short = form[:LETTERS_MAX]
        if culture != Culture.SOUND:
            found.add(crc32(sound_key(short, sound_units(short)).encode()) & _LOW)
        else:
            found |= _latin_keys(short, eastern=at == 0)
    return tuple(sorted(found))


def _hash(sound: str) -> int:
    return crc32(sound.encode()) & _LOW


def syllable_hash(sound: str) -> int:
    """Hash Korean or Chinese syllables so that the hash of words run together follows from theirs.

    Three bits hold the number of syllables, the rest a polynomial over them: (jong) and (un) make (jong.un), which
    `kernel.leftover` uses.
    """
    value, count = 0, 0
    for syllable in sound.split("."):
        value = (value * SYLLABLE_BASE + crc32(syllable.encode())) & SYLLABLE_MASK
        count += 1
    return min(count, 7) << SYLLABLE_SHIFT | value


def _latin_keys(form: str, *, eastern: bool = True) -> set[int]:
    """Keys of a Latin form in every culture; one with digits is no word, so it has only its own sound.

    A second spelling of another alphabet (`eastern` false) is not read as Korean or Chinese: it never is.
    """
    units = sound_units(form)
    found = {crc32(sound_key(form, units).encode()) & _LOW}
    if not form.isalpha():
        return found
    for sound in latin_skeletons(form, units):
        found.add(_ABJAD | crc32(sound.encode()) & _LOW)
    if eastern and _syllabic()(form) is not None:
        for sound in korean_keys(form):
            found.add(_KOREAN | syllable_hash(sound))
        for sound in chinese_keys(form):
            found.add(_CHINESE | syllable_hash(sound))
    return found


@cache
def _syllabic() -> Callable[[str], object]:
    """Whether a form is made of Korean or Chinese syllables: most words are not, and cost one test instead of two."""
    return re.compile(f"{one_of(korean_spellings() | chinese_spellings())}{{1,3}}").fullmatch


def _native(token: str) -> tuple[Culture, tuple[str, ...]]:
    """The culture that the script of a token tells, with the exact sounds; no sounds where it tells none."""
    writing = next((found for letter in token if (found := writing_of(letter)) != Writing.NONE), Writing.NONE)
    if writing == Writing.HANGUL:
        return Culture.KOREAN, hangul_keys(token)
    if writing == Writing.HAN:
        return Culture.CHINESE, han_keys(token)
    if writing in (Writing.ARABIC, Writing.HEBREW):
        return Culture.ABJAD, native_skeletons(token)
    return Culture.SOUND, ()
