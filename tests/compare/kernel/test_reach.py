"""What two names can have in common at all."""

from __future__ import annotations

import pytest
from hypothesis import given

from counterflow.compare.kernel.reach import Join, glance_across
from counterflow.compare.kernel.relation import Relation
from counterflow.compare.kernel.space import Space, new_space

from .conftest import look, names, schemata

SPACE = new_space()


@given(names, names, schemata, schemata)
def test_what_is_answered_was_seen(left: str, right: str, schema: str, other: str) -> None:
    """At a glance, too; and words are run together or cut only where that was seen."""
    mixed = (schema == "Person") != (other == "Person")
    two = look(left, right, schema, SPACE, other)
    _, n, _, m = two.words
    work = SPACE[0]
    related, joins, may_shorten = work["related"].tolist(), int(work["may_join"]), bool(work["may_shorten"])
    may_abbreviate = bool(work["may_abbreviate"])
    two.align()
    kinds = [work["kind"][0, :n].tolist(), work["kind"][1, :m].tolist()]
    glance_across(two.left.outline, 0, two.right.outline, 0, two.column, mixed, SPACE)
    glanced = work["related"].tolist()
    for side in (0, 1):
        for i, kind in enumerate(kinds[side]):
            assert kind == Relation.NONE or related[side] >> i & 1
            assert not related[side] >> i & 1 or glanced[side] >> i & 1
    found = {Relation(kind) for side in kinds for kind in side}
    assert joins or Relation.JOINED not in found
    assert may_shorten or not found & {Relation.CUT, Relation.ACRONYM}
    assert may_abbreviate or Relation.ACRONYM not in found
    assert not may_abbreviate or not mixed
    assert int(work["may_join"]) & joins == joins


JOINS = [
    ("Good Will Star", "Goodwill Star", Join.LEFT | Join.EXACT),
    ("Goodwill Star", "Good Will Star", Join.RIGHT | Join.EXACT),
    ("Good Wil Star", "Goodwill Star", Join.LEFT),
    ("Pong Su", "봉수", Join.LEFT | Join.EXACT),
    ("Bong Soo", "봉수", Join.LEFT),
    ("Good Will Goodwill", "Goodwill", Join(0)),  # has its equal
    ("Good Star", "Goodwill Star", Join(0)),
]


@pytest.mark.parametrize(("left", "right", "joins"), JOINS)
def test_words_that_may_be_run_together(left: str, right: str, joins: Join, space: Space) -> None:
    look(left, right, "Vessel", space)
    assert Join(int(space[0]["may_join"])) == joins


ACRONYMS = [
    ("Company", "PLA", "People's Liberation Army", True),
    ("Company", "PA", "People's Army", False),  # too short
    ("Person", "JC Dupont", "Jean Claude Dupont", True),
    ("Person", "Amr Rabii", "Abdullahi Mohamud Rage", False),  # a name by itself
]


@pytest.mark.parametrize(("schema", "left", "right", "expected"), ACRONYMS)
def test_acronyms(schema: str, left: str, right: str, expected: bool, space: Space) -> None:
    look(left, right, schema, space)
    assert bool(space[0]["may_abbreviate"]) == expected


def test_a_persons_name_gives_no_organisations_acronym(space: Space) -> None:
    look("PLA", "People's Liberation Army", "Company", space, "Person")
    assert not space[0]["may_abbreviate"]
