"""The only code that knows DuckDB or Spark: named tables in, SQL over them, Arrow out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from counterflow.engine.arrow import fit, strictest_column
from counterflow.engine.engine import Engine, EngineError, Parameters

MEMORY_LIMIT_MB = 640
"""What an engine may hold in memory before it spills to disk; leaves room for Arrow within 1 GB."""

THREADS = 2


def connect(
    paths: Mapping[str, Sequence[Path]],
    *,
    views: Mapping[str, str] | None = None,
    memory_limit_mb: int = MEMORY_LIMIT_MB,
    threads: int = THREADS,
) -> Engine:
    """Open the tables in `paths` for reading, each as a view of its own name.

    Opening reads no file and starts nothing; a table's files are opened by the first query that names it, which raises
    `TableError` when one is unreadable or lacks a column. Files are only read, so a reader never waits for a writer,
    and nothing but these files can be reached: no network, no extension, no other path.

    Args:
        paths: table name to the Parquet files that together hold it; a file that does not exist holds no rows.
        views: table name to a SELECT that stands for it; `all_<name>` are in all of them the rows of the files.
        memory_limit_mb: what the engine may hold in memory before it spills into the system's temporary folder.
        threads: processor cores that one query may use.

    Raises:
        EngineError: a name is no table of `counterflow.tables`. That the engine cannot start, the first query says.
    """
    from counterflow.engine.duckdb_engine import open_duckdb

    return open_duckdb(paths, views or {}, memory_limit_mb=memory_limit_mb, threads=threads)


__all__ = ["MEMORY_LIMIT_MB", "THREADS", "Engine", "EngineError", "Parameters", "connect", "fit", "strictest_column"]
