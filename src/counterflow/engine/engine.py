"""What every engine offers, whatever runs the SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Protocol, Self

import pyarrow as pa

from counterflow.exc import CounterflowError

Parameters = Mapping[str, Any] | Sequence[Any]
"""Values of a statement's parameters: by name (`$name`) or by position (`?`)."""

SQL_CHARS = 400
"""How much of a failed statement an error shows."""


class EngineError(CounterflowError):
    """The engine could not run a statement; `sql` holds it whole, `tables` the names that it could use."""

    def __init__(self, what: str, *, sql: str | None = None, tables: Sequence[str] = (), next_step: str | None = None):
        self.sql = sql
        self.tables = tuple(tables)
        shown = None if sql is None else " ".join(sql.split())
        where = None if shown is None else shown if len(shown) <= SQL_CHARS else shown[:SQL_CHARS] + " ..."
        expected = None if len(self.tables) == 0 else "tables " + ", ".join(self.tables)
        super().__init__(
            what, where=where, expected=expected, next_step=next_step or "This is a defect; please report it"
        )


class Engine(Protocol):
    """Named tables and SQL over them. Queries may come from several threads at once."""

    def query(self, sql: str, parameters: Parameters = ()) -> pa.Table:
        """Run one SELECT and give its rows; their order is that of ORDER BY, or none.

        Raises:
            EngineError: the statement is wrong, or needs more memory or disk than there is.
            TableError: a file of a table that it names is unreadable or lacks one of the table's columns.
        """
        ...

    def register(self, name: str, rows: pa.Table) -> None:
        """Make rows usable under a name, in every thread; a name registered before is replaced.

        Raises:
            EngineError: the name is that of a table read from files, or the rows cannot be held.
        """
        ...

    def close(self) -> None:
        """Give back memory and temporary files; closing twice does nothing."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
