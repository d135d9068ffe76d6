"""What `counterflow ask` answers, as JSON: questions with whom they fit, and what came of those that were asked."""

from __future__ import annotations

from counterflow.dossier.shape import Shape

VERSION = 1
"""Raised when a shape changes so that an existing reader would misunderstand it."""


class Interval(Shape):
    """What a quantity was estimated at, 90 %."""

    unit: str
    low: float
    median: float
    high: float


class Wanted(Shape):
    """A quantity that would be worth knowing, for us alone."""

    quantity: str
    description: str
    of: str
    """The result that it would narrow."""
    period: str
    narrower: float
    """Expected share of the width of the result's 90 % interval (of logarithms) that goes."""
    taken: Interval
    """What the model takes for it now."""
    partner: str | None
    """Key of whom to ask; None: nobody who sees it can answer another question."""
    sees: tuple[str, ...]
    """Keys of all who can see it."""


class AskPlan(Shape):
    """What to ask whom."""

    of: str
    wanted: tuple[Wanted, ...]


class Question(Shape):
    """A question as it leaves: all of it is made of what the partner may know."""

    partner: str
    quantity: str
    of: str
    unit: str
    period: str
    text: str
    why: str
    marking: str
    """The strictest of what it is made of."""


class Asked(Shape):
    """A question that left, and what came of it."""

    entry: str
    """Hash of its entry in the ledger."""
    question: Question
    asked_on: str
    deadline: str
    state: str
    """`open`, `overdue`, `answered` or `declined`."""
    expected: float
    """Share of the result's width that was expected to go."""
    taken: Interval
    """What the model took for the quantity when it was asked."""
    answer: Interval | None
    source: str | None
    """On what the answer rests, in the partner's words."""
    was_within: bool | None
    """Whether the middle of the answer lies in what the model took; None: no answer."""
    narrowed: float | None
    """Share of the result's width that is gone since, by everything that came; None: the result is not estimated."""


class AskBook(Shape):
    """All questions that were asked."""

    asked: tuple[Asked, ...]


SHAPES: dict[str, type[Shape]] = {"ask-plan": AskPlan, "ask-question": Question, "ask-book": AskBook}
"""Shapes that leave, by the name of their JSON Schema."""
