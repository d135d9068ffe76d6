"""`counterflow exposure`: how a party is exposed to the listed: ownership, control, paths with evidence."""

from __future__ import annotations

import json
from pathlib import Path

import click

from counterflow.cli.argument import files_option, json_option, quiet_option
from counterflow.cli.case_of_files import open_case_or_files
from counterflow.cli.render_exposure import print_exposure
from counterflow.dossier.clock import read_clock
from counterflow.dossier.exposure import trace_exposure
from counterflow.dossier.exposure_shape import VERSION
from counterflow.dossier.find import find_party


@click.command()
@click.argument("words", metavar="(CASE|--ftm F) NAME", nargs=-1, required=True)
@files_option
@click.option("--to", metavar="NAME", help="The strongest path to this party alone, listed or not.")
@click.option("--known-at", metavar="DATE", help="As far as published by then: list vintages and reports.")
@click.option("--valid-at", metavar="DATE", help="By the stakes and ties that had begun then and not ended.")
@click.option("--all", "in_full", is_flag=True, help="Everything, not the first few sources.")
@quiet_option
@json_option
def exposure(  # noqa: PLR0917 - one argument an option
    words: tuple[str, ...],
    files: tuple[Path, ...],
    to: str | None,
    known_at: str | None,
    valid_at: str | None,
    in_full: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Say how the party NAME is exposed to the listed, in one sentence and its parts, each with its sources.

    Parts: stakes of listed owners by OFAC's 50 percent rule, ownership and control by the rules of the EU and the UK,
    the strongest evidenced path to each of the five listed parties reached most surely with its weakest tie,
    identifiers that it shares with others, and proximity. A listed party is exposed to other listed ones.

    CASE is a case that was run; with --ftm, files of FollowTheMoney entities are read instead, and resolved as in a
    case. Who is listed has a Sanction or the topic `sanction` there. A name that fits several parties lists them.
    """
    wanted = 1 if len(files) > 0 else 2
    if len(words) != wanted:
        raise click.UsageError(
            "with --ftm give NAME alone" if wanted == 1 else "give CASE and NAME, or --ftm F and NAME"
        )
    clock = read_clock(known_at, valid_at)
    with open_case_or_files(Path(words[0]), files, clock, quiet=quiet or as_json) as archive:
        party = find_party(archive, words[-1])
        answer = trace_exposure(archive, party, to=None if to is None else find_party(archive, to))
        if as_json:
            body = answer.model_dump(mode="json")
            click.echo(json.dumps({"version": VERSION, "result": body}, ensure_ascii=False))
        else:
            print_exposure(answer, in_full=in_full)
