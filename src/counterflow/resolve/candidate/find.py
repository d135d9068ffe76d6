"""All pairs of records that may be one party, scored; what was scored earlier is not scored again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from counterflow.resolve.candidate.near import near_pairs, segment_kin
from counterflow.resolve.candidate.placed import Placed, join_placed, pair_codes
from counterflow.resolve.candidate.score import Kept, score_pairs, tabulate
from counterflow.resolve.candidate.segment import Segment, make_segment
from counterflow.resolve.candidate.store import Held, PairStore, Stored
from counterflow.resolve.place import in_order, places_of

Entity = Mapping[str, Any]
Read = Callable[[Collection[str]], Mapping[str, Entity]]
Places = NDArray[np.int64]

MAX_DEAD = 0.25
"""Share of records, and of pairs, of a file that may be gone before it is written anew."""


def find_pairs(records: pa.Table, read: Read, asked: pa.Table, store: PairStore | None = None) -> Placed:
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
        the pairs, in order of ids, with their places among the records in order of ids.
    """
    records = in_order(records, "entity_id")
    stored = store.load() if store is not None else Stored()
    sides = [table.column(f"{side}_id") for table in (stored.pairs, asked) for side in ("left", "right")]
    columns = [*sides, *(one.segment.ids.column() for one in stored.segments)]
    left, right, asked_left, asked_right, *own = places_of(columns, records.column("entity_id"))
    is_known = (asked_left >= 0) & (asked_right >= 0)
    wanted = pair_codes(asked_left[is_known], asked_right[is_known], records.num_rows)
    used = [_bury(one, place, records) for one, place in zip(stored.segments, own, strict=True)]
    old = _living(Placed.of(stored.pairs, left, right), records)
    segments, fresh = _segments(used, records, read)
    new = join_placed([] if fresh is None else _score_fresh(segments, fresh), records.num_rows)
    unscored = np.setdiff1d(
        wanted, np.concatenate([pair_codes(one.left, one.right, records.num_rows) for one in (old, new)])
    )
    if len(unscored) > 0:
        new = join_placed([new, _score_asked(unscored, records, [*segments, *used], read)], records.num_rows)
    if store is not None:
        is_pruned = len(old) < (1 - MAX_DEAD) * stored.pairs.num_rows
        tables = [old.table, new.table] if is_pruned else [new.table]
        store.save([one.held for one in segments], tables, is_pruned=is_pruned)
    return join_placed([old, new], records.num_rows, wanted)


class _Used(NamedTuple):
    """A segment, and what became of its records."""

    held: Held
    place: Places
    """(R): place of each living record among all."""
    is_new: NDArray[np.bool_]
    """(R): it was not scored before."""


def _bury(held: Held, place: Places, records: pa.Table) -> _Used:
    """Mark the records that are gone or have changed; `place` is theirs among all."""
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
    segment = _analyse(place, records, joined, read, used)
    held = Held(segment, np.ones(len(place), np.bool_), segment_kin(segment, segment))
    fresh = _Used(held, place, is_new[place])
    return [*kept, fresh], fresh


def _analyse(
    wanted: Places, records: pa.Table, known: Sequence[_Used], read: Read, others: Sequence[_Used] = ()
) -> Segment:
    """Analyse some records; those that lie in a known segment are not read, nor are words of others looked up."""
    entities: dict[int, Entity] = {}
    is_wanted = np.zeros(records.num_rows, np.bool_)
    is_wanted[wanted] = True
    for one in known:
        living = np.flatnonzero(one.held.living)
        living = living[is_wanted[one.place[living]]]
        for at, place in zip(living.tolist(), one.place[living].tolist(), strict=True):
            entities[place] = one.held.segment.entity(at)
    ids, digests = (records.column(name).take(pa.array(wanted)).to_pylist() for name in ("entity_id", "digest"))
    asked = [one for one, place in zip(ids, wanted.tolist(), strict=True) if place not in entities]
    found = read(asked) if len(asked) > 0 else {}
    analysed = (
        (one, digest, entities.get(place) or found[one])
        for one, digest, place in zip(ids, digests, wanted.tolist(), strict=True)
    )
    return make_segment(analysed, max((one.held.segment for one in (*known, *others)), key=len, default=None))


def _score_fresh(segments: Sequence[_Used], fresh: _Used) -> list[Placed]:
    """Score what is new against everything.

    Args:
        segments: all, `fresh` among them.
        fresh: the one that was analysed now, with its kin.
    """
    one = fresh.held.segment
    tables = []
    for other in segments:
        if other is fresh:
            left, right = near_pairs(one, kin=fresh.held.kin)
            wanted = fresh.is_new[left] | fresh.is_new[right]
        else:
            kin = segment_kin(one, other.held.segment, other.held.kin)
            left, right = near_pairs(one, other.held.segment, kin)
            wanted = fresh.is_new[left] & other.held.living[right]
        tables += _score_ordered(fresh, left[wanted], other, right[wanted])
    return tables


def _score_ordered(left: _Used, lefts: Places, right: _Used, rights: Places) -> list[Placed]:
    """Score pairs with the smaller id left, wherever it lies: the last bits of a score may depend on the order."""
    is_ordered = left.place[lefts] < right.place[rights]
    one, other = left.held.segment, right.held.segment
    ordered = score_pairs(one, lefts[is_ordered], other, rights[is_ordered])
    turned = score_pairs(other, rights[~is_ordered], one, lefts[~is_ordered])
    return [_tabulate(left, right, ordered), _tabulate(right, left, turned)]


def _tabulate(left: _Used, right: _Used, kept: Kept) -> Placed:
    table = tabulate(left.held.segment, right.held.segment, kept, is_near=True)
    return Placed.of(table, left.place[kept.left], right.place[kept.right])


def _living(pairs: Placed, records: pa.Table) -> Placed:
    """Leave out pairs of records that are gone or have changed."""
    kept = np.ones(len(pairs), np.bool_)
    for place, side in ((pairs.left, "left"), (pairs.right, "right")):
        kept &= _is_same(records, place, pairs.column(f"{side}_digest"))
    return pairs.some(kept)


def _is_same(records: pa.Table, place: Places, digests: pa.Array | pa.ChunkedArray) -> NDArray[np.bool_]:
    """Tell whether the records at some places, -1 for one that is gone, have these digests."""
    now = records.column("digest").take(pa.array(place, mask=place < 0))
    same: NDArray[np.bool_] = pc.fill_null(pc.equal(now, digests), False).to_numpy()
    return same


def _score_asked(wanted: Places, records: pa.Table, known: Sequence[_Used], read: Read) -> Placed:
    """Score pairs of which the names say little; `wanted` are their codes (`placed.pair_codes`)."""
    left, right = np.divmod(wanted, records.num_rows)
    place = np.unique(np.concatenate([left, right]))
    both = _analyse(place, records, known, read)
    kept = score_pairs(both, np.searchsorted(place, left), both, np.searchsorted(place, right), -np.inf)
    table = tabulate(both, both, kept, is_near=False)
    return Placed.of(table, place[kept.left], place[kept.right])
