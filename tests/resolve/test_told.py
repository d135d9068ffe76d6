"""What documents tell: joined to the parties of lists by their names, and changing nothing about them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from counterflow.case import Case, load_case
from counterflow.dossier.archive import Archive
from counterflow.dossier.find import find_party, search
from counterflow.exc import NotFoundError
from counterflow.ledger import Ledger
from counterflow.model.told import PARTY_ID_SQL, is_told_party, party_id
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case
from counterflow.share import export_build

PARTIES: list[dict[str, Any]] = [
    {"id": "un-1", "schema": "Organization", "properties": {"name": ["Ocean Maritime Management"], "country": ["kp"]}},
    {"id": "un-1-s", "schema": "Sanction", "properties": {"entity": ["un-1"], "authority": ["UN"]}},
    {"id": "un-2", "schema": "Vessel", "properties": {"name": ["Hui Chon"], "flag": ["kp"]}},
]

REPORTS = {
    "a": "Ocean Maritime Management owns the ship Wise Honest. "
    "Ocean Maritime Management denied that it owned Hongxiang Trading Limited. "
    "Songi Shipping Company owns Hongxiang Trading Limited. Washington sanctioned Songi Shipping Company.",
    "b": "Songi Shipping Company sold coal. Ocean Maritime Management is located in Cuba. "
    "Songi Shipping Company may own Koryo Bank.",
}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A list of two parties and two reports, built."""
    inputs = tmp_path / "case" / "inputs"
    inputs.mkdir(parents=True)
    (tmp_path / "case" / "case.toml").write_text(
        '[case]\nname = "told"\n\n[[source]]\npath = "list.ftm.json"\ndataset = "x_list"\ndate = "2020-01-01"\n',
        encoding="utf-8",
    )
    lines = "".join(json.dumps(one) + "\n" for one in PARTIES)
    (inputs / "list.ftm.json").write_text(lines, encoding="utf-8")
    for name, text in REPORTS.items():
        head = f"---\ntitle: Report {name}\npublisher: wire-{name}\ndate: 2020-02-01\nlanguage: eng\n---\n\n"
        (inputs / f"{name}.md").write_text(head + text + "\n", encoding="utf-8")
    made = load_case(tmp_path / "case")
    run_case(made, options=RunOptions(processes=1))
    return made


@pytest.fixture
def archive(case: Case) -> Iterator[Archive]:
    """The build of the case, open."""
    opened = Archive(case, open_build(case))
    yield opened
    opened.close()


def party(archive: Archive, canonical_id: str) -> Mapping[str, Any]:
    """Give the row of one party."""
    (row,) = archive.rows("SELECT * FROM entity WHERE canonical_id = $id", id=canonical_id)
    return row


def members(archive: Archive, canonical_id: str) -> list[str]:
    """Give the entities of one party."""
    rows = archive.rows("SELECT entity_id FROM canonical WHERE canonical_id = $id ORDER BY entity_id", id=canonical_id)
    return [row["entity_id"] for row in rows]


def test_ids_are_made_alike_in_sql_and_python(archive: Archive) -> None:
    """The stage finds a document's party by the id that `extract` gave it."""
    rows = archive.rows(f"SELECT DISTINCT document_id, entity, {PARTY_ID_SQL} AS id FROM mention")
    assert len(rows) > 5
    assert all(row["id"] == party_id(row["document_id"], row["entity"]) for row in rows)


def test_a_listed_party_keeps_its_id_and_its_description(archive: Archive) -> None:
    """Two reports tell of it; its id, names, schema, countries and listing are the list's."""
    row = party(archive, "un-1")
    assert (row["schema"], row["names"]) == ("Organization", ["Ocean Maritime Management"])
    assert (row["countries"], row["datasets"], row["members"], row["listed_now"]) == (["kp"], ["x_list"], 1, True)
    told = members(archive, "un-1")[1:]
    assert len(told) == 2
    assert all(is_told_party(one) for one in told)
    links = archive.rows("SELECT * FROM link WHERE kind = 'entity' AND target_id = 'un-1'")
    assert {(row["source_id"], json.loads(row["reasons"])[0]["feature"]) for row in links} == {
        (one, "mention") for one in told
    }


def test_organizations_of_one_name_in_several_documents_are_one(archive: Archive) -> None:
    """A full name of several words, no list has it: one party, not listed, whatever a report says of a listing."""
    found = find_party(archive, "Songi Shipping Company")
    row = party(archive, found)
    assert is_told_party(found)
    assert (row["members"], row["listed_now"], row["datasets"]) == (2, False, ["case_documents"])


def test_only_what_somebody_affirms_is_a_tie(archive: Archive) -> None:
    """A denied stake and a possible one are statements with their doubt, and no ties."""
    edges = archive.rows("SELECT source_id, target_id, schema FROM edge WHERE schema = 'Ownership'")
    captions = {row["canonical_id"]: row["caption"] for row in archive.rows("SELECT canonical_id, caption FROM entity")}
    assert {(captions[row["source_id"]], captions[row["target_id"]]) for row in edges} == {
        ("Ocean Maritime Management", "Wise Honest"),
        ("Songi Shipping Company", "Hongxiang Trading Limited"),
    }
    doubts = archive.rows(
        "SELECT DISTINCT e.polarity, e.hedge FROM evidence e JOIN statement s ON s.id = e.statement_id "
        "WHERE s.schema = 'Ownership' ORDER BY ALL"
    )
    assert {("denied", "reported"), ("affirmed", "possible")} <= {(row["polarity"], row["hedge"]) for row in doubts}


def test_what_is_told_is_no_part_of_a_list_screened_against(archive: Archive, tmp_path: Path) -> None:
    """Without what documents tell, an export names neither their parties nor a country that they give a listed one."""
    path = tmp_path / "export.json"
    with path.open("w", encoding="utf-8") as file:
        export_build(archive.engine, "ftm", file, with_told=False)
    entities = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert {one["id"] for one in entities} == {"un-1", "un-1-s", "un-2"}
    (listed,) = (one for one in entities if one["id"] == "un-1")
    assert (listed["properties"]["country"], listed["datasets"]) == (["kp"], ["x_list"])


def test_an_event_is_no_party(archive: Archive) -> None:
    """Search finds the parties that reports tell of, not the sale that one of them made, nor its goods."""
    assert {one.caption for one in search(archive, "Songi").parties} == {"Songi Shipping Company"}
    assert search(archive, "coal").parties == ()
    with pytest.raises(NotFoundError):
        find_party(archive, "coal")


def test_a_judgement_parts_a_documents_party_from_the_lists(case: Case, archive: Archive) -> None:
    """NEGATIVE between the two: no cluster holds both, and the document's mentions become candidates."""
    told = members(archive, "un-1")[1]
    with_ledger = Ledger.of_file(case.ledger_path)
    judgement = {"left_id": "un-1", "right_id": told, "judgement": "negative", "reason": "another firm of that name"}
    with_ledger.append("judgement", judgement)
    with_ledger.close()
    run_case(case, options=RunOptions(processes=1))
    opened = Archive(case, open_build(case))
    try:
        assert told not in members(opened, "un-1")
        assert len(members(opened, "un-1")) == 2
        decisions = opened.rows(
            f"SELECT DISTINCT l.decision FROM link l JOIN (SELECT id, {PARTY_ID_SQL} AS told_id FROM mention) m "
            "ON m.id = l.source_id WHERE l.target_id = 'un-1' AND m.told_id = $told",
            told=told,
        )
        assert [row["decision"] for row in decisions] == ["candidate"]
    finally:
        opened.close()
