"""Which schemata can describe one party, and how names of each are written."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from followthemoney.exc import InvalidData

from counterflow.model.schema import get_schema, load_model

PERSON, ORGANIZATION, LEGAL_ENTITY, VEHICLE, OTHER = "person", "organization", "legal entity", "vehicle", "other"


@functools.cache
def common_schema(left: str, right: str) -> str | None:
    """Find the most specific schema that both may be; None when nothing is both (a person is no company)."""
    try:
        return load_model().common_schema(get_schema(left), get_schema(right)).name
    except InvalidData:
        return None


@functools.cache
def shared_schema(schemata: Sequence[str]) -> str:
    """Choose one schema for all of them: the common one, else the closest that all descend from.

    An entity whose vintages were read as two schemata that exclude each other (a public body, then a company) becomes
    what both certainly are (an organisation).
    """
    first, *rest = sorted(schemata)
    for name in rest:
        first = common_schema(first, name) or _closest_ancestor(first, name)
    return first


def _closest_ancestor(left: str, right: str) -> str:
    shared = get_schema(left).names & get_schema(right).names
    # The most specific of them is the one with most ancestors of its own; the name settles a draw.
    return max(shared, key=lambda name: (len(get_schema(name).names), name), default=left)


@functools.cache
def is_mergeable(schema: str) -> bool:
    """Whether entities of a schema may be merged: things, not the events, designations and ties between them."""
    found = get_schema(schema)
    return found.is_a("Thing") and not found.is_a("Interval")


@functools.cache
def name_family(schema: str) -> str:
    """Tell how names of a schema are compared: parts of a person's name in any order, all others as a phrase."""
    found = get_schema(schema)
    for family, ancestor in ((PERSON, "Person"), (ORGANIZATION, "Organization"), (VEHICLE, "Vehicle")):
        if found.is_a(ancestor):
            return family
    return LEGAL_ENTITY if schema == "LegalEntity" else OTHER


@functools.cache
def told_schema(schema: str) -> str:
    """Say what a document's party can be merged as: of a body no more than that it is one.

    A text's word for a body ("company", "bureau") is no contradiction of a list's.
    """
    return schema if name_family(schema) in (PERSON, VEHICLE) else "LegalEntity"
