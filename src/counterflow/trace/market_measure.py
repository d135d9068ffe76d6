"""What is told of a market as arrays, and what is measured of each seller and buyer that could meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.exc import InputError
from counterflow.trace.hidden import Matrix, scale
from counterflow.trace.market_good import KIN

Ints = NDArray[np.int64]

MEASURES = (
    *("other deals", "deals of others", "deals of others in these goods", "common partners in these goods"),
    *("shared brokers and carriers", "shared places", "shared places of these goods", "years together"),
    *("nearness of goods", "surety", "seller's partners", "buyer's partners", "seller's partners in these goods"),
    *("buyer's partners in these goods", "what is told of the seller in these goods"),
    "what is told of the buyer in these goods",
)
MOST_CANDIDATES = 50_000
"""Seller, buyer and good beyond which a market is to be cut to what matters first."""


@dataclass(frozen=True)
class Market:
    """What is told of who sells and buys; each trade tells some of it, and may name one side alone."""

    sellers: Matrix
    """Trades by parties, 1 where the party supplies in the trade."""
    buyers: Matrix
    goods: Matrix
    """Trades by goods."""
    middlemen: Matrix
    """Trades by whoever stands between the two: brokers, carriers, financiers."""
    places: Matrix
    """Trades by the places that they touch."""
    years: Ints
    """Trades by first and last year; 0: not known."""
    chance: Matrix
    """By trade: how likely it is as told."""
    near: Matrix
    """Goods by goods: 1 for the same, less for nearer or wider kinds, 0 for others."""
    uses: Matrix
    """Parties by middlemen: tied to, outside trades."""
    home: Matrix
    """Parties by places: where they are at home."""
    met: Matrix
    """Parties by parties: known to have dealt, in goods that nobody names."""

    def without(self, hidden: NDArray[np.bool_]) -> Market:
        """Give the market as it would be told without some trades."""
        kept = ~hidden
        return replace(
            self,
            sellers=self.sellers[kept],
            buyers=self.buyers[kept],
            goods=self.goods[kept],
            middlemen=self.middlemen[kept],
            places=self.places[kept],
            years=self.years[kept],
            chance=self.chance[kept],
        )

    def deals(self) -> NDArray[np.bool_]:
        """Give who is told to have sold which goods to whom: goods, sellers, buyers."""
        found = np.zeros((self.goods.shape[1], self.sellers.shape[1], self.buyers.shape[1]), np.bool_)
        for one in range(len(found)):
            found[one] = _product(self.sellers * self.goods[:, [one]], self.buyers) > 0
        return found


class Candidates(NamedTuple):
    """Sellers and buyers of the same or near goods that are not known to have dealt in them."""

    seller: Ints
    buyer: Ints
    good: Ints
    """What the seller sells."""
    features: Matrix


def measure(market: Market) -> Candidates:
    """Find the candidates, and measure each.

    Raises:
        InputError: there are more than `MOST_CANDIDATES`.
    """
    supply = _product(market.sellers, market.goods)
    demand = _product(market.buyers, market.goods)
    wanted = demand @ market.near
    dealt = kin_deals(market)
    if market.goods.shape[1] == 0:
        none = np.zeros(0, np.int64)
        return Candidates(none, none, none, np.zeros((0, 2 * len(MEASURES))))
    good, seller, buyer = np.nonzero((supply.T > 0)[:, :, None] & (wanted.T > 0)[:, None, :] & ~dealt)
    apart = (seller != buyer) & ~(market.met[seller, buyer] > 0)
    good, seller, buyer = good[apart], seller[apart], buyer[apart]
    if len(good) > MOST_CANDIDATES:
        raise InputError(
            f"{len(good):,} sellers and buyers of goods are too many",
            expected=f"a part of the market with up to {MOST_CANDIDATES:,}",
        )
    if len(good) == 0:
        return Candidates(good, seller, buyer, np.zeros((0, 2 * len(MEASURES))))
    columns = [scale(one) for one in _measures(market, seller, buyer, good)]
    features = np.hstack([np.stack(one, axis=1) for one in columns])
    return Candidates(seller, buyer, good, features)


def _measures(market: Market, seller: Ints, buyer: Ints, good: Ints) -> list[Matrix]:
    """Give each of `MEASURES` for the candidates."""
    deals = market.deals()
    whole = np.asarray(deals.any(axis=0), np.float64)
    by_good, common, places, buyers, sellers, sold, bought = np.zeros((7, len(good)))
    for one in np.unique(good):
        rows = np.flatnonzero(good == one)
        here = seller[rows], buyer[rows]
        kinds = np.flatnonzero(market.near[one])
        near = np.asarray((deals[kinds] * market.near[one][kinds][:, None, None]).max(axis=0), np.float64)
        by_good[rows], common[rows] = _paths(near)[here], (near @ near.T @ near)[here]
        buyers[rows], sellers[rows] = near.sum(axis=1)[here[0]], near.sum(axis=0)[here[1]]
        told = market.goods @ market.near[one]
        trades = np.flatnonzero(told)
        ours, theirs = (side[trades] * told[trades, None] for side in (market.sellers, market.buyers))
        places[rows] = _shared(*(_product(side, market.places[trades]) for side in (ours, theirs)))[here]
        sold[rows], bought[rows] = ours.sum(axis=0)[here[0]], theirs.sum(axis=0)[here[1]]
    demand = _product(market.buyers, market.goods)
    nearest = np.zeros((len(market.near), len(demand)))
    for one, near in enumerate(market.near):
        nearest[one] = (near * (demand > 0)).max(axis=1, initial=0.0)
    sides = [_product(side, market.middlemen) + market.uses for side in (market.sellers, market.buyers)]
    touched = [_product(side, market.places) + market.home for side in (market.sellers, market.buyers)]
    return [
        whole[seller, buyer],
        _paths(whole)[seller, buyer],
        by_good,
        common,
        _shared(*sides)[seller, buyer],
        _shared(*touched)[seller, buyer],
        places,
        _years_together(market, seller, buyer),
        nearest[good, buyer],
        _surest(market, market.sellers)[seller] * _surest(market, market.buyers)[buyer],
        whole.sum(axis=1)[seller],
        whole.sum(axis=0)[buyer],
        buyers,
        sellers,
        sold,
        bought,
    ]


def kin_deals(market: Market) -> NDArray[np.bool_]:
    """Give who is known to have dealt in goods, or in a wider or narrower kind of them."""
    deals, kin = market.deals(), market.near >= KIN
    found = np.zeros_like(deals)
    for one in range(len(found)):
        found[one] = deals[kin[one]].any(axis=0)
    return found


def _paths(deals: Matrix) -> Matrix:
    """Weigh the ways of three deals from seller to buyer: over who bought of him and who sold to that one."""
    out, back = np.sqrt(np.maximum(deals.sum(axis=1), 1e-9)), np.sqrt(np.maximum(deals.sum(axis=0), 1e-9))
    normal = deals / out[:, None] / back
    found: Matrix = normal @ normal.T @ normal
    return found


def _shared(ours: Matrix, theirs: Matrix) -> Matrix:
    """Count what both sides have, each by how few have it."""
    left, right = (ours > 0).astype(np.float64), (theirs > 0).astype(np.float64)
    rare = 1.0 / np.maximum(((left + right) > 0).sum(axis=0), 1)
    found: Matrix = (left * rare) @ right.T
    return found


def _years_together(market: Market, seller: Ints, buyer: Ints) -> Matrix:
    """Count the years in which both are active; less than none where years lie between; where unknown, none."""
    sells, buys = _active(market, market.sellers), _active(market, market.buyers)
    known = (sells[seller, 0] > 0) & (buys[buyer, 0] > 0)
    last = np.minimum(sells[seller, 1], buys[buyer, 1])
    shared = last - np.maximum(sells[seller, 0], buys[buyer, 0]) + 1
    # `scale` takes what is 0 or more: ten years apart are the least.
    found: Matrix = np.where(known, np.clip(shared, -10, 10), 0).astype(np.float64) + 10.0
    return found


def _active(market: Market, side: Matrix) -> Ints:
    found = np.zeros((side.shape[1], 2), np.int64)
    dated = market.years[:, 0] > 0
    trade, party = np.nonzero(side[dated])
    first, last = market.years[dated].T
    begin = np.full(side.shape[1], np.iinfo(np.int64).max)
    np.minimum.at(begin, party, first[trade])
    np.maximum.at(found[:, 1], party, last[trade])
    found[:, 0] = np.where(found[:, 1] > 0, begin, 0)
    return found


def _surest(market: Market, side: Matrix) -> Matrix:
    if len(market.chance) == 0:
        return np.zeros(side.shape[1])
    found: Matrix = (side * market.chance[:, None]).max(axis=0)
    return found


def _product(left: Matrix, right: Matrix) -> Matrix:
    found: Matrix = left.T @ right
    return found
