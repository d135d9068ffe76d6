"""`counterflow routes` on the command line, on a register of seizures alone and on a case."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from counterflow.case import Case
from counterflow.cli.export import export
from counterflow.cli.routes import DEFAULT_MAX_TLP, routes
from counterflow.exc import UsageError
from counterflow.share import DEFAULT_MAX_TLP as EXPORT_MAX_TLP

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "routes.json"
TEXT = """country,date,drug,amount,unit,departure_country,destination_country
Spain,2014-05-01,Cocaine,2.5,Kilogram,Colombia,France
Spain,2014-06-01,Cocaine,1.5,Kilogram,Colombia,France
Turkey,2015-01-01,Heroin,3,Barette,Iran,Ruritania
"""


def call(*words: object) -> Result:
    return CliRunner().invoke(routes, [str(word) for word in words], catch_exceptions=False, standalone_mode=False)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "seizures.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_answer_fits_its_schema(register: Path) -> None:
    """Routes by events, the places that they name, and what is not known."""
    said = json.loads(call("--seizures", register, "--json").stdout)
    jsonschema.validate(said["result"], json.loads(SCHEMA.read_text(encoding="utf-8")))
    first = said["result"]["routes"][0]
    assert (first["from_place"], first["via"], first["to_place"]) == ("co", ["es"], "fr")
    assert (first["low"], first["unit"], first["period"], first["events"]) == (4.0, "kg", "2014", 2)
    assert said["result"]["unread"]["unknown_units"] == {"Barette": 1}
    assert said["result"]["unread"]["unknown_countries"] == {"Ruritania": 1}
    assert said["result"]["places"]["co"]["caption"] == "Colombia"
    assert said["result"]["places"]["Ruritania"]["longitude"] is None


def test_the_terminal_names_ways_and_what_is_not_known(register: Path) -> None:
    """A reader sees where from, by way of where and where to."""
    said = call("--seizures", register).stdout
    assert "Colombia > Spain > France" in said
    assert "4 kg" in said
    assert "Barette (1)" in said
    assert call(register).stdout == said
    assert "Ruritania (1)" in said


@pytest.mark.parametrize(
    ("words", "number"), [(("--commodity", "cocA"), 1), (("--year", "2015"), 1), (("--place", "Spain"), 1)]
)
def test_routes_are_chosen(register: Path, words: tuple[str, str], number: int) -> None:
    """By goods, year and a place on the way."""
    said = json.loads(call("--seizures", register, "--json", *words).stdout)
    assert len(said["result"]["routes"]) == number


def test_files_hold_all_that_was_chosen(register: Path, tmp_path: Path) -> None:
    """A table and a map, with the marking of the register."""
    words: tuple[Any, ...] = ("--output", tmp_path / "r.csv", "--geojson", tmp_path / "r.geojson", "--most", 1)
    call("--seizures", register, "--handling", "TLP:AMBER", *words)
    with (tmp_path / "r.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["via"], row["handling"]) for row in rows] == [("es", "TLP:AMBER"), ("tr", "TLP:AMBER")]
    features = json.loads((tmp_path / "r.geojson").read_text(encoding="utf-8"))["features"]
    assert [feature["geometry"]["type"] for feature in features] == ["LineString", "LineString"]


def test_broken_rows_end_with_status_3(register: Path) -> None:
    """And are counted."""
    register.write_text(TEXT + "Spain,2014\n", encoding="utf-8")
    result = call("--seizures", register)
    assert result.return_value == 3
    assert "1 rows" in result.stderr


def test_stdout_holds_one_thing(register: Path, tmp_path: Path) -> None:
    """And a file's extension says its format."""
    with pytest.raises(UsageError):
        call("--seizures", register, "--json", "--output", "-")
    with pytest.raises(UsageError):
        call("--seizures", register, "--output", tmp_path / "r.xlsx")
    assert call("--seizures", register, "--output", "-").stdout.startswith("id,commodity,")


def test_routes_of_a_case_are_told_with_what_is_only_planned(example_case: Case) -> None:
    """With their statements, and fit the schema."""
    said = json.loads(call(example_case.root, "--json").stdout)["result"]
    jsonschema.validate(said, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert said["unread"] is None
    assert {route["standing"] for route in said["routes"]} == {"told", "intended"}
    coal = next(route for route in said["routes"] if route["from_place"] == "Nampo")
    assert len(coal["statements"]) > 0
    assert said["places"]["Nampo"]["country"] == "kp"
    assert "ONLY PLANNED OR THOUGHT POSSIBLE" in " ".join(call(example_case.root, "--place", "us").stdout.split())


def test_what_is_only_planned_does_not_leave_by_export(example_case: Case, tmp_path: Path) -> None:
    """`export --format geojson` writes what is told; a file of `routes` keeps to the same marking."""
    words = [str(example_case.root), "--format", "geojson", "-o", str(tmp_path / "r.geojson")]
    result = CliRunner().invoke(export, words, catch_exceptions=False)
    assert result.exit_code == 0
    features = json.loads((tmp_path / "r.geojson").read_text(encoding="utf-8"))["features"]
    assert {one["properties"]["standing"] for one in features} == {"told"}
    assert "left out" in result.stderr
    assert DEFAULT_MAX_TLP == EXPORT_MAX_TLP


def test_a_case_or_a_register_is_needed(register: Path) -> None:
    """And not both."""
    with pytest.raises(UsageError):
        call()
    with pytest.raises(UsageError):
        call(register.parent, "--seizures", register)
