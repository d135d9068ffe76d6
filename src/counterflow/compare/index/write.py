"""Columns of an index, written one after the other; the same for a build and for a delta."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from counterflow.compare.frame import seal
from counterflow.compare.index.derive import derive
from counterflow.compare.index.files import save
from counterflow.compare.index.layout import Array, columns_in_frame, frame_of


def write_columns(place: Path, columns: Iterable[tuple[str, Array]]) -> dict[str, int]:
    """Write the columns of parties and tokens, then what is derived from them; give the bytes of each."""
    sizes: dict[str, int] = {}
    kept: dict[str, Array] = {}
    wanted = columns_in_frame()
    for name, array in columns:
        sizes[name] = save(place, name, array)
        if name in wanted:
            kept[name] = array
    for name, array in derive(seal(frame_of(kept))):
        sizes[name] = save(place, name, array)
    return sizes
