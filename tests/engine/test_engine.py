"""The engine: named tables in, SQL over them, Arrow out."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from counterflow.engine import EngineError, connect, fit, strictest_column
from counterflow.exc import TableError
from counterflow.tables import CANONICAL, DOCUMENT, TABLES, Canonical


def _write(path: Path, *ids: str) -> Path:
    CANONICAL.write(CANONICAL.from_rows([Canonical(id_, id_, "list", "TLP:CLEAR") for id_ in ids]), path)
    return path


def test_a_table_is_the_rows_of_all_its_files(tmp_path: Path) -> None:
    """Several files hold one table; a file that does not exist holds no rows."""
    paths = [_write(tmp_path / "1.parquet", "a"), _write(tmp_path / "2.parquet", "b"), tmp_path / "3.parquet"]
    with connect({"canonical": paths}) as engine:
        assert engine.query("SELECT entity_id FROM canonical ORDER BY 1").column(0).to_pylist() == ["a", "b"]


def test_absent_tables_have_their_columns() -> None:
    """Every table can be queried before its stage has run, nested columns included."""
    with connect({name: [] for name in TABLES}) as engine:
        for name, table in TABLES.items():
            assert fit(engine.query(f'SELECT * FROM "{name}"'), table).schema == table.schema


def test_values_are_bound_not_spliced(tmp_path: Path) -> None:
    """A parameter is a value by name or position, whatever it holds."""
    id_ = "a'; DROP"
    with connect({"canonical": [_write(tmp_path / "o'brien.parquet", id_, "b")]}) as engine:
        sql = "SELECT entity_id FROM canonical WHERE entity_id = "
        assert engine.query(sql + "$id", {"id": id_}).num_rows == 1
        assert engine.query(sql + "?", [id_]).num_rows == 1


def test_registered_rows_are_seen_by_every_thread(tmp_path: Path) -> None:
    """Queries run at once, each on its own cursor, over files and registered rows."""
    with connect({"canonical": [_write(tmp_path / "c.parquet", "a", "b")]}) as engine:
        engine.register("wanted", pa.table({"id": ["x"]}))
        engine.register("wanted", pa.table({"id": ["b"]}))
        sql = "SELECT entity_id FROM canonical JOIN wanted ON id = entity_id"
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda _: engine.query(sql).column(0).to_pylist(), range(64)))
        assert found == [["b"]] * 64


def test_a_wrong_statement_names_itself_and_the_tables() -> None:
    """The backend's error is wrapped once, with the SQL and what could be asked."""
    with connect({"canonical": []}) as engine, pytest.raises(EngineError, match="canonical") as caught:
        engine.query("SELECT nothing FROM nowhere")
    assert caught.value.sql == "SELECT nothing FROM nowhere"
    assert caught.value.__cause__ is not None


def test_nothing_but_the_tables_can_be_reached(tmp_path: Path) -> None:
    """No other file, no writing, no network, no change of settings."""
    inside, outside = _write(tmp_path / "c.parquet", "a"), _write(tmp_path / "other.parquet", "b")
    with connect({"canonical": [inside]}) as engine:
        for sql in (
            f"SELECT * FROM '{outside}'",
            f"COPY canonical TO '{tmp_path / 'copy.csv'}'",
            "SELECT * FROM read_csv('https://example.org/x.csv')",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(EngineError):
                engine.query(sql)


def test_a_table_read_from_files_cannot_be_replaced() -> None:
    """What a stage registers never hides what a build holds."""
    with connect({"canonical": []}) as engine, pytest.raises(EngineError, match="canonical"):
        engine.register("canonical", pa.table({"a": [1]}))


def test_files_that_are_no_such_table_are_refused(tmp_path: Path) -> None:
    """Other columns or no Parquet at all are said at the first query, an unknown name at opening; with the table."""
    pq.write_table(pa.table({"a": [1]}), tmp_path / "columns.parquet")
    (tmp_path / "text.parquet").write_text("no Parquet")
    for name in ("columns.parquet", "text.parquet"):
        with connect({"canonical": [tmp_path / name]}) as engine, pytest.raises(TableError, match="Run the case again"):
            engine.query("SELECT 1 FROM canonical")
    with pytest.raises(EngineError, match="kanonikal"):
        connect({"kanonikal": []})


def test_an_engine_starts_when_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening and closing start no database; that there is none, the first query says."""

    def refuse(*words: object, **named: object) -> None:
        raise duckdb.IOException("no room")

    monkeypatch.setattr(duckdb, "connect", refuse)
    with connect({"canonical": []}) as engine:
        engine.register("wanted", pa.table({"id": ["x"]}))
        with pytest.raises(EngineError, match="cannot start"):
            engine.query("SELECT 1")


def test_a_closed_engine_says_so() -> None:
    """A query after closing is an error of ours, not of the backend."""
    engine = connect({"canonical": []})
    engine.close()
    engine.close()
    with pytest.raises(EngineError):
        engine.query("SELECT 1")


def test_more_rows_than_memory_spill_to_disk() -> None:
    """A sort that does not fit spills, and leaves nothing behind."""
    with connect({}, memory_limit_mb=64) as engine:
        sql = "SELECT count(*) FROM (SELECT md5(range::VARCHAR) AS a FROM range(2000000) ORDER BY a LIMIT 1999999)"
        assert engine.query(sql).column(0).to_pylist() == [1_999_999]


def test_opening_is_cheap(tmp_path: Path) -> None:
    """The API and the dossier open a build often: all tables in well under 100 ms, the import aside."""
    paths = {name: [tmp_path / f"{name}.parquet"] for name in TABLES}
    for name, table in TABLES.items():
        table.write(table.schema.empty_table(), paths[name][0])
    durations = []
    for _ in range(5):
        begin = time.perf_counter()
        connect(paths).close()
        durations.append(time.perf_counter() - begin)
    assert min(durations) < 0.1


def test_the_package_does_not_load_the_backend() -> None:
    """Importing `engine` must stay cheap: DuckDB is loaded by the first connection."""
    import subprocess

    code = "import sys, counterflow.engine; sys.exit('duckdb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_fit_refuses_what_the_table_forbids() -> None:
    """A missing column or a null is named with its table."""
    rows = pa.table({"entity_id": ["a"], "canonical_id": [None], "dataset": ["d"], "handling": ["TLP:CLEAR"]})
    with pytest.raises(TableError, match="canonical_id"):
        fit(rows.set_column(1, "canonical_id", pa.array([None], pa.string())), CANONICAL)
    with pytest.raises(TableError, match="table document, column id"):
        fit(rows, DOCUMENT)


def test_derived_rows_carry_the_strictest_marking() -> None:
    """Collected markings combine row by row."""
    rows = pa.table({"handling": ["TLP:CLEAR", "TLP:CLEAR\nTLP:RED", "TLP:GREEN//LIC A\nTLP:AMBER"]})
    assert strictest_column(rows).column(0).to_pylist() == ["TLP:CLEAR", "TLP:RED", "TLP:AMBER//LIC A"]
    assert strictest_column(rows.slice(0, 0)).num_rows == 0
