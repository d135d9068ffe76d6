"""How rare a word is among the words of names, in bits: what two names that share it have in common.

The table ships with the package, so a pair has one score wherever it is compared. `tool/count_words.py` counts it over
lists of parties. Those hold too few of the world's commonest names (Smith, Garcia, Wang), so a word is as common as the
commoner of two sources says: `word_count.csv` (counted) and `common_name.csv` (rough numbers of bearers, for persons).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping

from counterflow.compare.lexicon.misspelt import is_misspelt_form, is_misspelt_generic
from counterflow.compare.lexicon.resource import read_rows
from counterflow.compare.lexicon.sense import is_generic, is_place

_UNKNOWN_BITS = (8.0, 8.0, 11.0, 13.0, 14.5, 15.5, 16.5, 17.0, 17.5)
"""Bits of a word that no table holds, by its letters, the last for all longer ones.

Counted in one half of the names and measured in the other, such a word has at least 13.5 bits, which is all that some
ten thousand names can tell. Names of the world hold half a million distinct words, most of them long; short ones are
shared by more languages.
"""

_GENERIC_BITS = 9.0
"""Bits, at most, of a word that says what kind of organisation it names: lists see few restaurants and many banks."""

_FORM_BITS = 2.0
"""Bits, at most, of a word of legal forms that was left in a name, misspelt or not."""

_PLACE_BITS = 10.0
"""Bits, at most, of a place in names of organisations."""

_WORDS_OF_MANKIND_MILLIONS = 8100 * 2.5
"""Words of all persons' names: people alive, times the words of a name."""


def bits_of(form: str, *, person: bool) -> float:
    """Give -log2 of the share of a word among the words of names.

    Args:
        form: a word in Latin ASCII letters.
        person: among names of persons; else of organisations, vessels and other things.
    """
    known = load_bits(person=person).get(form)
    bits = known if known is not None else _UNKNOWN_BITS[min(len(form), len(_UNKNOWN_BITS) - 1)]
    return bits if person else min(bits, _cap(form))


def _cap(form: str) -> float:
    """Give the most bits that a word may have in the name of an organisation."""
    if is_misspelt_form(form):
        return _FORM_BITS
    if is_generic(form, form) or is_misspelt_generic(form):
        return _GENERIC_BITS
    return _PLACE_BITS if is_place(form, form) else math.inf


@functools.cache
def load_bits(*, person: bool) -> Mapping[str, float]:
    """Read the bits of known words, in names of persons or in other names."""
    rows = read_rows("word_count")
    _, *totals = next(rows)
    column = 1 if person else 2
    shares = {row[0]: int(row[column]) / int(totals[column - 1]) for row in rows if row[column] != "0"}
    for bearers, words in read_rows("common_name") if person else ():
        share = float(bearers) / _WORDS_OF_MANKIND_MILLIONS
        for word in words.split():
            shares[word] = max(share, shares.get(word, 0.0))
    return {word: -math.log2(share) for word, share in shares.items()}
