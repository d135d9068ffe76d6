"""A user reads a table of a build: rows have their columns and types."""

from pathlib import Path

from counterflow.tables import STATEMENT, TABLES, Statement, Table


def names_of(build: Path) -> list[str]:
    rows: list[Statement] = STATEMENT.rows(STATEMENT.read([build / "statement.parquet"]))
    return [row.value for row in rows if row.prop == "name" and row.lang is None]


def count(build: Path) -> dict[str, int]:
    tables: dict[str, Table] = TABLES
    return {name: table.read([build / f"{name}.parquet"]).num_rows for name, table in tables.items()}
