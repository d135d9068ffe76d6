"""Market leads of a build: who sells and who buys near goods, and who is not known to have dealt, with the grounds."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from counterflow.engine import Engine
from counterflow.exc import InputError
from counterflow.model.handling import strictest
from counterflow.tables import Lead as Row
from counterflow.trace.hidden import Matrix
from counterflow.trace.lead_file import HANDLING
from counterflow.trace.market import ALGORITHM, MarketLeads, find_market_leads
from counterflow.trace.market_good import nearness
from counterflow.trace.market_ground import Ground, MarketTies, grounds_of
from counterflow.trace.market_measure import Market
from counterflow.trace.market_trade import BUYER, MIDDLEMAN, SELLER, Trade, load_trades, middleman_roles
from counterflow.trace.network import Network
from counterflow.trace.party_net import make_party_net, pairs_of

MARKET = "market"
MOST_LEADS = 200
MOST_PARTIES = 300
"""Sellers and buyers of a build that are ranked: those with most trades, so that a run takes seconds."""
MOST_TRADES = 20_000
"""Trades that are told apart; of more, those that are told most often, so that customs records by the million fit."""
UNTIED = 1000
"""Pairs of a split that had not dealt and are learnt from, for the same reason."""

_COUNTRIES = "SELECT canonical_id, countries FROM entity"


class _Places(NamedTuple):
    """Numbers of what the columns of a market stand for."""

    parties: Sequence[str]
    goods: Sequence[str]
    middlemen: Sequence[str]
    places: Sequence[str]


def market_leads(
    engine: Engine, network: Network, roles: pa.Table, stocks: pa.Table, most: int = MOST_LEADS
) -> list[Row]:
    """Rank the sellers and buyers of a build that could meet; none where nobody sells what another buys.

    Reads:
        `belief`, `entity`, `canonical`, `quantity`, `frame`, `mention`, and rows of `role` and `stockpile`.
    """
    trades = load_trades(engine, network, stocks.to_pylist())
    parties = _busiest(trades, MOST_PARTIES)
    if len(parties) == 0:
        return []
    homes = {row["canonical_id"]: row["countries"] for row in engine.query(_COUNTRIES).to_pylist()}
    ties = _ties(network, roles.to_pylist(), parties, homes)
    numbers = _Places(
        parties=parties,
        goods=sorted({good for trade in trades for good in trade.goods}),
        middlemen=sorted({one for trade in trades for one in trade.of(MIDDLEMAN)} | {one for _, one in ties.uses}),
        places=sorted(
            {place for trade in trades for place in trade.places}
            | {one for some in ties.homes.values() for one in some}
        ),
    )
    if len(numbers.goods) == 0:
        return []
    some = _distinct(trades)
    while True:
        try:
            found = find_market_leads(_market(some, ties, numbers), most, UNTIED)
            return _rows(found, trades, ties, numbers)
        except InputError:  # too many pairs: those of half the parties, who are in most trades
            parties = _busiest(trades, len(parties) // 2)
            numbers = numbers._replace(parties=parties)
            ties = ties.of(parties)


def _distinct(trades: Sequence[Trade]) -> list[Trade]:
    """Give each trade that looks like no other once, the surest of those alike."""
    alike: dict[tuple[object, ...], list[Trade]] = defaultdict(list)
    for trade in trades:
        sides = (tuple(trade.of(side)) for side in (SELLER, BUYER, MIDDLEMAN))
        alike[(*sides, trade.goods, trade.places, trade.years)].append(trade)
    found = sorted(alike.values(), key=lambda some: (-len(some), some[0].id))[:MOST_TRADES]
    return sorted((max(some, key=lambda one: one.chance) for some in found), key=lambda one: one.id)


def _busiest(trades: Sequence[Trade], count: int) -> list[str]:
    """Give the sellers and buyers of known goods, those of most trades first where there are too many."""
    told = Counter(
        party for trade in trades if len(trade.goods) > 0 for side in (SELLER, BUYER) for party in trade.of(side)
    )
    most = sorted(told, key=lambda party: (-told[party], party))[:count]
    return sorted(most)


def _ties(
    network: Network, roles: Iterable[Mapping[str, Any]], parties: Sequence[str], homes: Mapping[str, Sequence[str]]
) -> MarketTies:
    """Find which middlemen the parties are tied to outside trades, with the rows of `edge` that say so."""
    known, middle = set(parties), {row["canonical_id"] for row in roles if row["role"] in middleman_roles()}
    uses: dict[tuple[str, str], list[int]] = defaultdict(list)
    for pair, rows in pairs_of(make_party_net(network)).items():
        ends = network.graph.id_of(pair[0]), network.graph.id_of(pair[1])
        for party, other in (ends, ends[::-1]):
            if party in known and other in middle:
                uses[party, other] += rows
    return MarketTies(network, dict(uses), {one: tuple(homes.get(one, ())) for one in parties})


def _market(trades: Sequence[Trade], ties: MarketTies, numbers: _Places) -> Market:
    place = _numbers(numbers.parties)
    met = np.zeros((len(place), len(place)))
    for trade in trades:
        if len(trade.goods) == 0:
            for seller in trade.of(SELLER):
                for buyer in trade.of(BUYER):
                    if seller in place and buyer in place:
                        met[place[seller], place[buyer]] = 1.0
    years = [(0, 0) if trade.years is None else trade.years for trade in trades]
    middle, where = _numbers(numbers.middlemen), _numbers(numbers.places)
    uses, home = np.zeros((len(place), len(middle))), np.zeros((len(place), len(where)))
    for party, other in ties.uses:
        uses[place[party], middle[other]] = 1.0
    for party, countries in ties.homes.items():
        for country in countries:
            home[place[party], where[country]] = 1.0
    return Market(
        sellers=_flags([trade.of(SELLER) for trade in trades], place),
        buyers=_flags([trade.of(BUYER) for trade in trades], place),
        goods=_flags([trade.goods for trade in trades], _numbers(numbers.goods)),
        middlemen=_flags([trade.of(MIDDLEMAN) for trade in trades], middle),
        places=_flags([trade.places for trade in trades], where),
        years=np.array(years, np.int64).reshape(-1, 2),
        chance=np.array([trade.chance for trade in trades]),
        near=nearness(numbers.goods),
        uses=uses,
        home=home,
        met=met,
    )


def _numbers(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _flags(some: Sequence[Iterable[str]], numbers: Mapping[str, int]) -> Matrix:
    found = np.zeros((len(some), len(numbers)))
    for row, names in enumerate(some):
        for name in names:
            if name in numbers:
                found[row, numbers[name]] = 1.0
    return found


def _rows(found: MarketLeads, trades: Sequence[Trade], ties: MarketTies, numbers: _Places) -> list[Row]:
    rows = []
    of_party: dict[str, dict[str, Trade]] = defaultdict(dict)
    for trade in trades:
        for party in (*trade.of(SELLER), *trade.of(BUYER)):
            of_party[party][trade.id] = trade
    for rank, (seller, buyer, good) in enumerate(
        zip(found.seller.tolist(), found.buyer.tolist(), found.good.tolist(), strict=True)
    ):
        ends, what = (numbers.parties[seller], numbers.parties[buyer]), numbers.goods[good]
        own = {**of_party[ends[0]], **of_party[ends[1]]}
        grounds = grounds_of([own[id_] for id_ in sorted(own)], ties, ends, what)
        rows.append(
            Row(
                source_id=ends[0],
                target_id=ends[1],
                kind=MARKET,
                commodity=what,
                score=float(found.score[rank]),
                precision=None if found.precision is None else float(found.precision[rank]),
                reasons=json.dumps(list(found.reasons[rank])),
                grounds=json.dumps([_ground(one) for one in grounds], ensure_ascii=False),
                statements=tuple(sorted({statement for one in grounds for statement in one.statements})),
                algorithm=ALGORITHM,
                handling=strictest({HANDLING, *(marking for one in grounds for marking in one.handling)}),
            )
        )
    return rows


def _ground(one: Ground) -> dict[str, Any]:
    return {"side": one.side, "says": one.says, "party_id": one.party, "statements": list(one.statements)}
