"""Market leads: candidates are who has not dealt, hidden deals leave no trace, and what is learnt finds them again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.exc import InputError
from counterflow.trace import market_measure
from counterflow.trace.market import LEAST_DEALS, find_market_leads, hide, rank_candidates
from counterflow.trace.market_good import BESIDE, KIN, near, nearness
from counterflow.trace.market_measure import Market, kin_deals, measure

GOODS = ["cocaine", "heroin", "opium", "poppy"]


def make(trades: list[tuple[int, int, int]], parties: int, places: list[int] | None = None) -> Market:
    """Make a market of trades, each a seller, a buyer and a good; -1 leaves a side open."""
    count = len(trades)
    sides = np.zeros((2, count, parties))
    goods = np.zeros((count, len(GOODS)))
    where = np.zeros((count, 3))
    for row, (seller, buyer, good) in enumerate(trades):
        goods[row, good] = 1.0
        for side, party in enumerate((seller, buyer)):
            if party >= 0:
                sides[side, row, party] = 1.0
        if places is not None:
            where[row, places[row]] = 1.0
    return Market(
        sellers=sides[0],
        buyers=sides[1],
        goods=goods,
        middlemen=np.zeros((count, 0)),
        places=where,
        years=np.zeros((count, 2), np.int64),
        chance=np.ones(count),
        near=nearness(GOODS),
        uses=np.zeros((parties, 0)),
        home=np.zeros((parties, 3)),
        met=np.zeros((parties, parties)),
    )


def two_markets(seed: int) -> Market:
    """Twenty sellers and twenty buyers in two halves; nearly all deals are within a half, by way of its place."""
    dice = np.random.default_rng(seed)
    trades, places = [], []
    for seller in range(20):
        for buyer in range(20, 40):
            same = (seller < 10) == (buyer < 30)
            if dice.random() < (0.5 if same else 0.02):
                trades.append((seller, buyer, 0))
                places.append(int(seller >= 10))
    return make(trades, 40, places)


TRADES = st.lists(
    st.tuples(st.integers(-1, 5), st.integers(-1, 5), st.integers(0, 3)).filter(lambda one: one[0] != one[1]),
    min_size=1,
    max_size=25,
)


@settings(deadline=None)
@given(trades=TRADES)
def test_candidates_sell_and_buy_and_have_not_dealt(trades: list[tuple[int, int, int]]) -> None:
    """Each sells the good, the other buys it or a near one, and no deal of the two is known in a kind of it."""
    market = make(trades, 6)
    found = measure(market)
    dealt = {(seller, buyer, good) for seller, buyer, good in trades if seller >= 0 and buyer >= 0}
    for seller, buyer, good in zip(found.seller.tolist(), found.buyer.tolist(), found.good.tolist(), strict=True):
        assert seller != buyer
        assert any(one == seller and what == good for one, _, what in trades)
        assert any(other == buyer and near(GOODS[good], GOODS[what]) > 0 for _, other, what in trades)
        kin = [what for what in range(len(GOODS)) if near(GOODS[good], GOODS[what]) >= KIN]
        assert not any((seller, buyer, what) in dealt for what in kin)
    assert np.isfinite(found.features).all()


@settings(deadline=None)
@given(trades=TRADES.filter(lambda some: any(min(one) >= 0 for one in some)), seed=st.integers(0, 9))
def test_hidden_deals_leave_no_trace(trades: list[tuple[int, int, int]], seed: int) -> None:
    """What is hidden was a deal and is told by nothing that is left, nor by a kind of it; all others are left."""
    market = make(trades, 6)
    rest, hidden = hide(market, seed)
    assert not (hidden & ~market.deals()).any()
    assert not (hidden & kin_deals(rest)).any()
    assert len(rest.chance) < len(market.chance)


def test_what_is_learnt_finds_hidden_deals_and_says_how_many() -> None:
    """Better than chance by far; the printed precision falls, and is near what then proves true."""
    market = two_markets(1)
    rest, hidden = hide(market, 1)
    found, score = rank_candidates(rest)
    is_hidden = hidden[found.good, found.seller, found.buyer]
    first = is_hidden[np.argsort(-score, kind="stable")][:20]
    assert first.mean() > 2 * is_hidden.mean()
    leads = find_market_leads(rest, 50)
    assert leads.precision is not None
    assert np.all(np.diff(leads.precision) <= 0)
    assert abs(leads.precision[19] - first.mean()) < 0.3
    halves = [(seller < 10) == (buyer < 30) for seller, buyer in zip(leads.seller[:20], leads.buyer[:20], strict=True)]
    assert np.mean(halves) > 0.7  # of all candidates about two in five are within a half


def test_too_few_deals_measure_nothing() -> None:
    """Who sells and buys is ranked all the same, and no precision is given."""
    few = make([(number, number + 20, 0) for number in range(LEAST_DEALS - 1)], 40)
    leads = find_market_leads(few, 10)
    assert len(leads.seller) == 10
    assert leads.precision is None
    assert find_market_leads(make([(0, -1, 0), (-1, 1, 1)], 2), 10).seller.tolist() == []


def test_the_order_of_trades_does_not_matter() -> None:
    """Two orders of one market give the same leads."""
    market = two_markets(2)
    order = np.random.default_rng(0).permutation(len(market.chance))
    names = ("sellers", "buyers", "goods", "middlemen", "places", "years", "chance")
    turned = replace(market, **{name: getattr(market, name)[order] for name in names})
    one, other = find_market_leads(market, 30), find_market_leads(turned, 30)
    assert one.seller.tolist() == other.seller.tolist()
    assert one.buyer.tolist() == other.buyer.tolist()


def test_a_market_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than to run out of memory."""
    monkeypatch.setattr(market_measure, "MOST_CANDIDATES", 5)
    with pytest.raises(InputError, match="too many"):
        measure(two_markets(1))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        *(("heroin", "heroin", 1.0), ("opium", "poppy", KIN), ("poppy", "drug", KIN), ("poppy", "morphine", BESIDE)),
        *(("heroin", "cocaine", 0.0), ("coal", "heroin", 0.0), ("no such good", "heroin", 0.0)),
    ],
)
def test_nearness_of_goods(one: str, other: str, expected: float) -> None:
    """The same, a kind of the other, two kinds of one; all drugs are not near each other. The same both ways."""
    assert near(one, other) == near(other, one) == expected
