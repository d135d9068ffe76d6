"""The EU's financial sanctions files as XML.

No whole file of the publisher was at hand: the fixture is written by its schema, xmlFullSanctionsList 1.1.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.dataset import find_dataset
from counterflow.collect.find import read_head
from counterflow.collect.readers.eu.fsf_xml import EuFsfXml
from counterflow.exc import InputError

from ..list_mutation import check_reader, count_read, mutations

Read = Callable[..., Any]
PERSON, COMPANY = "eu-fsf-901", "eu-fsf-902"


@pytest.fixture(scope="module")
def fixture_path(lists_path: Path) -> Path:
    """The small list of the fixtures."""
    return lists_path / "eu_fsf" / "full.xml"


@pytest.fixture(scope="module")
def small(read_list: Read, fixture_path: Path) -> Any:
    """The small list, read."""
    return read_list(fixture_path, reader=EuFsfXml())


def test_records_are_parties(small: Any) -> None:
    """Both entities are parties, of the day on which the file was generated."""
    small.check()
    assert small.tallies[0].parties == 2
    assert small.source.published == "2026-03-05"
    assert small.entities("Person") == {PERSON}
    assert small.entities("Organization") == {COMPANY}
    assert [row.message for row in small.problems] == ["the date is of another calendar; kept as a note"]


def test_names(small: Any) -> None:
    """The first strong name is the name; weak ones are weak; languages are those that the list states."""
    assert small.values(PERSON, "name") == ["Chang-Ho Paek"]
    assert small.values(PERSON, "weakAlias") == ["The Engineer"]
    assert small.values(PERSON, "alias") == ["Пак Чан Хо", "백창호"]
    assert small.values(PERSON, "firstName") == ["Chang-Ho"]
    assert small.values(PERSON, "lastName") == ["Paek"]
    langs = {row.value: row.lang for row in small.statements if row.prop in ("name", "alias")}
    assert langs["Пак Чан Хо"] == "bul"
    assert langs["백창호"] == "kor"
    assert langs["Chang-Ho Paek"] is None
    assert langs["Korea Example Trading Corporation"] == "eng"
    assert [row.field for row in small.support(PERSON, "name")] == ["nameAlias@wholeName"]


def test_person(small: Any) -> None:
    """Births in all their forms; a date of another calendar is no birth date."""
    assert small.values(PERSON, "birthDate") == ["1964-06-18", "1962", "1966", "1964-06"]
    assert {row.edtf for row in small.support(PERSON, "birthDate")} == {None, "1962~/1966~"}
    assert small.values(PERSON, "birthPlace") == ["Kaesong, KOREA, DEMOCRATIC PEOPLE'S REPUBLIC OF"]
    assert small.values(PERSON, "birthCountry") == ["kp"]
    assert small.values(PERSON, "nationality") == ["kp"]
    assert small.values(PERSON, "gender") == ["male"]
    assert small.values(PERSON, "title") == ["Dr"]
    assert small.values(PERSON, "position") == ["Senior official", "Head of the satellite control centre"]
    assert "1384 (ISLAMIC)" in small.values(PERSON, "notes")


def test_documents(small: Any) -> None:
    """A passport with its dates, issuer, bearer's name and flags; a number without a country."""
    assert small.values(PERSON, "passportNumber") == ["381420754"]
    assert small.values(PERSON, "idNumber") == ["15-77"]
    (passport,) = small.entities("Passport")
    assert small.values(passport, "startDate") == ["2011-12-07"]
    assert small.values(passport, "endDate") == ["2016-12-07"]
    assert small.values(passport, "country") == ["kp"]
    assert small.values(passport, "namesMentioned") == ["Paek Chang Ho"]
    assert small.values(passport, "summary") == ["diplomatic", "known to be expired", "passport"]
    assert small.values(COMPANY, "imoNumber") == ["IMO5342883"]


def test_address(small: Any) -> None:
    """An address on one line, its country, and contacts by their kind."""
    line = "Central District, P.O. Box 333, Pyongyang, KOREA, DEMOCRATIC PEOPLE'S REPUBLIC OF"
    assert small.values(COMPANY, "address") == [line]
    assert small.values(COMPANY, "country") == ["kp"]
    assert small.values(COMPANY, "phone") == ["+85023812100"]
    assert small.values(COMPANY, "email") == ["ketco@example.com"]
    assert small.values(COMPANY, "website") == ["http://www.example.com/"]
    assert small.values(COMPANY, "incorporationDate") == ["1998"]
    notes = ["Arms dealer", f"Address at the time of listing: {line}", "FAX: none known", "head office"]
    assert small.values(COMPANY, "notes") == notes


def test_sanctions(small: Any) -> None:
    """One sanction a regulation; an act that amends an earlier one dates the change, not the listing."""
    first, second = f"{COMPANY}-sanction", f"{COMPANY}-sanction-2"
    assert small.values(first, "program") == ["PRK"]
    assert small.values(first, "startDate") == ["2009-04-25"]
    assert small.values(first, "date") == ["2009-04-24"]
    assert small.values(second, "programId") == ["UNLI"]
    assert small.values(second, "startDate") == []
    assert small.values(second, "modifiedAt") == ["2017-09-01"]
    assert small.values(second, "summary") == ["amendment of the council"]
    sanction = f"{PERSON}-sanction"
    assert small.values(sanction, "authorityId") == ["EU.9001.10"]
    assert small.values(sanction, "unscId") == ["KPi.006"]
    assert small.values(sanction, "listingDate") == ["2013-02-15", "2013-04-23"]
    assert small.values(sanction, "summary") == ["Annex I, part (a)", "amendment of the council"]
    assert small.values(PERSON, "topics") == ["sanction"]


