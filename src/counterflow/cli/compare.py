"""`counterflow compare`: score pairs of parties."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path

import click

from counterflow.cli.argument import json_option, quiet_option
from counterflow.cli.batch_progress import explain_wait, show_progress
from counterflow.cli.layout import count_text
from counterflow.exc import UsageError

_ANYONE = {"schema": "Person", "properties": {"name": ["Anyone"]}}

BAD_ROWS = 3
"""Exit status: done, with pairs that could not be compared."""


@click.command()
@click.argument("pairs", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write; - is stdout."
)
@click.option("--algorithm", metavar="NAME", help="Version of the way to score; default: the present one.")
@click.option(
    "--threshold", type=click.FloatRange(0, 1), help="Least score of a match; default: what the algorithm states."
)
@click.option("--encoding", metavar="NAME", help="Of CSV and JSONL without a byte order mark; default: utf-8.")
@quiet_option
@json_option
def compare(  # noqa: PLR0917 - one parameter an option
    pairs: Path,
    output: Path,
    algorithm: str | None,
    threshold: float | None,
    encoding: str | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Score PAIRS: how likely the two parties of each are one, and why.

    PAIRS is CSV or Parquet with the columns schema, name1 and name2, or JSONL with FollowTheMoney entities under left
    and right; - is stdin. Rows, their order and all other columns stay; score (a probability), match, reasons and
    error are added. The output's extension says its format.

    Exits with 3 when pairs could not be compared: error says why.
    """
    from counterflow.compare.matcher import Matcher
    from counterflow.screen.pair import compare_file
    from counterflow.screen.query import QueryReader
    from counterflow.screen.source import find_source
    from counterflow.screen.text_lines import check_encoding

    check_algorithm(algorithm)
    if as_json and str(output) == "-":
        raise UsageError("--json and --output - both write to stdout", next_step="Write the pairs to a file")
    source = find_source(pairs, None if encoding is None else check_encoding(encoding))
    matcher, reader = Matcher(), QueryReader()
    least = matcher.algorithm.threshold if threshold is None else threshold
    with explain_wait(quiet=quiet or as_json):
        matcher.compare(_ANYONE, _ANYONE)
    with show_progress("compare", ("pair", "pairs"), quiet=quiet or as_json) as report:
        summary = compare_file(source, output, matcher, least, reader, report)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(summary), ensure_ascii=False))
    elif not quiet:
        _say(summary.pairs, summary.matches, summary.threshold, str(output))
    if not quiet:
        say_notes(reader.notes())
    if summary.errors > 0:
        click.secho(f"{count_text(summary.errors, 'pair')} could not be compared: see error", fg="yellow", err=True)
        raise click.exceptions.Exit(BAD_ROWS)


def check_algorithm(name: str | None) -> None:
    """Refuse an algorithm that this version does not have.

    Raises:
        UsageError: it has another name than the present one.
    """
    from counterflow.compare.algorithm import ALGORITHM

    if name is not None and name != ALGORITHM:
        raise UsageError(f"the algorithm {name!r} is not known", expected=f"one of {ALGORITHM}")


def say_notes(notes: Iterable[str]) -> None:
    """Say on stderr what of the input was not used."""
    for note in notes:
        click.secho(note, fg="yellow", err=True)


def _say(pairs: int, matches: int, threshold: float, output: str) -> None:
    place = "" if output == "-" else f" written to {output}"
    click.echo(f"{count_text(pairs, 'pair')}{place}: {matches:,} with a score of {threshold:g} or more", err=True)
