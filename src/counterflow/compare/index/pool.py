"""Work spread over processes, results in the order of the work, never more than a few results waiting."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Protocol, TypeVar

_In = TypeVar("_In")
_Out = TypeVar("_Out")
_WAITING = 2
"""Tasks per worker that may wait, so that memory stays bounded."""


class Spread(Protocol):
    """Applies a function to many things, in order."""

    def __call__(self, function: Callable[[_In], _Out], things: Iterable[_In]) -> Iterator[_Out]:
        """Give the results in the order of `things`."""
        ...


@contextmanager
def open_pool(workers: int) -> Iterator[Spread]:
    """Give a way to spread work over so many processes; one means this one."""
    if workers <= 1:
        yield _in_turn
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield lambda function, things: _spread(pool, workers, function, things)


def _in_turn(function: Callable[[_In], _Out], things: Iterable[_In]) -> Iterator[_Out]:
    return map(function, things)


def _spread(
    pool: ProcessPoolExecutor, workers: int, function: Callable[[_In], _Out], things: Iterable[_In]
) -> Iterator[_Out]:
    waiting: deque[Future[_Out]] = deque()
    try:
        for thing in things:
            if len(waiting) >= workers * _WAITING:
                yield waiting.popleft().result()
            waiting.append(pool.submit(function, thing))
        while len(waiting) > 0:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
