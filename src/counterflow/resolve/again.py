"""Which pairs are decided again.

What is decided on a pair follows from the two entities, from what both share, from what people said of them and from
the log-odds of the pair, which rivals change. A cluster follows from the merges that were tried and from the log-odds
of all pairs within it. So a pair of which nothing changed stands as it was, unless its two entities are in parts of the
graph of merges in which something did: such parts are decided again as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from counterflow.resolve.candidate.placed import pair_codes
from counterflow.resolve.earlier import Earlier
from counterflow.resolve.place import places_of
from counterflow.resolve.probability import group, load_prior

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

WEIGHED, SHARED, JUDGED = "weighed", "shared", "judged"
"""What is said of pairs, as tables: candidates by the places of their entities, numbers that are shared, judgements."""
PAIR, MERGE, LINK, MERGED = "pair", "merge", "link", "merged"
"""What was decided on them: rows of `pair`, the merges that were tried, rows of `link`, members of clusters."""
SIDES = ("left_id", "right_id")
_PLACES = ("left_at", "right_at")
_NUMBERS = ("own", "probability")
_ROUNDING = 1e-5
"""By how much a probability may lie above the one that was worked out when it is decided on."""


class Again(NamedTuple):
    """What is decided again."""

    asked: Mapping[str, Flags]
    """Of the rows of what is said now: those to be decided on."""
    stands: Mapping[str, Flags]
    """Of the rows of what was decided: those that stand."""


class _Pairs(NamedTuple):
    """Pairs by the places of their entities among all; -1: it is gone."""

    left: Places
    right: Places

    def some(self, wanted: Flags) -> _Pairs:
        return _Pairs(self.left[wanted], self.right[wanted])

    def codes(self, count: int) -> Places:
        """Give each pair as one number; -1 where an entity is gone."""
        return np.where(self.are_gone(), -1, pair_codes(self.left, self.right, count))

    def are_gone(self) -> Flags:
        gone: Flags = (self.left < 0) | (self.right < 0)
        return gone

    def touch(self, entities: Flags) -> Flags:
        """Mark the pairs of which an entity is gone or among some."""
        among = np.append(entities, True)
        touched: Flags = among[self.left] | among[self.right]
        return touched

    def are_within(self, entities: Flags) -> Flags:
        """Mark the pairs both of whose entities are among some."""
        among = np.append(entities, False)
        within: Flags = among[self.left] & among[self.right]
        return within


def find_again(earlier: Earlier, now: Mapping[str, pa.Table]) -> Again | None:
    """Find what is to be decided again; None: everything.

    Args:
        earlier: what was said and decided earlier.
        now: what is said now.
    """
    if earlier.touched is None:
        return None
    count = len(earlier.ids)
    before = {name: earlier.stored(name) for name in (*now, PAIR, MERGE, LINK, MERGED)}
    said, knew = _numbered(earlier, now, before)
    changed = [one for name in now for one in _changed(name, now, before, said, knew, earlier.is_new)]
    codes = np.unique(np.concatenate([one.codes(count) for one in changed]))
    codes = codes[codes >= 0]
    opened = _opened(changed, _tried(now, said, knew, codes, count), codes, count)
    asked = {name: said[name].are_within(opened) | np.isin(said[name].codes(count), codes) for name in now}
    stands = {}
    for name in (PAIR, MERGE):
        one = knew[name]
        stands[name] = ~(one.are_gone() | one.are_within(opened) | np.isin(one.codes(count), codes))
    for name in (LINK, MERGED):
        stands[name] = ~knew[name].touch(opened)
    return Again(asked, stands)


def _numbered(
    earlier: Earlier, now: Mapping[str, pa.Table], before: Mapping[str, pa.Table]
) -> tuple[dict[str, _Pairs], dict[str, _Pairs]]:
    """Give the entities of all rows by their places; a row of one entity as a pair of it with itself."""
    ids = {(when, name): _ids(name) for when, tables in enumerate((now, before)) for name in tables if name != WEIGHED}
    columns = [(now, before)[when][name].column(side) for (when, name), sides in ids.items() for side in sides]
    found = iter(places_of(columns, earlier.ids))
    numbered: tuple[dict[str, _Pairs], dict[str, _Pairs]] = {}, {}
    for (when, name), sides in ids.items():
        own = [next(found) for _ in sides]
        numbered[when][name] = _Pairs(own[0], own[-1])
    numbered[0][WEIGHED] = _Pairs(*(now[WEIGHED].column(side).to_numpy() for side in _PLACES))
    numbered[1][WEIGHED] = _Pairs(*(earlier.places_now(before[WEIGHED].column(side).to_numpy()) for side in _PLACES))
    return numbered


def _ids(name: str) -> Sequence[str]:
    return {LINK: ("source_id",), MERGED: ("entity_id",)}.get(name, SIDES)


def _changed(
    name: str,
    now: Mapping[str, pa.Table],
    before: Mapping[str, pa.Table],
    said: Mapping[str, _Pairs],
    knew: Mapping[str, _Pairs],
    is_new: Flags,
) -> Iterator[_Pairs]:
    """Give the pairs that are new, gone or not as they were, or of an entity that is not."""
    one, other = said[name], knew[name]
    same, was_same = (
        _same_numbers(one, now[name], other, before[name], len(is_new))
        if name == WEIGHED
        else _same_texts(now[name], before[name])
    )
    yield one.some(~same | one.touch(is_new))
    yield other.some(~was_same | other.touch(is_new))


def _same_numbers(one: _Pairs, now: pa.Table, other: _Pairs, before: pa.Table, count: int) -> tuple[Flags, Flags]:
    """Mark the rows that are in both tables, each pair once, to the last bit."""
    codes, others = one.codes(count), other.codes(count)
    both, place, was_at = np.intersect1d(codes, others[others >= 0], assume_unique=True, return_indices=True)
    was_at = np.flatnonzero(others >= 0)[was_at]
    is_equal = np.ones(len(both), np.bool_)
    for name in _NUMBERS:
        bits, other_bits = (table.column(name).to_numpy().view(np.int64) for table in (now, before))
        is_equal &= bits[place] == other_bits[was_at]
    same, was_same = np.zeros(len(codes), np.bool_), np.zeros(len(others), np.bool_)
    same[place[is_equal]] = was_same[was_at[is_equal]] = True
    return same, was_same


def _same_texts(now: pa.Table, before: pa.Table) -> tuple[Flags, Flags]:
    """Mark the rows that are in both tables."""
    keys = [
        pc.binary_join_element_wise(
            *(rows.column(name).combine_chunks().cast(pa.string()) for name in rows.column_names), "\x1f"
        )
        for rows in (now, before)
    ]
    return _isin(keys[0], keys[1]), _isin(keys[1], keys[0])


def _isin(values: pa.Array, among: pa.Array) -> Flags:
    found: Flags = pc.is_in(values, value_set=among).to_numpy(zero_copy_only=False)
    return found


def _tried(
    now: Mapping[str, pa.Table], said: Mapping[str, _Pairs], knew: Mapping[str, _Pairs], codes: Places, count: int
) -> list[_Pairs]:
    """Give the merges that were tried, and the changed pairs that may be tried now or that a person keeps apart."""
    is_likely = now[WEIGHED].column("probability").to_numpy() >= load_prior().threshold - _ROUNDING
    # A number in common, or a person's word, merges whatever is probable.
    perhaps = [said[WEIGHED].some(is_likely), *(kind[name] for kind in (said, knew) for name in (SHARED, JUDGED))]
    return [knew[MERGE], *(one.some(np.isin(one.codes(count), codes)) for one in perhaps)]


def _opened(changed: Sequence[_Pairs], tried: Sequence[_Pairs], codes: Places, count: int) -> Flags:
    """Mark the entities of the parts of the graph of merges in which something changed."""
    merges = _Pairs(*(np.concatenate(side) for side in zip(*tried, strict=True)))
    pairs = _Pairs(*(np.concatenate(side) for side in zip(*changed, strict=True)))
    is_gone = merges.are_gone()
    part = group(count, *merges.some(~is_gone))
    pairs = pairs.some(~pairs.are_gone())
    inner = pairs.some(part[pairs.left] == part[pairs.right])
    moved = merges.some(is_gone | np.isin(merges.codes(count), codes))
    seeds = np.concatenate([*inner, *moved])
    is_open = np.zeros(count, np.bool_)
    is_open[part[seeds[seeds >= 0]]] = True
    return is_open[part]
