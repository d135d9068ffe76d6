"""OFSI's Consolidated List in its forms of 2018 and 2022; of the later one no real file was at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.find import read_head
from counterflow.collect.readers.uk.conlist_csv import UkConListCsv
from counterflow.collect.readers.uk.sanctions_list_csv import UkSanctionsListCsv
from counterflow.collect.readers.uk.sanctions_list_xml import UkSanctionsListXml
from counterflow.exc import InputError

from ..list_mutation import MANY, check_reader, count_read, mutations

NAMES = ("ConList_2018.csv", "ConList_2022.csv")
Read = Callable[..., Any]
PERSON, SHIP, COMPANY, BANK = "gb-ofsi-12850", "gb-ofsi-13552", "gb-ofsi-13553", "gb-ofsi-13999"


@pytest.fixture(scope="module")
def old(read_list: Read, lists_path: Path) -> Any:
    """The form of 2018."""
    return read_list(lists_path / "uk" / "ConList_2018.csv", reader=UkConListCsv())


@pytest.fixture(scope="module")
def late(read_list: Read, lists_path: Path) -> Any:
    """The form of 2022."""
    return read_list(lists_path / "uk" / "ConList_2022.csv", reader=UkConListCsv())


def test_groups_are_parties(old: Any, late: Any) -> None:
    """Rows of one Group ID are one party wherever they stand; the first line dates the file."""
    for reading, published, encoding in ((old, "2018-04-13", "cp1252"), (late, "2025-10-08", "utf-8")):
        reading.check()
        tally = reading.tallies[0]
        assert (tally.records, tally.parties, tally.encoding) == (3, 3, encoding)
        assert reading.source.published == published
        assert reading.problems == []


def test_old_person(old: Any) -> None:
    """Numbered values are parted, the second birth country belongs to no town, and dates stay approximate."""
    assert old.values(PERSON, "name") == ["Chang-Ho PAEK"]
    assert old.values(PERSON, "alias") == ["Chang-Ho PAK"]
    assert old.values(PERSON, "title") == ["General", "Doctor"]
    assert sorted(old.values(PERSON, "birthDate")) == ["1964-06-18", "1965-09", "1966"]
    assert {row.edtf for row in old.support(PERSON, "birthDate")} == {"1964-06-18~", "1965-09~", "1966~"}
    assert old.values(PERSON, "nationality") == ["kp", "ru"]
    assert old.values(PERSON, "birthPlace") == ["Kaesong, DPRK"]
    assert old.values(PERSON, "birthCountry") == ["kp", "cn"]
    assert old.values(PERSON, "passportNumber") == ["381420754", "D 000912"]
    assert old.values(PERSON, "idNumber") == ["98606491"]
    assert [row.hedge for row in old.support(PERSON, "address")] == ["former"]
    assert [row.hedge for row in old.support(PERSON, "country")] == ["former"]
    assert old.values(PERSON, "email") == ["centre@example.com"]
    assert "general’s" in old.values(PERSON, "notes")[0]
    assert {row.text for row in old.support(PERSON, "nationality")} == {"1) North Korean 2) Russian"}


def test_old_references(old: Any) -> None:
    """A UN reference and a ship's numbers stand in the text; a shipping company's IMO number makes it no ship."""
    assert old.values(f"{PERSON}-sanction", "unscId") == ["KPi.006"]
    assert old.values(f"{PERSON}-sanction", "recordId") == ["12850"]
    assert old.entities("Vessel") == {SHIP}
    assert (old.values(SHIP, "imoNumber"), old.values(SHIP, "mmsi")) == (["IMO9562233"], ["620233000"])
    assert old.entities("Organization") == {COMPANY}
    assert old.values(COMPANY, "previousName") == ["EXAMPLE MARINE CO"]


def test_two_regimes(old: Any) -> None:
    """A party under two regimes has two sanctions, in the order of their dates."""
    first, second = f"{COMPANY}-sanction", f"{COMPANY}-sanction-2"
    assert old.values(first, "listingDate") == ["2017-10-19"]
    assert old.values(second, "program") == ["Iran (human rights)"]
    assert old.values(second, "entity") == [COMPANY]


def test_late_form(late: Any) -> None:
    """Qualities, scripts and separate columns are read, and the tags of Other Information like columns."""
    assert late.values(PERSON, "alias") == ["Chang-Ho PAK", "백창호"]
    assert late.values(PERSON, "weakAlias") == ["The Engineer"]
    assert late.values(PERSON, "gender") == ["male"]
    assert late.values(PERSON, "passportNumber") == ["381420754", "381420755"]
    sanction = f"{PERSON}-sanction"
    assert late.values(sanction, "authorityId") == ["DPR0901"]
    assert late.values(sanction, "unscId") == ["KPi.006"]
    assert late.values(sanction, "reason") == ["He directs launches."]
    assert (late.values(sanction, "listingDate"), late.values(sanction, "startDate")) == (
        ["2013-01-23"],
        ["2013-01-22"],
    )
    assert late.values(BANK, "phone") == ["+85023818221"]
    assert late.values(BANK, "website") == ["http://www.example.com/"]
    assert late.values(BANK, "registrationNumber") == ["BR-99-XY"]
    assert late.values(SHIP, "flag") == ["km"]
    assert late.values(SHIP, "buildDate") == ["2011"]
    assert [(one.subject, one.field) for one in late.documents] == [
        (PERSON, "Other Information"), (BANK, "Other Information"), (SHIP, "Other Information")
    ]  # fmt: skip


def _change(lists_path: Path, folder: Path, old: bytes, new: bytes) -> Path:
    data = (lists_path / "uk" / "ConList_2018.csv").read_bytes()
    assert old in data
    path = folder / "ConList.csv"
    path.write_bytes(data.replace(old, new, 1))
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"PETREL 8", b"-", "the party has no name"),
        (b"PETREL 8", b"", "the party has no name"),
        (b",13552\r\n", b",\r\n", "Group ID '' is no number of a party"),
        (b"PETREL 8", b"PETREL,8", "the row has 30 columns"),
        (b"PETREL 8", b'"PETREL" 8', "the row cannot be read: ',' expected after '\"'"),
    ],
)
def test_quarantine(lists_path: Path, tmp_path: Path, read_list: Read, old: bytes, new: bytes, message: str) -> None:
    """A row without number, name or all its columns is a problem, and the other parties are read."""
    reading = read_list(_change(lists_path, tmp_path, old, new), reader=UkConListCsv())
    reading.check()
    assert reading.messages("record") == [message]
    assert reading.values(PERSON, "name") == ["Chang-Ho PAEK"]


def test_damaged_files(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A file that ends in a record or in quotation marks is refused; without its last line end it is read, and said."""
    data = (lists_path / "uk" / "ConList_2018.csv").read_bytes()
    path = tmp_path / "ConList.csv"
    for broken in (data[:-20], data.replace(b"PETREL 8", b'"PETREL 8', 1), b"\r\n".join(data.split(b"\r\n")[:2])):
        path.write_bytes(broken)
        with pytest.raises(InputError):
            read_list(path, reader=UkConListCsv())
    path.write_bytes(data.rstrip())
    reading = read_list(path, reader=UkConListCsv())
    assert reading.messages("value") == ["the file has no line end after its last record: the record may be cut off"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("name", NAMES)
def test_mutated_records(data: st.DataObject, name: str, tmp_path: Path, lists_path: Path) -> None:
    """Whatever happens to a file, it is refused with an InputError or read with its books in balance."""
    copy = data.draw(mutations((lists_path / "uk" / name).read_bytes(), "comma"))
    check_reader(UkConListCsv(), name, copy, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_mutated_records_at_length(name: str, tmp_path: Path, lists_path: Path) -> None:
    """As above, ten thousand times over the two forms, and most of the damaged files are still read."""
    data = (lists_path / "uk" / name).read_bytes()
    assert count_read(UkConListCsv(), name, data, "comma", tmp_path, copies=MANY // 2) > MANY // 4


@pytest.fixture(scope="module")
def real(shared_data: Path, read_list: Read) -> Any:
    """OFSI's list of 13 April 2018."""
    return read_list(shared_data / "lists" / "uk_ofsi" / "ConList_2018-04-13.csv", reader=UkConListCsv())


@pytest.mark.shared_data
def test_true_counts(real: Any) -> None:
    """9,487 rows are 2,106 parties: 1,426 persons, 655 organisations, 25 ships."""
    real.check()
    tally = real.tallies[0]
    assert (tally.records, tally.parties, tally.encoding) == (2_106, 2_106, "cp1252")
    assert real.source.published == "2018-04-13"
    schemata = Counter(row.schema for row in real.statements if row.prop == "topics")
    assert schemata == {"Person": 1_426, "Organization": 655, "Vessel": 25}
    assert len(real.entities("Sanction")) == 2_114


@pytest.mark.shared_data
def test_true_problems(real: Any) -> None:
    """What cannot be read of the real list are countries that are none, each named."""
    assert {row.message for row in real.problems} == {
        "birthCountry is not a country",
        "country is not a country",
        "nationality is not a country",
    }
    assert len(real.problems) == 16


@pytest.mark.shared_data
def test_true_party(real: Any) -> None:
    """A party whose rows combine names and birth dates has each of them once."""
    assert real.values("gb-ofsi-13349", "name") == ["Nayef Salam Muhammad Ujaym AL-HABABI"]
    assert sorted(real.values("gb-ofsi-13349", "birthDate")) == ["1980", "1981"]
    assert real.values("gb-ofsi-13349", "nationality") == ["sa", "qa"]
    assert real.values("gb-ofsi-13349", "passportNumber") == ["592667"]
    assert real.values("gb-ofsi-13349-sanction", "unscId") == ["QDe.004"]
    assert real.values("gb-ofsi-13556", "imoNumber") == ["IMO8937675"]


@pytest.mark.shared_data
def test_no_other_list_is_claimed(shared_data: Path) -> None:
    """Of all the real lists the UK's readers recognise OFSI's alone."""
    readers = (UkConListCsv(), UkSanctionsListCsv(), UkSanctionsListXml())
    claimed = [
        path.name
        for path in sorted((shared_data / "lists").rglob("*"))
        if path.is_file() and any(reader.recognise(read_head(path)) for reader in readers)
    ]
    assert claimed == ["ConList_2018-04-13.csv"]
