"""Scored pairs by the places of their records: what is a number is not looked up by its text again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from counterflow.resolve.candidate.score import SCORED

Places = NDArray[np.int64]


class Placed(NamedTuple):
    """Scored pairs, and where their records stand among all, which are in order of ids. P pairs.

    Reasons are long and few are read: rows stay where they are until they are asked for.
    """

    rows: pa.Table
    """Rows of `score.SCORED`, in any order, those of other pairs among them."""
    row: Places
    """(P): the pair's."""
    left: Places
    """(P)"""
    right: Places
    """(P)"""

    @classmethod
    def of(cls, rows: pa.Table, left: Places, right: Places) -> Placed:
        """Take the rows of pairs, one each, with the places of their records."""
        return cls(rows, np.arange(rows.num_rows), left, right)

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.row)

    @property
    def table(self) -> pa.Table:
        """The rows of the pairs, in their order."""
        if len(self) == self.rows.num_rows and np.array_equal(self.row, np.arange(len(self))):
            return self.rows
        return self.rows.take(pa.array(self.row))

    def column(self, name: str) -> pa.ChunkedArray:
        """Give a column of `table`."""
        return self.rows.column(name).take(pa.array(self.row))

    def some(self, wanted: NDArray[np.bool_]) -> Placed:
        """Give some of the pairs."""
        return Placed(self.rows, self.row[wanted], self.left[wanted], self.right[wanted])


def pair_codes(left: Places, right: Places, count: int) -> Places:
    """Give both places of each pair as one number, in the same order; there are `count` places."""
    return left * count + right


def join_placed(parts: Iterable[Placed], count: int, asked: Places | None = None) -> Placed:
    """Put scored pairs together, each pair once, in order of ids.

    A pair scored twice has one score; that its names suggest it counts.

    Args:
        parts: the pairs.
        count: how many records there are.
        asked: codes of pairs; of those that names do not suggest, the others are left out. None: none is.
    """
    given = list(parts)
    whole = pa.concat_tables([SCORED.empty_table(), *(one.rows for one in given)])
    starts = np.cumsum([0, *(one.rows.num_rows for one in given)])
    row = np.concatenate([np.zeros(0, np.int64), *(one.row + start for one, start in zip(given, starts, strict=False))])
    left, right = (
        np.concatenate([np.zeros(0, np.int64), *(getattr(one, side) for one in given)]) for side in ("left", "right")
    )
    codes = pair_codes(left, right, count)
    is_near = whole.column("is_near").to_numpy()[row]
    order = np.lexsort((~is_near, codes))
    is_kept = np.ones(len(order), np.bool_)
    is_kept[1:] = codes[order][1:] != codes[order][:-1]
    if asked is not None:
        is_kept &= is_near[order] | np.isin(codes[order], asked)
    order = order[is_kept]
    return Placed(whole, row[order], left[order], right[order])
