"""Reading a report in a process of its own, so that no report takes the run with it.

Readers refuse what is too large or too deep, but they stand on libraries, some of them in C: a PDF whose form draws
itself takes all memory before PDFium says a word. In a process of its own a reader may use a bounded time and memory;
one that uses more, or crashes, ends alone, and its report becomes a problem row.

Time is computing time, not that of the clock, so that a busy machine reads what an idle one reads. A long report earns
time by its pages. The process is a fork: it starts in milliseconds and uses no thread, lock or file of its parent.
Where a system cannot do that (only Linux can), and for texts too short to do harm, the report is read here.
"""

from __future__ import annotations

import faulthandler
import itertools
import multiprocessing
import os
import resource
import signal
import sys
import time
import warnings
from array import array
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from counterflow import exc as errors
from counterflow.collect.reader import Tally
from counterflow.collect.source import Source
from counterflow.exc import CounterflowError, InputError
from counterflow.stage import Row, Step
from counterflow.tables.document import Document, Offset

SHORT_BYTES = 50_000
"""A text of at most so many bytes is read here: the worst takes a second, and a fork costs some milliseconds."""
SHORT_FORMATS = frozenset(["txt", "md", "html"])
"""Formats whose readers are Python alone; the others use libraries in C, or unpack."""

Read = Callable[[Source], "Iterator[Row | Tally | Step]"]


class Limits(NamedTuple):
    """What reading one report may use."""

    seconds: int = 60
    """Computing time until the first step, usually a page; a text of the largest size takes a third of it."""
    step_seconds: int = 2
    """Computing time that each step earns, in seconds; a page takes 0.01, by OCR 3 to 20."""
    memory_bytes: int = 2 << 30
    """Memory besides what the process had before; the largest reports take a quarter."""
    silent_seconds: int = 1_800
    """Time of the clock after which a reader that says nothing is given up: it waits for something that never comes."""


LIMITS = Limits()


def read_apart(source: Source, read: Read, limits: Limits = LIMITS) -> Iterator[Row | Tally | Step]:
    """Yield what `read` yields of a source, read in a process of its own.

    Raises:
        InputError: it took too much time or memory, or the process crashed; and whatever `read` raises.
    """
    is_short = source.format in SHORT_FORMATS and source.main.bytes <= SHORT_BYTES
    if is_short or not sys.platform.startswith("linux"):
        yield from read(source)
        return
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, receiver, os.getpid(), source, read, limits))
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # of forks beside threads: see above
        process.start()
    sender.close()
    try:
        yield from _receive(receiver, process, source, limits)
    finally:
        receiver.close()
        process.kill()
        process.join()
        process.close()


def _receive(receiver: Connection, process: Any, source: Source, limits: Limits) -> Iterator[Row | Tally | Step]:
    while True:
        if not receiver.poll(limits.silent_seconds):
            raise _too_much(source, f"reading it stands still for {limits.silent_seconds:,} s")
        try:
            message = receiver.recv()
        except (EOFError, OSError):
            process.join()
            raise _crash(source, process.exitcode, limits) from None
        if message is None:
            return
        if isinstance(message, _Failure):
            raise message.error(source, limits)
        yield message.unpack() if isinstance(message, _Packed) else message


class _Packed(NamedTuple):
    """A document on its way to the parent: its offsets, of which there may be millions, as plain numbers."""

    row: Document
    offsets: array[int]

    def unpack(self) -> Document:
        """Give the row as it was."""
        columns = (self.offsets[i::4] for i in range(4))
        return self.row._replace(offsets=tuple(map(Offset._make, zip(*columns, strict=True))))


def _pack(row: Document) -> _Packed:
    return _Packed(row._replace(offsets=()), array("q", itertools.chain.from_iterable(row.offsets)))


class _Failure(NamedTuple):
    """An error on its way to the parent: those of ours do not pickle."""

    kind: str
    what: str
    where: str | None = None
    expected: str | None = None
    next_step: str | None = None

    def error(self, source: Source, limits: Limits) -> CounterflowError:
        """Make the error again."""
        if self.kind == "MemoryError":
            return _too_much(source, f"reading it takes more than {_size(limits)} of memory")
        kind: type[CounterflowError] = getattr(errors, self.kind)
        return kind(self.what, where=self.where, expected=self.expected, next_step=self.next_step)


def _size(limits: Limits) -> str:
    return f"{limits.memory_bytes / (1 << 30):g} GiB"


def _too_much(source: Source, what: str) -> InputError:
    return InputError(
        what,
        where=source.main.name,
        expected="a report; what takes as much is data, or made to do harm",
        next_step="Exclude it, or open it in another program and save its text",
    )


def _crash(source: Source, code: int | None, limits: Limits) -> InputError:
    if code == -signal.SIGXCPU:
        text = f"{limits.seconds} s of computing and {limits.step_seconds} s a page"
        return _too_much(source, f"reading it takes more than {text}")
    name = f"status {code}" if code is None or code >= 0 else signal.Signals(-code).name
    return _too_much(
        source,
        f"the reader {source.format} crashes on it ({name}), most likely for more than {_size(limits)} of memory",
    )


def _work(sender: Connection, receiver: Connection, parent: int, source: Source, read: Read, limits: Limits) -> None:
    """Read in the new process and send the rows."""
    receiver.close()  # so that writing fails when the parent has gone
    _bind(parent, limits)
    spent = limits.seconds
    said = 0.0
    try:
        for row in read(source):
            if isinstance(row, Step):
                spent += limits.step_seconds * row.effort
                _limit_time(spent)
                if time.monotonic() - said < 0.2:
                    continue
                said = time.monotonic()
            sender.send(_pack(row) if isinstance(row, Document) else row)
        sender.send(None)
    except CounterflowError as exc:
        sender.send(_Failure(type(exc).__name__, exc.what, exc.where, exc.expected, exc.next_step))
    except MemoryError as exc:
        exc.__traceback__ = None  # it holds what took the memory
        sender.send(_Failure("MemoryError", ""))
    sender.close()
    os._exit(0)


def _bind(parent: int, limits: Limits) -> None:
    """Make the process end with its parent, and bound its time and memory."""
    import ctypes

    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # the parent died before the line above
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a library says before it gives up is no message of ours
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
    _lower(resource.RLIMIT_DATA, used + limits.memory_bytes)
    _limit_time(limits.seconds)


def _limit_time(seconds: int) -> None:
    _lower(resource.RLIMIT_CPU, seconds)


def _lower(kind: int, limit: int) -> None:
    """Set a soft limit, at most what the system allows."""
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
