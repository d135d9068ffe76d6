"""Rows of `identity`: from entities through the stages, with statements."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from counterflow.case import load_case
from counterflow.dossier.archive import Archive
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case

Run = Callable[..., list[dict[str, Any]]]

OFFICE = "Room 1605, 16/F, Ho King Commercial Centre, Kowloon"


def test_ships_of_two_lists(run_trace: Run) -> None:
    """Two lists know one hull by two names and flags; another ship uses its radio; each row names its statements."""
    ships = [
        ("a:1", "Vessel", {"name": ["SAND SWAN"], "imoNumber": ["9187629"], "flag": ["cy"], "mmsi": ["256843000"]}),
        ("b:1", "Vessel", {"name": ["EBANO"], "imoNumber": ["9187629"], "flag": ["pa"]}),
        ("b:2", "Vessel", {"name": ["ARK III"], "imoNumber": ["9187655"], "mmsi": ["256843000"]}),
    ]
    rows = {row["kind"]: row for row in run_trace(ships, wanted="identity")}
    assert set(rows) == {"renamed", "flag-differs", "mmsi-shared", "mmsi-flag"}
    assert (rows["mmsi-flag"]["other_value"], rows["mmsi-flag"]["is_contradiction"]) == ("cy", True)
    assert (rows["renamed"]["value"], rows["renamed"]["other_value"]) == ("SAND SWAN", "EBANO")
    assert not rows["renamed"]["is_contradiction"]
    assert rows["mmsi-shared"]["is_contradiction"]
    assert {rows["mmsi-shared"]["canonical_id"], rows["mmsi-shared"]["other_id"]} == {"a:1", "b:2"}
    assert all(len(row["statements"]) == 2 for row in rows.values())


def test_a_false_number_of_an_ftm_file_is_told(tmp_path: Path) -> None:
    """The last digit of 890549x is 0; the number is kept, though it is no IMO number."""
    ship = {"id": "v", "schema": "Vessel", "properties": {"name": ["SAND SWAN"], "imoNumber": ["IMO 8905491"]}}
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "ships.jsonl").write_text(json.dumps(ship) + "\n", encoding="utf-8")
    (tmp_path / "case.toml").write_text('[case]\nname = "ships"\n', encoding="utf-8")
    run_case(load_case(tmp_path), options=RunOptions(processes=1))
    case = load_case(tmp_path)
    archive = Archive(case, open_build(case))
    (row,) = archive.rows("SELECT * FROM identity")
    archive.close()
    assert (row["kind"], row["canonical_id"], row["is_contradiction"]) == ("imo-invalid", "v", True)


def test_what_is_denied_is_no_game(run_trace: Run) -> None:
    """Who denies that a ship has a number claims nothing of it."""
    ships = [
        ("a:1", "Vessel", {"name": ["SAND SWAN"], "imoNumber": ["9187629"], "mmsi": ["256843000"]}),
        ("b:2", "Vessel", {"name": ["ARK III"], "imoNumber": ["9187655"], "mmsi": ["256843000"]}),
    ]
    assert run_trace(ships, denied=["b:2"], wanted="identity") == []


def test_a_company_that_is_founded_again(run_trace: Run) -> None:
    """The same director and address at the turn; a neighbour of the same years is none."""

    def company(id_: str, name: str, **dates: str) -> tuple[str, str, dict[str, list[str]]]:
        return id_, "Company", {"name": [name], "address": [OFFICE]} | {prop: [day] for prop, day in dates.items()}

    entities = [
        company("a:old", "Old Trading Limited", dissolutionDate="2016-09"),
        company("a:new", "Bright Horizon Limited", incorporationDate="2016-11-02"),
        company("a:other", "Seaside Laundry Limited", incorporationDate="2016-11-02"),
        ("a:chan", "Person", {"name": ["Chan Tai Man"]}),
        ("a:wong", "Person", {"name": ["Wong Siu Ming"]}),
        ("a:d1", "Directorship", {"director": ["a:chan"], "organization": ["a:old"]}),
        ("a:d2", "Directorship", {"director": ["a:chan"], "organization": ["a:new"]}),
        ("a:d3", "Directorship", {"director": ["a:wong"], "organization": ["a:other"]}),
    ]
    (row,) = run_trace(entities, wanted="identity")
    assert (row["kind"], row["canonical_id"], row["other_id"], row["since"]) == (
        "reborn",
        "a:old",
        "a:new",
        "2016-11-02",
    )
    assert (row["value"], row["other_value"]) == ("Old Trading Limited", "Bright Horizon Limited")
    assert len(row["statements"]) >= 6
