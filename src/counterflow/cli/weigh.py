"""`counterflow weigh`: how probable each claimed value is, and on how many roots it rests."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterflow.cli.argument import json_option, quiet_option
from counterflow.cli.layout import count_text
from counterflow.exc import UsageError

if TYPE_CHECKING:
    from counterflow.weigh.truth.answer import WeighSummary
    from counterflow.weigh.truth.check import Ignored

_FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)


@click.command()
@click.argument("claims", type=_FILE)
@click.option("--output", "-o", type=_FILE, required=True, help="File to write; - is stdout.")
@click.option("--lineage", type=_FILE, metavar="FILE", help="Who repeats whom: columns source, repeats.")
@click.option("--reliability", type=_FILE, metavar="FILE", help="Admiralty letters: columns source, reliability.")
@click.option("--hierarchy", type=_FILE, metavar="FILE", help="What lies in what: columns value, within.")
@quiet_option
@json_option
def weigh(  # noqa: PLR0917 - one parameter an option
    claims: Path,
    output: Path,
    lineage: Path | None,
    reliability: Path | None,
    hierarchy: Path | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Weigh CLAIMS: how probable each claimed value is, and on how many roots it rests.

    CLAIMS is CSV, TSV, JSONL or Parquet with the columns item, source and value; - is stdin, as CSV. Two more columns
    are read if they are there: attribute, of which each source has an accuracy of its own, and repeats, the source that
    the claim repeats. Times, amounts with their units and ranges, names of persons and
    places are found by themselves. What repeats another, by
    recorded lineage, is one root with it; what seems to, by common mistakes, counts less.

    Each value becomes a row: probability, that it is the true one; roots; reports; effective_roots, less what sources
    seem to have taken from each other; holds, that it or a narrower value is true.
    """
    from counterflow.weigh.truth.answer import rows_of, summarise
    from counterflow.weigh.truth.check import find_ignored
    from counterflow.weigh.truth.discover import discover
    from counterflow.weigh.truth.read import read_claims, read_hierarchy, read_lineage, read_reliability
    from counterflow.weigh.truth.write import check_output, write_rows

    inputs = [one for one in (claims, lineage, reliability, hierarchy) if one is not None]
    if sum(str(one) == "-" for one in inputs) > 1:
        raise UsageError("stdin is asked for twice", next_step="Put all but one input into files")
    if as_json and str(output) == "-":
        raise UsageError("--json and --output - both write to stdout", next_step="Write the values to a file")
    check_output(output, inputs)
    given = read_claims(claims)
    repeats = [] if lineage is None else read_lineage(lineage)
    letters = {} if reliability is None else read_reliability(reliability)
    tree = None if hierarchy is None else read_hierarchy(hierarchy)
    ignored = find_ignored(given.sources, repeats, letters)
    found = discover(given, lineage=repeats, hierarchy=tree, reliability=letters)
    write_rows(rows_of(found), output, attributes=any(name != "" for name in found.claims.attributes))
    summary = summarise(found, str(output), ignored)
    if not quiet:
        _warn(summary, ignored)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(summary), ensure_ascii=False))
    elif not quiet:
        _say(summary)


def _warn(summary: WeighSummary, ignored: Ignored) -> None:
    """Say on stderr what of the input does nothing, with counts."""
    if summary.silent > 0:
        said = count_text(summary.silent, "claim tells", "claims tell")
        click.echo(f"note: {said} nothing (nan, n/a, unknown) and {_are(summary.silent)} left out", err=True)
    if len(ignored.letters) > 0:
        said = count_text(len(ignored.letters), "source", "sources")
        click.echo(f"warning: --reliability names {said} that no claim has, first {ignored.letters[0]!r}", err=True)
    if len(ignored.lineage) > 0:
        said = count_text(len(ignored.lineage), "row", "rows")
        first = ignored.lineage[0][0]
        click.echo(f"warning: {said} of --lineage do nothing: no claim has the source, first {first!r}", err=True)
    if len(ignored.circular) > 0:
        said = count_text(len(ignored.circular), "source repeats itself", "sources repeat themselves")
        click.echo(
            f"warning: {said} by way of others, first {ignored.circular[0]!r}: what they agree on is one root, and who "
            "was first is not known",
            err=True,
        )


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _say(summary: WeighSummary) -> None:
    """Say on stderr what was weighed, and which sources are not independent."""
    place = "" if summary.output == "-" else f", written to {summary.output}"
    click.echo(
        f"{count_text(summary.values, 'value')} of {count_text(summary.items, 'item')} from "
        f"{count_text(summary.claims, 'claim')} on {count_text(summary.roots, 'root')}{place}",
        err=True,
    )
    if len(summary.dependent) > 0:
        first = summary.dependent[0]
        click.echo(
            f"{count_text(len(summary.dependent), 'pair')} of sources are not independent, first of all "
            f"{first.left} and {first.right}",
            err=True,
        )
