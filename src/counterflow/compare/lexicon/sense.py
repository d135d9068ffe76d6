"""What a word of an organisation's name means, whatever its language, script, number, gender or abbreviation.

`sense.csv` and `abbreviation.csv` hold the words that organisations share, `place` the places. rigour's tagger is not
asked: it knows 2 in 100 of such words more, takes 60 ms and 14 MB, and its next release would change scores under an
old version name.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import NamedTuple

from counterflow.compare.lexicon.abbreviation import expand
from counterflow.compare.lexicon.place import place_of
from counterflow.compare.lexicon.resource import meaning_hash, read_rows, spell


class Sense(NamedTuple):
    """A meaning, and what it makes of a word."""

    hash: int
    is_generic: bool
    is_place: bool


_NONE = Sense(0, is_generic=False, is_place=False)


def sense_of(token: str, form: str) -> int:
    """Give the hash of what a word means across languages, spellings and abbreviations; 0: a name and nothing else.

    Args:
        token: the normalised token, in its own script.
        form: its likeliest form in Latin ASCII letters.
    """
    return _look_up(token, form).hash


def is_generic(token: str, form: str) -> bool:
    """Tell whether a word says what kind of organisation it names."""
    return _look_up(token, form).is_generic


def is_place(token: str, form: str) -> bool:
    """Tell whether a word names a place or its people."""
    return _look_up(token, form).is_place


def generic_words() -> frozenset[str]:
    """Give all words that say what kind of organisation one is."""
    return frozenset(word for word, sense in load_senses().items() if sense.is_generic)


@functools.lru_cache(maxsize=1024)
def _look_up(token: str, form: str) -> Sense:
    table = load_senses()
    known = table.get(token) or table.get(expand(form)) or table.get(form)
    if known is not None:
        return known
    place = place_of(token, form)
    return Sense(place, is_generic=False, is_place=True) if place != 0 else _NONE


@functools.cache
def load_senses() -> Mapping[str, Sense]:
    """Read the table of words that organisations share, by word."""
    table = {}
    for meaning, kind, words in read_rows("sense"):
        sense = Sense(meaning_hash("org", meaning), is_generic=kind == "generic", is_place=False)
        table.update(dict.fromkeys(spell(words), sense))
    return table
