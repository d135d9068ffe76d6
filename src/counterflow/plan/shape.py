"""What a plan says: the shapes that `counterflow plan --json` prints and the plan page is drawn from."""

from __future__ import annotations

from dataclasses import dataclass

VERSION = 2
"""Of the shape; raised when it changes."""


@dataclass(frozen=True)
class TieLine:
    """A tie that a measure bears on, and how firm it is."""

    arc: str
    name: str
    share: float
    """Of its flow, what is stopped when the measure bites."""
    probability: float | None
    """That the tie is there; null: nobody says."""
    statements: tuple[str, ...]


@dataclass(frozen=True)
class MeasureLine:
    """A measure that is chosen."""

    id: str
    name: str
    """What it is, for people."""
    kind: str
    target: str
    actor: str
    cost_usd: float
    delay_days: float
    probability: float
    legal_basis: str
    collateral: str
    ties: tuple[TieLine, ...]
    surviving_cut_without: float
    """What stays cut if it fails: it is taken and never bites."""


@dataclass(frozen=True)
class ForceLine:
    """A measure that is in force."""

    id: str
    name: str
    kind: str
    target: str


@dataclass(frozen=True)
class BlockedLine:
    """A measure that evidence is missing for."""

    id: str
    name: str
    kind: str
    target: str
    legal_basis: str
    missing: tuple[str, ...]
    ties: tuple[TieLine, ...]
    surviving_cut_with: float | None
    """What would stay cut if it were taken beside the plan; null: not looked at, for want of time or weight."""


@dataclass(frozen=True)
class CurvePoint:
    """The plan for another budget."""

    budget: float
    claimed_cut: float
    surviving_cut: float
    bound: float
    """No set within this budget keeps more cut: proven."""
    cost_usd: float
    measures: tuple[str, ...]


@dataclass(frozen=True)
class YearLine:
    """What is cut of one year after the decision, on its mean."""

    year: int
    at_once: float
    """If he answers each measure on the day it bites."""
    after_a_year: float
    """If he answers each measure a year after it bites."""
    biting: tuple[str, ...]
    """Measures whose delay is over by the end of the year."""


@dataclass(frozen=True)
class NodeLine:
    """A node of the network of flows."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True)
class ArcLine:
    """A tie of the network before and after."""

    id: str
    source: str
    target: str
    flow: float
    """What can flow on the mean over draws; of a latent tie, what could if it were opened."""
    left: float
    """The same after the measures."""
    is_latent: bool
    opened: float
    """In what share of draws the adversary opens it."""
    probability: float | None


@dataclass(frozen=True)
class Opened:
    """A tie that the adversary opens, and in what share of draws."""

    arc: str
    name: str
    share: float


@dataclass(frozen=True)
class Able:
    """What there is to choose from."""

    measures: int
    cheapest_usd: float
    all_usd: float
    """What all of them would cost."""


@dataclass(frozen=True)
class PlanAnswer:
    """The plan for one budget. Cuts are shares of the flow as it is, on the mean over draws."""

    budget: float
    budget_unit: str
    flow: float
    unit: str
    claimed_cut: float
    surviving_cut: float
    surviving_cut_bad: float
    """On the mean of the worst tenth of draws."""
    bound: float
    """No set within the budget keeps more cut: proven."""
    gap: float
    """(bound - surviving_cut) / bound."""
    cost_usd: float
    measures: tuple[MeasureLine, ...]
    opened: tuple[Opened, ...]
    curve: tuple[CurvePoint, ...]
    """Budgets up to the one that is asked for, and some beyond it."""
    years: tuple[YearLine, ...]
    in_force: tuple[ForceLine, ...]
    blocked: tuple[BlockedLine, ...]
    """Those first that would add most."""
    able: Able
    nodes: tuple[NodeLine, ...]
    arcs: tuple[ArcLine, ...]
    draws: int
    seed: int
    is_stopped: bool
    """Whether time ended first: the plan is the best until then, its bound holds."""
    handling: str


SHAPES: dict[str, type] = {"plan": PlanAnswer}
