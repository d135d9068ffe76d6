"""Which scripts a name is in, and which language, where its script alone decides."""

from __future__ import annotations

import functools
import re
import unicodedata

_SCRIPTS = (
    # Scripts of one living language. Arabic, Cyrillic, Latin, Devanagari and Han serve several: they decide nothing.
    ("kor", re.compile("[\uac00-\ud7a3\u1100-\u11ff]")),
    ("jpn", re.compile("[\u3041-\u30fa]")),
    ("tha", re.compile("[\u0e01-\u0e5b]")),
    ("heb", re.compile("[\u05d0-\u05ea]")),
    ("ell", re.compile("[\u0386-\u03ce]")),
    ("kat", re.compile("[\u10a0-\u10ff]")),
    ("hye", re.compile("[\u0531-\u0587]")),
    ("khm", re.compile("[\u1780-\u17f9]")),
    ("lao", re.compile("[\u0e81-\u0edf]")),
)
_OTHER_LETTER = re.compile("[A-Za-z\u00c0-\u024f\u0400-\u052f\u0600-\u06ff]")


def language_of_script(text: str) -> str | None:
    """Tell the ISO 639-3 language of a name from its script; None where several languages share it or scripts mix."""
    if _OTHER_LETTER.search(text) is not None:
        return None
    found = [language for language, letters in _SCRIPTS if letters.search(text) is not None]
    return found[0] if len(found) == 1 else None


UNSPACED = frozenset(["HANGUL", "CJK", "HIRAGANA", "KATAKANA"])
"""Scripts that part no words: a surname and a given name stand as one."""

LEAST_UNSPACED = 3
"""Letters of such a name from which on it is a whole one; two may be a given name, or a surname and a title."""


def is_unspaced_name(text: str) -> bool:
    """Whether a text of one word can be a surname with a given name: "김영철", "马晓红"."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= LEAST_UNSPACED and scripts_of(text) <= UNSPACED


def scripts_of(text: str) -> frozenset[str]:
    """Name the scripts of a text's letters, as Unicode does: LATIN, CYRILLIC, HANGUL, CJK, ARABIC."""
    return frozenset(map(_script_of, filter(str.isalpha, text)))


@functools.lru_cache(maxsize=4096)
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "UNNAMED").split(maxsplit=1)[0]
