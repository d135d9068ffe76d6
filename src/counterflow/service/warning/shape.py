"""What `counterflow warn` answers, as JSON."""

from __future__ import annotations

from counterflow.dossier.shape import Shape

VERSION = 1
"""Raised when a shape changes so that an existing reader would misunderstand it."""


class ChangeItem(Shape):
    """A change of level."""

    period: str
    """First period of the new level."""
    earliest: str
    latest: str
    """Between them lies the first period: said to hold in 9 of 10 changes, measured 85 % (docs/methods/warn.md)."""
    before: float
    after: float
    """Levels, in the series' unit."""
    low: float
    high: float
    """Between them lies `after` less `before`: said to hold in 9 of 10 changes, measured 82 %."""
    probability: float
    """Chance that a series without a change gives as clear a step, anywhere."""


class SearchItem(Shape):
    """A stretch that was searched: the whole series, then what lies between its changes."""

    first: str
    last: str
    found: bool
    probability: float
    """Chance that a stretch as long, without a change, gives a step as clear as its clearest."""
    memory: float
    """From one value to the next, as fitted to the stretch."""
    tails: float
    """Degrees of freedom of Student's t, as fitted; 30 is as good as normal."""


class SeriesAnswer(Shape):
    """What changed in a series."""

    path: str
    frequency: str
    first: str
    last: str
    periods: int
    rate: float
    """Share of series without any change in which one would be found."""
    algorithm: str
    seed: int
    changes: tuple[ChangeItem, ...]
    searches: tuple[SearchItem, ...]
    sentence: str
    """The result in words."""


class HypothesisItem(Shape):
    """A hypothesis, weighed."""

    name: str
    text: str
    probability: float
    low: float
    """9 in 10 draws of what is not known for certain lie between."""
    high: float


class RootItem(Shape):
    """What the items of one root bring."""

    root: str
    items: tuple[str, ...]
    diagnosticity: float
    """Bits between the hypothesis they fit best and the one they fit worst; 0: they tell nothing apart."""
    without: dict[str, float]
    """How probable each hypothesis is without them."""


class QuestionAnswer(Shape):
    """A question, weighed."""

    path: str
    question: str
    hypotheses: tuple[HypothesisItem, ...]
    """The most probable first."""
    roots: tuple[RootItem, ...]
    """Those that tell most apart first."""


SHAPES: dict[str, type[Shape]] = {"warn-series": SeriesAnswer, "warn-question": QuestionAnswer}
"""Shapes that leave, by the name of their JSON Schema."""
