"""Pairs of rows that belong to one group."""

from __future__ import annotations

import numpy as np

from counterflow.weigh.truth.claims import Ints


def pairs_within(group: Ints) -> tuple[Ints, Ints]:
    """Give all pairs of rows of one group, the earlier row first.

    Args:
        group: of each row, sorted.
    """
    lefts, rights = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for step in range(1, len(group)):
        left = np.flatnonzero(group[step:] == group[:-step])
        if len(left) == 0:
            break
        lefts.append(left)
        rights.append(left + step)
    return np.concatenate(lefts), np.concatenate(rights)
