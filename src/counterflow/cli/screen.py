"""`counterflow screen`: search names among the parties of a case or of an index."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterflow.cli.argument import json_option, quiet_option
from counterflow.cli.batch_progress import explain_wait, show_progress
from counterflow.cli.calibrate import ALERT_RATE, RECALL, check_calibration, run_calibration
from counterflow.cli.compare import BAD_ROWS, check_algorithm, say_notes
from counterflow.cli.layout import count_text
from counterflow.exc import UsageError
from counterflow.screen.cutoff import CUTOFF, read_cutoff

if TYPE_CHECKING:
    from counterflow.screen.answer import IndexRef, ScreenSummary
    from counterflow.screen.index_parties import IndexParties, Place
    from counterflow.screen.screener import Limits, Screener

MATCHED = 1
"""Exit status, with --fail-on-match: there is a match."""


_ATTRIBUTES = {
    "schema": ("schema", "S", "What it is: Person, Company, Vessel, ...; default: any."),
    "alias": ("alias", "NAME", "Another name."),
    "birth_date": ("birthDate", "D", "Date of birth, or year."),
    "birth_place": ("birthPlace", "P", "Place of birth."),
    "nationality": ("nationality", "C", "Nationality: code or name."),
    "country": ("country", "C", "Country of residence or activity."),
    "gender": ("gender", "G", "male or female."),
    "address": ("address", "A", "Address."),
    "passport": ("passportNumber", "N", "Passport number."),
    "id": ("idNumber", "N", "Number of an identity document or of a company, person or tax register."),
    "imo": ("imoNumber", "N", "IMO number of a ship."),
    "lei": ("leiCode", "N", "LEI of an organisation."),
    "swift": ("swiftBic", "N", "SWIFT or BIC of a bank."),
    "wallet": ("publicKey", "A", "Address of a wallet."),
}
"""Options that say more of one name: FtM property, placeholder, help."""


def _attribute_options(command: Any) -> Any:
    for option, (_, metavar, text) in reversed(_ATTRIBUTES.items()):
        is_one = option == "schema"
        name = f"--{option.replace('_', '-')}"
        command = click.option(name, option, metavar=metavar, multiple=not is_one, help=text)(command)
    return command


@click.command()
@click.argument("case", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--index", "index_folder", type=click.Path(path_type=Path, file_okay=False), help="An index, not a case.")
@click.option("--name", metavar="N", help="One name to search.")
@_attribute_options
@click.option(
    "--input",
    "-i",
    "input_",
    type=click.Path(path_type=Path, dir_okay=False),
    help="CSV, JSONL or Parquet; - is stdin.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="File to write; - is stdout.")
@click.option("--encoding", metavar="NAME", help="Of CSV and JSONL without a byte order mark; default: utf-8.")
@click.option(
    "--scope",
    type=click.Choice(("listed", "owned", "reported")),
    help="Of a case: listed now; also owned 50 % or more by those, the default where the build has `ownership`; or all,"
    " of whom the others are UNVERIFIED.",
)
@click.option("--algorithm", metavar="NAME", help="Version of the way to score; default: the present one.")
@click.option(
    "--threshold", type=click.FloatRange(0, 1), help="Least score of a match; default: what the algorithm states."
)
@click.option(
    "--cutoff", type=click.FloatRange(0, 1), help=f"Least score of a result; default: {CUTOFF:g}, or the threshold."
)
@click.option(
    "--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Results of one name at most."
)
@click.option(
    "--calibrate",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Labelled rows: say what each threshold gives; --output draws it.",
)
@click.option(
    "--recall",
    type=click.FloatRange(0, 1),
    help=f"With --calibrate: share of the parties to find; default: {RECALL:g}.",
)
@click.option(
    "--alert-rate",
    type=click.FloatRange(0, 1),
    help=f"With --calibrate: share of the rows that may alert; default: {ALERT_RATE:g}.",
)
@click.option("--fail-on-match", is_flag=True, help="Exit with 1 if there is a match.")
@click.option("--restart", is_flag=True, help="Begin anew, whatever an interrupted run left.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that search a large file."
)
@quiet_option
@json_option
def screen(case: Path | None, index_folder: Path | None, quiet: bool, as_json: bool, **options: Any) -> None:
    """Search a name, or a file of names, among the parties of CASE or of an index.

    One name prints what is found, with reasons. A file gives a file: CSV and Parquet with one row a result and one for
    a query without any, JSONL with one line a query. Columns are known by their usual names (name or first_name and
    last_name, schema or type, date_of_birth, nationality, passport, imo, lei, ...) and FollowTheMoney's; others are
    kept. A run that was interrupted goes on where it stopped when it is called again.

    With --calibrate, FILE has the columns of a file of names and true_id: the id of the party that a row is, empty for
    nobody. It prints recall (share of the parties that is found) and alert rate (share of rows with any hit) for each
    threshold, says which of them reaches what is wanted, and draws the one against the other with --output FILE.svg.

    Exits with 0 when it is done, matches included; with --fail-on-match with 1 if there is one; with 3 when records
    could not be searched: error says why.
    """
    _check(case, index_folder, options)
    check_algorithm(options["algorithm"])
    from counterflow.screen.screener import Screener

    with open_parties(case, index_folder, options["scope"], options["workers"], quiet=quiet or as_json) as parties:
        screener = Screener(parties, find_limits(options["threshold"], options["cutoff"], options["limit"]))
        with explain_wait(quiet=quiet or as_json):
            parties.warm_up()
        if not quiet:
            warn_of_stale(parties.index)
        if options["calibrate"] is not None:
            done = run_calibration(parties, screener, options, quiet=quiet, as_json=as_json)
            has_match, is_bad = False, done.errors > 0
        elif options["name"] is not None or options["input_"] is None:
            has_match, is_bad = _screen_one(screener, options, as_json=as_json), False
        else:
            summary = _screen_many(parties, screener.limits, options, quiet=quiet, as_json=as_json)
            has_match, is_bad = summary.matched > 0, summary.errors > 0
    if options["fail_on_match"] and has_match:
        raise click.exceptions.Exit(MATCHED)
    if is_bad:
        raise click.exceptions.Exit(BAD_ROWS)


def _check(case: Path | None, index_folder: Path | None, options: Mapping[str, Any]) -> None:
    given = [name for name in _ATTRIBUTES if options[name] not in {None, ()}]
    if (case is None) == (index_folder is None):
        raise click.UsageError("give a CASE, or --index with a folder that `counterflow index` made")
    if index_folder is not None and options["scope"] not in {None, "listed"}:
        raise click.UsageError("--scope chooses among the parties of a case: an index has those that it was made of")
    check_calibration(options)
    if options["calibrate"] is not None:
        if len(given) > 0:
            raise click.UsageError(f"--{given[0].replace('_', '-')} is of one query: a file has it in a column")
        return
    if options["input_"] is None:
        if options["name"] is None and len(given) == 0:
            raise click.UsageError("give --name, or --input and --output")
        if options["output"] is not None or options["restart"] or options["encoding"] is not None:
            raise click.UsageError("--output, --restart and --encoding belong to --input; one name prints")
        return
    if options["name"] is not None or len(given) > 0:
        word = "name" if options["name"] is not None else given[0].replace("_", "-")
        raise click.UsageError(f"--{word} is of one query: a file has it in a column")
    if options["output"] is None:
        raise click.UsageError("--input needs --output; - is stdout")


@contextmanager
def open_parties(
    case: Path | None, index_folder: Path | None, scope: str | None, threads: int, *, quiet: bool
) -> Iterator[IndexParties]:
    """Open the parties of a case, or of an index."""
    if case is None:
        assert index_folder is not None
        yield _open_index(index_folder, threads)
        return
    from counterflow.cli.show import open_archive
    from counterflow.remote.clock import SystemClock
    from counterflow.service import case_parties
    from counterflow.service.scope import choose_scope

    def say(text: str) -> None:
        if not quiet:
            click.echo(text, err=True)

    with open_archive(case) as archive:
        chosen = choose_scope(archive.build, scope, say)
        yield case_parties.open_parties(archive, chosen, SystemClock().now(), say, threads=threads)


def _open_index(folder: Path, threads: int) -> IndexParties:
    from counterflow.compare.index.files import mark_of, settled
    from counterflow.compare.index.store import Index
    from counterflow.remote.clock import SystemClock
    from counterflow.screen.answer import IndexRef
    from counterflow.screen.index_parties import IndexParties, index_ref
    from counterflow.screen.list_dates import read_list_dates
    from counterflow.screen.owned_words import read_owned
    from counterflow.service.list_age import lists_of_index

    while True:
        mark = mark_of(settled(folder))
        index = Index.open(folder)
        lists = lists_of_index(index.manifest.datasets, read_list_dates(settled(folder)))
        ref = IndexRef(index_ref(index).build, tuple(lists(SystemClock().now())))
        owned = read_owned(settled(folder)) or {}
        parties = IndexParties(index, ref=ref, owned=owned, threads=threads)
        if mark_of(settled(folder)) == mark:  # else another took its place between its names and its dates
            return parties


def find_limits(least: float | None, cutoff: float | None, results: int) -> Limits:
    """Say what of the parties found is said.

    Raises:
        UsageError: the cutoff would hide matches.
    """
    from counterflow.compare.algorithm import load_algorithm
    from counterflow.screen.screener import Limits

    threshold = load_algorithm().threshold if least is None else least
    return Limits(threshold, read_cutoff(cutoff, threshold), results)


def warn_of_stale(index: IndexRef) -> None:
    """Say on stderr which lists are too old."""
    for one in index.lists:
        if one.stale:
            date = "its date is not known" if one.published is None else f"it is of {one.published}"
            click.secho(f"STALE: {one.name} is older than it may be, {date}", fg="yellow", err=True)


def _screen_one(screener: Screener, options: Mapping[str, Any], *, as_json: bool) -> bool:
    """Search one name and print the answer; says whether there is a match."""
    from counterflow.cli.render_screen import print_answer
    from counterflow.screen.encode import dump_json
    from counterflow.screen.query import QueryReader

    reader = QueryReader()
    query = reader.read(_query_row(options))
    say_notes(reader.notes())
    if query.error is not None:
        raise UsageError(f"the query cannot be searched: {query.error}")
    answer = screener.answer([query])[0]
    if as_json:
        click.echo(dump_json(answer).decode("utf-8"))
    else:
        print_answer(answer, screener.limits.threshold)
    return any(one.match for one in answer.results)


def _query_row(options: Mapping[str, Any]) -> Any:
    from counterflow.screen.row import Row
    from counterflow.screen.sort import SCHEMATA, read_schema

    schema = options["schema"]
    if schema is not None and (known := read_schema(schema)) is None:
        raise UsageError(f"--schema {schema!r} is not known", expected=f"one of {', '.join(SCHEMATA)}")
    properties = {prop: list(options[name]) for name, (prop, _, _) in _ATTRIBUTES.items() if name != "schema"}
    names = [] if options["name"] is None else [options["name"]]
    given = {prop: values for prop, values in {"name": names, **properties}.items() if len(values) > 0}
    head = {} if schema is None else {"schema": known}
    return Row(1, {**head, "properties": given})


def _screen_many(
    parties: IndexParties, limits: Limits, options: Mapping[str, Any], *, quiet: bool, as_json: bool
) -> ScreenSummary:
    from counterflow.screen.batch import plan_batch, screen_file
    from counterflow.screen.crew import Crew
    from counterflow.screen.encode import dump_json
    from counterflow.screen.query import QueryReader
    from counterflow.screen.screener import Screener
    from counterflow.screen.source import find_source
    from counterflow.screen.text_lines import check_encoding

    if as_json and str(options["output"]) == "-":
        raise UsageError("--json and --output - both write to stdout", next_step="Write the results to a file")
    encoding = None if options["encoding"] is None else check_encoding(options["encoding"])
    source = find_source(options["input_"], encoding)
    # What is chosen where none is asked for follows from the build.
    scope, identity = options["scope"] or "default", parties.identity
    batch = plan_batch(source, options["output"], restart=options["restart"], scope=scope, identity=identity)
    reader = QueryReader()
    crew = Crew(options["workers"], functools.partial(_open_again, parties.place, limits))
    with show_progress("screen", ("query", "queries"), quiet=quiet or as_json) as report:
        summary = screen_file(batch, Screener(parties, limits), reader, report, crew)
    if as_json:
        click.echo(dump_json(dataclasses.asdict(summary)).decode("utf-8"))
    if not quiet:
        say_notes(reader.notes())
        _say(summary)
    return summary


def _open_again(place: Place, limits: Limits) -> Screener:
    """Search in another process what is searched in this one."""
    from counterflow.screen.screener import Screener

    return Screener(place.open(), limits)


def _say(summary: ScreenSummary) -> None:
    place = "" if summary.output == "-" else f" written to {summary.output}"
    queries = count_text(summary.queries, "query", "queries")
    click.echo(f"{queries}{place}: {summary.matched:,} with a match, {summary.results:,} results", err=True)
    if summary.errors > 0:
        click.secho(f"{summary.errors:,} could not be searched: see error", fg="yellow", err=True)
