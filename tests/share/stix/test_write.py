"""A case as a STIX bundle, and back: nothing that may leave is lost, and what may not leave is nowhere in it."""

from __future__ import annotations

import io
import json
from collections import Counter
from typing import Any

import pytest

from counterflow.clean.name import normal_name
from counterflow.dossier.archive import Archive
from counterflow.share.export import export_build
from counterflow.share.stix.root import sent_root
from counterflow.stix.check import find_fault
from counterflow.stix.extension import EXTENSION
from counterflow.stix.organisation import Sender
from counterflow.stix.read import read_objects

Objects = list[dict[str, Any]]


def export(archive: Archive, **options: Any) -> str:
    output = io.StringIO()
    export_build(archive.engine, "stix", output, **options)
    return output.getvalue()


@pytest.fixture(scope="module")
def objects(example_archive: Archive) -> Objects:
    """The example's objects."""
    found: Objects = json.loads(export(example_archive))["objects"]
    return found


def test_equal_builds_give_equal_bytes(example_archive: Archive) -> None:
    assert export(example_archive) == export(example_archive)


def test_every_object_is_stix_and_there_once(objects: Objects) -> None:
    assert [find_fault(one) for one in objects if find_fault(one) is not None] == []
    assert Counter(one["id"] for one in objects).most_common(1)[0][1] == 1
    types = {one["type"] for one in objects}
    assert types >= {"identity", "infrastructure", "relationship", "report", "incident", "marking-definition"}


def test_every_reference_is_in_the_bundle(objects: Objects) -> None:
    """But for marks that everyone has."""
    ids = {one["id"] for one in objects}
    for one in objects:
        refs = [*one.get("object_refs", ()), *one.get("object_marking_refs", ())]
        refs += [one[name] for name in one if name.endswith("_ref")]
        assert set(refs) <= ids
        assert not any(name.startswith("x_") for name in one)


def test_statements_amounts_evidence_grades_and_markings_come_back(example_archive: Archive, objects: Objects) -> None:
    """All of the example that may leave, column by column."""
    told = read_objects(objects)
    assert len(told.statement) > 100
    assert len(told.quantity) > 0
    for table in ("statement", "evidence", "quantity", "belief"):
        rows = {row["id"]: row for row in example_archive.rows(f"SELECT * FROM {table}")}
        back = getattr(told, table)
        assert len({row["id"] for row in back}) == len(back)
        for row in back:
            assert row == rows[row["id"]]
    letters = {row["reliability"] for row in told.belief}
    assert letters <= set("ABCDEF")
    leaving = {row["id"] for row in told.statement}
    amounts = example_archive.rows("SELECT id, statement_id FROM quantity WHERE handling NOT LIKE 'TLP:AMBER%'")
    expected = {row["id"] for row in amounts if row["statement_id"] is None or row["statement_id"] in leaving}
    assert {row["id"] for row in told.quantity} == expected
    affirmed = example_archive.rows(
        "SELECT id FROM statement WHERE id IN (SELECT statement_id FROM evidence WHERE polarity = 'affirmed' "
        "AND hedge IN ('fact', 'reported') AND handling NOT LIKE 'TLP:AMBER%') AND prop_type <> 'entity'"
    )
    assert {row["id"] for row in affirmed} <= leaving
    assert {marking.partition("//")[0] for marking in told.handling.values()} == {"TLP:CLEAR"}
    assert any("//LIC " in marking for marking in told.handling.values())


def test_what_is_unknown_stays_unknown(objects: Objects) -> None:
    """Letter F and digit 6 say that nobody can judge; no number in the middle is made of them."""
    beliefs = [row for one in objects for row in one.get("extensions", {}).get(EXTENSION, {}).get("belief", ())]
    assert any(row["credibility"] == 6 or row["reliability"] == "F" for row in beliefs)
    assert not any("confidence" in one for one in objects)


def test_each_piece_of_evidence_says_who_is_behind_it(example_archive: Archive, objects: Objects) -> None:
    """In words that mean the same elsewhere: names of publishers, and no key of case.toml."""
    beliefs = example_archive.rows("SELECT count(DISTINCT root) AS roots FROM root")
    roots = [
        one["root"]
        for object_ in objects
        for row in object_.get("extensions", {}).get(EXTENSION, {}).get("statement", ())
        for one in row["evidence"]
    ]
    assert beliefs[0]["roots"] > 1
    names = {f"publisher {normal_name(one.name)}" for one in example_archive.case.publishers.values()}
    said = {one["root"] for one in roots}
    assert {one for one in said if one.startswith("publisher ")} <= names
    assert len(said & names) > 1
    assert {one["origin_id"] for one in roots} == {Sender().id}
    assert not any("origin" in one for one in roots)


def test_an_organisation_makes_objects_of_its_own(example_archive: Archive, objects: Objects) -> None:
    """They name it, and two organisations that write of one thing write two objects (STIX 2.1, section 3.1)."""
    sender = Sender("Ministry of Examples", "office-39")
    theirs: Objects = json.loads(export(example_archive, sender=sender))["objects"]
    (identity,) = [one for one in theirs if one.get("name") == "Ministry of Examples"]
    assert identity["id"] == sender.id
    made = [one for one in theirs if "belief" in one.get("extensions", {}).get(EXTENSION, {})]
    assert {one["created_by_ref"] for one in made} == {sender.id}
    assert {one["id"] for one in made}.isdisjoint(one["id"] for one in objects)
    assert [find_fault(one) for one in theirs if find_fault(one) is not None] == []


@pytest.mark.parametrize(
    ("root", "sent"),
    [
        ("publisher rtr", "publisher reuters news"),
        ("publisher other", "publisher other"),
        ("dataset us_ofac_sdn", "dataset us_ofac_sdn"),
        ("dataset case_documents", "dataset case_documents of ministry of examples"),
        ("dataset manual", "dataset manual of ministry of examples"),
        ("source mr olan", "source mr olan"),
        ("document 0123", "document 0123"),
    ],
)
def test_a_root_leaves_in_words_for_all(root: str, sent: str) -> None:
    assert sent_root(root, {"rtr": "Reuters News"}, Sender("Ministry of Examples")) == sent


def test_no_organisation_is_not_one_with_the_name_of_its_case() -> None:
    assert Sender(None, "Examples").id != Sender("Examples").id
    assert Sender("The Ministry").id == Sender("THE MINISTRY", "any").id
