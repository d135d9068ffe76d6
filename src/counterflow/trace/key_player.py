"""Key players: whose removal breaks a network most, beside who carries most of what is known to flow in it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.trace.dismantle import Dismantling, dismantle, largest_part
from counterflow.trace.network import Network
from counterflow.trace.node_score import Floats, Ints, betweenness, breaks, degrees, make_ties
from counterflow.trace.party_net import PartyNet

MOST_BETWEENNESS = 20_000_000_000
"""Nodes times ties up to which shortest paths of all pairs are counted: some ten seconds."""
FLOW_SCHEMATA = (
    *("ContractAward", "EconomicActivity", "Payment", "Remittance", "Revenue", "Sale", "Shipment", "Supply"),
)
"""Ties and events by which goods or money move."""


class KeyPlayers(NamedTuple):
    """What the removal of each party does, and what each carries; arrays are by node of the network."""

    order: Ints
    """Nodes of parties, the first to remove first."""
    found: Dismantling
    parties: int
    ties: int
    neighbours: Ints
    alone: Floats
    """Share of the parties in the largest part if this one alone is removed; before any removal: `whole`."""
    whole: float
    betweenness: Floats | None
    """Share of the pairs of parties whose shortest paths lead through each; None: the network is too large."""
    flow: Floats
    """What goes in or comes out, the larger of both, as the sum of probabilities of ties that move goods or money."""


def find_key_players(nodes: int, source: Ints, target: Ints, is_party: NDArray[np.bool_], flow: Floats) -> KeyPlayers:
    """Rank the parties of a network.

    Args:
        nodes: how many there are; those without ties that are no parties count for nothing.
        source: node at one end of each tie.
        target: node at the other.
        is_party: whom can be removed; others only join.
        flow: what each node carries, see `carried`.
    """
    ties = make_ties(nodes, source, target, is_party)
    everyone = np.ones(nodes, np.bool_)
    parties = max(int(is_party.sum()), 1)
    found = dismantle(ties)
    giant, _ = breaks(ties, everyone)
    between = None
    if nodes * len(ties.neighbours) <= MOST_BETWEENNESS:
        between = betweenness(ties, everyone) / max((parties - 1) * (parties - 2) / 2, 1)
    # Who is removed first leaves one less at least: what was there before is counted with nobody removed.
    whole = largest_part(ties) / parties
    return KeyPlayers(
        order=found.order,
        found=found,
        parties=int(is_party.sum()),
        ties=len(ties.neighbours) // 2,
        neighbours=degrees(ties, everyone).astype(np.int64),
        alone=giant / parties,
        whole=whole,
        betweenness=between,
        flow=flow,
    )


def carried(nodes: int, source: Ints, target: Ints, amount: Floats) -> Floats:
    """Say what each node carries: the larger of what goes in and what comes out."""
    into, out = np.zeros(nodes), np.zeros(nodes)
    np.add.at(out, source, amount)
    np.add.at(into, target, amount)
    return np.maximum(into, out)


def evidenced_flow(network: Network, net: PartyNet) -> Floats:
    """Say what each party carries by the ties of a network that move goods or money, each by its probability."""
    schemata = np.array(network.edges.column("schema").to_pylist(), dtype=object)[net.rows]
    moves = np.isin(schemata.astype(str), FLOW_SCHEMATA)
    amount = np.where(moves, network.graph.probability[net.rows], 0.0)
    return carried(len(network.graph), net.source, net.target, amount)
