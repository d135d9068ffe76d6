"""Key players of a build, or of ties in a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from counterflow.dossier.archive import Archive
from counterflow.dossier.key_player_shape import KeyPlayer, KeyPlayersAnswer
from counterflow.dossier.shape import PartyRef
from counterflow.model.handling import strictest
from counterflow.trace.dismantle import ALGORITHM
from counterflow.trace.key_player import KeyPlayers, carried, evidenced_flow, find_key_players
from counterflow.trace.lead_file import HANDLING
from counterflow.trace.network import load_network
from counterflow.trace.party_net import make_party_net

_DIGITS = 6
_PERSONS = "SELECT canonical_id FROM entity WHERE schema = 'Person'"


def key_players_of_case(archive: Archive, most: int) -> KeyPlayersAnswer:
    """Rank the parties of a build, by ties that hold; what holds on a day, and was known, the archive's clock says.

    No natural person is ranked whom no row of evidence ties. The marking is the strictest of all ties, and no less than
    that of leads: whom to remove first is also whom to guard first.
    """
    day = None if archive.clock.valid_at is None else date.fromisoformat(archive.clock.valid_at)
    network = load_network(archive.engine, day)
    net = make_party_net(network)
    graph = network.graph
    found = find_key_players(len(graph), net.source, net.target, net.is_party, evidenced_flow(network, net))
    evidence = np.zeros(len(graph), np.int64)
    counts = network.edges.column("evidence").to_numpy(zero_copy_only=False)[net.rows]
    np.add.at(evidence, net.source, counts)
    np.add.at(evidence, net.target, counts)
    persons = {row["canonical_id"] for row in archive.rows(_PERSONS)}
    withheld = {node for node in found.order.tolist() if evidence[node] == 0 and graph.id_of(node) in persons}
    handling = network.edges.column("handling").to_pylist()
    refs = archive.party_refs(graph.id_of(node) for node in found.order.tolist())

    def name(node: int) -> PartyRef:
        id_ = graph.id_of(node)
        return refs.get(id_) or PartyRef(id=id_, caption=id_, schema_="Thing")

    answer = _answer(found, most, name, withheld, lambda node: bool(network.is_listed[node]))
    marking = strictest({HANDLING, *(handling[row] for row in net.rows.tolist())})
    return answer.model_copy(update={"handling": marking})


def key_players_of_ties(
    parties: Sequence[str], ties: Sequence[tuple[int, int]], flow: Sequence[float], most: int
) -> KeyPlayersAnswer:
    """Rank the parties of ties in a file.

    Args:
        parties: their names, by number.
        ties: pairs of numbers, from whom to whom.
        flow: what each tie carries; zeros where that is not told.
        most: how many are given.
    """
    ends = np.array(ties, np.int64).reshape(-1, 2)
    carries = carried(len(parties), ends[:, 0], ends[:, 1], np.array(flow, np.float64))
    found = find_key_players(len(parties), ends[:, 0], ends[:, 1], np.ones(len(parties), np.bool_), carries)
    refs = [PartyRef(id=party, caption=party, schema_="Thing") for party in parties]
    return _answer(found, most, refs.__getitem__, set(), lambda _: False)


def _answer(
    found: KeyPlayers, most: int, name: Callable[[int], PartyRef], withheld: set[int], is_listed: Callable[[int], bool]
) -> KeyPlayersAnswer:
    ranks = {node: place for place, node in enumerate(found.order.tolist()) if node not in withheld}

    def player(node: int) -> KeyPlayer:
        return KeyPlayer(
            rank=ranks[node] + 1,
            party=name(node),
            listed_now=is_listed(node),
            left=round(float(found.found.largest[ranks[node]]) / found.parties, _DIGITS),
            alone=round(float(found.alone[node]), _DIGITS),
            neighbours=int(found.neighbours[node]),
            betweenness=None if found.betweenness is None else round(float(found.betweenness[node]), _DIGITS),
            flow=round(float(found.flow[node]), _DIGITS),
        )

    carriers = sorted((node for node in ranks if found.flow[node] > 0), key=lambda node: (-found.flow[node], node))
    return KeyPlayersAnswer(
        parties=found.parties,
        ties=found.ties,
        whole=round(found.whole, _DIGITS),
        area=round(found.found.area, _DIGITS),
        areas={way: round(area, _DIGITS) for way, area in found.found.areas.items()},
        withheld=len(withheld),
        key_players=tuple(player(node) for node in list(ranks)[:most]),
        carriers=tuple(player(node) for node in carriers[:most]),
        algorithm=ALGORITHM,
        handling=HANDLING,
    )
