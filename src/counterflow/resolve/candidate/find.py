"""All pairs of records that may be one party, scored; what was scored earlier is not scored again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from counterflow.resolve.candidate.near import near_pairs
from counterflow.resolve.candidate.score import SCORED, join_tables, score_pairs, tabulate
from counterflow.resolve.candidate.segment import Segment, make_segment
from counterflow.resolve.candidate.store import Held, PairStore, Stored

Entity = Mapping[str, Any]
Read = Callable[[Collection[str]], Mapping[str, Entity]]
Ids = tuple[str, str]
Places = NDArray[np.int64]

MAX_DEAD = 0.25
"""Share of records, and of pairs, of a file that may be gone before it is written anew."""


def find_pairs(
    digests: Mapping[str, str], read: Read, asked: Collection[Ids] = (), store: PairStore | None = None
) -> pa.Table:
    """Find and score the pairs of records that may be one party.

    A pair is a candidate because of its two names alone (`near.near_pairs`) or because it is asked for; what is found
    depends on neither the order of records nor on what the store held.

    Args:
        digests: digest of each record's content, by its id.
        read: gives records by their ids.
        asked: pairs that are to be scored whatever their names are, the smaller id left: those that share a number.
        store: what was scored earlier, and is kept now.

    Returns:
        rows of `score.SCORED`, in order of ids.
    """
    stored = store.load() if store is not None else Stored()
    known = {pair for one in stored.segments for pair in _living_records(one)}
    held = [_bury(one, digests) for one in stored.segments]
    old = _living(stored.pairs, digests)
    segments, fresh = _segments(held, digests, read)
    new = SCORED.empty_table() if fresh is None else _score_fresh(segments, fresh, known, read)
    wanted = _unscored(asked, digests, old, new)
    new = join_tables([new, _score_asked(wanted, digests, read)])
    if store is not None:
        is_pruned = old.num_rows < (1 - MAX_DEAD) * stored.pairs.num_rows
        store.save(segments, old, new, is_pruned=is_pruned)
    return _candidates(join_tables([old, new]), asked)


def _living_records(held: Held) -> list[Ids]:
    """Give id and digest of each record in use."""
    segment = held.segment
    return [(segment.ids[at], segment.digests[at]) for at in np.flatnonzero(held.living).tolist()]


def _bury(held: Held, digests: Mapping[str, str]) -> Held:
    """Mark the records that are gone or have changed."""
    pairs = zip(held.segment.ids, held.segment.digests, strict=True)
    return held._replace(living=held.living & np.array([digests.get(one) == digest for one, digest in pairs], np.bool_))


def _segments(held: Sequence[Held], digests: Mapping[str, str], read: Read) -> tuple[list[Held], Held | None]:
    """Give the segments that hold all records, and which of them is new; small and half-dead ones are joined to it."""
    todo = digests.keys() - {one for segment in held for one, _ in _living_records(segment)}
    if len(todo) == 0:
        return list(held), None
    kept = []
    # Like the merging of sorted runs: a record is analysed again a number of times that grows with the logarithm.
    for one in sorted(held, key=lambda segment: int(segment.living.sum())):
        living = int(one.living.sum())
        if living <= len(todo) or living < (1 - MAX_DEAD) * len(one.segment):
            todo |= {record for record, _ in _living_records(one)}
        else:
            kept.append(one)
    entities = read(todo)
    segment = make_segment((one, digests[one], entities[one]) for one in sorted(todo))
    fresh = Held(segment, np.ones(len(segment), np.bool_))
    return [*kept, fresh], fresh


def _score_fresh(segments: Sequence[Held], fresh: Held, known: Collection[Ids], read: Read) -> pa.Table:
    """Score what is new against everything.

    Args:
        segments: all, `fresh` among them.
        fresh: the one that was analysed now.
        known: records, with their digests, that were scored against each other before.
        read: gives records by their ids.
    """
    one = fresh.segment
    is_new = np.array([pair not in known for pair in zip(one.ids, one.digests, strict=True)], np.bool_)
    tables = []
    for other, living in segments:
        if other is one:
            left, right = near_pairs(one)
            wanted = is_new[left] | is_new[right]
        else:
            left, right = near_pairs(one, other)
            wanted = is_new[left] & living[right]
        tables += _score_ordered(one, left[wanted], other, right[wanted], read)
    return join_tables(tables)


def _score_ordered(left: Segment, lefts: Places, right: Segment, rights: Places, read: Read) -> list[pa.Table]:
    """Score pairs with the smaller id left, wherever it lies: the last bits of a score may depend on the order."""
    is_ordered = np.array(
        [left.ids[a] < right.ids[b] for a, b in zip(lefts.tolist(), rights.tolist(), strict=True)], np.bool_
    )
    ordered = score_pairs(left, lefts[is_ordered], right, rights[is_ordered])
    turned = score_pairs(right, rights[~is_ordered], left, lefts[~is_ordered])
    return [
        tabulate(left, right, ordered, read, is_near=True),
        tabulate(right, left, turned, read, is_near=True),
    ]


def _living(pairs: pa.Table, digests: Mapping[str, str]) -> pa.Table:
    """Leave out pairs of records that are gone or have changed."""
    ids, now = pa.array(list(digests), pa.string()), pa.array(list(digests.values()), pa.string())
    kept = pa.array([True] * pairs.num_rows, pa.bool_())
    for side in ("left", "right"):
        at = pc.index_in(pairs.column(f"{side}_id"), value_set=ids)
        same = pc.equal(pc.take(now, at), pairs.column(f"{side}_digest"))
        kept = pc.and_(kept, pc.fill_null(same, False))
    return pairs.filter(kept)


def _unscored(asked: Collection[Ids], digests: Mapping[str, str], *scored: pa.Table) -> list[Ids]:
    known: set[Ids] = set()
    for table in scored:
        known.update(zip(table.column("left_id").to_pylist(), table.column("right_id").to_pylist(), strict=True))
    return sorted({pair for pair in asked if pair not in known and pair[0] in digests and pair[1] in digests})


def _score_asked(wanted: Sequence[Ids], digests: Mapping[str, str], read: Read) -> pa.Table:
    """Score pairs of which the names say little."""
    if len(wanted) == 0:
        return SCORED.empty_table()
    ids = sorted({one for pair in wanted for one in pair})
    entities = read(ids)
    both = make_segment((one, digests[one], entities[one]) for one in ids)
    place = {one: number for number, one in enumerate(ids)}
    left, right = (np.array([place[pair[side]] for pair in wanted], np.int64) for side in (0, 1))
    return tabulate(both, both, score_pairs(both, left, both, right, -np.inf), lambda _: entities, is_near=False)


def _candidates(pairs: pa.Table, asked: Collection[Ids]) -> pa.Table:
    """Leave out pairs that were asked for earlier and are not now."""
    is_near = pairs.column("is_near")
    if pc.all(is_near).as_py() is not False:
        return pairs
    wanted = set(asked)
    ids = zip(pairs.column("left_id").to_pylist(), pairs.column("right_id").to_pylist(), strict=True)
    return pairs.filter(pa.array([near or pair in wanted for near, pair in zip(is_near.to_pylist(), ids, strict=True)]))
