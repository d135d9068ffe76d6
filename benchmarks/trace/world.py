"""Made networks of the sizes and shapes of ownership registers and payments; equal seeds make equal ones."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

PARTIES, TIES = 200_000, 1_000_000


def make_edges(parties: int = PARTIES, ties: int = TIES, *, seed: int = 1, heavy: bool = True) -> pa.Table:
    """Make rows of `edge` (those columns that the network reads).

    Ends are drawn with a heavy tail (a few hubs with thousands of ties) or evenly; a tenth of the ties have dates.
    """
    dice = np.random.default_rng(seed)
    weight = 1.0 / np.arange(1, parties + 1) ** 0.6 if heavy else np.ones(parties)
    ends = dice.choice(parties, size=(2, ties), p=weight / weight.sum())
    ends = dice.permutation(parties)[ends]
    ends[1, ends[0] == ends[1]] = (ends[0, ends[0] == ends[1]] + 1) % parties
    ids = pa.array([f"party-{number:07}" for number in range(parties)])
    year = dice.integers(2000, 2025, ties)
    dated = dice.random(ties) < 0.1
    dates = [f"{one}-06-30" if has else None for one, has in zip(year.tolist(), dated.tolist(), strict=True)]
    return pa.table(
        {
            "source_id": ids.take(pa.array(ends[0])),
            "target_id": ids.take(pa.array(ends[1])),
            "probability": np.round(dice.beta(6, 2, ties), 3),
            "start_date": pa.array(dates, pa.string()),
            "end_date": pa.nulls(ties, pa.string()),
        }
    )
