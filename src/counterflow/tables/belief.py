"""belief: one distinct assertion and how sure we are of it."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Belief(NamedTuple):
    """One distinct assertion, with its support.

    Reliability, credibility and confidence are three fields, never averaged.

    The key is (canonical_id, prop, value), as a tie or event has one time: closeness to another value is a row of
    `agreement`, not identity."""

    id: Annotated[str, "SHA-1 of the key."]
    canonical_id: Annotated[str, "The party it is about."]
    prop: Annotated[str, "Property."]
    prop_type: Annotated[str, "FtM type of the property."]
    value: Annotated[str, "Exact normalised value; for an entity property the canonical id."]
    time: Annotated[
        str | None,
        "When the tie or event was, EDTF: the narrowest time that its accounts agree on; null: none.",
    ]
    probability: Annotated[
        float | None,
        "Probability that it is true, given the evidence; null until `weigh` can state one.",
        Unit("probability"),
    ]
    link_probability: Annotated[
        float | None,
        "Probability that the evidence is about this party, and of a tie about the other: of its surest statement, the "
        "weakest link on the way there; 1: its own record, a number or a person's word. Not inside `probability`.",
        Unit("probability"),
    ]
    reliability: Annotated[str, "Best Admiralty letter among its publishers, A to F; F cannot be judged."]
    credibility: Annotated[
        int,
        "Admiralty digit 1 to 6; 6 cannot be judged, which is not a middle value.",
        Unit("Admiralty digit"),
    ]
    confidence: Annotated[
        str | None,
        "Analytic confidence: low, moderate or high; null until an analyst states it: no other column gives it.",
    ]
    polarity: Annotated[str, "affirmed, negated or denied."]
    hedge: Annotated[str, "Firmest hedge among its evidence."]
    reports: Annotated[int, "Resources that state it.", Unit("resource")]
    roots: Annotated[int, "Independent roots among them, as far as lineage is known.", Unit("root")]
    statements: Annotated[tuple[str, ...], "`statement` ids, sorted."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


BELIEF = Table(Belief, key=("id",), writers=("weigh",), readers=("trace", "estimate", "plan", "share"))
