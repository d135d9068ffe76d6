"""Addresses and birth places of two parties: the pair that has most in common decides."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing
from counterflow.compare.fact.facts import Facts, PlaceKind
from counterflow.compare.fact.feature import Feature
from counterflow.compare.fact.place import WordClass

_ADDRESS, _BIRTH = int(PlaceKind.ADDRESS), int(PlaceKind.BIRTH)
_TOWN = int(WordClass.TOWN)
_NUMBER = int(WordClass.NUMBER)
_SIMILAR, _TOWN_SHARED = int(Feature.ADDRESS_SIMILAR), int(Feature.ADDRESS_TOWN_SHARED)
_BORN_SHARED, _BORN_DIFFERS = int(Feature.BIRTH_PLACE_SHARED), int(Feature.BIRTH_PLACE_DIFFERS)
_LEAST_STREET_WORDS = 2
"""Fewer words of streets and numbers are no street address, and fewer in common no agreement."""


@borrowing
def compare_places(left: Facts, left_party: int, right: Facts, right_party: int, out: NDArray[np.float32]) -> None:
    """Fill the features of places; see `kernel.compare_facts`."""
    has_birth = False
    for i in range(left.place_at[left_party], left.place_at[left_party + 1]):
        for j in range(right.place_at[right_party], right.place_at[right_party + 1]):
            kind = left.place_kind[i]
            if kind != right.place_kind[j]:
                continue
            street, town, share = _overlap(left, i, right, j)
            if kind == _ADDRESS:
                out[_SIMILAR] = max(out[_SIMILAR], street)
                out[_TOWN_SHARED] = max(out[_TOWN_SHARED], town)
            else:
                has_birth = True
                out[_BORN_SHARED] = max(out[_BORN_SHARED], share)
    if has_birth and out[_BORN_SHARED] == 0.0:
        out[_BORN_DIFFERS] = 1.0


@borrowing
def _overlap(left: Facts, i: int, right: Facts, j: int) -> tuple[float, float, float]:
    """Give the share of street words in common, whether a town is (0 or 1), and the share of all words in common.

    Shares are of the side that has fewer: an address that leaves out the floor is the same address.
    """
    a, a_end = int(left.word_at[i]), int(left.word_at[i + 1])
    b, b_end = int(right.word_at[j]), int(right.word_at[j + 1])
    fewer = min(a_end - a, b_end - b)
    left_street = right_street = street = town = both = 0
    for n in range(b, b_end):
        right_street += right.word[n] & 3 != _TOWN
    # Every word against every word without a branch: for the few words of a place faster than merging.
    for m in range(a, a_end):
        word = left.word[m]
        left_street += word & 3 != _TOWN
        for n in range(b, b_end):
            is_equal = (word ^ right.word[n]) < 4
            is_street = (word & 3 != _TOWN) & (right.word[n] & 3 != _TOWN)
            both += is_equal
            street += is_equal & is_street
    town = both > street
    fewer_street = min(left_street, right_street)
    is_address = fewer_street >= _LEAST_STREET_WORDS and street >= _LEAST_STREET_WORDS
    return street / fewer_street if is_address else 0.0, 1.0 if town else 0.0, both / fewer
