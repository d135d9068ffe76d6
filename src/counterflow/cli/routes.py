"""`counterflow routes`: which goods came from where, by way of where, where to, how much; of a register of seizures."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO

import click

from counterflow.cli.argument import json_option
from counterflow.cli.output import open_output
from counterflow.cli.render_route import print_routes
from counterflow.dossier.route import choose_routes, place_refs, route_items
from counterflow.dossier.route_shape import VERSION, Routes, Unread
from counterflow.exc import UsageError
from counterflow.tables import ROUTE

_FILE = click.Path(path_type=Path, dir_okay=False)
_FORMATS = (".csv", ".jsonl")


@click.command()
@click.option(
    "--seizures",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="F",
    required=True,
    help="A register of seizures: CSV, .csv.gz, or a .zip that holds one.",
)
@click.option("--commodity", metavar="WORDS", help="Only goods whose name holds these words.")
@click.option("--year", metavar="YEAR", help="Only routes of this year.")
@click.option("--place", metavar="PLACE", help="Only routes that touch this country or city.")
@click.option("--output", "-o", type=_FILE, help="File for all chosen routes, .csv or .jsonl; - is stdout, as CSV.")
@click.option("--geojson", type=_FILE, help="File for a map of them (RFC 7946); - is stdout.")
@click.option(
    "--handling", default="TLP:CLEAR", show_default=True, metavar="MARKING", help="Marking of F, which the rows get."
)
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="How many to print.")
@json_option
def routes(  # noqa: PLR0917 - one argument an option
    seizures: Path,
    commodity: str | None,
    year: str | None,
    place: str | None,
    output: Path | None,
    geojson: Path | None,
    handling: str,
    most: int,
    as_json: bool,
) -> int:
    """Show which goods came from where, by way of where, where to and how much a year.

    F has a seizure a row, with columns for goods, date and country, and best for amount, unit, and countries of
    production, departure and destination, by any of their usual names. Volumes are ranges: rows that are equal in every
    column count once or all, and a unit with several readings by all of them. Units that no table knows stay as they
    are written, and each unknown unit and country is named.
    """
    from counterflow.trace.route_file import routes_of_register

    _check(output, geojson, as_json=as_json)
    rows, report = routes_of_register(seizures, handling=handling)
    items = choose_routes(route_items(rows.to_pylist()), commodity, year, place)
    found = Routes(routes=items, places=place_refs(items), unread=Unread(**dataclasses.asdict(report)))
    chosen = [one.model_dump() for one in items]
    _write(chosen, output, geojson)
    if as_json:
        click.echo(json.dumps({"version": VERSION, "result": found.model_dump(mode="json")}, ensure_ascii=False))
    elif "-" not in (str(output), str(geojson)):
        print_routes(found, most)
    if report.broken_rows > 0:
        click.echo(f"{report.broken_rows:,} rows of {seizures} could not be read", err=True)
    return 3 if report.broken_rows > 0 else 0


def _check(output: Path | None, geojson: Path | None, *, as_json: bool) -> None:
    if output is not None and str(output) != "-" and output.suffix not in _FORMATS:
        raise UsageError(f"the extension of {output} says no format", expected="one of " + ", ".join(_FORMATS))
    if [str(output), str(geojson)].count("-") + as_json > 1:
        raise UsageError("stdout takes one of --json, --output - and --geojson -")


def _write(rows: list[dict[str, Any]], output: Path | None, geojson: Path | None) -> None:
    """Write the files that were asked for, and say how many routes have no place on a map."""
    if output is not None:
        with open_output(output) as file:
            if output.suffix == ".jsonl":
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            else:
                _write_csv(rows, file)
    if geojson is not None:
        from counterflow.share.geojson import write_routes

        with open_output(geojson) as file:
            unplaced = write_routes(rows, file)
        if unplaced > 0:
            click.echo(f"{unplaced:,} of {len(rows):,} routes have no place that is known: no geometry", err=True)


def _write_csv(rows: Iterable[Mapping[str, Any]], file: TextIO) -> None:
    names = [name for name in ROUTE.schema.names if name != "statements"]
    writer = csv.DictWriter(file, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "via": ";".join(row["via"])} for row in rows)
