"""Canada's list: parties by the fields they have, ids by regulations and item, names out of a field of many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from counterflow.collect.dataset import find_dataset
from counterflow.collect.find import read_head
from counterflow.collect.reader import Tally
from counterflow.collect.readers.ca.alias import read_name, split_aliases, split_languages
from counterflow.collect.readers.ca.sema_xml import CaSemaXml
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.tables import Problem

from ..list_mutation import check_reader, count_read, mutations

Read = Callable[..., Any]
REAL = "lists/ca_sema/sema_2025-06.xml"
GENERAL, CORRUPT, AGENCY = "ca-sema-syria-part-2-7", "ca-sema-jvcfor-12", "ca-sema-iran-1-part-1.1-7"
WORKS, SHIP = "ca-sema-russia-1-part-2-3", "ca-sema-russia-1.1-1"


@pytest.fixture(scope="module")
def fixture_path(lists_path: Path) -> Path:
    """The small list of the fixtures."""
    return lists_path / "ca_sema" / "sema.xml"


@pytest.fixture(scope="module")
def small(read_list: Read, fixture_path: Path) -> Any:
    """The small list, read."""
    return read_list(fixture_path, reader=CaSemaXml())


def test_records_are_parties(small: Any) -> None:
    """Five records are five parties; the schema follows from the fields; the file states no date, so there is none."""
    small.check()
    assert small.tallies[0].parties == 5
    assert small.problems == []
    assert small.source.published is None
    assert small.entities("Person") == {GENERAL, CORRUPT}
    assert small.entities("Organization") == {AGENCY, WORKS}
    assert small.entities("Vessel") == {SHIP}


def test_person(small: Any) -> None:
    """A name in its natural order, a title in two languages, a birth in one of two days or in a decade."""
    assert small.values(GENERAL, "name") == ["Hafez Makhlouf"]
    assert small.values(GENERAL, "lastName") == ["Makhlouf"]
    assert small.values(GENERAL, "title") == ["Major General", "major-général"]
    assert [row.edtf for row in small.support(GENERAL, "birthDate")] == ["[1971-04-02,1971-05-02]"] * 2
    assert small.values(CORRUPT, "birthDate") == ["1970", "1979"]
    assert {(row.text, row.edtf) for row in small.support(CORRUPT, "birthDate")} == {
        ("born in the early 1970s", "197X")
    }
    assert small.values(GENERAL, "country") == []


def test_aliases(small: Any) -> None:
    """Aliases are split, a single word is a weak one, a language label speaks of its own script alone."""
    assert small.values(GENERAL, "alias") == ["Хафез Махлуф", "Hafiz Makhluf"]
    assert small.values(GENERAL, "weakAlias") == ["Hafez"]
    langs = {row.value: row.lang for row in small.statements if row.prop in ("alias", "weakAlias")}
    assert (langs["Хафез Махлуф"], langs["Hafiz Makhluf"]) == ("rus", None)
    assert langs["Agence spatiale iranienne"] == "fra"
    assert small.values(AGENCY, "name") == ["Iranian Space Agency"]
    assert small.values(AGENCY, "alias")[1:] == ["ISA", "Space Agency Co., Ltd.", "ООО Пример", "Пример"]
    assert small.values(WORKS, "name") == ["Example Works JSC"]
    assert small.values(WORKS, "alias") == ["Works of Example"]
    assert small.values(WORKS, "notes") == ["АО", "DateOfBirthOrShipBuildDate: 1999"]


def test_ship(small: Any) -> None:
    """A ship has the type, number and year of a ship."""
    assert small.values(SHIP, "imoNumber") == ["IMO8405270"]
    assert small.values(SHIP, "buildDate") == ["1984"]
    assert small.values(SHIP, "type") == ["General Cargo / Multi Purpose"]


def test_sanction(small: Any) -> None:
    """The regulations are the programme, in both languages; schedule and item say where the party stands."""
    sanction = f"{GENERAL}-sanction"
    assert small.values(sanction, "entity") == [GENERAL]
    assert small.values(sanction, "program") == ["Syria", "Syrie"]
    assert small.values(sanction, "recordId") == ["Part 2, Item 7"]
    assert small.values(f"{SHIP}-sanction", "recordId") == ["Schedule 1.1, Item 1"]
    assert small.values(sanction, "listingDate") == ["2011-05-24"]
    assert small.values(sanction, "authority") == ["Global Affairs Canada"]
    assert small.values(GENERAL, "topics") == ["sanction"]


@pytest.mark.parametrize(
    ("text", "is_person", "names"),
    [
        ("Jeneral Meyer, Jeneral Meyè", True, ["Jeneral Meyer", "Jeneral Meyè"]),
        ("Htoo Wood Products Pte. Ltd., Htoo Wood", False, ["Htoo Wood Products Pte. Ltd.", "Htoo Wood"]),
        ("LAT, LLC Laser Devices and Technologies", False, ["LAT", "LLC Laser Devices and Technologies"]),
        ("Аргон, АО; НИИ Аргон", False, ["Аргон, АО", "НИИ Аргон"]),
        ("Office of Affairs, trade and customs", False, ["Office of Affairs, trade and customs"]),
        ("НПО Кант and АО «НПП «Кант»", False, ["НПО Кант", "АО «НПП «Кант»"]),
        ("A Meyer and B Meyer", True, ["A Meyer", "B Meyer"]),
        ("GORT/ORTAS", False, ["GORT", "ORTAS"]),
        ("First Channel or Primul Kanal", False, ["First Channel", "Primul Kanal"]),
        ("Works (Plant, Mill or Mine)", False, ["Works (Plant, Mill or Mine)"]),
        ("Ministry of Defence)", False, ["Ministry of Defence"]),
        ("Abbas Example\n عباس", True, ["Abbas Example", "عباس"]),
        (" ; , ", True, []),
        ('АО ""Центр ""Вигстар""', False, ['АО "Центр "Вигстар"']),
    ],
)
def test_split_aliases(text: str, *, is_person: bool, names: list[str]) -> None:
    """A sign parts names where both sides can be names."""
    assert [name.text for name in split_aliases(text, is_person=is_person)] == names


def test_read_name() -> None:
    """A slash parts English and French, unless it stands in brackets; "known as" gives the other name."""
    assert [name.text for name in read_name("Steel Mills (Bi/Pyi)")] == ["Steel Mills (Bi/Pyi)"]
    (name, former) = read_name("A Ltd. (formerly known as B (C) Ltd.)")
    assert (name.text, former.text, former.is_former) == ("A Ltd.", "B (C) Ltd.", True)
    assert [(one.text, one.lang) for one in split_languages("Dr.")] == [("Dr.", None)]


def _change(path: Path, folder: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    changed = folder / "sema.xml"
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")
    return changed


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("<Item>12</Item>", "", ("line 14", "the record has no Country or no Item")),
        ("<LastName>Thaung</LastName>", "<LastName/>", ("jvcfor-12", "the record has no name")),
        (
            "1, Part 2</Schedule>\n\t\t<Item>3<",
            "1.1</Schedule>\n\t\t<Item>1<",
            ("russia-1.1-1", "Country, Schedule and Item were used before, in line 29"),
        ),
    ],
)
def test_quarantine(
    fixture_path: Path, tmp_path: Path, read_list: Read, old: str, new: str, problem: tuple[str, str]
) -> None:
    """A record without number or name, or with another's number, is a problem; the others are read."""
    reading = read_list(_change(fixture_path, tmp_path, old, new), reader=CaSemaXml())
    reading.check()
    assert [(row.record, row.message) for row in reading.problems if row.severity == "record"] == [problem]
    assert reading.tallies[0].parties == 4


