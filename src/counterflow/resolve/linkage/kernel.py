"""Compiled comparison of two records' values of one field: a level a pair.

A level is a class of agreement; what it weighs is learnt (`model.py`). Equal values are split by how rare the value is
(Winkler's value-specific weights, in classes), so that a rare surname or a default date weighs what it should. All
compiled functions of comparing stand in this file, since numba's cache knows a file, not what a function calls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

P = ParamSpec("P")
R = TypeVar("R")
Ints = NDArray[np.int64]
_NJIT: Any = numba.njit

MISSING = 255
RARITIES = 6
"""Classes of equal values: rarity under 1, 3, 6, 9, 12 bits, and over; the rarest has the lowest level."""
NAME_AGREE = (1.0, 4.0, 7.0, 10.0, 13.0, 16.0, 19.0, 23.0, 27.0)
"""Bits of the name words that agree, at which a further level begins."""
NAME_CONFLICT = (1.0, 6.0, 12.0)
"""Bits of the words that have no answer, on the side that has fewer, at which a further level begins."""
NAME_LEVELS = (len(NAME_AGREE) + 1) * (len(NAME_CONFLICT) + 1)
DATE_LEVELS = RARITIES + 5
CODE_LEVELS = RARITIES + 5
WORDS_LEVELS = RARITIES + 6
_WORD_CAP = 13.0
_UNANSWERED_CAP = 10.0
_MAX_WORDS = 32
"""Words of a name that are compared; no real name has more."""
_MAX_LETTERS = 63
_SPACE, _AT, _ZERO = 32, 64, 48


class Column(NamedTuple):
    """One field of all records, for compiled code; `value.py` says what each is."""

    record_starts: Ints
    record_values: NDArray[np.int32]
    value_starts: Ints
    value_words: NDArray[np.int32]
    word_starts: Ints
    points: NDArray[np.uint32]
    value_bits: NDArray[np.float32]
    word_bits: NDArray[np.float32]
    senses: Ints


class Learnt(NamedTuple):
    """Pairs of values of one field that were learnt to go together."""

    keys: Ints
    """The smaller number shifted by 32 bits, and the larger; in order."""
    levels: Ints
    """0 often, 1 now and then."""


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function when it is first called, and keep the code beside the source; other threads run on."""
    return cast(Callable[P, R], _NJIT(cache=True, nogil=True)(function))


@compiled
def rarity_level(bits: float) -> int:
    """Give the level of equal values."""
    if bits < 1:
        return 5
    if bits < 3:
        return 4
    return max(3 - int((bits - 3) / 3), 0)


@compiled
def distance(column: Column, x: int, y: int, most: int, work: Ints) -> int:
    """Count insertions, deletions, substitutions and swaps of neighbours; more than `most` gives `most` + 1."""
    points = column.points
    a, b = column.word_starts[x], column.word_starts[y]
    n, m = column.word_starts[x + 1] - a, column.word_starts[y + 1] - b
    if abs(n - m) > most:
        return most + 1
    while n > 0 and m > 0 and points[a] == points[b]:
        a, b, n, m = a + 1, b + 1, n - 1, m - 1
    while n > 0 and m > 0 and points[a + n - 1] == points[b + m - 1]:
        n, m = n - 1, m - 1
    if n == 0 or m == 0:
        return int(max(n, m))
    if m > _MAX_LETTERS:
        return most + 1
    for j in range(m + 1):
        work[0, j] = j
    for i in range(1, n + 1):
        row, last, before = i % 3, (i - 1) % 3, (i - 2) % 3
        work[row, 0] = i
        best = i
        for j in range(1, m + 1):
            p, q = points[a + i - 1], points[b + j - 1]
            cost = min(work[last, j] + 1, work[row, j - 1] + 1, work[last, j - 1] + (0 if p == q else 1))
            if i > 1 and j > 1 and p == points[b + j - 2] and points[a + i - 2] == q:
                cost = min(cost, work[before, j - 2] + 1)
            work[row, j] = cost
            best = min(best, cost)
        if best > most:
            return most + 1
    return int(work[n % 3, m])


@compiled
def common_start(column: Column, x: int, y: int) -> int:
    """Count the characters with which both texts begin."""
    a, b = column.word_starts[x], column.word_starts[y]
    shorter = min(column.word_starts[x + 1] - a, column.word_starts[y + 1] - b)
    same = 0
    while same < shorter and column.points[a + same] == column.points[b + same]:
        same += 1
    return same


