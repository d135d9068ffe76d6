"""Levels of pairs: the kernel called for each field, on two threads."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from counterflow.resolve.linkage import kernel
from counterflow.resolve.linkage.field import Kind
from counterflow.resolve.linkage.kernel import Column, Learnt
from counterflow.resolve.linkage.value import Values

Ints = NDArray[np.int64]
Levels = NDArray[np.uint8]
THREADS = 2

LEVELS = {
    Kind.NAME: kernel.NAME_LEVELS,
    Kind.DATE: kernel.DATE_LEVELS,
    Kind.CODE: kernel.CODE_LEVELS,
    Kind.WORDS: kernel.WORDS_LEVELS,
}


NOTHING = Learnt(np.empty(0, np.int64), np.empty(0, np.int64))
"""Where nothing was learnt."""


def compare_pairs(values: Sequence[Values], left: Ints, right: Ints, learnt: Sequence[Learnt] | None = None) -> Levels:
    """Compare pairs of records field by field.

    Returns:
        One row a field, one column a pair: the level, or `kernel.MISSING` where one of them has no value.
    """
    levels = np.empty((len(values), len(left)), np.uint8)
    cuts = np.linspace(0, len(left), 4 * THREADS + 1).astype(np.int64)
    known = learnt or [NOTHING] * len(values)
    jobs = [(field, a, b) for field in range(len(values)) for a, b in itertools.pairwise(cuts.tolist()) if a < b]
    with ThreadPoolExecutor(THREADS) as pool:
        done = [
            pool.submit(_compare, values[field], known[field], left[a:b], right[a:b], levels[field, a:b])
            for field, a, b in jobs
        ]
        for one in done:
            one.result()
    return levels


def _compare(values: Values, learnt: Learnt, left: Ints, right: Ints, out: Levels) -> None:
    column = Column(*values.records, *values.words, *values.texts, values.value_bits, values.word_bits, values.senses)
    if values.kind == Kind.NAME:
        kernel.compare_names(left, right, column, out)
    elif values.kind == Kind.WORDS:
        kernel.compare_words(left, right, column, learnt, out)
    else:
        kernel.compare_codes(left, right, column, values.kind == Kind.DATE, out)


def describe_level(kind: Kind, level: int) -> str:
    """Say what a level is, for reasons."""
    if level == kernel.MISSING:
        return "missing"
    if kind == Kind.NAME:
        width = len(kernel.NAME_CONFLICT) + 1
        agree, conflict = len(kernel.NAME_AGREE) - level // width, level % width
        bits = 0 if agree == 0 else kernel.NAME_AGREE[agree - 1]
        return f"words worth {bits:.0f} bits agree" + ("" if conflict == 0 else ", others do not")
    if level < kernel.RARITIES:
        return "equal" + (" and rare" if level < 2 else " and common" if level > 3 else "")
    return _NAMES[kind][level - kernel.RARITIES]


_NAMES = {
    Kind.DATE: ("one digit or two swapped", "same year, rest unknown", "two digits", "same year", "different"),
    Kind.CODE: ("one character", "two characters", "same first part", "same first half", "different"),
    Kind.WORDS: (
        "often go together",
        "go together",
        "nearly equal",
        "most words",
        "some words",
        "different",
    ),
}
