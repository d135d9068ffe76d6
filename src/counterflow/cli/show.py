"""`counterflow show`: the case in numbers, a dossier, or what could not be read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from counterflow.case import load_case
from counterflow.cli.argument import case_argument, json_option
from counterflow.cli.render import print_dossier, print_passages, print_problems, print_summary
from counterflow.dossier.archive import Archive
from counterflow.dossier.find import find_party, list_problems, sum_up
from counterflow.dossier.party import build_dossier
from counterflow.dossier.shape import VERSION, Shape
from counterflow.run.build import open_build


@contextmanager
def open_archive(case: Path) -> Iterator[Archive]:
    """Open the build in use of a case folder for the time of a command."""
    loaded = load_case(case)
    archive = Archive(loaded, open_build(loaded))
    try:
        yield archive
    finally:
        archive.close()


@click.command()
@case_argument
@click.argument("name", required=False)
@click.option("--problems", is_flag=True, help="List what could not be read.")
@click.option("--passages", is_flag=True, help="Only the passages that name the party.")
@click.option("--all", "in_full", is_flag=True, help="Every piece of evidence and every passage, not the first few.")
@json_option
def show(case: Path, name: str | None, problems: bool, passages: bool, in_full: bool, as_json: bool) -> None:
    """Show a party's dossier by NAME or id, every line with its source; without NAME, the case in numbers.

    A name that fits several parties lists them and exits with 1.
    """
    if problems and (name is not None or passages):
        raise click.UsageError("--problems lists the whole case: leave NAME and --passages out")
    if passages and name is None:
        raise click.UsageError("--passages needs a NAME or id")
    with open_archive(case) as archive:
        if problems:
            found = list_problems(archive)
            _print_json(found) if as_json else print_problems(found)
        elif name is None:
            summary = sum_up(archive)
            _print_json(summary) if as_json else print_summary(summary)
        else:
            dossier = build_dossier(archive, find_party(archive, name))
            if as_json:
                _print_json(list(dossier.passages) if passages else dossier)
            elif passages:
                print_passages(dossier, in_full=True)
            else:
                print_dossier(dossier, in_full=in_full)


def _print_json(found: Shape | Sequence[Shape]) -> None:
    body = (
        [one.model_dump(mode="json") for one in found]
        if not isinstance(found, Shape)
        else found.model_dump(mode="json")
    )
    click.echo(json.dumps({"version": VERSION, "result": body}, ensure_ascii=False))
