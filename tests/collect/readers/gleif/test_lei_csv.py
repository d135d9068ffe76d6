"""GLEIF's Level 1 data. No file of GLEIF was at hand: the list below is written by the published format."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.collect.dataset import find_dataset
from counterflow.collect.find import read_head
from counterflow.collect.reader import ListRecord
from counterflow.collect.readers.gleif.fields import LEI_FIELDS, field_of
from counterflow.collect.readers.gleif.lei_csv import GleifLeiCsv
from counterflow.collect.readers.gleif.row import is_lei
from counterflow.exc import InputError

from ..register_damage import check_register, mutations

Read = Callable[..., Any]

FIRST, SECOND, THIRD, FOURTH = (
    "52990000000000000196",
    "52990000000000000293",
    "52990000000000000390",
    "52990000000000000487",
)
ROWS = [
    {
        "LEI": FIRST,
        "Entity.LegalName": "Muster Handels GmbH",
        "Entity.LegalName.xmllang": "de",
        "Entity.OtherEntityNames.OtherEntityName.1": "Alte Muster GmbH",
        "Entity.OtherEntityNames.OtherEntityName.1.xmllang": "de",
        "Entity.OtherEntityNames.OtherEntityName.1.type": "PREVIOUS_LEGAL_NAME",
        "Entity.OtherEntityNames.OtherEntityName.2": "Muster",
        "Entity.OtherEntityNames.OtherEntityName.2.type": "TRADING_OR_OPERATING_NAME",
        "Entity.LegalAddress.FirstAddressLine": "Beispielweg 1",
        "Entity.LegalAddress.AddressNumber": "1",
        "Entity.LegalAddress.AdditionalAddressLine.1": "Hinterhaus",
        "Entity.LegalAddress.City": "Berlin",
        "Entity.LegalAddress.Region": "DE-BE",
        "Entity.LegalAddress.Country": "DE",
        "Entity.LegalAddress.PostalCode": "10115",
        "Entity.HeadquartersAddress.FirstAddressLine": "1 Example Street",
        "Entity.HeadquartersAddress.City": "London",
        "Entity.HeadquartersAddress.Country": "GB",
        "Entity.RegistrationAuthority.RegistrationAuthorityID": "RA000242",
        "Entity.RegistrationAuthority.RegistrationAuthorityEntityID": "HRB 000001",
        "Entity.LegalJurisdiction": "DE",
        "Entity.EntityCategory": "GENERAL",
        "Entity.LegalForm.EntityLegalFormCode": "2HBR",
        "Entity.EntityStatus": "ACTIVE",
        "Entity.EntityCreationDate": "2001-02-03T00:00:00.000+01:00",
        "Entity.LegalEntityEvents.LegalEntityEvent.1.LegalEntityEventType": "CHANGE_LEGAL_NAME",
        "Entity.LegalEntityEvents.LegalEntityEvent.1.event_status": "COMPLETED",
        "Entity.LegalEntityEvents.LegalEntityEvent.1.LegalEntityEventEffectiveDate": "2019-05-01T00:00:00Z",
        "Registration.RegistrationStatus": "LAPSED",
        "Registration.NextRenewalDate": "2025-01-01T00:00:00Z",
    },
    {
        "LEI": SECOND,
        "Entity.LegalName": "例示投資信託",
        "Entity.LegalName.xmllang": "ja",
        "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName.1": "Reiji Toshi Shintaku",
        "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName.1.type": (
            "PREFERRED_ASCII_TRANSLITERATED_LEGAL_NAME"
        ),
        "Entity.LegalAddress.Country": "JP",
        "Entity.LegalJurisdiction": "US-DE",
        "Entity.EntityCategory": "FUND",
        "Entity.LegalForm.EntityLegalFormCode": "8888",
        "Entity.LegalForm.OtherLegalForm": "Investment trust",
        "Entity.EntityStatus": "INACTIVE",
        "Entity.EntityExpirationDate": "2020-03-04T00:00:00Z",
        "Entity.EntityExpirationReason": "CORPORATE_ACTION",
        "Entity.SuccessorEntity.1.SuccessorLEI": FIRST,
        "Entity.SuccessorEntity.2.SuccessorEntityName": "Successor Without Number Ltd",
        "Entity.AssociatedEntity.type": "FUND_FAMILY",
        "Entity.AssociatedEntity.AssociatedLEI": THIRD,
        "Registration.RegistrationStatus": "ISSUED",
    },
    {
        "LEI": THIRD,
        "Entity.LegalName": "Ministry of Examples",
        "Entity.LegalAddress.Country": "XX",
        "Entity.EntityCategory": "RESIDENT_GOVERNMENT_ENTITY",
        "Entity.EntityStatus": "ACTIVE",
    },
]
COLUMNS = list(
    dict.fromkeys(["LEI", *(column for row in ROWS for column in row), "Entity.LegalAddress.xmllang", "ConformityFlag"])
)


def write(rows: list[dict[str, str]], columns: list[str] = COLUMNS) -> bytes:
    """Write rows as the publisher does: every cell in quotation marks."""
    text = io.StringIO()
    table = csv.DictWriter(text, columns, quoting=csv.QUOTE_ALL, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()


@pytest.fixture(scope="module")
def small(read_list: Read, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Three parties, in a ZIP archive as GLEIF publishes."""
    path = tmp_path_factory.mktemp("gleif") / "20260922-0800-gleif-goldencopy-lei2-golden-copy.csv.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20260922-0800-gleif-goldencopy-lei2-golden-copy.csv", write(ROWS))
    assert GleifLeiCsv().recognise(read_head(path))
    return read_list(path, reader=GleifLeiCsv())


