"""What a table is: a row class whose annotations are the columns, with its key, writer and readers.

A table's module holds one `NamedTuple` (the row) and one `Table` (its place in the system). The row class is the
single definition: the Arrow schema, the Parquet file and the generated page in `docs/tables.md` all come from it.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from counterflow.exc import TableError
from counterflow.model.handling import strictest, widest

ROW_GROUP_ROWS = 65_536
"""Rows of a row group: the least that a reader of some rows has to take."""


class Unit(NamedTuple):
    """The unit of a numeric column, named as a person would write it (`code point`, `USD`, `kg`)."""

    name: str


class Column(NamedTuple):
    """One column of a table, read off the row class."""

    name: str
    type: pa.DataType
    nullable: bool
    doc: str
    unit: str | None


_SCALARS: dict[type, pa.DataType] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


def _arrow_type(annotation: Any) -> tuple[pa.DataType, bool]:
    """Turn a column's annotation into its Arrow type and whether it may be null."""
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _arrow_type(args[0])
    if origin in (typing.Union, types.UnionType):
        (inner,) = [a for a in args if a is not type(None)]
        return _arrow_type(inner)[0], True
    if origin is tuple:
        return pa.list_(pa.field("item", _arrow_type(args[0])[0], nullable=False)), False
    if isinstance(annotation, type) and issubclass(annotation, tuple):
        hints = typing.get_type_hints(annotation, include_extras=True)
        fields = [(name, *_arrow_type(hint)) for name, hint in hints.items()]
        return pa.struct([pa.field(name, type_, nullable=null) for name, type_, null in fields]), False
    if isinstance(annotation, type) and issubclass(annotation, str):
        return pa.string(), False
    return _SCALARS[annotation], False


def _columns(row: type[NamedTuple]) -> tuple[Column, ...]:
    columns = []
    for name, hint in typing.get_type_hints(row, include_extras=True).items():
        type_, nullable = _arrow_type(hint)
        notes = hint.__metadata__
        unit = next((note.name for note in notes if isinstance(note, Unit)), None)
        columns.append(Column(name, type_, nullable, str(notes[0]), unit))
    return tuple(columns)


class Table:
    """One named table of the system: its columns, key, the stages that write it and those that read it."""

    WRITE_OPTIONS: ClassVar[Mapping[str, Any]] = {"compression": "zstd", "compression_level": 1, "version": "2.6"}

    def __init__(
        self,
        row: type[Any],
        *,
        key: tuple[str, ...],
        writers: tuple[str, ...],
        readers: tuple[str, ...] = (),
        merge: Mapping[str, str] | None = None,
    ) -> None:
        self.row = row
        self.name = "".join(f"_{c.lower()}" if c.isupper() else c for c in row.__name__).lstrip("_")
        self.doc = (row.__doc__ or "").strip()
        self.key = key
        self.writers = writers
        self.readers = readers
        self.merge = merge or {}
        """Columns in which rows of one key may differ, and which value stands: `min`, `max`,
        `latest` (of the row seen last); of handling, `widest` or `strictest`."""
        self.columns = _columns(row)
        self.schema = pa.schema([pa.field(c.name, c.type, nullable=c.nullable) for c in self.columns])

    def __repr__(self) -> str:
        return f"<Table {self.name}>"

    def from_rows(self, rows: Sequence[Any]) -> pa.Table:
        """Turn row tuples into one Arrow table, in the given order.

        Raises:
            TableError: a value does not fit its column; names the column and the first such row.
        """
        if len(rows) == 0:
            return self.schema.empty_table()
        arrays = []
        for column, values in zip(self.columns, zip(*rows, strict=True), strict=True):
            try:
                array = _array(values, column.type)
            except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError, UnicodeEncodeError) as exc:
                raise TableError(self.name, column.name, str(exc)) from exc
            if not column.nullable and array.null_count > 0:
                at = next(i for i, value in enumerate(values) if value is None)
                raise TableError(self.name, column.name, f"null in a column that is never null, row {rows[at]!r}")
            arrays.append(array)
        return pa.Table.from_arrays(arrays, schema=self.schema)

    def arrange(self, parts: Iterable[pa.Table]) -> pa.Table:
        """Join parts into the one canonical form of the table: sorted by key, duplicate keys dropped.

        The order does not depend on the order of the parts, so equal content gives equal bytes.

        Raises:
            TableError: two rows share a key and differ; the table would depend on the order of reading.
        """
        whole = pa.concat_tables([self.schema.empty_table(), *parts]).combine_chunks()
        if whole.num_rows == 0:
            return whole
        if _is_in_order(self, whole):
            return whole
        # List and struct columns cannot be sorted on; keys never hold them.
        whole = whole.sort_by([(name, "ascending") for name in self.key])
        return _drop_repeats(self, whole)

    def write(self, table: pa.Table, path: Path) -> None:
        """Write one Parquet file whose bytes depend on the content alone (no time, no host, fixed encoding)."""
        pq.write_table(table, path, row_group_size=ROW_GROUP_ROWS, **self.WRITE_OPTIONS)

    def read(self, paths: Iterable[Path], columns: Sequence[str] | None = None) -> pa.Table:
        """Read the files that together hold this table; a file that does not exist holds no rows.

        Raises:
            TableError: a file is unreadable or has other columns than this version of the table.
        """
        parts = []
        for path in paths:
            if not path.exists():
                continue
            try:
                part = pq.read_table(path, columns=None if columns is None else list(columns))
            except (pa.ArrowInvalid, OSError) as exc:
                raise TableError(self.name, "*", f"{path} cannot be read: {exc}") from exc
            parts.append(part.replace_schema_metadata(None))
        schema = self.schema if columns is None else pa.schema([self.schema.field(name) for name in columns])
        for part in parts:
            if not part.schema.equals(schema):
                raise TableError(self.name, "*", f"columns are {part.schema.names}, expected {schema.names}")
        return pa.concat_tables([schema.empty_table(), *parts])

    def rows(self, table: pa.Table) -> list[Any]:
        """Turn an Arrow table of this schema back into row tuples; nested values come back as tuples too."""
        return [self.row(*values) for values in zip(*(_cells(column) for column in table.columns), strict=True)]


