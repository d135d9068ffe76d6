"""The EU's annexes: one row a listing, cells of several values, amendments apart."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.alias import read_alias, split_alias
from counterflow.collect.readers.eu.journal_cells import (
    read_dates,
    read_labelled,
    split_cell,
    split_contacts,
    split_phones,
)
from counterflow.collect.readers.eu.journal_csv import AMENDMENT_DATASET
from counterflow.exc import InputError

Read = Callable[..., Any]
PERSON, BANK = "eu-32017R1509-XIII.A-6", "eu-32017R1509-XIII.B-14"


@pytest.fixture(scope="module")
def small(read_list: Read, lists_path: Path) -> Any:
    """The small act of the fixtures."""
    return read_list(lists_path / "eu" / "32017R1509.csv")


def test_rows_are_parties(small: Any) -> None:
    """Each row is a party of the act."""
    small.check()
    assert small.tallies[0].parties == small.tallies[0].records == 6
    assert small.source.dataset == "eu_journal_sanctions"


def test_person(small: Any) -> None:
    """Cells of several values are split, numbers told apart from the words around them."""
    assert small.values(PERSON, "name") == ["Paek Chang-Ho"]
    assert small.values(PERSON, "alias") == ["Pak Chang-Ho", "Paek Ch'ang-Ho"]
    assert small.values(PERSON, "weakAlias") == ["The Engineer"]
    assert small.values(PERSON, "nationality") == ["kp", "cn"]
    assert small.values(PERSON, "birthDate") == ["1964-06-18", "1965", "1966"]
    assert {row.edtf for row in small.support(PERSON, "birthDate")} == {None, "[1965,1966]"}
    assert small.values(PERSON, "gender") == ["male"]
    assert small.values(PERSON, "passportNumber") == ["381420754", "645120378"]
    (passport,) = small.entities("Passport")
    assert small.values(passport, "country") == ["kp"]
    assert small.values(passport, "startDate") == ["2011-12-07"]
    assert small.values(passport, "endDate") == ["2016-12-07"]


def test_bank(small: Any) -> None:
    """Identifiers go where their label says; contacts and addresses are split; a tax office's code is no identifier."""
    assert small.values(BANK, "swiftBic") == ["KDBKKPPY"]
    assert small.values(BANK, "innCode") == ["7702165310"]
    assert small.values(BANK, "ogrnCode") == ["1237700341801"]
    assert small.values(BANK, "taxNumber") == ["7702165310"]
    assert small.values(BANK, "notes") == ["kppCode: 770101001"]
    assert small.values(BANK, "email") == ["kdb@co.chesin.com", "info@example.com"]
    assert small.values(BANK, "phone") == ["+85023818221", "+74957873333"]
    assert small.values(BANK, "address") == [
        "Segori-dong, Gyongheung St., Pyongyang, DPRK",
        "Vladivostok, Russian Federation",
    ]
    assert small.values(BANK, "country") == ["kp", "ru"]


def test_sanction(small: Any) -> None:
    """The act, its annex, measure, date and reason; the reason is a narrative too."""
    sanction = f"{BANK}-sanction"
    assert small.values(sanction, "authorityId") == ["32017R1509"]
    assert small.values(sanction, "programId") == ["EU-PRK"]
    assert small.values(sanction, "provisions") == ["Asset freeze"]
    assert small.values(sanction, "startDate") == ["2010-11-20"]
    assert small.values(sanction, "recordId") == ["Annex XIII.B 14"]
    assert small.values(sanction, "reason") == ["It belongs to Office 39."]
    assert [(row.subject, row.field, row.text) for row in small.documents][1] == (
        BANK,
        "reason",
        "It belongs to Office 39.",
    )


def test_ids_are_unique(small: Any) -> None:
    """Rows without a number are keyed by name; one number with one name is one party under two measures."""
    ships = sorted(small.entities("Vessel"))
    assert len(ships) == 2
    assert ships[1] == f"{ships[0]}-2"
    company = "eu-32017R1509-V-1"
    assert small.values(company, "topics") == ["export.control", "sanction"]
    assert small.values(f"{company}-sanction", "provisions") == ["Export control"]
    assert small.values(f"{company}-sanction-2", "provisions") == ["Financial restrictions"]


