"""What `counterflow exposure` answers, as JSON: how one party is exposed to the listed, in parts that stay parts."""

from __future__ import annotations

from counterflow.dossier.shape import EvidenceItem, PartyRef, Shape

VERSION = 1
"""Raised when a shape changes so that an existing reader would misunderstand it."""


class Hop(Shape):
    """One tie of a path."""

    edge: str
    """Its id in `edge`."""
    source: PartyRef
    """Where the path comes from; the tie itself may point the other way."""
    target: PartyRef
    words: str
    """The tie as its source states it, whichever way the path takes it: `A [owns] B`, `SHIP [has as operator] B`."""
    role: str
    schema_: str
    points: str
    """`on` as the path goes, `back` against it, `none`: the tie has no direction."""
    probability: float | None
    roots: int
    start_date: str | None
    end_date: str | None
    is_weakest: bool
    others: int
    """Further ties between the two that hold, weaker or equal."""
    evidence: tuple[EvidenceItem, ...]


class ExposurePath(Shape):
    """The strongest evidenced path to one party."""

    to: PartyRef
    is_listed: bool
    probability: float
    """That all ties are true, taken as independent."""
    hops: tuple[Hop, ...]


class StakeStep(Shape):
    """One stake of a proof, or one tie of control."""

    owner: PartyRef
    owned: PartyRef
    kind: str
    """`stake`, or what the tie of control is called."""
    low: float
    """Percent, as the next."""
    high: float
    start_date: str | None
    edges: tuple[str, ...]
    evidence: tuple[EvidenceItem, ...]


class OwnershipAnswer(Shape):
    """What one rule of ownership or control says, with its proof."""

    rule: str
    """`ofac-50`, `eu-control` or `uk-control`."""
    answer: str
    """`certainly`, `possibly` or `not`."""
    kind: str
    low: float
    """Percent that the listed own together at least, by the rule."""
    high: float
    probability: float | None
    """That all ties of the proof are true, taken as independent; None: there is no proof."""
    since: str | None
    """First day on which what holds today made it true; None: nothing has a date."""
    is_since_sure: bool
    contradictions: tuple[str, ...]
    owners: tuple[PartyRef, ...]
    """Listed parties from which the proof, or what is possible, begins."""
    steps: tuple[StakeStep, ...]
    """Owners first; where the answer is `possibly`, all stakes by which it may be, nearest first."""


class SharedValue(Shape):
    """An identifier that the party shares with another."""

    kind: str
    """Property: phone, email, address, registrationNumber, ..."""
    value: str
    other: PartyRef
    is_listed: bool
    holders: int
    """How many parties have it."""


class Nearby(Shape):
    """A listed party by proximity: it ranks, and says nothing of why."""

    party: PartyRef
    proximity: float


class ExposureAnswer(Shape):
    """How a party is exposed to the listed; no one number without its parts."""

    id: str
    caption: str
    schema_: str
    handling: str
    listed_now: bool
    delisted_on: str | None
    sentence: str
    ties: int
    """Ties of the party itself."""
    ownership: tuple[OwnershipAnswer, ...]
    paths: tuple[ExposurePath, ...]
    shared: tuple[SharedValue, ...]
    proximity: tuple[Nearby, ...]


SHAPES: dict[str, type[Shape]] = {"exposure": ExposureAnswer}
