"""How answers and scored pairs are laid out in rows, the user's columns first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from counterflow.screen.answer import Answer
from counterflow.screen.encode import CsvEncoder, Encoder, JsonlEncoder, Record
from counterflow.screen.parquet_blocks import ParquetEncoder
from counterflow.screen.row import Row
from counterflow.screen.source import Format, Records

INPUT_ROW = "input_row"
"""Column with the number of the query's record."""

WHOLE = "record"
"""Column with a whole record as JSON, where records have no common columns (JSONL into CSV or Parquet)."""

_REASON = pa.struct(
    [("feature", pa.string()), ("query", pa.string()), ("candidate", pa.string()), ("contribution", pa.float64())]
)
ANSWER_COLUMNS: Mapping[str, pa.DataType] = {
    "rank": pa.int32(),
    "id": pa.string(),
    "caption": pa.string(),
    "schema": pa.string(),
    "datasets": pa.list_(pa.string()),
    "score": pa.float64(),
    "match": pa.bool_(),
    "status": pa.string(),
    "explanation": pa.string(),
    "reasons": pa.list_(_REASON),
    "error": pa.string(),
}
"""What screening adds to a query, one row a result."""

PAIR_COLUMNS: Mapping[str, pa.DataType] = {
    "score": pa.float64(),
    "match": pa.bool_(),
    "reasons": pa.list_(_REASON),
    "error": pa.string(),
}
"""What comparing adds to a pair."""


class Layout:
    """The columns of an output: the user's, then ours. A column of the user's that is called as one of ours moves."""

    def __init__(self, records: Records, added: Mapping[str, pa.DataType], *, is_numbered: bool) -> None:
        """Lay out.

        Args:
            records: what the input is.
            added: our columns.
            is_numbered: whether `INPUT_ROW` stands first.
        """
        self._columns = records.columns
        self._schema = records.schema
        self._added = added
        self._first = (INPUT_ROW,) if is_numbered else ()
        self.moved = {name: self._moved(name) for name in records.columns or () if name in {*added, *self._first}}
        """Columns of the user's that are called otherwise in the output."""

    def encoder(self, format_: Format) -> Encoder:
        """Choose what writes these columns."""
        if format_ is Format.JSONL:
            return JsonlEncoder()
        kept = self._columns if self._columns is not None else (WHOLE,)
        names = [self.moved.get(name, name) for name in kept]
        if format_ is Format.CSV:
            return CsvEncoder([*self._first, *names, *self._added])
        types = [pa.string() if self._schema is None else self._schema.field(name).type for name in kept]
        head = [(name, pa.int64()) for name in self._first]
        return ParquetEncoder(pa.schema([*head, *zip(names, types, strict=True), *self._added.items()]))

    def kept(self, row: Row) -> dict[str, Any]:
        """Give a record's own part of a row."""
        head: dict[str, Any] = dict.fromkeys(self._first, row.number)
        if self._columns is None:
            return head | {WHOLE: row.values}
        return head | {self.moved.get(name, name): value for name, value in row.values.items()}

    def kept_whole(self, row: Row) -> dict[str, Any]:
        """Give a record's own part of a JSON object."""
        return {self._moved(name) if name in self._added else name: value for name, value in row.values.items()}

    @staticmethod
    def _moved(name: str) -> str:
        return f"input_{name}"


def answer_rows(layout: Layout, rows: Sequence[Row], answers: Sequence[Answer]) -> Iterator[Record]:
    """Lay answers out, one row a result, and one row for a query without any."""
    for row, answer in zip(rows, answers, strict=True):
        kept = layout.kept(row)
        if len(answer.results) == 0:
            yield {**kept, "error": answer.error}
        for rank, one in enumerate(answer.results, 1):
            yield {
                **kept,
                "rank": rank,
                "id": one.id,
                "caption": one.caption,
                "schema": one.schema,
                "datasets": list(one.datasets),
                "score": one.score,
                "match": one.match,
                "status": one.status.value,
                "explanation": one.explanation,
                "reasons": as_dicts(one.reasons),
                "error": answer.error,
            }


def as_dicts(reasons: Iterable[Any]) -> list[dict[str, Any]]:
    """Give reasons as plain objects."""
    names = ("feature", "query", "candidate", "contribution")
    return [{name: getattr(one, name) for name in names} for one in reasons]
