"""`counterflow replay`: ask again what deciders asked, and compare the answers byte for byte."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterflow.cli.argument import json_option
from counterflow.cli.layout import count_text
from counterflow.cli.place import Place, ledger_option, split_place
from counterflow.exc import LedgerError

if TYPE_CHECKING:
    from counterflow.screen.decision.replay import FindState, ReplayRow

DIFFERS = 1
"""Exit status where an answer is not as it was."""


@click.command()
@click.argument("words", nargs=-1, metavar="[CASE] [HASH]...")
@ledger_option
@click.option(
    "--index",
    "indexes",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    multiple=True,
    help="An index, or a folder of indexes that were kept; several if repeated.",
)
@json_option
def replay(words: tuple[str, ...], ledger_file: Path | None, indexes: tuple[Path, ...], as_json: bool) -> None:
    """Answer again what every decision, or those named, was made on, from the lists it was made on.

    \b
    counterflow replay CASE [HASH]...
    counterflow replay --ledger FILE --index DIR [HASH]...

    The ledger is verified first. Then each decision is `equal`: the same bytes; `differs`, and where; or `gone`, and
    what is missing: the lists, the algorithm, or what was seen. Of a case its builds are looked through; an index of
    one that is not there is made again, which takes a while.

    Exits with 1 when one differs; a `gone` one alone is no failure.
    """
    place, digits = split_place(words, ledger_file)
    if place.case is None and len(indexes) == 0:
        raise click.UsageError("--ledger needs --index with the lists that the decisions were made on")
    from counterflow.screen.decision.replay import Outcome, replay_all

    with place.open_record() as record:
        findings = record.ledger.verify()
        if len(findings) > 0:
            raise LedgerError("; ".join(findings), where=record.ledger.place, next_step="Restore it from a copy")
        counts: Counter[str] = Counter()
        for row in replay_all(record, digits, _find_state(place, indexes)):
            counts[row.outcome] += 1
            _print(row, as_json=as_json)
    if not as_json:
        found = ", ".join(f"{counts[one]:,} {one}" for one in Outcome)
        click.echo(f"{count_text(counts.total(), 'decision')}: {found}", err=True)
    if counts[Outcome.DIFFERS] > 0:
        raise click.exceptions.Exit(DIFFERS)


def _find_state(place: Place, indexes: tuple[Path, ...]) -> FindState:
    from counterflow.remote.clock import SystemClock
    from counterflow.service.kept import KeptIndexes, find_in
    from counterflow.service.kept_builds import KeptBuilds

    clock = SystemClock()
    kept = KeptIndexes(indexes, clock).find
    return kept if place.case is None else find_in(kept, KeptBuilds(place.case, clock, _say).find)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _print(row: ReplayRow, *, as_json: bool) -> None:
    from counterflow.screen.encode import dump_json

    if as_json:
        click.echo(dump_json(row).decode("utf-8"))
        return
    where = "" if len(row.where) == 0 else f"  {'; '.join(row.where)}"
    click.echo(f"{row.hash[:12]}  {row.entered_at[:19].replace('T', ' ')}  {row.outcome:7}  {row.subject}{where}")
