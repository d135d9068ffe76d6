"""Cases that give each other what they hold: nothing is lost, and nothing that went round is counted twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterflow.dossier.archive import Archive
from counterflow.share.export import export_build
from counterflow.stix import read_objects
from counterflow.stix.extension import EXTENSION

from .office import Objects, Office

SHIP = {"id": "pa-1", "schema": "Vessel", "properties": {"name": ["Chong Chon Gang"], "flag": ["kp"]}}
OWNER = {"id": "pa-2", "schema": "Company", "properties": {"name": ["Chongchongang Shipping"], "country": ["kp"]}}
OWNS = {
    "id": "pa-3",
    "schema": "Ownership",
    "properties": {"owner": ["pa-2"], "asset": ["pa-1"], "startDate": ["2011"]},
}
PUBLISHERS = """
[publisher.harbour]
name = "Port Authority"
reliability = "B"

[[source]]
path = "port_authority.ftm.json"
publisher = "harbour"
date = "2024-03-01"
"""
STATE = {
    "beliefs": "SELECT * FROM belief ORDER BY id",
    "statements": "SELECT * FROM statement ORDER BY id",
    "evidence": "SELECT * FROM evidence ORDER BY id",
    "edges": "SELECT * FROM edge ORDER BY id",
    "links": "SELECT * FROM link ORDER BY source_id, target_id",
    "entities": "SELECT * FROM entity ORDER BY canonical_id",
}
"""What of a build no echo may change."""

Make = Callable[..., Office]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make an office by its name."""

    def one(name: str, toml: str = "", *, named: bool = True) -> Office:
        return Office(tmp_path / name, f"Office {name}" if named else None, toml)

    return one


def state(office: Office) -> dict[str, list[dict[str, Any]]]:
    return {name: office.rows(sql) for name, sql in STATE.items()}


def belief(office: Office, prop: str, value: str) -> dict[str, Any]:
    (row,) = office.rows(f"SELECT * FROM belief WHERE prop = '{prop}' AND value = '{value}'")
    return row


def rows_of(objects: Objects, name: str) -> list[dict[str, Any]]:
    """The rows of the extension, each piece of evidence and amount of a statement among them."""
    told = [one["extensions"][EXTENSION] for one in objects if EXTENSION in one.get("extensions", {})]
    found = [row for one in told for row in (one.get(name, []) if isinstance(one.get(name, []), list) else [one[name]])]
    return found + [row for one in told for row in one.get("statement", []) for row in row.get(name, [])]


@pytest.mark.slow
def test_the_example_comes_back_through_a_case(example_archive: Archive, make: Make, tmp_path: Path) -> None:
    """Statements, evidence, amounts, grades and markings of a case that has nothing but the bundle, all of them."""
    bundle = tmp_path / "bundle.json"
    with bundle.open("w", encoding="utf-8") as output:
        export_build(example_archive.engine, "stix", output)
    first: Objects = json.loads(bundle.read_text(encoding="utf-8"))["objects"]
    other = make("other")
    other.take("example", first)
    other.run()
    again = other.give()
    assert other.rows("SELECT message FROM problem") == []
    before, after = read_objects(first), read_objects(again)
    for table in ("statement", "evidence", "quantity"):
        assert {row["id"]: row for row in getattr(before, table)} == {row["id"]: row for row in getattr(after, table)}
    beliefs = {row["id"]: row for row in after.belief}
    assert all(beliefs[row["id"]] == row for row in before.belief)
    # Beside these there are beliefs that had stayed, for one of their statements had.
    stayed = example_archive.rows("SELECT statements FROM belief")
    hidden = {one for row in stayed for one in row["statements"]} - {row["id"] for row in before.statement}
    known = {row["id"] for row in before.belief}
    parts = [set(row["statements"]) for row in stayed if not hidden.isdisjoint(row["statements"])]
    assert all(any(set(row["statements"]) < part for part in parts) for row in after.belief if row["id"] not in known)
    for name in ("resource", "document", "root"):
        assert sorted(map(json.dumps, rows_of(again, name))) == sorted(map(json.dumps, rows_of(first, name)))


