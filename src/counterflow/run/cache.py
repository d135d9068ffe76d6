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
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from counterflow.stage import PartStage
from counterflow.tables import Table
from counterflow.tables.arrange import RowFile

KEPT_VERSIONS = 2
"""Code versions and parameters of a stage whose parts are kept."""

CACHE_GROUP_ROWS = 16_384
"""Rows of a row group: small, because a range of keys is read out of every file."""

PART = "part"
MARKER = "parts.json"
MAX_BATCHES = 64
"""Above this many batches `compact` joins them: many small files are slow to read."""


class PartCache:
    """The parts of one stage under one code version and parameters."""

    def __init__(self, root: Path, stage: PartStage, code_key: str) -> None:
        self.stage = stage
        self.path = root / stage.name / code_key[:16]
        self._batch_of: dict[str, Path] = {}
        for batch in sorted(self.path.glob("[!.]*")):
            keys = _whole_batch(batch)
            if keys is None:
                shutil.rmtree(batch, ignore_errors=True)  # half of its rows would be a wrong build: read them again
            else:
                self._batch_of.update(dict.fromkeys(keys, batch))

    def drop_others(self) -> None:
        """Drop parts of other code versions and parameters but the ones used last: going back once stays quick."""
        folders = sorted(self.path.parent.glob("[!.]*"), key=lambda path: (path == self.path, path.stat().st_mtime))
        for path in folders[:-KEPT_VERSIONS]:
            shutil.rmtree(path, ignore_errors=True)

    def missing(self, keys: Iterable[str]) -> list[str]:
        """Say which parts are not here yet."""
        return [key for key in keys if key not in self._batch_of]

    def add(self, parts: Mapping[str, Mapping[str, pa.Table]]) -> None:
        """Keep the tables of some finished parts, as one batch."""
        self.register(write_batch(self.path, self.stage, parts), parts)

    def register(self, batch: Path, keys: Iterable[str]) -> None:
        """Take note of a batch that another process wrote."""
        self._batch_of.update(dict.fromkeys(keys, batch))

    def files(self, table: Table, keys: Collection[str]) -> list[RowFile]:
        """Give the files that hold one table's rows of the given parts."""
        wanted = pa.array(sorted(keys), pa.string())

        def keep(rows: pa.Table) -> pa.Table:
            rows = rows.filter(pc.is_in(rows.column(PART), value_set=wanted))
            return rows.drop_columns([PART])

        paths = [batch / f"{table.name}.parquet" for batch in sorted({self._batch_of[key] for key in keys})]
        return [RowFile(path, keep) for path in paths if path.exists()]

    def compact(self, keys: Sequence[str]) -> None:
        """Join all batches into one that holds the given parts alone, when there are too many."""
        batches = sorted({*self._batch_of.values()})
        if len(batches) <= MAX_BATCHES:
            return
        kept: dict[str, dict[str, pa.Table]] = {key: {} for key in keys}
        for table in self.stage.writes:
            for batch in batches:
                path = batch / f"{table.name}.parquet"
                if not path.exists():
                    continue
                rows = pq.read_table(path)
                for key in pc.unique(rows.column(PART)).to_pylist():
                    if key in kept and self._batch_of[key] == batch:
                        part = rows.filter(pc.equal(rows.column(PART), key)).drop_columns([PART])
                        kept[key][table.name] = part.cast(table.schema)
        self.add(kept)
        for batch in batches:
            shutil.rmtree(batch)


def write_batch(folder: Path, stage: PartStage, parts: Mapping[str, Mapping[str, pa.Table]]) -> Path:
    """Write the tables of some finished parts as one batch, each table sorted by its key; gives where it lies.

    The batch appears whole under its name, so any process may write one.
    """
    keys = sorted(parts)
    name = hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]
    aside = folder / f".{name}.{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    files: dict[str, str] = {}
    for table in stage.writes:
        rows = [_mark(parts[key][table.name], key) for key in keys if table.name in parts[key]]
        if sum(part.num_rows for part in rows) > 0:
            path = aside / f"{table.name}.parquet"
            whole = pa.concat_tables(rows).sort_by([(column, "ascending") for column in table.key])
            pq.write_table(whole, path, compression="lz4", row_group_size=CACHE_GROUP_ROWS, use_dictionary=[PART])
            files[path.name] = _digest(path)
    (aside / MARKER).write_text(json.dumps({"parts": keys, "files": files}), encoding="utf-8")
    final = folder / name
    shutil.rmtree(final, ignore_errors=True)
    aside.rename(final)
    return final


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
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _mark(table: pa.Table, key: str) -> pa.Table:
    column = pa.DictionaryArray.from_arrays(pa.array([0] * table.num_rows, pa.int32()), pa.array([key]))
    return table.add_column(0, PART, column.cast(pa.string()))
