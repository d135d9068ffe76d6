"""Progress of a run: bars on a terminal, plain lines otherwise, nothing when quiet."""

from __future__ import annotations

import sys
import time
from typing import Protocol, TextIO

LINE_SECONDS = 5.0
"""How often a plain line says how far a stage is."""


class Progress(Protocol):
    """What a run tells whoever watches it."""

    def start(self, stage: str, total: int) -> None:
        """A stage begins; `total` is its size in bytes, 0 when it cannot be said."""

    def advance(self, amount: int, label: str) -> None:
        """Some bytes of the stage are done; `label` names what was read last."""

    def finish(self, stage: str, text: str) -> None:
        """A stage ended; `text` says in a few words what it did."""

    def say(self, text: str) -> None:
        """Something the user should know."""

    def close(self) -> None:
        """The run ended."""


class QuietProgress:
    """Says nothing."""

    def start(self, stage: str, total: int) -> None:
        """Say nothing."""

    def advance(self, amount: int, label: str) -> None:
        """Say nothing."""

    def finish(self, stage: str, text: str) -> None:
        """Say nothing."""

    def say(self, text: str) -> None:
        """Say nothing."""

    def close(self) -> None:
        """Say nothing."""


class LineProgress:
    """One plain line a stage on stderr, and one every few seconds while it works."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.stage, self.total, self.done = "", 0, 0
        self.began = self.said = time.monotonic()

    def start(self, stage: str, total: int) -> None:
        """Note the stage."""
        self.stage, self.total, self.done = stage, total, 0
        self.began = self.said = time.monotonic()

    def advance(self, amount: int, label: str) -> None:
        """Print how far it is, at most every few seconds."""
        self.done += amount
        if self.total > 0 and time.monotonic() - self.said >= LINE_SECONDS:
            self.said = time.monotonic()
            self.say(f"{self.stage}: {100 * self.done // self.total} %, {label}")

    def finish(self, stage: str, text: str) -> None:
        """Print what the stage did and how long it took."""
        self.say(f"{stage}: {text} ({time.monotonic() - self.began:.1f} s)")

    def say(self, text: str) -> None:
        """Print one line."""
        print(text, file=self.stream, flush=True)

    def close(self) -> None:
        """Nothing is open."""


class BarProgress:
    """One bar a stage, on a terminal."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self._console = Console(stderr=True)
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.fields[stage]:<8}"),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            TextColumn("{task.description}", markup=False),
            console=self._console,
        )
        self._bar.start()
        self._task = self._bar.add_task("", stage="", visible=False)

    def start(self, stage: str, total: int) -> None:
        """Show a new bar."""
        self._task = self._bar.add_task("", total=total if total > 0 else None, stage=stage)

    def advance(self, amount: int, label: str) -> None:
        """Move the bar."""
        self._bar.update(self._task, advance=amount, description=label)

    def finish(self, stage: str, text: str) -> None:
        """Fill the bar and leave what was done beside it."""
        self._bar.update(self._task, total=1, completed=1, description=text)

    def say(self, text: str) -> None:
        """Print one line above the bars."""
        self._console.print(text, markup=False, highlight=False)

    def close(self) -> None:
        """Take the display down."""
        self._bar.stop()


def choose_progress(*, quiet: bool) -> Progress:
    """Choose bars, lines or silence for this terminal."""
    if quiet:
        return QuietProgress()
    return BarProgress() if sys.stderr.isatty() else LineProgress()
