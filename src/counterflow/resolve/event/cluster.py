"""Clusters of accounts: joined where, over all pairs, more speaks for one event than against, and nothing forbids it.

Average linkage on log-odds: a third account joins two that are one event only if it fits both on the whole, so that a
chain of half-likely pairs joins nothing. Best first, then by ids: the order of the accounts does not matter.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from counterflow.resolve.event.account import Account
from counterflow.resolve.event.likeness import Likeness, overlap_key

MAX_BLOCK = 400
"""Accounts that share a key and are compared with one another; a commoner key tells none of them apart."""

JOINED = 1.5
"""Log2 odds, on average over all pairs, from which accounts are one event: three to one. A wrong join hides one."""

JUDGED = math.inf
"""Log2 odds of what a person said to be one event."""

Pair = tuple[int, int]
Compare = Callable[[int, int], Likeness]
Odds = Callable[[int, int], float | None]
"""Gives the log2 odds of two accounts; None: something forbids that they are of one event."""


class Clustering(NamedTuple):
    """Which accounts are joined, and how firmly."""

    clusters: list[list[int]]
    """Of two or more, each in order, in the order of their first."""
    joined: Mapping[Pair, float]
    """For each pair within a cluster, the log2 odds on which the two came into one: over all pairs then across."""


def candidate_pairs(accounts: Sequence[Account]) -> list[Pair]:
    """Find the pairs worth comparing: of one kind, with a party, amount, month, good, place or text in common."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, account in enumerate(accounts):
        for kind in account.kinds:
            for key in _keys(account):
                blocks[kind, key].append(at)
    pairs = {pair for block in blocks.values() if len(block) <= MAX_BLOCK for pair in combinations(block, 2)}
    return sorted(pairs)


def _keys(account: Account) -> set[str]:
    keys = {party.key for party in account.parties if party.key is not None}
    keys |= {f"{account.document} {party.local}" for party in account.parties if party.local is not None}
    keys |= {f"{party.type} {country}" for party in account.parties for country in party.countries}
    keys |= {f"{amount.unit} {amount.low:.4g}" for amount in account.amounts if amount.low is not None}
    keys |= account.goods
    keys |= {place.key for place in account.places}
    month = overlap_key(account.time)
    rare = sorted(account.words, key=lambda word: (-len(word), word))[:3]
    return (
        keys
        | ({month} if month is not None else set())
        | {"words " + " ".join(rare), f"{account.document} {account.trigger}"}
    )


def cluster_accounts(
    count: int,
    pairs: Iterable[Pair],
    compare: Compare,
    judged: Mapping[Pair, bool],
) -> Clustering:
    """Cluster accounts.

    Args:
        count: how many there are.
        pairs: those worth comparing.
        compare: gives the likeness of two; asked once a pair.
        judged: what a person said: one event (true), or two (false).
    """
    known: dict[Pair, float | None] = {}

    def odds(left: int, right: int) -> float | None:
        pair = (min(left, right), max(left, right))
        if pair not in known:
            likeness = compare(*pair)
            known[pair] = None if likeness.bar is not None else likeness.bits
        return known[pair]

    return _join(count, pairs, odds, judged)


def average_odds(left: Sequence[int], right: Sequence[int], odds: Odds, judged: Mapping[Pair, bool]) -> float | None:
    """Give the log2 odds that two clusters are of one event: over all pairs across; None: something forbids it."""
    across = list(product(left, right))
    said = {judged.get((min(pair), max(pair))) for pair in across}
    if False in said:
        return None
    if True in said:
        return JUDGED  # a person's word joins, whatever else speaks against it
    total = 0.0
    for pair in across:
        one = odds(*pair)
        if one is None:
            return None
        total += one
    return total / len(across)


def _join(count: int, pairs: Iterable[Pair], odds: Odds, judged: Mapping[Pair, bool]) -> Clustering:
    members: dict[int, list[int]] = {at: [at] for at in range(count)}
    near: dict[int, set[int]] = defaultdict(set)
    queue: list[tuple[float, int, int]] = []
    joined: dict[Pair, float] = {}

    def push(left: int, right: int) -> None:
        value = average_odds(members[left], members[right], odds, judged)
        if value is not None and value > JOINED:
            heapq.heappush(queue, (-value, min(left, right), max(left, right)))

    for left, right in sorted({*pairs, *judged}):
        near[left].add(right)
        near[right].add(left)
        push(left, right)
    following = count
    while len(queue) > 0:
        value, left, right = heapq.heappop(queue)
        if left not in members or right not in members:
            continue
        joined |= {(min(pair), max(pair)): -value for pair in product(members[left], members[right])}
        members[following] = sorted(members[left] + members[right])
        near[following] = {at for at in near[left] | near[right] if at in members} - {left, right}
        del members[left], members[right]
        for other in sorted(near[following]):
            near[other] = (near[other] - {left, right}) | {following}
            push(other, following)
        following += 1
    return Clustering(sorted(cluster for cluster in members.values() if len(cluster) > 1), joined)
