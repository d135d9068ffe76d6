"""`counterflow warn`: what changed, and how often it would seem so where nothing did."""

from __future__ import annotations

import json
from pathlib import Path

import click

from counterflow.cli.argument import json_option


@click.group()
def warn() -> None:
    """Say what changed, with the rate at which such a warning comes of nothing."""


@warn.command()
@click.argument("path", metavar="SERIES", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--date", default="date", show_default=True, metavar="COLUMN", help="Column of the periods.")
@click.option("--value", default="value", show_default=True, metavar="COLUMN", help="Column of the numbers.")
@click.option(
    "--alarms",
    "rate",
    type=click.FloatRange(0.001, 0.5),
    default=0.05,
    show_default=True,
    help="Share of series without a change in which one may be found.",
)
@click.option(
    "--replicates", type=click.IntRange(99, 100_000), default=999, show_default=True, help="Simulated series."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the simulated series.")
@json_option
def series(  # noqa: PLR0917 - one argument an option
    path: Path, date: str, value: str, rate: float, replicates: int, seed: int, as_json: bool
) -> None:
    """Find the changes of level in a SERIES: CSV, TSV or Parquet, a row for each year, month, week or day.

    The threshold is simulated from the series' own memory and tails, so that a series like it in which nothing changes
    gives a change as often as --alarms says. Each change has an interval for its date and for its size.
    """
    from counterflow.cli.render_warn import print_series
    from counterflow.service.warning.series import describe_changes
    from counterflow.service.warning.shape import VERSION
    from counterflow.warn.change.detect import Settings
    from counterflow.warn.series import read_series

    read = read_series(path, date=date, value=value)
    found = describe_changes(read, path, Settings(rate=rate, replicates=replicates, seed=seed))
    if as_json:
        click.echo(json.dumps({"version": VERSION, "result": found.model_dump(mode="json")}, ensure_ascii=False))
    else:
        print_series(found, read.values)


@warn.command()
@click.argument("path", metavar="QUESTION.toml", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def question(path: Path, as_json: bool) -> None:
    """Weigh the hypotheses of a QUESTION by its evidence.

    Each item has under each hypothesis a probability of being found: a number, a range that holds 9 in 10, or a word
    such as "likely". Items of one root count once. Printed are the hypotheses with intervals, and of each root how much
    it tells apart and what would be left without it. docs/methods/warn.md has the form of the file.
    """
    from counterflow.cli.render_warn import print_question
    from counterflow.service.warning.question import describe_question, read_question
    from counterflow.service.warning.shape import VERSION

    asked, data = read_question(path)
    found = describe_question(asked, data, path)
    if as_json:
        click.echo(json.dumps({"version": VERSION, "result": found.model_dump(mode="json")}, ensure_ascii=False))
    else:
        print_question(found)
