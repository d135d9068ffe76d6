"""Candidates scored by the matching kernel, with reasons: a table of pairs that follows from the two records alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.fact.feature import FEATURES, IDENTIFYING, FeatureInfo
from counterflow.compare.frame import NameRank
from counterflow.compare.kernel.party import Rows, describe_pairs, new_rows, new_scratch
from counterflow.compare.reason import NAMES_DIFFER, REVIEW_CAP
from counterflow.compare.score import name_odds, names_differ, score_rows
from counterflow.resolve.candidate.segment import Segment

Entity = Mapping[str, Any]
Places = NDArray[np.int64]

LEAST_ODDS = -2.0
"""Log-odds from which on a pair is kept: below, nobody would look at it."""
CHUNK = 50_000
"""Pairs described together: a bound on memory."""
THREADS = 2
_ROUNDING = 1e-3
_DIGITS = 4

SCORED = pa.schema(
    [
        ("left_id", pa.string()),
        ("right_id", pa.string()),
        ("left_digest", pa.string()),
        ("right_digest", pa.string()),
        ("odds", pa.float32()),
        ("name_odds", pa.float32()),
        ("is_weak", pa.bool_()),
        ("is_alias", pa.bool_()),
        ("has_number", pa.bool_()),
        ("is_near", pa.bool_()),
        ("reasons", pa.string()),
    ]
)
"""Scored pairs: `odds` are the kernel's log-odds, `name_odds` what of them the names say; `is_weak`: the name that
agrees is a weak alias of one of the two; `is_alias`: it is the main name of neither; `has_number`: they share a number
or an address that is one party's alone; `is_near`: the names made it a candidate; `reasons` as in `pair`."""


class Kept(NamedTuple):
    """Pairs that are kept."""

    left: Places
    right: Places
    odds: NDArray[np.float32]
    rows: Rows


def score_pairs(left: Segment, lefts: Places, right: Segment, rights: Places, least: float = LEAST_ODDS) -> Kept:
    """Score pairs of records and keep those of log-odds `least` or more."""
    weights = load_algorithm().weights

    def score(start: int) -> Kept:
        one, other = lefts[start : start + CHUNK], rights[start : start + CHUNK]
        rows = new_rows(len(one))
        describe_pairs(left.frame, one, right.frame, other, weights, np.float32(least), new_scratch(), rows)
        odds = score_rows(rows, weights)
        kept = np.flatnonzero(odds >= least)
        return Kept(
            one[kept],
            other[kept],
            odds[kept],
            Rows(rows.name[kept], rows.fact[kept], rows.best[kept], rows.person[kept]),
        )

    with ThreadPoolExecutor(THREADS) as pool:
        parts = list(pool.map(score, range(0, len(lefts), CHUNK)))
    if len(parts) == 0:
        parts = [score(0)]
    rows = Rows(*(np.concatenate([getattr(part.rows, field) for part in parts]) for field in Rows._fields))
    left_at, right_at, odds = (np.concatenate([part[i] for part in parts]) for i in range(3))
    return Kept(left_at, right_at, odds, rows)


