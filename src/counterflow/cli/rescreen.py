"""`counterflow rescreen`: screen kept subjects again, and say whose hits a change of the lists changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterflow.cli.argument import json_option, quiet_option
from counterflow.cli.batch_progress import explain_wait, show_progress
from counterflow.cli.compare import BAD_ROWS
from counterflow.cli.layout import count_text
from counterflow.cli.screen import find_limits, open_parties, warn_of_stale
from counterflow.screen.cutoff import CUTOFF

if TYPE_CHECKING:
    from counterflow.screen.subject.rescreen import RescreenSummary
    from counterflow.screen.subject.store import Subject, SubjectStore


@click.command()
@click.argument("case", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--index", "index_folder", type=click.Path(path_type=Path, file_okay=False), help="An index, not a case.")
@click.option(
    "--subjects", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where they are kept."
)
@click.option(
    "--input",
    "-i",
    "input_",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Subjects that are new or changed: CSV, JSONL or Parquet, as `screen` reads them, with a column id.",
)
@click.option("--replace", is_flag=True, help="Forget kept subjects that --input does not hold.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Changes, JSON lines; - is stdout."
)
@click.option("--scope", type=click.Choice(("listed", "owned", "reported")), help="As `screen` has it.")
@click.option("--threshold", type=click.FloatRange(0, 1), help="Least score of a match; as `screen` has it.")
@click.option(
    "--cutoff", type=click.FloatRange(0, 1), help=f"Least score of a hit; default: {CUTOFF:g}, or the threshold."
)
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True, help="Threads that search.")
@quiet_option
@json_option
def rescreen(
    case: Path | None, index_folder: Path | None, folder: Path, quiet: bool, as_json: bool, **options: Any
) -> None:
    """Screen kept subjects again, against the parties of CASE or of an index, after a list or a subject changed.

    When a party of the lists changed, all are searched, by names that were read before; otherwise those that are new or
    changed. What is not as it was is written with what the lists now say otherwise: a line a hit. A run that was
    interrupted loses no change when it is called again.

    Exits with 0 when it is done, new matches included; with 3 when subjects could not be searched.
    """
    if (case is None) == (index_folder is None):
        raise click.UsageError("give a CASE, or --index with a folder that `counterflow index` made")
    if options["replace"] and options["input_"] is None:
        raise click.UsageError("--replace needs --input")
    if as_json and str(options["output"]) == "-":
        raise click.UsageError("--json and --output - both write to stdout")
    from counterflow.screen.subject.rescreen import Rescreener
    from counterflow.screen.subject.store import SubjectStore

    quiet_all = quiet or as_json
    store = SubjectStore(folder)
    try:
        if options["input_"] is not None:
            _put(store, options["input_"], replace=options["replace"])
        with open_parties(case, index_folder, options["scope"], options["threads"], quiet=quiet_all) as parties:
            with explain_wait(quiet=quiet_all):
                parties.warm_up()
            if not quiet:
                warn_of_stale(parties.index)
            limits = find_limits(options["threshold"], options["cutoff"], 1)
            with show_progress("rescreen", ("subject", "subjects"), quiet=quiet_all) as report:
                summary = Rescreener(
                    store,
                    parties,
                    limits,
                    threads=options["threads"],
                    tell=lambda what, done, total: report(done, total, {}) if what == "search" else None,
                ).run(lambda: _write(store, options["output"]))
    finally:
        store.close()
    _say(summary, as_json=as_json, quiet=quiet)
    if summary.errors > 0:
        raise click.exceptions.Exit(BAD_ROWS)


def _put(store: SubjectStore, path: Path, *, replace: bool) -> None:
    from counterflow.screen.source import find_source, open_source

    seen: set[str] = set()
    with store.transaction(), open_source(find_source(path, None)) as records:
        store.put(_subjects(records.rows, seen))
        if replace:
            store.drop(one for one in store.ids() if one not in seen)


def _subjects(rows: Iterator[Any], seen: set[str]) -> Iterator[Subject]:
    """Read subjects by their ids.

    Raises:
        InputError: a record has no id, or that of another.
    """
    from counterflow.exc import InputError
    from counterflow.screen.column import ROW_ID, property_of
    from counterflow.screen.subject.store import Subject

    for row in rows:
        names = [name for name in row.values if property_of(name) == ROW_ID]
        found = str(row.values[names[0]] or "").strip() if len(names) > 0 else ""
        where = f"record {row.number:,}"
        if row.error is not None:
            raise InputError(row.error, where=where)
        if found == "":
            raise InputError("a subject has no id", where=where, expected="a column id, customer_id or reference")
        if found in seen:
            raise InputError(f"two subjects have the id {found!r}", where=where)
        seen.add(found)
        yield Subject(found, row.values)


def _write(store: SubjectStore, output: Path | None) -> None:
    from counterflow.screen.encode import dump_json

    if output is None:
        return
    if str(output) == "-":
        for change in store.changes():
            click.echo(dump_json(change).decode("utf-8"))
        return
    if output.exists() and not output.is_file():  # a pipe, or /dev/null: nothing may take its place
        with output.open("wb") as place:
            place.writelines(dump_json(change) + b"\n" for change in store.changes())
        return
    part = output.with_name(f".{output.name}.part")
    with part.open("wb") as file:
        file.writelines(dump_json(change) + b"\n" for change in store.changes())
    part.replace(output)


def _say(summary: RescreenSummary, *, as_json: bool, quiet: bool) -> None:
    from counterflow.screen.encode import dump_json

    if as_json:
        click.echo(dump_json(dataclasses.asdict(summary)).decode("utf-8"))
    elif not quiet:
        subjects = count_text(summary.searched, "subject", "subjects")
        click.echo(
            f"{subjects} of {summary.subjects:,} searched, for {summary.parties_changed:,} new or changed parties "
            f"and {summary.parties_removed:,} that changed or left. {summary.affected:,} are affected: "
            f"{summary.changes:,} hits changed, "
            f"{summary.new_matches:,} new matches, {summary.lost_matches:,} that are none any more",
            err=True,
        )
