"""The Swiss list: names in parts and scripts, places beside the targets, and the removed ones that stay in it.

No file of the publisher was at hand: the fixture is written by its schema, swiss-sanctions-list.
"""

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
from counterflow.collect.reader import ListRecord
from counterflow.collect.readers.ch.name import MAX_SPELLINGS, read_parts, spellings, whole_name
from counterflow.collect.readers.ch.seco_xml import ChSecoXml
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError

from ..list_mutation import check_reader, count_read, mutations

Read = Callable[..., Any]
_TARGET = (
    '<swiss-sanctions-list list-type="whole-list" date="{date}"><target ssid="7"><individual>'
    '<identity ssid="8" main="true"><name ssid="9" name-type="primary-name">'
    '<name-part order="1" name-part-type="family-name"><value>Paek</value>'
    "</name-part></name></identity></individual>{changes}</target></swiss-sanctions-list>"
)
PERSON, COMPANY, SHIP = "ch-seco-1001", "ch-seco-1100", "ch-seco-1200"


@pytest.fixture(scope="module")
def fixture_path(lists_path: Path) -> Path:
    """The small list of the fixtures."""
    return lists_path / "ch_seco" / "whole.xml"


@pytest.fixture(scope="module")
def small(read_list: Read, fixture_path: Path) -> Any:
    """The small list, read."""
    return read_list(fixture_path, reader=ChSecoXml())


def test_records_are_parties(small: Any) -> None:
    """Three targets are three parties, of the date that the root states; the history inside them is none."""
    small.check()
    assert (small.tallies[0].records, small.tallies[0].parties) == (3, 3)
    assert small.source.published == "2026-03-05"
    assert not small.source.is_partial
    assert small.entities("Person") == {PERSON}
    assert small.entities("Organization") == {COMPANY}
    assert small.entities("Vessel") == {SHIP}
    assert not any(row.value.startswith("Not a ") for row in small.statements)


def test_names(small: Any) -> None:
    """Parts in the order of speech; a spelling that one part lacks mixes scripts and is weak."""
    assert small.values(PERSON, "name") == ["Chang-Ho Paek"]
    assert small.values(PERSON, "alias") == ["창호 백", "Paek Ch'ang-Ho"]
    assert small.values(PERSON, "weakAlias") == ["Чан Хо Paek", "The Engineer"]
    assert small.values(PERSON, "previousName") == ["Pak Chang-Ho"]
    assert small.values(PERSON, "firstName") == ["Chang-Ho"]
    assert small.values(PERSON, "lastName") == ["Paek"]
    assert small.values(PERSON, "title") == ["Dr"]
    assert {row.value: row.lang for row in small.statements if row.prop == "alias"}["창호 백"] == "kor"


def test_person(small: Any) -> None:
    """Births, the doubtful one as possible; places from beside the targets, in the words of the list."""
    assert small.values(PERSON, "birthDate") == ["1964-06-18", "1965"]
    assert [row.hedge for row in small.support(PERSON, "birthDate")] == ["fact", "possible"]
    assert small.values(PERSON, "birthPlace") == ["Kaesong, Korea (North)"]
    assert small.values(PERSON, "birthCountry") == ["kp"]
    assert small.values(PERSON, "nationality") == ["kp"]
    assert small.values(PERSON, "gender") == ["male"]
    assert small.values(PERSON, "position") == ["Head of the satellite control centre"]
    assert small.values(PERSON, "address") == [
        "c/o Korean Committee for Space Technology, Haeun 2-dong, P.O. Box 120, 00850, Pyongyang,"
        " Pyongyang Directly Governed City, Korea (North)"
    ]
    assert [row.hedge for row in small.support(PERSON, "address")] == ["possible"]
    assert small.values(PERSON, "notes") == [
        "1 2 1384 (Hijri)",
        "Place also written Gaeseong",
        "Office address",
        "The identity was confirmed in 2014.",
        "eye colour: brown",
        "related-to 9999",
    ]


