"""`counterflow index`: an index of names alone."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterflow.cli.argument import json_option, quiet_option
from counterflow.cli.layout import count_text
from counterflow.run.progress import Progress, choose_progress

if TYPE_CHECKING:
    from counterflow.screen.answer import IndexSummary


@click.command()
@click.argument(
    "files", metavar="FTM.jsonl...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False)
)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder of the index."
)
@click.option(
    "--update",
    is_flag=True,
    help="Change the index that is there to what the files hold now: what they no longer hold goes.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that read.")
@quiet_option
@json_option
def index(files: tuple[Path, ...], output: Path, update: bool, workers: int, quiet: bool, as_json: bool) -> None:
    """Index the parties in files of FollowTheMoney entities (.jsonl or .jsonl.gz), for `screen --index`.

    An index that is there is replaced when the new one is whole. Entities that are no parties (ownerships, sanctions,
    addresses) are not searched by name; they are kept beside, whole, for `serve`.
    """
    from counterflow.screen.make_index import make_index, update_index

    began = time.monotonic()
    progress = choose_progress(quiet=quiet or as_json)
    try:
        work = update_index if update else make_index
        made = work(files, output, workers=workers, tell=_teller(progress))
    finally:
        progress.close()
    summary = dataclasses.replace(made, seconds=round(time.monotonic() - began, 2))
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(summary), ensure_ascii=False, sort_keys=True))
    elif not quiet:
        _say(summary)


def _teller(progress: Progress) -> Callable[[str, int], None]:
    """Pass on how far the index is: a stage and how much of it is done."""
    at, last = "", 0

    def tell(stage: str, done: int) -> None:
        nonlocal at, last
        if stage != at:
            if at != "":
                progress.finish(at, f"{last:,}")
            progress.start(stage, 0)
            at, last = stage, 0
        progress.advance(done - last, f"{done:,}")
        last = done

    return tell


def _say(summary: IndexSummary) -> None:
    parties, names = count_text(summary.parties, "party", "parties"), count_text(summary.names, "name")
    click.echo(f"{parties} with {names}, {summary.bytes / 1e6:,.1f} MB, {summary.seconds:.1f} s: {summary.output}")
    for dataset, count in summary.datasets.items():
        click.echo(f"  {dataset}  {count_text(count, 'party', 'parties')}")
    if summary.changed is not None:
        click.echo(f"  {summary.changed:,} new or changed, {summary.removed or 0:,} removed")
    if summary.skipped > 0:
        click.echo(f"  {count_text(summary.skipped, 'entity', 'entities')} kept beside: no parties")
