"""`counterflow run`: bring the build of a case up to date."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from counterflow.case import load_case
from counterflow.cli.argument import case_argument, json_option, quiet_option
from counterflow.run.order import STAGES
from counterflow.run.progress import choose_progress
from counterflow.run.run import RunOptions, RunReport, run_case

QUARANTINED = 3
"""Exit status: done, with records or files that could not be read."""


@click.command()
@case_argument
@click.option(
    "--only", type=click.Choice([stage.name for stage in STAGES]), help="Stop after this stage; no build is published."
)
@click.option("--engine", type=click.Choice(["duckdb"]), default="duckdb", show_default=True, help="What runs the SQL.")
@click.option("--processes", type=click.IntRange(1, 64), default=None, help="Processes that read; default: one a core.")
@click.option("--wait", "wait_s", type=click.FloatRange(0), default=0.0, help="Seconds to wait for another run to end.")
@quiet_option
@json_option
def run(  # noqa: PLR0917 - one parameter an option
    case: Path, only: str | None, engine: str, processes: int | None, wait_s: float, quiet: bool, as_json: bool
) -> None:
    """Read what changed and compute what depends on it.

    Exits with 3 when records or files could not be read: `counterflow show CASE --problems` lists them.
    """
    began = time.monotonic()
    options = RunOptions(wait_s=wait_s, only=only) if processes is None else RunOptions(processes, wait_s, only)
    progress = choose_progress(quiet=quiet or as_json)
    try:
        report = run_case(load_case(case), progress=progress, options=options)
    finally:
        progress.close()
    if report is None:
        return
    if as_json:
        click.echo(json.dumps(_as_json(report), sort_keys=True))
    elif not quiet:
        _say(report, case, time.monotonic() - began)
    if report.quarantined > 0:
        raise click.exceptions.Exit(QUARANTINED)


def _as_json(report: RunReport) -> dict[str, object]:
    return {
        "build": report.build.manifest.build,
        "is_new": report.is_new,
        "stages": dict(report.stages),
        "parts_read": dict(report.parts_read),
        "quarantined": report.quarantined,
        "tables": {name: file.rows for name, file in report.build.manifest.tables.items()},
    }


def _say(report: RunReport, case: Path, seconds: float) -> None:
    build = report.build.manifest.build
    if report.is_new:
        click.echo(f"build {build} is in use ({seconds:.1f} s)", err=True)
    else:
        click.echo(f"nothing changed: build {build} is up to date ({seconds:.1f} s)", err=True)
    if len(report.build.manifest.inputs) == 0:
        click.secho(f"no input was read: put reports and lists into {case / 'inputs'}", fg="yellow", err=True)
    if report.quarantined > 0:
        click.secho(
            f"{report.quarantined} records or files could not be read: counterflow show {case} --problems",
            fg="yellow",
            err=True,
        )
