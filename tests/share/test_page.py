"""Statements are read entity by entity, page by page, with resolved references."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from counterflow.engine import Engine
from counterflow.model.identity import statement_id
from counterflow.share.export import ALL_SQL
from counterflow.share.page import ExportEntity, read_groups
from counterflow.share.selection import select_statements

Make = Callable[..., Any]
OpenBuild = Callable[..., Engine]


def read(engine: Engine, page_statements: int = 1000) -> list[ExportEntity]:
    """Read everything that leaves."""
    select_statements(engine, "TLP:GREEN")
    engine.register("wanted", engine.query(ALL_SQL))
    return [entity for _, group in read_groups(engine, page_statements) for entity in group]


@pytest.mark.parametrize("page_statements", [1, 3, 1000])
def test_pages_do_not_show(open_build: OpenBuild, state: Make, page_statements: int) -> None:
    """Entities come whole, once each, ordered by id, however small the pages."""
    statements = [
        state(f"p{i:02}", "Person", "name", f"{name} {i}") for i in range(12) for name in ("Kim", "Ri", "Pak")
    ]
    found = read(open_build(statements), page_statements)
    assert [one.canonical_id for one in found] == [f"p{i:02}" for i in range(12)]
    assert [[one.value for one in entity.statements] for entity in found][3] == ["Kim 3", "Pak 3", "Ri 3"]


def test_references_point_at_resolved_entities(open_build: OpenBuild, state: Make) -> None:
    """The value is the canonical id, the old one stays as original, and the key is FtM's own of the new value."""
    tie = state("tie", "Sanction", "entity", "b")
    people = [state(one, "Person", "name", "Kim") for one in ("a", "b")]
    (_, found) = read(open_build([tie, *people], clusters={"b": "a"}))
    assert found.canonical_id == "tie"
    (statement,) = found.statements
    assert (statement.value, statement.original_value) == ("a", "b")
    assert statement.id == statement_id(statement.dataset, "tie", "entity", "a")


def test_two_references_to_one_party_become_one(open_build: OpenBuild, state: Make) -> None:
    """Statements that become equal are one, seen as long as both."""
    ties = [
        state("tie", "Sanction", "entity", "a", first_seen="2023-01-01", last_seen="2023-06-01"),
        state("tie", "Sanction", "entity", "b", first_seen="2022-01-01", last_seen="2022-06-01"),
    ]
    people = [state(one, "Person", "name", "Kim") for one in ("a", "b")]
    found = read(open_build([*ties, *people], clusters={"b": "a"}))[1]
    assert [(one.value, one.first_seen, one.last_seen) for one in found.statements] == [
        ("a", "2022-01-01", "2023-06-01")
    ]


def test_nothing_to_read(open_build: OpenBuild) -> None:
    """A build without statements gives nothing."""
    assert read(open_build([])) == []
