"""Which arcs to close so that least still flows after the adversary has opened others.

Three decide in turn: we close arcs, he opens latent ones within his budget, and as much flows as then can. What he
does is found exactly (`answer`). Each answer seen is a network that every closing has to hold against, and the game
against all that were seen bounds what any closing can reach (`saddle`): columns and constraints are made as needed
(Zeng and Zhao, Solving two-stage robust optimization problems using a column-and-constraint generation method,
Operations Research Letters 41, 2013). What is left between the best closing and the bound is parted by branching.
"""

from __future__ import annotations

import heapq
import itertools
import math
import time
from typing import NamedTuple

import numpy as np

from counterflow.exc import InputError
from counterflow.plan.answer import Adversary, Latent
from counterflow.plan.interdict import ROUNDING, interdict, knapsack, share_open
from counterflow.plan.network import Bools, Floats, FlowNetwork
from counterflow.plan.saddle import BALANCE_START, Bound, Envelope, Game, play, prove, start

STARTS = 10
"""Prices of his budget at which a closing is looked for before anything is proven."""

START_GAP = 0.02

NEAR = 1e-4
"""Share of the flow within which a bound meets a set where capacities are no whole numbers."""

POOL = 40
"""Answers kept in the game."""

STEPS = 300
"""Steps of the game between two looks at what it proves."""

ROUNDS = 60
"""Rounds at the root at most."""

LEARN_S = 0.05
"""Time given to him to answer a closing in parts, which proves nothing."""

STALE = 4
"""Rounds without a better bound after which the root is parted."""


class Rerouting(NamedTuple):
    """A set of arcs to close, what the adversary does about it, and the proof of its worth."""

    closed: Bools
    cost: float
    opened: Bools
    """What he opens."""
    flow: float
    """What flows with nothing closed and nothing opened."""
    claimed: float
    """What still flows if he opens nothing."""
    surviving: float
    """What still flows when he has opened what is best for him: proven to be no more."""
    bound: float
    """No set within the budget lets less flow then."""
    branches: int
    is_stopped: bool

    @property
    def gap(self) -> float:
        """How much more a best set may cut, as a share of what it may cut at most."""
        return share_open(self.flow, self.surviving, self.bound)


def reroute(
    network: FlowNetwork, latent: Latent, budget: float, *, gap: float = 0.0, seconds: float = math.inf
) -> Rerouting:
    """Choose arcs to close against an adversary who then opens latent ones.

    Args:
        network: what can flow where, latent arcs included.
        latent: which arcs are latent, and what opening them takes of how much. One that is closed before
            cannot be opened.
        budget: what may be spent on closing, in the unit of the arcs' costs.
        gap: stop when what a better set could still cut is no larger share than this of all that any can.
        seconds: stop after so long, with the best set so far and its proven bound.

    Raises:
        InputError: an opening that costs nothing.
    """
    wrong = np.flatnonzero(latent.arcs & ~(latent.cost > 0))
    if len(wrong) > 0:
        at = int(wrong[0])
        raise InputError(f"opening arc {at} costs {latent.cost[at]}", expected="a number over 0; inf: never opened")
    return _Search(network, latent, budget, gap, time.monotonic() + seconds).run()


class _Branch(NamedTuple):
    bound: float
    number: int
    least: Floats
    most: Floats