def test_passport(small: Any) -> None:
    """A passport with issuer, dates and remark."""
    assert small.values(PERSON, "passportNumber") == ["381420754"]
    (passport,) = small.entities("Passport")
    assert small.values(passport, "country") == ["kp"]
    assert small.values(passport, "startDate") == ["2011-12-07"]
    assert small.values(passport, "endDate") == ["2016-12-07"]
    assert small.values(passport, "summary") == ["Issued in the name Paek Chang Ho"]


def test_organisation_and_ship(small: Any) -> None:
    """Labelled information goes to its property; a former address is former."""
    assert small.values(COMPANY, "email") == ["ketco@example.com"]
    assert small.values(COMPANY, "registrationNumber") == ["12-345"]
    assert small.values(COMPANY, "legalForm") == ["State trading company"]
    assert [row.hedge for row in small.support(COMPANY, "address")] == ["former"]
    assert small.values(SHIP, "imoNumber") == ["IMO8405270"]
    assert small.values(SHIP, "buildDate") == ["1984"]


def test_sanction(small: Any) -> None:
    """The set gives programme, measure and origin, in English; under a UN programme the foreign number is the UN's."""
    sanction = f"{PERSON}-sanction-901"
    assert small.values(sanction, "program") == ["Ordinance of 18 May 2016 on measures against North Korea"]
    assert small.values(sanction, "programId") == ["North Korea"]
    assert small.values(sanction, "provisions") == ["Financial sanctions"]
    assert small.values(sanction, "unscId") == ["KPi.006"]
    assert small.values(sanction, "listingDate") == ["2013-02-19"]
    assert small.values(sanction, "startDate") == ["2013-02-20"]
    assert small.values(sanction, "modifiedAt") == ["2014-08-21"]
    assert small.values(sanction, "authorityId") == ["1001"]
    (narrative,) = small.documents
    assert small.values(sanction, "reason") == [narrative.text]
    assert narrative.subject == PERSON


def test_delisted(small: Any) -> None:
    """Who was removed last has an end and no topic; who was listed again has a topic and no end."""
    assert small.values(PERSON, "topics") == ["sanction"]
    assert small.values(COMPANY, "topics") == []
    removed, again = f"{COMPANY}-sanction-901", f"{SHIP}-sanction-902"
    assert small.values(removed, "status") == ["de-listed"]
    assert small.values(removed, "endDate") == ["2015-06-20"]
    assert small.values(SHIP, "topics") == ["sanction"]
    assert small.values(again, "status") == ["listed"]
    assert small.values(again, "endDate") == []


