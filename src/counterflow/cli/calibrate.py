"""`counterflow screen --calibrate`: which threshold to screen with, from rows that the user has labelled."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterflow.cli.batch_progress import show_progress
from counterflow.cli.compare import say_notes
from counterflow.exc import StorageError, UsageError

if TYPE_CHECKING:
    from counterflow.screen.answer import Calibration
    from counterflow.screen.index_parties import IndexParties
    from counterflow.screen.screener import Screener

RECALL, ALERT_RATE = 0.99, 0.01
"""What is wanted of a threshold where the user does not say."""


def check_calibration(options: Mapping[str, Any]) -> None:
    """Refuse what does not go together with `--calibrate`, before anything is opened.

    Raises:
        click.UsageError: another way to screen is asked for as well.
        UsageError: the plot is to be no SVG, or is the input itself.
    """
    if options["calibrate"] is None:
        for name in ("recall", "alert_rate"):
            if options[name] is not None:
                raise click.UsageError(f"--{name.replace('_', '-')} belongs to --calibrate")
        return
    for name in ("name", "input_", "cutoff", "fail_on_match", "restart"):
        if options[name] is not None and options[name] is not False:
            raise click.UsageError(f"--{name.strip('_').replace('_', '-')} does not go with --calibrate")
    if options["output"] is not None:
        _check_output(options["output"], options["calibrate"])


def _check_output(output: Path, labelled: Path) -> None:
    if output.suffix.lower() != ".svg":
        raise UsageError(f"--output {str(output)!r} of --calibrate is a drawing", expected="a name that ends in .svg")
    if output.exists() and labelled.exists() and output.samefile(labelled):
        raise UsageError("input and output are one file", next_step="Write to another")


def run_calibration(
    parties: IndexParties, screener: Screener, options: Mapping[str, Any], *, quiet: bool, as_json: bool
) -> Calibration:
    """Search the labelled rows, print what each threshold would give, and draw it.

    Raises:
        UsageError: the file has no labels, or the threshold lies below what is searched.
        InputError: a label is the id of no party.
    """
    from counterflow.screen.calibrate import CUTOFF, Aims, calibrate_file
    from counterflow.screen.query import QueryReader
    from counterflow.screen.source import find_source
    from counterflow.screen.text_lines import check_encoding

    threshold = screener.limits.threshold
    if threshold < CUTOFF:
        raise UsageError(f"--threshold {threshold:g} is lower than anything that is counted", expected=f"{CUTOFF:g} up")
    aims = Aims(threshold, _given(options["recall"], RECALL), _given(options["alert_rate"], ALERT_RATE))
    encoding = None if options["encoding"] is None else check_encoding(options["encoding"])
    source, reader = find_source(options["calibrate"], encoding), QueryReader()
    with show_progress("calibrate", ("row", "rows"), quiet=quiet or as_json) as report:
        calibration = calibrate_file(source, screener, reader, aims, parties.holds, report)
    if not quiet:
        say_notes(reader.notes())
    _print(calibration, as_json=as_json)
    _say_bad_rows(calibration)
    if options["output"] is not None:
        _draw(calibration, options["output"], quiet=quiet)
    return calibration


def _given(value: float | None, default: float) -> float:
    return default if value is None else value


def _print(calibration: Calibration, *, as_json: bool) -> None:
    if as_json:
        from counterflow.screen.encode import dump_json

        click.echo(dump_json(calibration).decode("utf-8"))
        return
    from counterflow.cli.render_calibration import print_calibration

    print_calibration(calibration)


def _say_bad_rows(calibration: Calibration) -> None:
    """Name the rows that could not be searched, on stderr."""
    for one in calibration.bad_rows:
        click.secho(f"row {one.row:,} could not be searched: {one.error}", fg="yellow", err=True)
    more = calibration.errors - len(calibration.bad_rows)
    if more > 0:
        click.secho(f"and {more:,} more rows; none of them counts", fg="yellow", err=True)


def _draw(calibration: Calibration, output: Path, *, quiet: bool) -> None:
    """Write the drawing whole or not at all."""
    from counterflow.screen.curve import draw_curve

    part = output.with_name(output.name + ".part")
    try:
        part.write_text(draw_curve(calibration), encoding="utf-8", newline="\n")
    except FileNotFoundError:
        raise StorageError(f"the folder {output.parent} does not exist") from None
    part.replace(output)
    if not quiet:
        click.echo(f"recall against alert rate drawn in {output}", err=True)
