"""Candidates of `resolve`: the two halves of OFAC's parties found again, primary name against aliases alone.

    .venv/bin/python -m benchmarks.resolve.blocking ../shared/data --peer PEER/bin/python

The records are those of `benchmarks.names.blocking`, which asks the index that screens; here `resolve` lists its own
candidates (`candidate/near.py`). They are ranked in three ways: by the kernel's log-odds; by log-odds less what the
best pair of either side is ahead, which knows of no lists; and by the probability that `resolve` gives where the
primary names are one list and the aliases another: rivals share what one would have, and two records of one list are
two. The peer, nomenklatura's blocker, knows of no lists: the first two are the fair comparison.
"""

from __future__ import annotations

import argparse
import os
import resource
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from benchmarks.names.blocking import TOPS, block_peer, split_parties, true_pairs
from benchmarks.names.entity import Entity
from benchmarks.names.environment import add_arguments, peer_python
from benchmarks.names.lists import read_list
from benchmarks.names.report import print_table
from numpy.typing import NDArray

from counterflow.resolve.candidate.near import near_pairs
from counterflow.resolve.candidate.score import score_pairs
from counterflow.resolve.candidate.segment import make_segment
from counterflow.resolve.probability import logits, probabilities

Floats = NDArray[np.float64]


class Found(NamedTuple):
    """Candidates, and the orders in which they may be looked at."""

    pairs: list[tuple[str, str]]
    ranks: dict[str, Floats]
    """Larger first."""
    cpu_s: float


def find_candidates(records: Sequence[Entity]) -> Found:
    """List the candidates of `resolve` with no cache, and rank them."""
    began = _cpu_s()
    segment = make_segment((one["id"], "", one) for one in sorted(records, key=lambda one: str(one["id"])))
    near = near_pairs(segment)
    scored = score_pairs(segment, near[0], segment, near[1], -np.inf)
    cpu_s = _cpu_s() - began
    ids, left, right = segment.ids, scored.left, scored.right
    odds = scored.odds.astype(np.float64)
    pairs = [(ids[a], ids[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)]
    list_of = np.array([one.endswith("-aliases") for one in ids], np.int64)
    own = logits(odds, list_of[left] == list_of[right])
    ranks = {
        "log-odds": odds,
        "probability of two lists": probabilities(own, left, right, list_of.tolist(), [False, False]),
        "log-odds less what is ahead": odds - _ahead(odds, left, right, len(ids)),
    }
    return Found(pairs, ranks, cpu_s)


def _ahead(odds: Floats, left: NDArray[np.int64], right: NDArray[np.int64], count: int) -> Floats:
    """Say by how much the best pair of either side is ahead, added up."""
    best = np.full(count, -np.inf)
    for side in (left, right):
        np.maximum.at(best, side, odds)
    behind: Floats = best[left] + best[right] - 2 * odds
    return behind


def share_found(found: Found, truth: set[tuple[str, str]], rank: Floats) -> list[float]:
    """Give the shares of true pairs among the first candidates, and among all; the smaller id settles a draw."""
    order = sorted(range(len(found.pairs)), key=lambda at: (-rank[at], found.pairs[at]))
    return [len(truth.intersection(found.pairs[at] for at in order[:top])) / len(truth) for top in (*TOPS, len(order))]


def _cpu_s() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main() -> None:
    """Rank and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--alone", action="store_true", help="ours without the peer")
    arguments = parser.parse_args()
    records = split_parties(read_list("ofac_2022_01", arguments.data, arguments.cache))
    truth = true_pairs(records)
    find_candidates(records[:100])  # compiled code is read or made here
    found = find_candidates(records)
    print(f"{len(records):,} records, {len(truth):,} true pairs, {len(found.pairs):,} candidates\n")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows: list[tuple[Any, ...]] = [
        (f"resolve, by {name}", *share_found(found, truth, rank), found.cpu_s, peak_mb)
        for name, rank in found.ranks.items()
    ]
    if not arguments.alone:
        theirs, cost = block_peer(records, peer_python(arguments))
        peer_mb = cost.pop("peak_mb")
        ranked = Found(theirs.pairs, {"peer": -np.arange(len(theirs.pairs), dtype=np.float64)}, sum(cost.values()))
        rows.append(("nomenklatura", *share_found(ranked, truth, ranked.ranks["peer"]), ranked.cpu_s, peer_mb))
    print_table(("blocker", *(f"top {top:,}" for top in TOPS), "all given", "CPU s", "peak MB"), rows)
    if not arguments.alone:
        for name, *shares in rows[:-1]:
            print(f"{name}: recall in the top {TOPS[0]:,} to the peer's: {float(shares[0]) / float(rows[-1][1]):.2f}")


if __name__ == "__main__":
    main()
