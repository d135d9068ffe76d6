"""The network among parties: who is tied to whom by ties that hold, and events that join who took part in them."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.trace.network import Network, is_authority

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST_TOGETHER = 10
"""Parties of one event beyond which to have taken part says nothing of two of them."""


class PartyNet(NamedTuple):
    """Ties by nodes of the network, without direction, parallel ones as they are."""

    is_party: Flags
    """By node: a party that is tied to anybody; events only join."""
    source: Ints
    target: Ints
    rows: Ints
    """Row of the network's edges behind each tie."""


def make_party_net(network: Network) -> PartyNet:
    """Leave goods, opposed roles and what does not hold out, as paths do."""
    graph = network.graph
    source, target = graph.source.astype(np.int64), graph.target.astype(np.int64)
    kept = network.holding & network.is_passable[source] & network.is_passable[target]
    source, target = source[kept], target[kept]
    is_tied = np.zeros(len(graph), np.bool_)
    is_tied[source] = is_tied[target] = True
    return PartyNet(is_tied & ~network.is_event, source, target, np.flatnonzero(kept))


def authorities_of(network: Network) -> frozenset[int]:
    """Give the nodes of who acts as an authority somewhere and is not listed: no party to a market, nor to a lead."""
    acting = is_authority(network.edges).to_numpy(zero_copy_only=False).astype(np.bool_)
    source, target = network.graph.source, network.graph.target
    ends = np.concatenate([source[acting], target[acting]])
    return frozenset(int(one) for one in ends if not network.is_event[one] and not network.is_listed[one])


def pairs_of(net: PartyNet) -> dict[tuple[int, int], list[int]]:
    """Give each pair of parties that is tied, or took part in one event, with the rows that say so."""
    pairs: dict[tuple[int, int], list[int]] = defaultdict(list)
    members: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for left, right, row in zip(net.source.tolist(), net.target.tolist(), net.rows.tolist(), strict=True):
        if net.is_party[left] and net.is_party[right]:
            pairs[min(left, right), max(left, right)].append(row)
        elif net.is_party[left] or net.is_party[right]:
            party, event = (left, right) if net.is_party[left] else (right, left)
            members[event][party].append(row)
    for parties in members.values():
        if len(parties) <= MOST_TOGETHER:
            for one, other in combinations(sorted(parties), 2):
                pairs[one, other] += parties[one] + parties[other]
    return dict(sorted(pairs.items()))
