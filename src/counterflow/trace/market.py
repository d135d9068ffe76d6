"""Market leads: who sells and who buys goods of a kind, and is not known to have dealt with whom, ranked.

A seller and a buyer of the same or near goods could meet. What says that they will is measured for each: the deals of
others (who sells to a buyer's other sellers' buyers), brokers, carriers and financiers that both use, places that
both their ways touch, years in which both are active, how near their goods are, and how sure it is that one sells and
the other buys. Which of these counts the deals of the case say themselves: a fifth of them is hidden sixteen times, and
a logistic model learns which pairs had dealt. With too few deals nothing is learnt, and no precision is measured.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.trace.hidden import HIDDEN, SPLITS, Matrix, fit, precision_up_to
from counterflow.trace.market_measure import MEASURES, Candidates, Ints, Market, kin_deals, measure

ALGORITHM = "market-v1"
_PRIORS = {
    "common partners in these goods": 1.0,
    "seller's partners in these goods": 1.0,
    "buyer's partners in these goods": 1.0,
    "what is told of the seller in these goods": 1.0,
    "what is told of the buyer in these goods": 1.0,
    "shared brokers and carriers": 0.5,
    "shared places": 0.5,
    "years together": 0.5,
    "nearness of goods": 1.0,
    "surety": 1.0,
}
"""What a nine of rank weighs before anything is learnt."""
LEAST_DEALS = 20
"""Deals below which nothing is learnt or measured: a fifth of fewer is too few to count."""
MOST_UNTIED = 20_000
"""Pairs of a split that had not dealt and are learnt from; the others are stood for by them."""
_SEED = 20_09


class MarketLeads(NamedTuple):
    """Sellers and buyers that could meet, likeliest first."""

    seller: Ints
    buyer: Ints
    good: Ints
    score: Matrix
    """For ranking only."""
    precision: Matrix | None
    """Share of hidden deals among pairs up to such a rank; None: too few deals to measure."""
    reasons: tuple[tuple[str, ...], ...]
    """Up to three measures that speak most for the pair."""


def find_market_leads(market: Market, most: int, untied: int = MOST_UNTIED) -> MarketLeads:
    """Rank the sellers and buyers that could meet.

    Args:
        market: what is told.
        most: how many leads are given at most.
        untied: pairs of a split that are learnt from; fewer are quicker.

    Raises:
        InputError: there are too many pairs.
    """
    found = measure(market)
    weights, splits = _learn(market, untied)
    precision = None if splits is None else _precision(splits, untied, weights)
    score = found.features @ weights[1:] + weights[0]
    order = _order(found, score)[:most]
    if precision is not None:
        # A rank beyond those that were measured has the last one's share.
        precision = precision[np.minimum(np.arange(len(order)), len(precision) - 1)] if len(precision) > 0 else None
    return MarketLeads(
        seller=found.seller[order],
        buyer=found.buyer[order],
        good=found.good[order],
        score=score[order],
        precision=precision,
        reasons=tuple(_reasons(found.features[one], weights) for one in order),
    )


def rank_candidates(market: Market, *, learns: bool = True) -> tuple[Candidates, Matrix]:
    """Score every candidate: for measuring the method; `learns` False ranks by what is taken for granted."""
    weights = _learn(market, MOST_UNTIED)[0] if learns else np.concatenate([[0.0], _prior()])
    found = measure(market)
    return found, found.features @ weights[1:] + weights[0]


class _Split(NamedTuple):
    candidates: Candidates
    is_hidden: Matrix
    missed: int
    """Hidden deals of which the rest no longer tells that one side sells or buys such goods."""


def hide(market: Market, seed: int) -> tuple[Market, NDArray[np.bool_]]:
    """Hide a fifth of the deals: the market without the trades that tell them, and the deals that are hidden then.

    A deal of goods is no longer hidden where another of the same two in the same, a wider or a narrower kind is left.
    """
    deals = market.deals()
    good, seller, buyer = np.nonzero(deals)
    dice = np.random.default_rng(_SEED + seed)
    chosen = dice.choice(len(good), max(1, round(HIDDEN * len(good))), replace=False)
    gone = np.zeros(len(market.chance), np.bool_)
    picked = np.zeros_like(deals)
    picked[good[chosen], seller[chosen], buyer[chosen]] = True
    for one in np.unique(good[chosen]):
        gone |= (market.goods[:, one] > 0) & (((market.sellers @ picked[one]) * market.buyers).sum(axis=1) > 0)
    rest = market.without(gone)
    left = kin_deals(rest)
    return rest, deals & ~left


def _learn(market: Market, untied: int) -> tuple[Matrix, list[_Split] | None]:
    if int(market.deals().sum()) < LEAST_DEALS:
        return np.concatenate([[0.0], _prior()]), None
    splits = []
    for seed in range(SPLITS):
        rest, hidden = hide(market, seed)
        found = measure(rest)
        is_hidden = hidden[found.good, found.seller, found.buyer].astype(np.float64)
        splits.append(_Split(found, is_hidden, int(hidden.sum() - is_hidden.sum())))
    return _fit(splits, untied), splits


def _fit(splits: list[_Split], most_untied: int, start: Matrix | None = None) -> Matrix:
    features, hidden, weight = [], [], []
    for number, (found, is_hidden, _) in enumerate(splits):
        others = np.flatnonzero(is_hidden == 0)
        kept = others
        if len(others) > most_untied:
            kept = np.random.default_rng(_SEED + number).choice(others, most_untied, replace=False)
        rows = np.concatenate([np.flatnonzero(is_hidden), kept])
        features.append(found.features[rows])
        hidden.append(is_hidden[rows])
        weight.append(np.where(is_hidden[rows] > 0, 1.0, len(others) / max(len(kept), 1)))
    return fit(features, hidden, weight, _prior(), start)


def _precision(splits: list[_Split], untied: int, near: Matrix) -> Matrix:
    """Measure, for each rank, the share of hidden deals up to it; each split is ranked by a model of the others."""
    found = []
    for number, (candidates, is_hidden, _) in enumerate(splits):
        weights = _fit([split for other, split in enumerate(splits) if other != number], untied, near)
        found.append(is_hidden[_order(candidates, candidates.features @ weights[1:] + weights[0])])
    return precision_up_to(found)


def _order(found: Candidates, score: Matrix) -> Ints:
    return np.lexsort((found.good, found.buyer, found.seller, -score))


def _prior() -> Matrix:
    weights = np.zeros(2 * len(MEASURES))
    for name, weight in _PRIORS.items():
        weights[2 * MEASURES.index(name)] = weight
    return weights


def _reasons(features: Matrix, weights: Matrix) -> tuple[str, ...]:
    """Name the measures that add most to a pair's score."""
    parts = (features * weights[1:]).reshape(len(MEASURES), 2).sum(axis=1)
    best = np.argsort(-parts, kind="stable")[:3]
    return tuple(MEASURES[one] for one in best if parts[one] > 0)
