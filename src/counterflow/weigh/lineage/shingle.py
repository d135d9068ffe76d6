"""Shingles: how much of one text stands in another, word for word.

Runs of words as numbers (Broder, On the Resemblance and Containment of Documents, 1997). Texts of a case are few and
short enough for exact sets; nothing is sampled. Of documents that very many share a run with - a wire story that all
papers print, a cookie notice - each is compared with the first alone, which keeps the work linear; what makes a copy is
the share of the text.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

RUN_WORDS = 5
"""Words of a run: long enough that two writers seldom share one by chance."""

MAX_SHARED = 50
"""Documents that may share a run and are all compared with each other; of more, each is with the first."""

FURNITURE = 0.5
"""Share of the shorter text up to which the runs that very many share are a notice that all carry, and no copy."""

MIN_RUNS = 8
"""Runs in common from which two documents are compared at all; fewer is a quotation or a name."""

Hashes = npt.NDArray[np.uint64]


class Overlap(NamedTuple):
    """Two documents, and how many runs of words they have in common."""

    left: int
    right: int
    shared: int
    left_share: float
    """Of the runs of the left one."""
    right_share: float


def words_of(text: str) -> list[str]:
    """Give the words of a text as they are compared: small, without marks."""
    return re.findall(r"[^\W_]+", text.casefold())


def runs_of(text: str, length: int = RUN_WORDS) -> Hashes:
    """Give the distinct runs of words of a text, as sorted hashes; equal in every process."""
    words = [zlib.crc32(word.encode()) for word in words_of(text)]
    if len(words) < length:
        return np.empty(0, np.uint64)
    codes = np.array(words, np.uint64)
    mixed = np.zeros(len(codes) - length + 1, np.uint64)
    for at in range(length):
        # Multiplication by an odd constant (Knuth, TAOCP 3, 6.4) before each addition keeps the order of the words.
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + codes[at : len(codes) - length + 1 + at]
    return np.unique(mixed)


def find_overlaps(runs: Sequence[Hashes]) -> list[Overlap]:
    """Find the pairs of documents that share more than chance gives, in order.

    Args:
        runs: the runs of each document, in an order that begins with who is likeliest to be first.
    """
    if len(runs) == 0:
        return []
    everything = np.concatenate(runs)
    owner = np.repeat(np.arange(len(runs)), [len(one) for one in runs])
    order = np.argsort(everything, kind="stable")
    everything, owner = everything[order], owner[order]
    starts = np.flatnonzero(np.r_[True, everything[1:] != everything[:-1]])
    counts = np.diff(np.r_[starts, len(everything)])
    shared: dict[tuple[int, int], int] = defaultdict(int)
    common: dict[tuple[int, int], int] = defaultdict(int)
    for start, count in zip(starts[counts > 1].tolist(), counts[counts > 1].tolist(), strict=True):
        owners = owner[start : start + count].tolist()
        if count > MAX_SHARED:
            for right in owners[1:]:
                common[owners[0], right] += 1
            continue
        for at, left in enumerate(owners):
            for right in owners[at + 1 :]:
                shared[left, right] += 1
    for (left, right), number in common.items():
        if number >= FURNITURE * min(len(runs[left]), len(runs[right])):
            shared[left, right] += number
    return [
        Overlap(left, right, number, number / len(runs[left]), number / len(runs[right]))
        for (left, right), number in sorted(shared.items())
        if number >= MIN_RUNS
    ]


def containment(passage: Hashes, text: Hashes) -> float:
    """Give the share of a passage's runs that stand in a text; 0 for a passage too short to have one."""
    return 0.0 if len(passage) == 0 else len(np.intersect1d(passage, text, assume_unique=True)) / len(passage)
