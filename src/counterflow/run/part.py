"""Run a stage that works part by part: only parts not computed earlier are read, in several processes if it pays."""

from __future__ import annotations

import contextlib
import ctypes
import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from pathlib import Path

from counterflow.engine.memory import give_memory_back
from counterflow.exc import CounterflowError, StorageError
from counterflow.run.cache import BatchWriter, PartCache
from counterflow.run.progress import Progress
from counterflow.stage import Batch, Part, PartStage, Row, Step
from counterflow.tables import Table

CHUNK_ROWS = 20_000
"""Rows held as Python tuples before they become Arrow columns, which take a fifth of the memory."""

BATCH_BYTES = 100_000
"""Parts are handed to a process in batches of about this size, small enough to share out."""

POOL_BYTES = 1_000_000
"""Below this size a second process costs more to start than it saves."""

STEP_SECONDS = 0.2
"""How often a part says how far it is, in seconds."""

LINE_BYTES = 4_096
"""What a pipe takes whole or not at all (POSIX, PIPE_BUF of Linux), so that lines of several workers never mix."""

Tell = Callable[[Part, Step], None]


def read_missing(stage: PartStage, parts: Sequence[Part], cache: PartCache, progress: Progress, processes: int) -> int:
    """Read every part that the cache lacks, keep it there, and say how many there were."""
    missing = set(cache.missing(part.key for part in parts))
    todo = [part for part in parts if part.key in missing]
    size = sum(part.size for part in todo)
    progress.start(stage.name, size)
    batches = list(_batches(todo))
    steps = _Steps(progress)
    if processes > 1 and size > POOL_BYTES and len(batches) > 1:
        results = _read_in_pool(stage, batches, cache.path, processes, steps)
    else:
        results = ((batch, read_batch(stage, batch, cache.path, steps.tell)) for batch in batches)
    for batch, path in results:
        cache.register(path, [part.key for part in batch])
        steps.finish(batch)
    return len(todo)


class _Steps:
    """Tells of the parts that take long how far they are."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._told: dict[str, int] = {}
        """Bytes of a part, by its key, that were told before it was done."""

    def tell(self, part: Part, step: Step) -> None:
        """Tell a step of a part."""
        self.tell_of(part.key, part.size, part.label, step.done, step.total)

    def tell_of(self, key: str, size: int, label: str, done: int, total: int) -> None:
        """Tell that so many pieces of a part are done; 0 in all: how many there are is not known."""
        told = self._told.get(key, 0)
        now = told if total == 0 else max(size * min(done, total) // total, told)
        self._told[key] = now
        self._progress.advance(now - told, f"{label}, {done:,}" + ("" if total == 0 else f" of {total:,}"))

    def finish(self, batch: Sequence[Part]) -> None:
        """Tell that a batch is done."""
        rest = sum(part.size - self._told.pop(part.key, 0) for part in batch)
        self._progress.advance(rest, batch[-1].label)


def read_batch(stage: PartStage, parts: Sequence[Part], folder: Path, tell: Tell | None = None) -> Path:
    """Read some parts in this process and keep their rows as a batch of the cache; gives where it lies."""
    writer = BatchWriter(folder, stage, [part.key for part in parts])
    try:
        for part in parts:
            _write_rows(stage, part, writer, tell)
        return writer.finish()
    except BaseException:
        writer.drop()
        raise


def _write_rows(stage: PartStage, part: Part, writer: BatchWriter, tell: Tell | None) -> None:
    tables: dict[type, Table] = {table.row: table for table in stage.writes}
    waiting: dict[type, list[Row]] = {row: [] for row in tables}
    said = time.monotonic()
    for row in stage.read(part):
        if isinstance(row, Step):
            if tell is not None and time.monotonic() - said >= STEP_SECONDS:
                said = time.monotonic()
                tell(part, row)
            continue
        if isinstance(row, Batch):
            writer.add(row.table, row.rows, part.key)
            continue
        rows = waiting[type(row)]
        rows.append(row)
        if len(rows) >= CHUNK_ROWS:
            table = tables[type(row)]
            writer.add(table, table.from_rows(rows), part.key)
            rows.clear()
    for kind, rows in waiting.items():
        if len(rows) > 0:
            writer.add(tables[kind], tables[kind].from_rows(rows), part.key)


def _batches(parts: Sequence[Part]) -> Iterator[list[Part]]:
    batch: list[Part] = []
    size = 0
    for part in parts:
        batch.append(part)
        size += part.size
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if len(batch) > 0:
        yield batch


def _read_in_pool(
    stage: PartStage, batches: Sequence[list[Part]], folder: Path, processes: int, steps: _Steps
) -> Iterator[tuple[list[Part], Path]]:
    """Read batches in worker processes, which write what they read; in the order in which they finish."""
    # Largest first, so no long batch is left for the end. Spawned, not forked: threads of Arrow and DuckDB do not
    # survive a fork.
    todo = sorted(batches, key=lambda batch: -sum(part.size for part in batch))
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    receiver, sender = context.Pipe(duplex=False)
    with (
        receiver,
        sender,
        ProcessPoolExecutor(
            processes, mp_context=context, initializer=prepare_worker, initargs=(os.getpid(), sender)
        ) as pool,
    ):
        running: dict[Future[Path], list[Part]] = {}
        try:
            while len(todo) > 0 or len(running) > 0:
                while len(todo) > 0 and len(running) < processes + 1:
                    batch = todo.pop(0)
                    running[pool.submit(_work, stage.name, batch, folder)] = batch
                finished, _ = wait(running, STEP_SECONDS, return_when=FIRST_COMPLETED)
                _tell_steps(receiver, steps)
                for future in finished:
                    yield running.pop(future), future.result()
        except BrokenProcessPool as exc:
            raise StorageError(
                f"a worker of stage {stage.name} was killed by the system, most likely for memory",
                next_step="Run again with --processes 1, or exclude the largest input",
            ) from exc
        except CounterflowError:
            for future in running:
                future.cancel()
            raise
        except KeyboardInterrupt:
            # Who presses Ctrl-C waits for no worker, which may itself be waiting; finished batches are kept.
            for worker in set(multiprocessing.active_children()) - others:
                worker.terminate()
            raise


def _tell_steps(receiver: Connection, steps: _Steps) -> None:
    """Tell what the workers said since the last time."""
    while receiver.poll():
        for line in os.read(receiver.fileno(), 64 * LINE_BYTES).splitlines():
            steps.tell_of(*json.loads(line))


_step_pipe: Connection | None = None
"""Where a worker says how far it is."""


def _send_step(part: Part, step: Step) -> None:
    """Say how far a part is; where nobody listens fast enough, one step less is told."""
    line = json.dumps([part.key, part.size, part.label[:200], step.done, step.total]) + "\n"
    if _step_pipe is not None and len(line) <= LINE_BYTES:
        with contextlib.suppress(OSError):
            os.write(_step_pipe.fileno(), line.encode("ascii"))


def _work(stage_name: str, parts: list[Part], folder: Path) -> Path:
    from counterflow.run.order import STAGES

    stage = next(one for one in STAGES if one.name == stage_name)
    assert isinstance(stage, PartStage)  # only part stages are given to workers
    return read_batch(stage, parts, folder, _send_step)


def prepare_worker(parent: int, steps: Connection | None = None) -> None:
    """Make a worker end with its parent, also when that is killed, and leave Ctrl-C to it."""
    global _step_pipe  # noqa: PLW0603 - what a worker is given once, for all its parts
    _step_pipe = steps
    if steps is not None:
        os.set_blocking(steps.fileno(), False)
    give_memory_back()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)  # the parent died before the line above
