"""Objects with our extension: taken whole, or refused aloud."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterflow.collect.find import read_head
from counterflow.collect.reader import Tally
from counterflow.collect.readers.order import READERS
from counterflow.collect.readers.stix.bundle import StixBundle
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.model.identity import statement_id
from counterflow.stix.extension import EXTENSION, extend, make_extension_definition
from counterflow.stix.marking import make_definitions, marking_refs
from counterflow.tables import Offer, Problem

MOMENT = "2026-01-01T00:00:00.000Z"
ID = "infrastructure--00000000-0000-4000-8000-000000000001"
STATEMENT = statement_id("port_authority", "pa-1", "name", "Chong Chon Gang")
EVIDENCE: dict[str, Any] = {
    "id": "e" * 40,
    "statement_id": STATEMENT,
    "resource_id": "a" * 40,
    "record": "pa-1",
    "field": "name",
    "text": "Chong Chon Gang",
    "hedge": "fact",
    "polarity": "affirmed",
    "extractor": "ftm_json/1",
    "handling": "TLP:GREEN",
    "root": {"root": "publisher port authority", "origin_id": "identity--00000000-0000-4000-8000-000000000002"},
}
ROW: dict[str, Any] = {
    "id": STATEMENT,
    "entity_id": "pa-1",
    "canonical_id": "pa-1",
    "prop": "name",
    "prop_type": "name",
    "schema": "Vessel",
    "value": "Chong Chon Gang",
    "dataset": "port_authority",
    "external": False,
    "first_seen": "2024-03-01",
    "last_seen": "2024-03-01",
    "handling": "TLP:GREEN",
    "evidence": [EVIDENCE],
}
RESOURCE: dict[str, Any] = {
    "id": "a" * 40,
    "sha256": "b" * 64,
    "bytes": 1,
    "format": "ftm_json",
    "mime_type": "application/json+ftm",
    "dataset": "port_authority",
    "records": 1,
    "handling": "TLP:GREEN",
}


def make_object(marking: str = "TLP:GREEN", **told: Any) -> dict[str, Any]:
    head = {"type": "infrastructure", "spec_version": "2.1", "id": ID, "created": MOMENT, "modified": MOMENT}
    rows = {"entity": "pa-1", "schema": "Vessel", "statement": [ROW], "resource": [RESOURCE], **told}
    return {
        **head,
        "name": "Chong Chon Gang",
        "object_marking_refs": [*marking_refs(marking)],
        "extensions": extend(**rows),
    }


def make_source(path: Path, **known: Any) -> Source:
    file = SourceFile(path, f"inputs/{path.name}", "0" * 64, path.stat().st_size, "f" * 40)
    return Source("stix", (file,), "case_documents", **known)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., tuple[list[Offer], list[Problem], Tally]]:
    """Read objects, or the bytes of a file."""

    def one(objects: Any, **known: Any) -> tuple[list[Offer], list[Problem], Tally]:
        path = tmp_path / "bundle.json"
        data = objects if isinstance(objects, bytes) else json.dumps({"type": "bundle", "objects": objects}).encode()
        path.write_bytes(data)
        rows = list(StixBundle().read(make_source(path, **known)))
        (tally,) = [row for row in rows if isinstance(row, Tally)]
        return [r for r in rows if isinstance(r, Offer)], [r for r in rows if isinstance(r, Problem)], tally

    return one


def changed(path: str, value: Any) -> dict[str, Any]:
    """The object with one value of its extension changed: `statement.0.value`; None takes it away."""
    one = copy.deepcopy(make_object())
    at: Any = one["extensions"][EXTENSION]
    *way, last = [int(word) if word.isdigit() else word for word in path.split(".")]
    for word in way:
        at = at[word]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return one


def test_rows_are_offered(read: Callable[..., Any]) -> None:
    offers, problems, tally = read([*make_extension_definition(), *make_definitions(["TLP:GREEN"]), make_object()])
    assert [(one.kind, one.row_id) for one in offers] == [
        ("statement", STATEMENT),
        ("evidence", "e" * 40),
        ("resource", "a" * 40),
    ]
    assert {json.loads(one.content)["handling"] for one in offers} == {"TLP:GREEN"}
    assert problems == []
    assert (tally.records, tally.parties) == (4, 4)


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("statement.0.value", "Chong Chon Gang 2", "the id is not that of the statement"),
        ("statement.0.id", "0" * 40, "the id is not that of the statement"),
        ("statement.0.dataset", "us_ofac_sdn", "the id is not that of the statement"),
        ("statement.0.schema", "Nothing", "schema 'Nothing' has no property 'name'"),
        ("statement.0.prop", "nothing", "schema 'Vessel' has no property 'nothing'"),
        ("statement.0.prop_type", "date", "name is of no type 'date'"),
        ("statement.0.canonical_id", "pa-2", "a statement names another entity as its own"),
        ("statement.0.first_seen", "yesterday?!", "first_seen is no date"),
        ("statement.0.handling", "SECRET", "a row has no marking that can be read"),
        ("statement.0.handling", None, "a row does not fit the table statement"),
        ("statement.0.value", 7, "a row does not fit the table statement"),
        ("statement.0.evidence", [], "a statement has no evidence"),
        ("statement.0.evidence", [1], "evidence is no list of rows"),
        ("statement.0.evidence.0.id", "not an id", "an id of evidence is none"),
        ("statement.0.evidence.0.statement_id", "0" * 40, "evidence is of another statement"),
        ("statement.0.evidence.0.hedge", "certain", "hedge is 'certain'"),
        ("statement.0.evidence.0.polarity", "", "polarity is ''"),
        ("statement.0.evidence.0.start", "one", "a row does not fit the table evidence"),
        ("statement.0.evidence.0.root", "publisher", "the root of evidence is no object of texts"),
        ("statement.0.evidence.0.root.reliability", "G", "reliability is 'G'"),
        ("statement.0.evidence.0.root.dependence", 2, "dependence is 2"),
        ("resource.0.id", "x", "an id of resource is none"),
        ("resource.0.bytes", None, "a row does not fit the table resource"),
        ("link", [{"left_id": "pa-1", "right_id": "pa-9"}], "a link is not of two records of the object"),
    ],
)
def test_what_was_changed_is_refused_whole(read: Callable[..., Any], path: str, value: Any, fault: str) -> None:
    offers, (problem,), tally = read([changed(path, value), make_object()])
    assert problem.message.startswith(fault)
    assert (problem.severity, problem.record) == ("record", ID)
    assert len(offers) == 3
    assert (tally.records, tally.parties) == (2, 1)


def test_no_stix_is_refused_with_its_fault(read: Callable[..., Any]) -> None:
    offers, problems, _ = read([{**make_object(), "modified": None}, 7, {"type": "tool"}])
    assert offers == []
    assert [one.message for one in problems] == [
        "modified is null, which STIX does not have",
        "it is no JSON object",
        "it has no id of the form type--UUID",
    ]
    assert [one.record for one in problems] == [ID, "object 2", "object 3"]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b'{"type": "bundle", "objects": [', "no valid JSON"),
        (b"[]", "it has no list of objects"),
        (b'{"type": "bundle", "objects": {}}', "it has no list of objects"),
        (b"\xff", "no valid JSON"),
    ],
)
def test_what_is_no_bundle_is_refused(read: Callable[..., Any], data: bytes, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        read(data)


def test_an_object_marked_again_on_the_way_is_as_strict_as_that(read: Callable[..., Any]) -> None:
    offers, _, _ = read([make_object("TLP:AMBER")])
    assert {json.loads(one.content)["handling"] for one in offers} == {"TLP:AMBER"}


def test_a_wider_marking_of_the_object_widens_no_row(read: Callable[..., Any]) -> None:
    offers, _, _ = read([make_object("TLP:CLEAR")])
    assert {json.loads(one.content)["handling"] for one in offers} == {"TLP:GREEN"}


def test_case_toml_can_make_a_bundle_stricter(read: Callable[..., Any]) -> None:
    offers, _, _ = read([make_object()], handling="TLP:AMBER//REL TO MOFA")
    assert {json.loads(one.content)["handling"] for one in offers} == {"TLP:AMBER//REL TO MOFA"}


def test_a_marking_that_nobody_can_read_is_amber(read: Callable[..., Any]) -> None:
    one = make_object()
    one["object_marking_refs"].append("marking-definition--00000000-0000-4000-8000-000000000009")
    offers, _, _ = read([one])
    assert {json.loads(offer.content)["handling"] for offer in offers} == {"TLP:AMBER"}


def test_contradicting_markings_are_refused(read: Callable[..., Any]) -> None:
    one = make_object()
    one["object_marking_refs"] += marking_refs("TLP:RED")
    offers, (problem,), _ = read([one])
    assert offers == []
    assert "TLP:GREEN and TLP:RED" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000001"}',
        '{"more":false,"objects":[{"type":"tool","id":"tool--00000000-0000-4000-8000-000000000001"}]}',
        '\ufeff{\n "id": "bundle--00000000-0000-4000-8000-000000000001",\n "type" : "bundle", "objects": []}',
    ],
)
def test_bundles_and_envelopes_are_recognised(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    found = next(one for one in READERS if one().recognise(read_head(path)))
    assert found is StixBundle


def test_other_json_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"id": "a", "objects": [{"id": 1}]}', encoding="utf-8")
    assert not StixBundle().recognise(read_head(path))
