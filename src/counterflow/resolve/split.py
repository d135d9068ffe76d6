"""What a party falls apart into when two of its members are said to be two, without running anything again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, groupby
from typing import NamedTuple

from counterflow.resolve.cluster import split
from counterflow.resolve.decide import Rank

Pair = tuple[str, str]


class Tie(NamedTuple):
    """What holds two members of a party together; firmest first in the order of these fields."""

    rank: Rank
    doubt: float
    """The smaller, the firmer."""
    left_id: str
    right_id: str


def fall_apart(members: Iterable[str], ties: Iterable[Tie], negative: Iterable[Pair]) -> list[list[str]]:
    """Say what a party falls apart into.

    Ties are kept firmest first, as `Clusters` merges, and one that would bring a NEGATIVE pair together is not; of
    equal likenesses to both of such a pair neither. What the next run does may differ where likenesses that were
    outdone until now come to count.

    Args:
        members: ids of the party.
        ties: what holds it together.
        negative: pairs of members that a person says are two.
    """
    everybody = sorted(members)
    apart = [frozenset(pair) for pair in negative]
    kept: list[Pair] = []
    for (rank, _), group in groupby(sorted(ties), key=lambda one: (one.rank, one.doubt)):
        alike = list(group)
        tied = _tied(alike, split(everybody, kept), apart) if rank == Rank.SCORE else set()
        for tie in alike:
            parts = split(everybody, [*kept, (tie.left_id, tie.right_id)])
            if tie not in tied and not any(pair <= frozenset(part) for part in parts for pair in apart):
                kept.append((tie.left_id, tie.right_id))
    return split(everybody, kept)


def _tied(ties: Sequence[Tie], parts: Sequence[Sequence[str]], apart: Sequence[frozenset[str]]) -> set[Tie]:
    """Find the ties by which two parts that hold a NEGATIVE pair between them are equally like a third."""
    part_of = {member: number for number, part in enumerate(parts) for member in part}
    barred = {frozenset(part_of[one] for one in pair) for pair in apart if all(one in part_of for one in pair)}
    bids: dict[int, dict[int, list[Tie]]] = {}
    for tie in ties:
        left, right = part_of[tie.left_id], part_of[tie.right_id]
        for one, other in ((left, right), (right, left)) if left != right else ():
            bids.setdefault(one, {}).setdefault(other, []).append(tie)
    return {
        tie
        for bidders in bids.values()
        for (one, mine), (other, theirs) in combinations(bidders.items(), 2)
        if frozenset((one, other)) in barred
        for tie in (*mine, *theirs)
    }


def bridges(ties: Sequence[Tie]) -> list[Tie]:
    """Order ties firmest first, one for each pair: the firmest."""
    first: dict[Pair, Tie] = {}
    for tie in sorted(ties):
        first.setdefault((min(tie.left_id, tie.right_id), max(tie.left_id, tie.right_id)), tie)
    return list(first.values())
