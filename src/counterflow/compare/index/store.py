"""An index opened: mapped, not read; what is not asked for stays on disk."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.frame import Frame
from counterflow.compare.index.derive import Derived
from counterflow.compare.index.files import RECORDS, map_array, mark_of, settled
from counterflow.compare.index.layout import PARTIES, TOKENS, Array, Columns, columns_in, frame_of
from counterflow.compare.index.manifest import Manifest, damaged, read_manifest
from counterflow.compare.index.packed import find, text_at
from counterflow.compare.index.record import Records, load_entity
from counterflow.exc import InputError, NotFoundError

_MOST_S = 10.0
"""Seconds for which an index that is replaced again and again is tried to be opened."""
_RECORD_COLUMNS = ("record_start", "record_at")


@dataclass(frozen=True)
class Index:
    """Parties that can be searched. Numbers of parties count through their entity ids in code point order."""

    directory: Path
    manifest: Manifest
    frame: Frame
    derived: Derived
    id_at: NDArray[np.uint32]
    id: NDArray[np.uint8]
    records: Records
    _columns: Columns

    @classmethod
    def open(cls, directory: Path) -> Index:
        """Map an index into memory; the time does not depend on its size.

        While another version is moved into its place, all files are of the one or all of the other.

        Raises:
            InputError: no index is there, it is damaged, or it was made by another version of Counterflow.
        """
        end = time.monotonic() + _MOST_S
        while time.monotonic() < end:
            place = settled(directory)
            mark = mark_of(place)
            try:
                index = cls._map(directory, place)
            except (InputError, OSError):
                if mark_of(settled(directory)) == mark:
                    raise
                continue
            if mark_of(place) == mark:
                return index
        raise damaged(directory, "the index is replaced faster than it can be opened")

    @classmethod
    def _map(cls, directory: Path, place: Path) -> Index:
        manifest = read_manifest(place)
        names = [*columns_in(PARTIES), *columns_in(TOKENS), *Derived._fields, *_RECORD_COLUMNS]
        columns = {name: map_array(place, name) for name in names}
        for name, array in columns.items():
            if manifest.columns.get(name) != array.nbytes:
                raise damaged(directory, f"{name}.npy has {array.nbytes} bytes, not {manifest.columns.get(name)}")
        path = place / RECORDS
        if not path.exists() or path.stat().st_size != manifest.columns.get("record"):
            raise damaged(directory, f"{RECORDS} is missing or cut off")
        return cls(
            directory=directory,
            manifest=manifest,
            frame=frame_of(columns),
            derived=Derived(*[columns[field] for field in Derived._fields]),
            id_at=columns["id_at"],
            id=columns["id"],
            records=Records(path, columns["record_start"], columns["record_at"]),
            _columns=columns,
        )

    def column(self, name: str) -> Array:
        """Give one array of the index (`layout`)."""
        return self._columns[name]

    def __len__(self) -> int:
        """Count the parties."""
        return len(self.id_at) - 1

    def entity_id(self, number: int) -> str:
        """Give the id of a party."""
        return text_at(self.id_at, self.id, number).decode("utf-8", "surrogatepass")

    def entity(self, number: int) -> dict[str, Any]:
        """Give the whole FtM entity of a party, as it was when the index was built."""
        return load_entity(self.records.line(number))

    def number(self, entity_id: str) -> int:
        """Give the number of a party.

        Raises:
            NotFoundError: no party has that id.
        """
        place, is_there = find(self.id_at, self.id, entity_id)
        if not is_there:
            raise NotFoundError(f"no party has the id {entity_id!r}", where=str(self.directory))
        return place
