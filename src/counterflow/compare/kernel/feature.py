"""Sums of an alignment as the features of a logistic model: shares and logarithms, so that long names are no surer."""

from __future__ import annotations

import enum

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import inlined


class NameFeature(enum.IntEnum):
    """Features of two names; each is 0 when there is nothing to say."""

    CONSTANT = 0
    AGREEMENT = 1
    """log2(1 + bits) of the words that agree: a rare name says more than a common one, a longer one hardly more."""
    SOUND = 2
    """Share of the agreement that is by sound or nickname."""
    WIDE_LOSS = 3
    """EDIT_LOSS times the share of the agreement that is misspelt: a name of which no word is right is another's."""
    EDIT_LOSS = 4
    """How badly it is misspelt: letters edited a letter, over the agreement."""
    WORST_LOSS = 5
    """The worst misspelling of one word."""
    JOINED = 6
    """Share of the agreement that is words run together."""
    INITIAL = 7
    """Share of the agreement that is initials."""
    CONFLICT = 8
    """Share of words that are without an answer on both sides."""
    CONFLICT_BITS = 9
    """log2(1 + bits) of the same."""
    EXTRA = 10
    """Share of words that one side has beyond the other."""
    NUMBER = 11
    """Numerals that differ or are missing (a count, 2 at most)."""
    LEGAL_DIFFERS = 12
    LEGAL_SAME = 13
    MOVED = 14
    """Words in another order (a count, 2 at most)."""
    SINGLE = 15
    """1 when one word alone agrees."""
    WEAK = 16
    """1 when one of the names is a weak alias."""
    SHORT = 17
    """Share of the agreement that is words cut short and acronyms."""
    NO_WORD = 18
    """1 when no word agrees, but initials at most."""
    KNOWN_LOSS = 19
    """EDIT_LOSS of words that are both words of their own."""
    COMMON = 20
    """How common the one word is that alone agrees, times EXTRA: many a Vladimir is known by that alone."""


NAME_FEATURES = len(NameFeature)
FEATURE_MOST = np.float32(2)
"""The most that any feature but AGREEMENT can be."""

COMMON_BITS = np.float32(10)
"""A word of so many bits, or more, is borne by few enough to tell something alone."""


@inlined
def commonness(agreement: np.float32, words: np.float32) -> np.float32:
    """Say how common a word is that alone agrees: 1 for one that says nothing, 0 for one seen in few names."""
    return max(np.float32(0), np.float32(1) - agreement / COMMON_BITS) if words == 1 else np.float32(0)


@inlined
def describe_names(sums: NDArray[np.float32], rank: int, features: NDArray[np.float32]) -> None:
    """Turn `NameSum`s (SUMS) into `NameFeature`s (NAME_FEATURES, overwritten)."""
    one = np.float32(1)
    agreement = sums[0] + sums[1] + sums[2] + sums[3] + sums[6] + sums[13]
    base = agreement + one
    features[0] = one
    features[1] = np.log2(base)
    features[2] = sums[2] / base
    features[3] = sums[3] / base * sums[4] / base
    features[4] = sums[4] / base
    features[5] = sums[5]
    features[6] = sums[1] / base
    features[7] = sums[6] / base
    features[8] = sums[7] / (base + sums[7])
    features[9] = np.log2(one + sums[7])
    features[10] = sums[8] / (base + sums[8])
    features[11] = min(sums[9], np.float32(2))
    features[12] = one if sums[10] > 0 else np.float32(0)
    features[13] = one if sums[10] < 0 else np.float32(0)
    features[14] = min(sums[11], np.float32(2))
    features[15] = one if sums[12] == 1 else np.float32(0)
    features[16] = one if rank == 2 else np.float32(0)
    features[17] = sums[13] / base
    features[18] = one if sums[12] == 0 else np.float32(0)
    features[19] = sums[14] / base
    features[20] = commonness(agreement, sums[12]) * features[10]
