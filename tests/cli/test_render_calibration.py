"""The plot of blocks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counterflow.cli.render_calibration import COLUMNS, LINES, plot_rows
from counterflow.screen.answer import CalibrationPoint, Estimate
from counterflow.screen.curve import axes_of


def point(threshold: float, recall: float, rate: float) -> CalibrationPoint:
    return CalibrationPoint(
        threshold, Estimate(recall, recall, recall), Estimate(rate, rate, rate), None, Estimate(0.0, 0.0, 0.0)
    )


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=20))
def test_columns_only_rise(pairs: list[tuple[float, float]]) -> None:
    """To the right more may alert, so no less is found; the right end shows the best recall."""
    points = [point(number / 100, recall, rate) for number, (recall, rate) in enumerate(pairs)]
    across, up = axes_of(points)
    rows = [row.ljust(COLUMNS) for row in plot_rows(points, across, up)]
    assert len(rows) == LINES
    heights = [sum(" ▁▂▃▄▅▆▇█".index(row[column]) for row in rows) for column in range(COLUMNS)]
    assert heights == sorted(heights)
    best = max(recall for recall, _ in pairs)
    assert heights[-1] == max(1, round(up.place(best) * LINES * 8))
