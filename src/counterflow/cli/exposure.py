"""`counterflow exposure`: how a party is exposed to the listed: ownership, control, paths with evidence."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from counterflow.case import load_case
from counterflow.cli.argument import json_option, quiet_option
from counterflow.cli.render_exposure import print_exposure
from counterflow.cli.show import open_archive
from counterflow.dossier.archive import Archive
from counterflow.dossier.clock import Clock, read_clock
from counterflow.dossier.exposure import trace_exposure
from counterflow.dossier.exposure_shape import VERSION
from counterflow.dossier.find import find_party
from counterflow.exc import InputError
from counterflow.run.progress import choose_progress
from counterflow.run.run import RunOptions, run_case

_CASE = '[case]\nname = "exposure"\n'


@click.command()
@click.argument("words", metavar="(CASE|--ftm F) NAME", nargs=-1, required=True)
@click.option(
    "--ftm",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="F",
    help="FollowTheMoney entities (.json, .jsonl) instead of a case; repeatable.",
)
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
    with _open(words, files, clock, quiet=quiet or as_json) as archive:
        party = find_party(archive, words[-1])
        answer = trace_exposure(archive, party, to=None if to is None else find_party(archive, to))
        if as_json:
            body = answer.model_dump(mode="json")
            click.echo(json.dumps({"version": VERSION, "result": body}, ensure_ascii=False))
        else:
            print_exposure(answer, in_full=in_full)


@contextmanager
def _open(words: tuple[str, ...], files: tuple[Path, ...], clock: Clock, *, quiet: bool) -> Iterator[Archive]:
    """Open the case, or a case made of files for the time of the question."""
    if len(files) == 0:
        with open_archive(Path(words[0]), clock) as archive:
            yield archive
        return
    with tempfile.TemporaryDirectory(prefix="counterflow-exposure-") as folder:
        root = Path(folder)
        (root / "inputs").mkdir()
        (root / "case.toml").write_text(_CASE, encoding="utf-8")
        for number, file in enumerate(files):
            # In folders of their own: two files may have one name.
            place = root / "inputs" / str(number)
            place.mkdir()
            shutil.copyfile(file, place / file.name)
        progress = choose_progress(quiet=quiet)
        try:
            report = run_case(load_case(root), progress=progress, options=RunOptions())
        finally:
            progress.close()
        assert report is not None  # only a run that stops early has none
        if report.quarantined > 0:
            _refuse_unread(root)
        with open_archive(root, clock) as archive:
            yield archive


def _refuse_unread(root: Path) -> None:
    """Refuse to answer from files that could not be read: a tie that was not read would be an escape."""
    from counterflow.dossier.find import list_problems

    with open_archive(root) as archive:
        unread = [problem for problem in list_problems(archive) if problem.severity != "value"]
    if len(unread) > 0:
        first = unread[0]
        raise InputError(first.message, where=first.path, expected=first.expected, next_step=first.next_step)