def test_a_target_without_primary_name(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A target without a good primary name goes by the best that it has: nobody listed is without a name."""
    path = _change(fixture_path, tmp_path, 'ssid="1202" name-type="primary-name" quality="good"', 'quality="low"')
    assert read_list(path, reader=ChSecoXml()).values(SHIP, "name") == ["Hui Chon"]


def test_relation(small: Any) -> None:
    """A relation to another target is a link; one to a target that is not there is a note and a problem."""
    (link,) = small.entities("UnknownLink")
    assert link == f"{PERSON}-link-1100"
    assert small.values(link, "subject") == [PERSON]
    assert small.values(link, "object") == [COMPANY]
    assert small.values(link, "role") == ["related-to"]
    assert small.values(link, "summary") == ["Shareholder"]
    assert [(row.field, row.value) for row in small.problems] == [
        ("individual/identity/day-month-year@calendar", "1 2 1384 Hijri"),
        ("individual/relation@target-id", "9999"),
        ("sanctions-set-id", "7777"),
    ]


def _change(path: Path, folder: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    changed = folder / "whole.xml"
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")
    return changed


def test_places_may_come_first(fixture_path: Path, tmp_path: Path, read_list: Read, small: Any) -> None:
    """Where places and programmes stand makes no difference."""
    text = fixture_path.read_text(encoding="utf-8")
    start, end = text.index("  <place ssid"), text.index("</swiss-sanctions-list>")
    path = tmp_path / "whole.xml"
    path.write_text(text[:start].replace("\n  <target", f"\n{text[start:end]}  <target", 1) + text[end:], "utf-8")
    assert [row.id for row in read_list(path, reader=ChSecoXml()).statements] == [row.id for row in small.statements]


def test_content_holds_what_is_looked_up(fixture_path: Path, tmp_path: Path) -> None:
    """A record changes when its place, its programme or the other end of its relation does, and with nothing else."""

    def content(path: Path) -> dict[str, bytes]:
        file = SourceFile(path, path.name, "", 0, "r")
        rows = ChSecoXml().records(Source("ch_seco_xml", (file,), "ch_seco_sanctions"))
        return {row.id: row.content for row in rows if isinstance(row, ListRecord)}

    before = content(fixture_path)
    changes: tuple[tuple[str, str, set[str]], ...] = (
        ("Kaesong", "Kaesong City", {"1001"}),
        ("Vessel-related", "Ship-related", {"1200"}),
        ('<target ssid="1100">', '<target ssid="1101">', {"1001", "1100", "1101"}),
        ("Not a party", "Still not a party", set()),
    )
    for old, new, expected in changes:
        after = content(_change(fixture_path, tmp_path, old, new))
        assert {key for key in before | after if before.get(key) != after.get(key)} == expected


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('<target ssid="1200"', '<target ssid="1001"', "ssid 1001 was used before"),
        ('<target ssid="1200"', "<target", "ssid '' is no number"),
        ('object-type="vessel"', 'object-type="submarine"', "object type 'submarine' is not known"),
        ("<value>Hui Chon</value>", "<value/>", "the target has no name"),
    ],
)
def test_quarantine(fixture_path: Path, tmp_path: Path, read_list: Read, old: str, new: str, message: str) -> None:
    """A target without number, kind or name, or with another's number, is a problem; the others are read."""
    reading = read_list(_change(fixture_path, tmp_path, old, new), reader=ChSecoXml())
    reading.check()
    assert reading.messages("record") == [message]
    assert reading.values(PERSON, "name") == ["Chang-Ho Paek"]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("<nationality ", "<eye-colour>brown</eye-colour><nationality ", "individual/identity/eye-colour"),
        ("<area>", "<postcode>1</postcode><area>", "place/postcode"),
        ("<origin>", "<origin lang='eng'>", "sanctions-program/origin@lang"),
    ],
)
def test_unknown_field(fixture_path: Path, tmp_path: Path, read_list: Read, old: str, new: str, field: str) -> None:
    """A field that the schema does not have is said, in targets, places and programmes."""
    reading = read_list(_change(fixture_path, tmp_path, old, new), reader=ChSecoXml())
    assert [row.field for row in reading.problems if row.message == "the field is not known"] == [field]


