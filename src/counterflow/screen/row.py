"""One record of a table of queries or pairs, whatever the file's format."""

from __future__ import annotations

from typing import Any, NamedTuple


class Row(NamedTuple):
    """A record as the file gives it."""

    number: int
    """Place among the records, from 1."""
    values: dict[str, Any]
    """Values by column, in the file's order."""
    error: str | None = None
    """Why it cannot be used; None: it can."""


def row_size(row: Row) -> int:
    """Estimate what a record holds. Code points of its texts, deeper ones left out."""
    return sum(len(value) if isinstance(value, str) else 8 for value in row.values.values())
