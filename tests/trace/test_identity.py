"""Rows of `identity`: from entities through the stages, with statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
