"""`counterflow index`: an index of names alone."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterflow.cli.argument import json_option, quiet_option
from counterflow.cli.batch_progress import INDEXING, SEARCHING, is_compiled
from counterflow.cli.layout import count_text
from counterflow.run.progress import Progress, choose_progress

if TYPE_CHECKING:
    from counterflow.screen.answer import IndexSummary
    from counterflow.screen.list_dates import GivenDates


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
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder in which the index that is replaced is kept, for `replay`; its files are linked, not copied.",
)
@click.option(
    "versions", "--version", multiple=True, metavar="LIST=DATE", help="Date of a list, by the name of its dataset."
)
@click.option("ages", "--max-age", multiple=True, metavar="LIST=HOURS", help="How old a list of such a date may be.")
@click.option(
    "--catalog",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Dates of lists: the publisher's JSON of a dataset or a catalog, with updated_at.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that read.")
@quiet_option
@json_option
def index(files: tuple[Path, ...], output: Path, quiet: bool, as_json: bool, **options: Any) -> None:
    """Index the parties in files of FollowTheMoney entities (.jsonl or .jsonl.gz), for `screen --index`.

    An index that is there is replaced when the new one is whole. Entities that are no parties (ownerships, sanctions,
    addresses) are not searched by name; they are kept beside, whole, for `serve`. Dates of the lists are kept too, so
    that answers say which list is older than it may be; of a list whose date is not given it is that of the index
    before.
    """
    from counterflow.screen.make_index import make_index, update_index

    dates = _read_dates(options["versions"], options["ages"], options["catalog"])
    began = time.monotonic()
    progress = choose_progress(quiet=quiet or as_json)
    if not is_compiled(INDEXING):
        progress.say("the first index on this machine compiles what reads names, on the way: half a minute")
    try:
        work = update_index if options["update"] else make_index
        made = work(
            files, output, workers=options["workers"], tell=_teller(progress), dates=dates, keep=options["keep"]
        )
    finally:
        progress.close()
    summary = dataclasses.replace(made, seconds=round(time.monotonic() - began, 2))
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(summary), ensure_ascii=False, sort_keys=True))
    elif not quiet:
        _say(summary)
        if not is_compiled(SEARCHING):
            click.echo("the first search on this machine compiles what compares names: minutes, once", err=True)


def _read_dates(versions: tuple[str, ...], ages: tuple[str, ...], catalog: Path | None) -> GivenDates:
    """Gather the dates of lists; one that is named by itself counts before the catalog's."""
    from counterflow.remote.clock import SystemClock
    from counterflow.screen.list_dates import GivenDates, parse_list_date, read_catalog

    now = SystemClock().now()
    said = dict(_named(versions, "--version un_sc_sanctions=2026-02-01"))
    dates = {} if catalog is None else read_catalog(catalog, now)
    dates |= {name: parse_list_date(date, now) for name, date in said.items()}
    for name, hours in _named(ages, "--max-age my_list=720"):
        if name not in dates or not hours.isdecimal():
            raise click.UsageError(f"--max-age {name}={hours}: whole hours, of a list whose date is given")
        dates[name] = dataclasses.replace(dates[name], max_age_hours=int(hours))
    return GivenDates(dates, frozenset(said))


def _named(given: tuple[str, ...], example: str) -> Iterator[tuple[str, str]]:
    for text in given:
        name, _, value = text.partition("=")
        if name == "" or value == "":
            raise click.UsageError(f"{text!r} does not say which list: e.g. {example}")
        yield name, value


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
