"""A question, its hypotheses, and what was found: how probable each item is if a hypothesis holds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from counterflow.exc import InputError


class Range(NamedTuple):
    """A probability that is not known for certain: 9 in 10 lies between the two."""

    low: float
    high: float

    def check(self, what: str) -> Range:
        """Give it back if it is a range of probabilities between 0 and 1, the ends left out.

        Raises:
            InputError: it is none.
        """
        if not 0 < self.low <= self.high < 1:
            raise InputError(
                f"{what} is {self.low:g} to {self.high:g}",
                expected="two probabilities between 0 and 1, the lower one first; nothing is impossible or certain",
            )
        return self

    @property
    def middle(self) -> float:
        """Its middle, in log-odds."""
        return (log_odds(self.low) + log_odds(self.high)) / 2

    @property
    def spread(self) -> float:
        """The standard deviation, in log-odds, of a normal of which 9 in 10 lie in it."""
        return (log_odds(self.high) - log_odds(self.low)) / (2 * Z90)


Z90 = 1.6448536269514722
"""Standard deviations from the middle to either end of 9 in 10 of a normal."""


def log_odds(probability: float) -> float:
    """Give log(p / (1 - p))."""
    return math.log(probability) - math.log1p(-probability)


@dataclass(frozen=True)
class Item:
    """One piece of evidence."""

    name: str
    likelihood: Mapping[str, Range]
    """How probable it is that this is found, if the hypothesis of that name holds."""
    root: str
    """Who is behind it in the end: items of one root are one observation, however often it was told."""
    probability: float = 1.0
    """How probable it is that the item is true; what is false may be found whatever holds."""
    dependence: float = 0.0
    """How probable it is that its root repeats another root here, though that is not recorded."""


@dataclass(frozen=True)
class Question:
    """What is asked, and between what the evidence has to tell."""

    hypotheses: tuple[str, ...]
    """Names; one of them holds."""
    items: tuple[Item, ...]
    prior: Mapping[str, Range]
    """How probable each was before; of none given all are alike."""

    @classmethod
    def of(cls, hypotheses: Sequence[str], items: Sequence[Item], prior: Mapping[str, Range] | None = None) -> Question:
        """Check and take a question.

        Raises:
            InputError: fewer than two hypotheses or one twice, an item that is not judged under each, a probability
                that is none, or two items of one name.
        """
        if len(hypotheses) < 2 or len(set(hypotheses)) < len(hypotheses):
            raise InputError(f"hypotheses are {', '.join(hypotheses) or 'none'}", expected="two or more, each once")
        names = [one.name for one in items]
        if len(set(names)) < len(names):
            twice = next(one for one in names if names.count(one) > 1)
            raise InputError(f"item {twice!r} stands twice", expected="names of their own")
        for item in items:
            _check_item(item, hypotheses)
        given = dict(prior or {})
        if len(given) > 0:
            _check_names("the prior", given, hypotheses)
        for name, one in given.items():
            one.check(f"the prior of {name!r}")
        return cls(tuple(hypotheses), tuple(items), given)

    def without(self, root: str) -> Question:
        """Give the question without the items of a root."""
        return Question(self.hypotheses, tuple(one for one in self.items if one.root != root), self.prior)


def _check_item(item: Item, hypotheses: Sequence[str]) -> None:
    _check_names(f"item {item.name!r}", item.likelihood, hypotheses)
    for name, one in item.likelihood.items():
        one.check(f"item {item.name!r} under {name!r}")
    for what in ("probability", "dependence"):
        value = getattr(item, what)
        if not 0 <= value <= 1:
            raise InputError(f"the {what} of item {item.name!r} is {value:g}", expected="0 to 1")


def _check_names(what: str, given: Mapping[str, Range], hypotheses: Sequence[str]) -> None:
    if set(given) != set(hypotheses):
        raise InputError(
            f"{what} is judged under {', '.join(sorted(given)) or 'nothing'}",
            expected=", ".join(hypotheses),
            next_step="An item that says nothing of a hypothesis is as probable under it as under the others",
        )
