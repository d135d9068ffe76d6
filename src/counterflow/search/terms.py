"""The words of a text as they are indexed and asked for: one way for both, in every script."""

from __future__ import annotations

import re
import unicodedata

_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
"""Kana and Han are written without spaces between words: each character is a word of its own here."""

_WORD = re.compile(r"\w+")

_PIECE = re.compile(f"{_UNSPACED.pattern}[\u3099\u309a]?|(?:(?!{_UNSPACED.pattern})\\w)+")
"""A word as it stands in a text; a voicing mark written apart belongs to its kana."""


def search_terms(text: str) -> list[str]:
    """Split a text into its search terms: compatibility forms unified, case and Latin accents folded.

    `Taesŏng`, `TAESONG` and `taesong` are one term; Hangul stays in syllables, as it is typed.
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in folded if not _is_latin_accent(char))
    return _WORD.findall(_UNSPACED.sub(r" \1 ", unicodedata.normalize("NFKC", bare)))


def _is_latin_accent(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"


def find_terms(text: str, terms: list[str]) -> list[tuple[int, int]]:
    """Find where terms, or words that begin with them, stand in a text; spans in code points, in order."""
    spans = []
    for found in _PIECE.finditer(text):
        words = search_terms(found.group())
        if any(word.startswith(term) for word in words for term in terms):
            spans.append(found.span())
    return spans
