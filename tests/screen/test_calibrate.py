"""What thresholds would give is counted from one search."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.exc import InputError
from counterflow.screen.answer import Answer, Calibration, CalibrationPoint, IndexRef, Result, Status
from counterflow.screen.calibrate import CUTOFF, THRESHOLDS, Aims, Tally, calibrate_file
from counterflow.screen.encode import dump_json
from counterflow.screen.query import QueryReader
from counterflow.screen.screener import Limits, Screener
from counterflow.screen.source import find_source

AIMS = Aims(threshold=0.5, recall=0.99, alert_rate=0.6)
IDS = {"un-1", "report-1", "un-2"}
CSV = """name,schema,true_id
Ri Yong Ho,Person,un-1
Chong Chon Gang,Person,un-2
Nobody,Person,
Ri Yong Ho,Person,
!,Person,un-1
"""


def silent(_done: int, _total: int, _found: Mapping[str, int]) -> None:
    pass


def calibrate(screener: Screener, path: Path, text: str = CSV, aims: Aims = AIMS) -> Calibration:
    path.write_text(text, encoding="utf-8")
    return calibrate_file(find_source(path), screener, QueryReader(), aims, IDS.__contains__, silent)


def point(calibration: Calibration, threshold: float) -> CalibrationPoint:
    return next(one for one in calibration.points if one.threshold == threshold)


def test_rows_are_counted(screener: Screener, tmp_path: Path) -> None:
    """Ri Yong Ho is found twice with .9, the ship by another sort with .4; who cannot be searched is named."""
    calibration = calibrate(screener, tmp_path / "l.csv")
    assert (calibration.rows, calibration.true_rows, calibration.errors) == (4, 2, 1)
    assert [(one.row, one.error) for one in calibration.bad_rows] == [(5, "its name holds no letter and no digit")]
    for threshold, recall, alerts, false, others in [(0.3, 1, 0.75, 0.5, 0.75), (0.5, 0.5, 0.5, 0.5, 0.75)]:
        one = point(calibration, threshold)
        assert one.recall is not None
        assert one.false_alert_rate is not None
        values = (one.recall.value, one.alert_rate.value, one.false_alert_rate.value, one.other_hits.value)
        assert values == (recall, alerts, false, others)


def test_the_wanted_thresholds(screener: Screener, tmp_path: Path) -> None:
    """The highest that reaches the recall, the lowest that keeps the alert rate; both are given as numbers to use."""
    calibration = calibrate(screener, tmp_path / "l.csv")
    assert calibration.recall_threshold == 0.4
    assert calibration.alert_rate_threshold == 0.41
    assert (calibration.threshold, calibration.cutoff, calibration.results) == (0.5, CUTOFF, 10)


def test_what_no_threshold_reaches_is_none(screener: Screener, tmp_path: Path) -> None:
    """A party that is never found cannot be found by another threshold; nor can all alerts be kept off."""
    text = "name,schema,true_id\nNobody,Person,un-2\nRi Yong Ho,Person,un-1\n"
    calibration = calibrate(screener, tmp_path / "l.csv", text, Aims(0.5, 0.99, 0.0))
    assert calibration.recall_threshold is None
    assert calibration.alert_rate_threshold == 0.91


def test_each_row_is_searched_once(screener: Screener, tmp_path: Path) -> None:
    """However many thresholds there are."""
    calibrate(screener, tmp_path / "l.csv")
    parties: Any = screener.parties
    assert parties.asked == 4


def test_labels_are_checked_before_the_search(screener: Screener, tmp_path: Path) -> None:
    """An unknown id is an error, and nothing was searched in vain."""
    with pytest.raises(InputError, match="un-7"):
        calibrate(screener, tmp_path / "l.csv", "name,true_id\nRi Yong Ho,un-7\n")
    parties: Any = screener.parties
    assert parties.asked == 0


def test_the_label_is_not_noted_as_unused(screener: Screener, tmp_path: Path) -> None:
    """It is used, though not searched."""
    path, reader = tmp_path / "l.csv", QueryReader()
    path.write_text(CSV, encoding="utf-8")
    calibrate_file(find_source(path), screener, reader, AIMS, IDS.__contains__, silent)
    assert list(reader.notes()) == []


def test_a_calibration_leaves_as_json(screener: Screener, tmp_path: Path) -> None:
    """Every number in it is finite."""
    data = json.loads(dump_json(calibrate(screener, tmp_path / "l.csv")))
    assert [one["threshold"] for one in data["points"]] == sorted({*THRESHOLDS, 0.5})


def answer(results: Sequence[tuple[str, float]]) -> Answer:
    ranked = sorted(results, key=lambda one: -one[1])
    shown = tuple(Result(id_, id_, "Person", (), score, False, Status.LISTED, "", ()) for id_, score in ranked)
    return Answer({}, shown, IndexRef("b", ()), None, "test-v1")


ROWS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from("abcd"), st.floats(CUTOFF, 1), max_size=4),
        st.frozensets(st.sampled_from("abcd"), max_size=2),
    ),
    min_size=1,
    max_size=30,
)


@given(rows=ROWS, own=st.floats(CUTOFF, 1))
def test_counting_is_screening_at_each_threshold(
    rows: list[tuple[dict[str, float], frozenset[str]]], own: float
) -> None:
    """The law: a point says what screening with its threshold would have given."""
    tally = Tally((0.05, 0.3, 0.5, 0.9, own))
    for scores, true_ids in rows:
        tally.add(answer(list(scores.items())), true_ids)
    listed = [one for one in rows if len(one[1]) > 0]
    nobody = [one for one in rows if len(one[1]) == 0]
    for one in tally.points():
        hits = [{id_ for id_, score in scores.items() if score >= one.threshold} for scores, _ in rows]
        others = [len(hit - true_ids) for hit, (_, true_ids) in zip(hits, rows, strict=True)]
        assert one.alert_rate.value == sum(len(hit) > 0 for hit in hits) / len(rows)
        assert one.other_hits.value == sum(others) / len(rows)
        found = [any(scores.get(id_, 0) >= one.threshold for id_ in true_ids) for scores, true_ids in listed]
        assert (one.recall is None) == (len(listed) == 0)
        assert one.recall is None or one.recall.value == sum(found) / len(listed)
        alerts = [max(scores.values(), default=0) >= one.threshold for scores, _ in nobody]
        assert one.false_alert_rate is None or one.false_alert_rate.value == sum(alerts) / len(nobody)


@given(rows=ROWS)
def test_a_higher_threshold_finds_no_more(rows: list[tuple[dict[str, float], frozenset[str]]]) -> None:
    """Recall, alerts and other hits only fall."""
    tally = Tally(THRESHOLDS)
    for scores, true_ids in rows:
        tally.add(answer(list(scores.items())), true_ids)
    points = tally.points()
    for low, high in itertools.pairwise(points):
        assert low.threshold < high.threshold
        assert low.alert_rate.value >= high.alert_rate.value
        assert low.other_hits.value >= high.other_hits.value
        assert low.recall is None or high.recall is None or low.recall.value >= high.recall.value


def test_as_many_results_as_screening_gives(screener: Screener, tmp_path: Path) -> None:
    """What the limit cuts off is not found."""
    few = Screener(screener.parties, Limits(threshold=0.5, cutoff=0.1, results=1))
    calibration = calibrate(few, tmp_path / "l.csv", "name,schema,true_id\nRi Yong Ho,Person,un-1\n")
    recall = point(calibration, 0.05).recall
    assert recall is not None
    assert (calibration.results, recall.value) == (1, 0)
