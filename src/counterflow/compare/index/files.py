"""The folder of an index: one .npy file an array, written beside its place and moved there whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.index.layout import Array
from counterflow.compare.index.manifest import MANIFEST, damaged
from counterflow.exc import StorageError, UsageError

RECORDS = "record.bin"


def save(directory: Path, name: str, array: Array) -> int:
    """Write one array; give its bytes."""
    np.save(directory / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)
    return int(array.nbytes)


def map_array(directory: Path, name: str) -> NDArray[Any]:
    """Map one array into memory, read-only.

    Raises:
        InputError: the file is missing or damaged.
    """
    try:
        array: Array = np.load(directory / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as exc:
        raise damaged(directory, f"{name}.npy cannot be read: {exc}") from exc
    return array.view(np.ndarray)


def settled(directory: Path) -> Path:
    """Say where the index lies: in its folder, or where a run moved it that was killed before the new one was there."""
    old = _old_of(directory)
    return old if not directory.exists() and (old / MANIFEST).exists() else directory


def mark_of(directory: Path) -> tuple[int, int, int, int] | None:
    """Tell one folder from another that takes its place; None: there is none. Nothing in either is changed."""
    try:
        found = directory.stat()
    except FileNotFoundError:
        return None
    # The number of a folder that was removed is given to the next.
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


@contextmanager
def replacing(directory: Path) -> Iterator[Path]:
    """Give a new folder that takes the place of `directory` when the block ends well and is removed when it does not.

    A reader that has the old folder open keeps what it has mapped. A run that was killed leaves a folder named
    `.<name>.partial`, which the next run removes; between two renames it leaves the old index as `.<name>.old`, which
    `settled` finds and the next run puts back.

    Raises:
        UsageError: `directory` holds something that is no index.
        StorageError: the disk is full or the folder cannot be written.
    """
    if directory.exists() and not (directory / MANIFEST).exists() and not _is_empty(directory):
        raise UsageError("this folder holds other files", where=str(directory), next_step="Name a new folder")
    directory = directory.absolute()
    if settled(directory) != directory:
        settled(directory).rename(directory)
    partial = directory.with_name(f".{directory.name}.partial")
    try:
        _remove(partial)
        partial.mkdir(parents=True)
        yield partial
        _swap(partial, directory)
    except OSError as exc:
        raise StorageError(f"the index cannot be written: {exc}", where=str(directory)) from exc
    finally:
        _remove(partial)


def _swap(new: Path, place: Path) -> None:
    old = _old_of(place)
    _remove(old)
    if place.exists():
        place.rename(old)
    new.rename(place)
    _remove(old)


def _old_of(place: Path) -> Path:
    return place.absolute().with_name(f".{place.absolute().name}.old")


def _is_empty(directory: Path) -> bool:
    return directory.is_dir() and next(directory.iterdir(), None) is None


def _remove(directory: Path) -> None:
    if directory.exists():
        shutil.rmtree(directory)
