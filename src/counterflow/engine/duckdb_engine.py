"""DuckDB in this process: the default engine."""

from __future__ import annotations

import os
import re
import tempfile
import threading
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa

from counterflow.engine.engine import EngineError, Parameters
from counterflow.exc import TableError
from counterflow.tables import TABLES

_DUCKDB_TYPES = {pa.string(): "VARCHAR", pa.int64(): "BIGINT", pa.float64(): "DOUBLE", pa.bool_(): "BOOLEAN"}


ALL = "all_"
"""What the rows of a table's files are called where a view of its own stands for it."""

_OPEN_AGAIN = "Open it again with engine.connect"

_WORD = re.compile(r"\w+")


def open_duckdb(
    paths: Mapping[str, Sequence[Path]], views: Mapping[str, str], *, memory_limit_mb: int, threads: int
) -> DuckDBEngine:
    """Open an in-memory database with one view a table; see `counterflow.engine.connect`."""
    unknown = sorted(set(paths) - set(TABLES))
    if len(unknown) > 0:
        raise EngineError(f"{', '.join(unknown)} is no table", tables=tuple(TABLES))
    present = {name: [path.resolve() for path in files if path.exists()] for name, files in paths.items()}
    # The folder is named anew for each engine, because two would overwrite each other's spilled blocks; DuckDB makes
    # it only when it spills, and removes it on closing.
    spill = Path(tempfile.gettempdir()) / f"counterflow-{os.getpid()}-{uuid.uuid4().hex}"
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory_limit_mb}MB",
        "threads": threads,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": False,
    }
    return DuckDBEngine(config, present, views)


