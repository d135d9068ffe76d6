"""From the kernel's log-odds to the probability that two records are one, given how they were found.

Screening asks whether a stranger is listed; here two records were found beside each other because they are alike, and
most that are as alike as the threshold demands are one. `probability.toml` holds the difference, with its source.
A record has at most one counterpart in a list that does not repeat parties: where two bid for it, they share what one
would have.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

MOST = 12.0
"""Log-odds beyond which nothing is told apart: a probability is never 1."""


class Prior(NamedTuple):
    """What `probability.toml` states."""

    slope: float
    offset: float
    same_list: float
    contrast: float
    threshold: float


@functools.cache
def load_prior() -> Prior:
    """Read what ships with the package."""
    with resources.files("counterflow.resolve").joinpath("probability.toml").open("rb") as file:
        return Prior(**tomllib.load(file))


def logits(odds: Floats, is_same_list: NDArray[np.bool_]) -> Floats:
    """Turn the kernel's log-odds into those of being one, each pair for itself."""
    prior = load_prior()
    return np.clip(prior.slope * odds + prior.offset + prior.same_list * is_same_list, -MOST, MOST)


def probabilities(
    own: Floats, left: Places, right: Places, rows: Sequence[int] | Places, repeats: Sequence[bool]
) -> Floats:
    """Give each pair's probability, shared with the pairs that bid for the same counterpart.

    Args:
        own: log-odds of each pair for itself.
        left, right: the pair's records, by number.
        rows: number of each record's list.
        repeats: whether a list repeats parties: there records that are rather one than two bid together.
    """
    if len(own) == 0:
        return own
    list_of, does_repeat = np.asarray(rows, np.int64), np.asarray(repeats, np.bool_)
    is_twin = (list_of[left] == list_of[right]) & does_repeat[list_of[left]] & (own >= 0)
    twins = group(len(list_of), left[is_twin], right[is_twin])
    worth = np.exp(load_prior().contrast * own)
    least = np.ones(len(own))
    for one, other in ((left, right), (right, left)):
        bid, bids = _numbered(one, twins[other])
        best = np.zeros(len(bids))
        np.maximum.at(best, bid, worth)
        auction, _ = _numbered(*(column[_first(bid)] for column in (one, list_of[other])))
        total = np.bincount(auction, best)[auction]
        share = (best / total)[bid]
        # Rivals of the record's own list bid for nothing: there it has no counterpart at all.
        least = np.where(list_of[one] != list_of[other], np.minimum(least, share), least)
    shared: Floats = least / (1 + np.exp(-own))
    return shared


def _numbered(one: Places, other: Places) -> tuple[Places, Places]:
    """Number the distinct pairs of two columns; gives each row's number, and the distinct codes."""
    codes, place = np.unique(one * (int(other.max()) + 1) + other, return_inverse=True)
    return place, codes


def _first(number: Places) -> Places:
    """Give the first row of each number."""
    return np.unique(number, return_index=True)[1]


def group(count: int, left: Places, right: Places) -> Places:
    """Give each of `count` things the smallest number of those that it is joined with."""
    leader = np.arange(count)
    while not np.array_equal(leader[left], leader[right]):
        # The leaders of both sides follow the smaller of them, then all follow their leaders to the end.
        smaller = np.minimum(leader[left], leader[right])
        for side in (left, right):
            np.minimum.at(leader, leader[side], smaller)
        while not np.array_equal(leader, leader[leader]):
            leader = leader[leader]
    return leader
