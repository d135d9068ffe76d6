"""Draws from what was counted, as often as it was seen; every draw is one call of `random`."""

from __future__ import annotations

import random
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Pool(Generic[T]):
    """Things with weights; common ones are drawn often (Zipf's law comes with the counts)."""

    __slots__ = ("_sums", "things")

    def __init__(self, counts: Mapping[T, float], key: Callable[[T], object] = repr) -> None:
        self.things: Sequence[T] = sorted(counts, key=key)  # type: ignore[arg-type]
        self._sums = list(accumulate(counts[thing] for thing in self.things))

    def __len__(self) -> int:
        return len(self.things)

    def draw(self, rng: random.Random) -> T:
        """Draw one thing.

        Raises:
            IndexError: the pool is empty.
        """
        return self.things[min(bisect(self._sums, rng.random() * self._sums[-1]), len(self.things) - 1)]


class Pools:
    """Pools by key, each with a way back to a wider one where it holds too little."""

    def __init__(self, least: int = 30) -> None:
        self.least = least
        self.counts: dict[tuple[str, ...], Counter[str]] = {}
        self._pools: dict[tuple[str, ...], Pool[str] | None] = {}

    def add(self, key: tuple[str, ...], thing: str, count: int = 1) -> None:
        """Count a thing under a key and under each beginning of it."""
        for end in range(1, len(key) + 1):
            self.counts.setdefault(key[:end], Counter())[thing] += count

    def pool(self, key: tuple[str, ...]) -> Pool[str] | None:
        """Give the pool of the longest beginning of a key that holds enough; None when none holds anything."""
        if key not in self._pools:
            enough = (key[:end] for end in range(len(key), 0, -1))
            found = next((one for one in enough if self.counts.get(one, Counter()).total() >= self.least), key[:1])
            self._pools[key] = Pool(self.counts[found]) if found in self.counts else None
        return self._pools[key]