def test_nothing_is_lost(small: Any) -> None:
    """A wrong IMO number is kept beside a problem; a column that the schema lacks becomes a note."""
    assert small.messages("value") == ["imoNumber fails the check of its kind; kept as registrationNumber"]
    assert small.values("eu-32017R1509-V-1", "notes") == ["gender: male"]


def test_amendments_are_no_listing(read_list: Read, lists_path: Path) -> None:
    """An amending act has its own dataset, no topic, and a sanction that says what it is."""
    reading = read_list(lists_path / "eu" / "32026R1941.csv")
    reading.check()
    party = "eu-32017R1509-XIII.B-99"
    assert {row.dataset for row in reading.statements} == {AMENDMENT_DATASET}
    assert reading.values(party, "name") == ["Example Coal Trading"]
    assert reading.values(party, "topics") == []
    assert reading.values(f"{party}-sanction", "authorityId") == ["32026R1941"]
    assert "not consolidated" in reading.values(f"{party}-sanction", "status")[0]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Pak; Paek", ("Pak", "Paek")),
        ('"a; b"; c', ("a; b", "c")),
        ('"(a) 1.1.1958; (b) 1958"', ("1.1.1958", "1958")),
        ("(a) German, (b) Moroccan", ("German", "Moroccan")),
        ("(c) is not a list", ("(c) is not a list",)),
        ("Street 5 (b) House", ("Street 5 (b) House",)),
        ("", ()),
        ('"open', ("open",)),
    ],
)
def test_cells(text: str, values: tuple[str, ...]) -> None:
    """Semicolons part values outside quotation marks; numbered lists are taken apart; nothing else is."""
    assert split_cell(text) == values


def test_contacts() -> None:
    """Addresses of the net and telephone numbers are told apart from the words among them."""
    assert split_contacts("a@b.com; and c@d.org, www.x.ru (offline)") == ("a@b.com", "c@d.org", "www.x.ru")
    assert split_phones("+7 (812) 607-50-50; (Moscow) +7 495 787 33 33 and 12") == (
        "+7 (812) 607-50-50",
        "+7 495 787 33 33",
    )


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("13.10.1944", ("1944-10-13",)),
        ("31.8.1995, 7.9.2002", ("1995-08-31", "2002-09-07")),
        ("10.2.1983 (or 10.3.1983)", ("1983-02-10",)),
        ("1343 (Iranian Hijri calendar), 1964 or 1965 (Gregorian calendar)", ("[1964,1965]",)),
        ("12.6.2002 by Federal Law No. 67-FZ", ("2002-06-12",)),
        ("3/11/2005", ()),
        ("24.6.1402 (Hijri Calendar)", ()),
    ],
)
def test_dates(text: str, dates: tuple[str, ...]) -> None:
    """Dates are found among the words of a cell; a date that can be read in two ways is not."""
    assert read_dates(text) == dates


@pytest.mark.parametrize(
    ("text", "number", "prop"),
    [
        ("2130094170 (Tax ID/INN)", "2130094170", "innCode"),
        ("(OGRN) 1237700341801", "1237700341801", "ogrnCode"),
        ("Yemen passport number 00344994, issued on 3 Jul. 1999, issued in Sanaa", "00344994", "passportNumber"),
        ("516088643 (British passport issued on 7.1.2014, expires on 7.1.2024)", "516088643", "passportNumber"),
        ("0028892753 (National ID)", "0028892753", "idNumber"),
        ("HRB 81573", "HRB 81573", None),
        ("4433172081 (Iran)", "4433172081", None),
    ],
)
def test_labelled_numbers(text: str, number: str, prop: str | None) -> None:
    """The label of a number decides its property; without one the column does."""
    given_number = read_labelled(text)
    assert (given_number.number, given_number.prop) == (number, prop)