def tabulate(left: Segment, right: Segment, kept: Kept, *, is_near: bool) -> pa.Table:
    """Make the table of scored pairs.

    Args:
        left, right: the segments of both sides.
        kept: what `score_pairs` gave.
        is_near: see `SCORED`.
    """
    explainer = _Explainer(left, right, kept.rows)
    ranks = _ranks(left, kept.rows.best[:, 0]), _ranks(right, kept.rows.best[:, 1])
    is_weak = np.maximum(*ranks) == int(NameRank.WEAK)
    is_alias = np.minimum(*ranks) > int(NameRank.NAME)
    has_number: NDArray[np.bool_] = np.any(kept.rows.fact[:, [int(one) for one in IDENTIFYING]] > 0, axis=1)
    rows = []
    for row, (a, b) in enumerate(zip(kept.left.tolist(), kept.right.tolist(), strict=True)):
        names = int(kept.rows.best[row, 0]), int(kept.rows.best[row, 1])
        texts = tuple(
            segment.texts[name] if name >= 0 else "" for segment, name in zip((left, right), names, strict=True)
        )
        one, other = left.ids[a], right.ids[b]
        odds = float(kept.odds[row])
        reasons = json.dumps(explainer.explain(row, odds, (a, texts[0]), (b, texts[1])), ensure_ascii=False)
        flags = bool(is_weak[row]), bool(is_alias[row]), bool(has_number[row])
        said = odds, explainer.name_odds(row), *flags
        rows.append((one, other, left.digests[a], right.digests[b], *said, is_near, reasons))
    columns = zip(*rows, strict=True) if len(rows) > 0 else ([] for _ in SCORED)
    return pa.table([pa.array(column, kind.type) for column, kind in zip(columns, SCORED, strict=True)], SCORED)


def _ranks(segment: Segment, names: Places) -> NDArray[np.uint8]:
    """Give the `NameRank` of names; of none, that of a name."""
    if len(segment.texts) == 0:
        return np.zeros(len(names), np.uint8)
    return np.where(names >= 0, segment.frame.names.rank[np.maximum(names, 0)], 0).astype(np.uint8)


class _Explainer:
    """Says of each row what it follows from, as `compare.reason` does, for many pairs of few records."""

    def __init__(self, left: Segment, right: Segment, rows: Rows) -> None:
        self._left = _Values(left)
        self._right = self._left if left is right else _Values(right)
        self._rows = rows
        self._weights = load_algorithm().weights
        self._name = np.array([name_odds(rows, self._weights, row) for row in range(len(rows.name))], np.float32)
        self._fact = self._weights.fact * rows.fact

    def name_odds(self, row: int) -> float:
        """Give what the names say of a row. Log-odds."""
        return float(self._name[row])

    def explain(
        self, row: int, odds: float, left: tuple[int, str], right: tuple[int, str]
    ) -> list[dict[str, str | float]]:
        """Give the name first, then facts by how much they move the score, most first."""
        reasons = [_reason("name", left[1], right[1], float(self._name[row]))]
        facts = [
            _reason(
                FEATURES[number].name,
                self._left.value(left[0], number),
                self._right.value(right[0], number),
                float(self._fact[row, number]),
            )
            for number in np.flatnonzero(self._rows.fact[row]).tolist()
        ]
        reasons += sorted(facts, key=lambda one: (-abs(float(one["contribution"])), one["feature"]))
        total = float(self._name[row]) + float(self._fact[row].sum())
        less = float(names_differ(self._rows, row, self._name[row]))
        if less > _ROUNDING:
            reasons.append(_reason(NAMES_DIFFER, "", "", -less))
        cap = odds - total + less
        if abs(cap) > _ROUNDING:
            reasons.append(_reason(REVIEW_CAP, "", "", cap))
        return reasons


class _Values:
    """What records say where a feature is read from."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._entities: dict[int, Entity] = {}
        self._values: dict[tuple[int, int], str] = {}

    def value(self, at: int, number: int) -> str:
        known = self._values.get((at, number))
        if known is None:
            entity = self._entities.get(at)
            if entity is None:
                entity = self._entities[at] = self._segment.entity(at)
            known = self._values[at, number] = _values(entity, FEATURES[number])
        return known


def _reason(feature: str, left: str, right: str, contribution: float) -> dict[str, str | float]:
    return {"feature": feature, "left": left, "right": right, "contribution": round(contribution, _DIGITS)}


def _values(entity: Entity, feature: FeatureInfo) -> str:
    """Show what an entity says where a feature is read from."""
    if feature.properties == ("schema",):
        return str(entity["schema"])
    properties: Mapping[str, Sequence[str]] = entity["properties"]
    return "; ".join(value for name in feature.properties for value in properties.get(name, ()))
