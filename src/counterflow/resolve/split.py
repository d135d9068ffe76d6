"""What a party falls apart into when two of its members are said to be two, without running anything again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

    Ties are kept firmest first, as `Clusters` merges, and one that would bring a NEGATIVE pair together is not. What
    the next run does may differ where likenesses that were outdone until now come to count.

    Args:
        members: ids of the party.
        ties: what holds it together.
        negative: pairs of members that a person says are two.
    """
    everybody = sorted(members)
    apart = [frozenset(pair) for pair in negative]
    kept: list[Pair] = []
    for tie in sorted(ties):
        parts = split(everybody, [*kept, (tie.left_id, tie.right_id)])
        if not any(pair <= frozenset(part) for part in parts for pair in apart):
            kept.append((tie.left_id, tie.right_id))
    return split(everybody, kept)


def bridges(ties: Sequence[Tie]) -> list[Tie]:
    """Order ties firmest first, one for each pair: the firmest."""
    first: dict[Pair, Tie] = {}
    for tie in sorted(ties):
        first.setdefault((min(tie.left_id, tie.right_id), max(tie.left_id, tie.right_id)), tie)
    return list(first.values())
