"""The order of results, by fields as a client names them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from counterflow.screen.entity_store.field import field_values, read_field
from counterflow.screen.entity_store.row import unpack

_COLUMNS = {
    one: f"e.{one}" for one in ("id", "schema", "caption", "target", "first_seen", "last_seen", "last_change")
} | {"_score": "h.score"}
_KEPT = frozenset(["_doc"])
"""The order in which entities are kept, which is that of their ids."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One field to order by."""

    field: str
    """As `read_field` gives it; or `_score`."""
    descending: bool = False

    def order(self) -> str:
        """Give the terms of ORDER BY; what lacks the field comes last."""
        column = _COLUMNS.get(self.field) or f"sort_value(r.json, '{self.field}', {int(self.descending)})"
        return f"{column} IS NULL, {column} {'DESC' if self.descending else 'ASC'}"

    @property
    def reads_record(self) -> bool:
        """Whether no column holds the field."""
        return self.field not in _COLUMNS


def read_sorts(sorts: Iterable[str]) -> tuple[Sort, ...]:
    """Read `field:asc` and `field:desc`; any other order is ascending, as with the peer.

    Raises:
        UsageError: there is no such field.
    """
    found = []
    for text in sorts:
        field, colon, order = text.rpartition(":")
        if colon == "":
            field, order = text, "asc"
        if field not in _KEPT:
            found.append(Sort(field if field in _COLUMNS else read_field(field), order == "desc"))
    return tuple(found)


def sort_value(record: bytes, field: str, descending: int) -> str | None:
    """Give the value by which an entity is ordered, the first of its values or the last; called from SQL."""
    values = field_values(unpack(record), field)
    return (
        None if len(values) == 0 else (max(values) if descending else min(values)).encode("utf-8", "replace").decode()
    )
