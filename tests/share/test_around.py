"""What stands around a party is what a step over ties and events leads to, and what lies between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from counterflow.engine import Engine
from counterflow.share.around import select_around
from counterflow.share.selection import Reason, select_statements

Make = Callable[..., Any]
OpenBuild = Callable[..., Engine]


@pytest.fixture
def line(open_build: OpenBuild, state: Make) -> Engine:
    """A owns B owns C; A and B have addresses, A is designated; A and C met."""
    statements = [state(one, "Company", "name", one.upper()) for one in "abc"]
    for name, owner, asset in (("ab", "a", "b"), ("bc", "b", "c")):
        statements += [
            state(name, "Ownership", "owner", owner),
            state(name, "Ownership", "asset", asset),
            state(name, "Ownership", "role", "owner"),
        ]
    statements += [state(f"at-{one}", "Address", "full", f"1 {one} Street") for one in "ab"]
    statements += [state(one, "Company", "addressEntity", f"at-{one}") for one in "ab"]
    statements += [state("listed", "Sanction", "entity", "a"), state("listed", "Sanction", "program", "P")]
    return open_build(statements)


def around(engine: Engine, *parties: str, depth: int) -> list[str]:
    found: list[str] = select_around(engine, parties, depth).column("canonical_id").to_pylist()
    return found


@pytest.mark.parametrize(
    ("depth", "expected"),
    [
        (0, ["a", "at-a", "listed"]),
        (1, ["a", "ab", "at-a", "at-b", "b", "listed"]),
        (2, ["a", "ab", "at-a", "at-b", "b", "bc", "c", "listed"]),
    ],
)
def test_each_step_leads_one_tie_on(line: Engine, depth: int, expected: list[str]) -> None:
    """With depth 0 no tie to another party is told; beyond it, those of which both ends are asked for."""
    assert around(line, "a", depth=depth) == expected


def test_a_tie_means_its_ends(line: Engine) -> None:
    """Asked for a tie, both parties come with it."""
    assert around(line, "bc", depth=0) == ["at-b", "b", "bc", "c"]


def test_nothing_is_around_nobody(line: Engine) -> None:
    """No party, no rows."""
    assert around(line, depth=3) == []


def test_what_is_not_asked_for_does_not_leave(line: Engine) -> None:
    """It is counted as such, and no reference to it leaves."""
    held = select_statements(line, "TLP:GREEN", asked=select_around(line, ["a"], 0))
    assert held == {Reason.QUERY: 10}
    assert line.query("SELECT canonical_id FROM exported ORDER BY ALL").column("canonical_id").to_pylist() == [
        "a",
        "at-a",
        "listed",
    ]
