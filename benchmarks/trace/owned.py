"""The 50 percent rule over 300,000 stakes with cycles: ours, and a plain worklist in Python that gives the same answer.

    .venv/bin/python -m benchmarks.trace.owned [REPEATS]

Half of the stakes are numbers, the rest bands or unknown. `rule` is `apply_rule` whole: arranging the stakes, both
fixed points, contradictions. `dates` and `proofs` are of every party that is certainly owned. Multiplied stakes are
beside them: how many parties that other rule gets wrong. A ring of 100,000 companies with one listed owner comes last.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict, deque

import numpy as np

from counterflow.trace.owned import HALF, UNDATED, Stakes, apply_rule, date_answers, prove_all
from counterflow.trace.stake import PERCENT, WHOLE

PARTIES, STAKES, LISTED = 200_000, 300_000, 2_000


def make_stakes(seed: int = 1) -> tuple[Stakes, np.ndarray]:
    """Make stakes: each party has one to four owners, any of all parties, so that there are long cycles."""
    dice = np.random.default_rng(seed)
    owned = np.sort(dice.integers(0, PARTIES, STAKES)).astype(np.int32)
    owner = dice.integers(0, PARTIES, STAKES).astype(np.int32)
    share = dice.choice([10, 20, 25, 30, 40, 50, 51, 60, 100], STAKES) * PERCENT
    first = np.searchsorted(owned, owned)
    before = np.cumsum(share) - share
    share = np.minimum(share, np.maximum(WHOLE - (before - before[first]), 0))  # no more than the whole is owned
    kind = dice.random(STAKES)
    low = np.where(kind < 0.5, share, np.where(kind < 0.75, share // 2, 0))
    high = np.where(kind < 0.5, share, np.where(kind < 0.75, np.minimum(share * 2, WHOLE), WHOLE))
    day = np.where(dice.random(STAKES) < 0.5, dice.integers(10_000, 20_000, STAKES), UNDATED).astype(np.int32)
    listed = np.zeros(PARTIES, np.bool_)
    listed[dice.choice(PARTIES, LISTED, replace=False)] = True
    return Stakes(owner, owned, low.astype(np.int64), high.astype(np.int64), day), listed


def plain(stakes: Stakes, listed: np.ndarray) -> set[int]:
    """Find who is certainly owned, by a worklist over dictionaries."""
    of = defaultdict(list)
    for owner, owned, low in zip(stakes.owner.tolist(), stakes.owned.tolist(), stakes.low.tolist(), strict=True):
        if owner != owned:
            of[owner].append((owned, low))
    inside = set(np.flatnonzero(listed).tolist())
    waiting: deque[int] = deque(sorted(inside))
    total: defaultdict[int, int] = defaultdict(int)
    while len(waiting) > 0:
        for owned, low in of[waiting.popleft()]:
            total[owned] += low
            if total[owned] >= HALF and owned not in inside:
                inside.add(owned)
                waiting.append(owned)
    return inside


def multiplied(stakes: Stakes, listed: np.ndarray, rounds: int = 60) -> np.ndarray:
    """Multiply stakes down the chains and add up the paths: another rule, often taken for this one."""
    part = listed.astype(float)
    for _ in range(rounds):
        into = np.zeros(len(listed))
        np.add.at(into, stakes.owned, part[stakes.owner] * stakes.low / WHOLE)
        part = np.where(listed, 1.0, np.minimum(into, 1.0))
    return part >= 0.5


def main() -> None:
    """Measure and print."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    stakes, listed = make_stakes()
    found = apply_rule(stakes, listed)
    start = time.process_time()
    same = plain(stakes, listed)
    peer = time.process_time() - start
    if same != set(np.flatnonzero(found.certain).tolist()):
        sys.exit("the rule and the plain worklist differ")
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        apply_rule(stakes, listed)
        seconds.append(time.process_time() - start)
    owned = np.flatnonzero(found.certain & ~listed)
    wrong = int((multiplied(stakes, listed) != found.certain).sum())
    print(f"{STAKES:,} stakes, {PARTIES:,} parties, {LISTED:,} listed: {len(owned):,} certainly owned,", end=" ")
    print(f"{int((found.possible & ~found.certain).sum()):,} possibly; multiplying gets {wrong:,} wrong")
    print(f"rule: median {np.median(seconds):.4f} s CPU, worst {max(seconds):.4f}; plain Python {peer:.3f} s")
    start = time.process_time()
    date_answers(stakes, found, np.full(PARTIES, UNDATED, np.int32))
    print(f"dates: {time.process_time() - start:.3f} s")
    start = time.process_time()
    steps = prove_all(stakes, found, owned.tolist())
    print(f"proofs of all: {time.process_time() - start:.3f} s, {len(steps):,} stakes")
    size = 100_000
    both = np.append(np.arange(size), size), np.append((np.arange(size) + 1) % size, 0)
    share = np.full(size + 1, 60 * PERCENT, np.int64)
    ring = Stakes(
        both[0].astype(np.int32), both[1].astype(np.int32), share, share, np.full(size + 1, UNDATED, np.int32)
    )
    start = time.process_time()
    answer = apply_rule(ring, np.arange(size + 1) == size)
    print(f"ring of {size:,}: {time.process_time() - start:.4f} s, {int(answer.certain.sum()) - 1:,} owned,", end=" ")
    print(f"{int((answer.contradiction > 0).sum())} contradiction")


if __name__ == "__main__":
    main()
