"""Closing arcs against an adversary who re-routes, beside column-and-constraint generation solved by HiGHS.

    .venv/bin/python -m benchmarks.plan.adaptive PEER_PYTHON [SEEDS] [SECONDS] [FOLDER]

PEER_PYTHON is an interpreter that has highspy. FOLDER holds public networks (`layered_*.json`). Networks are those of
`instances.py`; the budget is 20 and 50 per cent of what closing all arcs of the cheapest cut costs, and the adversary
opens up to 2 or 5 arcs. The peer's master is Wood's program once for each answer seen, its subproblem a fixed-charge
flow; ours is not told what it found. CPU seconds stand beside seconds: other work may be on the machine.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from benchmarks.plan.instances import read_layered, with_latent
from benchmarks.plan.peer import ask

from counterflow.plan.answer import Latent
from counterflow.plan.cut import Residual, min_cut
from counterflow.plan.network import Bools, FlowNetwork
from counterflow.plan.reroute import reroute

SIZES = {"98 + 17 arcs": (4, 7), "312 + 55 arcs": (7, 12), "1,978 + 346 arcs": (12, 43)}
SHARES = (0.2, 0.5)
OPENINGS = (2, 5)
LARGEST_FOR_PEER = 1000
GAP = 0.05
"""Asked for where no peer is; else the optimum."""

PEER = """
import json, sys, time, highspy, numpy as np
data = json.load(open(sys.argv[1])); inf = highspy.kHighsInf
tail, head, wide, cost, late = (np.array(data[one]) for one in ("tail", "head", "capacity", "cost", "latent"))
n, m, source, sink, limit = data["nodes"], len(tail), data["source"], data["sink"], data["seconds"]
begin = time.perf_counter()
def model():
    highs = highspy.Highs(); highs.setOptionValue("output_flag", False)
    highs.setOptionValue("time_limit", max(0.1, limit - (time.perf_counter() - begin))); return highs
def integer(highs, columns):
    for one in columns: highs.changeColIntegrality(int(one), highspy.HighsVarType.kInteger)
def answer(closed):
    highs = model(); can = np.flatnonzero(late & ~closed)
    for arc in range(m): highs.addVar(0, 0 if closed[arc] else float(wide[arc]))
    for arc in can: highs.addVar(0, 1)
    integer(highs, range(m, m + len(can)))
    for node in range(n):
        if node in (source, sink): continue
        out, into = np.flatnonzero(tail == node), np.flatnonzero(head == node)
        value = np.r_[np.ones(len(out)), -np.ones(len(into))]
        highs.addRow(0, 0, len(value), np.r_[out, into].astype(np.int32), value)
    for at, arc in enumerate(can):
        highs.addRow(-inf, 0, 2, np.array([arc, m + at], np.int32), np.array([1.0, -wide[arc]]))
    for arc in np.flatnonzero(late & closed): highs.changeColBounds(int(arc), 0, 0)
    highs.addRow(-inf, data["opening"], len(can), np.arange(m, m + len(can), dtype=np.int32), np.ones(len(can)))
    for arc in np.flatnonzero(head == sink): highs.changeColCost(int(arc), 1)
    highs.changeObjectiveSense(highspy.ObjSense.kMaximize); highs.run()
    opened = np.zeros(m, bool); opened[can] = np.array(highs.getSolution().col_value)[m:] > 0.5
    return highs.getInfo().mip_dual_bound, opened
master = model(); master.addVar(0, inf); master.changeColCost(0, 1)
for arc in range(m): master.addVar(0, 1)
integer(master, range(1, m + 1))
master.addRow(-inf, data["budget"], m, np.arange(1, m + 1, dtype=np.int32), cost.astype(float))
def add(opened):
    first = master.getNumCol(); arcs = np.flatnonzero(~late | opened)
    for _ in range(n): master.addVar(0, 1)
    integer(master, range(first, first + n))
    master.changeColBounds(first + source, 0, 0); master.changeColBounds(first + sink, 1, 1)
    for _ in arcs: master.addVar(0, inf)
    for at, arc in enumerate(arcs):
        columns = np.array([first + tail[arc], first + head[arc], first + n + at, 1 + arc], np.int32)
        master.addRow(0, inf, 4, columns, np.array([1.0, -1.0, 1.0, 1.0]))
    columns = np.r_[0, first + n + np.arange(len(arcs))].astype(np.int32)
    master.addRow(0, inf, 1 + len(arcs), columns, np.r_[1.0, -wide[arcs]])
