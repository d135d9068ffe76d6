"""A time as the tokens of a run, and the look at a run's words that the finders of times share."""

from __future__ import annotations

from typing import Literal, NamedTuple

from counterflow.extract.parse.parsed import Parsed

UNITS = frozenset("second minute hour day night week weekend fortnight month quarter year decade century".split())
PLURALS = frozenset("seconds minutes hours days nights weekends weeks months quarters years decades centuries".split())
DAY_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday morning afternoon evening spring summer autumn"
    " winter".split()
)

Bound = Literal["same", "after", "before", "about"]
"""How a time stands to a date in it: it is that date, begins or ends with it, or is near it."""


class TimeSpan(NamedTuple):
    """A time as tokens of a run, both inclusive."""

    first: int
    last: int
    bound: Bound = "same"
    takes_date: bool = False
    """Whether a day or month in it is a part of it: "since the siege began on 17 October"."""


class Words:
    """The words of one run, asked by place; outside of the run stands no word."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.count = len(parsed.text)

    def at(self, token: int) -> str:
        """Give a word in lower case, or nothing outside of the run."""
        return self.parsed.lower[token] if 0 <= token < self.count else ""

    def is_together(self, first: int, last: int) -> bool:
        """Whether two words stand in one sentence."""
        return self.parsed.sentence[first] == self.parsed.sentence[last]

    def holds(self, words: tuple[str, ...], first: int) -> bool:
        """Whether words stand at a place, in one sentence."""
        last = first + len(words) - 1
        return (
            last < self.count and tuple(self.parsed.lower[first : last + 1]) == words and self.is_together(first, last)
        )
