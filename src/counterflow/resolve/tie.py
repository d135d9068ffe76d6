"""Ties that several reports tell: who owns, controls or works with whom is one tie, however many say so.

Two told ties are one when they are of one kind, between the same parties, in the same role and at the same time, as far
as either states one. What else they tell - a share, an amount - stands side by side in the one tie.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from followthemoney.schema import Schema

from counterflow.engine import Engine
from counterflow.model.doubt import Judgement
from counterflow.model.handling import strictest
from counterflow.model.schema import load_model
from counterflow.resolve.decide import Decision
from counterflow.tables import Link

ALGORITHM = "ties-v1"

TELLING = frozenset(["role", "relationship", "status", "date", "startDate", "endDate"])
"""Properties besides the ends in which one tie has one value."""

END = "end"
"""Either end of a tie that has no direction."""

_SQL = """
SELECT told.entity_id, told.schema, told.prop, coalesce(canonical.canonical_id, told.value) AS value, told.handling
FROM statement told
LEFT JOIN canonical ON told.prop_type = 'entity' AND canonical.entity_id = told.value
WHERE starts_with(told.entity_id, 'zframe-') AND told.schema IN (SELECT unnest($schemata))
ORDER BY ALL
"""

Key = tuple[str, tuple[tuple[str, str], ...]]


class Ties(NamedTuple):
    """The ties that are one, and the links that say so."""

    canonical: dict[str, str]
    """entity_id to canonical_id, for ties that are told more than once."""
    links: list[Link]


def join_ties(engine: Engine, judgements: Mapping[tuple[str, str], Judgement]) -> Ties:
    """Find which ties that reports tell are one.

    Reads:
        `statement`, and the registered rows `canonical`.
    Args:
        engine: the tables.
        judgements: what people said of two entities; two ties that are said to be two stay so.
    """
    ends = {name: _ends(schema) for name, schema in load_model().schemata.items() if _is_state(schema)}
    said: dict[str, set[tuple[str, str]]] = defaultdict(set)
    schema_of: dict[str, str] = {}
    handling: dict[str, set[str]] = defaultdict(set)
    for row in engine.query(_SQL, {"schemata": sorted(ends)}).to_pylist():
        entity_id = row["entity_id"]
        schema_of[entity_id] = row["schema"]
        handling[entity_id].add(row["handling"])
        prop = ends[row["schema"]].get(row["prop"], row["prop"])
        if prop in (END, *TELLING) or row["prop"] in ends[row["schema"]]:
            said[entity_id].add((prop, row["value"].casefold()))
    groups: dict[Key, list[str]] = defaultdict(list)
    for entity_id, values in sorted(said.items()):
        groups[schema_of[entity_id], tuple(sorted(values))].append(entity_id)
    found = Ties({}, [])
    for (_, key), (first, *others) in groups.items():
        shown = "; ".join(prop for prop, _ in key)
        for other in others:
            if judgements.get((first, other)) == Judgement.NEGATIVE:
                continue
            found.canonical.update({first: first, other: first})
            reason = {"feature": "same tie", "source": shown, "target": shown, "contribution": None}
            marking = strictest(handling[first] | handling[other])
            found.links.append(
                Link(other, first, "entity", Decision.SAME, None, json.dumps([reason]), ALGORITHM, marking)
            )
    return found


def _is_state(schema: Schema) -> bool:
    """Whether a schema is a tie that lasts; what has an amount is a deed, and of two alike both may have been done."""
    return bool(schema.edge) and schema.get("amount") is None and schema.get("quantity") is None


def _ends(schema: Schema) -> dict[str, str]:
    """Give the properties of a tie's ends, and what each counts as: where a tie has no direction, they are alike."""
    return {prop: prop if schema.edge_directed else END for prop in (schema.edge_source, schema.edge_target) if prop}
