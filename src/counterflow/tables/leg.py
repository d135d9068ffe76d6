"""leg: one leg of the way of goods or money, as one event tells it."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Leg(NamedTuple):
    """From whom or where to whom or where goods go in one event, or the money for them.

    Who is no party of the case (a country, a city, "its diplomats") is an end of its own kind, so that an event has
    its ends even where it names nobody."""

    id: Annotated[str, "SHA-1 of the events, what goes, source and target."]
    events: Annotated[tuple[str, ...], "`canonical_id` of the event first, then of those that name it."]
    what: Annotated[str, "`goods` or `money`."]
    commodities: Annotated[tuple[str, ...], "Keys of the ontology's goods, sorted; empty: none is named."]
    source_id: Annotated[str, "`canonical_id`, or `country:`, `place:`, `group:` or `market:` and what it is."]
    source_name: Annotated[str, "What people read."]
    source_kind: Annotated[str, "party, person, vessel, group, country, place or market."]
    source_country: Annotated[str | None, "Country code, where one is known."]
    target_id: Annotated[str, "As `source_id`."]
    target_name: Annotated[str, "As `source_name`."]
    target_kind: Annotated[str, "As `source_kind`."]
    target_country: Annotated[str | None, "As `source_country`."]
    is_stated: Annotated[
        bool,
        "Whether the event names both ends; else one is who makes these goods, or a market of unnamed buyers.",
    ]
    date: Annotated[str | None, "When, EDTF."]
    probability: Annotated[float | None, "Probability of its events.", Unit("probability")]
    roots: Annotated[int, "Independent roots of the least supported event.", Unit("root")]
    statements: Annotated[tuple[str, ...], "`statement` ids behind it, sorted."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


LEG = Table(Leg, key=("id",), writers=("trace",), readers=("estimate", "plan"))