@compiled
def word_agreement(column: Column, x: int, y: int, work: Ints) -> float:
    """Give how many bits two different words have in common; 0 for none."""
    starts = column.word_starts
    n, m = starts[x + 1] - starts[x], starts[y + 1] - starts[y]
    # What both are forms of is at least as common as the commoner form.
    rare = min(column.word_bits[x], column.word_bits[y], _WORD_CAP)
    if column.senses[x] != 0 and column.senses[x] == column.senses[y]:
        return float(max(rare - 1.0, 0.5))
    if min(n, m) == 1:
        return 2.5 if column.points[starts[x]] == column.points[starts[y]] else 0.0
    shorter = min(n, m)
    if shorter < 3:
        return 0.0
    most = 1 if shorter <= 5 else 2
    found = distance(column, x, y, most, work)
    if found <= most:
        return float(max(rare - (1.5 if shorter > 4 else 3.0) - 2.0 * (found - 1), 0.5))
    if common_start(column, x, y) == shorter:
        return float(max(rare - 2.0, 0.5))
    return 0.0


@compiled
def name_level(column: Column, p: int, q: int, work: Ints, used: NDArray[np.bool_]) -> int:
    """Align the words of two names, the surest first, and class what agrees and what has no answer."""
    words, bits = column.value_words, column.word_bits
    p0, q0 = column.value_starts[p], column.value_starts[q]
    n = min(column.value_starts[p + 1] - p0, _MAX_WORDS)
    m = min(column.value_starts[q + 1] - q0, _MAX_WORDS)
    used[:, : max(n, m)] = False
    agree = 0.0
    i, j = 0, 0
    while i < n and j < m:  # a name's words are in order
        x, y = words[p0 + i], words[q0 + j]
        if x == y:
            agree += min(bits[x], _WORD_CAP)
            used[0, i] = True
            used[1, j] = True
        i, j = i + (x <= y), j + (y <= x)
    while True:
        best, bi, bj = 0.0, -1, -1
        for i in range(n):
            for j in range(m):
                if not used[0, i] and not used[1, j]:
                    value = word_agreement(column, words[p0 + i], words[q0 + j], work)
                    if value > best:
                        best, bi, bj = value, i, j
        if bi < 0:
            break
        agree += best
        used[0, bi] = True
        used[1, bj] = True
    left, right = 0.0, 0.0
    for i in range(n):
        if not used[0, i]:
            left += min(bits[words[p0 + i]], _UNANSWERED_CAP)
    for j in range(m):
        if not used[1, j]:
            right += min(bits[words[q0 + j]], _UNANSWERED_CAP)
    low = 0
    for edge in NAME_AGREE:
        if agree < edge:
            low += 1
    high = 0
    for edge in NAME_CONFLICT:
        if min(left, right) >= edge:
            high += 1
    return low * (len(NAME_CONFLICT) + 1) + high


@compiled
def date_level(column: Column, p: int, q: int, work: Ints) -> int:
    """Class two dates of eight digits."""
    if p == q:
        return rarity_level(column.value_bits[p])
    a, b, points = column.word_starts[p], column.word_starts[q], column.points
    same_year, differing = True, 0
    for k in range(8):
        if points[a + k] != points[b + k]:
            differing += 1
            same_year = same_year and k >= 4
    unknown = False
    for k in (4, 6):
        for at in (a + k, b + k):
            unknown = unknown or (points[at] == _ZERO and points[at + 1] == _ZERO)
    if same_year and unknown:
        return RARITIES + 1
    swapped = same_year
    for k in range(2):
        swapped = swapped and points[a + 4 + k] == points[b + 6 + k] and points[a + 6 + k] == points[b + 4 + k]
    if differing == 1 or swapped or distance(column, p, q, 1, work) <= 1:
        return RARITIES
    if differing == 2:
        return RARITIES + 2
    return RARITIES + 3 if same_year else RARITIES + 4