def test_rows_are_parties(small: Any) -> None:
    """One row, one party, without topics; the file's name has its date."""
    assert [(tally.records, tally.parties) for tally in small.tallies] == [(3, 3)]
    assert small.source.published == "2026-09-22"
    assert not small.source.is_partial
    assert not any(row.prop == "topics" for row in small.statements)
    assert [row.message for row in small.problems] == ["country is not a country"]
    assert small.messages("value") == ["country is not a country"]


def test_company(small: Any) -> None:
    """Names with their language, the address as one line, the register's number, the day as written."""
    entity = f"lei-{FIRST}"
    assert small.entities("Company") == {entity, f"lei-{SECOND}"}
    assert small.values(entity, "leiCode") == [FIRST]
    assert small.values(entity, "name") == ["Muster Handels GmbH"]
    assert [row.lang for row in small.statements if row.entity_id == entity and row.prop == "name"] == ["deu"]
    assert small.values(entity, "previousName") == ["Alte Muster GmbH"]
    assert small.values(entity, "alias") == ["Muster"]
    assert small.values(entity, "address") == [
        "Beispielweg 1, Hinterhaus, 10115 Berlin, DE-BE, DE",
        "1 Example Street, London, GB",
    ]
    assert small.values(entity, "country") == ["de", "gb"]
    assert small.values(entity, "registrationNumber") == ["HRB 000001"]
    assert small.values(entity, "legalForm") == ["2HBR"]
    assert small.values(entity, "incorporationDate") == ["2001-02-03"]
    assert small.values(entity, "notes") == [
        "Registration authority: RA000242, number HRB 000001",
        "LEI: LAPSED",
        "Event: CHANGE_LEGAL_NAME, 2019-05-01, COMPLETED",
    ]


def test_fund_and_its_links(small: Any) -> None:
    """A successor without an LEI is known by its name; an association keeps its type."""
    entity = f"lei-{SECOND}"
    assert small.values(entity, "name") == ["例示投資信託"]
    assert small.values(entity, "alias") == ["Reiji Toshi Shintaku"]
    assert small.values(entity, "jurisdiction") == ["us"]
    assert small.values(entity, "legalForm") == ["Investment trust"]
    assert small.values(entity, "dissolutionDate") == ["2020-03-04"]
    assert small.values(entity, "classification") == ["FUND"]
    successors = {small.values(one, "successor")[0] for one in small.entities("Succession")}
    (named,) = small.entities("LegalEntity")
    assert successors == {f"lei-{FIRST}", named}
    assert small.values(named, "name") == ["Successor Without Number Ltd"]
    (link,) = small.entities("UnknownLink")
    assert (small.values(link, "object"), small.values(link, "role")) == ([f"lei-{THIRD}"], ["FUND_FAMILY"])


