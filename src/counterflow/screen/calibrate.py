"""Which threshold to screen with, from rows that the user has labelled.

Every row is searched once, down to a score that no threshold goes below; what each threshold would give is then only
counted. Memory does not grow with the number of rows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from counterflow.screen.answer import Answer, BadRow, Calibration, CalibrationPoint, Estimate
from counterflow.screen.block import cut_blocks
from counterflow.screen.interval import estimate_mean, estimate_share
from counterflow.screen.label import check_labels, split_label
from counterflow.screen.query import QueryReader
from counterflow.screen.screener import Limits, Screener
from counterflow.screen.source import Source, open_source, weigh_source

CUTOFF = 0.05
"""Least score that is looked at."""

THRESHOLDS = (*(number / 100 for number in range(5, 100)), *(number / 1000 for number in range(991, 1000)))
"""Thresholds that are counted: a step of .01, finer towards certainty."""

BAD_ROWS = 20
"""Rows that could not be searched of which the reason is kept."""

Report = Callable[[int, int, Mapping[str, int]], None]
"""Told the rows done, those of the whole file, and what was found so far."""


@dataclass(frozen=True)
class Aims:
    """What is wanted of a threshold."""

    threshold: float
    """The one in use, counted beside the others; `CUTOFF` or more."""
    recall: float
    """Share of the rows that are a party for which it must be found."""
    alert_rate: float
    """Share of the rows that may alert."""


class Tally:
    """Counts, for each threshold, what would be hit; a few numbers a threshold, however many rows."""

    def __init__(self, thresholds: Iterable[float]) -> None:
        """Count for these."""
        self.thresholds = tuple(sorted(set(thresholds)))
        size = len(self.thresholds)
        self.rows = self.true_rows = 0
        self._found, self._alerted, self._false = [0] * size, [0] * size, [0] * size
        self._others, self._squares = [0] * size, [0] * size

    def add(self, answer: Answer, true_ids: frozenset[str]) -> None:
        """Count one row: its results, best first, and the parties that it is."""
        self.rows += 1
        self.true_rows += len(true_ids) > 0
        scores = [one.score for one in answer.results]
        if len(scores) > 0:
            self._add(self._alerted, scores[0])
            if len(true_ids) == 0:
                self._add(self._false, scores[0])
        true_scores = [one.score for one in answer.results if one.id in true_ids]
        if len(true_scores) > 0:
            self._add(self._found, max(true_scores))
        others = [one.score for one in answer.results if one.id not in true_ids]
        for place, score in enumerate(sorted(others, reverse=True)):
            self._add(self._others, score)
            # The n-th other hit raises the square of the row's count from (n - 1)² to n².
            self._add(self._squares, score, 2 * place + 1)

    def points(self) -> tuple[CalibrationPoint, ...]:
        """Say what each threshold would give."""
        counts = (self._found, self._alerted, self._false, self._others, self._squares)
        columns = [_from_above(one) for one in counts]
        return tuple(
            self._point(threshold, [column[at] for column in columns]) for at, threshold in enumerate(self.thresholds)
        )

    def _add(self, counts: list[int], score: float, weight: int = 1) -> None:
        """Count a score at the highest threshold that it reaches."""
        place = bisect_right(self.thresholds, score) - 1
        if place >= 0:
            counts[place] += weight

    def _point(self, threshold: float, counts: Sequence[int]) -> CalibrationPoint:
        found, alerted, false, others, squares = counts
        return CalibrationPoint(
            threshold=threshold,
            recall=estimate_share(found, self.true_rows),
            alert_rate=estimate_share(alerted, self.rows) or Estimate(0.0, 0.0, 1.0),
            false_alert_rate=estimate_share(false, self.rows - self.true_rows),
            other_hits=estimate_mean(others, squares, self.rows),
        )


def calibrate_file(
    source: Source, screener: Screener, reader: QueryReader, aims: Aims, holds: Callable[[str], bool], report: Report
) -> Calibration:
    """Search every labelled row of a file and say what each threshold would give.

    Args:
        source: columns as screening reads them, and `label.TRUE_ID`.
        screener: its parties are searched, for as many results a row as it gives; its threshold is not used.
        reader: notes what of the rows it could not use.
        aims: what is wanted.
        holds: says whether the index has a party of an id.
        report: told how far it is.

    Raises:
        UsageError: the file has no labels or nothing to search by.
        InputError: a label is the id of no party, or the file is not what it says.
    """
    check_labels(source, holds)
    searching = Screener(screener.parties, Limits(CUTOFF, CUTOFF, screener.limits.results))
    tally, bad = Tally((*THRESHOLDS, aims.threshold)), list[BadRow]()
    errors, done, total = 0, 0, weigh_source(source).rows
    with open_source(source) as records:
        for block in cut_blocks(records.rows):
            labelled = [split_label(row) for row in block]
            answers = searching.answer([reader.read(one.row) for one in labelled])
            for one, answer in zip(labelled, answers, strict=True):
                if answer.error is None:
                    tally.add(answer, one.true_ids)
                    continue
                errors += 1
                if len(bad) < BAD_ROWS:
                    bad.append(BadRow(one.row.number, answer.error))
            done += len(block)
            report(done, total, {"errors": errors})
    return _sum_up(tally, searching, aims, errors, bad)


def _sum_up(tally: Tally, screener: Screener, aims: Aims, errors: int, bad: Sequence[BadRow]) -> Calibration:
    points = tally.points()
    return Calibration(
        rows=tally.rows,
        true_rows=tally.true_rows,
        errors=errors,
        bad_rows=tuple(bad),
        cutoff=CUTOFF,
        results=screener.limits.results,
        threshold=aims.threshold,
        wanted_recall=aims.recall,
        recall_threshold=highest_reaching(points, aims.recall),
        wanted_alert_rate=aims.alert_rate,
        alert_rate_threshold=lowest_within(points, aims.alert_rate),
        points=points,
        algorithm=screener.parties.algorithm,
        index=screener.parties.index,
        stale=screener.stale,
    )


def highest_reaching(points: Iterable[CalibrationPoint], recall: float) -> float | None:
    """Find the highest threshold of a recall; None: no threshold reaches it."""
    reaching = [one.threshold for one in points if one.recall is not None and one.recall.value >= recall]
    return max(reaching, default=None)


def lowest_within(points: Iterable[CalibrationPoint], alert_rate: float) -> float | None:
    """Find the lowest threshold that stays within an alert rate; None: no threshold does."""
    return min((one.threshold for one in points if one.alert_rate.value <= alert_rate), default=None)


def _from_above(counts: Sequence[int]) -> list[int]:
    """Turn counts at the highest threshold reached into counts of what reaches each threshold."""
    return list(accumulate(reversed(counts)))[::-1]
