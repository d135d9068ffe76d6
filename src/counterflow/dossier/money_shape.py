"""What the money page is given: an estimate with the passages that inform it, and where the money goes."""

from __future__ import annotations

from counterflow.dossier.estimate_shape import EstimateAnswer
from counterflow.dossier.shape import EvidenceItem, PartyRef, Shape

VERSION = 2
"""Raised when a shape changes so that an existing reader would misunderstand it."""


class FigureItem(Shape):
    """A figure of the reports that informs the estimate."""

    belief: str
    words: str
    """What was told, in one line."""
    probability: float | None
    """That it is true as far as its sources go; None: nothing was weighed."""
    roots: int
    evidence: tuple[EvidenceItem, ...]


class PartItem(Shape):
    """A channel that a total contains."""

    whole: str
    part: str


class FlowEnd(Shape):
    """Who or where goods and money come from, or go to."""

    id: str
    name: str
    kind: str
    """party, person, vessel, group, country, place or market."""
    party: PartyRef | None
    """The party of the case; None: it is none, but a country, a place, a group or a market."""


class FlowItem(Shape):
    """One leg of the way of goods or of the money for them, in one period, under the headline setting."""

    leg: str
    what: str
    """goods or money."""
    source: FlowEnd
    target: FlowEnd
    channel: str
    period: str
    unit: str
    low_90: float
    """In `unit`, as the next two: 5 % of the draws lie below."""
    median: float
    high_90: float


class MoneyAnswer(Shape):
    """How much money, how sure, where it goes, and the passages that say so."""

    estimate: EstimateAnswer
    figures: tuple[FigureItem, ...]
    """By belief id."""
    parts: tuple[PartItem, ...]
    flows: tuple[FlowItem, ...]
    """The largest first, 500 at most."""
    handling: str


SHAPES: dict[str, type[Shape]] = {"money": MoneyAnswer}
