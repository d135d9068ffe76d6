"""Closing arcs over draws of the capacities: how near the set is to the proven bound, and how long it takes.

    .venv/bin/python -m benchmarks.plan.robust [SEEDS] [SECONDS]

Networks are those of `instances.py` with 1,040 arcs, 200 draws with a log-normal factor an arc (sd .5) and one
that all arcs of a draw share (sd .3). Weighed by the mean, and half and half with the worst tenth (CVaR).
"""

from __future__ import annotations

import sys
import time

import numpy as np
from benchmarks.plan.instances import layered

from counterflow.plan.cut import Residual, min_cut
from counterflow.plan.robust import robust
from counterflow.plan.saddle import Envelope

DRAWS = 200
GAP = 0.03
SHARES = (0.1, 0.2, 0.4)


def main() -> None:
    """Print gaps, seconds and CPU seconds."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    limit = float(sys.argv[2]) if len(sys.argv) > 2 else 120.0
    weight = np.full(DRAWS, 1 / DRAWS)
    small = layered(0, 3, 3)
    robust(small, np.ones((2, len(small.tail))), Envelope.worst(2), 2)  # compiled before it is timed
    print("| weighed | budget | gap: median; worst | s | CPU s |\n|---|---|---|---|---|")
    for name, tail in (("mean", 0.0), ("half the worst tenth", 0.5)):
        for share in SHARES:
            rows = np.array([_measure(seed, share, Envelope.tail(weight, 0.9, tail), limit) for seed in range(seeds)])
            middle, most = np.median(rows, axis=0), rows.max(axis=0)
            cells = [f"{middle[0]:.1%}; {most[0]:.1%}"] + [f"{middle[at]:.1f}; {most[at]:.1f}" for at in (1, 2)]
            print(f"| {name} | {share:.0%} | {' | '.join(cells)} |", flush=True)


def _measure(seed: int, share: float, envelope: Envelope, limit: float) -> tuple[float, float, float]:
    network, dice = layered(seed, 9, 25), np.random.default_rng(seed)
    shared = dice.lognormal(0.0, 0.3, (DRAWS, 1))
    draws = network.capacity * shared * dice.lognormal(0.0, 0.5, (DRAWS, len(network.tail)))
    whole, _ = min_cut(Residual.of(network), network.source, network.sink, network.cost.astype(np.int64))
    clock, cpu = time.perf_counter(), time.process_time()
    found = robust(network, draws, envelope, float(round(whole * share)), gap=GAP, seconds=limit)
    return found.gap, time.perf_counter() - clock, time.process_time() - cpu


if __name__ == "__main__":
    main()
