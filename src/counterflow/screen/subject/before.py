"""The parties that subjects were searched against last: what changed is told from them, and what it was before.

<folder>/before/    the records and ids of that index, and a digest a party (`digest.npy`)
"""

from __future__ import annotations

import shutil
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.index.files import RECORDS, map_array, save
from counterflow.compare.index.packed import find
from counterflow.compare.index.record import Records, load_entity, read_block
from counterflow.compare.index.store import Index

Digests = NDArray[np.void]

_DIGEST = "digest"
_FORM = np.dtype("V16")
"""A digest of 16 bytes: with 8 a changed party could be made that seems to be another's old self (2^44 tries among a
million), and who may be that party would not be searched."""
_ARRAYS = ("id", "id_at", "record_start", "record_at")


class Before:
    """Parties as they were."""

    def __init__(self, folder: Path) -> None:
        """Map what was kept.

        Raises:
            InputError: a file is missing or damaged.
        """
        self.digests: Digests = np.load(folder / f"{_DIGEST}.npy")
        self._id, self._id_at, starts, offsets = (map_array(folder, name) for name in _ARRAYS)
        self._records = Records(folder / RECORDS, starts, offsets)

    def line(self, party: str) -> bytes | None:
        """Give the JSON of a party; None: it was not there."""
        number, is_there = find(self._id_at, self._id, party)
        return self._records.line(number) if is_there else None

    def entity(self, party: str) -> dict[str, Any] | None:
        """Give a party; None: it was not there."""
        line = self.line(party)
        return None if line is None else load_entity(line)


def open_before(folder: Path) -> Before | None:
    """Open what was kept beside subjects; None: nothing was searched yet, or its digests are of an earlier form."""
    place = folder / "before"
    if not place.exists() or np.load(place / f"{_DIGEST}.npy", mmap_mode="r").dtype != _FORM:
        return None
    return Before(place)


def keep_before(folder: Path, index: Index, digests: Digests) -> None:
    """Keep an index for the next time; what is there is replaced."""
    place, partial = folder / "before", folder / ".before"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    # From what is mapped: another version may have taken the place of the files by now.
    for name in _ARRAYS:
        save(partial, name, index.column(name))
    index.records.save(partial / RECORDS)
    np.save(partial / f"{_DIGEST}.npy", digests)
    # Between these two nothing is kept; then the next run searches everybody.
    shutil.rmtree(place, ignore_errors=True)
    partial.rename(place)


def digest_parties(index: Index) -> Digests:
    """Give each party a digest that follows from all that is said of it, its id included; in the order of the index."""
    records = index.records
    lines = (line for block in range(len(records.starts) - 1) for line in read_block(records.block(block)))
    return np.frombuffer(b"".join(blake2b(line, digest_size=_FORM.itemsize).digest() for line in lines), _FORM)


def missing(some: Digests, others: Digests) -> int:
    """Count those of some parties that are not among others as they are."""
    known = set(others.tolist())  # of bytes; numpy orders none
    return sum(digest not in known for digest in some.tolist())
