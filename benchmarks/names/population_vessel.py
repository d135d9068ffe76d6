"""Ships: the shape of a real ship's name, filled with words of other real ships, other numbers, another letter."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable

from benchmarks.names.population_growth import draw_seam, find_seams
from benchmarks.names.population_pool import Pool, Pools
from benchmarks.names.population_source import Party

LEAST_COMMON = 4
"""Ships that must carry a word for it to be a common one."""


class Vessels:
    """Shapes and words of the real ships' names."""

    def __init__(self, parties: Iterable[Party], *, grown: float) -> None:
        """Learn from real ships; `grown` is the share of rare words that are new compounds of real ones."""
        self.grown = grown
        names = [name for party in parties for name in party.properties["name"][:1] if len(name.split()) <= 5]
        often = Counter(word for name in names for word in set(name.upper().split()))
        shapes: Counter[tuple[str, ...]] = Counter()
        self.words = Pools(least=1)
        for name in names:
            shape = tuple(_role(word, often) for word in name.upper().split())
            shapes[shape] += 1
            for word, role in zip(name.upper().split(), shape, strict=True):
                self.words.add((role,), word)
        self.shapes = Pool(shapes)
        self.seams = find_seams(word.lower() for word in often if word.isalpha() and len(word) > 4)

    def draw(self, rng: random.Random) -> str:
        """Make a ship's name."""
        return " ".join([self._word(rng, role) for role in self.shapes.draw(rng)])

    def _word(self, rng: random.Random, role: str) -> str:
        if role == "R" and rng.random() < self.grown:
            return draw_seam(rng, self.seams).upper()
        pool = self.words.pool((role,))
        assert pool is not None  # a shape was read from words that were counted
        word = pool.draw(rng)
        return re.sub(r"\d", lambda _: "123456789"[int(rng.random() * 9)], word) if role == "D" else word


def _role(word: str, often: Counter[str]) -> str:
    if any(letter.isdigit() for letter in word):
        return "D"
    return "W" if often[word] >= LEAST_COMMON else "R"
