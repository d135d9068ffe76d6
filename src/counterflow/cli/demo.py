"""`counterflow demo`: the shipped example, built into a temporary case."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

import counterflow
from counterflow.case import load_case
from counterflow.cli.argument import quiet_option
from counterflow.cli.render import print_dossier, print_summary
from counterflow.cli.serve import serve_case
from counterflow.dossier.archive import Archive
from counterflow.dossier.find import find_party, sum_up
from counterflow.dossier.party import build_dossier
from counterflow.exc import NotFoundError
from counterflow.run.progress import choose_progress
from counterflow.run.run import run_case

EXAMPLE = "office-39"
ASKED = "Bureau 39"
"""What the demo looks up: the name that the reports use, which no list has as its own."""


def example_path() -> Path:
    """Find the example: inside the installed package, or beside `src` in a checkout.

    Raises:
        NotFoundError: it is in neither.
    """
    package = Path(counterflow.__file__).parent
    for folder in (package / "examples" / EXAMPLE, package.parents[1] / "examples" / EXAMPLE):
        if (folder / "case.toml").exists():
            return folder
    raise NotFoundError("the example case is not installed", next_step="Install the package again")


@click.command()
@click.option("--serve", is_flag=True, help="Open the workbench on the example afterwards, until interrupted.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where to build it; default: a new temporary folder.")
@quiet_option
def demo(serve: bool, folder: Path | None, quiet: bool) -> None:
    """Build the shipped example into a temporary case and print what it shows."""
    root = folder if folder is not None else Path(tempfile.mkdtemp(prefix="counterflow-")) / EXAMPLE
    if not (root / "case.toml").exists():
        shutil.copytree(example_path(), root, dirs_exist_ok=True)
    case = load_case(root)
    progress = choose_progress(quiet=quiet)
    try:
        report = run_case(case, progress=progress)
    finally:
        progress.close()
    assert report is not None  # only a run that stops early has none
    archive = Archive(case, report.build)
    try:
        click.echo()
        print_summary(sum_up(archive))
        click.echo()
        click.echo(f'$ counterflow show CASE "{ASKED}"')
        click.echo()
        print_dossier(build_dossier(archive, find_party(archive, ASKED)), in_full=False)
    finally:
        archive.close()
    click.echo()
    if serve:
        serve_case(case, None)
    else:
        click.echo(f"The case is in {root}. Open the workbench on it:")
        click.echo(f"  counterflow serve {root}")
