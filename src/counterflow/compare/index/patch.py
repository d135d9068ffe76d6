"""Records of an index after a delta: blocks in which nothing changed are copied as they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.index.files import RECORDS, save
from counterflow.compare.index.merge import Merger
from counterflow.compare.index.record import RecordWriter, begins_block, compress_block
from counterflow.compare.index.store import Index


def write_records(place: Path, index: Index, merger: Merger, order: NDArray[np.int64]) -> dict[str, int]:
    """Write the records of the new index.

    Args:
        place: folder of the new index.
        index: the old one.
        merger: the changed entities.
        order: places of the new index's parties: numbers in the old index, behind them places in the parts.
    """
    starts = _block_starts(index, merger, order)
    copied = _copied_blocks(index, order, starts)
    with (place / RECORDS).open("wb") as file:
        writer = RecordWriter(file)
        for block, old in enumerate(copied.tolist()):
            if old >= 0:
                writer.write(index.records.block(old))
            else:
                own = order[int(starts[block]) : int(starts[block + 1])]
                writer.write(compress_block([_line(index, merger, int(party)) for party in own]))
        offsets = writer.offsets()
    return {
        "record_start": save(place, "record_start", starts),
        "record_at": save(place, "record_at", offsets),
        "record": int(offsets[-1]),
    }


def _line(index: Index, merger: Merger, party: int) -> bytes:
    return index.records.line(party) if party < len(index) else merger.line(party - len(index))


def _block_starts(index: Index, merger: Merger, order: NDArray[np.int64]) -> NDArray[np.uint32]:
    """As `record.block_starts`, but that the ids of old parties are not looked at again."""
    begins = np.zeros(len(index) + len(merger.ids), np.bool_)
    begins[index.records.starts[:-1]] = True
    if len(index) > 0:
        begins[0] = begins_block(index.entity_id(0))
    for entity_id, place in zip(merger.ids, merger.order.tolist(), strict=True):
        begins[len(index) + place] = begins_block(entity_id)
    starts = np.flatnonzero(begins[order])
    if len(order) > 0 and (len(starts) == 0 or starts[0] != 0):
        starts = np.concatenate([[0], starts])
    return np.concatenate([starts, [len(order)]]).astype(np.uint32)


def _copied_blocks(index: Index, order: NDArray[np.int64], starts: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Give for each block the old block that holds the same parties unchanged; -1: none."""
    first, size = starts[:-1].astype(np.int64), np.diff(starts.astype(np.int64))
    old_starts = index.records.starts.astype(np.int64)
    news = np.concatenate([[0], np.cumsum(order >= len(index))])
    is_old = news[first + size] == news[first]
    begin, last = order[first], order[first + size - 1]
    block = np.clip(np.searchsorted(old_starts, begin, side="right") - 1, 0, max(len(old_starts) - 2, 0))
    same = is_old & (last - begin == size - 1)
    if len(old_starts) > 1:
        same &= (old_starts[block] == begin) & (old_starts[block + 1] == last + 1)
    return np.where(same, block, -1)
