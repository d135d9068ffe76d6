"""The network of 1,000,000 ties: loading, neighbours, strongest paths; CPU time, and memory of the arrays.

    .venv/bin/python -m benchmarks.trace.graph [PAIRS]

PAIRS (500) random pairs of parties; all are joined. The first call of each kind compiles and is not counted. Every
path's probability is compared with that of a plain one-ended search, and a difference ends the program.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from benchmarks.trace.world import PARTIES, TIES, make_edges

from counterflow.trace.graph import Graph, make_graph
from counterflow.trace.strongest import find_nearest, find_path, make_search

CHECKED = 40


def main() -> None:
    """Measure and print."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    make_graph(make_edges(100, 300))
    for heavy in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "edge.parquet")
            pq.write_table(make_edges(heavy=heavy), path)
            start = time.process_time()
            graph = make_graph(pq.read_table(path))
            loaded = time.process_time() - start
        arrays = [one for one in vars(graph).values() if isinstance(one, np.ndarray)]
        megabytes = sum(one.nbytes for one in arrays) / 1e6
        print(
            f"{PARTIES:,} parties, {TIES:,} ties, {'heavy tail' if heavy else 'even'}: load {loaded:.2f} s CPU", end=""
        )
        print(f", arrays {megabytes:.0f} MB")
        dice = np.random.default_rng(7)
        ends = dice.integers(0, len(graph), (pairs, 2)).tolist()
        search = make_search(graph)
        on_day = make_search(graph, holding=graph.holding(date(2015, 1, 1)))
        listed = np.zeros(len(graph), np.bool_)
        listed[dice.integers(0, len(graph), 2000)] = True
        ids = graph.ids[:pairs].to_pylist()
        _show("neighbours by id", [partial(_neighbours, graph, id_) for id_ in ids])
        _show("strongest path", [partial(find_path, search, *pair) for pair in ends])
        _show("on a day", [partial(find_path, on_day, *pair) for pair in ends])
        _show("five nearest of 2,000", [partial(find_nearest, search, source, listed, 5) for source, _ in ends])
        for a, b in ends[:CHECKED]:
            wanted = np.zeros(len(graph), np.bool_)
            wanted[b] = True
            found, plain = find_path(search, a, b), find_nearest(search, a, wanted, 1)
            if [] if found is None else [round(found.probability, 9)] != [round(one.probability, 9) for one in plain]:
                sys.exit(f"{a} to {b}: {found} is not {plain}")


def _neighbours(graph: Graph, id_: str) -> object:
    return graph.neighbours[graph.ties(graph.number(id_))]


def _show(what: str, calls: Sequence[Callable[[], object]]) -> None:
    calls[0]()
    seconds = []
    for call in calls:
        start = time.thread_time()
        call()
        seconds.append(time.thread_time() - start)
    median, late, worst = np.percentile(seconds, [50, 95, 100]) * 1e3
    print(f"  {what}: median {median:.2f} ms, p95 {late:.2f} ms, worst {worst:.2f} ms")


if __name__ == "__main__":
    main()
