"""`counterflow routes`: which goods came from where, by way of where, where to, how much."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import click

from counterflow.cli.argument import json_option
from counterflow.cli.output import open_output
from counterflow.cli.render_route import print_routes
from counterflow.dossier.party_shape import StockpileItem
from counterflow.dossier.route import choose_routes, choose_stockpiles, place_refs, route_items
from counterflow.dossier.route_shape import VERSION, RouteItem, Routes, Unread
from counterflow.exc import UsageError
from counterflow.model.handling import TLP_LABELS
from counterflow.tables import ROUTE

_FILE = click.Path(path_type=Path, dir_okay=False)
_FORMATS = (".csv", ".jsonl")
DEFAULT_MAX_TLP = "TLP:GREEN"
"""That of `export`, whose module takes a second to load."""


@click.command()
@click.argument("case", required=False, type=click.Path(path_type=Path))
@click.option(
    "--seizures",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="F",
    help="A register of seizures instead of a case: CSV, .csv.gz, or a .zip that holds one.",
)
@click.option("--commodity", metavar="WORDS", help="Only goods whose name holds these words.")
@click.option("--year", metavar="YEAR", help="Only routes of this year.")
@click.option("--place", metavar="PLACE", help="Only routes that touch this country or city.")
@click.option("--output", "-o", type=_FILE, help="File for all chosen routes, .csv or .jsonl; - is stdout, as CSV.")
@click.option("--geojson", type=_FILE, help="File for a map of them (RFC 7946); - is stdout.")
@click.option(
    "--max-tlp",
    type=click.Choice(TLP_LABELS),
    default=DEFAULT_MAX_TLP,
    show_default=True,
    help="Strictest marking that leaves a case in files. Limits to named recipients are always kept.",
)
@click.option(
    "--handling", default="TLP:CLEAR", show_default=True, metavar="MARKING", help="Marking of F, which its rows get."
)
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="How many to print.")
@json_option
def routes(  # noqa: PLR0917 - one argument an option
    case: Path | None,
    seizures: Path | None,
    commodity: str | None,
    year: str | None,
    place: str | None,
    output: Path | None,
    geojson: Path | None,
    max_tlp: str,
    handling: str,
    most: int,
    as_json: bool,
) -> int:
    """Show which goods came from where, by way of where, where to and how much a year.

    Of a CASE that was run: the events of goods that its documents tell and its lists and records state, what is only
    planned or thought possible marked as intended, and the stocks of goods that could come to market, with who holds
    them and who controls those.

    With --seizures, or where a file stands in place of CASE, of a register alone: F has a seizure a row, with columns
    for goods, date and country, and best for amount, unit, and countries of production, departure and destination, by
    any of their usual names. Rows that are equal in every column count once or all. Units that no table knows stay as
    they are written, and each unknown unit and country is named.

    Volumes are ranges; a unit with several readings has the bounds of all of them.
    """
    if case is not None and case.is_file() and seizures is None:
        case, seizures = None, case  # a register needs no option to be known for one
    _check(case, seizures, output, geojson, as_json=as_json)
    unread: Unread | None = None
    stocks: tuple[StockpileItem, ...] = ()
    if seizures is not None:
        from counterflow.trace.route_file import routes_of_register

        table, report = routes_of_register(seizures, handling=handling)
        rows, unread = table.to_pylist(), Unread(**dataclasses.asdict(report))
    else:
        assert case is not None  # _check has seen to it
        rows, stocks = _of_case(case)
    items = choose_routes(route_items(rows), commodity, year, place)
    stocks = choose_stockpiles(stocks, commodity, year, place)
    found = Routes(routes=items, places=place_refs(items), stockpiles=stocks, unread=unread)
    _write(items, output, geojson, None if case is None else max_tlp)
    if as_json:
        click.echo(json.dumps({"version": VERSION, "result": found.model_dump(mode="json")}, ensure_ascii=False))
    elif "-" not in (str(output), str(geojson)):
        print_routes(found, most)
    if unread is not None and unread.broken_rows > 0:
        click.echo(f"{unread.broken_rows:,} rows of {seizures} could not be read", err=True)
        return 3
    return 0


def _of_case(case: Path) -> tuple[list[dict[str, Any]], tuple[StockpileItem, ...]]:
    from counterflow.cli.show import open_archive
    from counterflow.dossier.party import read_evidence
    from counterflow.dossier.stockpile import list_stockpiles

    with open_archive(case) as archive:
        return archive.rows("SELECT * FROM route"), list_stockpiles(archive, read_evidence)


def _check(
    case: Path | None, seizures: Path | None, output: Path | None, geojson: Path | None, *, as_json: bool
) -> None:
    if (case is None) == (seizures is None):
        raise UsageError("give a CASE, or --seizures with a register")
    if output is not None and str(output) != "-" and output.suffix not in _FORMATS:
        raise UsageError(f"the extension of {output} says no format", expected="one of " + ", ".join(_FORMATS))
    if [str(output), str(geojson)].count("-") + as_json > 1:
        raise UsageError("stdout takes one of --json, --output - and --geojson -")


def _write(items: Sequence[RouteItem], output: Path | None, geojson: Path | None, max_tlp: str | None) -> None:
    """Write the files that were asked for; say what does not leave, and how many routes have no place on a map."""
    if output is None and geojson is None:
        return
    from counterflow.share import may_leave
    from counterflow.share.geojson import write_routes

    rows = [one.model_dump() for one in items if max_tlp is None or may_leave(one.handling, max_tlp)]
    if len(rows) < len(items):
        click.echo(f"{len(items) - len(rows):,} routes left out: their marking is too strict", err=True)
    if output is not None:
        with open_output(output) as file:
            if output.suffix == ".jsonl":
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            else:
                _write_csv(rows, file)
    if geojson is not None:
        with open_output(geojson) as file:
            unplaced = write_routes(rows, file)
        if unplaced > 0:
            click.echo(f"{unplaced:,} of {len(rows):,} routes have no place that is known: no geometry", err=True)


def _write_csv(rows: Iterable[Mapping[str, Any]], file: TextIO) -> None:
    writer = csv.DictWriter(file, ROUTE.schema.names, lineterminator="\n")
    writer.writeheader()
    lists = ("via", "statements")
    writer.writerows({name: ";".join(value) if name in lists else value for name, value in row.items()} for row in rows)
