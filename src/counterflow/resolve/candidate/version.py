"""The version of what pairs follow from: kept pairs of another are never used."""

from __future__ import annotations

import functools
import hashlib
from importlib import resources
from importlib.metadata import version
from pathlib import Path


@functools.cache
def pair_version() -> str:
    """Hash the source of the kernel and of this package, and what reads the tables."""
    digest = hashlib.sha256()
    for package in ("counterflow.compare", "counterflow.resolve.candidate"):
        folder = Path(str(resources.files(package)))
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in ("duckdb", "numpy", "numba", "followthemoney"):
        digest.update(f"{name}=={version(name)}\n".encode())
    return digest.hexdigest()[:16]
