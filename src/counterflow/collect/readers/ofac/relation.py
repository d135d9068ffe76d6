"""The types of relation in OFAC's database, and the FtM schema of each.

A relation is read from its first party to its second: "X, Acting for or on behalf of, Y". A schema says no more than
OFAC does:

- "Owned or Controlled By" leaves open which of the two. `Control` is the weaker claim; `Ownership` would count towards
  the 50 % rule, which OFAC's guidance of 13 August 2014 applies to ownership alone.
- "Owns, controls, or operates" may be mere operation, "Providing support to" and "playing a significant role in" name
  no tie that FtM has: `UnknownLink`.
- A schema whose properties take other kinds of party (an aircraft is nobody's `Control`) gives way to `UnknownLink`.

The words themselves are the role of the link in every case.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from counterflow.model.schema import get_property, get_schema


class Relation(NamedTuple):
    """How one type of relation is written."""

    schema: str
    subject: str
    """Property that takes the first party."""
    object: str
    """Property that takes the second party."""
    role: str
    """Property that takes the words."""


UNKNOWN_RELATION = Relation("UnknownLink", "subject", "object", "role")

RELATIONS: dict[str, Relation] = {
    "acting for or on behalf of": Relation("Representation", "agent", "client", "role"),
    "owned or controlled by": Relation("Control", "controlled", "controller", "role"),
    "family member of": Relation("Family", "person", "relative", "relationship"),
    "leader or official of": Relation("Directorship", "director", "organization", "role"),
    "principal executive officer": Relation("Directorship", "director", "organization", "role"),
    "associate of": Relation("Associate", "person", "associate", "relationship"),
    "providing support to": UNKNOWN_RELATION,
    "owns, controls, or operates": UNKNOWN_RELATION,
    "playing a significant role in": UNKNOWN_RELATION,
    "property in the interest of": UNKNOWN_RELATION,
}
"""Types of relation in lower case: the ten of the reference table of 2025."""


def outside_schema(kind: str) -> str:
    """Give the schema of a second party that the file does not hold: a person's relative is one, others may be any."""
    return "Person" if RELATIONS.get(kind.strip().lower(), UNKNOWN_RELATION).schema == "Family" else "LegalEntity"


@functools.cache
def find_relation(kind: str, subject_schema: str, object_schema: str) -> Relation:
    """Find how a relation is written between parties of two schemata."""
    relation = RELATIONS.get(kind.strip().lower(), UNKNOWN_RELATION)
    fits = _takes(relation.schema, relation.subject, subject_schema) and _takes(
        relation.schema, relation.object, object_schema
    )
    return relation if fits else UNKNOWN_RELATION


def _takes(schema: str, prop: str, party_schema: str) -> bool:
    """Whether a property takes a party of a schema, or of one that may turn out to be right: LegalEntity is open."""
    wanted = get_property(schema, prop).range
    assert wanted is not None  # every property of a relation is of type entity
    if get_schema(party_schema).is_a(wanted.name):
        return True
    return party_schema == "LegalEntity" and wanted.name == "Organization"