def test_remarks(small: Any) -> None:
    """A remark of a sentence is a narrative, a label is a note; the brackets around it are not part of it."""
    (narrative,) = small.documents
    assert narrative.subject == PERSON
    assert narrative.text.startswith("Senior official and head of")
    assert small.values(PERSON, "notes")[1:3] == [
        "Date of UN designation: 2013-01-22",
        "Date of designation: 23.4.2013",
    ]


def _change(path: Path, folder: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    changed = folder / "full.xml"
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")
    return changed


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('logicalId="902"', 'logicalId="901"', "logicalId 901 was used before"),
        ('logicalId="902"', "", "logicalId '' is no number"),
        (
            'code="enterprise" classificationCode="E"',
            'code="vessel"',
            "the subject type is neither person nor enterprise",
        ),
        ('wholeName="Korea Example Trading Corporation"', 'wholeName=""', None),
    ],
)
def test_quarantine(
    fixture_path: Path, tmp_path: Path, read_list: Read, old: str, new: str, message: str | None
) -> None:
    """An entity without number or kind, or with another's number, is a problem; a name is any of its names."""
    reading = read_list(_change(fixture_path, tmp_path, old, new), reader=EuFsfXml())
    reading.check()
    messages = [text.partition(", in")[0] for text in reading.messages("record")]
    assert messages == ([] if message is None else [message])
    assert reading.values(PERSON, "name") == ["Chang-Ho Paek"]
    if message is None:
        assert reading.values(COMPANY, "name") == ["KETCO"]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('circa="false"', 'circa="false" hour="7"', "birthdate@hour"),
        ("<citizenship", '<height value="1.7"/><citizenship', "height"),
    ],
)
def test_unknown_field(fixture_path: Path, tmp_path: Path, read_list: Read, old: str, new: str, field: str) -> None:
    """A field that the schema does not have is said, not dropped."""
    reading = read_list(_change(fixture_path, tmp_path, old, new), reader=EuFsfXml())
    assert field in [row.field for row in reading.problems if row.message == "the field is not known"]


def test_values_that_are_none_are_said(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A language, a country, a date or a number that is none becomes a problem, its party stays."""
    path = _change(fixture_path, tmp_path, 'nameLanguage="BG"', 'nameLanguage="Q?"')
    text = path.read_text(encoding="utf-8")
    text = text.replace('birthdate="1964-06-18"', 'birthdate="1964-06-31"').replace(
        'number="5342883"', 'number="5342884"'
    )
    text = text.replace(
        'countryIso2Code="KP" countryDescription="KOREA,', 'countryIso2Code="Q9" countryDescription="NOWHERE,'
    )
    path.write_text(text, encoding="utf-8")
    reading = read_list(path, reader=EuFsfXml())
    reading.check()
    fields = {row.field for row in reading.problems}
    assert {"nameAlias@nameLanguage", "birthdate@birthdate", "identification@number"} <= fields
    assert "citizenship@countryIso2Code" in fields
    assert reading.values(COMPANY, "idNumber") == ["5342884"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("</sanctionEntity>", "", "not well-formed"),
        ("<export ", "<!DOCTYPE x [<!ENTITY a 'b'>]><export ", "declares a document type"),
    ],
)
def test_refused(fixture_path: Path, tmp_path: Path, read_list: Read, old: str, new: str, reason: str) -> None:
    """Damage and declarations that only attacks need refuse the file."""
    with pytest.raises(InputError, match=reason):
        read_list(_change(fixture_path, tmp_path, old, new), reader=EuFsfXml())


def test_dataset() -> None:
    """The dataset names this reader."""
    dataset = find_dataset("eu_fsf")
    assert dataset is not None
    assert dataset.format == EuFsfXml.NAME


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutations(data: st.DataObject, tmp_path: Path, fixture_path: Path) -> None:
    """Whatever happens to a record, the list is refused with an InputError or read with its books in balance."""
    check_reader(EuFsfXml(), "m.xml", data.draw(mutations(fixture_path.read_bytes(), "xml")), tmp_path)


@pytest.mark.slow
def test_many_mutations(tmp_path: Path, fixture_path: Path) -> None:
    """The same, ten thousand times; many of the damaged lists are still read."""
    assert count_read(EuFsfXml(), "m.xml", fixture_path.read_bytes(), "xml", tmp_path) > 1_000


@pytest.mark.shared_data
def test_no_other_list_is_taken(shared_data: Path) -> None:
    """This reader recognises no list of another publisher."""
    files = [path for path in sorted((shared_data / "lists").rglob("*")) if path.is_file()]
    assert len(files) > 0
    assert [path.name for path in files if EuFsfXml().recognise(read_head(path))] == []
