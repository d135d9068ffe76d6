"""The UN's XML: every element has its place, narratives stay text, and damage is named by its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from counterflow.collect.readers.un.fields import FIELDS
from counterflow.collect.readers.un.number import split_number
from counterflow.exc import InputError
from counterflow.tables import Offset

Read = Callable[..., Any]
VINTAGES = {
    "2018-06": (1_100, "2018-06-21"),
    "2020-11": (1_018, "2020-11-30"),
    "2024-09": (875, "2024-09-26"),
    "2026-02": (1_003, "2026-02-27"),
}
PERSON, BANK = "unsc-690747", "unsc-6908552"


@pytest.fixture(scope="module")
def small(read_list: Read, lists_path: Path) -> Any:
    """The small list of the fixtures."""
    return read_list(lists_path / "un" / "consolidated.xml")


def test_records_are_parties(small: Any) -> None:
    """Both records are parties, of the date that the file states."""
    small.check()
    assert small.tallies[0].parties == 2
    assert small.source.published == "2024-03-05"
    assert small.problems == []
    assert {row.last_seen for row in small.statements} == {"2024-03-05"}


def test_names(small: Any) -> None:
    """Name parts are joined; aliases are split, weak where the list says so; a script may tell the language."""
    assert small.values(PERSON, "name") == ["PAEK CHANG-HO"]
    assert small.values(PERSON, "alias") == ["백창호", "Pak Chang-Ho", "Paek Ch'ang-Ho"]
    assert small.values(PERSON, "weakAlias") == ["The Engineer", "백"]
    assert {row.lang for row in small.statements if row.value == "백창호"} == {"kor"}
    assert small.values(BANK, "alias") == ["Taesong Bank"]
    assert small.values(BANK, "previousName") == ["Example Bank of Pyongyang"]


def test_person(small: Any) -> None:
    """Birth dates in all three forms, with the month of a note; what belongs to an alias is marked as possible."""
    assert small.values(PERSON, "birthDate") == ["1963", "1964-06-18", "1965", "1966-09"]
    support = {(row.text, row.edtf, row.hedge) for row in small.support(PERSON, "birthDate")}
    assert ("1963", None, "possible") in support
    assert ("BETWEEN 1963 1965", "1963/1965", "fact") in support
    assert ("APPROXIMATELY 1966 Sep.", "1966-09~", "fact") in support
    assert small.values(PERSON, "birthPlace") == ["Kaesong, Democratic People's Republic of Korea"]
    assert small.values(PERSON, "birthCountry") == ["kp"]
    assert small.values(PERSON, "nationality") == ["kp"]
    assert small.values(PERSON, "position") == ["Head of the satellite control centre"]
    assert small.values(PERSON, "title") == ["Dr"]
    assert small.values(PERSON, "gender") == []
    assert [row.hedge for row in small.support(PERSON, "address")] == ["former"]


def test_documents(small: Any) -> None:
    """A passport and an identity number, with country and dates, the expiry read from the note."""
    assert small.values(PERSON, "passportNumber") == ["381420754"]
    assert small.values(PERSON, "idNumber") == ["15-77"]
    (passport,) = small.entities("Passport")
    assert small.values(passport, "country") == ["kp"]
    assert small.values(passport, "startDate") == ["2011-12-07"]
    assert small.values(passport, "endDate") == ["2016-12-07"]
    assert len(small.entities("Identification")) == 1


def test_sanction(small: Any) -> None:
    """The listing itself: programme, reference number and dates."""
    sanction = f"{PERSON}-sanction"
    assert small.values(sanction, "entity") == [PERSON]
    assert small.values(sanction, "unscId") == ["KPi.006"]
    assert small.values(sanction, "program") == ["DPRK"]
    assert small.values(sanction, "listingDate") == ["2013-01-22"]
    assert small.values(sanction, "modifiedAt") == ["2014-07-30"]
    assert small.values(PERSON, "topics") == ["sanction"]


def test_narratives(small: Any) -> None:
    """A comment is a document about its party, without the white space around it, its entities resolved."""
    first, second = small.documents
    assert first.text == "Head of a satellite control centre & senior official."
    assert (first.kind, first.subject, first.record, first.field) == ("narrative", PERSON, "690747", "COMMENTS1")
    assert first.offsets == (Offset(0, len(first.text), 0, len(first.text)),)
    assert second.subject == BANK
    assert "Office 39" in second.text


def _change(lists_path: Path, folder: Path, old: str, new: str) -> Path:
    text = (lists_path / "un" / "consolidated.xml").read_text(encoding="utf-8")
    assert old in text
    path = folder / "consolidated.xml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<DATAID>6908552</DATAID>", "<DATAID>690747</DATAID>", "DATAID 690747 was used before"),
        ("<DATAID>6908552</DATAID>", "", "the record has no DATAID"),
        ("<FIRST_NAME>KOREA DAESONG BANK</FIRST_NAME>", "<FIRST_NAME/>", "the record has no name"),
    ],
)
def test_quarantine(lists_path: Path, tmp_path: Path, read_list: Read, old: str, new: str, message: str) -> None:
    """A record without number or name, or with another's number, is a problem; the other record is read."""
    reading = read_list(_change(lists_path, tmp_path, old, new))
    reading.check()
    assert reading.tallies[0].records == 2
    assert [text.partition(", in")[0] for text in reading.messages("record")] == [message]
    assert reading.values(PERSON, "name") == ["PAEK CHANG-HO"]