@compiled
def code_level(column: Column, p: int, q: int, work: Ints) -> int:
    """Class two codes: equal, one or two characters off, the same first part or half, else different."""
    if p == q:
        return rarity_level(column.value_bits[p])
    starts, points = column.word_starts, column.points
    shorter = min(starts[p + 1] - starts[p], starts[q + 1] - starts[q])
    if shorter >= 4:
        found = distance(column, p, q, 2, work)
        if found == 1:
            return RARITIES
        if found == 2 and shorter >= 6:
            return RARITIES + 1
    same = common_start(column, p, q)
    for k in range(same):
        if points[starts[p] + k] == _SPACE or points[starts[p] + k] == _AT:
            return RARITIES + 2
    if 2 * same >= shorter and same >= 3:
        return RARITIES + 3
    return RARITIES + 4


@compiled
def shared_words(column: Column, p: int, q: int, work: Ints) -> float:
    """Give the share of bits of the text with fewer bits whose words stand in the other, or nearly."""
    words, bits, starts = column.value_words, column.word_bits, column.word_starts
    shared, left, right = 0.0, 0.0, 0.0
    for j in range(column.value_starts[q], column.value_starts[q + 1]):
        right += bits[words[j]] + 0.1
    for i in range(column.value_starts[p], column.value_starts[p + 1]):
        x = words[i]
        left += bits[x] + 0.1
        best = 0.0
        for j in range(column.value_starts[q], column.value_starts[q + 1]):
            y = words[j]
            if x == y:
                best = bits[x] + 0.1
                break
            shorter = min(starts[x + 1] - starts[x], starts[y + 1] - starts[y])
            most = 1 if shorter < 8 else 2
            if shorter >= 4 and distance(column, x, y, most, work) <= most:
                best = max(best, 0.9 * min(bits[x], bits[y]))
        shared += best
    return shared / max(min(left, right), 0.01)


@compiled
def words_level(column: Column, p: int, q: int, learnt: Learnt, work: Ints) -> int:
    """Class two texts: equal, learnt to go together, nearly equal, much or some in common, else different."""
    if p == q:
        return rarity_level(column.value_bits[p])
    key = np.int64(min(p, q)) << 32 | np.int64(max(p, q))
    at = np.searchsorted(learnt.keys, key)
    if at < len(learnt.keys) and learnt.keys[at] == key:
        return RARITIES + int(learnt.levels[at])
    share = shared_words(column, p, q, work)
    if share >= 0.8:
        return RARITIES + 2
    if share >= 0.4:
        return RARITIES + 3
    return RARITIES + 4 if share > 0.1 else RARITIES + 5


@compiled
def compare_names(left: Ints, right: Ints, column: Column, out: NDArray[np.uint8]) -> None:
    """Write the best level of each pair of records."""
    work = np.empty((3, _MAX_LETTERS + 1), np.int64)
    used = np.empty((2, _MAX_WORDS), np.bool_)
    for k in range(len(left)):
        best = MISSING
        for i in range(column.record_starts[left[k]], column.record_starts[left[k] + 1]):
            for j in range(column.record_starts[right[k]], column.record_starts[right[k] + 1]):
                level = name_level(column, column.record_values[i], column.record_values[j], work, used)
                best = min(best, level)
        out[k] = best


@compiled
def compare_codes(left: Ints, right: Ints, column: Column, is_date: bool, out: NDArray[np.uint8]) -> None:
    """Write the best level of each pair of records."""
    work = np.empty((3, _MAX_LETTERS + 1), np.int64)
    for k in range(len(left)):
        best = MISSING
        for i in range(column.record_starts[left[k]], column.record_starts[left[k] + 1]):
            for j in range(column.record_starts[right[k]], column.record_starts[right[k] + 1]):
                p, q = column.record_values[i], column.record_values[j]
                level = date_level(column, p, q, work) if is_date else code_level(column, p, q, work)
                best = min(best, level)
        out[k] = best


@compiled
def compare_words(left: Ints, right: Ints, column: Column, learnt: Learnt, out: NDArray[np.uint8]) -> None:
    """Write the best level of each pair of records."""
    work = np.empty((3, _MAX_LETTERS + 1), np.int64)
    for k in range(len(left)):
        best = MISSING
        for i in range(column.record_starts[left[k]], column.record_starts[left[k] + 1]):
            for j in range(column.record_starts[right[k]], column.record_starts[right[k] + 1]):
                level = words_level(column, column.record_values[i], column.record_values[j], learnt, work)
                best = min(best, level)
        out[k] = best
