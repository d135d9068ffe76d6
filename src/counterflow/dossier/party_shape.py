"""A party with everything that a build says of it."""

from __future__ import annotations

from typing import Literal

from counterflow.dossier.shape import EvidenceItem, PartyRef, ProblemItem, Shape
from counterflow.dossier.told_shape import Event, Narrative, Passage


class DatasetRef(Shape):
    """A list or the case's own documents."""

    name: str
    title: str
    last_listed: str | None = None
    """Newest vintage in which it designates the party, EDTF; None: it does not, or its vintages have no date."""
    evidence: tuple[EvidenceItem, ...] = ()
    """What that vintage says to that end."""


class Member(Shape):
    """One entity of the cluster that the dossier shows as one party."""

    entity_id: str
    dataset: str
    caption: str
    basis: str
    """Why it belongs to the cluster, in words."""
    is_told: bool = False
    """Whether it is the party as one document names it; False: a list, a record or an entry by hand states it."""


class NameValue(Shape):
    """One name of the party."""

    value: str
    kind: str
    """FtM property: name, alias, weakAlias, previousName, ..."""
    evidence: tuple[EvidenceItem, ...]


class NameGroup(Shape):
    """The names in one script."""

    script: str
    values: tuple[NameValue, ...]


class FactValue(Shape):
    """One value of a property, with its support: three scales side by side, never fused."""

    value: str
    caption: str
    """The value as a person reads it: a country's name, a party's name."""
    edtf: str | None
    reports: int
    roots: int
    reliability: str
    credibility: int
    probability: float | None
    """That it is true as far as its sources go; None: nothing was weighed."""
    evidence: tuple[EvidenceItem, ...]


class Fact(Shape):
    """One property and its values."""

    prop: str
    label: str
    type: str
    values: tuple[FactValue, ...]


class Interval(Shape):
    """What one designation, passport or the like says of the party: an FtM interval that ties it to nobody else."""

    id: str
    schema_: str
    label: str
    dataset: str
    dataset_title: str
    facts: tuple[Fact, ...]


class Link(Shape):
    """One tie to another party."""

    id: str
    role: str
    schema_: str
    direction: Literal["out", "in", "none"]
    other: PartyRef
    start_date: str | None
    end_date: str | None
    evidence: tuple[EvidenceItem, ...]


class RoleItem(Shape):
    """One role that the party plays, with what makes it so."""

    role: str
    """producer, supplier, broker, courier, carrier, front_company, financier, official, buyer or controller."""
    basis: str
    """`stated` by a tie or an event, or concluded from the `structure` of several."""
    reason: str
    is_former: bool
    start_date: str | None
    end_date: str | None
    probability: float | None
    edges: tuple[str, ...]
    evidence: tuple[EvidenceItem, ...]
    handling: str


class StockpileItem(Shape):
    """Goods that someone holds and could bring to market: a row of `stockpile` with its sources."""

    id: str
    commodity: str
    holders: tuple[PartyRef, ...]
    controllers: tuple[PartyRef, ...]
    """Who controls a holder, nearest first."""
    place: str | None
    """Country code or place where it lies, or of the country that holds it."""
    period: str
    standing: str
    """`recorded`, `told`, or `intended`: thought possible only."""
    low: float | None
    high: float | None
    unit: str | None
    is_ambiguous: bool
    offers: int
    """Sales in the case of these goods, or of a wider or narrower kind of them, done or thought possible."""
    probability: float | None
    handling: str
    evidence: tuple[EvidenceItem, ...]


class IdentityItem(Shape):
    """One change of an identity, or one thing in it that cannot be: a row of `identity` with its sources."""

    kind: str
    party: PartyRef
    other: PartyRef | None
    """The party on the other side; None: there is one party."""
    value: str
    other_value: str | None
    since: str | None
    is_contradiction: bool
    sentence: str
    handling: str
    evidence: tuple[EvidenceItem, ...]


class Dossier(Shape):
    """Everything a build says of one party, every line with its source."""

    id: str
    caption: str
    schema_: str
    handling: str
    listed_now: bool
    delisted_on: str | None
    countries: tuple[str, ...]
    topics: tuple[str, ...]
    datasets: tuple[DatasetRef, ...]
    members: tuple[Member, ...]
    names: tuple[NameGroup, ...]
    facts: tuple[Fact, ...]
    intervals: tuple[Interval, ...]
    links: tuple[Link, ...]
    roles: tuple[RoleItem, ...]
    """By role; none of a natural person without an evidenced tie."""
    stockpiles: tuple[StockpileItem, ...]
    """Goods that it holds, or that who it controls holds."""
    identity: tuple[IdentityItem, ...]
    """How its name, flag and numbers changed, and what in them cannot be; the oldest first."""
    narratives: tuple[Narrative, ...]
    passages: tuple[Passage, ...]
    events: tuple[Event, ...]
    """Told more than once, in which it takes part, or which it is."""
    problems: tuple[ProblemItem, ...]
