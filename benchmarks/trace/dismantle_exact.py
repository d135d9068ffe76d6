"""How near the orders of dismantling are to the best ones: exact for small networks, long runs for others.

    .venv/bin/python -m benchmarks.trace.dismantle_exact NETWORKS.json [--parties 26] [--times 20]

Up to so many parties the least area of all orders is found by dynamic programming over all sets of parties: what the
best order for a set leaves is the largest part of the set and the best that is left without one of it. For more
parties the same search as ours is given so many times the moves, from four seeds instead of two: no proof, but what
it still gains says how far ours is from its own limit.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from benchmarks.trace.dismantle import load
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled
from counterflow.trace import dismantle as ours
from counterflow.trace.node_score import Ties, make_ties

SEEDS = 4


@compiled
def _least(neighbours: NDArray[np.int64]) -> int:
    """Give the least sum of largest parts over all orders, by the masks of neighbours of at most 32 parties."""
    count = len(neighbours)
    least = np.zeros(1 << count, np.uint16)
    for here in range(1, 1 << count):
        best = np.uint16(65535)
        rest = here
        while rest != 0:
            bit = rest & -rest
            rest ^= bit
            best = min(best, least[here ^ bit])
        # The largest part of the set.
        largest, open_ = 0, here
        while open_ != 0:
            part = open_ & -open_
            front = part
            while front != 0:
                reached = 0
                while front != 0:
                    bit = front & -front
                    front ^= bit
                    place = 0
                    if bit >= 1 << 16:
                        bit >>= 16
                        place += 16
                    if bit >= 1 << 8:
                        bit >>= 8
                        place += 8
                    if bit >= 1 << 4:
                        bit >>= 4
                        place += 4
                    if bit >= 1 << 2:
                        bit >>= 2
                        place += 2
                    if bit >= 2:
                        place += 1
                    reached |= neighbours[place]
                front = reached & open_ & ~part
                part |= front
            open_ &= ~part
            size = 0
            while part != 0:
                part &= part - 1
                size += 1
            largest = max(largest, size)
        least[here] = best + largest
    return int(least[-1])


def least_area(matrix: np.ndarray) -> float:
    """Give the least area of all orders; what is left before the first removal does not count."""
    count = len(matrix)
    masks = np.array([int(sum(1 << int(other) for other in np.flatnonzero(row))) for row in matrix], np.int64)
    left, right = np.nonzero(np.triu(matrix))
    whole = ours.largest_part(make_ties(count, left, right))
    return float((_least(masks) - whole) / count**2)


def search_long(ties: Ties, times: int) -> float:
    """Give the area of the best of several long searches, each from the best of the known ways."""
    start = min(
        (ours.remove_by(ties, way) for way in ours.WAYS if ours._work(ties, way) <= ours.MOST_WORK),
        key=lambda order: ours.area_of(ties, order),
    )
    moves = times * int(
        np.clip(ours.MOVES_WORK // (len(ties) + len(ties.neighbours)), ours.LEAST_MOVES, ours.MOST_MOVES)
    )
    found = (ours._anneal(*ties, start, moves, 100 + seed) for seed in range(SEEDS))
    return min(ours.area_of(ties, order) for order in found)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("networks", type=Path)
    parser.add_argument("--parties", type=int, default=26, help="networks up to so many are answered exactly")
    parser.add_argument("--times", type=int, default=20, help="moves of a long search, in those of ours")
    given = parser.parse_args()
    sums = np.zeros(2)
    networks = load(given.networks)
    for name, matrix in sorted(networks.items(), key=lambda one: len(one[1])):
        left, right = np.nonzero(np.triu(matrix))
        ties = make_ties(len(matrix), left, right)
        begun = time.process_time()
        area = ours.dismantle(ties).area
        is_exact = len(matrix) <= given.parties
        best = least_area(matrix) if is_exact else min(area, search_long(ties, given.times))
        sums += area, best
        spent = time.process_time() - begun
        word = "least of all orders" if is_exact else "long search"
        print(f"{name} ({len(matrix)} parties): ours {area:.4f}, {word} {best:.4f} ({spent:.0f} s of CPU)", flush=True)
    means = sums / len(networks)
    print(f"means of {len(networks)} networks: ours {means[0]:.4f}, best known {means[1]:.4f}")


if __name__ == "__main__":
    main()