def ring(offices: list[Office], rounds: int) -> None:
    """Let each office give all it has to the next, round after round."""
    for office in offices:
        office.run()
    for _ in range(rounds):
        for giver, taker in zip(offices, [*offices[1:], offices[0]], strict=True):
            taker.take(f"from-{giver.root.name}", giver.give(max_tlp="TLP:RED"))
            taker.run()


@pytest.mark.slow
@pytest.mark.parametrize("named", [True, False])
def test_what_went_round_a_ring_confirms_nothing(make: Make, named: bool) -> None:
    """A gives to B, B to C, C to A, several rounds: what A holds is what it held before."""
    a, b, c = make("a", PUBLISHERS, named=named), make("b", named=named), make("c", named=named)
    a.hold("port_authority", [SHIP, OWNER, OWNS])
    a.enter("pa-1", "Vessel", "name", "Chong Chon Gang")
    a.run()
    before = state(a)
    assert belief(a, "name", "Chong Chon Gang")["roots"] == 2
    ring([a, b, c], 3)
    assert state(a) == before
    for other in (b, c):
        theirs = state(other)
        assert theirs["beliefs"] == before["beliefs"]
        assert theirs["statements"] == before["statements"]
        assert theirs["evidence"] == before["evidence"]
    given = b.rows("SELECT DISTINCT given_by, origin FROM given")
    assert given == [{"given_by": "Office a" if named else None, "origin": "Office a" if named else None}]
    givers = c.rows("SELECT DISTINCT given_by, origin FROM given")
    assert givers == [{"given_by": "Office b", "origin": "Office a"} if named else {"given_by": None, "origin": None}]


@pytest.mark.slow
def test_what_a_partner_adds_arrives_as_one_new_root(make: Make) -> None:
    """B enters by hand what A's list states: at A it is one more root, however often and by whichever way it comes."""
    a, b, c = make("a", PUBLISHERS), make("b"), make("c")
    a.hold("port_authority", [SHIP, OWNER, OWNS])
    b.enter("pa-1", "Vessel", "name", "Chong Chon Gang")
    b.enter("pa-1", "Vessel", "callSign", "HMZF")
    a.run()
    before = belief(a, "name", "Chong Chon Gang")
    ring([a, b, c], 3)
    after = belief(a, "name", "Chong Chon Gang")
    assert (before["roots"], after["roots"]) == (1, 2)
    assert after["probability"] > before["probability"]
    assert belief(a, "callSign", "HMZF")["roots"] == 1
    # The same from B itself, and not through C.
    a.take("from-b", b.give(max_tlp="TLP:RED"))
    a.run()
    assert belief(a, "name", "Chong Chon Gang") == after
    assert {row["origin"] for row in a.rows("SELECT origin FROM given")} == {"Office b"}
    # At B its own word is one root, and A's list another.
    assert belief(b, "name", "Chong Chon Gang")["roots"] == 2


@pytest.mark.slow
def test_two_offices_that_read_one_publisher_are_one_root(make: Make) -> None:
    """Each has the publisher under a key of its own; the publisher is the same."""
    a, b = (
        make("a", PUBLISHERS),
        make("b", PUBLISHERS.replace("harbour", "port").replace("port_authority", "other_list")),
    )
    a.hold("port_authority", [SHIP])
    b.hold("other_list", [SHIP])
    ring([a, b], 1)
    for office in (a, b):
        assert belief(office, "name", "Chong Chon Gang")["roots"] == 1
        assert belief(office, "name", "Chong Chon Gang")["reliability"] == "B"


@pytest.mark.slow
def test_what_left_and_is_held_no_more_does_not_come_back(make: Make) -> None:
    a, b = make("a"), make("b")
    a.enter("pa-1", "Vessel", "name", "Chong Chon Gang")
    a.hold("port_authority", [OWNER])
    ring([a, b], 1)
    (a.root / "inputs" / "port_authority.ftm.json").unlink()
    a.run()
    assert a.rows("SELECT value FROM statement") == [{"value": "Chong Chon Gang"}]
    (problem,) = a.rows("SELECT message, severity FROM problem")
    assert problem["severity"] == "value"
    assert "given away from here and is held here no more" in problem["message"]
