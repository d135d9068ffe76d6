"""The example: what a correct reading must find in the shipped reports and lists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from counterflow.dossier.archive import Archive

EXAMPLE = Path(__file__).parents[2] / "examples" / "office-39"
EXPECTED: dict[str, Any] = json.loads((EXAMPLE / "expected.json").read_text(encoding="utf-8"))

FLOOR = 0.9
"""Share of the expected names, amounts and dates that the first reading must find exactly; reading deepens later."""


def document(archive: Archive, file: str) -> dict[str, Any]:
    """Find the document read from a file of the example."""
    sql = "SELECT d.* FROM document d JOIN resource r ON r.id = d.resource_id WHERE r.path = $path"
    (row,) = archive.rows(sql, path=f"inputs/reports/{file}")
    return row


def test_every_file_was_read(example_archive: Archive) -> None:
    """No report and no list is refused."""
    severities = {row["severity"] for row in example_archive.rows("SELECT severity FROM problem")}
    assert severities <= {"value"}
    assert example_archive.build.manifest.tables["document"].rows == len(
        list((EXAMPLE / "inputs" / "reports").iterdir())
    )


@pytest.mark.parametrize("file", sorted(EXPECTED["reports"]))
def test_publisher_and_date_are_read(example_archive: Archive, file: str) -> None:
    """Each report's publisher and date come from the report itself; a date without a year has none."""
    expected, row = EXPECTED["reports"][file], document(example_archive, file)
    assert (row["publisher"], row["published"]) == (expected["publisher"], expected["date"])


def test_names_amounts_and_dates_are_found(example_archive: Archive) -> None:
    """At least nine tenths of the expected strings are found as they stand, amounts with both bounds."""
    wanted, found = 0, 0
    for file, expected in EXPECTED["reports"].items():
        row = document(example_archive, file)
        mentions = example_archive.rows("SELECT text, edtf FROM mention WHERE document_id = $id", id=row["id"])
        amounts = example_archive.rows("SELECT text, low, high FROM quantity WHERE document_id = $id", id=row["id"])
        names = {one["text"] for one in mentions}
        for name in expected.get("mentions", []):
            if name["type"] != "COMMODITY":
                wanted, found = wanted + 1, found + (name["text"] in names)
        for amount in [*expected.get("money", []), *expected.get("quantities", [])]:
            bounds = (amount["low"], amount["high"])
            wanted += 1
            # A modifier or a counted noun may belong to the span or not; the bounds may not differ.
            found += any(
                bounds == (one["low"], one["high"]) for one in amounts if overlaps(one["text"], amount["text"])
            )
        for date in expected.get("dates", []):
            wanted += 1
            found += any(date["edtf"] == one["edtf"] for one in mentions if overlaps(one["text"], date["text"]))
    assert wanted > 120
    assert found / wanted >= FLOOR


def overlaps(one: str, other: str) -> bool:
    """Whether one text holds the other."""
    return one in other or other in one


def test_boilerplate_is_left_out(example_archive: Archive) -> None:
    """Navigation, cookie notices and related posts of the web pages are in no document."""
    pages = example_archive.rows(
        "SELECT d.text FROM document d JOIN resource r ON r.id = d.resource_id WHERE r.format = 'html'"
    )
    assert len(pages) == 3
    for page in pages:
        lowered = page["text"].casefold()
        assert not any(word in lowered for word in ("cookie", "related posts", "subscribe", "©", "all rights reserved"))


@pytest.mark.parametrize("fact", EXPECTED["list_facts"], ids=lambda fact: f"{fact['id']}-{fact['property']}")
def test_list_facts_are_statements(example_archive: Archive, fact: dict[str, str]) -> None:
    """Each spot fact of the lists is a statement with evidence."""
    rows = example_archive.rows(
        "SELECT s.id FROM statement s JOIN evidence v ON v.statement_id = s.id "
        "WHERE s.entity_id = $id AND s.prop = $property AND s.value = $value",
        **fact,
    )
    assert len(rows) >= 1


def test_party_counts(example_archive: Archive) -> None:
    """Every party of the lists is an entity."""
    for file, expected in EXPECTED["lists"].items():
        rows = example_archive.rows(
            "SELECT count(DISTINCT record) AS n FROM evidence v JOIN resource r ON r.id = v.resource_id "
            "WHERE r.path = $path",
            path=f"inputs/lists/{file}",
        )
        assert rows[0]["n"] == expected["lines"]


def test_no_tie_between_office_39_and_ocean_maritime(example_archive: Archive) -> None:
    """No list says so, so no edge does."""
    sql = """
    SELECT count(*) AS n FROM edge e
    JOIN canonical a ON a.canonical_id = e.source_id JOIN canonical b ON b.canonical_id = e.target_id
    WHERE (a.entity_id = 'ofac-12209' AND b.entity_id = $omm) OR (b.entity_id = 'ofac-12209' AND a.entity_id = $omm)
    """
    (omm,) = example_archive.rows("SELECT entity_id FROM statement WHERE dataset = 'us_ofac_sdn' AND prop = 'name' "
                                  "AND value ILIKE 'OCEAN MARITIME MANAGEMENT COMPANY%'")  # fmt: skip
    assert example_archive.rows(sql, omm=omm["entity_id"])[0]["n"] == 0
