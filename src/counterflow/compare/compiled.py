"""How the kernel is compiled: once a machine, into a folder that belongs to exactly this version of its source.

numba keeps compiled code beside the source and renews it when that one file changes, not when a function that it
calls does. So the folder's name holds a hash of all source that may be called, and code of another version is never
run. The index calls the kernel and not the other way round: what the index is made of renews the index alone.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np

from counterflow.compare.dispatch import Dispatcher

P = ParamSpec("P")
R = TypeVar("R")

_CONFIG: Any = numba.config
_INDEX = "counterflow.compare.index."
"""Untyped: the types that numba states do not know its settings."""


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function to machine code when it is first called; it lets other threads run."""
    return _decorate(function, forceinline=False)


def borrowing(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that allocates nothing and keeps nothing: arrays are its caller's throughout.

    numba then counts no references (its flag `_nrt`, which it uses for its own string functions): a function that is
    handed two frames would otherwise count forty arrays in and out again, which takes longer than comparing two words.
    """
    return _decorate(function, _nrt=False, forceinline=False)


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that allocates nothing into each function that calls it: a small one, or one called once.

    Handing on a bank or a frame is handing on a hundred numbers and more.
    """
    return _decorate(function, _nrt=False, forceinline=True)


def _decorate(function: Callable[P, R], **options: bool) -> Callable[P, R]:
    # `forceinline` is always said: numba lets what is not said be as it is for the function that calls.
    before = _CONFIG.CACHE_DIR
    _CONFIG.CACHE_DIR = str(cache_folder(function.__module__.startswith(_INDEX)))
    try:
        return cast(Callable[P, R], Dispatcher(function, {"nogil": True, **options}))
    finally:
        _CONFIG.CACHE_DIR = before


@functools.cache
def cache_folder(index: bool = False) -> Path:
    """Say where compiled code of this version, of the index or of all else, is kept.

    That is under $XDG_CACHE_HOME, by default ~/.cache.
    """
    base = os.environ.get("NUMBA_CACHE_DIR") or Path(
        os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "counterflow"
    )
    return Path(base, f"{'index' if index else 'kernel'}-{_source_digest(index)}")


def _source_digest(index: bool) -> str:
    """Hash what is compiled, and what constants come from: all of this package, or all but the index."""
    digest = hashlib.sha256(numba.__version__.encode())
    package = Path(str(resources.files("counterflow.compare")))
    for file in sorted(package.rglob("*.py")):
        if index or not file.is_relative_to(package / "index"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@inlined
def signed(number: int) -> int:
    """Give a whole number of any width as one of 64 bits: differences of unsigned numbers wrap around."""
    return np.int64(number)  # type: ignore[return-value]  # numba's int
