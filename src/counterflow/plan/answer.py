"""What the adversary does after arcs were closed: he opens latent arcs within his budget so that most flows again.

For any cut, no more flows than its open arcs hold and the latent ones of it that his budget can pay for; a price on his
budget makes that a smallest cut again, so each price gives a bound. What he pays for on such a cut is a choice of his,
and what then flows is measured. The rest is branch and bound on the arcs that he would pay for.
"""

from __future__ import annotations

import heapq
import itertools
import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from counterflow.plan.cut import Residual, min_cut
from counterflow.plan.interdict import ROUNDING, SCALE_BITS, knapsack
from counterflow.plan.network import Bools, Floats, FlowNetwork
from counterflow.plan.pace import WALL, Pace

PRICES = 4
"""Prices from which the search for the best bound of a branch begins."""


class Answer(NamedTuple):
    """What he opens, and how much flows at most whatever he opens."""

    opened: Bools
    flow: float
    """What flows with it."""
    bound: float
    """No other choice lets more flow."""


class Latent(NamedTuple):
    """What may be opened after the closing, and for how much."""

    arcs: Bools
    """Which arcs of the network nobody uses yet."""
    cost: Floats
    """What opening each takes of the adversary's budget, more than 0; of arcs that are not latent it is not read."""
    budget: float


class _Branch(NamedTuple):
    bound: float
    number: int
    opened: tuple[int, ...]
    shut: tuple[int, ...]
    arc: int
    """Which arc to decide next, -1: none is worth it."""


class Adversary:
    """One adversary in one network; keeps the network's arrangement between questions."""

    def __init__(self, network: FlowNetwork, latent: Latent, pace: Pace = WALL) -> None:
        self.network, self.latent, self.pace = network, latent, pace
        self.residual = Residual.of(network)
        total = float(network.capacity.sum())
        self.unit = 2.0 ** (math.frexp(total)[1] - SCALE_BITS) if total > 0 else 1.0
        self.known = np.where(latent.arcs, 0.0, network.capacity)
        worth = network.capacity[latent.arcs] / latent.cost[latent.arcs]
        self.starts = np.quantile(worth, np.linspace(0, 0.8, PRICES)) if len(worth) > 0 else np.zeros(1)

    def flow(self, closed: Bools | Floats, opened: Bools) -> float:
        """Say how much flows over what is neither closed nor still latent."""
        return self._parted((1.0 - closed) * np.where(opened, self.network.capacity, self.known))[0]

    def answer(self, closed: Bools | Floats, *, enough: float = math.inf, end: float = math.inf) -> Answer:
        """Find what he opens.

        Args:
            closed: arcs that are closed, or how much of each; what is closed he cannot open.
            enough: stop when he is known to let so much flow: the closing is no better than one known.
            end: stop at this time of the pace, with what is proven by then.
        """
        none = np.zeros(len(closed), np.bool_)
        self.closed, self.capacity = closed, (1.0 - closed) * self.network.capacity
        self.best, self.opened = self.flow(closed, none), none
        number = itertools.count()
        heap = [self._look(next(number), (), ())]
        bound = -heap[0].bound
        while len(heap) > 0:
            branch = heapq.heappop(heap)
            bound = max(self.best, -branch.bound)
            is_proven = bound <= self.best * (1 + ROUNDING)
            if is_proven or self.best >= enough or branch.arc < 0 or self.pace.now() > end:
                break
            left = self.latent.budget - self.latent.cost[list(branch.opened)].sum()
            parts = [(branch.opened, (*branch.shut, branch.arc))]
            if self.latent.cost[branch.arc] <= left:
                parts.append(((*branch.opened, branch.arc), branch.shut))
            for opened, shut in parts:
                child = self._look(next(number), opened, shut)
                if -child.bound > self.best * (1 + ROUNDING):
                    heapq.heappush(heap, child._replace(bound=max(child.bound, branch.bound)))
            if len(heap) == 0:
                bound = self.best
        return Answer(self.opened, self.best, max(bound, self.best))

    def _look(self, number: int, opened: tuple[int, ...], shut: tuple[int, ...]) -> _Branch:
        """Bound a branch by the best of several prices and try what he would pay for."""
        network, latent = self.network, self.latent
        left = latent.budget - float(latent.cost[list(opened)].sum())
        is_free = latent.arcs & (self.capacity > 0) & (latent.cost <= left)
        is_free[list(opened)] = False
        is_free[list(shut)] = False
        held = np.where(latent.arcs, 0.0, self.capacity)
        held[list(opened)] = self.capacity[list(opened)]
        best, arc = math.inf, -1
        tried: set[float] = set()
        for begin in self.starts.tolist():
            price = begin
            while price not in tried:
                tried.add(price)
                weight = np.where(is_free, np.maximum(0.0, self.capacity - price * latent.cost), held)
                _, side = self._parted(weight)
                over = side[network.tail] & ~side[network.head]
                arcs = np.flatnonzero(over & is_free)
                fixed = float(held[over].sum())
                worth, following, first = self._most(arcs, left)
                if fixed + worth >= best and (arc >= 0 or first < 0):
                    break
                best, arc = min(best, fixed + worth), first
                price = following
                self._try(opened, arcs, left)
                if best <= self.best * (1 + ROUNDING):
                    return _Branch(-best, number, opened, shut, arc)
        if arc < 0 and bool(is_free.any()):
            arc = int(np.argmax(np.where(is_free, self.capacity, -1.0)))
        return _Branch(-best, number, opened, shut, arc)

    def _most(self, arcs: npt.NDArray[np.int64], left: float) -> tuple[float, float, int]:
        """Say what his budget is worth at most on a cut, at which price, and which arc it is worth most on."""
        if len(arcs) == 0:
            return 0.0, 0.0, -1
        worth, cost = self.capacity[arcs], self.latent.cost[arcs]
        order = np.argsort(-worth / cost, kind="stable")
        spent = np.cumsum(cost[order])
        whole = int(np.searchsorted(spent, left, side="right"))
        total = float(worth[order[:whole]].sum())
        if whole == len(arcs):
            return total, 0.0, int(arcs[order[0]])
        price = float(worth[order[whole]] / cost[order[whole]])
        rest = left - (float(spent[whole - 1]) if whole > 0 else 0.0)
        if bool((cost == cost[0]).all()):
            rest = 0.0  # equal costs: as many as he can pay for, and no part of one
        return total + price * rest, price, int(arcs[order[0]])

    def _try(self, opened: tuple[int, ...], arcs: npt.NDArray[np.int64], left: float) -> None:
        """Measure what flows when he pays for what is worth most on a cut."""
        choice = np.zeros(len(self.capacity), np.bool_)
        choice[arcs[knapsack(self.capacity[arcs], self.latent.cost[arcs], left)]] = True
        choice[list(opened)] = True
        value = self.flow(self.closed, choice)
        if value > self.best:
            self.best, self.opened = value, choice

    def _parted(self, weight: npt.NDArray[np.floating[Any]]) -> tuple[float, Bools]:
        amounts = np.floor(weight / self.unit).astype(np.int64)
        self.pace.spend(len(weight))
        value, side = min_cut(self.residual, self.network.source, self.network.sink, amounts)
        return value * self.unit, side
