"""The one canonical form of a table: sorted by key, one row a key, whatever pieces it comes in, in bounded memory.

Rows stand in Parquet files, each sorted by key. Ranges of the key are taken one after the other out of all files, so
that never more than a range is in memory. What is written depends on the rows alone: not on the files, their order or
the ranges.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from counterflow.exc import TableError
from counterflow.tables.table import ROW_GROUP_ROWS, Table

RANGE_ROWS = 100_000
"""About how many rows are in memory at once."""

MAX_FILES = 48
"""Files that are read at once."""

SAMPLED_EVERY = 50
"""One key of so many decides where ranges end."""


class RowFile(NamedTuple):
    """One Parquet file of rows."""

    path: Path
    keep: Callable[[pa.Table], pa.Table] | None = None
    """Leaves out rows that are not wanted, and columns that are not the table's."""


def arrange_files(table: Table, files: Sequence[RowFile], path: Path) -> int:
    """Write the canonical form of the rows of some files to `path`; gives the number of rows.

    Raises:
        TableError: two rows share a key and differ, or a file is unreadable or has other columns.
    """
    if len(files) > MAX_FILES:
        return _arrange_by_stages(table, files, path)
    rows = 0
    with pq.ParquetWriter(path, table.schema, **table.WRITE_OPTIONS) as writer:
        for group in _groups(table, files):
            rows += group.num_rows
            writer.write_table(group, row_group_size=ROW_GROUP_ROWS)
    return rows


def _arrange_by_stages(table: Table, files: Sequence[RowFile], path: Path) -> int:
    """Join many files to few first: each is open while its ranges are read, and ranges of many files overlap much."""
    joined = []
    try:
        for number in range(0, len(files), MAX_FILES):
            joined.append(RowFile(path.with_name(f".{path.name}.{len(files)}.{number}")))
            arrange_files(table, files[number : number + MAX_FILES], joined[-1].path)
        return arrange_files(table, joined, path)
    finally:
        for file in joined:
            file.path.unlink(missing_ok=True)


def _groups(table: Table, files: Sequence[RowFile]) -> Iterator[pa.Table]:
    """Yield the rows in order, in pieces that do not depend on the ranges they were read in."""
    waiting = table.schema.empty_table()
    for part in _ranges(table, files):
        waiting = pa.concat_tables([waiting, part])
        whole = waiting.num_rows - waiting.num_rows % ROW_GROUP_ROWS
        if whole > 0:
            yield waiting.slice(0, whole)
            waiting = waiting.slice(whole).combine_chunks()
    if waiting.num_rows > 0:
        yield waiting


def _ranges(table: Table, files: Sequence[RowFile]) -> Iterator[pa.Table]:
    try:
        opened = [(pq.ParquetFile(file.path, memory_map=True), file) for file in files]
        bounds = _bounds(table, [one for one, _ in opened])
        for low, high in zip([None, *bounds], [*bounds, None], strict=True):
            parts = [part for one, file in opened for part in _read_range(table, one, file, low, high)]
            yield table.arrange(parts)
    except (pa.ArrowInvalid, OSError) as exc:
        raise TableError(table.name, "*", f"a file of it cannot be read: {exc}") from exc


def _bounds(table: Table, files: Sequence[pq.ParquetFile]) -> list[str]:
    """Divide the first key column into ranges of about equal size."""
    total = sum(file.metadata.num_rows for file in files)
    ranges = -(-total // RANGE_ROWS)
    if ranges < 2:
        return []
    keys = pa.chunked_array([chunk for file in files for chunk in _sample(file, table.key[0])], pa.string())
    ordered = keys.take(pc.sort_indices(keys))
    return sorted({ordered[number * len(ordered) // ranges].as_py() for number in range(1, ranges)})


def _sample(file: pq.ParquetFile, column: str) -> Iterator[pa.Array]:
    """Yield every so-manieth key of a file."""
    for batch in file.iter_batches(columns=[column]):
        keys = batch.column(0)
        yield keys.take(pa.array(range(0, len(keys), SAMPLED_EVERY)))


class _Keys(Sequence[str]):
    """A sorted column, for a binary search that looks at few of its values."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        self._column = column

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, at: int) -> str:  # type: ignore[override]  # a slice is not asked for
        return str(self._column[at].as_py())


def _read_range(
    table: Table, opened: pq.ParquetFile, file: RowFile, low: str | None, high: str | None
) -> Iterator[pa.Table]:
    at = opened.schema_arrow.get_field_index(table.key[0])
    groups = []
    for number in range(opened.metadata.num_row_groups):
        bounds = opened.metadata.row_group(number).column(at).statistics
        # A key of over 4,096 bytes leaves a row group without bounds.
        is_bounded = bounds is not None and bounds.has_min_max
        if not is_bounded or ((high is None or bounds.min < high) and (low is None or bounds.max >= low)):
            groups.append(number)
    if len(groups) == 0:
        return
    rows = opened.read_row_groups(groups)
    keys = _Keys(rows.column(table.key[0]))
    start = 0 if low is None else bisect.bisect_left(keys, low)
    end = len(keys) if high is None else bisect.bisect_left(keys, high)
    rows = rows.slice(start, end - start)
    if file.keep is not None:
        rows = file.keep(rows)
    rows = rows.replace_schema_metadata(None)
    if rows.schema.names != table.schema.names:
        raise TableError(table.name, "*", f"columns are {rows.schema.names}, expected {table.schema.names}")
    yield rows.cast(table.schema)
