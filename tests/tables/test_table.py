"""Tables: columns come from the row class, and equal content gives equal bytes."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.exc import TableError
from counterflow.tables import DOCUMENT, FRAME, PAIR, STATEMENT, TABLES, Argument, Frame, Pair, Statement


def make_statement(value: str, **changes: object) -> Statement:
    """Make a statement whose id is its value."""
    row = Statement(
        id=value,
        entity_id="a",
        canonical_id="a",
        prop="name",
        prop_type="name",
        schema="Person",
        value=value,
        dataset="list",
        origin=None,
        lang=None,
        original_value=None,
        external=False,
        first_seen="2022-01",
        last_seen="2022-01",
        handling="TLP:CLEAR",
    )
    return row._replace(**changes)  # type: ignore[arg-type]


def test_every_table_of_the_design_has_its_module() -> None:
    """All tables exist from the first version on, and each names its key, writer and a meaning for every column."""
    designed = (
        "resource document statement evidence problem mention frame quantity pair link canonical entity lineage belief "
        "agreement edge ownership exposure role route stockpile identity lead leg estimate flow measure measure_effect "
        "plan match alert release indicator hypothesis forecast offer given given_link root publisher"
    )
    assert set(TABLES) == set(designed.split())
    for table in TABLES.values():
        names = [column.name for column in table.columns]
        assert set(table.key) <= set(names)
        assert len(table.writers) > 0
        assert names[-1] == "handling"
        assert all(len(column.doc) > 3 for column in table.columns)
        assert len(table.doc) > 20


def test_every_number_says_its_unit() -> None:
    """A numeric column has a unit, so no figure can be misread."""
    for table in TABLES.values():
        for column in table.columns:
            if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
                assert column.unit is not None, f"{table.name}.{column.name}"


def test_statement_has_ftm_columns_unchanged() -> None:
    """Our statement is FollowTheMoney's, plus the marking."""
    from followthemoney.statement.serialize import CSV_COLUMNS

    assert set(STATEMENT.schema.names) == {*CSV_COLUMNS, "handling"}


def test_nested_rows_round_trip(tmp_path: Path) -> None:
    """Rows with lists of structs come back from Parquet as they went in."""
    argument = Argument("agent", 0, 3, "Foo", None, None, "e")
    implied = Argument("patient", None, None, "Bar", None, None, None)
    arguments = (argument, implied)
    frame = Frame(
        "f", "d", "seizure", None, 0, 9, 4, 6, arguments, None, None, None, "affirmed", "fact", (), "x/1", "TLP:CLEAR"
    )
    path = tmp_path / "frame.parquet"
    FRAME.write(FRAME.from_rows([frame]), path)
    (row,) = FRAME.read([path]).to_pylist()
    assert row["args"] == [argument._asdict(), implied._asdict()]
    assert row["attribution"] == []


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=5), unique=True), st.randoms())
def test_arrange_does_not_depend_on_order(values: list[str], order: random.Random) -> None:
    """The same rows in any order and any split give the same table."""
    rows = [make_statement(value) for value in values]
    shuffled = list(rows)
    order.shuffle(shuffled)
    cut = len(rows) // 2
    whole = STATEMENT.arrange([STATEMENT.from_rows(rows)])
    parts = STATEMENT.arrange([STATEMENT.from_rows(shuffled[:cut]), STATEMENT.from_rows(shuffled[cut:])])
    assert whole.equals(parts)
    assert whole.column("id").to_pylist() == sorted(values, key=lambda value: value.encode())


def test_written_bytes_depend_on_content_alone(tmp_path: Path) -> None:
    """Writing the same table twice gives the same bytes."""
    table = STATEMENT.from_rows([make_statement(str(number)) for number in range(1000)])
    STATEMENT.write(table, tmp_path / "a")
    STATEMENT.write(table, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_vintages_of_a_statement_become_one() -> None:
    """Two vintages of a list that state the same give one statement, seen from the first to the last."""
    rows = [
        make_statement("x", first_seen="2022-01", last_seen="2022-01", handling="TLP:AMBER"),
        make_statement("x", first_seen="2021-04", last_seen="2021-04"),
        make_statement("x", first_seen=None, last_seen="2023", original_value="X"),
        make_statement("y"),
    ]
    merged, other = STATEMENT.arrange([STATEMENT.from_rows(rows)]).to_pylist()
    assert (merged["first_seen"], merged["last_seen"], merged["original_value"]) == ("2021-04", "2023", "X")
    assert merged["handling"] == "TLP:CLEAR"
    assert other["id"] == "y"


def test_contradicting_rows_of_one_key_are_refused() -> None:
    """Two rows of one key that differ in a column without a rule would depend on reading order."""
    rows = [
        Pair("a", "b", None, "same", "[]", "x", "TLP:CLEAR"),
        Pair("a", "b", None, "different", "[]", "x", "TLP:CLEAR"),
    ]
    with pytest.raises(TableError, match="decision"):
        PAIR.arrange([PAIR.from_rows(rows)])


def test_a_wrong_value_names_its_column() -> None:
    """A row that does not fit names the table and column."""
    with pytest.raises(TableError, match="table statement, column value"):
        STATEMENT.from_rows([make_statement("x")._replace(value=None)])  # type: ignore[arg-type]
    with pytest.raises(TableError, match="column first_seen"):
        STATEMENT.from_rows([make_statement("x")._replace(first_seen=7)])  # type: ignore[arg-type]


def test_missing_file_is_an_empty_table_and_a_broken_one_an_error(tmp_path: Path) -> None:
    """Absent means no rows; unreadable or other columns is an error that names the file."""
    assert DOCUMENT.read([tmp_path / "none.parquet"]).num_rows == 0
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 no")
    with pytest.raises(TableError, match=r"broken\.parquet"):
        DOCUMENT.read([broken])
    STATEMENT.write(STATEMENT.from_rows([]), broken)
    with pytest.raises(TableError, match="columns are"):
        DOCUMENT.read([broken])
