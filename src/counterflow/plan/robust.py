"""Which arcs to close where capacities are only known as draws: least left on the mean and in the bad cases.

One set has to serve all draws. How bad a case counts is an `Envelope`: the mean, the mean of the worst share of cases
(CVaR), or a part of each. The game of `saddle` bounds what any set can reach; a set comes from rounding it, and from
spending the budget on the cuts that hold now, weighed as the cases are.
"""

from __future__ import annotations

import math
import time
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from counterflow.exc import InputError
from counterflow.plan.cut import Residual, min_cut
from counterflow.plan.interdict import SCALE_BITS, knapsack, share_open
from counterflow.plan.network import Bools, Floats, FlowNetwork
from counterflow.plan.saddle import BALANCE_START, Bound, Envelope, Game, play, prove, start

STEPS = 200
"""Steps of the game between two looks at what it proves."""

ROUNDS = 100

STALE = 8
"""Rounds in which neither bound nor set improved after which nothing more is tried."""


class Robust(NamedTuple):
    """A set of arcs to close for all draws, and the proof of its worth."""

    closed: Bools
    cost: float
    flow: float
    """What flows with nothing closed, weighed."""
    surviving: float
    """What still flows, weighed: the worst cases are those of this set."""
    bound: float
    """No set within the budget lets less flow, weighed."""
    flows: Floats
    """What still flows in each draw."""
    is_stopped: bool
    """Whether time ended before the gap was reached."""

    @property
    def gap(self) -> float:
        """How much more a best set may cut, as a share of what it may cut at most."""
        return share_open(self.flow, self.surviving, self.bound)


def robust(
    network: FlowNetwork,
    draws: Floats,
    envelope: Envelope,
    budget: float,
    *,
    gap: float = 0.0,
    seconds: float = math.inf,
) -> Robust:
    """Choose arcs to close that leave least over draws of the capacities.

    Args:
        network: what flows where; its own capacities are not read.
        draws: capacities by draw and arc, not negative.
        envelope: how the draws are weighed.
        budget: what may be spent, in the unit of the arcs' costs.
        gap: stop when what a better set could still cut is no larger share than this of all that any can.
        seconds: stop after so long, with the best set so far and its proven bound.

    Raises:
        InputError: draws of other arcs, a capacity that is none, or as many weights as there are no draws.
    """
    if draws.shape != (len(envelope.base), len(network.tail)):
        known = f"{len(envelope.base)} weights and {len(network.tail)} arcs"
        raise InputError(f"draws are {draws.shape}, with {known}", expected="a row a weight, a column an arc")
    wrong = np.argwhere(~np.isfinite(draws) | (draws < 0))
    if len(wrong) > 0:
        one, arc = wrong[0].tolist()
        said = f"the capacity of arc {arc} in draw {one} is {draws[one, arc]}"
        raise InputError(said, expected="a number of 0 or more")
    return _Search(network, draws, envelope, budget, gap, time.monotonic() + seconds).run()


class _Search:
    """One search for one network, its draws and budget."""

    def __init__(
        self, network: FlowNetwork, draws: Floats, envelope: Envelope, budget: float, gap: float, end: float
    ) -> None:
        self.network, self.draws, self.envelope, self.budget = network, draws, envelope, budget
        self.gap, self.end = gap, end
        self.residual = Residual.of(network)
        total = float(draws.sum(axis=1).max(initial=0.0))
        self.unit = 2.0 ** (math.frexp(total)[1] - SCALE_BITS) if total > 0 else 1.0
        self.can_close = np.isfinite(network.cost) & (network.cost <= budget)
        self.cost = np.where(self.can_close, network.cost, 0.0)
        self.closed = np.zeros(len(network.tail), np.bool_)
        self.flows, self.over = self._flows(self.closed)
        self.best = self.flow = envelope.weigh(self.flows)[0]
        self.tried = {self.closed.tobytes()}
        self.dice = np.random.default_rng(0)
        self.bound = 0.0

    def run(self) -> Robust:
        """Search until the gap, the end, or until nothing gets better."""
        is_stopped = not self._search() if self.flow > 0 else False
        cost = float(self.network.cost[self.closed].sum())
        bound = min(self.bound, self.best)
        return Robust(self.closed, cost, self.flow, self.best, bound, self.flows, is_stopped)

    def _search(self) -> bool:
        """Say whether the gap was reached."""
        network = self.network
        scale = max(float(self.flows.max()), 1e-300)
        ends = network.source, network.sink, network.tail, network.head
        game = Game(network.node_count, *ends, self.draws / scale, self.cost, self.budget)
        bounds = np.zeros(len(self.cost)), self.can_close.astype(np.float64)
        point, balance, stale = start(game, self.envelope), BALANCE_START, 0
        self._follow(self.closed)
        for _ in range(ROUNDS):
            if self._is_near() or time.monotonic() > self.end or stale > STALE:
                break
            balance = play(game, self.envelope, point, bounds, STEPS, balance)
            proof = prove(game, point, bounds, self.residual)
            before = self.best, self.bound
            self.bound = max(self.bound, proof.value * scale)
            self._round(point.closed, proof)
            is_better = self.best < before[0] or self.bound > before[1] + 1e-5 * self.flow
            stale = 0 if is_better else stale + 1
        return self._is_near()

    def _is_near(self) -> bool:
        return self.best - self.bound <= self.gap * (self.flow - self.bound) + 1e-9 * self.flow

    def _round(self, part: Floats, proof: Bound) -> None:
        """Try whole sets near the one in parts, and the one that takes most at the proof's prices."""
        for noise in (0.0, 0.2):
            rank = part + noise * self.dice.random(len(part))
            closed, left = np.zeros(len(part), np.bool_), self.budget
            for arc in np.argsort(-rank, kind="stable").tolist():
                if part[arc] > 1e-3 and self.can_close[arc] and self.cost[arc] <= left:
                    closed[arc] = True
                    left -= float(self.cost[arc])
            self._follow(closed)
        self._follow(self._spend(proof.worth))

    def _spend(self, worth: Floats) -> Bools:
        """Spend the budget on the arcs that are worth most."""
        free = np.flatnonzero(self.can_close & (worth > 0))
        closed = np.zeros(len(worth), np.bool_)
        closed[free[knapsack(worth[free], self.cost[free], self.budget)]] = True
        return closed

    def _follow(self, closed: Bools) -> None:
        """Try a set, and while it is the best the set that spends the budget on the cuts that hold it."""
        while closed.tobytes() not in self.tried or closed is self.closed:
            if time.monotonic() > self.end:
                return
            self.tried.add(closed.tobytes())
            flows, over = self._flows(closed)
            value, weight = self.envelope.weigh(flows)
            if value < self.best:
                self.best, self.closed, self.flows = value, closed, flows
            elif closed is not self.closed:
                return
            closed = self._spend(weight @ (self.draws * over))

    def _flows(self, closed: Bools) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Say what flows in each draw, and which arcs its smallest cut crosses."""
        network, values = self.network, np.empty(len(self.draws))
        over = np.empty(self.draws.shape, np.bool_)
        amounts = np.floor(np.where(closed, 0.0, self.draws) / self.unit).astype(np.int64)
        for at, one in enumerate(amounts):
            value, side = min_cut(self.residual, network.source, network.sink, one)
            over[at] = side[network.tail] & ~side[network.head]
            values[at] = value * self.unit
        return values, over
