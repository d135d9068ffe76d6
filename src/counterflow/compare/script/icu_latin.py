"""ICU's transliterators, made once each."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

_UNFIT = re.compile("[\ud800-\udfff\U00010000-\U0001ffff]")
_PLAIN = re.compile("[^a-z0-9]+")


@cache
def _transliterator(identifier: str) -> Any:
    import icu  # type: ignore[import-untyped]

    return icu.Transliterator.createInstance(identifier)


def transliterate(identifier: str, text: str) -> str:
    """The text after ICU's transliterator of that identifier, made at its first use (20 to 200 ms) and kept.

    Lone surrogates, and characters of plane 1 (ICU halves them before an iteration mark of kana and then fails), become
    U+FFFD.
    """
    text = _UNFIT.sub("\ufffd", text)
    return str(_transliterator(identifier).transliterate(text))


def plain(text: str) -> str:
    """Only a-z and 0-9 of the text: marks stripped, everything else dropped."""
    if text.isascii():
        return _PLAIN.sub("", text.lower())
    return _PLAIN.sub("", unicodedata.normalize("NFD", text).lower())
