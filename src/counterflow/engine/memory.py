"""How memory is taken from the system: given back at once, or held while much is taken and left again and again."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Parameters of glibc's `mallopt`."""
_GIVEN_BACK, _HELD = 256 * 1024, 32 * 1024 * 1024
"""Bytes from which on a buffer is the system's again when it is left; the latter is the most that glibc takes."""
_KEPT, _MOST_KEPT = 128 * 1024, 256 * 1024 * 1024
"""Bytes that may be free at the end of the heap before they are given back."""

_is_given_back = False


def give_memory_back() -> None:
    """Let Arrow take memory from the system, which gets it back at once; its own pool keeps half as much again.

    Rows are tuples without cycles, so Python need not look for cycles among them as often as it would.
    """
    global _is_given_back  # noqa: PLW0603 - glibc does not say what it was told
    pa.set_memory_pool(pa.system_memory_pool())
    gc.set_threshold(200_000, 20, 20)
    if sys.platform == "linux":
        # glibc raises this threshold by itself, and keeps what is below it.
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _GIVEN_BACK)
        _is_given_back = True


@contextmanager
def hold_memory() -> Iterator[None]:
    """Keep buffers that are left, for those that are taken next: pages that the system hands out anew cost 2 to 4 µs.

    For work that takes little at a time, but often; where nobody asked for memory to be given back, nothing changes.
    """
    if not _is_given_back:
        yield
        return
    libc = ctypes.CDLL(None)
    libc.mallopt(_MMAP_THRESHOLD, _HELD)
    libc.mallopt(_TRIM_THRESHOLD, _MOST_KEPT)
    try:
        yield
    finally:
        libc.mallopt(_TRIM_THRESHOLD, _KEPT)
        libc.mallopt(_MMAP_THRESHOLD, _GIVEN_BACK)
        libc.malloc_trim(0)
