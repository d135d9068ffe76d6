"""The lock of a case: one run at a time, and whoever comes second is told who holds it."""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from counterflow.case import Case
from counterflow.exc import CaseLockedError

POLL_SECONDS = 0.2


@contextmanager
def hold_case(case: Case, *, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the case for the time of a run; the system frees it when the process ends, however it ends.

    Args:
        case: the case.
        wait_s: how long to wait for another run to end, in seconds.

    Raises:
        CaseLockedError: another process still holds it; says which.
    """
    path = case.root / ".lock"
    # Not inherited by child processes (PEP 446), so a worker that outlives a killed run does not keep the lock.
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(handle, case, wait_s)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _lock(handle: int, case: Case, wait_s: float) -> None:
    deadline = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = os.pread(handle, 200, 0).decode(errors="replace") or "another process"
                raise CaseLockedError(
                    f"the case is being run by {holder}",
                    where=str(case.root),
                    next_step="Wait for it, or call again with --wait SECONDS",
                ) from None
            time.sleep(POLL_SECONDS)
        else:
            return
