"""Which arcs to close under a budget so that least still flows, and a proof of how far from the best it can be.

Wood's problem (Deterministic network interdiction, Mathematical and Computer Modelling 17, 1993): choose a set of arcs
that costs no more than the budget so that the largest flow over the others is smallest. By duality it is to choose a
cut and, of its arcs, those to close. A price on the budget makes each arc of the cut cost the smaller of its capacity
and its price, which is a smallest cut again: each price gives a bound that no set beats, and a cut in which the budget
goes as far as it can (a knapsack) gives a set. The best price is found with few cuts because every cut found
bounds the gain of all prices at once. What is left between set and bound is closed by branching on the arc that
the budget reaches half way.
"""

from __future__ import annotations

import heapq
import itertools
import math
import time
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from counterflow.plan.cut import Amounts, Residual, min_cut
from counterflow.plan.network import Bools, Floats, FlowNetwork

SCALE_BITS = 50
"""Capacities are counted in units so small that all together are fewer than 2 to this."""

ROUNDING = 1e-9
"""Share of the flow that sums of fractions may be off by."""

PRICES = 40
"""Prices tried at most at one branch."""

EXACT_CELLS = 4_000_000
"""Size of the table up to which a knapsack is solved exactly."""


class Interdiction(NamedTuple):
    """A set of arcs to close, and the proof of its worth."""

    closed: Bools
    """The arcs chosen."""
    cost: float
    flow: float
    """What flows with nothing closed."""
    surviving: float
    """What still flows."""
    bound: float
    """No set within the budget lets less flow."""
    branches: int
    """Branches looked at for the proof."""
    is_stopped: bool
    """Whether the time ended before the gap was reached."""

    @property
    def gap(self) -> float:
        """How much more a best set may cut, as a share of what it may cut at most."""
        return share_open(self.flow, self.surviving, self.bound)


def share_open(flow: float, surviving: float, bound: float) -> float:
    """Give what a better set may still cut as a share of all that any can: 0 once the bound is met."""
    most = flow - bound
    return 0.0 if most <= 0 else (surviving - bound) / most


def interdict(network: FlowNetwork, budget: float, *, gap: float = 0.0, seconds: float = float("inf")) -> Interdiction:
    """Choose arcs to close.

    Args:
        network: what flows where.
        budget: what may be spent, in the unit of the arcs' costs.
        gap: stop when what a better set could still cut is no larger share than this of all that any can.
        seconds: stop after so long, with the best set so far and its proven bound.
    """
    return _Search(network, budget, gap, time.monotonic() + seconds).run()


class _Branch(NamedTuple):
    """What is decided of some arcs, and the bound of what can come of it."""

    bound: float
    number: int
    closed: tuple[int, ...]
    kept: tuple[int, ...]
    price: float
    """Where the best price of the budget was, one decision earlier."""


class _Cut(NamedTuple):
    """The arcs that cross a cut: what closing or keeping them costs at a price."""

    arcs: npt.NDArray[np.int64]
    fixed: float
    """Capacity of those that are kept."""
    capacity: Floats
    """Of the others."""
    cost: Floats
    budget: float

    def worth(self, price: float) -> float:
        """Give the cut's value at a price, less what the budget is worth."""
        return self.fixed + float(np.minimum(self.capacity, price * self.cost).sum()) - price * self.budget

    def slope(self, price: float) -> float:
        """Give by how much it grows with the price."""
        return float(self.cost[price * self.cost < self.capacity].sum()) - self.budget


