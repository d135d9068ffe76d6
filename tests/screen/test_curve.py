"""The drawing of recall against alert rate."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from counterflow.screen.answer import Calibration, CalibrationPoint, Estimate, IndexRef
from counterflow.screen.curve import HEIGHT, WIDTH, draw_curve, make_axis, percent_text
from counterflow.screen.interval import estimate_share

SVG = "{http://www.w3.org/2000/svg}"


def calibration(counts: list[tuple[float, int, int]], rows: int = 200, listed: int = 100) -> Calibration:
    """Make one of thresholds with the listed found and the rows alerting."""
    points = tuple(
        CalibrationPoint(
            threshold,
            estimate_share(found, listed),
            estimate_share(alerts, rows) or Estimate(0, 0, 1),
            None,
            Estimate(0.0, 0.0, 0.0),
        )
        for threshold, found, alerts in counts
    )
    return Calibration(
        rows=rows,
        true_rows=listed,
        errors=0,
        bad_rows=(),
        cutoff=0.05,
        results=10,
        threshold=counts[0][0],
        wanted_recall=0.9,
        recall_threshold=counts[-1][0],
        wanted_alert_rate=0.5,
        alert_rate_threshold=None,
        points=points,
        algorithm="<test> & co",
        index=IndexRef("b1", ()),
        stale=None,
    )


SOME = [(0.1, 100, 140), (0.5, 98, 102), (0.9, 90, 91)]


def test_it_is_well_formed_and_says_what_it_shows() -> None:
    """A title, a text for who cannot see it, both axes named, foreign words escaped."""
    root = etree.fromstring(draw_curve(calibration(SOME)).encode())
    texts = [one.text or "" for one in root.iter(f"{SVG}text")]
    for part in ("alert rate: share of rows with any hit", "recall: share of the parties that is found", "0%", "100%"):
        assert part in texts
    assert "200 rows, 100 of them parties of the index; <test> & co" in texts
    assert "threshold 0.9: recall 0.9 or more" in texts
    described = root.findtext(f"{SVG}desc")
    assert described is not None
    assert "Threshold 0.5: recall 0.9800, alert rate 0.5100." in described


def test_marks_differ_by_their_shape() -> None:
    """Nobody needs to see colours to tell them apart."""
    both = replace(calibration(SOME), alert_rate_threshold=0.5)
    root = etree.fromstring(draw_curve(both).encode())
    shapes = [one.get("d") for one in root.iter(f"{SVG}path") if one.get("transform") is not None]
    assert len(shapes) == 6
    assert len(set(shapes)) == 3


def test_without_recall_only_the_axes_are_drawn() -> None:
    """No row was one of the listed."""
    none = calibration([(0.5, 0, 3)], listed=0)
    root = etree.fromstring(draw_curve(none).encode())
    (line,) = root.iter(f"{SVG}polyline")
    assert line.get("points") == ""


@given(
    counts=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 200)), min_size=1, max_size=20),
)
def test_every_point_lies_on_the_sheet(counts: list[tuple[int, int]]) -> None:
    """Whatever the curve is."""
    made = calibration([((number + 1) / 100, found, alerts) for number, (found, alerts) in enumerate(counts)])
    root = etree.fromstring(draw_curve(made).encode())
    for line in (*root.iter(f"{SVG}polyline"), *root.iter(f"{SVG}polygon")):
        places = [tuple(map(float, place.split(","))) for place in line.get("points", "").split()]
        assert len(places) >= len(counts)
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places)


@given(st.floats(0, 1), st.floats(0, 1))
def test_an_axis_holds_what_it_was_made_for(one: float, other: float) -> None:
    """With a few ticks at round numbers, evenly spaced, in order."""
    low, high = sorted((one, other))
    axis = make_axis(low, high)
    assert axis.low <= low + 1e-6
    assert axis.high >= high - 1e-6
    assert 2 <= len(axis.ticks) <= 8
    steps = [after - before for before, after in zip(axis.ticks, axis.ticks[1:], strict=False)]
    assert all(math.isclose(step, steps[0], rel_tol=1e-3, abs_tol=2e-6) for step in steps)


@pytest.mark.parametrize(("share", "text"), [(0, "0%"), (1, "100%"), (0.005, "0.5%"), (0.125, "12.5%")])
def test_per_cent(share: float, text: str) -> None:
    """With no digits that say nothing."""
    assert percent_text(share) == text
