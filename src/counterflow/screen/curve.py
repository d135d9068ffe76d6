"""Recall against alert rate as a drawing: SVG written by hand, readable without colours and in grey."""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from counterflow.screen.answer import Calibration, CalibrationPoint

WIDTH, HEIGHT = 720, 480
_LEFT, _RIGHT, _TOP, _BOTTOM = 72, 24, 56, 64
_CURVE, _BAND, _INK, _GRID = "#0072b2", "#cfe5f2", "#1a1a1a", "#d9d9d9"
"""Blue of Okabe and Ito's palette, which people with any colour vision tell from grey; marks differ by their shape."""
_MOST_TICKS = 6
_LABELLED = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Thresholds that are written beside the curve."""
_FEWEST_SPAN = 0.02
"""Least span of an axis, so that a curve that hardly moves is not blown up to a cliff."""


class Axis(NamedTuple):
    """A stretch of shares, and the ticks on it."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Say where a share stands: 0 at the low end, 1 at the high one."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def make_axis(low: float, high: float) -> Axis:
    """Lay an axis round two shares, with ticks at round numbers."""
    high = min(1.0, max(high, low + _FEWEST_SPAN))
    low = max(0.0, min(low, high - _FEWEST_SPAN))
    step = _round_step((high - low) / (_MOST_TICKS - 1))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(number * step, 6) for number in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def drawn_points(calibration: Calibration) -> list[CalibrationPoint]:
    """List the points that have a recall."""
    return [one for one in calibration.points if one.recall is not None]


def axes_of(points: Sequence[CalibrationPoint]) -> tuple[Axis, Axis]:
    """Lay out the axes of alert rate and of recall."""
    rates = [one.alert_rate.value for one in points]
    recalls = [one.recall.low for one in points if one.recall is not None]
    return make_axis(0.0, max(rates, default=1.0)), make_axis(min(recalls, default=0.0), 1.0)


def draw_curve(calibration: Calibration) -> str:
    """Draw recall against alert rate, with the intervals of recall and the thresholds that are wanted, as SVG 1.1."""
    points = drawn_points(calibration)
    across, up = axes_of(points)
    title = "Recall against alert rate, by threshold"
    told = f"{calibration.rows:,} rows, {calibration.true_rows:,} of them parties of the index; {calibration.algorithm}"
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        ' role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="12">',
        f'<title id="title">{title}</title>',
        f'<desc id="desc">{html.escape(_describe(calibration))}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(_LEFT, 24, title, size=16),
        _text(_LEFT, 42, told),
        *_frame(across, up),
        *_curve(points, across, up),
        *_marks(calibration, across, up),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def _describe(calibration: Calibration) -> str:
    return " ".join(
        f"Threshold {one.threshold:g}: recall {one.recall.value:.4f}, alert rate {one.alert_rate.value:.4f}."
        for one in calibration.points
        if one.recall is not None and one.threshold in {*_LABELLED, *(mark.threshold for mark in marks(calibration))}
    )


class Mark(NamedTuple):
    """A threshold that matters, with its shape and what it is."""

    threshold: float
    shape: str
    """SVG path round 0, 0."""
    sign: str
    """The same for a terminal."""
    words: str


def marks(calibration: Calibration) -> list[Mark]:
    """List the thresholds in use and wanted."""
    found = [Mark(calibration.threshold, "M-6,0 0,-6 6,0 0,6Z", "◆", "in use")]
    if calibration.recall_threshold is not None:
        words = f"recall {calibration.wanted_recall:g} or more"
        found.append(Mark(calibration.recall_threshold, "M-5,-5 5,-5 5,5 -5,5Z", "■", words))
    if calibration.alert_rate_threshold is not None:
        words = f"alert rate {calibration.wanted_alert_rate:g} or less"
        found.append(Mark(calibration.alert_rate_threshold, "M0,-6 6,5 -6,5Z", "▲", words))
    return found


