"""What was analysed and scored earlier, kept in the case's cache, so that a new record costs what it adds.

cache/pairs/<version>/
    segment-<hash>.npz    records analysed together, with what pairs are found by
    pair-<hash>.parquet   scored pairs of records that lie in segments
    state.json            which of both there are; written last, so a killed run leaves the state before it

Nothing here decides anything: pairs follow from the digests of two records, so a run with this folder and one without
give the same bytes. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from counterflow.resolve.candidate.score import SCORED
from counterflow.resolve.candidate.segment import Segment, load_segment, save_segment

KEPT_VERSIONS = 2
"""Versions whose folders are kept."""
STATE = "state.json"


class Held(NamedTuple):
    """A segment, and which of its records are in use: one that was gone once never comes back in it."""

    segment: Segment
    living: NDArray[np.bool_]
    """(R)"""


@dataclass
class Stored:
    """What is there: segments, and the pairs of their living records."""

    segments: list[Held] = field(default_factory=list)
    pairs: pa.Table = field(default_factory=SCORED.empty_table)


class PairStore:
    """The folder of one version of program and algorithm."""

    def __init__(self, root: Path, version: str) -> None:
        self._root = root
        self._path = root / version
        self._names: dict[int, str] = {}
        """Files of segments, by the segments' identity."""
        self._pair_files: list[str] = []

    def load(self) -> Stored:
        """Read what is there; a folder that is damaged counts as empty."""
        try:
            state = json.loads((self._path / STATE).read_text(encoding="utf-8"))
            for name, digest in {**state["segments"], **state["pairs"]}.items():
                if _digest(self._path / name) != digest:
                    return Stored()
            stored = Stored([_held(load_segment(self._path / name), state["dead"][name]) for name in state["segments"]])
            tables = [pq.read_table(self._path / name, schema=SCORED) for name in state["pairs"]]
        except (OSError, ValueError, LookupError, TypeError, AttributeError, pa.ArrowException):
            return Stored()
        self._names = {id(one.segment): name for one, name in zip(stored.segments, state["segments"], strict=True)}
        self._pair_files = list(state["pairs"])
        stored.pairs = pa.concat_tables([stored.pairs, *tables])
        return stored

    def save(self, segments: Sequence[Held], old: pa.Table, new: pa.Table, *, is_pruned: bool) -> None:
        """Keep segments and pairs; what is there already is not written again.

        Args:
            segments: all that are in use now.
            old: pairs that were read, those gone left out.
            new: pairs that were scored now.
            is_pruned: enough of `old` is gone for it to be written anew.
        """
        self._path.mkdir(parents=True, exist_ok=True)
        names = [self._names.get(id(one.segment)) or self._write_segment(one.segment) for one in segments]
        pairs = [] if is_pruned else self._pair_files
        tables = [old, new] if is_pruned else [new]
        pairs = [*pairs, *(self._write_pairs(one) for one in tables if one.num_rows > 0)]
        state = {
            "segments": {name: _digest(self._path / name) for name in names},
            "pairs": {name: _digest(self._path / name) for name in pairs},
            "dead": {name: np.flatnonzero(~one.living).tolist() for name, one in zip(names, segments, strict=True)},
        }
        temporary = self._path / f".{STATE}.{os.getpid()}"
        temporary.write_text(json.dumps(state), encoding="utf-8")
        temporary.replace(self._path / STATE)
        for path in self._path.iterdir():
            if path.name not in (*names, *pairs, STATE):
                path.unlink()
        self._drop_others()

    def _write_segment(self, segment: Segment) -> str:
        name = f"segment-{_hash(f'{one} {other}' for one, other in zip(segment.ids, segment.digests, strict=True))}.npz"
        save_segment(segment, self._path / f".{name}")
        (self._path / f".{name}").replace(self._path / name)
        return name

    def _write_pairs(self, table: pa.Table) -> str:
        keys = zip(*(table.column(name).to_pylist() for name in SCORED.names[:4]), strict=True)
        name = f"pair-{_hash(map(' '.join, keys))}.parquet"
        pq.write_table(table, self._path / f".{name}", compression="lz4")
        (self._path / f".{name}").replace(self._path / name)
        return name

    def _drop_others(self) -> None:
        os.utime(self._path)
        folders = sorted(self._root.iterdir(), key=lambda path: (path == self._path, path.stat().st_mtime))
        for path in folders[:-KEPT_VERSIONS]:
            shutil.rmtree(path, ignore_errors=True)


def _held(segment: Segment, dead: Sequence[int]) -> Held:
    living = np.ones(len(segment), np.bool_)
    living[list(dead)] = False
    return Held(segment, living)


def _hash(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(f"{line}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "blake2b").hexdigest()[:32]
