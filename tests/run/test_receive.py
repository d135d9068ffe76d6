"""What a case takes of a bundle: nothing that was changed, and nothing that it has."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterflow.case import load_case
from counterflow.dossier.archive import Archive
from counterflow.dossier.party import build_dossier
from counterflow.run.build import open_build
from counterflow.stix.extension import EXTENSION

from .office import Objects, Office

SHIP = {"id": "pa-1", "schema": "Vessel", "properties": {"name": ["Chong Chon Gang"]}}


@pytest.fixture
def offices(tmp_path: Path) -> tuple[Office, Office]:
    """One that has a list, and one that has nothing."""
    a, b = Office(tmp_path / "a", "Office A"), Office(tmp_path / "b", "Office B")
    a.hold("port_authority", [SHIP])
    a.run()
    return a, b


def forge(objects: Objects, change: Callable[[dict[str, Any]], None]) -> Objects:
    """Change the evidence of each object."""
    found = copy.deepcopy(objects)
    for one in found:
        for row in one.get("extensions", {}).get(EXTENSION, {}).get("statement", []):
            for told in row["evidence"]:
                change(told)
    return found


def test_evidence_with_the_id_of_ours_in_other_words_is_refused(offices: tuple[Office, Office]) -> None:
    """The run goes on, the object is named, and ours stands."""
    a, _ = offices
    before = a.rows("SELECT * FROM evidence")

    def deny(told: dict[str, Any]) -> None:
        told["polarity"] = "denied"
        told["root"] = {"root": "source somebody"}

    a.take("forged", forge(a.give(), deny))
    a.run()
    (problem,) = a.rows("SELECT * FROM problem")
    assert problem["severity"] == "record"
    assert "has the id of evidence that the case holds in other words" in problem["message"]
    assert problem["path"] == "inputs/forged.json"
    assert a.rows("SELECT * FROM evidence") == before
    assert a.rows("SELECT * FROM given") == []


def test_of_two_objects_that_give_one_id_to_two_passages_that_of_the_origin_stands(
    offices: tuple[Office, Office],
) -> None:
    a, b = offices

    def reword(told: dict[str, Any]) -> None:
        told["text"] = "Another"

    right = a.give()
    wrong = [one for one in forge(right, reword) if "statement" in one.get("extensions", {}).get(EXTENSION, {})]
    for one in wrong:
        del one["created_by_ref"]
    b.take("right", right)
    b.take("wrong", wrong)
    b.run()
    assert b.rows("SELECT text FROM evidence") == [{"text": "Chong Chon Gang"}]
    (problem,) = b.rows("SELECT path, message FROM problem")
    assert problem["path"] == "inputs/wrong.json"
    assert "that another object gives to evidence" in problem["message"]


def test_one_bundle_twice_is_one(offices: tuple[Office, Office]) -> None:
    a, b = offices
    b.take("first", a.give())
    b.run()
    before = b.rows("SELECT * FROM evidence"), b.rows("SELECT * FROM belief")
    b.take("second", a.give())
    b.run()
    assert (b.rows("SELECT * FROM evidence"), b.rows("SELECT * FROM belief")) == before
    assert b.rows("SELECT given_by, origin FROM given") == [{"given_by": "Office A", "origin": "Office A"}]


def test_two_versions_in_one_bundle_are_the_later(offices: tuple[Office, Office]) -> None:
    """As a pull brings them where nobody pulled between two pushes: most of their rows are the same."""
    a, b = offices
    earlier = a.give()
    a.enter("pa-1", "Vessel", "callSign", "HMZF")
    a.run()
    later = [{**one, "modified": "2099-01-01T00:00:00.000Z"} if "modified" in one else one for one in a.give()]
    b.take("both", [*earlier, *later, *later])
    b.run()
    assert b.rows("SELECT message FROM problem") == []
    assert {row["value"] for row in b.rows("SELECT value FROM statement")} == {"Chong Chon Gang", "HMZF"}


def test_a_version_with_two_contents_is_the_first(offices: tuple[Office, Office]) -> None:
    a, b = offices
    objects = a.give()

    def reword(told: dict[str, Any]) -> None:
        told["text"] = "Another"

    b.take("both", [*objects, *forge(objects, reword)])
    b.run()
    assert b.rows("SELECT text FROM evidence") == [{"text": "Chong Chon Gang"}]
    (problem,) = b.rows("SELECT message FROM problem")
    assert problem["message"] == "a version of this object stands before it with another content"


def test_a_bundle_taken_away_leaves_nothing(offices: tuple[Office, Office]) -> None:
    a, b = offices
    b.take("first", a.give())
    b.run()
    (b.root / "inputs" / "first.json").unlink()
    b.run()
    for table in ("statement", "evidence", "given", "entity", "resource"):
        assert b.rows(f"SELECT * FROM {table}") == []


def test_a_judgement_here_stands_over_a_partners(offices: tuple[Office, Office]) -> None:
    """What a partner takes for one party is joined, until somebody here says that it is two."""
    a, b = offices
    other = {"id": "un-1", "schema": "Vessel", "properties": {"name": ["Chong Chon Gang"]}}
    a.hold("registry", [other])
    a.judge("pa-1", "un-1", "positive")
    a.run()
    b.take("first", a.give())
    b.run()
    assert b.rows("SELECT DISTINCT canonical_id FROM canonical") == [{"canonical_id": "pa-1"}]
    assert b.rows("SELECT is_judgement FROM given_link") == [{"is_judgement": True}]
    b.judge("pa-1", "un-1", "negative")
    b.run()
    assert len(b.rows("SELECT DISTINCT canonical_id FROM canonical")) == 2


def make_identity(number: int, name: str, day: str, **more: Any) -> dict[str, Any]:
    moment = f"{day}T00:00:00.000Z"
    id_ = f"identity--00000000-0000-4000-8000-{number:012}"
    head = {"type": "identity", "spec_version": "2.1", "id": id_, "created": "2024-01-01T00:00:00.000Z"}
    return {**head, "modified": moment, "name": name, "identity_class": "organization", **more}


def test_objects_of_other_programs_become_parties(offices: tuple[Office, Office]) -> None:
    """Of an object the newest version stands, and one that is revoked stands no more."""
    _, b = offices
    maker = make_identity(9, "CERT Example", "2024-01-01")
    first = make_identity(1, "Red Star", "2024-01-02", created_by_ref=maker["id"])
    b.take("first", [maker, first])
    b.run()
    assert b.rows("SELECT caption, schema FROM entity") == [{"caption": "Red Star", "schema": "Organization"}]
    assert b.rows("SELECT DISTINCT given_by, root FROM given") == [
        {"given_by": "CERT Example", "root": "source cert example"}
    ]
    b.take("second", [maker, {**first, "name": "Red Star Trading", "modified": "2024-02-01T00:00:00Z"}])
    b.run()
    assert b.rows("SELECT caption FROM entity") == [{"caption": "Red Star Trading"}]
    b.take("third", [maker, {**first, "revoked": True, "modified": "2024-03-01T00:00:00Z"}])
    b.run()
    assert b.rows("SELECT caption FROM entity") == []


def test_a_foreign_creator_is_the_publisher_of_that_name(tmp_path: Path) -> None:
    """What case.toml says of a publisher counts for what it gives as STIX."""
    office = Office(tmp_path / "c", None, '[publisher.cert]\nname = "CERT Example"\nreliability = "B"\n')
    maker = make_identity(9, "CERT Example", "2024-01-01")
    office.take("first", [maker, make_identity(1, "Red Star", "2024-01-02", created_by_ref=maker["id"])])
    office.run()
    (row,) = office.rows("SELECT reliability, roots, hedge FROM belief WHERE prop = 'name'")
    assert row == {"reliability": "B", "roots": 1, "hedge": "reported"}


def test_a_dossier_says_who_gave_what(offices: tuple[Office, Office]) -> None:
    a, b = offices
    b.take("first", a.give())
    b.run()
    case = load_case(b.root)
    archive = Archive(case, open_build(case))
    dossier = build_dossier(archive, "pa-1")
    archive.close()
    items = [item for group in dossier.names for name in group.values for item in name.evidence]
    assert {item.given_by for item in items} == {"Office A"}
    assert {item.resource.path for item in items} == {"inputs/first.json"}


def test_what_came_leaves_again_under_its_marking_alone(tmp_path: Path) -> None:
    """What was given under AMBER leaves by no file that goes to GREEN, and what is for somebody leaves by none."""
    a, b = Office(tmp_path / "a", "Office A", 'handling = "TLP:AMBER"\n'), Office(tmp_path / "b", "Office B")
    a.hold("port_authority", [SHIP])
    b.hold("registry", [{"id": "un-1", "schema": "Vessel", "properties": {"name": ["Wise Honest"]}}])
    a.run()
    b.take("first", a.give(max_tlp="TLP:AMBER"))
    b.run()
    assert b.rows("SELECT DISTINCT handling FROM given") == [{"handling": "TLP:AMBER"}]

    def values(**options: Any) -> set[str]:
        told = [one.get("extensions", {}).get(EXTENSION, {}) for one in b.give(**options)]
        return {row["value"] for one in told for row in one.get("statement", [])}

    assert values() == {"Wise Honest"}
    assert values(max_tlp="TLP:AMBER") == {"Wise Honest", "Chong Chon Gang"}
    assert "Chong Chon Gang" not in str(b.give())


def test_what_stands_in_a_source_that_did_not_come_is_kept(offices: tuple[Office, Office]) -> None:
    a, b = offices
    objects = a.give()
    for one in objects:
        one.get("extensions", {}).get(EXTENSION, {}).pop("resource", None)
    b.take("first", objects)
    b.run()
    assert b.rows("SELECT path, format FROM resource WHERE id IN (SELECT resource_id FROM evidence)") == [
        {"path": "inputs/first.json", "format": "stix"}
    ]
