"""How a calibration looks in a terminal: what to put where, a table, a plot of blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from counterflow.cli.layout import count_text, open_console, print_heading, print_indented
from counterflow.screen.answer import Calibration, CalibrationPoint, Estimate
from counterflow.screen.curve import Axis, axes_of, drawn_points, marks, percent_text

SHOWN = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
"""Thresholds of the table, beside those in use and wanted; `--json` gives all."""

COLUMNS, LINES = 50, 8
"""Size of the plot."""

_BLOCKS = " ▁▂▃▄▅▆▇█"
_MARGIN = 9
_ROUNDING = 1e-6


def print_calibration(calibration: Calibration) -> None:
    """Print what each threshold would give, and which to use."""
    console = open_console()
    rows, listed = count_text(calibration.rows, "row"), f"{calibration.true_rows:,} of them parties of the index"
    console.print(Text(f"{rows}, {listed}", style="bold") + Text(f"  ({calibration.algorithm})", style="not bold dim"))
    print_heading(console, "threshold")
    for line in advice(calibration):
        print_indented(console, Text(line), 2)
    print_heading(console, "table")
    for line in table_lines(calibration):
        console.print(Text("  " + line), soft_wrap=True)
    print_indented(console, Text("In brackets: the 95% interval, in which the true figure may well lie."), 2)
    print_heading(console, "recall against alert rate")
    _print_plot(console, calibration)


def advice(calibration: Calibration) -> Iterator[str]:
    """Say which threshold does what is wanted, and what it costs."""
    at = {one.threshold: one for one in calibration.points}
    yield f"In use: {calibration.threshold:g}, which gives {_gives(at[calibration.threshold])}."
    best = calibration.recall_threshold
    if best is None:
        lowest = calibration.points[0]
        yield (
            f"No threshold finds {percent_text(calibration.wanted_recall)} of the parties: the lowest that is counted,"
            f" {lowest.threshold:g}, gives {_gives(lowest)}. Look at the rows that it misses."
        )
    else:
        yield (
            f"To find {percent_text(calibration.wanted_recall)} of the parties, screen with --threshold {best:g}:"
            f" {_gives(at[best])}."
        )
    quiet = calibration.alert_rate_threshold
    wanted = f"alerts on {percent_text(calibration.wanted_alert_rate)} of the rows"
    if quiet is None:
        yield f"No threshold keeps to {wanted}."
    else:
        yield f"To keep to {wanted}, screen with --threshold {quiet:g}: {_gives(at[quiet])}."


def _gives(point: CalibrationPoint) -> str:
    recall = "no recall that could be counted" if point.recall is None else f"recall {_share(point.recall)}"
    return f"{recall} and alerts on {_share(point.alert_rate)} of the rows"


def table_lines(calibration: Calibration) -> Iterator[str]:
    """Lay out the table: a line a threshold."""
    named: dict[float, list[str]] = {}
    for mark in marks(calibration):
        named.setdefault(mark.threshold, []).append(f"{mark.sign} {mark.words}")
    yield f"{'threshold':>9}  {'recall':^22}  {'alert rate':^22}  {'alerts on nobody':^22}  {'other hits a row':^21}"
    for one in calibration.points:
        if one.threshold in SHOWN or one.threshold in named:
            cells = [_cell(one.recall), _cell(one.alert_rate), _cell(one.false_alert_rate), _mean(one.other_hits)]
            note = ", ".join(named.get(one.threshold, ()))
            yield f"{one.threshold:>9g}  {'  '.join(cells)}  {note}".rstrip()


def plot_rows(points: Sequence[CalibrationPoint], across: Axis, up: Axis) -> list[str]:
    """Draw columns of blocks, the highest line first: the best recall at each alert rate or less."""
    heights = []
    for column in range(COLUMNS):
        rate = across.low + (column + 1) / COLUMNS * (across.high - across.low)
        recalls = [
            one.recall.value for one in points if one.recall is not None and one.alert_rate.value <= rate + _ROUNDING
        ]
        heights.append(0 if len(recalls) == 0 else max(1, round(up.place(max(recalls)) * LINES * 8)))
    return [
        "".join(_BLOCKS[min(8, max(0, height - 8 * line))] for height in heights).rstrip()
        for line in reversed(range(LINES))
    ]


def _print_plot(console: Console, calibration: Calibration) -> None:
    points = drawn_points(calibration)
    across, up = axes_of(points)
    for number, row in enumerate(plot_rows(points, across, up)):
        ends = {0: percent_text(up.high), LINES - 1: percent_text(up.low)}
        console.print(Text(f"{ends.get(number, ''):>{_MARGIN - 2}} ┤{row}"), soft_wrap=True)
    low, high = percent_text(across.low), percent_text(across.high)
    console.print(Text(" " * (_MARGIN - 1) + "└" + "─" * COLUMNS), soft_wrap=True)
    console.print(Text(" " * _MARGIN + low + high.rjust(COLUMNS - len(low))), soft_wrap=True)
    console.print(Text(" " * _MARGIN + "alert rate; upwards: recall"), soft_wrap=True)


def _share(estimate: Estimate) -> str:
    return f"{_percent(estimate.value)} ({_percent(estimate.low)} to {_percent(estimate.high)})"


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def _cell(estimate: Estimate | None) -> str:
    if estimate is None:
        return f"{'-':^22}"
    return f"{_percent(estimate.value):>7} [{100 * estimate.low:5.2f}, {100 * estimate.high:5.2f}]".ljust(22)


def _mean(estimate: Estimate) -> str:
    return f"{estimate.value:>6.3f} [{estimate.low:.3f}, {estimate.high:.3f}]".ljust(21)
