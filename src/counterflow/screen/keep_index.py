"""Keep an index that is about to be replaced, so that decisions made on it can be replayed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from counterflow.compare.index.files import settled
from counterflow.compare.index.manifest import MANIFEST
from counterflow.exc import StorageError
from counterflow.screen.index_identity import read_identity


def keep_index(directory: Path, kept: Path) -> Path | None:
    """Keep an index in a folder, under the first digits of its identity; gives its place. None: there is no index.

    The caller holds `index_lock`, so that what is kept is what is replaced. Another version of Counterflow may have
    made it: that one replays what was decided on it.

    Nothing in an index is written once it is there, so its files are linked, and take no more room until it is
    replaced. On another disk they are copied.

    Raises:
        InputError: what is there is damaged.
        StorageError: the folder cannot be written.
    """
    source = settled(directory)
    if not (source / MANIFEST).exists():
        return None
    place = kept / read_identity(source)[:16]
    if (place / MANIFEST).exists():
        return place
    partial = place.with_name(f".{place.name}.{os.getpid()}.partial")
    try:
        kept.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, partial, copy_function=_link)
        partial.rename(place)
    except OSError as exc:
        raise StorageError(f"the index cannot be kept: {exc}", where=str(place)) from exc
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return place


def _link(source: str, target: str) -> None:
    """Give a file a second name, or copy it where that cannot be."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
