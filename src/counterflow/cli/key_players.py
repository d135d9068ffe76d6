"""`counterflow key-players`: whose removal breaks a network most, beside who carries what flows in it."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from counterflow.cli.argument import files_option, json_option, quiet_option
from counterflow.exc import UsageError

if TYPE_CHECKING:
    from counterflow.dossier.key_player_shape import KeyPlayer, KeyPlayersAnswer

_COLUMNS = (
    "rank",
    "id",
    "caption",
    "schema",
    "listed_now",
    "left",
    "alone",
    "neighbours",
    "betweenness",
    "flow",
    "handling",
)


@click.command("key-players")
@click.argument("edges", metavar="(EDGES.csv|CASE|--ftm F)", required=False, type=click.Path(path_type=Path))
@files_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="CSV file to write, with every party in the order of removal; - is stdout.",
)
@click.option("--most", type=click.IntRange(1), default=15, show_default=True, help="How many are printed.")
@click.option("--known-at", metavar="DATE", help="Of a case: as far as published by then.")
@click.option("--valid-at", metavar="DATE", help="Of a case: by ties that had begun then and not ended.")
@quiet_option
@json_option
def key_players(  # noqa: PLR0917 - one argument an option
    edges: Path | None,
    files: tuple[Path, ...],
    output: Path | None,
    most: int,
    known_at: str | None,
    valid_at: str | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Say in which order to remove parties so that a network falls apart soonest, and who carries what flows in it.

    EDGES is CSV with the columns source and target, and flow (a number, what the tie carries) if that is known. Of a
    CASE that was run, or files of FollowTheMoney entities, it is the ties that hold; events join those who took part.
    The order is searched for: known ways (degree, betweenness, critical node, spectral) stand beside it with their
    areas, the mean share of the parties that still hang together; lower is better. It is of the network as it is known,
    which mends itself when it is cut. No natural person is ranked whom no evidence ties. TLP:AMBER+STRICT.
    """
    if (edges is None) == (len(files) == 0):
        raise click.UsageError("give EDGES.csv or CASE, or --ftm F")
    if as_json and str(output) == "-":
        raise UsageError("--json and --output - both write to stdout", next_step="Write the parties to a file")
    shown = most if output is None else sys.maxsize
    answer = _find(edges, files, (known_at, valid_at), shown, quiet=quiet or as_json)
    if output is not None:
        _write(output, answer)
    if as_json:
        from counterflow.dossier.key_player_shape import VERSION

        cut = {"key_players": answer.key_players[:most], "carriers": answer.carriers[:most]}
        body = answer.model_copy(update=cut).model_dump(mode="json")
        click.echo(json.dumps({"version": VERSION, "result": body}, ensure_ascii=False))
    elif str(output) != "-" and not quiet:
        _print(answer, most)


def _find(
    edges: Path | None, files: tuple[Path, ...], days: tuple[str | None, str | None], most: int, *, quiet: bool
) -> KeyPlayersAnswer:
    from counterflow.dossier.key_player import key_players_of_case, key_players_of_ties

    if edges is None or edges.is_dir():
        from counterflow.cli.case_of_files import open_case_or_files
        from counterflow.dossier.clock import read_clock

        with open_case_or_files(edges or Path(), files, read_clock(*days), quiet=quiet) as archive:
            return key_players_of_case(archive, most)
    if days != (None, None):
        raise UsageError("a file of ties has no days", expected="--known-at and --valid-at with a CASE or --ftm")
    from counterflow.trace.lead_file import read_flows

    parties, ties, flow = read_flows(edges)
    return key_players_of_ties(parties, ties, flow, most)


def _write(output: Path, answer: KeyPlayersAnswer) -> None:
    if str(output) == "-":
        _write_rows(sys.stdout, answer)
        return
    with output.open("w", encoding="utf-8", newline="") as file:
        _write_rows(file, answer)


def _write_rows(file: TextIO, answer: KeyPlayersAnswer) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in answer.key_players:
        party = (one.party.id, one.party.caption, one.party.schema_, str(one.listed_now).lower())
        writer.writerow(
            (one.rank, *party, one.left, one.alone, one.neighbours, one.betweenness, one.flow, answer.handling)
        )


def _print(answer: KeyPlayersAnswer, most: int) -> None:
    from rich.text import Text

    from counterflow.cli.layout import count_text, open_console, print_heading, print_indented, print_line

    console = open_console()
    ties = count_text(answer.ties, "tie")
    print_indented(console, Text(f"{count_text(answer.parties, 'party', 'parties')}, {ties}", style="bold"), 0)
    others = ", ".join(f"{way} {area:.3f}" for way, area in answer.areas.items())
    print_indented(console, Text(f"area {answer.area:.3f} ({others}; lower is better)"), 0)
    print_indented(console, Text(answer.handling, style="dim"), 0)
    print_heading(console, f"Removed one after the other; {answer.whole:.0%} hang together before")
    for one in answer.key_players[:most]:
        print_line(console, f"{one.left:.1%}", Text(_words(one)))
    if len(answer.carriers) > 0:
        print_heading(console, "Who carries most of what is known to flow")
        for one in answer.carriers[:most]:
            print_line(console, f"{one.flow:g}", Text(f"{one.party.caption} (removed as number {one.rank})"))
    if answer.withheld > 0:
        persons = count_text(answer.withheld, "natural person")
        print_indented(console, Text(f"{persons} not ranked: no evidence ties them", style="dim"), 0)


def _words(one: KeyPlayer) -> str:
    listed = " (listed)" if one.listed_now else ""
    between = "" if one.betweenness is None else f", {one.betweenness:.1%} of shortest paths"
    return f"{one.party.caption}{listed}: alone it leaves {one.alone:.1%}{between}, {one.neighbours} neighbours"
