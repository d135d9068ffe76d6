"""The UK Sanctions List: XML and CSV say the same. No real file was at hand: the fixtures follow the schema."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.find import read_head
from counterflow.collect.reader import ListReader
from counterflow.collect.readers.uk.conlist_csv import UkConListCsv
from counterflow.collect.readers.uk.sanctions_list_csv import UkSanctionsListCsv
from counterflow.collect.readers.uk.sanctions_list_xml import UkSanctionsListXml
from counterflow.exc import InputError

from ..list_mutation import check_reader, count_read, mutations

Read = Callable[..., Any]
XML, CSV = "UK-Sanctions-List.xml", "UK-Sanctions-List.csv"
PERSON, BANK, SHIP = "gb-DPR0901", "gb-DPR0902", "gb-DPR0075"


def _read(read_list: Read, path: Path) -> Any:
    reader = UkSanctionsListXml() if path.suffix == ".xml" else UkSanctionsListCsv()
    return read_list(path, reader=reader)


@pytest.fixture(scope="module", params=[XML, CSV])
def small(request: pytest.FixtureRequest, read_list: Read, lists_path: Path) -> Any:
    """The small list, in either format."""
    return _read(read_list, lists_path / "uk" / request.param)


def test_records_are_parties(small: Any) -> None:
    """Three designations are three parties of the date that the file states, the 8th of October, without a problem."""
    small.check()
    assert (small.tallies[0].records, small.tallies[0].parties, small.tallies[0].encoding) == (3, 3, "utf-8")
    assert small.source.published == "2026-10-08"
    assert small.problems == []


def test_formats_agree(read_list: Read, lists_path: Path) -> None:
    """The same designation has the same ids, values and languages whichever format it is read from."""
    xml, rows = (_read(read_list, lists_path / "uk" / name) for name in (XML, CSV))
    assert {(row.id, row.schema, row.value) for row in xml.statements} == {
        (row.id, row.schema, row.value) for row in rows.statements
    }
    assert [(one.subject, one.text) for one in xml.documents] == [(one.subject, one.text) for one in rows.documents]


def test_names(small: Any) -> None:
    """Names are in the order of speech, variations are aliases, and the language of a wrong label is left out."""
    assert small.values(PERSON, "name") == ["CHANG-HO PAEK"]
    assert small.values(PERSON, "alias") == ["Chang-Ho PAK", "Ch'ang-Ho PAEK", "백창호", "Пак Чхан Хо"]
    assert small.values(PERSON, "weakAlias") == ["The Engineer"]
    assert small.values(PERSON, "lastName") == ["PAEK", "PAK"]
    langs = {row.value: row.lang for row in small.statements if row.prop == "alias"}
    assert (langs["백창호"], langs["Пак Чхан Хо"]) == ("kor", None)


def test_person(small: Any) -> None:
    """Dates are day first with their own precision; titles, birth place and papers have their properties."""
    assert sorted(small.values(PERSON, "birthDate")) == ["1964-06-18", "1965", "1966-07", "1967-04-05"]
    assert small.values(PERSON, "title") == ["Dr", "Professor"]
    assert small.values(PERSON, "gender") == ["male"]
    assert small.values(PERSON, "birthPlace") == ["Kaesong, North Korea"]
    assert small.values(PERSON, "nationality") == small.values(PERSON, "birthCountry") == ["kp"]
    assert small.values(PERSON, "passportNumber") == ["381420754"]
    (passport,) = small.entities("Passport")
    assert small.values(passport, "country") == ["kp"]
    assert small.values(passport, "startDate") == ["2011-12-07"]
    assert small.values(passport, "endDate") == ["2016-12-07"]
    assert small.values(PERSON, "idNumber") == ["15-77"]


def test_sanction(small: Any) -> None:
    """The designation has its regime, measures and reason, and the numbers by which other lists name it."""
    sanction = f"{PERSON}-sanction"
    assert small.values(sanction, "entity") == [PERSON]
    assert small.values(sanction, "authorityId") == ["DPR0901"]
    assert small.values(sanction, "recordId") == ["12850"]
    assert small.values(sanction, "unscId") == ["KPi.006"]
    assert small.values(sanction, "provisions") == ["Asset freeze", "Travel Ban"]
    assert small.values(sanction, "startDate") == small.values(sanction, "listingDate") == ["2013-01-22"]
    assert small.values(sanction, "modifiedAt") == ["2026-08-04"]
    assert small.values(sanction, "reason") == ["He directs launches that break Security Council resolutions."]
    assert small.values(f"{SHIP}-sanction", "provisions") == ["Prohibition of port entry"]
    assert {row.value for row in small.statements if row.prop == "topics"} == {"sanction"}


def test_entity(small: Any) -> None:
    """A bank is a company with numbers, contacts, a parent and two subsidiaries, each a stub of its own."""
    assert BANK in small.entities("Company")
    assert small.values(BANK, "innCode") == ["7707083893"]
    assert small.values(BANK, "registrationNumber") == ["BR-99-XY"]
    assert small.values(BANK, "email") == ["bank@example.com", "info@example.com"]
    assert small.values(BANK, "phone") == ["+85023818221"]
    assert small.values(BANK, "notes") == ["Phone number: +850-2-18111"]
    owned = {
        tuple(small.values(one, prop)[0] for prop in ("owner", "asset", "role")) for one in small.entities("Ownership")
    }
    names = {row.entity_id: row.value for row in small.statements if row.prop == "name"}
    assert {(names[owner], names[asset], role) for owner, asset, role in owned} == {
        ("Office 39", "KOREA DAESONG BANK", "Parent company"),
        ("KOREA DAESONG BANK", "Example Daesong Trading", "Subsidiary"),
        ("KOREA DAESONG BANK", "Example Daesong Shipping", "Subsidiary"),
        ("Example Shipping Ltd", "PETREL 8", "Current owner/operator"),
        ("Example Marine Co", "PETREL 8", "Previous owner/operator"),
    }


def test_parent_of_no_company(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """What is no company by its type and numbers is linked to its parent, not owned by it."""
    path = _change(lists_path, tmp_path, XML, "State-owned bank", "Government department")
    text = path.read_text(encoding="utf-8").replace("INN: 7707083893", "").replace("BR-99-XY", "")
    path.write_text(text.replace("Office 39</Parent", "-</Parent"), encoding="utf-8")
    reading = _read(read_list, path)
    assert BANK in reading.entities("Organization")
    assert reading.messages("value") == ["this is not a name"]
    path.write_text(text, encoding="utf-8")
    reading = _read(read_list, path)
    (link,) = reading.entities("UnknownLink")
    assert reading.values(link, "object") == [BANK]
    assert reading.values(link, "role") == ["Parent company"]


def test_ship(small: Any) -> None:
    """A ship has its number, flags and measures; who owns or operates it is possible, who did is former."""
    assert small.values(SHIP, "imoNumber") == ["IMO9562233"]
    assert (small.values(SHIP, "flag"), small.values(SHIP, "pastFlags")) == (["km"], ["pa"])
    assert (small.values(SHIP, "buildDate"), small.values(SHIP, "tonnage")) == (["2011"], ["7078"])
    assert small.values(SHIP, "notes") == ["Length of ship: 110 m"]
    owners = {row.id for row in small.statements if row.prop == "asset" and row.value == SHIP}
    assert {row.hedge for row in small.evidence if row.statement_id in owners} == {"possible", "former"}


def test_evidence_names_the_format(read_list: Read, lists_path: Path) -> None:
    """A value's evidence names the element or the column that it stands in."""
    xml, rows = (_read(read_list, lists_path / "uk" / name) for name in (XML, CSV))
    assert {row.field for row in xml.support(SHIP, "imoNumber")} == {"ShipDetails/Ship/IMONumbers/IMONumber"}
    assert {row.field for row in rows.support(SHIP, "imoNumber")} == {"IMO number"}


