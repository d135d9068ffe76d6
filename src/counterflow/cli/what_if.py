"""`counterflow what-if`: what a case would say without some of its sources."""

from __future__ import annotations

from pathlib import Path

import click

from counterflow.case import load_case
from counterflow.cli.argument import case_argument, json_option, quiet_option
from counterflow.cli.ledger import current_user, open_ledger
from counterflow.cli.render_difference import print_what_if
from counterflow.cli.show import open_archive
from counterflow.dossier.difference import compare_builds
from counterflow.dossier.withdraw import WhatIf, find_copies, find_source
from counterflow.run.progress import choose_progress
from counterflow.run.run import RunOptions
from counterflow.run.trial import try_entries


@click.command(name="what-if")
@case_argument
@click.option(
    "--withdraw",
    "words",
    multiple=True,
    required=True,
    metavar="SOURCE",
    help="Source to do without: its file, title or id; may be given again.",
)
@click.option("--alone", is_flag=True, help="What repeats the source stays; else it goes with it.")
@click.option("--write", is_flag=True, help="Enter the withdrawal into the ledger: the next run obeys it.")
@click.option("--reason", metavar="TEXT", help="With --write: why; it stands in the ledger.")
@click.option("--wait", "wait_s", type=click.FloatRange(0), default=0.0, help="Seconds to wait for another run to end.")
@click.option("--all", "in_full", is_flag=True, help="Every change, not the first few of each kind.")
@quiet_option
@json_option
def what_if(  # noqa: PLR0917 - one argument an option
    case: Path,
    words: tuple[str, ...],
    alone: bool,
    write: bool,
    reason: str | None,
    wait_s: float,
    in_full: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Say what CASE would hold without a source: which parties, beliefs and ties go or change, before and after.

    What repeats a source whole, by what is recorded or word for word, goes with it: it has no root of its own.
    Everything downstream is computed again, as the next run would, and nothing is kept: builds, ledger and `current`
    stay as they are. With --write the withdrawal is entered as well; the next run obeys it, and `counterflow ledger
    CASE undo HASH` takes it back.
    """
    if (reason is not None and reason.strip() != "") != write:
        raise click.UsageError("--write needs --reason TEXT, and --reason belongs to --write")
    with open_archive(case) as archive:
        sources = {one.resource_id: one for one in (find_source(archive, word) for word in words)}
        if not alone:
            sources |= {one.resource_id: one for one in find_copies(archive, list(sources))}
    said = [("withdrawal", {"resource_id": one, "reason": reason or "what if"}) for one in sources]
    progress = choose_progress(quiet=quiet or as_json)
    try:
        with try_entries(load_case(case), said, progress=progress, options=RunOptions(wait_s=wait_s)) as (
            before,
            after,
        ):
            difference = compare_builds(before, after)
    finally:
        progress.close()
    if write:
        with open_ledger(case) as ledger:
            entries = ledger.append_all(said, by=current_user())
    found = WhatIf(withdrawn=tuple(sources.values()), is_entered=write, difference=difference)
    if as_json:
        click.echo(found.model_dump_json())
        return
    print_what_if(found, in_full=in_full)
    if write:
        for entry in entries:
            click.echo(f"entered as {entry.hash[:12]}: the next run obeys it", err=True)
