"""Parts computed earlier: what lets one changed document re-read one document.

    cache/<stage>/<code>/<batch>/     parts.json and one Parquet file a table, its first column naming the part

A batch appears whole (written aside, then renamed), so a killed run leaves finished batches and nothing half. The
folder may be deleted at any time; it only saves work.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from counterflow.stage import PartStage
from counterflow.tables import PROBLEM, Table
from counterflow.tables.arrange import RowFile

KEPT_VERSIONS = 2
"""Code versions and parameters of a stage whose parts are kept."""

CACHE_GROUP_ROWS = 8_192
"""Rows of a row group: small, because a range of keys is read out of every file."""

FILE_ROWS = 100_000
"""Rows of one table that a batch holds in memory before it writes a file of them."""

PART = "part"
HANDLING = "handling"
"""Column of a row's marking."""
MARKER = "parts.json"
MAX_BATCHES = 64
"""Above this many batches `compact` joins them: many small files are slow to read."""


class PartCache:
    """The parts of one stage under one code version and parameters."""

    def __init__(self, root: Path, stage: PartStage, code_key: str) -> None:
        self.stage = stage
        self.path = root / stage.name / code_key[:16]
        self._batch_of: dict[str, Path] = {}
        for half in self.path.glob(".*"):
            shutil.rmtree(half, ignore_errors=True)  # of a process that was killed
        for batch in sorted(self.path.glob("[!.]*")):
            keys = _whole_batch(batch)
            if keys is None:
                shutil.rmtree(batch, ignore_errors=True)  # half of its rows would be a wrong build: read them again
            else:
                self._batch_of.update(dict.fromkeys(keys, batch))

    def drop_others(self) -> None:
        """Drop parts of other code versions and parameters but the ones used last: going back once stays quick."""
        if self.path.exists():
            os.utime(self.path)
        folders = sorted(self.path.parent.glob("[!.]*"), key=lambda path: (path == self.path, path.stat().st_mtime))
        for path in folders[:-KEPT_VERSIONS]:
            shutil.rmtree(path, ignore_errors=True)

    def missing(self, keys: Iterable[str]) -> list[str]:
        """Say which parts are not here yet."""
        return [key for key in keys if key not in self._batch_of]

    def register(self, batch: Path, keys: Iterable[str]) -> None:
        """Take note of a batch that another process wrote."""
        self._batch_of.update(dict.fromkeys(keys, batch))

    def markings(self, keys: Iterable[str]) -> dict[str, set[str]]:
        """Say which markings the rows of some parts carry, by part; none of a part of which nothing could be read."""
        found: dict[str, set[str]] = {key: set() for key in keys}
        is_read: set[str] = set()
        for table in self.stage.writes:
            if HANDLING not in table.schema.names:
                continue
            for batch in sorted({self._batch_of[key] for key in found}):
                for path in _table_files(batch, table):
                    rows = pq.read_table(path, columns=[PART, HANDLING]).group_by([PART, HANDLING]).aggregate([])
                    known = [row for row in rows.to_pylist() if row[PART] in found]
                    for row in known:
                        found[row[PART]].add(row[HANDLING])
                    is_read |= {row[PART] for row in known if table != PROBLEM}
        return {key: markings if key in is_read else set() for key, markings in found.items()}

    def files(self, table: Table, keys: Collection[str]) -> list[RowFile]:
        """Give the files that hold one table's rows of the given parts."""
        wanted = pa.array(sorted(keys), pa.string())

        def keep(rows: pa.Table) -> pa.Table:
            is_wanted = pc.is_in(rows.column(PART), value_set=wanted)
            return (rows if pc.all(is_wanted).as_py() else rows.filter(is_wanted)).drop_columns([PART])

        batches = sorted({self._batch_of[key] for key in keys})
        return [RowFile(path, keep) for batch in batches for path in _table_files(batch, table)]

    def compact(self, keys: Sequence[str]) -> None:
        """Join all batches into one that holds the given parts alone, when there are too many."""
        batches = sorted({*self._batch_of.values()})
        if len(batches) <= MAX_BATCHES:
            return
        writer = BatchWriter(self.path, self.stage, keys)
        for table in self.stage.writes:
            for batch in batches:
                mine = pa.array([key for key in keys if self._batch_of[key] == batch], pa.string())
                for path in _table_files(batch, table):
                    rows = pq.read_table(path)
                    writer.add_marked(table, rows.filter(pc.is_in(rows.column(PART), value_set=mine)))
        self.register(writer.finish(), keys)
        for batch in batches:
            if batch != writer.path:
                shutil.rmtree(batch)


class BatchWriter:
    """Writes the tables of some parts as one batch, a file at a time, each sorted by its table's key.

    The batch appears whole under its name, so any process may write one; what is not finished leaves nothing.
    """

    def __init__(self, folder: Path, stage: PartStage, keys: Iterable[str]) -> None:
        self._keys = sorted(keys)
        name = hashlib.sha256("\n".join(self._keys).encode()).hexdigest()[:16]
        self.path = folder / name
        self._aside = folder / f".{name}.{os.getpid()}"
        shutil.rmtree(self._aside, ignore_errors=True)
        self._aside.mkdir(parents=True)
        self._waiting: dict[Table, list[pa.Table]] = {table: [] for table in stage.writes}
        self._files: dict[str, str] = {}

    def add(self, table: Table, rows: pa.Table, key: str) -> None:
        """Add rows of one part."""
        self.add_marked(table, rows.add_column(0, PART, pa.repeat(pa.scalar(key), rows.num_rows)))

    def add_marked(self, table: Table, rows: pa.Table) -> None:
        """Add rows whose first column names their part."""
        self._waiting[table].append(rows)
        if sum(one.num_rows for one in self._waiting[table]) >= FILE_ROWS:
            self._flush(table)

    def _flush(self, table: Table) -> None:
        rows = pa.concat_tables(self._waiting[table])
        self._waiting[table] = []
        if rows.num_rows == 0:
            return
        number = sum(name.startswith(f"{table.name}.") for name in self._files)
        path = self._aside / f"{table.name}.{number}.parquet"
        rows = rows.sort_by([(column, "ascending") for column in table.key])
        pq.write_table(rows, path, compression="lz4", row_group_size=CACHE_GROUP_ROWS, use_dictionary=[PART])
        self._files[path.name] = _digest(path)

    def finish(self) -> Path:
        """Write what is left and give the batch its name."""
        for table, waiting in self._waiting.items():
            if len(waiting) > 0:
                self._flush(table)
        marker = json.dumps({"parts": self._keys, "files": self._files})
        (self._aside / MARKER).write_text(marker, encoding="utf-8")
        shutil.rmtree(self.path, ignore_errors=True)
        self._aside.rename(self.path)
        return self.path

    def drop(self) -> None:
        """Throw away what was written."""
        shutil.rmtree(self._aside, ignore_errors=True)


def _table_files(batch: Path, table: Table) -> list[Path]:
    return sorted(batch.glob(f"{table.name}.*.parquet"))


def _whole_batch(batch: Path) -> list[str] | None:
    """Give the parts of a batch whose files are all there as they were written; None: it is damaged."""
    try:
        marker = json.loads((batch / MARKER).read_text(encoding="utf-8"))
        files: dict[str, str] = marker["files"]
        parts: list[str] = marker["parts"]
        is_whole = all(_digest(batch / name) == digest for name, digest in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return parts if is_whole else None


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
