"""Countries, their people, capitals and regions, as they are written in names of organisations."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from counterflow.compare.lexicon.resource import meaning_hash, read_rows, spell


def place_of(token: str, form: str) -> int:
    """Give the hash of the place that a word names, in whatever language; 0: none.

    Args:
        token: the normalised token, in its own script.
        form: its likeliest form in Latin ASCII letters.
    """
    table = load_places()
    return table.get(token) or table.get(form) or 0


@functools.cache
def load_places() -> Mapping[str, int]:
    """Read the places by the words for them."""
    rows = ((meaning_hash("place", place), words) for place, words in read_rows("place"))
    return {word: place for place, words in rows for word in spell(words)}