def test_aliases() -> None:
    """What a bracket or a clause says of the bearer is no part of an alias."""
    assert read_alias("Ali Barkani (Date of birth: 22.8.1973; place of birth: Morocco)") == "Ali Barkani"
    assert read_alias("Sayf-Al Adl. Date of birth: 11.4.1963.") == "Sayf-Al Adl"
    assert read_alias("Example Trading (Asia) Ltd") == "Example Trading (Asia) Ltd"
    assert split_alias("Fazel Rahim; Fazil Rahim") == ("Fazel Rahim", "Fazil Rahim")


def _rows(lists_path: Path) -> list[str]:
    return (lists_path / "eu" / "32017R1509.csv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",Vessel,", ",Wizard,", "schema 'Wizard' is not that of a party"),
        ("32017R1509,1,", "whatever,1,", "'whatever' is not the number of a legal act"),
        (",Example Star,", ",,", "the row has no name"),
        ("32017R1509,1,", '32017R1509,"1,', "the row has broken quotation marks"),
    ],
)
def test_quarantine(lists_path: Path, tmp_path: Path, read_list: Read, old: str, new: str, message: str) -> None:
    """A row that is no listing is a problem; the others are read."""
    path = tmp_path / "act.csv"
    path.write_text("\n".join(_rows(lists_path)).replace(old, new, 1) + "\n", encoding="utf-8")
    reading = read_list(path)
    reading.check()
    assert reading.messages("record") == [message]
    assert reading.tallies[0].parties == 5


def test_refused(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A header without its columns, or an end inside a row, refuses the file."""
    path = tmp_path / "act.csv"
    path.write_text("celex,recordId,name\n", encoding="utf-8")
    with pytest.raises(InputError, match="the header lacks schema"):
        read_list(path)
    path.write_text("\n".join(_rows(lists_path))[:-120], encoding="utf-8")
    with pytest.raises(InputError, match="ends inside a row"):
        read_list(path)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutations(data: st.DataObject, tmp_path: Path, lists_path: Path, read_list: Read) -> None:
    """Whatever happens to the bytes after the header, the act is refused with an InputError or its books balance."""
    content = (lists_path / "eu" / "32017R1509.csv").read_bytes()
    start = data.draw(st.integers(60, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 60)))
    piece = data.draw(
        st.one_of(st.binary(max_size=8), st.text(alphabet='",;()ab\n\r -19.ľ', max_size=16).map(str.encode))
    )
    path = tmp_path / "act.csv"
    path.write_bytes(content[:start] + piece + content[end:])
    try:
        reading = read_list(path)
    except InputError:
        return
    reading.check()


@pytest.mark.slow
@pytest.mark.shared_data
def test_true_counts(shared_data: Path, read_list: Read) -> None:
    """Every row of every consolidated act is a party of an id of its own; 326 of them in the act on North Korea."""
    ids: set[str] = set()
    rows, narratives, problems, korea = 0, 0, 0, 0
    for path in sorted((shared_data / "lists" / "eu_journal_2026-08-21" / "consolidated").glob("*.csv")):
        reading = read_list(path)
        reading.check()
        assert reading.messages("record") == []
        with path.open(encoding="utf-8-sig", newline="") as handle:
            assert reading.tallies[0].parties == sum(1 for _ in csv.reader(handle)) - 1
        parties = {row.entity_id for row in reading.statements if row.prop == "name"}
        assert ids.isdisjoint(parties)
        ids |= parties
        rows += reading.tallies[0].parties
        narratives += len(reading.documents)
        problems += len(reading.messages("value"))
        korea += reading.tallies[0].parties if path.stem == "32017R1509" else 0
    assert (rows, len(ids), korea) == (8_017, 8_017, 326)
    assert narratives == 6_261
    # Most are telephone numbers without their country's code.
    assert problems < 400


@pytest.mark.shared_data
def test_true_amendments(shared_data: Path, read_list: Read) -> None:
    """The eleven amending acts are read, and none of their parties is called listed by them."""
    rows = 0
    for path in sorted((shared_data / "lists" / "eu_journal_2026-08-21" / "amendments").glob("*.csv")):
        reading = read_list(path)
        reading.check()
        assert reading.source.dataset == AMENDMENT_DATASET
        assert not any(row.prop == "topics" for row in reading.statements)
        rows += reading.tallies[0].parties
    assert rows == 417
