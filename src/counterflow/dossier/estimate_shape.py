"""What `counterflow estimate` answers, as JSON: intervals, what they stand on, and what cannot be."""

from __future__ import annotations

from counterflow.dossier.shape import Shape

VERSION = 1
"""Raised when a shape changes so that an existing reader would misunderstand it."""


class Interval(Shape):
    """What one quantity, channel or total is, in one period under one dependence setting."""

    name: str
    kind: str
    """`channel`, `stock` (could be sold), `total`, `sum` (a total's channels, counted once), `quantity` or `share`."""
    description: str
    period: str
    setting: str
    unit: str
    low_90: float
    """In `unit`, as the next four: 5 % of the draws lie below."""
    low_50: float
    median: float
    high_50: float
    high_90: float
    beliefs: tuple[str, ...]
    """Ids of what informs it."""


class Drawn(Shape):
    """How well the draws of one period and setting bear what is read off them."""

    period: str
    setting: str
    effective: float
    """Independent draws that they are worth."""
    followed: float
    """How far the top-down figures were followed; under 1 where they lie beyond all that the inputs make."""


class DriverItem(Shape):
    """How much of the variance of the logarithm of a result a quantity brings, inputs taken as independent."""

    name: str
    first: float
    """First-order Sobol index: the share that goes if it is known."""
    total: float
    """Total Sobol index: the share that it has a part in."""


class FlipItem(Shape):
    """The 90 % interval if everything that one root says were false."""

    root: str
    label: str
    """Who that is, for people."""
    low_90: float | None
    """None: without it nothing can be computed."""
    high_90: float | None
    shift: float | None
    """How far both ends move together, in natural logarithms."""
    beliefs: tuple[str, ...]


class AskingItem(Shape):
    """What learning a quantity would narrow."""

    name: str
    narrower: float
    """Expected share of the width of the 90 % interval (of logarithms) that goes."""
    partners: tuple[str, ...]
    """Names of those who can see it."""


class ConflictItem(Shape):
    """Two figures that can hardly describe the same thing."""

    one: str
    other: str
    relation: str
    """`is`: both are of one quantity; `part of`: the first is contained in the second."""
    probability: float
    """The most probably that both hold, whatever goes with what."""
    beliefs: tuple[str, ...]


class CheckItem(Shape):
    """What two figures imply together, beside what the model takes."""

    name: str
    unit: str
    low: float
    high: float
    taken_low_90: float
    taken_high_90: float
    one: str
    other: str
    probability: float
    """Probability that the model gives to the implied range."""
    beliefs: tuple[str, ...]


class UnusedFigure(Shape):
    """A figure of the reports that informs nothing of the model."""

    belief: str
    says: str
    schema_: str
    unit: str


class EstimateAnswer(Shape):
    """How much money, how sure, and what that stands on."""

    is_proposed: bool
    """Whether the program proposed the model; nobody wrote it."""
    headline: str
    """Dependence setting that is shown first."""
    of: str
    """Result that is explained."""
    draws: int
    price_year: int | None
    intervals: tuple[Interval, ...]
    drawn: tuple[Drawn, ...]
    drivers: tuple[DriverItem, ...]
    flips: tuple[FlipItem, ...]
    askings: tuple[AskingItem, ...]
    conflicts: tuple[ConflictItem, ...]
    checks: tuple[CheckItem, ...]
    unused: tuple[UnusedFigure, ...]
    notes: tuple[str, ...]
    """What was left out, and why."""
    sentence: str
    """The result in words."""


SHAPES: dict[str, type[Shape]] = {"estimate": EstimateAnswer}
