"""From finished stages to a build: one file a table, the text index, the manifest, sealed."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq

from counterflow.run.build import MANIFEST, TEXT_INDEX, Manifest, TableFile
from counterflow.run.order import STAGES
from counterflow.search.text_index import build_text_index
from counterflow.tables import TABLES, Table
from counterflow.tables.arrange import RowFile, arrange_files


def assemble(partial: Path, manifest: Manifest) -> str:
    """Turn a folder of finished stages into a build, except for its name; says what the text index holds.

    Reads `<stage>/<table>.parquet`; writes `<table>.parquet`, `text_index/` and, last, the manifest with every table's
    rows, bytes and hash. Killed in between, it is done again from the stages.
    """
    files = {table.name: file for table in TABLES.values() if (file := _join(table, partial)) is not None}
    shutil.rmtree(partial / TEXT_INDEX, ignore_errors=True)
    text = build_text_index({name: [partial / f"{name}.parquet"] for name in TABLES}, partial / TEXT_INDEX)
    temporary = partial / f".{MANIFEST}"
    temporary.write_text(replace(manifest, tables=files).dump(), encoding="utf-8")
    temporary.rename(partial / MANIFEST)
    for stage in STAGES:
        shutil.rmtree(partial / stage.name, ignore_errors=True)
    _seal(partial)
    return text


def _join(table: Table, partial: Path) -> TableFile | None:
    """Join what the stages wrote of one table; None: no stage writes it yet."""
    paths = [path for stage in STAGES if (path := partial / stage.name / f"{table.name}.parquet").exists()]
    if len(paths) == 0:
        return None
    final = partial / f"{table.name}.parquet"
    final.unlink(missing_ok=True)
    if len(paths) == 1:
        link_file(paths[0], partial)
    else:
        arrange_files(table, [RowFile(path) for path in paths], final)
    return _table_file(final)


def link_file(path: Path, folder: Path) -> None:
    """Put a finished file into another folder without copying it, where the disk can."""
    try:
        os.link(path, folder / path.name)
    except OSError:
        shutil.copyfile(path, folder / path.name)


def _table_file(path: Path) -> TableFile:
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    return TableFile(pq.read_metadata(path).num_rows, path.stat().st_size, digest)


def _seal(folder: Path) -> None:
    """Bring a finished build to the disk before `current` may name it, and make its files read-only."""
    for path in folder.iterdir():
        if path.is_file():
            path.chmod(0o444)
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
