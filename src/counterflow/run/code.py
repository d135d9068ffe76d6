"""The code version of a stage: a hash of its source and of what it stands on."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
from pathlib import Path

import counterflow
from counterflow.stage import Stage

LIBRARIES = ("clean", "model", "tables", "engine", "compare")
"""Packages that every stage may use: a change of them may change what any stage computes."""

LIBRARY_DISTRIBUTIONS = ("pyarrow", "duckdb")
"""Distributions that every stage's tables go through: another version may write other bytes."""

_ROOT = Path(counterflow.__file__).parent


@functools.cache
def source_digest(package: str) -> str:
    """Hash the source and data files of a package, by name and content."""
    folder = _ROOT.joinpath(*package.split(".")[1:])
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def code_version(stage: Stage) -> str:
    """Hash everything about the program that decides what a stage computes.

    Raw source rather than a hand-kept number: a forgotten bump would serve stale results in silence.
    """
    digest = hashlib.sha256(stage.name.encode())
    for package in (stage.package, *stage.libraries, *(f"counterflow.{name}" for name in LIBRARIES)):
        digest.update(source_digest(package).encode())
    digest.update(hashlib.sha256((_ROOT / "stage.py").read_bytes()).digest())
    digest.update(_versions((*LIBRARY_DISTRIBUTIONS, *stage.distributions)))
    return digest.hexdigest()


@functools.cache
def assembly_version() -> str:
    """Hash what joins the stages' tables to a build and indexes its texts."""
    digest = hashlib.sha256()
    for package in ("counterflow.run", "counterflow.search"):
        digest.update(source_digest(package).encode())
    digest.update(_versions(("tantivy",)))
    return digest.hexdigest()


def _versions(distributions: tuple[str, ...]) -> bytes:
    return "".join(f"{name}=={_version(name)}\n" for name in distributions).encode()


@functools.cache
def _version(name: str) -> str:
    """Give an installed version; an extra that is not installed counts as a version of its own."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "none"