def _change(lists_path: Path, folder: Path, name: str, old: str, new: str) -> Path:
    text = (lists_path / "uk" / name).read_bytes().decode("utf-8")
    assert old in text
    path = folder / name
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<UniqueID>DPR0902</UniqueID>", "<UniqueID>DPR0901</UniqueID>", "UniqueID DPR0901 was used before"),
        ("<UniqueID>DPR0902</UniqueID>", "", "the record has no UniqueID"),
        ("<UniqueID>DPR0902</UniqueID>", "<UniqueID>?</UniqueID>", "UniqueID '?' is no number of a party"),
        ("<Name6>PETREL 8</Name6>", "<Name6> </Name6>", "the record has no name"),
    ],
)
def test_xml_quarantine(lists_path: Path, tmp_path: Path, read_list: Read, old: str, new: str, message: str) -> None:
    """A record without number or name, or with another's number, is a problem; the others are read."""
    reading = _read(read_list, _change(lists_path, tmp_path, XML, old, new))
    reading.check()
    assert [text.partition(", in")[0] for text in reading.messages("record")] == [message]
    assert (reading.tallies[0].records, reading.tallies[0].parties) == (3, 2)


def test_csv_quarantine(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A row with too many columns is a problem; the party's other rows are read."""
    reading = _read(read_list, _change(lists_path, tmp_path, CSV, ",PAK,", ",PAK,,"))
    reading.check()
    assert reading.messages("record") == ["the row has 59 columns"]
    assert reading.values(PERSON, "name") == ["CHANG-HO PAEK"]
    assert "Chang-Ho PAK" not in reading.values(PERSON, "alias")


def test_unknown_fields(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """An element or a column that the format did not have is said; the words of a column are kept as notes."""
    xml = _read(read_list, _change(lists_path, tmp_path, XML, "<Titles>", "<EyeColour>brown</EyeColour><Titles>"))
    assert [(row.field, row.value, row.message) for row in xml.problems] == [
        ("EyeColour", "brown", "the field is not known")
    ]
    rows = _read(read_list, _change(lists_path, tmp_path, CSV, "Length of ship", "Draught"))
    assert [(row.field, row.message) for row in rows.problems] == [
        ("Draught", "the column is not known; kept as notes")
    ]
    assert rows.values(SHIP, "notes") == ["Draught: 110 m"]


def test_values_that_cannot_be_read(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A date with the month first, an unknown type and a wrong IMO number are problems, never guesses."""
    dated = _read(read_list, _change(lists_path, tmp_path, XML, "<DOB>18/06/1964", "<DOB>06/18/1964"))
    assert [(row.field, row.value) for row in dated.problems] == [
        ("IndividualDetails/Individual/DOBs/DOB", "06/18/1964")
    ]
    assert sorted(dated.values(PERSON, "birthDate")) == ["1965", "1966-07", "1967-04-05"]
    typed = _read(read_list, _change(lists_path, tmp_path, XML, ">Ship<", ">Aircraft<"))
    assert "the type is not known; read as LegalEntity" in typed.messages("value")
    ship = _read(read_list, _change(lists_path, tmp_path, XML, "IMO9562233", "IMO9562234"))
    assert ship.messages("value") == ["imoNumber fails the check of its kind; kept as registrationNumber"]


@pytest.mark.parametrize("name", [XML, CSV])
def test_truncated(lists_path: Path, tmp_path: Path, read_list: Read, name: str) -> None:
    """A file cut off inside a record is refused."""
    data = (lists_path / "uk" / name).read_bytes()
    (tmp_path / name).write_bytes(data[: len(data) - 60])
    with pytest.raises(InputError):
        _read(read_list, tmp_path / name)


def test_utf8_with_a_damaged_byte(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """One wrong byte does not turn a file of UTF-8 into Windows-1252, which would garble every other name."""
    data = (lists_path / "uk" / CSV).read_bytes()
    (tmp_path / CSV).write_bytes(data.replace(b"Kaesong", b"Kaes\xf6ng", 1))
    with pytest.raises(InputError, match="neither UTF-8 nor Windows-1252"):
        _read(read_list, tmp_path / CSV)


def test_recognise(lists_path: Path) -> None:
    """Each reader knows its own files and no other's."""
    readers = (UkSanctionsListXml(), UkSanctionsListCsv(), UkConListCsv())
    for path in sorted(lists_path.rglob("*.*")):
        head = read_head(path)
        known = [reader.NAME for reader in readers if reader.recognise(head)]
        expected = {
            XML: ["uk_sanctions_list_xml"],
            CSV: ["uk_sanctions_list_csv"],
            "ConList_2018.csv": ["uk_conlist_csv"],
            "ConList_2022.csv": ["uk_conlist_csv"],
        }
        assert known == expected.get(path.name, [])


FORMATS = ((UkSanctionsListXml, XML, "xml"), (UkSanctionsListCsv, CSV, "comma"))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize(("reader", "name", "kind"), FORMATS)
def test_mutated_records(
    data: st.DataObject, reader: type[ListReader], name: str, kind: str, tmp_path: Path, lists_path: Path
) -> None:
    """Whatever happens to a file, it is refused with an InputError or read with its books in balance."""
    check_reader(reader(), name, data.draw(mutations((lists_path / "uk" / name).read_bytes(), kind)), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(("reader", "name", "kind"), FORMATS)
def test_mutated_records_at_length(
    reader: type[ListReader], name: str, kind: str, tmp_path: Path, lists_path: Path
) -> None:
    """As above, ten thousand times, and many of the damaged files are still read."""
    assert count_read(reader(), name, (lists_path / "uk" / name).read_bytes(), kind, tmp_path) > 2_000
