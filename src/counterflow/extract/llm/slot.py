"""Slots: how many questions are asked at once, by all threads and processes of a run together."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counterflow.extract.llm.deadline import Cancel

POLL_S = 0.02


@contextmanager
def hold_slot(folder: Path, slots: int, cancel: Cancel) -> Iterator[bool]:
    """Hold one of the slots; False: it was stopped while it waited.

    A slot is a locked file: the system frees it when its process ends, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handles = [os.open(folder / f"slot-{i}", os.O_RDWR | os.O_CREAT, 0o644) for i in range(slots)]
    try:
        while not cancel.is_set:
            if any(_lock(handle) for handle in handles):
                yield True
                return
            cancel.wait(POLL_S)
        yield False
    finally:
        for handle in handles:
            os.close(handle)


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
