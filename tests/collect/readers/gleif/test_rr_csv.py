"""GLEIF's Level 2 data. No file of GLEIF was at hand: the list below is written by the published format."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.collect.dataset import find_dataset
from counterflow.collect.find import read_head
from counterflow.collect.readers.gleif.fields import RR_FIELDS, field_of
from counterflow.collect.readers.gleif.lei_csv import GleifLeiCsv
from counterflow.collect.readers.gleif.rr_csv import GleifRrCsv

from ..register_damage import check_register, mutations

Read = Callable[..., Any]

CHILD, PARENT, FUND = "52990000000000000196", "52990000000000000293", "52990000000000000390"


def _row(start: str, role: str, end: str, **more: str) -> dict[str, str]:
    return {
        "Relationship.StartNode.NodeID": start,
        "Relationship.StartNode.NodeIDType": "LEI",
        "Relationship.EndNode.NodeID": end,
        "Relationship.EndNode.NodeIDType": "LEI",
        "Relationship.RelationshipType": role,
        "Relationship.RelationshipStatus": "ACTIVE",
        "Registration.RegistrationStatus": "PUBLISHED",
        **more,
    }


ROWS = [
    _row(
        CHILD,
        "IS_DIRECTLY_CONSOLIDATED_BY",
        PARENT,
        **{
            "Relationship.Period.1.startDate": "2018-01-01T00:00:00Z",
            "Relationship.Period.1.endDate": "2018-12-31T00:00:00Z",
            "Relationship.Period.1.periodType": "ACCOUNTING_PERIOD",
            "Relationship.Period.2.startDate": "2012-11-29T00:00:00Z",
            "Relationship.Period.2.periodType": "RELATIONSHIP_PERIOD",
            "Relationship.Qualifiers.1.QualifierDimension": "ACCOUNTING_STANDARD",
            "Relationship.Qualifiers.1.QualifierCategory": "IFRS",
            "Relationship.Quantifiers.1.MeasurementMethod": "ACCOUNTING_CONSOLIDATION",
            "Relationship.Quantifiers.1.QuantifierAmount": "100.00",
            "Relationship.Quantifiers.1.QuantifierUnits": "PERCENTAGE",
        },
    ),
    _row(FUND, "IS_SUBFUND_OF", PARENT, **{"Registration.RegistrationStatus": "LAPSED"}),
    _row(FUND, "IS_FUND-MANAGED_BY", CHILD),
]
COLUMNS = list(dict.fromkeys(column for row in ROWS for column in row))


def write(rows: list[dict[str, str]]) -> bytes:
    """Write rows as the publisher does: every cell in quotation marks."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, quoting=csv.QUOTE_ALL, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()


def _read(read_list: Read, folder: Path, rows: list[dict[str, str]]) -> Any:
    path = folder / "20260922-0800-gleif-goldencopy-rr-golden-copy.csv"
    path.write_bytes(write(rows))
    assert GleifRrCsv().recognise(read_head(path))
    assert not GleifLeiCsv().recognise(read_head(path))
    return read_list(path, reader=GleifRrCsv())


def test_consolidation_is_control_not_a_stake(tmp_path: Path, read_list: Read) -> None:
    """The parent controls the child; 100 % is the extent of the consolidation and no percentage of shares."""
    reading = _read(read_list, tmp_path, ROWS)
    assert [(tally.records, tally.parties) for tally in reading.tallies] == [(3, 3)]
    assert reading.problems == []
    (link,) = (one for one in reading.entities("Control") if reading.values(one, "controlled") == [f"lei-{CHILD}"])
    assert reading.values(link, "controller") == [f"lei-{PARENT}"]
    assert reading.values(link, "role") == ["IS_DIRECTLY_CONSOLIDATED_BY"]
    assert reading.values(link, "status") == ["ACTIVE"]
    assert reading.values(link, "startDate") == ["2012-11-29"]
    assert reading.values(link, "endDate") == []
    assert reading.values(link, "description") == ["ACCOUNTING_PERIOD: 2018-01-01 to 2018-12-31"]
    assert reading.values(link, "summary") == [
        "ACCOUNTING_STANDARD IFRS",
        "ACCOUNTING_CONSOLIDATION 100.00 PERCENTAGE",
    ]
    assert reading.entities("Ownership") == set()


def test_funds(tmp_path: Path, read_list: Read) -> None:
    """Who manages a fund controls it; a subfund is a part, for which there is no schema."""
    reading = _read(read_list, tmp_path, ROWS)
    (managed,) = (one for one in reading.entities("Control") if reading.values(one, "controlled") == [f"lei-{FUND}"])
    assert reading.values(managed, "controller") == [f"lei-{CHILD}"]
    (part,) = reading.entities("UnknownLink")
    assert (reading.values(part, "subject"), reading.values(part, "object")) == ([f"lei-{FUND}"], [f"lei-{PARENT}"])
    assert reading.values(part, "role") == ["IS_SUBFUND_OF"]
    assert reading.values(part, "description") == ["Registration: LAPSED"]


def test_one_relationship_may_begin_again(tmp_path: Path, read_list: Read) -> None:
    """The day it began is part of its name; the very same one twice is a problem."""
    again = {**ROWS[0], "Relationship.Period.2.startDate": "2020-01-01T00:00:00Z"}
    reading = _read(read_list, tmp_path, [*ROWS, again, ROWS[1]])
    assert len(reading.entities("Control")) == 3
    assert reading.messages("record") == ["the relationship stands in the file before"]
    assert (reading.tallies[0].records, reading.tallies[0].parties) == (5, 4)


def test_a_node_without_lei(tmp_path: Path, read_list: Read) -> None:
    """A node whose LEI fails its check links nobody."""
    reading = _read(read_list, tmp_path, [*ROWS, _row("52990000000000000197", "IS_FEEDER_TO", FUND)])
    assert reading.messages("record") == ["Relationship.StartNode.NodeID names no party"]


def test_columns_and_dataset() -> None:
    """Each column stands in FIELDS; the dataset that ships names this reader."""
    assert [column for column in COLUMNS if field_of(column) not in RR_FIELDS] == []
    dataset = find_dataset("gleif_rr")
    assert dataset is not None
    assert dataset.format == GleifRrCsv.NAME


@given(st.data())
@settings(max_examples=200)
def test_mutated_records(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever happens to a file, its books balance or it is refused."""
    check_register(GleifRrCsv(), "rr.csv", data.draw(mutations(write(ROWS))), tmp_path_factory.getbasetemp())


@pytest.mark.slow
@given(st.data())
@settings(max_examples=10_000)
def test_many_mutated_records(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """The same at length."""
    check_register(GleifRrCsv(), "rr.csv", data.draw(mutations(write(ROWS))), tmp_path_factory.getbasetemp())
