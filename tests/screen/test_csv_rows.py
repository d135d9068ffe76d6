"""CSV as people have it."""

from __future__ import annotations

import re

import pytest

from counterflow.exc import InputError
from counterflow.screen.csv_rows import guess_delimiter, read_csv
from counterflow.screen.row import Row


def read(text: str) -> tuple[tuple[str, ...], list[Row]]:
    columns, rows = read_csv(iter(re.findall(r"[^\n]*\n|[^\n]+", text)), "q.csv")
    return columns, list(rows)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("name,dob\nKim,1984\n", {"name": "Kim", "dob": "1984"}),
        ("name;dob\nKim;1984\n", {"name": "Kim", "dob": "1984"}),
        ("name\tdob\nKim\t1984", {"name": "Kim", "dob": "1984"}),
        ('"name";"a,b"\n"Kim; Jong";1984\n', {"name": "Kim; Jong", "a,b": "1984"}),
        ("name,dob\r\nKim,1984\r\n", {"name": "Kim", "dob": "1984"}),
        ("name,dob\nKim\n", {"name": "Kim", "dob": ""}),
        ('name,dob\n"Kim\nJong Un",1984\n', {"name": "Kim\nJong Un", "dob": "1984"}),
        (" name , dob \n Kim ,1984\n", {"name": " Kim ", "dob": "1984"}),
        ("name\nKim\x00\u202e\n", {"name": "Kim\x00\u202e"}),
    ],
)
def test_a_record(text: str, values: dict[str, str]) -> None:
    """Signs between cells, quotes, line ends, missing cells; cells stay as they are."""
    assert read(text)[1] == [Row(1, values)]


def test_empty_lines_are_no_records() -> None:
    """They do not count."""
    assert [row.number for row in read("name\nKim\n\n\nRi\n")[1]] == [1, 2]


def test_more_cells_than_columns_is_an_error_that_keeps_them() -> None:
    """A comma in a name without quotes: nothing is lost, and nothing is searched under a wrong column."""
    (row,) = read("id,name\n7,KIM, Jong Un\n")[1]
    assert row.values == {"id": "7", "name": "KIM, Jong Un"}
    assert row.error is not None
    assert "3 cells under 2 columns" in row.error


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("\nname\n", "the first line is empty"),
        ("name,name\nKim,Ri\n", "two columns are called 'name'"),
        ('name\nRi\n"Kim\nPak\n', "line 3: no CSV: a quote does not end"),
        ('name\n"' + "Kim\n" * 200 + '"\nRi\n', "line 2: no CSV: a quote does not end"),
        ("name\rKim\rRi\r", "line 1: no CSV: new-line character"),
        ('"name\nRi\n', "line 1: no CSV: a quote does not end"),
    ],
)
def test_what_is_no_table(text: str, message: str) -> None:
    """Each says what is wrong; a quote that never ends does not swallow the file."""
    with pytest.raises(InputError, match=message):
        read(text)


def test_one_column_has_a_comma() -> None:
    """Nothing parts it, so a comma would."""
    assert guess_delimiter("name\n") == ","