class DuckDBEngine:
    """One in-memory DuckDB database; each query has a cursor of its own.

    It starts with the first query, since that takes 20 ms and not every engine is asked. Views are made when a
    statement first names their table: reading 30 footers would cost more than most queries.
    """

    def __init__(
        self,
        config: dict[str, str | bool | int | float | list[str]],
        files: Mapping[str, Sequence[Path]],
        views: Mapping[str, str],
    ) -> None:
        self._config = config
        self._started: duckdb.DuckDBPyConnection | None = None
        self._is_closed = False
        self._views = views
        self._lock = threading.RLock()
        self._files = files
        self._missing = dict(files)
        """Tables without a view yet."""
        self._making: set[str] = set()
        """Tables whose view is being made, by the thread that holds the lock."""
        self._registered: tuple[str, ...] = ()
        self._waiting: dict[str, pa.Table] = {}
        """Registered rows that no statement has named yet."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back memory and temporary files."""
        with self._lock:
            self._is_closed = True
            if self._started is not None:
                self._started.close()

    @property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if self._started is None:
                if self._is_closed:
                    raise EngineError("the engine was closed", next_step=_OPEN_AGAIN)
                self._started = self._start()
            return self._started

    def query(self, sql: str, parameters: Parameters = ()) -> pa.Table:
        """Run one SELECT and give its rows."""
        self._create_views(sql)
        try:
            with self._cursor() as cursor:
                relation = cursor.sql(sql, params=parameters) if len(parameters) > 0 else cursor.sql(sql)
                if relation is None:
                    raise EngineError("the statement gives no rows; an engine only reads", sql=sql)
                return relation.to_arrow_table()
        except duckdb.Error as exc:
            raise self._error(exc, sql) from exc

    def register(self, name: str, rows: pa.Table) -> None:
        """Take rows under a name; they are copied when a statement first names them, since many rows never are."""
        if name in self._files:
            raise EngineError(f"{name!r} is a table read from files and cannot be replaced")
        with self._lock:
            self._waiting[name] = rows
            self._registered = tuple(sorted({*self._registered, name}))

    def _copy(self, name: str, rows: pa.Table) -> None:
        """Copy rows into the database, because what DuckDB scans in place is seen by one cursor only."""
        sql = f"CREATE OR REPLACE TABLE {_quote(name)} AS SELECT * FROM registered_rows"  # noqa: S608 - quoted name
        try:
            with self._cursor() as cursor:
                cursor.register("registered_rows", rows)
                cursor.execute(sql)
        except duckdb.Error as exc:
            raise self._error(exc, sql) from exc

    def _start(self) -> duckdb.DuckDBPyConnection:
        """Start the database, closed to everything but its files: no other path, no network, no extension."""
        allowed = sorted({str(path) for paths in self._files.values() for path in paths})
        try:
            connection = duckdb.connect(":memory:", config=self._config)
        except duckdb.Error as exc:
            raise EngineError(f"DuckDB cannot start: {exc}") from exc
        try:
            connection.execute(f"SET allowed_paths = [{', '.join(map(_text, allowed))}]")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
        except BaseException as exc:
            connection.close()
            if isinstance(exc, duckdb.Error):
                raise EngineError(f"DuckDB cannot start: {exc}") from exc
            raise
        return connection

    def _create_views(self, sql: str) -> None:
        """Make the views, and copy the rows, that a statement may name; what it names stands in its text."""
        words = set(_WORD.findall(sql.lower()))
        for name in [name for name in tuple(self._missing) if name in words]:
            with self._lock:
                if name in self._missing and name not in self._making:
                    self._create_view(name)
                    self._making.discard(name)
                    self._missing.pop(name, None)
        for name in [name for name in tuple(self._waiting) if name.lower() in words]:
            with self._lock:
                rows = self._waiting.get(name)
                if rows is not None:
                    self._copy(name, rows)
                    if self._waiting.get(name) is rows:
                        del self._waiting[name]

    def _create_view(self, name: str) -> None:
        own = self._views.get(name)
        stored = name if own is None else f"{ALL}{name}"
        try:
            self._connection.execute(f"CREATE VIEW {_quote(stored)} AS {_select(name, self._files[name])}")
            if own is not None:
                self._making.add(name)  # its view may name tables that are made of it
                self._create_views(own.replace(ALL, ""))
                self._connection.execute(f"CREATE VIEW {_quote(name)} AS {own}")
        except duckdb.Error as exc:
            files = ", ".join(map(str, self._files[name]))
            expected = ", ".join(TABLES[name].schema.names)
            raise TableError(
                name,
                "*",
                f"{files} cannot be read as this table ({exc}); its columns: {expected}",
                next_step="Run the case again: another version of Counterflow wrote this, or it is damaged",
            ) from exc

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            try:
                return self._connection.cursor()
            except duckdb.ConnectionException as exc:
                raise EngineError("the engine was closed", next_step=_OPEN_AGAIN) from exc

    def _error(self, exc: duckdb.Error, sql: str) -> EngineError:
        next_step = None
        if isinstance(exc, duckdb.OutOfMemoryException):
            next_step = "Give it more memory, or free space in the system's temporary folder"
        what = str(exc).split("\n", 1)[0]
        return EngineError(what, sql=sql, tables=(*self._files, *self._registered), next_step=next_step)


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _select(name: str, paths: Sequence[Path]) -> str:
    if len(paths) > 0:
        names = ", ".join(map(_quote, TABLES[name].schema.names))
        return f"SELECT {names} FROM read_parquet([{', '.join(_text(str(path)) for path in paths)}])"  # noqa: S608 - quoted
    columns = ", ".join(f"NULL::{_duckdb_type(field.type)} AS {_quote(field.name)}" for field in TABLES[name].schema)
    return f"SELECT {columns} WHERE false"


def _duckdb_type(type_: pa.DataType) -> str:
    if pa.types.is_list(type_):
        return _duckdb_type(type_.value_type) + "[]"
    if pa.types.is_struct(type_):
        fields = (type_.field(i) for i in range(type_.num_fields))
        return "STRUCT(" + ", ".join(f"{_quote(field.name)} {_duckdb_type(field.type)}" for field in fields) + ")"
    return _DUCKDB_TYPES[type_]