def test_no_party_is_without_a_name(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """Signs are no name: the record is in quarantine, or goes by another of its fields."""
    path = _change(fixture_path, tmp_path, "<LastName>Thaung</LastName>", "<LastName>;;</LastName>")
    reading = read_list(path, reader=CaSemaXml())
    reading.check()
    assert reading.messages("record") == ["the record has no name"]
    other = "<LastName>;;</LastName><EntityOrShip>Thaung Trading</EntityOrShip>"
    path = _change(fixture_path, tmp_path, "<LastName>Thaung</LastName>", other)
    reading = read_list(path, reader=CaSemaXml())
    reading.check()
    assert reading.messages("record") == []
    assert reading.values("ca-sema-jvcfor-12", "name") == ["Thaung Trading"]


def test_corrected_name_is_the_same_party(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """The id holds through a corrected spelling and through white space in the schedule."""
    path = _change(fixture_path, tmp_path, "Makhlouf ", "Makhluf")
    text = path.read_text(encoding="utf-8").replace("1,Part 1.1", " 1, Part 1.1 ")
    path.write_text(text, encoding="utf-8")
    reading = read_list(path, reader=CaSemaXml())
    assert reading.values(GENERAL, "name") == ["Hafez Makhluf"]
    assert reading.values(AGENCY, "name") == ["Iranian Space Agency"]


def test_unknown_field(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A field that the format did not have is said, not dropped."""
    reading = read_list(_change(fixture_path, tmp_path, "<Item>7", "<Flag>Togo</Flag><Item>7"), reader=CaSemaXml())
    (problem,) = reading.problems
    assert (problem.field, problem.value, problem.record) == ("Flag", "Togo", "syria-part-2-7")


def test_date_of_the_vintage(fixture_path: Path) -> None:
    """A vintage that is dated before its newest listing is said to be."""
    file = SourceFile(fixture_path, "sema.xml", "", 0, "r")
    for published, number in (("2025-02", 0), ("2025-02-20", 1), (None, 0)):
        rows = list(CaSemaXml().records(Source("ca_sema_xml", (file,), "ca_dfatd_sema_sanctions", published=published)))
        problems = [row for row in rows if isinstance(row, Problem)]
        assert len(problems) == number
        assert isinstance(rows[-1], Tally)
        assert all(problem.severity == "value" and "2025-02-21" in problem.message for problem in problems)


def test_refused(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A list that is cut off is refused, with its line."""
    data = fixture_path.read_bytes()
    path = tmp_path / "sema.xml"
    for end in range(700, len(data) - 12, 101):
        path.write_bytes(data[:end])
        with pytest.raises(InputError, match="line"):
            read_list(path, reader=CaSemaXml())


def test_dataset() -> None:
    """The dataset names this reader; half of the list of June 2025 is not the list."""
    dataset = find_dataset("ca_dfatd_sema_sanctions")
    assert dataset is not None
    assert dataset.format == CaSemaXml.NAME
    assert 4_759 // 2 < dataset.expected.min < 4_759 < dataset.expected.max


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutations(data: st.DataObject, tmp_path: Path, fixture_path: Path) -> None:
    """Whatever happens to a record, the list is refused with an InputError or read with its books in balance."""
    check_reader(CaSemaXml(), "m.xml", data.draw(mutations(fixture_path.read_bytes(), "xml")), tmp_path)


@pytest.mark.slow
def test_many_mutations(tmp_path: Path, fixture_path: Path) -> None:
    """The same, ten thousand times; many of the damaged lists are still read."""
    assert count_read(CaSemaXml(), "m.xml", fixture_path.read_bytes(), "xml", tmp_path) > 2_000


@pytest.mark.shared_data
def test_real_list(shared_data: Path, read_list: Read) -> None:
    """Every record of June 2025 is a party with an id of its own; one birth date of two digits cannot be read."""
    reading = read_list(shared_data / REAL, reader=CaSemaXml())
    reading.check()
    assert (reading.tallies[0].records, reading.tallies[0].parties) == (4_759, 4_759)
    assert {schema: len(reading.entities(schema)) for schema in ("Person", "Organization", "Vessel")} == {
        "Person": 3_334,
        "Organization": 1_316,
        "Vessel": 109,
    }
    assert [(row.field, row.value) for row in reading.problems] == [("DateOfBirthOrShipBuildDate", "Sep-99")]
    assert len([row for row in reading.statements if row.prop == "imoNumber"]) == 109
    assert len([row for row in reading.statements if row.prop == "listingDate"]) == 4_759


@pytest.mark.shared_data
def test_every_field_is_known(shared_data: Path) -> None:
    """Every field of the real list is mapped, and each is counted."""
    counts: dict[str, int] = {}
    for record in etree.parse(str(shared_data / REAL)).getroot():
        for element in record.iterdescendants():
            counts[str(element.tag)] = counts.get(str(element.tag), 0) + 1
    assert counts.keys() == CaSemaXml.FIELDS.keys()
    assert (counts["Aliases"], counts["Schedule"], counts["TitleOrShip"]) == (2_877, 4_430, 172)


@pytest.mark.shared_data
def test_no_other_list_is_taken(shared_data: Path) -> None:
    """Of all real lists this reader recognises its own alone."""
    files = [path for path in sorted((shared_data / "lists").rglob("*")) if path.is_file()]
    taken = [path.relative_to(shared_data).as_posix() for path in files if CaSemaXml().recognise(read_head(path))]
    assert taken == [REAL]
