"""Pairs of records whose names have much of what they say in common."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import compiled, signed
from counterflow.resolve.candidate.kin import Kin, find_kin
from counterflow.resolve.candidate.segment import Segment
from counterflow.resolve.candidate.term import Terms

LEAST_SHARE = np.float32(0.45)
"""Share of what the shorter of two names says that must be in common."""
LEAST_BITS = np.float32(5)
"""What two names must have in common at least. Bits."""
THREADS = 2
SHARES = 8
"""Runs of records that threads share out, at most."""
LEAST_NAMES = 2_000
"""Names of a run, at least."""

Places = NDArray[np.int64]


def segment_kin(left: Segment, right: Segment, known: Kin | None = None) -> Kin:
    """Find for each term of a segment those of another that may be it; `known` are the other's among themselves."""
    return find_kin(left.frame.vocabulary, left.terms, right.frame.vocabulary, right.terms, known)


def near_pairs(left: Segment, right: Segment | None = None, kin: Kin | None = None) -> tuple[Places, Places]:
    """Find the pairs of records that are near by their names: of two segments, or within one.

    The rule is one of two names alone (`LEAST_SHARE`, `LEAST_BITS`), and the same both ways: whatever else is there
    changes nothing, so that what was found earlier stays found.

    Args:
        left: a segment.
        right: another; None: the pairs are those within the one.
        kin: what `segment_kin` gives of the two, if it was asked.
    """
    other = left if right is None else right
    kin = segment_kin(left, other) if kin is None else kin
    name_at = left.frame.name_at
    # A share begins by looking at all names of the other segment.
    shares = min(SHARES, len(left.texts) // LEAST_NAMES + 1)
    cuts = [int(name_at[len(left) * i // shares]) for i in range(shares + 1)]

    def find(share: int) -> tuple[Places, Places]:
        return _near(left.terms, cuts[share], cuts[share + 1], kin, other.terms, len(other), right is None)

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(find, range(shares)))
    one, another = (np.concatenate([part[side] for part in found]) for side in (0, 1))
    order = np.lexsort((another, one))
    return one[order], another[order]


@compiled
def _near(  # noqa: PLR0913, PLR0917 - both sides, which names of the left, and what is asked
    left: Terms, start: int, end: int, kin: Kin, right: Terms, others: int, within: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    room, count = 1 << 16, 0
    one, other = np.empty(room, np.int64), np.empty(room, np.int64)
    names = len(right.party)
    answered, covered = np.zeros(names, np.uint32), np.zeros(names, np.uint32)
    touched = np.empty(names, np.uint32)
    found = np.full(others, -1, np.int64)
    totals = np.zeros(names, np.float32)
    for m in range(names):
        totals[m] = right.bits[m].sum()
    for n in range(start, end):
        party, reached = signed(left.party[n]), 0
        for at in range(left.term_at[n], left.term_at[n + 1]):
            term = signed(left.term[at])
            for k in range(kin.at[term], kin.at[term + 1]):
                near = signed(kin.term[k])
                for place in range(right.posting_at[near], right.posting_at[near + 1]):
                    m = signed(right.posting[place])
                    if answered[m] == 0:
                        touched[reached] = m
                        reached += 1
                    answered[m] |= left.own[at]
                    covered[m] |= right.cover[place]
        total = left.bits[n].sum()
        for i in range(reached):
            m = signed(touched[i])
            near_party = signed(right.party[m])
            is_new = found[near_party] != party and (not within or near_party > party)
            if is_new:
                common = min(_sum(left.bits, n, answered[m]), _sum(right.bits, m, covered[m]))
                if common >= LEAST_BITS and common >= LEAST_SHARE * min(total, totals[m]):
                    found[near_party] = party
                    if count == room:
                        room *= 2
                        one, other = _grown(one, room), _grown(other, room)
                    one[count], other[count] = party, near_party
                    count += 1
            answered[m] = 0
            covered[m] = 0
    return one[:count].copy(), other[:count].copy()


@compiled
def _grown(values: NDArray[np.int64], room: int) -> NDArray[np.int64]:
    more = np.empty(room, np.int64)
    more[: len(values)] = values
    return more


@compiled
def _sum(bits: NDArray[np.float32], name: int, places: np.uint32) -> np.float32:
    total, place = np.float32(0), 0
    while places > 0:
        if places & np.uint32(1):
            total += bits[name, place]
        places >>= np.uint32(1)
        place += 1
    return total
