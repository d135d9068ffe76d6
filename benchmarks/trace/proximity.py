"""Personalised PageRank of 200,000 parties and 1,000,000 ties: ours, and scipy's sparse products beside it.

    .venv/bin/python -m benchmarks.trace.proximity [--peer PYTHON] [--repeats N]

PYTHON is an interpreter that has scipy. Both solve the same equations to the same bound of error (1e-8 by the rule that
each knows: what a step changed, over the restart), from the same arrays; CPU seconds of the solving alone, the best and
the median of N. How far the answers lie apart is printed. Without --peer only ours runs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from benchmarks.trace.world import PARTIES, TIES, make_edges

from counterflow.trace.graph import make_graph
from counterflow.trace.proximity import RESTART, TOLERANCE, find_proximity, tie_weights

_PEER = """
import json, sys, time
import numpy as np, scipy.sparse as sparse
data, restart, tolerance, repeats = np.load(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
nodes = len(data["starts"]) - 1
ties = sparse.csr_matrix((data["tie"], data["neighbours"], data["starts"]), shape=(nodes, nodes))
answers, seconds, steps = [], [], []
for source in data["sources"]:
    for _ in range(repeats):
        start = time.process_time()
        whole = np.asarray(ties.sum(axis=1)).ravel()
        walk = (ties @ sparse.diags(1.0 / np.where(whole > 0, whole, 1.0))).tocsr()
        ready = time.process_time()
        returns = np.zeros(nodes); returns[source] = restart
        x = returns / restart
        for step in range(1000):
            y = (1 - restart) * (walk @ x) + returns
            change = np.abs(y - x).sum()
            x = y
            if change * (1 - restart) <= tolerance * restart:
                break
        seconds.append((time.process_time() - start, time.process_time() - ready)); steps.append(step + 1)
    answers.append(x)
np.save(sys.argv[5], np.array(answers))
print(json.dumps({"seconds": seconds, "steps": steps}))
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", help="Python that has scipy")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    for heavy in (True, False):
        graph = make_graph(make_edges(heavy=heavy))
        sources = np.random.default_rng(7).integers(0, len(graph), 3).astype(np.int32)
        weights = tie_weights(graph)
        find_proximity(graph, sources[:1], weights)  # compiles
        seconds, answers = [], []
        for source in sources:
            for _ in range(options.repeats):
                start = time.process_time()
                found = find_proximity(graph, np.array([source], np.int32), weights)
                seconds.append(time.process_time() - start)
            answers.append(found)
        shape = "heavy tail" if heavy else "even"
        print(f"{PARTIES:,} parties, {TIES:,} ties, {shape}: ours best {min(seconds):.3f} s, median", end=" ")
        print(f"{np.median(seconds):.3f} s")
        if options.peer is not None:
            with tempfile.TemporaryDirectory() as folder:
                given, out = Path(folder, "given.npz"), Path(folder, "out.npy")
                tie = weights[graph.rows]
                np.savez(given, starts=graph.starts, neighbours=graph.neighbours, tie=tie, sources=sources)
                words = [options.peer, "-c", _PEER, given, str(RESTART), str(TOLERANCE), str(options.repeats), out]
                peer = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
                apart = np.abs(np.load(out) - np.array(answers)).sum(axis=1).max()
            whole, walk = (np.array(column) for column in zip(*peer["seconds"], strict=True))
            print(f"  scipy best {whole.min():.3f} s, median {np.median(whole):.3f} s", end=" ")
            print(f"(walking alone {np.median(walk):.3f} s, {max(peer['steps'])} steps)", end="; ")
            print(f"ours / scipy {np.median(seconds) / np.median(whole):.2f}", end=", ")
            print(f"against walking alone {np.median(seconds) / np.median(walk):.2f}; apart by {apart:.1e}")


if __name__ == "__main__":
    main()
