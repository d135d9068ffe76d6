"""Blocks of a file shared out among processes, their answers in the order of the file.

Threads share one interpreter, which reads names and writes answers one at a time; processes do not. Each maps the
same index, so what it holds is in memory once.
"""

from __future__ import annotations

import ctypes
import functools
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass

from counterflow.exc import StorageError
from counterflow.screen.row import Row
from counterflow.screen.screener import Screener
from counterflow.screen.work import Screened, Sheet, screen_block

WORTH_IT = 10_000
"""Records from which on processes are started: each takes two seconds to begin, in which one screens two thousand."""

_WAITING = 2
"""Blocks a process that may wait, so that memory stays bounded."""


@dataclass(frozen=True)
class Crew:
    """Processes that screen."""

    workers: int
    open: Callable[[], Screener]
    """Called in each of them; can be pickled."""

    def screen(self, blocks: Iterable[Sequence[Row]], sheet: Sheet) -> Iterator[Screened]:
        """Screen blocks; gives what they gave, in their order.

        Raises:
            StorageError: a process was killed.
        """
        context = multiprocessing.get_context("spawn")
        beginning = (self.open, sheet, os.getpid())
        with (
            ProcessPoolExecutor(self.workers, context, _begin, beginning) as pool,
            closing(self._spread(pool, blocks)) as screened,
        ):
            try:
                yield from screened
            except BrokenProcessPool as exc:
                raise StorageError(
                    "a process that screens was killed by the system, most likely for memory",
                    next_step="Call it again: it goes on where it stopped. --workers 1 needs the least memory",
                ) from exc

    def _spread(self, pool: ProcessPoolExecutor, blocks: Iterable[Sequence[Row]]) -> Generator[Screened, None, None]:
        waiting: deque[Future[Screened]] = deque()
        try:
            for block in blocks:
                if len(waiting) >= self.workers * _WAITING:
                    yield waiting.popleft().result()
                waiting.append(pool.submit(_screen, block))
            while len(waiting) > 0:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


_begun: list[tuple[Callable[[], Screener], Sheet]] = []
"""What this process was begun with."""


def _begin(opened: Callable[[], Screener], sheet: Sheet, parent: int) -> None:
    """Prepare a process, which ends with its parent, also when that is killed, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)  # the parent died before the line above
    _begun.append((opened, sheet))


@functools.cache
def _open() -> Screener:
    # With the first block, not while the process begins: an error then reaches the user.
    return _begun[0][0]()


def _screen(block: Sequence[Row]) -> Screened:
    return screen_block(block, _open(), _begun[0][1])
