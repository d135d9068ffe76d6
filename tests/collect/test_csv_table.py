"""Tables with a header: each row with its line, damage named, nothing lost unseen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.csv_table import CsvRow, CsvTable, header_of
from counterflow.collect.reader import Head
from counterflow.collect.source import SourceFile
from counterflow.exc import InputError
from counterflow.tables import Problem


def _table(folder: Path, data: bytes, required: Iterable[str] = ("a", "b"), *, padded: bool = False) -> CsvTable:
    path = folder / "table.csv"
    path.write_bytes(data)
    return CsvTable(SourceFile(path, "table.csv", "", len(data), "r"), tuple(required), padded=padded)


def test_rows_know_their_lines(tmp_path: Path) -> None:
    """A row may span lines, and blank lines are none; a byte order mark is no part of the first name."""
    table = _table(tmp_path, '\ufeffa,b\n1,"x\ny"\n\n2,"say ""no"""\r\n'.encode())
    assert list(table) == [CsvRow(2, ["1", "x\ny"]), CsvRow(5, ["2", 'say "no"'])]
    assert (list(table.header), table.has_end) == (["a", "b"], True)


def test_padded_cells(tmp_path: Path) -> None:
    """White space after a comma is no part of a cell where the caller says so, also before a quotation mark."""
    assert list(_table(tmp_path, b'a, b\n1, "x, y"\n', padded=True)) == [CsvRow(2, ["1", "x, y"])]


def test_bad_rows_are_problems(tmp_path: Path) -> None:
    """Rows with too many or too few cells and with broken quotes are named by their lines; reading goes on."""
    found = list(_table(tmp_path, b'a,b\n1\n1,2,3\n"x"y,2\n"x\nz"y,2\n7,8\n'))
    problems = [(one.record, one.message.partition(":")[0]) for one in found if isinstance(one, Problem)]
    assert problems == [
        ("line 2", "the row has 1 cells"),
        ("line 3", "the row has 3 cells"),
        ("line 4", "the row is no CSV"),
        ("lines 5 to 6", "the row is no CSV"),
    ]
    assert found[-1] == CsvRow(7, ["7", "8"])


@pytest.mark.parametrize(
    ("data", "reason", "where"),
    [
        (b"", "the header lacks a, b", "table.csv, line 1"),
        (b"a,c\n", "the header lacks b", "table.csv, line 1"),
        (b"a,b,a\n", "names a column twice", "table.csv, line 1"),
        (b"a,b\n1,2\n3", "ends inside a row, '3'", "table.csv, line 3"),
        (b'a,b\n1,2\n3,"x\ny,z\n', "is never closed", "table.csv, line 3"),
        (b"a,b\n1,\xff\n", "byte 2 of the line is not UTF-8", "table.csv, line 2"),
    ],
)
def test_refused(tmp_path: Path, data: bytes, reason: str, where: str) -> None:
    """A header without its columns, a cut-off file, an open quotation mark and another encoding refuse the file."""
    with pytest.raises(InputError, match=reason) as caught:
        list(_table(tmp_path, data))
    assert (caught.value.where, caught.value.expected is not None) == (where, True)


def test_an_end_without_a_line_break(tmp_path: Path) -> None:
    """The last row may lack its line break; whether it was cut off the reader cannot know."""
    table = _table(tmp_path, b"a,b\n1,2")
    assert list(table) == [CsvRow(2, ["1", "2"])]
    assert not table.has_end


def test_header_of_a_head() -> None:
    """The header is read from the beginning of a file; what is cut off, binary or no CSV has none."""
    assert header_of(Head(Path("x"), b'\xef\xbb\xbfa,"b c"\r\n1,2\n')) == ("a", "b c")
    assert header_of(Head(Path("x"), b"")) == ()
    assert header_of(Head(Path("x"), b"\xff\xfe\n")) == ()
    assert header_of(Head(Path("x"), b'"a,b\n')) == ()


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELL, CELL), max_size=8))
def test_what_is_written_is_read(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    """Whatever cells are written as CSV come back."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([("a", "b"), *rows])
    table = _table(tmp_path, output.getvalue().encode())
    assert [tuple(row.cells) for row in table if isinstance(row, CsvRow)] == rows
