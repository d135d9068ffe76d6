"""What `counterflow release` is told, and what its actions share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from counterflow.case import Case
from counterflow.exc import UsageError
from counterflow.run.progress import choose_progress
from counterflow.run.run import RunOptions

if TYPE_CHECKING:
    from counterflow.service.release.make import Order, Release

FILE, PACKAGE, TAXII = WAYS = ("file", "package", "taxii")
STIX = "stix"


@dataclass(frozen=True)
class Options:
    """The command line."""

    case: Case
    words: tuple[str, ...]
    """Behind the action."""
    partner: str | None
    what: tuple[str, ...]
    depth: int
    way: str
    format_: str
    output: Path | None
    days: int
    expires: str | None
    reason: str | None
    recall: bool
    unconfirmed: bool
    dry_run: bool
    wait_s: float
    in_full: bool
    quiet: bool
    as_json: bool

    @contextmanager
    def compute(self, order: Order) -> Iterator[Release]:
        """Compute a release for the time of a command."""
        from counterflow.service.release.make import make_release

        progress = choose_progress(quiet=self.quiet or self.as_json)
        try:
            with make_release(self.case, order, progress=progress, options=RunOptions(wait_s=self.wait_s)) as made:
                yield made
        finally:
            progress.close()


def check_way(way: str, format_: str, expires: str | None) -> None:
    """Refuse a format or term that a way of leaving does not have.

    Raises:
        UsageError: it has not.
    """
    if way != FILE and format_ != STIX:
        raise UsageError(f"a {way} of {format_}", expected=f"--format {STIX}, or --as {FILE}")
    if way == PACKAGE and expires is not None:
        raise UsageError("--expires of a package", expected="--days, after which nobody takes it")


def check_output(way: str, output: Path | None) -> None:
    """Refuse a file where none is written, and none where one is.

    Raises:
        UsageError: so it is.
    """
    if way == TAXII and output is not None:
        raise UsageError("--output with --as taxii, which writes no file")
    if way != TAXII and output is None:
        raise UsageError("no file to write", expected="--output FILE, --as taxii, or --dry-run")
