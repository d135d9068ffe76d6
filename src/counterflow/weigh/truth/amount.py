"""Amounts of one item that are one value though told in different units: "150 kg" and "330 pounds"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from counterflow.clean.quantity.interval import Relation, compare_intervals
from counterflow.weigh.truth.claims import Ints
from counterflow.weigh.truth.value import Value


def join_same(keys: Ints, values: Sequence[Value]) -> Ints:
    """Give, for each key, the key of the value that stands for it: the smallest in its item that it is one with.

    Two values in one unit are never one, so that of two that could each be a third, rounded, only the nearer is.

    Args:
        keys: item * (number of values + 1) + value.
        values: what the keys' values are.
    """
    step = len(values) + 1
    measured = np.array([one.interval is not None for one in values] + [False], bool)
    of_item: dict[int, list[int]] = defaultdict(list)
    for key in np.unique(keys[measured[keys % step]]).tolist():
        of_item[key // step].append(key)
    stands: dict[int, int] = {}
    for own in of_item.values():
        stands.update(_stands(own, values, step))
    if all(key == first for key, first in stands.items()):
        return keys
    return np.array([stands.get(key, key) for key in keys.tolist()], np.int64)


def _stands(keys: Sequence[int], values: Sequence[Value], step: int) -> dict[int, int]:
    """Join the values of one item, the nearest pairs first; gives the smallest key of each group."""
    groups = {key: [key] for key in keys}
    same = sorted(
        (_apart(values[one % step], values[other % step]), one, other)
        for one, other in combinations(keys, 2)
        if _is_same(values[one % step], values[other % step])
    )
    for _, one, other in same:
        joined = [*groups[one], *groups[other]]
        scales = [values[key % step].interval for key in joined]
        told_in = {(each.least, each.most) for each in scales if each is not None}
        if groups[one] is not groups[other] and len(told_in) == len(joined):
            for key in joined:
                groups[key] = joined
    return {key: min(group) for key, group in groups.items()}


def _is_same(left: Value, right: Value) -> bool:
    if left.interval is None or right.interval is None:
        return False
    return compare_intervals(left.interval, right.interval) is Relation.SAME


def _apart(left: Value, right: Value) -> float:
    """Tell how far two amounts that are one are from each other, in their unit."""
    if left.interval is None or right.interval is None:
        return 0.0
    ends = zip(left.interval.bounds, right.interval.bounds, strict=True)
    return sum(abs(mine - theirs) for mine, theirs in ends if mine != theirs)
