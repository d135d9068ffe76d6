"""The EU's financial sanctions files as CSV: several rows an entity, and the same parties as the XML.

No whole file of the publisher was at hand: the fixture is written by the header of csvFullSanctionsList 1.1.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.find import read_head
from counterflow.collect.readers.eu.fsf_csv import EuFsfCsv
from counterflow.collect.readers.eu.fsf_xml import EuFsfXml
from counterflow.exc import InputError

from ..list_mutation import check_reader, count_read, mutations

Read = Callable[..., Any]
PERSON, COMPANY = "eu-fsf-901", "eu-fsf-902"


@pytest.fixture(scope="module")
def fixture_path(lists_path: Path) -> Path:
    """The small list of the fixtures."""
    return lists_path / "eu_fsf" / "full.csv"


@pytest.fixture(scope="module")
def small(read_list: Read, fixture_path: Path) -> Any:
    """The small list, read."""
    return read_list(fixture_path, reader=EuFsfCsv())


def test_rows_are_grouped(small: Any) -> None:
    """Fifteen rows are two parties, of the day that each row states: day, month, year."""
    small.check()
    assert (small.tallies[0].records, small.tallies[0].parties) == (2, 2)
    assert small.source.published == "2026-03-05"
    assert [row.field for row in small.problems] == ["BirthDate_CalendarType"]
    assert {row.field for row in small.support(PERSON, "name")} == {"NameAlias_WholeName"}


def test_same_as_the_xml(small: Any, read_list: Read, lists_path: Path) -> None:
    """Both formats give the same statements and the same narratives."""
    xml = read_list(lists_path / "eu_fsf" / "full.xml", reader=EuFsfXml())
    assert [row.id for row in small.statements] == [row.id for row in xml.statements]
    assert [row.text for row in small.documents] == [row.text for row in xml.documents]


def test_every_column_is_known(fixture_path: Path) -> None:
    """The 118 columns of the header are mapped, or dropped with a reason."""
    header = fixture_path.read_text(encoding="utf-8-sig").partition("\n")[0].split(";")
    assert len(header) == 118
    assert set(header) == EuFsfCsv.FIELDS.keys()


def _write(folder: Path, text: str) -> Path:
    path = folder / "full.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_in_any_order(fixture_path: Path, tmp_path: Path, read_list: Read, small: Any) -> None:
    """Rows of one entity need not stand together."""
    header, *rows = fixture_path.read_text(encoding="utf-8-sig").split("05/03/2026;")
    moved = [rows[0], *rows[9:], *rows[1:9]]
    reading = read_list(_write(tmp_path, "05/03/2026;".join([header, *moved])), reader=EuFsfCsv())
    reading.check()
    assert {row.id for row in reading.statements} == {row.id for row in small.statements}


def test_bad_row(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A row of too many cells or broken quotation marks is a problem, and takes no other with it."""
    text = fixture_path.read_text(encoding="utf-8-sig")
    broken = text.replace('"(Date of UN', '(Date" of "UN', 1).replace(";KETCO;", ";KE;TCO;", 1)
    reading = read_list(_write(tmp_path, broken), reader=EuFsfCsv())
    reading.check()
    messages = reading.messages("record")
    assert messages == ["the row has broken quotation marks", "the row has 119 columns"]
    assert (reading.tallies[0].records, reading.tallies[0].parties) == (4, 2)
    assert reading.values(PERSON, "name") == ["Chang-Ho Paek"]
    assert reading.values(COMPANY, "alias") == []


def test_quarantine(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """An entity of an unknown kind is a problem."""
    text = fixture_path.read_text(encoding="utf-8-sig").replace(";E;enterprise;", ";V;vessel;")
    reading = read_list(_write(tmp_path, text), reader=EuFsfCsv())
    reading.check()
    assert reading.messages("record") == ["the subject type is neither person nor enterprise"]


def test_unknown_column(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A column that the header did not have is said once."""
    text = fixture_path.read_text(encoding="utf-8-sig").replace("Address_Place;", "Address_Floor;", 1)
    reading = read_list(_write(tmp_path, text), reader=EuFsfCsv())
    assert [row.field for row in reading.problems if row.message == "the column is not known"] == ["Address_Floor"]


def test_contacts(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """Contacts of an address are told apart in the one cell that holds them."""
    text = fixture_path.read_text(encoding="utf-8-sig")
    cell = "PHONE+850 2 381 2100EMAILketco@example.comWEBwww.example.comFAXnone known"
    assert cell in text
    reading = read_list(_write(tmp_path, text.replace(cell, "Ask at the desk")), reader=EuFsfCsv())
    assert reading.values(COMPANY, "phone") == []
    assert "Ask at the desk" in reading.values(COMPANY, "notes")


def test_refused(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A file that is cut off inside a row, another encoding, a header without the number: refused with the place."""
    data = fixture_path.read_bytes()
    path = tmp_path / "full.csv"
    path.write_bytes(data[:-40])
    with pytest.raises(InputError, match="ends inside a row") as caught:
        read_list(path, reader=EuFsfCsv())
    assert "line" in (caught.value.where or "")
    path.write_bytes(data.replace("Пак".encode(), "Пак".encode("cp1251")))
    with pytest.raises(InputError, match="not UTF-8"):
        read_list(path, reader=EuFsfCsv())
    path.write_bytes(data.replace(b"NameAlias_WholeName", b"NameAlias_Name", 1))
    with pytest.raises(InputError, match="lacks NameAlias_WholeName"):
        read_list(path, reader=EuFsfCsv())


def test_open_end(fixture_path: Path, tmp_path: Path, read_list: Read) -> None:
    """A last row without its line end is read, and said to be perhaps cut off."""
    path = tmp_path / "full.csv"
    path.write_bytes(fixture_path.read_bytes().rstrip(b"\n"))
    reading = read_list(path, reader=EuFsfCsv())
    reading.check()
    assert any("may be cut off" in message for message in reading.messages("value"))


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutations(data: st.DataObject, tmp_path: Path, fixture_path: Path) -> None:
    """Whatever happens to a row, the list is refused with an InputError or read with its books in balance."""
    check_reader(EuFsfCsv(), "m.csv", data.draw(mutations(fixture_path.read_bytes(), "csv")), tmp_path)


@pytest.mark.slow
def test_many_mutations(tmp_path: Path, fixture_path: Path) -> None:
    """The same, ten thousand times, with the first rows of each entity: a row is damaged as well in a short list."""
    header, *rows = fixture_path.read_bytes().split(b"05/03/2026;")
    short = b"05/03/2026;".join([header, *rows[:3], rows[5], rows[-3], rows[-1]])
    assert count_read(EuFsfCsv(), "m.csv", short, "csv", tmp_path) > 1_000


@pytest.mark.shared_data
def test_no_other_list_is_taken(shared_data: Path) -> None:
    """This reader recognises no list of another publisher."""
    files = [path for path in sorted((shared_data / "lists").rglob("*")) if path.is_file()]
    assert len(files) > 0
    assert [path.name for path in files if EuFsfCsv().recognise(read_head(path))] == []
