"""Probabilities of beliefs: who says so, each root once, weighed by `judge`.

Most beliefs of a case rest on the same few kinds of support (one list of one government), so each kind is weighed once.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa

from counterflow.model.doubt import CREDIBILITY_UNKNOWN, Hedge, Polarity, Reliability
from counterflow.weigh.judge import Account, Judged, judge

MARK = "\x1f"
"""Between the fields of a report in `support`."""

NEXT = "\x1e"
"""Between its reports."""


class Weighed(NamedTuple):
    """What was weighed of one value."""

    probability: float | None
    credibility: int


UNWEIGHED = Weighed(None, CREDIBILITY_UNKNOWN)


def weigh_support(rows: pa.Table, functional: frozenset[str]) -> tuple[pa.Array, pa.Array]:
    """Give probability and Admiralty digit of beliefs.

    Args:
        rows: canonical_id, prop, value and `support`: the reports of the value, as `_read` has them.
        functional: properties of which a party has one value: their values compete.
    """
    columns = rows.select(["canonical_id", "prop", "value", "support"]).to_pydict()
    found = [UNWEIGHED] * rows.num_rows
    items: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, (prop, support) in enumerate(zip(columns["prop"], columns["support"], strict=True)):
        if prop in functional:
            items[columns["canonical_id"][at], prop].append(at)
        elif support is not None:
            found[at] = _weigh_alone(support)
    for places in items.values():
        places.sort(key=lambda at: str(columns["value"][at]))
        values = tuple(columns["value"][at] for at in places)
        within = tuple(
            (low, high)
            for low, narrow in enumerate(values)
            for high, wide in enumerate(values)
            if low != high and narrow.startswith(wide)
        )
        weighed = _weigh_item(tuple(columns["support"][at] or "" for at in places), within)
        for at, one in zip(places, weighed, strict=True):
            found[at] = one
    return (
        pa.array([one.probability for one in found], pa.float64()),
        pa.array([one.credibility for one in found], pa.int64()),
    )


@functools.lru_cache(maxsize=65_536)
def _weigh_alone(support: str) -> Weighed:
    return _weigh("0", judge(_read("0", support), is_functional=False))


@functools.lru_cache(maxsize=65_536)
def _weigh_item(supports: tuple[str, ...], within: tuple[tuple[int, int], ...]) -> tuple[Weighed, ...]:
    names = [f"{at:06d}" for at in range(len(supports))]
    accounts = [one for name, support in zip(names, supports, strict=True) for one in _read(name, support)]
    judged = judge(accounts, is_functional=True, within=[(names[low], names[high]) for low, high in within])
    return tuple(_weigh(name, judged) for name in names)


def _weigh(value: str, judged: Sequence[Judged]) -> Weighed:
    for one in judged:
        if one.value == value:
            return Weighed(round(one.probability, 4), one.credibility)
    return UNWEIGHED


def _read(value: str, support: str) -> list[Account]:
    """Read the reports of a value: root, letter, hedge, word, polarity, dependence, is_own, parted by `MARK`."""
    accounts = []
    for report in support.split(NEXT) if support != "" else ():
        root, letter, hedge, word, polarity, dependence, is_own = report.split(MARK)
        accounts.append(
            Account(
                value,
                root,
                Reliability(letter),
                Hedge(hedge),
                word or None,
                Polarity(polarity),
                float(dependence),
                is_own == "1",
            )
        )
    return accounts
