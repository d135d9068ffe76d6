"""Pairs of names in order of hope, the most hopeful first: a heap, as few are looked at."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, inlined


@inlined
def most_hopeful(hope: NDArray[np.float32], count: int) -> int:
    """Give the number of the highest hope; between equals, the first."""
    most = 0
    for i in range(1, count):
        if hope[i] > hope[most]:
            most = i
    return most


@borrowing
def queue_hopeful(hope: NDArray[np.float32], count: int, least: np.float32, queue: NDArray[np.int64]) -> int:
    """Queue the numbers of hopes above a least one.

    Writes:
        queue: a heap.

    Returns:
        How many they are.
    """
    size = 0
    for i in range(count):
        if hope[i] > least:
            queue[size] = i
            size += 1
    for at in range(size // 2 - 1, -1, -1):
        _sink(hope, queue, at, size)
    return size


@borrowing
def take_hopeful(hope: NDArray[np.float32], queue: NDArray[np.int64], size: int) -> int:
    """Take the most hopeful from a queue of so many, between equals the first; `size` is one less then."""
    most = queue[0]
    queue[0] = queue[size - 1]
    _sink(hope, queue, 0, size - 1)
    return int(most)


@inlined
def _sink(hope: NDArray[np.float32], queue: NDArray[np.int64], at: int, size: int) -> None:
    """Let an entry of the heap sink to its depth."""
    entry = queue[at]
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and _is_before(hope, queue[child + 1], queue[child]):
            child += 1
        if not _is_before(hope, queue[child], entry):
            break
        queue[at] = queue[child]
        at = child
    queue[at] = entry


@inlined
def _is_before(hope: NDArray[np.float32], i: int, j: int) -> bool:
    return bool(hope[i] > hope[j] or (hope[i] == hope[j] and i < j))
