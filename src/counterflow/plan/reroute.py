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
from counterflow.plan.guess import Guesser
from counterflow.plan.interdict import ROUNDING, interdict, knapsack, share_open
from counterflow.plan.master import solve
from counterflow.plan.network import Bools, Floats, FlowNetwork
from counterflow.plan.saddle import Bound, Game, Point, prove

STARTS = 10
"""Prices of his budget at which a closing is looked for before anything is proven."""

START_GAP = 0.02

NEAR = 1e-4
"""Share of the flow within which a bound meets a set where capacities are no whole numbers."""

FIRST_S = 2.0
"""Time given to his answer to nothing closed, which only says how much flows at most."""

ANSWER_S = 5.0
"""Time given to his answer to one set at most, while more are to be tried."""

ANSWER_SHARE = 0.025
"""Share of all time that is given to it at most."""

LIGHT = 0.03
"""Weight under which an answer does not bear on the game."""

IDLE = 1
"""Rounds without weight after which an answer leaves the game."""

KNOWN = 60
"""Answers, of those that were best lately, that are asked again before others are looked for."""

JOIN = 3
"""Known answers that join the game at a time."""

ROUNDS = 200
"""Rounds at the root at most."""

BRANCH_ROUNDS = 2

STEP = 0.1
"""A round that brings the bound a smaller share of the way to the best set is the last before the root is parted."""


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
        self.answer_s = min(ANSWER_S, ANSWER_SHARE * max(0.0, end - time.monotonic()))
        self.adversary, self.guesser = Adversary(network, latent), Guesser(network, latent)
        none = np.zeros(len(network.tail), np.bool_)
        self.flow = self.adversary.flow(none, none)
        self.can_close = np.isfinite(network.cost) & (network.cost <= budget)
        self.cost = np.where(self.can_close, network.cost, 0.0)
        self.is_whole = bool((network.capacity == np.floor(network.capacity)).all())
        self.closed, self.found = (
            none,
            self.adversary.answer(none, end=min(end, time.monotonic() + min(FIRST_S, self.answer_s))),
        )
        self.seen: dict[bytes, Bools] = {none.tobytes(): none}
        """Answers, those that were best last at the end."""
        self.game: dict[bytes, int] = {none.tobytes(): 0}
        """Those that are played against, with rounds in which they weighed nothing."""
        self.game_s = 0.0
        """What the last game took: another is not begun with less time left, since HiGHS looks at the clock seldom."""
        self.tried: set[bytes] = {none.tobytes()}
        self.most_flow = max(self.found.bound, float(ROUNDING))
        self.branches = 0
        self.dice = np.random.default_rng(0)

    @property
    def best(self) -> float:
        """What still flows with the best set."""
        return self.found.bound

    def run(self) -> Rerouting:
        """Search until the gap or the end is reached."""
        floor, is_stopped = self._search()
        none = np.zeros_like(self.closed)
        floor = min(self._whole(floor), self.best)
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
            for child in self._look(branch, number, BRANCH_ROUNDS):
                heapq.heappush(open_, child)
        return self.best, False

    def _is_near(self, bound: float) -> bool:
        least = ROUNDING if self.is_whole and self.most_flow * NEAR < 1 else NEAR
        return self.best - bound <= max(self.gap * (self.flow - bound), least * self.most_flow)

    def _start(self) -> None:
        """Try what is best against an adversary who may open parts of arcs, at several prices of his budget."""
        worth = self.network.capacity[self.latent.arcs] / self.latent.cost[self.latent.arcs]
        price = [0.0, *np.quantile(worth, np.linspace(0.05, 1, STARTS - 1)).tolist()] if len(worth) > 0 else [0.0]
        found = []
        for one in price:
            part = np.maximum(0.0, self.network.capacity - one * self.latent.cost)
            capacity = np.where(self.latent.arcs, part, self.network.capacity)
            left = min(self.end - time.monotonic(), 0.2)
            closed = interdict(
                self.network._replace(capacity=capacity), self.budget, gap=START_GAP, seconds=left
            ).closed
            found.append((self.guesser.guess(closed, []).worth, closed))
        # The best first: a guess is then enough to set most others aside.
        for _, closed in sorted(found, key=lambda one: one[0]):
            self._try(closed)

    def _try(self, closed: Bools) -> None:
        """Ask what he would do; a known answer or a guess that is enough for him spares the proof."""
        if closed.tobytes() in self.tried:
            return
        self.tried.add(closed.tobytes())
        for key in list(self.seen)[: -KNOWN - 1 : -1]:
            if self.adversary.flow(closed, self.seen[key]) >= self.best:
                return
        guess = self.guesser.guess(closed, [])
        self._see(guess.opened, is_played=True)
        if guess.worth >= self.best:
            return
        end = min(self.end, time.monotonic() + self.answer_s)
        found = self.adversary.answer(closed, enough=self.best, end=end)
        self._see(found.opened, is_played=True)
        if found.bound < self.best:
            self.closed, self.found = closed, found

    def _see(self, opened: Bools, *, is_played: bool) -> None:
        """Keep an answer as the latest, to be played against or not."""
        key = opened.tobytes()
        self.seen.pop(key, None)
        self.seen[key] = opened
        if is_played:
            self.game.setdefault(key, 0)

    def _learn(self, closed: Floats, worth: float) -> None:
        """Play against what he would do if arcs were closed in part, where that is worth more to him."""
        known = [(self.guesser.worth(self.seen[key], closed), key) for key in list(self.seen)[: -KNOWN - 1 : -1]]
        known.sort(reverse=True)
        found = self.guesser.guess(closed, [self.seen[key] for _, key in known[:2]])
        least = worth + NEAR * self.most_flow
        for key in [key for value, key in known if value > least and key not in self.game][:JOIN]:
            self._see(self.seen[key], is_played=True)
        self._see(found.opened, is_played=found.worth > least)

    def _play(self, bounds: tuple[Floats, Floats]) -> tuple[Point, Bound] | None:
        """Play against the answers of the game, and let those go that no longer weigh anything."""
        network, keys = self.network, list(self.game)
        capacity = np.array([np.where(self.latent.arcs & ~self.seen[key], 0.0, network.capacity) for key in keys])
        ends = network.source, network.sink, network.tail, network.head
        game = Game(network.node_count, *ends, capacity / self.most_flow, self.cost, self.budget)
        begin = time.monotonic()
        if self.end - begin < self.game_s:
            self.end = begin
            return None
        point = solve(game, bounds, self.end - begin)
        self.game_s = time.monotonic() - begin
        if point is None:
            return None
        for key, weight in zip(keys, (point.weight / point.weight.sum()).tolist(), strict=True):
            self.game[key] = 0 if weight > LIGHT else self.game[key] + 1
            if self.game[key] > IDLE:
                del self.game[key]
        proof = prove(game, point, bounds, self.adversary.residual)
        return point, proof

    def _look(self, branch: _Branch, number: itertools.count[int], rounds: int) -> list[_Branch]:
        """Bound a branch, try sets on the way, and part it in two."""
        self.branches += 1
        bounds = branch.least.copy(), branch.most.copy()
        bound = branch.bound
        closed = (bounds[0] + bounds[1]) / 2
        worth = np.zeros(len(closed))
        for _ in range(rounds):
            played = self._play(bounds)
            if played is None:
                break
            point, proof = played
            before = set(self.game)
            closed, worth = point.closed, proof.worth
            is_stale = proof.value * self.most_flow <= bound + STEP * (self.best - bound)
            bound = max(bound, proof.value * self.most_flow)
            self._round(closed, proof, bounds)
            if self._is_near(self._whole(bound)):
                return []
            proof.fix(self.cost, bounds, self._better() / self.most_flow)
            self._learn(closed, proof.value * self.most_flow)
            if rounds == ROUNDS:
                self._learn((closed + self.closed) / 2, bound)
            if before.issuperset(self.game) or is_stale or time.monotonic() > self.end:
                break
        return self._part(bound, bounds, (closed, worth), number)

    def _whole(self, value: float) -> float:
        """Lift a bound to the next whole number where all that can survive is one."""
        return math.ceil(value - 1e-6 * max(1.0, self.most_flow * 1e-3)) if self.is_whole else value

    def _better(self) -> float:
        """Give what a set would have to leave to be better than the best."""
        return self.best - (1.0 - 1e-6 if self.is_whole else ROUNDING * self.most_flow)

    def _round(self, part: Floats, proof: Bound, bounds: tuple[Floats, Floats]) -> None:
        """Try whole sets near the one in parts, and the one that takes most at the proof's prices."""
        fixed = bounds[0] > 0.5
        for noise in (0.0, 0.1, 0.3):
            rank = np.where(part > 1e-3, part + noise * self.dice.random(len(self.cost)), 0.0)
            self._try(self._fill(rank, fixed, bounds[1]))
        free = np.flatnonzero((bounds[0] < bounds[1]) & (proof.worth > 0))
        left = self.budget - float(self.cost[fixed].sum())
        chosen = fixed.copy()
        chosen[free[knapsack(proof.worth[free], self.cost[free], left)]] = True
        self._try(chosen)

    def _fill(self, rank: Floats, fixed: Bools, most: Floats) -> Bools:
        """Close arcs by rank while the budget lasts."""
        closed = fixed.copy()
        left = self.budget - float(self.cost[fixed].sum())
        free = np.flatnonzero((most > 0) & ~fixed & (rank > 0))
        for arc in free[np.argsort(-rank[free], kind="stable")].tolist():
            if self.cost[arc] <= left:
                closed[arc] = True
                left -= float(self.cost[arc])
        return closed

    def _part(
        self, bound: float, bounds: tuple[Floats, Floats], point: tuple[Floats, Floats], number: itertools.count[int]
    ) -> list[_Branch]:
        """Decide one arc, once closed and once kept; where none is left to decide, ask what he does."""
        least, most = bounds
        left = self.budget - float(least @ self.cost)
        if left < 0:
            return []
        most[(least < most) & (self.cost > left)] = 0.0
        free = np.flatnonzero(least < most)
        if len(free) == 0:
            self._settle(least > 0.5)
            return []
        closed, worth = point[0][free], point[1][free]
        arc = int(free[np.argmax((worth + ROUNDING) * (np.minimum(closed, 1 - closed) + 1e-6))])
        kept, closed_too = most.copy(), least.copy()
        kept[arc], closed_too[arc] = 0.0, 1.0
        return [_Branch(bound, next(number), least, kept), _Branch(bound, next(number), closed_too, most)]

    def _settle(self, closed: Bools) -> None:
        """Ask what he does about the one set that a branch has left, for as long as it takes."""
        exact = self.adversary.answer(closed, enough=self.best)
        if exact.bound < self.best:
            self.closed, self.found = closed, exact
