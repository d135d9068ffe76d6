"""Reads the tables of words in `resources/`, and hashes what words stand for."""

from __future__ import annotations

import csv
import functools
import hashlib
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from importlib import resources

_LATIN = str.maketrans(
    {"ł": "l", "ı": "i", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)

_LAST_LATIN = "\u024f"


def read_rows(name: str) -> Iterator[list[str]]:
    """Read `resources/<name>.csv`, row by row, without its heading."""
    with (resources.files(__package__) / "resources" / f"{name}.csv").open(encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows


@functools.cache
def read_words(name: str) -> Mapping[str, frozenset[str]]:
    """Read `resources/<name>.toml`: sets of words by their heading, each word also without its diacritics."""
    table = tomllib.loads((resources.files(__package__) / "resources" / f"{name}.toml").read_text(encoding="utf-8"))
    return {heading: frozenset(spell(words)) for heading, words in table.items()}


def spell(words: str) -> Iterator[str]:
    """Give each word of a text as it is written and without its diacritics."""
    for word in words.split():
        yield word
        if not word.isascii():
            yield fold(word)


def fold(word: str) -> str:
    """Take the diacritics off Latin letters; other scripts keep theirs, where a mark makes another letter (й, が)."""
    if word.isascii() or min(word) > _LAST_LATIN:
        return word
    expanded = word.translate(_LATIN)
    plain = "".join(letter for letter in unicodedata.normalize("NFD", expanded) if letter.isascii())
    return plain if len(plain) == len(expanded) else word


def meaning_hash(kind: str, meaning: str) -> int:
    """Hash a meaning to 32 bits, equal on every machine and never 0 (BLAKE2b, 4 bytes, big endian).

    Args:
        kind: what sort of meaning it is: `org`, `place`, `legal`, `person`.
        meaning: its name within the kind, as the tables write it.
    """
    digest = hashlib.blake2b(f"{kind}:{meaning}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") or 1
