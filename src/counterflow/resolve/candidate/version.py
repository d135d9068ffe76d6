"""The versions of what kept rows follow from: those of another are never used."""

from __future__ import annotations

import functools
import hashlib
from importlib import resources
from importlib.metadata import version
from pathlib import Path


@functools.cache
def pair_version() -> str:
    """Hash the source of the kernel and of this package, and what reads the tables."""
    return _version(
        ("counterflow.compare", "counterflow.resolve.candidate"), ("duckdb", "numpy", "numba", "followthemoney")
    )


@functools.cache
def rows_version(repeating: tuple[str, ...]) -> str:
    """Hash the source of what rows of entities and decisions follow from, what reads the tables, and the parameter."""
    packages = ("clean", "model", "tables", "engine", "compare", "resolve")
    names = ("duckdb", "followthemoney", "numba", "numpy", "pyarrow", "rigour")
    version = _version(tuple(f"counterflow.{one}" for one in packages), names)
    return hashlib.sha256(repr((version, repeating)).encode()).hexdigest()[:16]


def _version(packages: tuple[str, ...], distributions: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for package in packages:
        folder = Path(str(resources.files(package)))
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in distributions:
        digest.update(f"{name}=={version(name)}\n".encode())
    return digest.hexdigest()[:16]
