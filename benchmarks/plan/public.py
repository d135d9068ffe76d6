"""Public networks for closing arcs, each checked against trying all sets or against Wood's program in HiGHS.

    .venv/bin/python -m benchmarks.plan.public PEER_PYTHON FOLDER

FOLDER holds `interdiction_grid/*.dat` and `layered_*.json`. Where no more than 300,000 sets are to be tried, all are;
else the program is solved to the optimum. The layered ones are closed as they are (latent arcs left out) for 10.
"""

from __future__ import annotations

import itertools
import math
import sys
import time
from pathlib import Path

import numpy as np
from benchmarks.plan.instances import read_grid, read_layered
from benchmarks.plan.static import ask_peer

from counterflow.plan.cut import Residual, min_cut
from counterflow.plan.interdict import interdict
from counterflow.plan.network import FlowNetwork

LARGEST = 300_000
BUDGET = 10


def main() -> None:
    """Print each network with both values, and how many agree."""
    peer, folder = Path(sys.argv[1]), Path(sys.argv[2])
    problems = [(path.stem, *read_grid(path)) for path in sorted((folder / "interdiction_grid").glob("*.dat"))]
    for path in sorted(folder.glob("layered_*.json")):
        network, latent = read_layered(path)
        problems.append((path.stem, network._replace(capacity=np.where(latent, 0.0, network.capacity)), BUDGET))
    agree = 0
    for name, network, budget in problems:
        begin = time.perf_counter()
        found = interdict(network, budget)
        seconds = time.perf_counter() - begin
        way, best = _best(network, budget, peer)
        agree += abs(best - found.surviving) < 1e-6 and found.gap == 0
        print(f"| {name} | {len(network.tail)} | {budget} | {found.surviving:g} | {best:g} | {way} | {seconds:.3f} |")
    print(f"{agree} of {len(problems)} equal")


def _best(network: FlowNetwork, budget: int, peer: Path) -> tuple[str, float]:
    can = np.flatnonzero(np.isfinite(network.cost)).tolist()
    if bool((network.cost[can] == 1).all()) and math.comb(len(can), budget) <= LARGEST:
        residual, best = Residual.of(network), math.inf
        for one in itertools.combinations(can, budget):
            capacity = network.capacity.copy()
            capacity[list(one)] = 0.0
            value, _ = min_cut(residual, network.source, network.sink, capacity.astype(np.int64))
            best = min(best, value)
        return "all sets", best
    cost = np.where(np.isfinite(network.cost), network.cost, budget + 1.0)
    answer = ask_peer(network._replace(cost=cost), budget, peer, 300.0, gap=0.0)
    return "HiGHS", float(answer["surviving"])


if __name__ == "__main__":
    main()