class _Search:
    """One search for one network and budget."""

    def __init__(self, network: FlowNetwork, budget: float, gap: float, end: float) -> None:
        self.network, self.budget, self.gap, self.end = network, budget, gap, end
        self.residual = Residual.of(network)
        total = float(network.capacity.sum())
        # A power of two, so that whole capacities stay whole.
        self.unit = 2.0 ** (math.frexp(total)[1] - SCALE_BITS) if total > 0 else 1.0
        self.flow = self._parted(network.capacity)[0]
        self.best = self.flow
        self.closed = np.zeros(len(network.tail), np.bool_)
        self.tried: set[bytes] = set()
        self.number = itertools.count()
        with np.errstate(divide="ignore"):
            ratio = np.where(np.isfinite(network.cost), network.capacity / network.cost, 0.0)
        self.ratio = ratio
        self.highest = float(ratio.max(initial=0.0))
        """At this price and above nothing is closed."""

    def run(self) -> Interdiction:
        """Search until the gap or the end is reached."""
        floor = self.best  # the least bound of what is not looked at further
        open_ = self._look(_Branch(0.0, 0, (), (), self.highest / 2))
        looked, is_stopped = 1, False
        while len(open_) > 0:
            branch = heapq.heappop(open_)
            if self._is_near(branch.bound):
                floor = min(floor, branch.bound)
                break  # the others are bounded by more
            if time.monotonic() > self.end:
                floor, is_stopped = min(floor, branch.bound), True
                break
            looked += 1
            for child in self._look(branch):
                heapq.heappush(open_, child)
        if self.best - floor <= ROUNDING * self.flow:
            floor = self.best
        cost = float(self.network.cost[self.closed].sum())
        return Interdiction(self.closed, cost, self.flow, self.best, min(floor, self.best), looked, is_stopped)

    def _is_near(self, bound: float) -> bool:
        """Whether nothing that is better by more than the gap can be behind a bound."""
        return self.best - bound <= self.gap * (self.flow - bound) + ROUNDING * self.flow

    def _look(self, branch: _Branch) -> list[_Branch]:
        """Bound a branch by the best price of the budget, try the sets on the way, and part it in two."""
        left = self.budget - float(self.network.cost[list(branch.closed)].sum())
        bound, price, cuts = self._best_price(branch, left)
        bound = max(bound, branch.bound)
        if bound >= self.best:
            return []
        # The cuts nearest the bound first; one that the budget pays for whole leaves nothing to decide.
        arcs = (self._half_paid(cut, left) for cut in sorted(cuts, key=lambda one: one.worth(price)))
        arc = next((one for one in arcs if one is not None), None)
        if arc is None:
            arc = next((int(one) for cut in cuts for one in cut.arcs), None)
        if arc is None:
            return []  # nothing that could be closed is on any cut: the bound is what flows
        with_it, without = (*branch.closed, arc), (*branch.kept, arc)
        children = [_Branch(bound, next(self.number), branch.closed, without, price)]
        if self.network.cost[arc] <= left:
            children.append(_Branch(bound, next(self.number), with_it, branch.kept, price))
        return children

    def _best_price(self, branch: _Branch, left: float) -> tuple[float, float, list[_Cut]]:
        """Find the price at which a branch is bounded best: the bound, the price, the cuts found on the way."""
        low, high = 0.0, self.highest
        price = branch.price
        cuts: list[_Cut] = []
        best = -math.inf, price
        for _ in range(PRICES):
            cut = self._cut_at(branch, left, price)
            self._try(branch, cut, left)
            bound = cut.worth(price)
            cuts.append(cut)
            if bound > best[0]:
                best = bound, price
            if best[0] >= self.best:
                break
            if cut.slope(price) > 0:
                low = price
            else:
                high = price
            price = _best_of(cuts, low, high)
            most = min(one.worth(price) for one in cuts)
            if most - best[0] <= 1e-10 * self.flow:
                break
        return *best, cuts

    def _cut_at(self, branch: _Branch, left: float, price: float) -> _Cut:
        """Find the smallest cut where each arc counts its capacity or, if that is less, what closing it costs."""
        network = self.network
        with np.errstate(invalid="ignore"):
            weight = np.minimum(network.capacity, np.where(np.isfinite(network.cost), price * network.cost, np.inf))
        weight[list(branch.closed)] = 0.0
        weight[list(branch.kept)] = network.capacity[list(branch.kept)]
        _, side = self._parted(weight)
        arcs = np.flatnonzero(side[network.tail] & ~side[network.head])
        arcs = arcs[~np.isin(arcs, branch.closed)]
        is_kept = np.isin(arcs, branch.kept) | ~np.isfinite(network.cost[arcs])
        free = arcs[~is_kept]
        return _Cut(
            free, float(network.capacity[arcs[is_kept]].sum()), network.capacity[free], network.cost[free], left
        )

    def _parted(self, weight: Floats) -> tuple[float, Bools]:
        amounts: Amounts = np.floor(weight / self.unit).astype(np.int64)
        value, side = min_cut(self.residual, self.network.source, self.network.sink, amounts)
        return value * self.unit, side

    def _try(self, branch: _Branch, cut: _Cut, left: float) -> None:
        """Spend the budget on a cut as well as it can be, and again on the cut that then holds."""
        while True:
            chosen = cut.arcs[knapsack(cut.capacity, cut.cost, left)]
            closed = np.zeros(len(self.closed), np.bool_)
            closed[chosen] = True
            closed[list(branch.closed)] = True
            key = np.packbits(closed).tobytes()
            if key in self.tried:
                return
            self.tried.add(key)
            surviving, side = self._parted(np.where(closed, 0.0, self.network.capacity))
            if surviving >= self.best:
                return
            self.best, self.closed = surviving, closed
            arcs = np.flatnonzero(side[self.network.tail] & ~side[self.network.head])
            arcs = arcs[np.isfinite(self.network.cost[arcs]) & ~np.isin(arcs, branch.kept)]
            arcs = arcs[~np.isin(arcs, branch.closed)]
            cut = _Cut(arcs, 0.0, self.network.capacity[arcs], self.network.cost[arcs], left)

    def _half_paid(self, cut: _Cut, left: float) -> int | None:
        """Give the arc of a cut that the budget no longer pays for whole, by capacity for cost."""
        order = np.argsort(-self.ratio[cut.arcs], kind="stable")
        spent = np.cumsum(cut.cost[order])
        beyond = np.flatnonzero(spent > left)
        return None if len(beyond) == 0 else int(cut.arcs[order[beyond[0]]])


