"""Tables that one run keeps for the next: Arrow files that are opened in place and read where they are looked at.

<root>/<version>/
    <name>-<sum>.arrow    one table
    state.json            which of them count; written last, so that a killed run leaves the state before

The folder may be deleted at any time.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

KEPT_VERSIONS = 2
"""Versions whose folders are kept."""
STATE = "state.json"


class Kept:
    """The tables of one version of the program."""

    def __init__(self, root: Path, version: str) -> None:
        """Name the folder; nothing is read."""
        self._root = root
        self._path = root / version
        self._files: dict[int, str] = {}
        """Files of tables that were read, by the tables' identity."""
        self._tables: dict[str, pa.Table] = {}

    def load(self) -> Mapping[str, pa.Table]:
        """Open what is there; a folder that is damaged counts as empty."""
        try:
            state = json.loads((self._path / STATE).read_text(encoding="utf-8"))
            tables = {}
            for name, (file, known) in state.items():
                data = pa.memory_map(str(self._path / file)).read_buffer()
                if digest_buffer(data) != known:
                    return {}
                tables[name] = pa.ipc.open_file(data).read_all()
                self._files[id(tables[name])] = file
        except (OSError, ValueError, LookupError, TypeError, AttributeError, pa.ArrowException):
            return {}
        self._tables = tables
        return tables

    def save(self, tables: Mapping[str, pa.Table]) -> None:
        """Keep these tables and no others; one that was read and is the same is not written again."""
        self._path.mkdir(parents=True, exist_ok=True)
        state = {}
        for name, table in tables.items():
            known = self._files.get(id(table))
            # What is read in place must not change: each table has a file of its own, which is never written again.
            file, digest = self._write(name, table) if known is None else (known, known.rpartition("-")[2][:-6])
            state[name] = (file, digest)
        temporary = self._path / f".{STATE}.{os.getpid()}"
        temporary.write_text(json.dumps(state), encoding="utf-8")
        temporary.replace(self._path / STATE)
        wanted = {STATE, *(file for file, _ in state.values())}
        for path in self._path.iterdir():
            if path.name not in wanted:
                path.unlink()
        drop_others(self._root, self._path)

    def _write(self, name: str, table: pa.Table) -> tuple[str, str]:
        temporary = self._path / f".{name}.{os.getpid()}"
        with pa.OSFile(str(temporary), "wb") as file, pa.ipc.new_file(file, table.schema) as out:
            out.write_table(table)
        digest = digest_buffer(pa.memory_map(str(temporary)).read_buffer())
        final = f"{name}-{digest}.arrow"
        temporary.replace(self._path / final)
        return final, digest


def digest_buffer(data: pa.Buffer) -> str:
    """Sum a file up, to know one that is cut off or overwritten; ten times as fast as a hash."""
    whole = len(data) - len(data) % 8
    words = np.frombuffer(data, np.uint64, whole // 8)
    rest = int.from_bytes(data[whole:].to_pybytes(), "little")
    folded = np.bitwise_xor.reduce(words, initial=np.uint64(rest))
    return f"{len(data):x}.{int(words.sum(dtype=np.uint64)):x}.{int(folded):x}"


def drop_others(root: Path, path: Path) -> None:
    """Drop the folders of other versions but those used last."""
    os.utime(path)
    folders = sorted(root.iterdir(), key=lambda one: (one == path, one.stat().st_mtime))
    for folder in folders[:-KEPT_VERSIONS]:
        shutil.rmtree(folder, ignore_errors=True)
