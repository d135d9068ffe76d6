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
    """Scored pairs, and where their records stand among all, which are in order of ids. P pairs."""

    table: pa.Table
    """Rows of `score.SCORED`."""
    left: Places
    """(P)"""
    right: Places
    """(P)"""

    def some(self, wanted: NDArray[np.bool_]) -> Placed:
        """Give some of the pairs."""
        if wanted.all():
            return self
        return Placed(self.table.filter(pa.array(wanted)), self.left[wanted], self.right[wanted])


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
    whole = pa.concat_tables([SCORED.empty_table(), *(one.table for one in given)])
    left, right = (np.concatenate([np.zeros(0, np.int64), *(one[side] for one in given)]) for side in (1, 2))
    codes, is_near = pair_codes(left, right, count), whole.column("is_near").to_numpy()
    order = np.lexsort((~is_near, codes))
    is_kept = np.ones(len(order), np.bool_)
    is_kept[1:] = codes[order][1:] != codes[order][:-1]
    if asked is not None:
        is_kept &= is_near[order] | np.isin(codes[order], asked)
    order = order[is_kept]
    if len(order) == whole.num_rows and bool(np.all(order == np.arange(len(order)))):
        return Placed(whole, left, right)
    return Placed(whole.take(pa.array(order)), left[order], right[order])
