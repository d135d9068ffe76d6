"""All pairs of records that may be one party, scored; what was scored earlier is not scored again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from counterflow.resolve.candidate.near import near_pairs
from counterflow.resolve.candidate.score import SCORED, join_tables, score_pairs, tabulate
from counterflow.resolve.candidate.segment import Segment, make_segment
from counterflow.resolve.candidate.store import Held, PairStore, Stored
from counterflow.resolve.place import pair_keys, places

Entity = Mapping[str, Any]
Read = Callable[[Collection[str]], Mapping[str, Entity]]
Places = NDArray[np.int64]

MAX_DEAD = 0.25
"""Share of records, and of pairs, of a file that may be gone before it is written anew."""


def find_pairs(records: pa.Table, read: Read, asked: pa.Table, store: PairStore | None = None) -> pa.Table:
    """Find and score the pairs of records that may be one party.

    A pair is a candidate because of its two names alone (`near.near_pairs`) or because it is asked for; what is found
    depends on neither the order of records nor on what the store held.

    Args:
        records: entity_id, and digest of each record's content.
        read: gives records by their ids.
        asked: left_id and right_id of pairs that are to be scored whatever their names are, the smaller id left: those
            that share a number.
        store: what was scored earlier, and is kept now.

    Returns:
        rows of `score.SCORED`, in order of ids.
    """
    records = records.sort_by("entity_id").combine_chunks()
    stored = store.load() if store is not None else Stored()
    used = [_bury(one, records) for one in stored.segments]
    old = _living(stored.pairs, records)
    segments, fresh = _segments(used, records, read)
    new = SCORED.empty_table() if fresh is None else _score_fresh(segments, fresh)
    wanted = _unscored(asked, records, old, new)
    if wanted.num_rows > 0:
        new = join_tables([new, _score_asked(wanted, records, [*segments, *used], read)])
    if store is not None:
        is_pruned = old.num_rows < (1 - MAX_DEAD) * stored.pairs.num_rows
        store.save([one.held for one in segments], old, new, is_pruned=is_pruned)
    return join_tables([old, new], asked)


class _Used(NamedTuple):
    """A segment, and what became of its records."""

    held: Held
    place: Places
    """(R): place of each living record among all."""
    is_new: NDArray[np.bool_]
    """(R): it was not scored before."""


def _bury(held: Held, records: pa.Table) -> _Used:
    """Mark the records that are gone or have changed."""
    place = places(held.segment.ids.column(), records.column("entity_id"))
    living = held.living & _is_same(records, place, held.segment.digests.column())
    return _Used(held._replace(living=living), place, np.zeros(len(place), np.bool_))


def _segments(used: Sequence[_Used], records: pa.Table, read: Read) -> tuple[list[_Used], _Used | None]:
    """Give the segments that hold all records, and which of them is new; small and half-dead ones are joined to it."""
    is_new = np.ones(records.num_rows, np.bool_)
    for one in used:
        is_new[one.place[one.held.living]] = False
    if not is_new.any():
        return list(used), None
    todo, kept, joined = is_new.copy(), [], []
    # Like the merging of sorted runs: a record is analysed again a number of times that grows with the logarithm.
    for one in sorted(used, key=lambda segment: int(segment.held.living.sum())):
        living = int(one.held.living.sum())
        if living <= todo.sum() or living < (1 - MAX_DEAD) * len(one.held.segment):
            todo[one.place[one.held.living]] = True
            joined.append(one)
        else:
            kept.append(one)
    place = np.flatnonzero(todo)
    held = Held(_analyse(place, records, joined, read), np.ones(len(place), np.bool_))
    fresh = _Used(held, place, is_new[place])
    return [*kept, fresh], fresh


def _analyse(wanted: Places, records: pa.Table, known: Sequence[_Used], read: Read) -> Segment:
    """Analyse some records; those that lie in a segment are not read."""
    entities: dict[int, Entity] = {}
    is_wanted = np.zeros(records.num_rows, np.bool_)
    is_wanted[wanted] = True
    for one in known:
        living = np.flatnonzero(one.held.living)
        living = living[is_wanted[one.place[living]]]
        for at, place in zip(living.tolist(), one.place[living].tolist(), strict=True):
            entities[place] = one.held.segment.entity(at)
    ids, digests = (records.column(name).take(pa.array(wanted)).to_pylist() for name in ("entity_id", "digest"))
    found = read([one for one, place in zip(ids, wanted.tolist(), strict=True) if place not in entities])
    return make_segment(
        (one, digest, entities.get(place) or found[one])
        for one, digest, place in zip(ids, digests, wanted.tolist(), strict=True)
    )


def _score_fresh(segments: Sequence[_Used], fresh: _Used) -> pa.Table:
    """Score what is new against everything.

    Args:
        segments: all, `fresh` among them.
        fresh: the one that was analysed now.
    """
    one = fresh.held.segment
    tables = []
    for other in segments:
        if other is fresh:
            left, right = near_pairs(one)
            wanted = fresh.is_new[left] | fresh.is_new[right]
        else:
            left, right = near_pairs(one, other.held.segment)
            wanted = fresh.is_new[left] & other.held.living[right]
        tables += _score_ordered(fresh, left[wanted], other, right[wanted])
    return join_tables(tables)


def _score_ordered(left: _Used, lefts: Places, right: _Used, rights: Places) -> list[pa.Table]:
    """Score pairs with the smaller id left, wherever it lies: the last bits of a score may depend on the order."""
    is_ordered = left.place[lefts] < right.place[rights]
    one, other = left.held.segment, right.held.segment
    ordered = score_pairs(one, lefts[is_ordered], other, rights[is_ordered])
    turned = score_pairs(other, rights[~is_ordered], one, lefts[~is_ordered])
    return [tabulate(one, other, ordered, is_near=True), tabulate(other, one, turned, is_near=True)]


def _living(pairs: pa.Table, records: pa.Table) -> pa.Table:
    """Leave out pairs of records that are gone or have changed."""
    kept = np.ones(pairs.num_rows, np.bool_)
    for side in ("left", "right"):
        place = places(pairs.column(f"{side}_id"), records.column("entity_id"))
        kept &= _is_same(records, place, pairs.column(f"{side}_digest"))
    return pairs if kept.all() else pairs.filter(pa.array(kept))


def _is_same(records: pa.Table, place: Places, digests: pa.Array | pa.ChunkedArray) -> NDArray[np.bool_]:
    """Tell whether the records at some places, -1 for one that is gone, have these digests."""
    now = records.column("digest").take(pa.array(place, mask=place < 0))
    same: NDArray[np.bool_] = pc.fill_null(pc.equal(now, digests), False).to_numpy()
    return same


def _unscored(asked: pa.Table, records: pa.Table, *scored: pa.Table) -> pa.Table:
    """Give the pairs of records that are asked for and have no score."""
    is_wanted = np.ones(asked.num_rows, np.bool_)
    for side in ("left_id", "right_id"):
        is_wanted &= places(asked.column(side), records.column("entity_id")) >= 0
    for table in scored:
        is_wanted &= places(pair_keys(asked), pair_keys(table)) < 0
    return asked.filter(pa.array(is_wanted)).select(["left_id", "right_id"])


def _score_asked(wanted: pa.Table, records: pa.Table, known: Sequence[_Used], read: Read) -> pa.Table:
    """Score pairs of which the names say little."""
    pairs = sorted(set(zip(*(wanted.column(name).to_pylist() for name in ("left_id", "right_id")), strict=True)))
    ids = pa.array(sorted({one for pair in pairs for one in pair}), pa.string())
    both = _analyse(places(ids, records.column("entity_id")), records, known, read)
    left, right = (places(pa.array([pair[side] for pair in pairs], pa.string()), ids) for side in (0, 1))
    return tabulate(both, both, score_pairs(both, left, both, right, -np.inf), is_near=False)
