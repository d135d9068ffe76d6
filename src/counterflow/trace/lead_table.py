"""Leads of a build: pairs of its densest part that are likely tied, and sellers and buyers who could meet."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import pyarrow as pa

from counterflow.engine import Engine
from counterflow.exc import InputError
from counterflow.model.handling import strictest
from counterflow.tables import LEAD
from counterflow.tables import Lead as Row
from counterflow.trace.lead import ALGORITHM
from counterflow.trace.lead_file import HANDLING, leads_of
from counterflow.trace.market_table import market_leads
from counterflow.trace.network import Network, load_network
from counterflow.trace.party_net import authorities_of, make_party_net, pairs_of

HIDDEN_TIE = "hidden-tie"
MOST_LEADS = 200
MOST_PARTIES = 300
"""Parties of a build among which ties are looked for: those with most ties, so that a run takes seconds."""
UNTIED = 1000
"""Untied pairs of a split that are learnt from, for the same reason."""
LEAST_NEIGHBOURS = 2
"""Of who is tied to one other alone too little is known to say with whom else he is."""


def lead(engine: Engine, roles: pa.Table, stocks: pa.Table) -> pa.Table:
    """Make the rows of `lead`: likely ties where there are enough ties to learn from, and sellers with buyers.

    Reads:
        `edge`, `entity`, what `market_leads` reads, and rows of `role` and `stockpile`.
    """
    network = load_network(engine)
    return LEAD.from_rows([*rows_of_network(network), *market_leads(engine, network, roles, stocks)])


def rows_of_network(network: Network, most: int = MOST_LEADS) -> list[Row]:
    """Rank the unseen ties of a network."""
    left_out = authorities_of(network)
    found_pairs = pairs_of(make_party_net(network)).items()
    pairs = {pair: rows for pair, rows in found_pairs if left_out.isdisjoint(pair)}
    kept = _densest(list(pairs))
    pairs = {pair: rows for pair, rows in pairs.items() if pair[0] in kept and pair[1] in kept}
    parties = sorted({end for pair in pairs for end in pair})
    number = {party: place for place, party in enumerate(parties)}
    try:
        found = leads_of(
            [network.graph.id_of(one) for one in parties],
            [(number[one], number[other]) for one, other in pairs],
            most,
            UNTIED,
        )
    except InputError:
        return []
    markings = network.edges.column("handling").to_pylist()
    by_party: dict[int, set[str]] = {}
    for pair, rows in pairs.items():
        for end in pair:
            by_party.setdefault(end, {HANDLING}).update(markings[row] for row in rows)
    made = []
    for left, right, score, precision, reasons in zip(*found, strict=True):
        ends = sorted((parties[int(left)], parties[int(right)]), key=network.graph.id_of)
        made.append(
            Row(
                source_id=network.graph.id_of(ends[0]),
                target_id=network.graph.id_of(ends[1]),
                kind=HIDDEN_TIE,
                commodity="",
                score=float(score),
                precision=float(precision),
                reasons=json.dumps(list(reasons)),
                grounds="[]",
                statements=(),
                algorithm=ALGORITHM,
                handling=strictest(by_party[ends[0]] | by_party[ends[1]]),
            )
        )
    return made


def _densest(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Give the parties with several neighbours, those with most first; of equals, by number."""
    neighbours = Counter(end for pair in pairs for end in pair)
    several = [party for party, count in neighbours.items() if count >= LEAST_NEIGHBOURS]
    several.sort(key=lambda party: (-neighbours[party], party))
    return set(several[:MOST_PARTIES])
