"""`counterflow show`: the case in numbers, a dossier, or what could not be read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from counterflow.case import load_case
from counterflow.cli.argument import case_argument, json_option
from counterflow.cli.render import (
    print_case_identity,
    print_case_passages,
    print_dossier,
    print_naming_passages,
    print_party_passages,
    print_summary,
)
from counterflow.cli.render_changes import print_changes
from counterflow.cli.render_problems import print_problems
from counterflow.cli.render_source import print_sources
from counterflow.dossier.archive import Archive
from counterflow.dossier.changes import list_changes
from counterflow.dossier.clock import NOW, Clock, read_clock
from counterflow.dossier.find import find_party, list_problems, sum_up
from counterflow.dossier.frame import list_naming_passages, list_passages
from counterflow.dossier.identity import list_identity
from counterflow.dossier.party import build_dossier, read_evidence
from counterflow.dossier.shape import VERSION, Shape
from counterflow.dossier.source import list_sources
from counterflow.exc import NotFoundError
from counterflow.run.build import open_build


@contextmanager
def open_archive(case: Path, clock: Clock = NOW) -> Iterator[Archive]:
    """Open the build in use of a case folder for the time of a command."""
    loaded = load_case(case)
    archive = Archive(loaded, open_build(loaded), clock)
    try:
        yield archive
    finally:
        archive.close()


@click.command()
@case_argument
@click.argument("name", required=False)
@click.option("--problems", is_flag=True, help="List what could not be read.")
@click.option("--changes", is_flag=True, help="What changed from vintage to vintage, of NAME or of every list.")
@click.option(
    "--passages", is_flag=True, help="Only the passages that name the party, or all of the case, with what they tell."
)
@click.option("--sources", is_flag=True, help="How far each publisher is trusted and why, and who repeats whom.")
@click.option(
    "--identity", is_flag=True, help="Ships and companies renamed, reflagged, reborn, or under false numbers."
)
@click.option("--known-at", metavar="DATE", help="As far as published by then: list vintages and reports.")
@click.option(
    "--valid-at", metavar="DATE", help="What held then: designations, stakes and ties that had begun and not ended."
)
@click.option(
    "--all", "in_full", is_flag=True, help="Everything, not the first few: evidence, passages, changes, problems."
)
@json_option
def show(  # noqa: PLR0917 - one argument an option
    case: Path,
    name: str | None,
    problems: bool,
    changes: bool,
    passages: bool,
    sources: bool,
    identity: bool,
    known_at: str | None,
    valid_at: str | None,
    in_full: bool,
    as_json: bool,
) -> None:
    """Show a party's dossier by NAME or id, every line with its source; without NAME, the case in numbers.

    A name that fits several parties lists them and exits with 1.
    """
    _check_options(name, problems=problems, changes=changes, passages=passages)
    if sources and (name is not None or problems or changes or passages):
        raise click.UsageError("--sources shows the whole case: leave NAME and the other kinds out")
    if identity and (name is not None or problems or changes or passages or sources):
        raise click.UsageError("--identity shows the whole case: a dossier has its own; leave NAME and the others out")
    clock = read_clock(known_at, valid_at)
    with open_archive(case, clock) as archive:
        if sources:
            listed = list_sources(archive)
            _print_json(listed) if as_json else print_sources(listed, str(case))
        elif identity:
            games = list_identity(archive, read_evidence)
            _print_json(games) if as_json else print_case_identity(games, in_full=in_full)
        elif problems:
            found = list_problems(archive)
            _print_json(found) if as_json else print_problems(found, in_full=in_full)
        elif changes:
            steps = list_changes(archive, None if name is None else find_party(archive, name))
            _print_json(steps) if as_json else print_changes(steps, in_full=in_full or name is not None)
        elif name is None and passages:
            told = list_passages(archive)
            _print_json(told) if as_json else print_case_passages(told, in_full=in_full)
        elif name is None:
            summary = sum_up(archive)
            _print_json(summary) if as_json else print_summary(summary)
        elif passages:
            _show_passages(archive, name, as_json=as_json)
        else:
            dossier = build_dossier(archive, find_party(archive, name))
            _print_json(dossier) if as_json else print_dossier(dossier, in_full=in_full)


def _show_passages(archive: Archive, name: str, *, as_json: bool) -> None:
    """Show the passages of a party, or of a name that documents hold and no party bears."""
    try:
        party = find_party(archive, name)
    except NotFoundError:
        naming = list_naming_passages(archive, name.strip())
        if len(naming) == 0:
            raise
        _print_json(naming) if as_json else print_naming_passages(name.strip(), naming)
        return
    dossier = build_dossier(archive, party)
    _print_json(list(dossier.passages)) if as_json else print_party_passages(dossier)


def _check_options(name: str | None, *, problems: bool, changes: bool, passages: bool) -> None:
    if problems and (name is not None or passages or changes):
        raise click.UsageError("--problems lists the whole case: leave NAME, --passages and --changes out")
    if passages and changes:
        raise click.UsageError("--passages and --changes show different things: give one")


def _print_json(found: Shape | Sequence[Shape]) -> None:
    body = (
        [one.model_dump(mode="json") for one in found]
        if not isinstance(found, Shape)
        else found.model_dump(mode="json")
    )
    click.echo(json.dumps({"version": VERSION, "result": body}, ensure_ascii=False))
