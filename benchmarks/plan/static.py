"""Closing arcs under a budget, beside Wood's program solved by HiGHS in the same run.

    .venv/bin/python -m benchmarks.plan.static PEER_PYTHON [SEEDS] [PEER_SECONDS]

PEER_PYTHON is an interpreter that has highspy. Networks are those of `instances.py`, seeds 0 and on, budgets 5, 10 and
20 per cent of what closing all arcs of the cheapest cut costs. Both stop at a gap of 1 per cent of the best cut; HiGHS
is given a gap of its own kind (of what survives) that is as strict or laxer.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.plan.instances import layered
from benchmarks.plan.peer import ask

from counterflow.plan.cut import Residual, min_cut
from counterflow.plan.interdict import interdict
from counterflow.plan.network import FlowNetwork

SIZES = {"1,040 arcs": (9, 25), "5,050 arcs": (21, 50), "100,000 arcs": (51, 400)}
SHARES = (0.05, 0.1, 0.2)
GAP = 0.01
LARGEST_FOR_PEER = 10_000

PEER = """
import json, sys, time, highspy, numpy as np
data = json.load(open(sys.argv[1])); n, m = data["nodes"], len(data["tail"])
highs = highspy.Highs()
for name, value in (("output_flag", False), ("mip_rel_gap", data["gap"]), ("time_limit", data["seconds"])):
    highs.setOptionValue(name, value)
inf = highspy.kHighsInf
for _ in range(n): highs.addVar(0, 1)
for _ in range(m): highs.addVar(0, inf)
for _ in range(m): highs.addVar(0, 1)
for one in [*range(n), *range(n + m, n + 2 * m)]: highs.changeColIntegrality(one, highspy.HighsVarType.kInteger)
for arc, worth in enumerate(data["capacity"]): highs.changeColCost(n + arc, worth)
highs.changeColBounds(data["source"], 0, 0); highs.changeColBounds(data["sink"], 1, 1)
for arc, (tail, head) in enumerate(zip(data["tail"], data["head"])):
    highs.addRow(0, inf, 4, np.array([tail, head, n + arc, n + m + arc]), np.array([1.0, -1.0, 1.0, 1.0]))
highs.addRow(-inf, data["budget"], m, np.arange(n + m, n + 2 * m), np.array(data["cost"]))
start = time.perf_counter(); highs.run(); seconds = time.perf_counter() - start
info = highs.getInfo()
print(json.dumps({"surviving": info.objective_function_value, "bound": info.mip_dual_bound, "seconds": seconds}))
"""


def main() -> None:
    """Print medians and worst of time and gap, and the ratio."""
    peer = Path(sys.argv[1])
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    limit = float(sys.argv[3]) if len(sys.argv) > 3 else 60.0
    interdict(layered(0, 3, 3), 1)  # compiled before it is timed
    print("| network | budget | ours: median; worst s | gap: median; worst | HiGHS: median; worst s | times |")
    print("|---|---|---|---|---|---|")
    for name, size in SIZES.items():
        for share in SHARES:
            rows = [_compare(layered(seed, *size), share, peer, limit) for seed in range(seeds)]
            ours, gaps, theirs = (np.array([row[at] for row in rows]) for at in range(3))
            beside = "not run | " if np.isnan(theirs).all() else f"{np.median(theirs):.2f}; {theirs.max():.2f} | "
            ratio = "" if np.isnan(theirs).all() else f"{np.median(theirs / ours):.0f}"
            print(
                f"| {name} | {share:.0%} | {np.median(ours):.3f}; {ours.max():.3f} | {np.median(gaps):.2%}; "
                f"{gaps.max():.2%} | {beside}{ratio} |",
                flush=True,
            )


def _compare(network: FlowNetwork, share: float, peer: Path, limit: float) -> tuple[float, float, float]:
    whole, _ = min_cut(Residual.of(network), network.source, network.sink, network.cost.astype(np.int64))
    budget = float(round(whole * share))
    start = time.perf_counter()
    found = interdict(network, budget, gap=GAP, seconds=120)
    seconds = time.perf_counter() - start
    if len(network.tail) > LARGEST_FOR_PEER:
        return seconds, found.gap, float("nan")
    answer = ask_peer(network, budget, peer, limit)
    # The proofs must not contradict one another.
    assert answer["bound"] <= found.surviving * (1 + 1e-6) + 1e-6, (answer, found.surviving)
    assert found.bound <= answer["surviving"] * (1 + 1e-6) + 1e-6, (answer, found.bound)
    return seconds, found.gap, answer["seconds"]


def ask_peer(network: FlowNetwork, budget: float, peer: Path, limit: float, *, gap: float = GAP) -> dict[str, Any]:
    """Let HiGHS solve Wood's program: what survives, the bound, seconds."""
    return ask(peer, PEER, network, budget=budget, gap=gap, seconds=limit)


if __name__ == "__main__":
    main()
