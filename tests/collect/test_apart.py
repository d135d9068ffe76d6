"""Reading in a process of its own: the rows are the same, and whatever a reader does to itself ends with it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from counterflow.collect.apart import Limits, read_apart
from counterflow.collect.document import Found, Joined, make_document
from counterflow.collect.reader import Tally
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import ChangedInputError, CounterflowError, InputError
from counterflow.stage import Step
from counterflow.tables.document import Document, Offset

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere reports are read here")

LIMITS = Limits(seconds=1, step_seconds=1, memory_bytes=64 << 20, silent_seconds=60)
Rows = Iterator[Any]
Reading = Callable[[Source], Rows]


def source(format_: str = "pdf", size: int = 10) -> Source:
    """Make a source; nothing here opens its file."""
    return Source(format_, (SourceFile(Path("/nowhere/a"), "inputs/a", "0", size, "resource-1"),), "report")


def run(read: Reading, format_: str = "pdf", limits: Limits = LIMITS) -> Iterator[object]:
    """Read apart."""
    return read_apart(source(format_), read, limits)


def _document(given: Source) -> Rows:
    joined = Joined("Some text here.", (Offset(0, 4, 7, 11), Offset(5, 15, 11, 16)), (0,))
    yield Step(1, 2)
    yield make_document(given, joined, Found(title=str(os.getpid()), language="eng"))
    yield Tally(given.main, 1, 0)


def test_rows_come_back_as_they_were() -> None:
    """Also offsets, which travel as plain numbers; the process is another one."""
    step, document, tally = run(_document)
    here = next(row for row in _document(source()) if isinstance(row, Document))
    assert isinstance(document, Document)
    assert document._replace(id="", title="") == here._replace(id="", title="")
    assert type(document.offsets[1]) is Offset
    assert document.title != str(os.getpid())
    assert (step, tally) == (Step(1, 2), Tally(source().main, 1, 0))


def test_a_short_text_is_read_here() -> None:
    """A fork costs more than reading it."""
    _, document, _ = run(_document, "txt")
    assert isinstance(document, Document)
    assert document.title == str(os.getpid())


def _busy(given: Source) -> Rows:
    while True:
        yield from ()


def _greedy(given: Source) -> Rows:
    held = bytearray(1 << 30)
    yield Tally(given.main, len(held), 0)


def _greedy_slowly(given: Source) -> Rows:
    yield from ()
    held = []
    while True:
        held.append(bytearray(1 << 20))


def _crashing(given: Source) -> Rows:
    yield from ()
    os.abort()


def _leaving(given: Source) -> Rows:
    yield from ()
    os._exit(7)


def _waiting(given: Source) -> Rows:
    time.sleep(100)
    yield from ()


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (_busy, "reading it takes more than 1 s of computing and 1 s a page"),
        (_greedy, "reading it takes more than 0.0625 GiB of memory"),
        (_greedy_slowly, "reading it takes more than 0.0625 GiB of memory"),
        (_crashing, "the reader pdf crashes on it (SIGABRT)"),
        (_leaving, "the reader pdf crashes on it (status 7)"),
        (_waiting, "reading it stands still for 2 s"),
    ],
)
def test_a_reader_that_runs_wild_ends_alone(read: Reading, message: str) -> None:
    """The error names the file, what it took, and what to do."""
    began = time.monotonic()
    with pytest.raises(InputError) as caught:
        list(run(read, limits=LIMITS._replace(silent_seconds=2) if read is _waiting else LIMITS))
    assert message in caught.value.what
    assert caught.value.where == "inputs/a"
    assert caught.value.expected is not None
    assert caught.value.next_step is not None
    assert time.monotonic() - began < 60


def _paged(given: Source) -> Rows:
    for number in range(3):
        began = time.process_time()
        while time.process_time() - began < 1.0:
            pass
        yield Step(number + 1, 3)
    yield Tally(given.main, 1, 0)


def test_pages_earn_time() -> None:
    """A long report takes long; a page that takes as long as a report does not."""
    assert Tally(source().main, 1, 0) in list(run(_paged, limits=LIMITS._replace(seconds=2)))
    with pytest.raises(InputError, match="s of computing"):
        list(run(_paged, limits=LIMITS._replace(seconds=2, step_seconds=0)))


def _refusing(given: Source) -> Rows:
    yield Tally(given.main, 1, 0)
    raise InputError("what", where="where", expected="expected", next_step="next")


def _changed(given: Source) -> Rows:
    yield from ()
    raise ChangedInputError("it changed", where="where")


@pytest.mark.parametrize(("read", "kind"), [(_refusing, InputError), (_changed, ChangedInputError)])
def test_errors_come_back_with_their_fields(read: Reading, kind: type[CounterflowError]) -> None:
    """What the caller can do about an error depends on its class and says so in its fields."""
    with pytest.raises(kind) as caught:
        list(run(read))
    with pytest.raises(kind) as here:
        list(read(source()))
    assert type(caught.value) is kind
    assert vars(caught.value) == vars(here.value)


def _endless(given: Source) -> Rows:
    while True:
        yield Tally(given.main, os.getpid(), 0)


def test_no_process_outlives_its_reader() -> None:
    """When nobody asks for more rows, e.g. after Ctrl-C, the process is gone."""
    rows = run(_endless)
    tally = next(rows)
    assert isinstance(tally, Tally)
    rows.close()  # type: ignore[attr-defined]  # a generator
    with pytest.raises(ProcessLookupError):
        os.kill(tally.records, 0)
