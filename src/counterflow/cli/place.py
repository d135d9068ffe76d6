"""Where a command finds the ledger: in a case, or in a file of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterflow.case import Case, load_case
from counterflow.cli.argument import Decorator
from counterflow.ledger import Ledger

if TYPE_CHECKING:
    from counterflow.screen.decision.record import Record

ledger_option: Decorator = click.option(
    "--ledger",
    "ledger_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A ledger of its own, not a CASE.",
)


@dataclass(frozen=True)
class Place:
    """A case, or the file of a ledger without one."""

    case: Case | None
    file: Path
    """Of the ledger."""

    @contextlib.contextmanager
    def open(self) -> Iterator[Ledger]:
        """Open the ledger for the time of a command."""
        with contextlib.closing(Ledger.of_file(self.file)) as ledger:
            yield ledger

    @contextlib.contextmanager
    def open_record(self) -> Iterator[Record]:
        """Open the record of decisions for the time of a command."""
        from counterflow.screen.decision.record import record_of_case, record_of_file

        record = record_of_file(self.file) if self.case is None else record_of_case(self.case)
        with contextlib.closing(record.ledger):
            yield record


def split_place(
    words: Sequence[str], ledger_file: Path | None, *, makes: Collection[str] = ()
) -> tuple[Place, tuple[str, ...]]:
    """Take the case from the words of a command, unless a ledger's file is given; gives the words behind it.

    Args:
        words: of the command.
        ledger_file: of a ledger without a case.
        makes: first words of commands that make the file.
    """
    if ledger_file is not None:
        # A mistyped name would be made, and read as a ledger that says nothing.
        if not ledger_file.exists() and not (len(words) > 0 and words[0] in makes):
            raise click.UsageError(f"--ledger: there is no file {str(ledger_file)!r}")
        return Place(None, ledger_file), tuple(words)
    if len(words) == 0:
        raise click.UsageError("give a CASE, or --ledger with the file of a ledger")
    case = load_case(Path(words[0]))
    return Place(case, case.ledger_path), tuple(words[1:])