class _Search:
    """One search for one network, adversary and budget."""

    def __init__(self, network: FlowNetwork, latent: Latent, budget: float, gap: float, end: float) -> None:
        self.network, self.latent, self.budget, self.gap, self.end = network, latent, budget, gap, end
        self.adversary = Adversary(network, latent)
        none = np.zeros(len(network.tail), np.bool_)
        self.flow = self.adversary.flow(none, none)
        self.can_close = np.isfinite(network.cost) & (network.cost <= budget)
        self.cost = np.where(self.can_close, network.cost, 0.0)
        self.is_whole = bool((network.capacity == np.floor(network.capacity)).all())
        self.closed, self.found = none, self.adversary.answer(none, end=end)
        self.seen: dict[bytes, Bools] = {none.tobytes(): none}
        self.tried: set[bytes] = {none.tobytes()}
        self.most_flow = max(self.found.bound, float(ROUNDING))
        self.branches = 0
        self.dice = np.random.default_rng(0)
        self._make_game()

    @property
    def best(self) -> float:
        """What still flows with the best set."""
        return self.found.bound

    def run(self) -> Rerouting:
        """Search until the gap or the end is reached."""
        floor, is_stopped = self._search()
        none = np.zeros_like(self.closed)
        floor = min(floor, self.best)
        if self.best - floor <= ROUNDING * self.most_flow:
            floor = self.best
        return Rerouting(
            self.closed,
            float(self.network.cost[self.closed].sum()),
            self.found.opened,
            self.flow,
            self.adversary.flow(self.closed, none),
            self.best,
            floor,
            self.branches,
            is_stopped,
        )

    def _search(self) -> tuple[float, bool]:
        """Give the least bound of what was not looked at further, and whether the time ended."""
        self._try(self.closed)
        self._start()
        number = itertools.count()
        arcs = len(self.cost)
        root = _Branch(0.0, next(number), np.zeros(arcs), self.can_close.astype(np.float64))
        open_ = self._look(root, number, ROUNDS)
        while len(open_) > 0:
            branch = heapq.heappop(open_)
            if self._is_near(branch.bound):
                return branch.bound, False  # the others are bounded by more
            if time.monotonic() > self.end:
                return branch.bound, True
            for child in self._look(branch, number, 2):
                heapq.heappush(open_, child)
        return self.best, False

    def _is_near(self, bound: float) -> bool:
        least = ROUNDING if self.is_whole else NEAR
        return self.best - bound <= max(self.gap * (self.flow - bound), least * self.most_flow)

    def _start(self) -> None:
        """Try what is best against an adversary who may open parts of arcs, at several prices of his budget."""
        worth = self.network.capacity[self.latent.arcs] / self.latent.cost[self.latent.arcs]
        price = [0.0, *np.quantile(worth, np.linspace(0.05, 1, STARTS - 1)).tolist()] if len(worth) > 0 else [0.0]
        for one in price:
            part = np.maximum(0.0, self.network.capacity - one * self.latent.cost)
            capacity = np.where(self.latent.arcs, part, self.network.capacity)
            left = min(self.end - time.monotonic(), 0.2)
            found = interdict(self.network._replace(capacity=capacity), self.budget, gap=START_GAP, seconds=left)
            self._try(found.closed)

    def _try(self, closed: Bools) -> bool:
        """Ask what he would do; says whether the answer is one that was not seen."""
        if closed.tobytes() in self.tried:
            return False
        self.tried.add(closed.tobytes())
        found = self.adversary.answer(closed, enough=self.best, end=min(self.end, time.monotonic() + 5.0))
        if found.bound < self.best:
            self.closed, self.found = closed, found
        if found.opened.tobytes() in self.seen:
            return False
        self.seen[found.opened.tobytes()] = found.opened
        return True

    def _learn(self, closed: Floats) -> bool:
        """Ask what he would do if arcs were closed in part; says whether it was not seen."""
        opened = self.adversary.answer(closed, end=min(self.end, time.monotonic() + LEARN_S)).opened
        if opened.tobytes() in self.seen:
            return False
        self.seen[opened.tobytes()] = opened
        return True

    def _make_game(self) -> None:
        """Play against all answers that were seen; where there are too many, those go that weigh nothing."""
        capacity = np.array(
            [np.where(self.latent.arcs & ~one, 0.0, self.network.capacity) for one in self.seen.values()]
        )
        network = self.network
        ends = network.source, network.sink, network.tail, network.head
        self.game = Game(network.node_count, *ends, capacity / self.most_flow, self.cost, self.budget)
        self.envelope = Envelope.worst(len(capacity))
        self.point = start(self.game, self.envelope)
        self.balance = BALANCE_START

    def _grow(self) -> None:
        """Go on in a game with the answers that came since, from where the old one stands."""
        old, keys = self.point, list(self.seen)
        count = len(old.weight)
        kept = list(range(count))
        if len(keys) > POOL:
            kept = sorted(np.argsort(-old.weight, kind="stable")[: POOL - (len(keys) - count)].tolist())
            self.seen = {keys[at]: self.seen[keys[at]] for at in [*kept, *range(count, len(keys))]}
        balance = self.balance
        self._make_game()
        self.balance = balance
        for new, before in zip(self.point[1:], old[1:], strict=True):
            new[:] = 0.0
            new[: len(kept)] = before[kept]
        self.point.closed[:] = old.closed
        self.point.potential[len(kept) :] = old.potential.mean(axis=0)

    def _look(self, branch: _Branch, number: itertools.count[int], rounds: int) -> list[_Branch]:
        """Bound a branch, try sets on the way, and part it in two."""
        self.branches += 1
        bounds = branch.least.copy(), branch.most.copy()
        bound, stale = branch.bound, 0
        best: Bound | None = None
        for _ in range(rounds):
            if len(self.seen) > len(self.game.capacity):
                self._grow()
            self.balance = play(self.game, self.envelope, self.point, bounds, STEPS, self.balance)
            proof = prove(self.game, self.point, bounds, self.adversary.residual)
            value = self._whole(proof.value * self.most_flow)
            stale = 0 if value > bound + 1e-4 * self.most_flow else stale + 1
            if value > bound or best is None:
                bound, best = max(bound, value), proof
            is_new = self._round(proof, bounds)
            if self._is_near(bound) or time.monotonic() > self.end or stale >= STALE + rounds // 8 * is_new:
                break
        if self._is_near(bound):
            return []
        if best is not None:
            best.fix(self.game, bounds, (self.best - ROUNDING * self.most_flow) / self.most_flow)
        return self._part(bound, bounds, number)

    def _whole(self, value: float) -> float:
        """Lift a bound to the next whole number where all that can survive is one."""
        return math.ceil(value - 1e-6 * max(1.0, self.most_flow * 1e-3)) if self.is_whole else value

    def _round(self, proof: Bound, bounds: tuple[Floats, Floats]) -> bool:
        """Try whole sets near the one in parts, and the one that takes most at the proof's prices."""
        is_new = self._learn(self.point.closed)
        fixed = bounds[0] > 0.5
        for noise in (0.0, 0.1, 0.3):
            rank = self.point.closed + noise * self.dice.random(len(self.cost))
            is_new |= self._try(self._fill(rank, fixed, bounds[1]))
        free = np.flatnonzero((bounds[0] < bounds[1]) & (proof.worth > 0))
        left = self.budget - float(self.cost[fixed].sum())
        chosen = fixed.copy()
        chosen[free[knapsack(proof.worth[free], self.cost[free], left)]] = True
        return self._try(chosen) or is_new

    def _fill(self, rank: Floats, fixed: Bools, most: Floats) -> Bools:
        """Close arcs by rank while the budget lasts."""
        closed = fixed.copy()
        left = self.budget - float(self.cost[fixed].sum())
        free = np.flatnonzero((most > 0) & ~fixed & (self.point.closed > 1e-3))
        for arc in free[np.argsort(-rank[free], kind="stable")].tolist():
            if self.cost[arc] <= left:
                closed[arc] = True
                left -= float(self.cost[arc])
        return closed

    def _part(self, bound: float, bounds: tuple[Floats, Floats], number: itertools.count[int]) -> list[_Branch]:
        """Decide one arc, once closed and once kept; where none is left to decide, ask what he does."""
        least, most = bounds
        left = self.budget - float(least @ self.cost)
        if left < 0:
            return []
        most[(least < most) & (self.cost > left)] = 0.0
        free = np.flatnonzero(least < most)
        if len(free) == 0:
            closed = least > 0.5
            self._try(closed)
            exact = self.adversary.answer(closed)
            if exact.bound < self.best:
                self.closed, self.found = closed, exact
            return []
        part = self.point.closed[free]
        arc = int(free[np.argmax(np.minimum(part, 1 - part) + 1e-6 * part)])
        kept, closed_too = most.copy(), least.copy()
        kept[arc], closed_too[arc] = 0.0, 1.0
        return [_Branch(bound, next(number), least, kept), _Branch(bound, next(number), closed_too, most)]
