"""A bundle of ours read back: the rows of the tables that it was written from, with the marking of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from counterflow.stix.extension import EXTENSION
from counterflow.stix.marking import read_marking
from counterflow.stix.row import Row, whole
from counterflow.tables import BELIEF, EVIDENCE, QUANTITY, STATEMENT


class Told(NamedTuple):
    """What a bundle tells, as rows of the tables of those names."""

    statement: list[Row]
    evidence: list[Row]
    quantity: list[Row]
    belief: list[Row]
    handling: dict[str, str]
    """Marking of each object, by its STIX id."""


def read_objects(objects: Iterable[Mapping[str, Any]]) -> Told:
    """Read the objects of a bundle that carry our extension; the others tell nothing that we know the doubt of.

    Raises:
        InputError: an object has markings that contradict each other.
    """
    known = list(objects)
    definitions = {one["id"]: one for one in known if one["type"] == "marking-definition"}
    told = Told([], [], [], [], {})
    for one in known:
        if "object_marking_refs" in one:
            told.handling[one["id"]] = read_marking(one["object_marking_refs"], definitions)
        ours = (one.get("extensions") or {}).get(EXTENSION, {})
        for row in ours.get("statement", ()):
            told.statement.append(whole(STATEMENT, row))
            told.evidence.extend(whole(EVIDENCE, evidence) for evidence in row["evidence"])
            told.quantity.extend(whole(QUANTITY, quantity) for quantity in row.get("quantity", ()))
        told.quantity.extend(whole(QUANTITY, row) for row in ours.get("quantity", ()))
        told.belief.extend(whole(BELIEF, row) for row in ours.get("belief", ()))
    return told