def _frame(across: Axis, up: Axis) -> Iterator[str]:
    """Draw axes, ticks, grid and labels."""
    bottom, right = HEIGHT - _BOTTOM, WIDTH - _RIGHT
    for tick in across.ticks:
        x = _x(across, tick)
        yield f'<path d="M{x:.1f},{_TOP}V{bottom + 5}" stroke="{_GRID}"/>'
        yield _text(x, bottom + 20, percent_text(tick), anchor="middle")
    for tick in up.ticks:
        y = _y(up, tick)
        yield f'<path d="M{_LEFT - 5},{y:.1f}H{right}" stroke="{_GRID}"/>'
        yield _text(_LEFT - 9, y + 4, percent_text(tick), anchor="end")
    yield f'<path d="M{_LEFT},{_TOP}V{bottom}H{right}" fill="none" stroke="{_INK}"/>'
    yield _text((_LEFT + right) / 2, HEIGHT - 22, "alert rate: share of rows with any hit", anchor="middle")
    turned = f'transform="translate(18,{(_TOP + bottom) / 2:.0f}) rotate(-90)"'
    yield f'<text {turned} text-anchor="middle" fill="{_INK}">recall: share of the parties that is found</text>'


def _curve(points: Sequence[CalibrationPoint], across: Axis, up: Axis) -> Iterator[str]:
    """Draw the curve on the band of its intervals, with some thresholds beside it."""
    told = [(_x(across, one.alert_rate.value), one.recall) for one in points if one.recall is not None]
    upper = [f"{x:.1f},{_y(up, recall.high):.1f}" for x, recall in told]
    lower = [f"{x:.1f},{_y(up, recall.low):.1f}" for x, recall in reversed(told)]
    line = [f"{x:.1f},{_y(up, recall.value):.1f}" for x, recall in told]
    yield f'<polygon points="{" ".join([*upper, *lower])}" fill="{_BAND}"/>'
    yield f'<polyline points="{" ".join(line)}" fill="none" stroke="{_CURVE}" stroke-width="2.5"/>'
    for one in points:
        if one.threshold in _LABELLED and one.recall is not None:
            x, y = _x(across, one.alert_rate.value), _y(up, one.recall.value)
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{_CURVE}"/>'
            yield _text(x + 6, y + 16, f"{one.threshold:g}", size=11)


def _marks(calibration: Calibration, across: Axis, up: Axis) -> Iterator[str]:
    """Draw the marks on the curve and what they mean in the lower right corner."""
    at = {one.threshold: one for one in calibration.points}
    for number, mark in enumerate(marks(calibration)):
        point, y = at[mark.threshold], HEIGHT - _BOTTOM - 52 + 18 * number
        if point.recall is not None:
            yield _shape(mark, _x(across, point.alert_rate.value), _y(up, point.recall.value))
        yield _shape(mark, WIDTH - _RIGHT - 240, y)
        yield _text(WIDTH - _RIGHT - 226, y + 4, f"threshold {mark.threshold:g}: {mark.words}")


def _shape(mark: Mark, x: float, y: float) -> str:
    place = f'transform="translate({x:.1f},{y:.1f})"'
    return f'<path {place} d="{mark.shape}" fill="#ffffff" stroke="{_INK}" stroke-width="2"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{_INK}"'
    return f"<text {place}>{html.escape(text)}</text>"


def percent_text(share: float) -> str:
    """Write a share in per cent, with no more digits than it has."""
    return f"{100 * share:.4g}%"


def _x(axis: Axis, value: float) -> float:
    return _LEFT + axis.place(value) * (WIDTH - _LEFT - _RIGHT)


def _y(axis: Axis, value: float) -> float:
    return HEIGHT - _BOTTOM - axis.place(value) * (HEIGHT - _TOP - _BOTTOM)


def _round_step(least: float) -> float:
    """Give the least step of 1, 2 or 5 times a power of ten that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * (1 - 1e-9))
