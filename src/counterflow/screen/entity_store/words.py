"""Text in, words out: the same for what is stored and for what is asked, so that a word is found however it is written.

Folded away: case, width, Latin, Greek, Cyrillic, Arabic and Hebrew marks, apostrophes, the dots of initials. Scripts
without spaces give one word a letter, and a phrase of those finds a part of a name.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable

from counterflow.compare.script.form import forms

MAX_WORD_CHARS = 100
"""What is longer is no word; it is cut, in what is stored and in what is asked alike."""

_CACHED = 20_000
_ASCII_WORD = re.compile("[a-z0-9]+")
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)")
_APOSTROPHES = frozenset("'`’‘´ʼʻʿʾʹ")
_BARE = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t"}
_DROPPED_MARKS = (
    (0x0300, 0x036F),  # Latin, Greek, Cyrillic
    (0x0591, 0x05C7),  # Hebrew points
    (0x0610, 0x061A),
    (0x064B, 0x065F),  # Arabic vowels
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0xFE00, 0xFE0F),  # variation selectors
    (0xE0100, 0xE01EF),
)
_ALONE = ((0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF))
_ALONE_BEYOND = 0x20000
_ALONE_TO = 0x3FFFF
_SYLLABLES = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))
"""Thai, Lao, Burmese, Khmer: a letter with the marks that follow it is one word."""


class _Table(dict[int, str]):
    """A table for `str.translate` that is filled as characters are met."""

    def __init__(self, replace: Callable[[str], str]) -> None:
        self._replace = replace

    def __missing__(self, code: int) -> str:
        value = self._replace(chr(code))
        if len(self) < _CACHED:
            self[code] = value
        return value


def words(text: str) -> list[str]:
    """Give the words of a text, folded. Idempotent: the words of words, parted by spaces, are the same.

    No word holds an ASCII character but a-z and 0-9, nor a lone surrogate or a character of private use.
    """
    if text.isascii():
        return [word[:MAX_WORD_CHARS] for word in _ASCII_WORD.findall(_initials(text.lower()).replace("'", ""))]
    return [word[:MAX_WORD_CHARS] for word in _folded(text).translate(_LETTERS).split()]


def folded_text(values: Iterable[str]) -> str:
    """Give the words of several values, parted by spaces."""
    return " ".join(words("\n".join(values)))


def latin_spellings(name: str) -> tuple[str, ...]:
    """Spell a name in Latin letters where it is not, or with marks: at most two ways, words parted by spaces."""
    if name.isascii():
        return ()
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    tokens = text.translate(_PLAIN).split()
    found = [_forms(token[:MAX_WORD_CHARS]) for token in tokens]
    ways = (" ".join(one[min(way, len(one) - 1)] for one in found if len(one) > 0) for way in (0, 1))
    return tuple(way for way in dict.fromkeys(ways) if way not in ("", " ".join(words(name))))


@functools.lru_cache(maxsize=65_536)
def _forms(token: str) -> tuple[str, ...]:
    return forms(token)


def _initials(text: str) -> str:
    return _INITIALS.sub(lambda found: found.group().replace(".", ""), text) if "." in text else text


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _initials(unicodedata.normalize("NFC", text.translate(_MARKS)))


def _is_in(code: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def _without_mark(character: str) -> str:
    return "" if _is_in(ord(character), _DROPPED_MARKS) else character


def _plain(character: str) -> str:
    """Give a letter or digit itself, nothing for what stands within words, a space for what parts them."""
    if character in _APOSTROPHES:
        return ""
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category[0] not in "LNM":
        return " "
    return _BARE.get(character, character)


def _letter(character: str) -> str:
    code = ord(character)
    plain = _plain(character)
    if _is_in(code, _ALONE) or _ALONE_BEYOND <= code <= _ALONE_TO:
        return f" {plain} "
    is_syllable = _is_in(code, _SYLLABLES) and unicodedata.category(character)[0] == "L"
    return f" {plain}" if is_syllable else plain


_MARKS = _Table(_without_mark)
_PLAIN = _Table(_plain)
_LETTERS = _Table(_letter)