def test_part_of_the_list(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A list that says it is not the whole one is partial: who is not in it may be listed."""
    assert read_list(_change(fixture_path, tmp_path, "whole-list", "delta"), reader=ChSecoXml()).source.is_partial


def test_spellings() -> None:
    """Spellings of parts are combined within a script, up to a number; a whole name keeps the order of the list."""
    variants = "".join(f"<spelling-variant lang='ara' script='ARAB'>{letter}</spelling-variant>" for letter in "ابتثجح")
    part = "<name-part order='{}' name-part-type='{}'><value>{}</value>{}</name-part>"
    name = etree.fromstring(
        f"<name>{part.format(1, 'family-name', 'B', variants)}{part.format(2, 'given-name', 'A', variants)}</name>"
    )
    parts = read_parts(name)
    assert whole_name(parts) == "A B"
    found = list(spellings(parts))
    assert found[-1] is None
    assert len(found) == MAX_SPELLINGS + 1
    assert {(one.lang, one.is_mixed) for one in found if one is not None} == {("ara", False)}
    other = etree.fromstring(f"<name>{part.format(2, 'other', 'B', '')}{part.format(1, 'whole-name', 'A', '')}</name>")
    assert whole_name(read_parts(other)) == "A B"


def test_refused(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A list that is cut off is refused, with its line."""
    data = fixture_path.read_bytes()
    path = tmp_path / "whole.xml"
    for end in range(900, len(data) - 30, 499):
        path.write_bytes(data[:end])
        with pytest.raises(InputError, match="line"):
            read_list(path, reader=ChSecoXml())


def test_dataset() -> None:
    """The dataset names this reader."""
    dataset = find_dataset("ch_seco_sanctions")
    assert dataset is not None
    assert dataset.format == ChSecoXml.NAME


@pytest.mark.parametrize(
    ("modifications", "topics", "status", "ends"),
    [
        # Published ahead of the day on which it takes effect: still listed, with an end to come.
        ([("de-listed", "2026-04-01"), ("listed", "2019-01-02")], ["sanction"], ["listed"], ["2026-04-01"]),
        ([("de-listed", "2026-03-05"), ("listed", "2019-01-02")], [], ["de-listed"], ["2026-03-05"]),
        ([("listed", "2026-04-01"), ("de-listed", "2020-01-02")], [], ["de-listed"], ["2020-01-02"]),
        ([("listed", "2026-02-01"), ("de-listed", "2020-01-02")], ["sanction"], ["listed"], []),
        ([("de-listed", ""), ("listed", "2019-01-02")], ["sanction"], ["listed"], []),
        ([("de-listed", "")], [], ["de-listed"], ["2026-03-05"]),
    ],
)
def test_status_on_the_day_of_the_list(
    modifications: list[tuple[str, str]],
    topics: list[str],
    status: list[str],
    ends: list[str],
    read_list: Read,
    tmp_path: Path,
) -> None:
    """What is in force on the date of the list, 5 March 2026, says whether a target is listed."""
    changes = "".join(
        f'<modification modification-type="{kind}"' + (f' effective-date="{day}"/>' if day != "" else "/>")
        for kind, day in modifications
    )
    path = tmp_path / "list.xml"
    path.write_text(_TARGET.format(date="2026-03-05", changes=changes), encoding="utf-8")
    reading = read_list(path, reader=ChSecoXml())
    reading.check()
    assert reading.values("ch-seco-7", "topics") == topics
    assert reading.values("ch-seco-7-sanction", "status") == status
    assert reading.values("ch-seco-7-sanction", "endDate") == ends


def test_status_is_part_of_the_record(read_list: Read, tmp_path: Path) -> None:
    """A target that did not change is another record once its removal is in force: it has to be read again."""
    contents = []
    for date in ("2026-03-05", "2026-03-31", "2026-04-01"):
        path = tmp_path / f"{date}.xml"
        changes = '<modification modification-type="de-listed" effective-date="2026-04-01"/>'
        changes += '<modification modification-type="listed" effective-date="2019-01-02"/>'
        path.write_text(_TARGET.format(date=date, changes=changes), encoding="utf-8")
        source = read_list(path, reader=ChSecoXml()).source
        contents += [one.content for one in ChSecoXml().records(source) if isinstance(one, ListRecord)]
    assert contents[0] == contents[1] != contents[2]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutations(data: st.DataObject, tmp_path: Path, fixture_path: Path) -> None:
    """Whatever happens to a target, the list is refused with an InputError or read with its books in balance."""
    check_reader(ChSecoXml(), "m.xml", data.draw(mutations(fixture_path.read_bytes(), "xml")), tmp_path)


@pytest.mark.slow
def test_many_mutations(tmp_path: Path, fixture_path: Path) -> None:
    """The same, ten thousand times; many of the damaged lists are still read."""
    assert count_read(ChSecoXml(), "m.xml", fixture_path.read_bytes(), "xml", tmp_path) > 2_000


@pytest.mark.shared_data
def test_no_other_list_is_taken(shared_data: Path) -> None:
    """This reader recognises no list of another publisher."""
    files = [path for path in sorted((shared_data / "lists").rglob("*")) if path.is_file()]
    assert len(files) > 0
    assert [path.name for path in files if ChSecoXml().recognise(read_head(path))] == []
