"""Reading many files, in order, in as many processes as pay."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from counterflow.extract.data import check_data
from counterflow.run.part import POOL_BYTES, prepare_worker
from counterflow.run.progress import Progress
from counterflow.service.reading.file import File, Found, read_file, refuse, walk_file
from counterflow.tables import Problem

AHEAD = 4
"""Files given to each process beyond the one whose lines are awaited: results come in the order of the files."""


def read_files(files: Sequence[File], progress: Progress, *, processes: int) -> Iterator[Found]:
    """Yield the lines of files, file by file in the order given; the same for any number of processes.

    Args:
        files: to read.
        progress: told the bytes done.
        processes: at most so many; few bytes are read in this one.
    """
    check_data()
    size = sum(file.size for file in files)
    progress.start("extract", size)
    if processes > 1 and len(files) > 1 and size > POOL_BYTES:
        for file, found in zip(files, _read_in_pool(files, processes), strict=True):
            yield from found
            progress.advance(file.size, file.name)
        return
    for file in files:
        yield from _read_here(file, progress)


def _read_here(file: File, progress: Progress) -> Iterator[Found]:
    """Read a file in this process, and say how far its document is: one report may take minutes."""
    told = 0

    def tell(share: float) -> None:
        nonlocal told
        done = min(int(share * file.size), file.size)
        if done > told:
            progress.advance(done - told, file.name)
            told = done

    yield from walk_file(file, tell)
    progress.advance(file.size - told, file.name)


def _read_in_pool(files: Sequence[File], processes: int) -> Iterator[list[Found]]:
    """Read files in worker processes; one that kills its worker is a problem, and the others are read all the same."""
    read = 0
    while read < len(files):
        try:
            for found in _work(files[read:], processes):
                yield found
                read += 1
        except BrokenProcessPool:
            if processes == 1:
                yield [_killed(files[read])]
                read += 1
            # Which of the files in work did it shows when each is read by itself.
            processes = 1


def _killed(file: File) -> Problem:
    return refuse(file, "reading it was killed by the system, most likely for memory", next_step="Split it")


def _work(files: Sequence[File], processes: int) -> Iterator[list[Found]]:
    ahead = processes * AHEAD if processes > 1 else 1
    waiting: deque[Future[list[Found]]] = deque()
    # Spawned, not forked: threads of Arrow do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        processes, mp_context=context, initializer=prepare_worker, initargs=(os.getpid(),)
    ) as pool:
        try:
            for file in files:
                waiting.append(pool.submit(read_file, file))
                if len(waiting) > ahead:
                    yield waiting.popleft().result()
            while len(waiting) > 0:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
