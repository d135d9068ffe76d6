"""What was analysed and scored earlier, kept in the case's cache, so that a new record costs what it adds.

cache/pairs/<version>/
    segment-<sum>.arrays  records analysed together, with what pairs are found by, and which of their words may be one
    pair-<sum>.arrow      scored pairs of records that lie in segments
    state.json            which of both there are; written last, so a killed run leaves the state before it

Nothing here decides anything: pairs follow from the digests of two records, so a run with this folder and one without
give the same bytes. The folder may be deleted at any time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from counterflow.resolve.candidate.kin import Kin
from counterflow.resolve.candidate.score import SCORED
from counterflow.resolve.candidate.segment import Segment, load_segment, save_segment
from counterflow.resolve.kept import STATE, digest_buffer, drop_others


class Held(NamedTuple):
    """A segment, and which of its records are in use: one that was gone once never comes back in it."""

    segment: Segment
    living: NDArray[np.bool_]
    """(R)"""
    kin: Kin | None = None
    """Of its terms among themselves; None: nobody looked for them."""


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
        """Open what is there; a folder that is damaged counts as empty."""
        try:
            state = json.loads((self._path / STATE).read_text(encoding="utf-8"))
            opened = {name: self._open(name) for name in (*state["segments"], *state["pairs"])}
            stored = Stored([_held(*load_segment(self._path / name), dead) for name, dead in state["segments"].items()])
            tables = [pa.ipc.open_file(opened[name]).read_all() for name in state["pairs"]]
            stored.pairs = pa.concat_tables([stored.pairs, *tables])
        except (OSError, ValueError, LookupError, TypeError, AttributeError, pa.ArrowException):
            return Stored()
        self._names = {id(one.segment): name for one, name in zip(stored.segments, state["segments"], strict=True)}
        self._pair_files = list(state["pairs"])
        return stored

    def _open(self, name: str) -> pa.Buffer:
        """Open a file in place.

        Raises:
            ValueError: its content is not what its name says.
        """
        data = pa.memory_map(str(self._path / name)).read_buffer()
        if digest_buffer(data) != _sum_of(name):
            raise ValueError(name)
        return data

    def save(self, segments: Sequence[Held], tables: Sequence[pa.Table], *, is_pruned: bool) -> None:
        """Keep segments and pairs; what is there already is not written again.

        Args:
            segments: all that are in use now.
            tables: pairs that are not there yet.
            is_pruned: those that are there are among them, but for what is gone.
        """
        self._path.mkdir(parents=True, exist_ok=True)
        names = [self._names.get(id(one.segment)) or self._write_segment(one) for one in segments]
        pairs = [] if is_pruned else self._pair_files
        pairs = [*pairs, *(self._write_pairs(one) for one in tables if one.num_rows > 0)]
        dead = {name: np.flatnonzero(~one.living).tolist() for name, one in zip(names, segments, strict=True)}
        temporary = self._path / f".{STATE}.{os.getpid()}"
        temporary.write_text(json.dumps({"segments": dead, "pairs": pairs}), encoding="utf-8")
        temporary.replace(self._path / STATE)
        for path in self._path.iterdir():
            if path.name not in (*names, *pairs, STATE):
                path.unlink()
        drop_others(self._root, self._path)

    def _write_segment(self, held: Held) -> str:
        temporary = self._path / f".segment.{os.getpid()}"
        save_segment(held.segment, temporary, held.kin)
        return self._name(temporary, "segment-{}.arrays")

    def _write_pairs(self, table: pa.Table) -> str:
        temporary = self._path / f".pair.{os.getpid()}"
        with pa.OSFile(str(temporary), "wb") as file, pa.ipc.new_file(file, table.schema) as out:
            out.write_table(table)
        return self._name(temporary, "pair-{}.arrow")

    def _name(self, temporary: Path, form: str) -> str:
        """Name a file by its content: what is read in place is never written again."""
        name = form.format(digest_buffer(pa.memory_map(str(temporary)).read_buffer()))
        temporary.replace(self._path / name)
        return name


def _sum_of(name: str) -> str:
    return name.rpartition(".")[0].partition("-")[2]


def _held(segment: Segment, kin: Kin | None, dead: Sequence[int]) -> Held:
    living = np.ones(len(segment), np.bool_)
    living[list(dead)] = False
    return Held(segment, living, kin)
