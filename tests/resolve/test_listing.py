"""Listings: a party is listed while the newest vintage of a list holds it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from counterflow.case import Case
from counterflow.collect.reader import HEAD_BYTES, Head, Tally
from counterflow.collect.readers.ofac_sdn_csv import OfacSdnCsv
from counterflow.collect.source import Source, SourceFile
from counterflow.model.identity import make_id
from counterflow.resolve import STAGE
from counterflow.resolve.listing import Vintage, find_departure
from counterflow.stage import StageInput
from counterflow.tables import RESOURCE, STATEMENT, Resource, Statement

Run = Callable[..., dict[str, pa.Table]]


class NoLedger:
    """A ledger that nobody wrote to."""

    def of_kind(self, kind: str) -> list[dict[str, object]]:
        return []


@pytest.mark.parametrize(
    ("last_seen", "dates", "expected"),
    [
        ("2022-01", ["2021-04", "2022-01"], None),
        ("2021-04", ["2022-01", "2021-04"], "2022-01"),
        ("2021-04", ["2021-04", "2022-01", "2022-01-28", "2023"], "2022-01"),
        ("2021-12-31", ["2021-12-31", "2022-01"], "2022-01"),
        ("2022-01", ["2022-01", "2022-01-28"], None),  # nothing says which is later
        ("2022-01-28", ["2022-01", "2022-01-28"], None),
        ("2022", ["2022", "2022-06-01", "2023-01"], "2023-01"),
        ("2022-05-01", ["2022-05-03"], None),  # the list's own date, before that of its file
        ("2022-05-01", ["2022-05-03", "2022-06"], "2022-06"),
        ("2022-05-01", [], None),
        (None, ["2022-01"], None),
    ],
)
def test_what_no_later_vintage_holds_has_left(last_seen: str | None, dates: list[str], expected: str | None) -> None:
    """The first vintage that is surely later than the last one seen is the one without it."""
    assert find_departure(last_seen, [Vintage(date, 10) for date in dates]) == expected


def test_a_part_of_a_list_takes_nobody_off() -> None:
    """One act that was read later says nothing of those whom other acts list."""
    vintages = [Vintage("2024-01-01", 100), Vintage("2024-02-01", 10), Vintage("2024-03-01", 60)]
    assert find_departure("2024-01-01", vintages[:2]) is None
    assert find_departure("2024-01-01", vintages) == "2024-03-01"


def test_a_party_of_an_older_vintage_alone_is_not_listed(run_resolve: Run) -> None:
    """Two vintages of one list: who stands in the older alone left on the date of the newer; others stay."""
    parties = [
        ("a:1", "Company", {"name": ["Gone Trading"]}),
        ("a:s1", "Sanction", {"entity": ["a:1"]}),
        ("a:2", "Company", {"name": ["Steady Shipping"], "topics": ["sanction"]}),
        ("a:3", "Company", {"name": ["Moved Mining"], "topics": ["sanction"]}),
        ("b:3", "Company", {"name": ["Moved Mining"], "topics": ["sanction"]}),
        ("c:1", "Company", {"name": ["Undated Unlimited"], "topics": ["sanction"]}),
    ]
    vintages = [("a", "2021-04", 4), ("a", "2022-01", 3), ("b", "2020", 1), ("c", None, 1)]
    last_seen = {"a:2": "2022-01", "b:3": "2020", "c:1": None} | dict.fromkeys(("a:1", "a:s1", "a:3"), "2021-04")
    rows = run_resolve(parties, vintages=vintages, last_seen=last_seen)["entity"].to_pylist()
    found = {row["canonical_id"]: (row["listed_now"], row["delisted_on"]) for row in rows}
    assert found == {
        "a:1": (False, "2022-01"),
        "a:s1": (False, None),
        "a:2": (True, None),
        "a:3": (True, None),  # the other list still has it
        "c:1": (True, None),
    }


def test_who_left_every_list_left_with_the_last(run_resolve: Run) -> None:
    """The date is that since which no list holds the party."""
    parties = [(f"{name}:1", "Company", {"name": ["Foo Trading"], "topics": ["sanction"]}) for name in "ab"]
    vintages = [("a", "2021", 1), ("a", "2022-02", 1), ("b", "2021", 1), ("b", "2022-10-01", 1)]
    (row,) = run_resolve(parties, vintages=vintages, last_seen={"a:1": "2021", "b:1": "2021"})["entity"].to_pylist()
    assert (row["listed_now"], row["delisted_on"]) == (False, "2022-10-01")


def _rows(folder: Path) -> tuple[list[Statement], list[Resource]]:
    """Read one vintage of OFAC's list, dated by its folder as `collect` does."""
    reader = OfacSdnCsv()
    path = folder / "sdn.csv"
    files = tuple(
        SourceFile(one, one.name, "", one.stat().st_size, make_id(str(one))) for one in (path, *reader.companions(path))
    )
    source = Source(reader.NAME, files, "us_ofac_sdn", published=folder.name)
    source = reader.describe(source, Head(path, path.read_bytes()[:HEAD_BYTES]))
    nothing: dict[str, Any] = dict.fromkeys(Resource._fields)
    known = {"dataset": source.dataset, "published": source.published, "format": reader.NAME, "handling": "TLP:CLEAR"}
    blank: dict[str, Any] = dict.fromkeys(("path", "sha256", "mime_type"), "") | {"bytes": 0}
    statements, resources = [], []
    for row in reader.read(source):
        if isinstance(row, Statement):
            statements.append(row)
        elif isinstance(row, Tally):
            resources.append(
                Resource(**{**nothing, **blank, **known, "id": row.file.resource_id, "records": row.records})
            )
    return statements, resources


@pytest.mark.shared_data
@pytest.mark.slow
def test_ofac_of_two_vintages(shared_data: Path, tmp_path: Path) -> None:
    """Who stands in the file of 2021-04 alone was delisted by 2022-01; everyone in that of 2022-01 is listed."""
    statements: list[Statement] = []
    resources: list[Resource] = []
    for vintage in ("2021-04", "2022-01"):
        some, files = _rows(shared_data / "lists" / "ofac_sdn" / vintage)
        statements += some
        resources += files
    STATEMENT.write(STATEMENT.arrange([STATEMENT.from_rows(statements)]), tmp_path / "statement.parquet")
    RESOURCE.write(RESOURCE.from_rows(resources), tmp_path / "resource.parquet")
    given = {table.name: [tmp_path / f"{table.name}.parquet"] for table in STAGE.reads}
    tables = {
        table.name: part.to_pylist()
        for table, part in STAGE.compute(StageInput(Case(tmp_path, "test"), given, NoLedger()))
        if table.name in ("canonical", "entity")
    }
    canonical = {row["entity_id"]: row["canonical_id"] for row in tables["canonical"]}
    entity = {row["canonical_id"]: row for row in tables["entity"]}
    newest: dict[str, str] = {}
    for one in statements:
        if one.schema == "Sanction" and one.prop == "entity":
            assert one.last_seen is not None
            party = canonical[one.value]
            newest[party] = max(newest.get(party, ""), one.last_seen)
    assert set(newest.values()) == {"2021-04", "2022-01"}
    expected = {party: (True, None) if date == "2022-01" else (False, "2022-01") for party, date in newest.items()}
    assert {party: (entity[party]["listed_now"], entity[party]["delisted_on"]) for party in newest} == expected
    assert len([date for date in newest.values() if date == "2021-04"]) > 400