def _array(values: tuple[Any, ...], type_: pa.DataType) -> pa.Array:
    """Make a column of Python values; one value in all rows, as of a dataset or a marking, is made once."""
    first = values[0]
    if (first is None or type(first) in (str, bool)) and values.count(first) == len(values):
        return pa.nulls(len(values), type_) if first is None else pa.repeat(pa.scalar(first, type_), len(values))
    return pa.array(values, type=type_)


def _cells(column: pa.ChunkedArray) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if pa.types.is_list(column.type):
        return [tuple(value) for value in values]
    return values


def _is_in_order(table: Table, whole: pa.Table) -> bool:
    """Tell whether rows are in order already, each key once; of keys of several columns it is not asked."""
    if len(table.key) > 1:
        return False
    column = pa.concat_arrays(whole.column(table.key[0]).chunks)
    is_less = pc.less(column.slice(0, len(column) - 1), column.slice(1))
    return column.null_count == 0 and pc.all(is_less).as_py() is not False


def _drop_repeats(table: Table, whole: pa.Table) -> pa.Table:
    """Make one row of each key: columns named in `Table.merge` are merged, all others must agree."""
    first = _first_of_key(table, whole)
    if pc.all(first).as_py():
        return whole
    # Number the keys; a group with several rows is one run of equal numbers, because `whole` is sorted.
    number = pc.cumulative_sum(pc.cast(first, pa.int64()))
    repeated = pc.is_in(number, value_set=number.filter(pc.invert(first)).unique())
    groups = whole.filter(repeated).append_column("#", number.filter(repeated))
    merged = _merge_groups(table, groups)
    single = whole.filter(pc.invert(repeated))
    return pa.concat_tables([single, merged]).combine_chunks().sort_by([(name, "ascending") for name in table.key])


def _first_of_key(table: Table, whole: pa.Table) -> pa.Array:
    """Mark the first row of each key of a sorted table."""
    same = pa.array([True] * (whole.num_rows - 1), pa.bool_())
    for name in table.key:
        array = whole.column(name).combine_chunks()
        same = pc.and_(same, pc.equal(array.slice(1), array.slice(0, len(array) - 1)))
    return pa.concat_arrays([pa.array([True]), pc.invert(same)])


def _merge_groups(table: Table, groups: pa.Table) -> pa.Table:
    merged: dict[int, dict[str, Any]] = {}
    for row in groups.to_pylist():
        number = row.pop("#")
        known = merged.setdefault(number, row)
        if known == row:
            continue
        for name, value in row.items():
            if known[name] != value:
                known[name] = _merge_values(table, name, known, row)
    return pa.Table.from_pylist(list(merged.values()), schema=table.schema)


def _merge_values(table: Table, name: str, left: dict[str, Any], right: dict[str, Any]) -> Any:
    rule = table.merge.get(name)
    values = [row[name] for row in (left, right) if row[name] is not None]
    if rule == "latest":
        return max((left, right), key=lambda row: (row["last_seen"] or "", row[name]))[name]
    if rule == "min":
        return min(values)
    if rule == "max":
        return max(values)
    if rule == "widest":
        return widest(values)
    if rule == "strictest":
        return strictest(values)
    key = {column: left[column] for column in table.key}
    raise TableError(table.name, name, f"two rows share the key {key}: {left[name]!r} and {right[name]!r}")
