"""Addresses and birth places as sorted digests of words, by what a word tells: a street, a town, nothing."""

from __future__ import annotations

import enum
import functools
import re
import zlib

from rigour.addresses import address_fingerprint
from rigour.data.addresses.data import FORMS
from rigour.territories import get_territory

from counterflow.compare.fact.country import is_country_name

MAX_WORDS = 40
"""Words of one place that are kept: beyond stands prose, not an address."""


class WordClass(enum.IntEnum):
    """Where a word stands."""

    TOWN = 0
    """In a part without a number or a word for a street: a town, district or region."""
    STREET = 1
    """In a part with one: a street, a house, a box."""
    NUMBER = 2
    """Of digits: a house, a box, a postal code."""


_TOWN, _STREET, _NUMBER = int(WordClass.TOWN), int(WordClass.STREET), int(WordClass.NUMBER)
_NOTHING, _SIGN = -1, -2
_PART = re.compile(r"[,;\n\r\t،、，]+")
_PLAIN_WORD = re.compile(r"[a-z0-9]+")


def _plain_forms() -> dict[str, str]:
    """Give the single words that rigour knows for parts of an address, with the short form of each: street, st."""
    forms = {}
    for short, words in FORMS.items():
        for word in (short, *words):
            plain = _PLAIN_WORD.findall(word.lower())
            if len(plain) == 1 and word.isascii():
                forms[plain[0]] = short
    return forms


_KEYWORDS = _plain_forms()
_FILLERS = frozenset(
    "p o po box and the of in near al el as ul de la area town republic federation kingdom united states emirates "
    "islamic democratic people peoples arab unknown".split()
)
"""Words that stand in addresses everywhere and are no place."""
_MIN_WORD = 3
"""Shorter words of letters are articles and abbreviations. Characters."""


def word_digest(word: str, word_class: WordClass) -> int:
    """Digest a word: the upper 30 bits of its CRC-32, its class below."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) & 0xFFFFFFFC | word_class


@functools.lru_cache(maxsize=16_384)
def read_place(text: str) -> tuple[int, ...]:
    """Read an address or a birth place: sorted digests of its words, without countries and words of every address."""
    found: dict[int, int] = {}
    for part in _PART.split(text[:1000]):
        for word in _read_part(part):
            found.setdefault(word & ~3, word)
    return tuple(sorted(found.values())[:MAX_WORDS])


@functools.lru_cache(maxsize=131_072)
def _read_part(text: str) -> tuple[int, ...]:
    text = text.strip().lower()
    if is_country_name(text):
        return ()
    words = _PLAIN_WORD.findall(text) if text.isascii() else _latin_words(text)
    if len(words) == 1 and get_territory(words[0]) is not None:
        return ()
    codes = [_read_word(word) for word in words]
    is_street = any(code == _SIGN or (code & 3 == _NUMBER and code >= 0) for code in codes)
    return tuple(code | _STREET if is_street and code & 3 == _TOWN else code for code in codes if code >= 0)


def _latin_words(text: str) -> list[str]:
    """Bring other scripts to Latin words, countries to their codes; loading what this needs takes a second, once."""
    try:
        return (address_fingerprint(text) or "").split()
    except UnicodeEncodeError:  # a lone surrogate
        return []


@functools.lru_cache(maxsize=262_144)
def _read_word(word: str) -> int:
    """Give the digest of a word of a town or of a number; `_SIGN` for what marks a street, `_NOTHING` for a filler."""
    if any(char.isdigit() for char in word):
        return word_digest(word, WordClass.NUMBER)
    if word in _KEYWORDS:
        return _SIGN
    if len(word) < _MIN_WORD or word in _FILLERS or is_country_name(word):
        return _NOTHING
    return word_digest(word, WordClass.TOWN)
