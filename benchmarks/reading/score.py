"""Strict scoring of spans: what is found, what is annotated, and what counts neither way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Span = tuple[int, int]
Labels = Mapping[Span, frozenset[str]]
"""Labels of each span; several where any of them is right."""


class Score(NamedTuple):
    """Counts of a set of found things."""

    hits: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the found that is annotated."""
        return self.hits / self.found if self.found > 0 else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotated that is found."""
        return self.hits / self.gold if self.gold > 0 else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.hits / (self.found + self.gold) if self.found + self.gold > 0 else 0.0

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"

    def plus(self, other: Score) -> Score:
        """Add the counts of another text."""
        return Score(self.hits + other.hits, self.found + other.found, self.gold + other.gold)


class Compared(NamedTuple):
    """Found spans beside annotated ones."""

    hits: frozenset[Span]
    """Annotated spans that are found."""
    missed: frozenset[Span]
    spurious: frozenset[Span]

    @property
    def score(self) -> Score:
        """The counts."""
        hits = len(self.hits)
        return Score(hits, hits + len(self.spurious), hits + len(self.missed))


def total(scores: Iterable[Score]) -> Score:
    """Add up the counts of several texts."""
    added = Score(0, 0, 0)
    for one in scores:
        added = added.plus(one)
    return added


def compare(
    found: Mapping[Span, str],
    gold: Labels,
    ignored: Iterable[Span] = (),
    *,
    is_typed: bool,
    inner: Mapping[Span, Span] | None = None,
) -> Compared:
    """Compare spans strictly.

    Args:
        found: label of each found span.
        gold: labels of each annotated span.
        ignored: spans that count neither way when they are found and not annotated.
        is_typed: whether the label must be right too.
        inner: spans that are right in the place of an annotated one that holds them.
    """
    inner = inner or {}
    hits: set[Span] = set()
    spurious = set()
    for span, label in found.items():
        right = span if span in gold else inner.get(span)
        if right is not None and (not is_typed or label in gold[right]):
            hits.add(right)
        elif span in gold or span not in set(ignored):
            spurious.add(span)
    return Compared(frozenset(hits), frozenset(gold.keys() - hits), frozenset(spurious))
