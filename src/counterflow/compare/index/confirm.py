"""Candidates compared in full, likeliest first, until the rest cannot matter."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled
from counterflow.compare.frame import Frame
from counterflow.compare.index.find import Found
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.kernel.party import Rows, Scratch, Weights, describe_pairs
from counterflow.compare.score import score_row

MARGIN = 1.5
"""How far an estimate may lie below what is wanted for its party to be compared. Log-odds."""
_BATCH = 16


class Goal(NamedTuple):
    """What a search wants."""

    limit: int
    """Hits."""
    least: float
    """Least log-odds of a hit."""


@compiled
def confirm(  # noqa: PLR0913, PLR0917 - who, where, what is wanted, and the memory for it
    query: Frame,
    party: Whole,
    frame: Frame,
    found: Found,
    goal: Goal,
    weights: Weights,
    scratch: Scratch,
    rows: Rows,
    odds: NDArray[np.float32],
) -> Whole:
    """Compare a query with candidates, batch by batch; stop when enough are better than the rest promises.

    Args:
        query: parties that are looked for.
        party: which of them.
        frame: of the index.
        found: candidates, likeliest first.
        goal: what is wanted.
        weights: of the algorithm.
        scratch: of this thread.
        rows: overwritten as far as candidates are compared.
        odds: the same.

    Returns:
        How many candidates are compared.
    """
    count, done = len(found.number), 0
    left = np.full(_BATCH, party, np.int64)
    while done < count:
        end = min(done + _BATCH, count)
        part = Rows(rows.name[done:end], rows.fact[done:end], rows.best[done:end], rows.person[done:end])
        describe_pairs(query, left[: end - done], frame, found.number[done:end], weights, scratch, part)
        for i in range(done, end):
            odds[i] = score_row(rows, weights, i)
        done = end
        if done < count and found.estimate[done] + MARGIN < _wanted(odds[:done], goal):
            break
    return done


@compiled
def _wanted(odds: NDArray[np.float32], goal: Goal) -> Real:
    """Log-odds that another hit must have."""
    if len(odds) < goal.limit:
        return goal.least
    return max(goal.least, np.sort(odds)[len(odds) - goal.limit])
