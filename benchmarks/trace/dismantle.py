"""Dismantling the covert dev networks: in which order to remove parties, by the area that is left (lower is better).

    .venv/bin/python -m benchmarks.trace.dismantle NETWORKS.json

All networks, their layers put together. The area is the mean share of the parties in the largest part, over removals
one by one (Schneider and others 2011). Beside ours, in the same run, scores taken anew after every removal: degree and
betweenness of networkx (above 100 parties, where it would take an hour, our own code for the same), and the greedy
critical node and the spectral way by our own code. Ours learns nothing from other networks, and nothing was fitted.

The bar names no set. Among the choices tried (layers put together or one alone, the whole network or its largest part,
bounds of parties and of ties, mean or trapezoid, scores once or anew) one gives the peers' figures of the bar to the
digit but for the spectral way, which has several readings: the networks with at most 100 ties, put together, the plain
mean, degree taken once. So its means are printed beside those of all.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import networkx as nx
import numpy as np
from benchmarks.trace import lead

from counterflow.trace.dismantle import WAYS, area_of, dismantle, remove_by
from counterflow.trace.node_score import make_ties

MOST_OF_NETWORKX = 100
MOST_TIES_OF_BAR = 100
"""Of the networks of the bar, as far as its figures tell."""
_PEERS: Mapping[str, Callable[[nx.Graph], Mapping[int, float]]] = {
    "degree": lambda graph: dict(graph.degree),
    "betweenness": nx.betweenness_centrality,
}


def load(path: Path) -> dict[str, np.ndarray]:
    """Load every network as a matrix."""
    lead.LEAST, lead.MOST = 1, 10**9
    return lead.load(path)


def remove_by_networkx(ties: np.ndarray, score: Callable[[nx.Graph], Mapping[int, float]]) -> np.ndarray:
    """Remove by a score of networkx; of equals, the first."""
    graph, order = nx.from_numpy_array(ties), []
    while len(graph) > 0:
        scores = score(graph)
        order.append(max(sorted(scores), key=lambda one: round(scores[one], 12)))
        graph.remove_node(order[-1])
    return np.array(order)


def print_means(of: str, told: Mapping[str, list[float]]) -> None:
    """Print the mean of each way, and how ours stands to the others."""
    means = {way: float(np.mean(some)) for way, some in told.items()}
    print(f"means of {len(told['ours'])} networks{of}: " + ", ".join(f"{way} {one:.4f}" for way, one in means.items()))
    best = min(one for way, one in means.items() if way != "ours")
    print(f"ours / best other way {means['ours'] / best:.3f}; / spectral {means['ours'] / means['spectral']:.3f}")


def main() -> None:
    """Measure and print."""
    told: dict[str, list[float]] = {}
    small: dict[str, list[float]] = {}
    for name, matrix in load(Path(sys.argv[1])).items():
        left, right = np.nonzero(np.triu(matrix))
        ties = make_ties(len(matrix), left, right)
        dismantle(ties)  # compiled
        begun = time.process_time()
        ours = dismantle(ties)
        spent = time.process_time() - begun
        areas = {"ours": ours.area}
        for way in WAYS:
            if way in _PEERS and len(matrix) <= MOST_OF_NETWORKX:
                areas[way] = area_of(ties, remove_by_networkx(matrix, _PEERS[way]))
            else:
                areas[way] = area_of(ties, remove_by(ties, way))
        print(f"{name} ({len(matrix)} parties, {len(left)} ties, {spent:.1f} s of CPU): ", end="")
        print(", ".join(f"{way} {area:.4f}" for way, area in areas.items()), flush=True)
        # Of equals the first, as everywhere.
        areas["degree once"] = area_of(ties, np.argsort(-matrix.sum(axis=0), kind="stable"))
        for way, area in areas.items():
            told.setdefault(way, []).append(area)
            if len(left) <= MOST_TIES_OF_BAR:
                small.setdefault(way, []).append(area)
    print_means("", told)
    print_means(f" with at most {MOST_TIES_OF_BAR} ties", small)


if __name__ == "__main__":
    main()
