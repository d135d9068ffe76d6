"""Places of a picture, computed once a build and kept in the case's cache.

cache/network/<build>-<layout>-<parties>.npz    the places, and a digest of the parties that they belong to
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from counterflow.service.network.layout import LAYOUT, Floats

KEPT = 8
"""Files in the folder: of older builds the ones used last are left."""


def keep_layout(folder: Path, build: str, ids: Sequence[str], compute: Callable[[], Floats]) -> Floats:
    """Give the places of parties, from the folder if it has them; a folder that cannot be written to is no error."""
    digest = hashlib.sha256("\n".join(ids).encode()).hexdigest()
    path = folder / f"{build}-{LAYOUT}-{digest[:16]}.npz"
    kept = _read(path, digest, len(ids))
    if kept is not None:
        return kept
    # As they will be read: the first answer equals all later ones.
    places = compute().astype(np.float32).astype(np.float64)
    _write(path, digest, places)
    return places


def _read(path: Path, digest: str, parties: int) -> Floats | None:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            places: Floats = held["places"].astype(np.float64)
            fits = str(held["digest"]) == digest and places.shape == (parties, 2)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None  # not there, or damaged: it is made again
    return places if fits and bool(np.isfinite(places).all()) else None


def _write(path: Path, digest: str, places: Floats) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            np.savez_compressed(file, places=places.astype(np.float32), digest=np.array(digest))
        Path(file.name).replace(path)
        _forget(path.parent)
    except OSError:
        return  # a case on a disk that cannot be written to: laid out anew each time it is opened


def _forget(folder: Path) -> None:
    files = sorted(folder.glob("*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[KEPT:]:
        file.unlink(missing_ok=True)
