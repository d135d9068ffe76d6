"""A relation has the schema that its words bear out, and that takes its parties."""

from __future__ import annotations

import pytest

from counterflow.collect.readers.ofac.relation import RELATIONS, UNKNOWN_RELATION, find_relation, outside_schema
from counterflow.model.schema import get_property


@pytest.mark.parametrize(
    ("kind", "first", "second", "schema"),
    [
        ("Acting for or on behalf of", "Person", "Company", "Representation"),
        ("Owned or Controlled By", "Company", "Person", "Control"),
        ("Owned or Controlled By", "Airplane", "Company", "UnknownLink"),
        ("Owns, controls, or operates", "Company", "Company", "UnknownLink"),
        ("Family member of", "Person", "Person", "Family"),
        ("Family member of", "Person", "Company", "UnknownLink"),
        ("Leader or official of", "Person", "Organization", "Directorship"),
        ("Leader or official of", "Person", "LegalEntity", "Directorship"),
        ("Leader or official of", "Person", "Person", "UnknownLink"),
        ("Associate Of", "Person", "Person", "Associate"),
        ("Associate Of", "Company", "Person", "UnknownLink"),
        ("Supplier of", "Company", "Company", "UnknownLink"),
    ],
)
def test_schemata(kind: str, first: str, second: str, schema: str) -> None:
    """The schema follows from the words and from what the parties are; it is never more than OFAC says."""
    assert find_relation(kind, first, second).schema == schema


def test_direction() -> None:
    """Who is owned or controlled comes first in OFAC's words."""
    relation = find_relation("Owned or Controlled By", "Company", "Company")
    assert (relation.subject, relation.object) == ("controlled", "controller")


def test_no_relation_counts_as_ownership() -> None:
    """No type of relation states a share, so none enters the 50 % rule."""
    assert "Ownership" not in {relation.schema for relation in RELATIONS.values()}


def test_properties_exist() -> None:
    """Both ends are of type entity, the words are text."""
    for relation in (*RELATIONS.values(), UNKNOWN_RELATION):
        assert get_property(relation.schema, relation.subject).type.name == "entity"
        assert get_property(relation.schema, relation.object).type.name == "entity"
        assert get_property(relation.schema, relation.role).type.name == "string"


def test_outside_schema() -> None:
    """A relative is a person; of another party outside the file no more is known than that it is one."""
    assert outside_schema("Family member of") == "Person"
    assert outside_schema("Owned or Controlled By") == "LegalEntity"