def test_government(small: Any) -> None:
    """A government entity is a public body."""
    assert small.entities("PublicBody") == {f"lei-{THIRD}"}


def test_check_digits() -> None:
    """ISO 17442: the last two digits are a check."""
    assert all(is_lei(one) for one in (FIRST, SECOND, THIRD, FOURTH))
    assert not is_lei(FIRST[:-1] + "7")
    assert not is_lei("529900")


def test_quarantine(tmp_path: Path, read_list: Read) -> None:
    """A wrong LEI, an LEI twice, a row without a name, a row that a delta file withdraws: none enters."""
    rows = [
        *ROWS,
        {**ROWS[2], "LEI": FIRST[:-1] + "7"},
        ROWS[0],
        {"LEI": FOURTH, "DeletedAt": "2026-09-01T00:00:00Z", "Entity.LegalName": "Gone Ltd"},
    ]
    path = tmp_path / "20260922-0800-gleif-goldencopy-lei2-last-day.csv"
    path.write_bytes(write(rows, [*COLUMNS, "DeletedAt"]))
    reading = read_list(path, reader=GleifLeiCsv())
    assert reading.messages("record") == [
        "the LEI fails its check",
        "the LEI was used before",
        "GLEIF withdrew the record on 2026-09-01T00:00:00Z",
    ]
    assert (reading.tallies[0].records, reading.tallies[0].parties) == (6, 3)
    assert reading.source.is_partial


def test_unknown_column(tmp_path: Path, read_list: Read) -> None:
    """A column that the format does not have is said once, and its values are notes."""
    path = tmp_path / "lei.csv"
    path.write_bytes(write([{**ROWS[2], "Entity.Colour": "red"}], [*COLUMNS, "Entity.Colour"]))
    reading = read_list(path, reader=GleifLeiCsv())
    assert reading.messages("value")[0] == "the field is not known; its values are kept as text"
    assert reading.values(f"lei-{THIRD}", "notes") == ["Entity.Colour: red"]


def test_content_leaves_out_what_is_dropped(tmp_path: Path, read_list: Read) -> None:
    """A renewal of the LEI changes no record, nor does another order of the columns."""
    contents = []
    for rows, columns in (
        (ROWS, COLUMNS),
        ([{**row, "Registration.NextRenewalDate": "x"} for row in ROWS], COLUMNS[::-1]),
    ):
        path = tmp_path / "lei.csv"
        path.write_bytes(write(rows, columns))
        reader = GleifLeiCsv()
        reading = read_list(path, reader=reader)
        contents.append([one.content for one in reader.records(reading.source) if isinstance(one, ListRecord)])
    assert contents[0] == contents[1]


def test_every_column_is_accounted_for() -> None:
    """Each column of the rows above stands in FIELDS."""
    assert [column for column in COLUMNS if field_of(column) not in LEI_FIELDS] == []


def test_refused(tmp_path: Path, read_list: Read) -> None:
    """A file that is cut off inside a row, and one of other columns."""
    path = tmp_path / "lei.csv"
    path.write_bytes(write(ROWS)[:-400])
    with pytest.raises(InputError, match=r"never closed|ends inside a row"):
        read_list(path, reader=GleifLeiCsv())
    path.write_bytes(b"LEI,Name\nA,B\n")
    assert not GleifLeiCsv().recognise(read_head(path))
    with pytest.raises(InputError, match="header lacks"):
        read_list(path, reader=GleifLeiCsv())


def test_dataset() -> None:
    """The dataset that ships names this reader."""
    dataset = find_dataset("gleif")
    assert dataset is not None
    assert dataset.format == GleifLeiCsv.NAME


@given(st.data())
@settings(max_examples=200)
def test_mutated_records(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever happens to a file, its books balance or it is refused."""
    folder = tmp_path_factory.getbasetemp()
    check_register(GleifLeiCsv(), "lei.csv", data.draw(mutations(write(ROWS))), folder)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=10_000)
def test_many_mutated_records(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """The same at length."""
    folder = tmp_path_factory.getbasetemp()
    check_register(GleifLeiCsv(), "lei.csv", data.draw(mutations(write(ROWS))), folder)
