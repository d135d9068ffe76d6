"""How far a file of names is, on stderr: how many are done, how many a second, what was found."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import click

from counterflow.cli.layout import count_text
from counterflow.run.progress import choose_progress

Report = Callable[[int, int, Mapping[str, int]], None]
"""Told the records done, those of the whole file (0: not known), and what was found so far."""


@contextmanager
def show_progress(stage: str, unit: tuple[str, str], *, quiet: bool) -> Iterator[Report]:
    """Show a bar or lines while a file is worked on.

    Args:
        stage: what is done.
        unit: a record of the file, and several.
        quiet: show nothing.
    """
    progress = choose_progress(quiet=quiet)
    began, first, last = time.monotonic(), -1, 0

    def report(done: int, total: int, found: Mapping[str, int]) -> None:
        nonlocal began, first, last
        if first < 0:
            progress.start(stage, max(total, 1))
            if done > 0:
                progress.say(f"going on after {count_text(done, *unit)} of an interrupted run")
            began, first, last = time.monotonic(), done, 0
        rate = (done - first) / max(time.monotonic() - began, 1e-9)
        said = [count_text(done, *unit), f"{rate:,.0f}/s", *(f"{count:,} {name}" for name, count in found.items())]
        progress.advance(done - last, ", ".join(said))
        last = done

    try:
        yield report
    finally:
        progress.close()


PATIENCE = 3.0
"""After so many seconds a user wants to know why nothing happens."""


INDEXING, SEARCHING = "derive.fill_postings", "confirm.confirm"
"""Functions that are compiled last when an index is made the first time on a machine, and when one is searched."""


def is_compiled(function: str) -> bool:
    """Say whether this version of a function was compiled on this machine before: else it will be, for a while."""
    from counterflow.compare.compiled import cache_folder

    folders = (cache_folder(True), cache_folder(False))
    return any(next(folder.glob(f"*/{function}-*.nbi"), None) is not None for folder in folders)


@contextmanager
def explain_wait(*, quiet: bool) -> Iterator[None]:
    """Say why the first search takes so long, if it does: what compares names is compiled once a machine."""
    said = threading.Timer(
        PATIENCE, click.echo, ("compiling what compares names, once on this machine",), {"err": True}
    )
    said.daemon = True
    if not quiet:
        said.start()
    try:
        yield
    finally:
        said.cancel()
