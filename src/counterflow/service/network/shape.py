"""What the network page is given: a picture of parties and ties, who would come, the evidence of ties, a path."""

from __future__ import annotations

from collections.abc import Mapping

from counterflow.dossier.route_shape import RouteItem, RoutePlace
from counterflow.dossier.shape import EvidenceItem, PartyRef, Shape

VERSION = 1
"""Raised when a shape changes so that an existing reader would misunderstand it."""


class PartyColumns(Shape):
    """Parties of a picture, one place of each column a party; in columns, since there may be thousands."""

    id: tuple[str, ...]
    """Their canonical_ids."""
    caption: tuple[str, ...]
    schema_: tuple[str, ...]
    listed_now: tuple[bool, ...]
    countries: tuple[tuple[str, ...], ...]
    neighbours: tuple[int, ...]
    """To how many parties each is tied in the whole network, shown or not."""
    x: tuple[float, ...]
    """Place in the picture, in a unit of which two tied parties are about ten apart."""
    y: tuple[float, ...]
    """Grows upwards."""


class TieColumns(Shape):
    """Ties of a picture, one place of each column a tie."""

    id: tuple[str, ...]
    """Ids in `edge`."""
    source: tuple[str, ...]
    """`canonical_id` of the party that it starts from."""
    target: tuple[str, ...]
    role: tuple[str, ...]
    schema_: tuple[str, ...]
    is_directed: tuple[bool, ...]
    probability: tuple[float | None, ...]
    roots: tuple[int, ...]
    """Independent roots behind each."""
    start_date: tuple[str | None, ...]
    """EDTF, as the next."""
    end_date: tuple[str | None, ...]
    first_day: tuple[int | None, ...]
    """First day on which it may have held, in days since 1970; null: no beginning is stated."""
    last_day: tuple[int | None, ...]
    """Last such day; that of an event is the last day of its date. Null: no end is stated."""


class Tally(Shape):
    """How much there is."""

    parties: int
    ties: int


class NetworkAnswer(Shape):
    """A picture of the network of a build."""

    build: str
    handling: str
    """The strictest marking of what is shown."""
    layout: str
    """Versioned name of the algorithm that gave the places."""
    around: PartyRef | None
    """The party whose neighbourhood is shown; null: the whole network, or its most evidenced parties."""
    total: Tally
    """What the build has."""
    hidden: Tally
    """What of it is not in the picture."""
    parties: PartyColumns
    ties: TieColumns


class NeighbourGroup(Shape):
    """Neighbours of a party that are tied to it alike."""

    role: str
    points: str
    """`out` from the party, `in` to it, `none`: the tie has no direction."""
    schema_: str
    """What the neighbours are."""
    parties: int
    new: int
    """Of these: not in the picture yet."""


class NeighbourAnswer(Shape):
    """Who would come into the picture if a party were expanded; places count from that party's own."""

    party: PartyRef
    handling: str
    groups: tuple[NeighbourGroup, ...]
    """All neighbours, shown or not, most new ones first."""
    hidden: int
    """New neighbours beyond the limit, the least probable ones: they would not come."""
    parties: PartyColumns
    """The new ones, at most as many as were asked for."""
    ties: TieColumns
    """Theirs with each other and with what is shown."""


class TieDetail(Shape):
    """One tie with what supports it."""

    id: str
    source: PartyRef
    target: PartyRef
    role: str
    schema_: str
    is_directed: bool
    probability: float | None
    roots: int
    start_date: str | None
    end_date: str | None
    handling: str
    evidence: tuple[EvidenceItem, ...]


class TieAnswer(Shape):
    """All ties between two parties, most probable first."""

    one: PartyRef
    other: PartyRef
    handling: str
    hidden: int
    """Ties beyond the limit, the least probable ones."""
    ties: tuple[TieDetail, ...]


class PathStep(Shape):
    """One tie of a path."""

    party: PartyRef
    """Where the step leads to."""
    tie: TieDetail
    points: str
    """`on` as the path goes, `back` against it, `none`: the tie has no direction."""
    is_weakest: bool
    others: int
    """Further ties between the two that hold, weaker or equal."""


class PathAnswer(Shape):
    """The strongest evidenced path between two parties."""

    source: PartyRef
    target: PartyRef
    handling: str
    probability: float | None
    """That all its ties are true, taken as independent; null: there is no path."""
    least: float
    """Paths that are less probable are not looked for."""
    steps: tuple[PathStep, ...]
    parties: PartyColumns
    """All on the way, both ends included, as a picture shows them; places are not given."""
    ties: TieColumns


class LeadGround(Shape):
    """One thing that speaks for a seller and a buyer who could meet, with what supports it."""

    side: str
    """`seller`, `buyer`, or `shared` by both."""
    says: str
    party: PartyRef | None
    """The broker, carrier or financier that both use."""
    evidence: tuple[EvidenceItem, ...]
    hidden: int
    """Further rows of evidence."""


class LeadItem(Shape):
    """One tie that is likely and that no source states, or a seller and a buyer who could meet; never a finding."""

    one: PartyRef
    """Of a market the seller."""
    other: PartyRef
    kind: str
    """`hidden-tie` or `market`."""
    commodity: str | None
    """Of a market: what is sold, by its name in the ontology."""
    precision: float | None
    """Measured share of true ties, or deals, among pairs of up to this rank, when a fifth of those known was hidden.

    None: too few are known to measure."""
    reasons: tuple[str, ...]
    """Measures that speak for it, the strongest first."""
    grounds: tuple[LeadGround, ...]
    """Of a market: what makes the one a seller and the other a buyer, and what they share."""
    algorithm: str


class LeadAnswer(Shape):
    """Leads of a build, of each kind the likeliest first; shown only where they are asked for, and marked."""

    handling: str
    status: str
    """What each of them is, in the words that every export has."""
    leads: tuple[LeadItem, ...]


class MapAnswer(Shape):
    """What the map shows beside the parties of the picture, which stand in their countries."""

    handling: str
    """The strictest marking of the routes, and of the parties and ties that a picture may hold."""
    attribution: str
    """Whose coordinates these are."""
    countries: Mapping[str, RoutePlace]
    """By code: the countries that sources state of parties."""
    places: Mapping[str, RoutePlace]
    """By the word that a route has for the place."""
    routes: tuple[RouteItem, ...]
    """Those with a place, the most events first."""
    hidden: int
    """Routes without any place, or beyond the limit."""


SHAPES: dict[str, type[Shape]] = {
    "network": NetworkAnswer,
    "network_neighbours": NeighbourAnswer,
    "network_ties": TieAnswer,
    "network_path": PathAnswer,
    "network_map": MapAnswer,
    "network_leads": LeadAnswer,
}
"""Shapes that leave, by the name of their JSON Schema."""
