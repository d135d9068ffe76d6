"""The case model: channels of money as formulas over quantities, totals that contain them, and what is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from counterflow.estimate.formula import Node, names_of
from counterflow.estimate.unit import Unit

DRAWS = 100_000
SEED = 1
LEVEL = 0.9
DRIFT = 0.1
"""How far a quantity moves in a year, as standard deviation of its logarithm: an assumption, shown with the answer."""
DEPENDENCE = ("independent", "rho-0.3", "comonotone")
HEADLINE = "rho-0.3"


@dataclass(frozen=True, slots=True)
class Prior:
    """A range that the case states itself, at a level, with a shape and a reason."""

    low: float
    high: float
    level: float = LEVEL
    """Probability that the truth lies between the two; half of the rest on each side."""
    shape: str = "lognormal"
    """`lognormal`, `normal`, `uniform`, `triangular` or `share` (logit-normal, between 0 and 1)."""
    mode: float | None = None
    """Likeliest value; of `triangular` alone."""
    reason: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure of the reports that informs a quantity, as the model names it."""

    says: str
    """Its words ("3,000 kilograms"), or the first digits of the `belief`'s id."""
    unit: Unit | None = None
    """Its unit, where the report states less than that, as a total without a period; None: as read."""
    reason: str = ""


@dataclass(frozen=True)
class Quantity:
    """An input of formulas."""

    name: str
    unit: Unit
    unit_text: str
    description: str = ""
    prior: Prior | None = None
    claims: tuple[Wanted, ...] = ()
    pooling: str | None = None
    """Way to pool its claims; None: that of the model."""
    drift: float | None = None


@dataclass(frozen=True)
class Channel:
    """Money or goods by one formula."""

    name: str
    formula_text: str
    formula: Node
    unit: Unit
    unit_text: str
    description: str = ""
    claims: tuple[Wanted, ...] = ()
    """What reports state of its result."""
    goods: str | None = None
    """A quantity or channel that is the goods of this money."""
    commodities: tuple[str, ...] = ()
    """Goods whose ways it goes."""
    is_stock: bool = False
    """Whether it is what a stock could be sold for: no flow, so in no total."""


@dataclass(frozen=True)
class Total:
    """A figure that contains channels."""

    name: str
    unit: Unit
    unit_text: str
    contains: tuple[str, ...]
    description: str = ""
    claims: tuple[Wanted, ...] = ()
    prior: Prior | None = None
    is_complete: bool = False
    """Whether its channels are all of it; otherwise they are at most as much."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Money of one channel that is counted in another too."""

    name: str
    inner: str
    """Channel, a share of which ..."""
    outer: str
    """... is in this one already."""
    share: Prior


@dataclass(frozen=True, slots=True)
class Same:
    """Two names of one flow: they are estimated twice and counted once."""

    one: str
    other: str
    spread: float
    """How far the two may lie apart, as standard deviation of the logarithm of their ratio."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Correlation:
    """Rank correlation of two quantities, over that of the setting."""

    one: str
    other: str
    rank: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody who can be asked, and what he can see."""

    key: str
    name: str
    sees: tuple[str, ...]
    capacity: int | None = None
    """How many questions he can answer; None: as many as he is asked."""


@dataclass(frozen=True)
class Model:
    """A case model, checked."""

    periods: tuple[str, ...]
    """Years, or years from and to (`2010/2014`), each estimated as an average year."""
    quantities: Mapping[str, Quantity]
    channels: Mapping[str, Channel]
    totals: Mapping[str, Total] = field(default_factory=dict)
    overlaps: tuple[Overlap, ...] = ()
    same: tuple[Same, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    partners: tuple[Partner, ...] = ()
    price_year: int | None = None
    """Year in whose prices money of stated years is given; None: money stays as it is stated."""
    draws: int = DRAWS
    seed: int = SEED
    settings: tuple[str, ...] = DEPENDENCE
    headline: str = HEADLINE
    pooling: str = "median"
    drift: float = DRIFT
    is_proposed: bool = False
    """Whether the program proposed it; nobody wrote it."""

    def order(self) -> tuple[str, ...]:
        """Name the channels so that each comes after those that its formula uses."""
        done: dict[str, None] = {}

        def add(name: str) -> None:
            for one in names_of(self.channels[name].formula):
                if one.name in self.channels and one.name not in done:
                    add(one.name)
            done.setdefault(name, None)

        for name in self.channels:
            add(name)
        return tuple(done)

    def inputs_of(self, name: str) -> tuple[str, ...]:
        """Name the quantities that a channel or total stands on, through other channels too."""
        if name in self.quantities:
            return (name,)
        if name in self.totals:
            parts: tuple[str, ...] = self.totals[name].contains
        else:
            parts = tuple(one.name for one in names_of(self.channels[name].formula))
        return tuple(dict.fromkeys(found for part in parts for found in self.inputs_of(part)))