def test_unknown_element(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """An element that the format did not have is said, not dropped."""
    reading = read_list(_change(lists_path, tmp_path, "<SORT_KEY/>", "<EYE_COLOUR>brown</EYE_COLOUR>"))
    (problem,) = reading.problems
    assert (problem.field, problem.value, problem.message) == ("EYE_COLOUR", "brown", "the field is not known")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("</INDIVIDUALS>", "", "not well-formed"),
        ("<CONSOLIDATED_LIST ", "<!DOCTYPE x [<!ENTITY a 'b'>]><CONSOLIDATED_LIST ", "declares a document type"),
        (
            "<CONSOLIDATED_LIST ",
            "<!DOCTYPE CONSOLIDATED_LIST SYSTEM 'http://example.com/x.dtd'><CONSOLIDATED_LIST ",
            "document type",
        ),
        ("senior official", "senior \x01 official", "not well-formed"),
    ],
)
def test_refused(lists_path: Path, tmp_path: Path, read_list: Read, old: str, new: str, reason: str) -> None:
    """Damage and declarations that only attacks need refuse the file, with its name and what was expected."""
    with pytest.raises(InputError, match=reason) as caught:
        read_list(_change(lists_path, tmp_path, old, new))
    assert "consolidated.xml" in (caught.value.where or "")
    assert caught.value.expected is not None


def test_truncated(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A file that was cut off is refused, wherever the cut lies after the root's first tag."""
    data = (lists_path / "un" / "consolidated.xml").read_bytes()
    path = tmp_path / "consolidated.xml"
    for end in range(400, len(data) - 30, 397):
        path.write_bytes(data[:end])
        with pytest.raises(InputError, match="line"):
            read_list(path)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutations(data: st.DataObject, tmp_path: Path, lists_path: Path, read_list: Read) -> None:
    """Whatever happens to the bytes, the list is refused with an InputError or read with its books in balance."""
    content = (lists_path / "un" / "consolidated.xml").read_bytes()
    start = data.draw(st.integers(300, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 60)))
    piece = data.draw(
        st.one_of(st.binary(max_size=8), st.sampled_from([b"", b"<VALUE>", b"</VALUE>", b"<X/>", b"&#8212;", b"1955"]))
    )
    path = tmp_path / "consolidated.xml"
    path.write_bytes(content[:start] + piece + content[end:])
    try:
        reading = read_list(path)
    except InputError:
        return
    reading.check()


@pytest.mark.shared_data
@pytest.mark.parametrize("vintage", VINTAGES)
def test_true_counts(shared_data: Path, read_list: Read, vintage: str) -> None:
    """Every party of every vintage, of the date that the UN generated it."""
    reading = read_list(shared_data / "lists" / "un_sc" / f"consolidated_{vintage}.xml")
    reading.check()
    parties, published = VINTAGES[vintage]
    assert reading.tallies[0].parties == reading.tallies[0].records == parties
    assert reading.source.published == published
    assert len(reading.messages("value")) < 10
    assert all(document.text == document.text.strip() for document in reading.documents)
    named = {row.value: row.entity_id for row in reading.statements if row.prop == "name"}
    bank = [document for document in reading.documents if document.subject == named["KOREA DAESONG BANK"]]
    assert "Office 39" in bank[0].text


@pytest.mark.shared_data
@pytest.mark.parametrize("vintage", VINTAGES)
def test_every_element_is_known(shared_data: Path, vintage: str) -> None:
    """Every element of the real files is mapped, or dropped with a reason."""
    seen = set()
    for record in etree.parse(str(shared_data / "lists" / "un_sc" / f"consolidated_{vintage}.xml")).iter(
        "INDIVIDUAL", "ENTITY"
    ):
        for element in record.iterdescendants():
            parent = element.getparent()
            seen.add(str(element.tag) if parent is None or parent is record else f"{parent.tag}/{element.tag}")
    assert seen - FIELDS.keys() == set()
    assert len(seen) > 40


@pytest.mark.shared_data
def test_malformed_file(shared_data: Path, read_list: Read) -> None:
    """The malformed copy is refused with the line of its first wrong character."""
    with pytest.raises(InputError) as caught:
        read_list(shared_data / "lists" / "un_sc" / "consolidated_2025-08_MALFORMED.xml")
    assert caught.value.where == "consolidated_2025-08_MALFORMED.xml, line 53"
    assert "CONSOLIDATED_LIST" in (caught.value.expected or "")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Libyan passport No. 000001", "000001"),
        ("Afghan national identification card (tazkira) number 000002", "000002"),
        ("German travel document (“Reiseausweis”) A 0000003", "A 0000003"),
        ("Afghan passport number SE 000004", "SE 000004"),
        ("Diplomatic Passport: Z0000005", "Z0000005"),
        ("000006 (Expired 25 Jan. 2016)", "000006"),
        ("12CP00007.3FRA", "12CP00007.3FRA"),
        ("A-000008", "A-000008"),
    ],
)
def test_numbers_among_words(text: str, number: str) -> None:
    """The number of a document is taken from the words beside it, which are kept whole."""
    assert split_number(text) == (number, None if number == text else text)


def test_untidy_values(lists_path: Path, tmp_path: Path, read_list: Read) -> None:
    """Line breaks of data entry are no part of a value; a second element where one is allowed is told."""
    text = (lists_path / "un" / "consolidated.xml").read_text(encoding="utf-8")
    for old, new in (
        ("Head of the satellite control centre", "Head of the\n      satellite control centre"),
        ("<FIRST_NAME>", "<FIRST_NAME>PAEK</FIRST_NAME><FIRST_NAME>"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "consolidated.xml"
    path.write_text(text, encoding="utf-8")
    reading = read_list(path)
    assert reading.values(PERSON, "position") == ["Head of the satellite control centre"]
    assert [row.field for row in reading.problems] == ["FIRST_NAME"]
