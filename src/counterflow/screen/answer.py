"""What screening and comparing say, as JSON: each class here is a JSON Schema in docs/schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from counterflow.compare.reason import Reason

VERSION = 1
"""Raised when a shape changes so that an existing reader would misunderstand it."""

_DIGITS = 12


class Status(StrEnum):
    """What a party stands for among the results."""

    LISTED = "LISTED"
    """A list holds it now."""
    OWNED = "OWNED"
    """No list holds it now; listed parties own half of it or more, by OFAC's 50 percent rule."""
    UNVERIFIED = "UNVERIFIED"
    """No list holds it now: reports name it, or it was listed once."""


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One feature: what either side says, and what it adds to the log-odds."""

    feature: str
    query: str
    candidate: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Result:
    """One party that a query may mean."""

    id: str
    caption: str
    schema: str
    datasets: tuple[str, ...]
    score: float
    """Probability that it is the one asked for."""
    match: bool
    """The score reaches the threshold."""
    status: Status
    explanation: str
    """One sentence for a reader who sees nothing else: how sure, why, who lists it."""
    reasons: tuple[ReasonLine, ...]


@dataclass(frozen=True, slots=True)
class ListRef:
    """A list in the index."""

    name: str
    published: str | None
    """Publisher's date of the newest vintage, EDTF; None: not known."""
    stale: bool | None
    """It is older than it may be; None: how old it is, or may be, is not known."""


@dataclass(frozen=True, slots=True)
class IndexRef:
    """What was searched."""

    build: str
    """Id of the case's build, or the fingerprint of an index of its own."""
    lists: tuple[ListRef, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one query; a line of a batch."""

    query: Mapping[str, Any]
    """As it was given."""
    results: tuple[Result, ...]
    """Best first."""
    index: IndexRef
    stale: bool | None
    """A list is older than it may be; None: not known of any."""
    algorithm: str
    error: str | None = None
    """Why the query could not be searched; None: it was."""


@dataclass(frozen=True, slots=True)
class ScreenSummary:
    """What a batch did."""

    queries: int
    matched: int
    """Queries with at least one match."""
    results: int
    errors: int
    """Queries that could not be searched."""
    output: str
    threshold: float
    algorithm: str
    index: IndexRef
    stale: bool | None


@dataclass(frozen=True, slots=True)
class CompareSummary:
    """What `compare` did."""

    pairs: int
    matches: int
    errors: int
    output: str
    threshold: float
    algorithm: str


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What `index` made."""

    output: str
    build: str
    """Fingerprint of the entities."""
    algorithm: str
    parties: int
    names: int
    tokens: int
    skipped: int
    """Entities that are no parties: ownerships, sanctions, addresses and the like."""
    changed: int | None
    """Entities that are new or changed, with `--update`."""
    removed: int | None
    datasets: Mapping[str, int]
    bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share or a mean, and the interval that holds the true one in 95 of 100 such samples."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CalibrationPoint:
    """What one threshold would give on labelled rows."""

    threshold: float
    recall: Estimate | None
    """Share of the rows that are a party of the index for which that party is a hit; None: no row is."""
    alert_rate: Estimate
    """Share of all rows with any hit."""
    false_alert_rate: Estimate | None
    """Share of the rows that are nobody with any hit; None: every row is somebody."""
    other_hits: Estimate
    """Hits a row that are not the party it is."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be searched."""

    row: int
    """Its number among the records, from 1."""
    error: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """What each threshold would give on labelled rows, and which of them give what is wanted."""

    rows: int
    """Rows searched."""
    true_rows: int
    """Those of them that are a party of the index, by their label."""
    errors: int
    """Rows that could not be searched; they count in no share."""
    bad_rows: tuple[BadRow, ...]
    """The first of those."""
    cutoff: float
    """Least score that was looked at: below it nothing is known."""
    results: int
    """Hits of one row at most, as when screening."""
    threshold: float
    """The threshold in use."""
    wanted_recall: float
    recall_threshold: float | None
    """Highest threshold that reaches the wanted recall; None: none does."""
    wanted_alert_rate: float
    alert_rate_threshold: float | None
    """Lowest threshold that stays within the wanted alert rate; None: none does."""
    points: tuple[CalibrationPoint, ...]
    """By threshold, the lowest first."""
    algorithm: str
    index: IndexRef
    stale: bool | None


SHAPES: Mapping[str, type[Any]] = {
    "screen": Answer,
    "screen_summary": ScreenSummary,
    "calibration": Calibration,
    "compare": CompareSummary,
    "index": IndexSummary,
}
"""The shapes that leave, by the name of their JSON Schema."""


def reason_lines(reasons: Iterable[Reason]) -> tuple[ReasonLine, ...]:
    """Give reasons as they leave."""
    return tuple(ReasonLine(one.feature, one.query, one.candidate, round(one.contribution, 4)) for one in reasons)


def shown_score(score: float) -> float:
    """Round a probability to what its arithmetic can tell, so near 1 scores still rank. 12 significant digits."""
    return float(f"{score:.{_DIGITS}g}")


def is_stale(flags: Iterable[bool | None]) -> bool | None:
    """Say of several lists whether one is too old; None: of none is it known."""
    known = [flag for flag in flags if flag is not None]
    return any(known) if len(known) > 0 else None
