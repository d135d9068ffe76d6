"""Candidates: the distinct values of each item, and which of them say less than or lie near one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterflow.clean.quantity.interval import Relation, compare_intervals
from counterflow.weigh.truth.amount import join_same
from counterflow.weigh.truth.claims import Claims, Flags, Floats, Ints
from counterflow.weigh.truth.pair import pairs_within
from counterflow.weigh.truth.value import Kind, Value, Values

TIME_BOUNDS = np.array([1.0, 2.0, 5.0, 10.0, 20.0, 40.0])
"""Upper ends of the classes of nearness of times. Minutes."""

NUMBER_BOUNDS = np.array([0.001, 0.01, 0.02, 0.05, 0.1, 0.2])
"""Upper ends of the classes of nearness of numbers. Share of the larger one."""

CLASSES = len(TIME_BOUNDS)

PLACES = np.stack([2 * np.diff(TIME_BOUNDS, prepend=0.0), np.full(CLASSES, 2.0)])
"""Values that a class of nearness can hold, of times (minutes on both sides) and of numbers (one on each side)."""


@dataclass(frozen=True)
class Candidates:
    """The values that compete for each item; sorted by item, then by text."""

    item: Ints
    """Of each candidate."""
    values: tuple[Value, ...]
    attribute: Ints
    """Of each candidate."""
    claimed: Flags
    """Of each candidate; the others stand for values that lie within a claimed one and that nobody claims."""
    stands_for: Ints
    """Of each candidate that nobody claims, the claimed one that it lies within; -1: it is claimed."""
    claim: Ints
    """Candidate of each claim; -1: it tells nothing."""
    wider: Ints
    """Pairs (wider, narrower): the wider says less than the narrower and does not conflict with it."""
    narrower: Ints
    near: Ints
    """Pairs (near, beside): each lies near the other; `nearness` is the class."""
    beside: Ints
    nearness: Ints
    places: Floats
    """Values that each class of nearness can hold; a row an attribute."""

    def __len__(self) -> int:
        return len(self.item)


def make_candidates(claims: Claims, values: Values, kinds: tuple[Kind, ...]) -> Candidates:
    """Find the distinct values of each item and relate them."""
    told = values.claim >= 0
    keys = claims.item[told] * (len(values.values) + 1) + values.claim[told]
    keys, each = np.unique(join_same(keys, values.values), return_inverse=True)
    claim = np.full(len(claims), -1, np.int64)
    claim[told] = each
    firsts = [values.values[one] for one in (keys % (len(values.values) + 1)).tolist()]
    firsts, item_of, claim, stands_for = _add_unclaimed(firsts, keys // (len(values.values) + 1), claim)
    attribute = claims.attribute[item_of] if len(firsts) > 0 else np.zeros(0, np.int64)
    left, right = pairs_within(item_of)
    wider, narrower = _relate(firsts, left, right)
    near, beside, nearness = _near(firsts, kinds, attribute, left, right)
    timed = np.array([kind == Kind.TIME for kind in kinds], bool)
    return Candidates(
        item_of,
        tuple(firsts),
        attribute,
        stands_for < 0,
        stands_for,
        claim,
        wider,
        narrower,
        near,
        beside,
        nearness,
        places=np.where(timed[:, None], PLACES[0], PLACES[1]),
    )


def _add_unclaimed(values: list[Value], item: Ints, claim: Ints) -> tuple[list[Value], Ints, Ints, Ints]:
    """Add, beside each value that has narrower ones, one that stands for those that nobody claims."""
    opens = [number for number, one in enumerate(values) if one.is_open]
    added = [Value(("within", values[one].key), values[one].parts | {"(within)"}, is_claimed=False) for one in opens]
    items = np.concatenate([item, item[np.array(opens, np.int64)]])
    order = np.argsort(items, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    every = values + added
    stands_for = np.full(len(order), -1, np.int64)
    stands_for[place[len(values) :]] = place[np.array(opens, np.int64)]
    claim = np.where(claim >= 0, np.append(place, -1)[claim], -1)
    return [every[one] for one in order.tolist()], items[order], claim, stands_for


def _relate(values: list[Value], left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Find the pairs of which one says less; what nobody claims is wider than nothing."""
    rows: list[tuple[int, int]] = []
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        a, b = values[one].parts, values[other].parts
        if 0 < len(a) < len(b) and a < b and values[one].is_claimed:
            rows.append((one, other))
        elif 0 < len(b) < len(a) and b < a and values[other].is_claimed:
            rows.append((other, one))
        elif (relation := _relation(values[one], values[other])) in (Relation.WIDER, Relation.WITHIN):
            rows.append((one, other) if relation is Relation.WIDER else (other, one))
    pairs = np.array(rows, np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _relation(left: Value, right: Value) -> Relation:
    if left.interval is None or right.interval is None:
        return Relation.APART
    return compare_intervals(left.interval, right.interval)


def _near(
    values: list[Value], kinds: tuple[Kind, ...], attribute: Ints, left: Ints, right: Ints
) -> tuple[Ints, Ints, Ints]:
    """Find the pairs of numbers and times that lie near each other, both ways round, with their class."""
    position = np.array([np.nan if one.position is None else one.position for one in values])
    units: dict[str, int] = {}
    unit = np.array([units.setdefault(one.unit, len(units)) for one in values], np.int64)
    timed = np.array([kind == Kind.TIME for kind in kinds], bool)[attribute]
    comparable: Flags = np.isfinite(position[left]) & np.isfinite(position[right]) & (unit[left] == unit[right])
    left, right = left[comparable], right[comparable]
    apart = np.abs(position[left] - position[right])
    size = np.maximum(np.maximum(np.abs(position[left]), np.abs(position[right])), 1e-300)
    classes = np.where(timed[left], np.searchsorted(TIME_BOUNDS, apart), np.searchsorted(NUMBER_BOUNDS, apart / size))
    close = classes < CLASSES
    left, right, classes = left[close], right[close], classes[close]
    return np.concatenate([left, right]), np.concatenate([right, left]), np.concatenate([classes, classes])