add(np.zeros(m, bool)); best, bound = inf, 0.0
while True:
    master.setOptionValue("time_limit", max(0.1, limit - (time.perf_counter() - begin))); master.run()
    bound = max(bound, master.getInfo().mip_dual_bound)
    values = np.array(master.getSolution().col_value)
    if len(values) == 0: break
    flow, opened = answer(values[1 : 1 + m] > 0.5); best = min(best, flow)
    if best - bound < 1 - 1e-6 or time.perf_counter() - begin > limit: break
    add(opened)
seconds = time.perf_counter() - begin
print(json.dumps({"surviving": best, "bound": bound, "seconds": seconds, "cpu": time.process_time()}))
"""


class Row(NamedTuple):
    """One network: what each side found, proved and took."""

    gap: float
    seconds: float
    cpu: float
    surviving: float
    peer_gap: float
    peer_seconds: float
    peer_cpu: float
    peer_surviving: float


def main() -> None:
    """Print for each size, budget and adversary how many are proven, medians and worst."""
    peer = Path(sys.argv[1])
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    limit = float(sys.argv[3]) if len(sys.argv) > 3 else 60.0
    small, latent = with_latent(0, 3, 4)
    reroute(small, Latent(latent, np.ones(len(latent)), 1.0), 2, seconds=120)  # compiled before it is timed
    print(
        "| network | budget | opens | proven | gap: median; worst | s | CPU s | worse sets than HiGHS, better |", end=""
    )
    print(" HiGHS: proven | gap | s | CPU s |\n|---|---|---|---|---|---|---|---|---|---|---|---|")
    for name, size in SIZES.items():
        _print(name, [with_latent(seed, *size) for seed in range(seeds)], peer, limit)
    if len(sys.argv) > 4:
        files = sorted(Path(sys.argv[4]).glob("layered_*.json"))
        _print("public, 115 to 117 arcs", [read_layered(path) for path in files], peer, limit)


def _print(name: str, networks: list[tuple[FlowNetwork, Bools]], peer: Path, limit: float) -> None:
    for share in SHARES:
        for opening in OPENINGS:
            rows = [_compare(network, latent, share, opening, peer, limit) for network, latent in networks]
            both = np.array(rows)
            worse = int((both[:, 3] > both[:, 7] + 0.5).sum()), int((both[:, 3] < both[:, 7] - 0.5).sum())
            ours = f"{_proven(both[:, 0])} | {_two(both[:, 0], '.1%')} | {_two(both[:, 1], '.1f')}"
            ours += f" | {_two(both[:, 2], '.1f')}"
            theirs = "not run | | |"
            if np.isfinite(both[:, 5]).all():
                theirs = f"{_proven(both[:, 4])} | {_two(both[:, 4], '.1%')} | {_two(both[:, 5], '.1f')} | "
                theirs += f"{_two(both[:, 6], '.1f')} |"
            print(f"| {name} | {share:.0%} | {opening} | {ours} | {worse[0]}, {worse[1]} | {theirs}", flush=True)


def _proven(gaps: Any) -> str:
    return f"{int((gaps <= 1e-6).sum())} of {len(gaps)}"


def _two(values: Any, form: str) -> str:
    return f"{np.median(values):{form}}; {values.max():{form}}"


def _compare(network: FlowNetwork, latent: Bools, share: float, opening: int, peer: Path, limit: float) -> Row:
    whole, _ = min_cut(Residual.of(network), network.source, network.sink, network.cost.astype(np.int64))
    budget = float(round(whole * share))
    is_small = len(network.tail) <= LARGEST_FOR_PEER
    clock, cpu = time.perf_counter(), time.process_time()
    adversary = Latent(latent, np.ones(len(latent)), opening)
    found = reroute(network, adversary, budget, gap=0.0 if is_small else GAP, seconds=limit)
    seconds, cpu = time.perf_counter() - clock, time.process_time() - cpu
    nan = float("nan")
    if not is_small:
        return Row(found.gap, seconds, cpu, found.surviving, nan, nan, nan, nan)
    theirs = ask(peer, PEER, network, latent=latent.tolist(), budget=budget, opening=opening, seconds=limit)
    # The proofs must not contradict one another.
    assert theirs["bound"] <= found.surviving * (1 + 1e-6) + 1e-6, (theirs, found.surviving)
    assert found.bound <= theirs["surviving"] * (1 + 1e-6) + 1e-6, (theirs, found.bound)
    gap = max(0.0, theirs["surviving"] - np.ceil(theirs["bound"] - 1e-4)) / (found.flow - theirs["bound"])
    return Row(found.gap, seconds, cpu, found.surviving, gap, theirs["seconds"], theirs["cpu"], theirs["surviving"])


if __name__ == "__main__":
    main()