def knapsack(worth: Floats, cost: Floats, budget: float) -> npt.NDArray[np.int64]:
    """Choose what is worth most within a budget: exactly where costs are small whole numbers, else by worth for cost.

    Returns:
        places of what is chosen.
    """
    if len(worth) == 0 or budget <= 0:
        return np.zeros(0, np.int64)
    if cost.sum() <= budget:
        return np.arange(len(worth))
    whole = int(min(budget, cost.sum()))
    if whole * len(worth) <= EXACT_CELLS and bool((cost == np.floor(cost)).all()):
        return _exactly(worth, cost.astype(np.int64), whole)
    order = np.argsort(-worth / cost, kind="stable")
    chosen, left = [], budget
    for one in order.tolist():
        if cost[one] <= left:
            chosen.append(one)
            left -= cost[one]
    return np.array(sorted(chosen), np.int64)


def _exactly(worth: Floats, cost: npt.NDArray[np.int64], budget: int) -> npt.NDArray[np.int64]:
    best = np.zeros(budget + 1)
    taken = np.zeros((len(worth), budget + 1), np.bool_)
    for one in range(len(worth)):
        size = int(cost[one])
        if size > budget:
            continue
        with_it = best[: budget + 1 - size] + worth[one]
        taken[one, size:] = with_it > best[size:]
        best[size:] = np.maximum(best[size:], with_it)
    chosen, left = [], budget
    for one in range(len(worth) - 1, -1, -1):
        if taken[one, left]:
            chosen.append(one)
            left -= int(cost[one])
    return np.array(chosen[::-1], np.int64)


def _best_of(cuts: list[_Cut], low: float, high: float) -> float:
    """Find where the least of the cuts is most, between two prices: all are concave."""
    for _ in range(60):
        middle = (low + high) / 2
        least = min(cuts, key=lambda one: one.worth(middle))
        if least.slope(middle) > 0:
            low = middle
        else:
            high = middle
        if high - low <= 1e-12 * high:
            break
    return (low + high) / 2
