"""Texts without what varies from writer to writer: case, accents, punctuation, markup."""

from __future__ import annotations

import html
import re
import unicodedata

_MARKUP = re.compile(r"<[^<>]{1,80}>")
_WORD = re.compile(r"[^\W_]+")

SILENT = frozenset(
    "|na|n a|none|null|nan|unknown|not available|not known|not provided|not provided by airline|contact airline|"
    "tba|tbd|unavailable|no data|missing|various|not stated|not applicable|various authors|unspecified".split("|")
)
"""Texts that tell no value, as words in lower case."""


def plain(text: str) -> str:
    """Undo markup and entities and fold accents; a letter that has no simpler form stays."""
    clear = _MARKUP.sub(" ", html.unescape(html.unescape(text))) if "&" in text or "<" in text else text
    if clear.isascii():
        return clear
    folded = unicodedata.normalize("NFKD", clear)
    return "".join(char for char in folded if not unicodedata.combining(char))


def words_of(text: str) -> tuple[str, ...]:
    """Split a text into its words and numbers, in lower case."""
    return tuple(_WORD.findall(plain(text).casefold()))


_PHRASES = tuple(sorted(phrase for phrase in SILENT if " " in phrase))


def holds_silence(words: tuple[str, ...]) -> bool:
    """Whether a text says, beside other things, that something is not told: "Dec 01 - Not Available"."""
    text = f" {' '.join(words)} "
    return any(f" {phrase} " in text for phrase in _PHRASES)


def is_silent(words: tuple[str, ...]) -> bool:
    """Whether a text tells no value."""
    return " ".join(words) in SILENT
