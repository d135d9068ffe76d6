"""Which measures to take under a budget: over draws of flows and of what bites, before and after he re-routes.

A measure closes or thins arcs when it bites; two that bite on one arc leave the product of what each leaves. In each
draw the flow is the largest that the capacities allow, and the surviving flow the largest after the adversary's best
answer. Every set is tried where there are few; else the best single step (add, or swap one) is repeated.

The bound holds for all sets: for any prices on arcs a smallest cut at these prices, less the most that the budget takes
at them, is no more than what survives. What several measures leave of an arc is the product of what each leaves, whose
logarithm is a sum: as a function of measures taken in parts, what they take is concave and exact for whole ones.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from counterflow.plan.answer import Adversary, Latent
from counterflow.plan.cut import Residual, min_cut
from counterflow.plan.interdict import SCALE_BITS
from counterflow.plan.measure import Measure
from counterflow.plan.network import Bools, Floats, FlowNetwork
from counterflow.plan.pace import WALL, Pace

MOST_SETS = 500
"""Up to so many sets all are tried."""

MOST_ANSWER_S = 1.0
"""Seconds that the search for one answer of the adversary may take; its bound holds after any time."""

MOST_STEPS = 8
"""Steps of the search for what a budget takes at most at given prices."""

CLIMB_TIME = 0.7
"""Share of the time for one budget in which sets are looked for, where not all are tried."""

PRICE_STEPS = 60
"""Steps of the search for the prices of the bound."""

MOST_LOGARITHM = 40.0
"""Taken for the logarithm of a share that leaves nothing: e to the minus 40 is lost beside 1."""


class Worlds(NamedTuple):
    """Draws: capacities by draw and arc, and whether each measure bites by draw and measure."""

    capacity: Floats
    bites: Bools


class Effect(NamedTuple):
    """What a set of measures does, by draw."""

    claimed: Floats
    """What flows if he opens nothing."""
    surviving: Floats
    """What flows after his answer."""
    opened: Floats
    """By arc, in what share of draws he opens it."""


class Choice(NamedTuple):
    """A set of measures, what it does, and the proof of its worth."""

    chosen: tuple[int, ...]
    cost: float
    effect: Effect
    bound: float
    """No set within the budget lets less flow on the mean after his answer."""
    is_stopped: bool


class Chooser:
    """Chooses among measures in one network; keeps what each set does."""

    def __init__(
        self, network: FlowNetwork, latent: Latent, measures: Sequence[Measure], worlds: Worlds, pace: Pace = WALL
    ) -> None:
        self.network, self.latent, self.worlds, self.pace = network, latent, worlds, pace
        self.share = np.zeros((len(measures), len(network.tail)))
        for at, one in enumerate(measures):
            for arc, share in one.effects.items():
                self.share[at, arc] = share
        with np.errstate(divide="ignore"):
            self.logarithm = np.minimum(-np.log1p(-self.share), MOST_LOGARITHM)
        self.residual = Residual.of(network)
        self.adversaries = [Adversary(network._replace(capacity=one), latent, pace) for one in worlds.capacity]
        self.can_open = bool((latent.arcs & (latent.cost <= latent.budget)).any())
        self.known: dict[tuple[int, ...], Effect] = {}
        self.answers: dict[tuple[int, ...], npt.NDArray[np.uint8]] = {}
        """What he opens against each set, by draw and arc, eight arcs a byte."""
        self.end = math.inf
        """After this time of the pace his answers are bounded roughly: no question takes long any more."""
        self.flow = self.effect(()).claimed
        """What flows with no measure, by draw."""

    def left(self, chosen: tuple[int, ...], world: int) -> Floats:
        """Say which share of each arc is left in a draw."""
        bites = [one for one in chosen if self.worlds.bites[world, one]]
        left: Floats = np.prod(1.0 - self.share[bites], axis=0)
        return left

    def effect(self, chosen: tuple[int, ...]) -> Effect:
        """Say what a set does."""
        if chosen not in self.known:
            count, arcs = self.worlds.capacity.shape
            claimed, surviving, opened = np.empty(count), np.empty(count), np.zeros((count, arcs), np.bool_)
            none = np.zeros(arcs, np.bool_)
            for at, adversary in enumerate(self.adversaries):
                closed = 1.0 - self.left(chosen, at)
                claimed[at] = adversary.flow(closed, none)
                surviving[at] = claimed[at]
                if self.can_open:
                    answer = adversary.answer(closed, end=self._patience())
                    surviving[at] = answer.bound
                    opened[at] = answer.opened
            self.answers[chosen] = np.packbits(opened, axis=1)
            self.known[chosen] = Effect(claimed, surviving, opened.mean(axis=0))
        return self.known[chosen]

    def answered(self, chosen: tuple[int, ...], answered: tuple[int, ...]) -> Floats:
        """Say what flows by draw where he has opened what answers only some of the measures.

        Args:
            chosen: the measures that are taken.
            answered: those of them that he has answered; with none he has opened nothing.
        """
        if answered == chosen or not self.can_open:
            return self.effect(chosen).surviving
        if len(answered) == 0:
            return self.effect(chosen).claimed
        flows = np.empty(len(self.adversaries))
        for at, adversary in enumerate(self.adversaries):
            opened = adversary.answer(1.0 - self.left(answered, at), end=self._patience()).opened
            flows[at] = adversary.flow(1.0 - self.left(chosen, at), opened)
        most: Floats = np.minimum(flows, self.effect(chosen).surviving)
        return most

    def _patience(self) -> float:
        now = self.pace.now()
        return min(now + MOST_ANSWER_S, max(now, self.end))

    def value(self, chosen: tuple[int, ...]) -> float:
        """Say what flows on the mean after his answer; no more than without any measure counts."""
        return float(np.minimum(self.effect(chosen).surviving, self.flow).mean())

    def choose(self, cost: Floats, budget: float, *, begin: tuple[int, ...] = (), end: float = math.inf) -> Choice:
        """Choose a set within a budget.

        Args:
            cost: of each measure, in the budget's unit; infinite: it cannot be taken.
            budget: what may be spent.
            begin: a set within the budget that the answer is no worse than.
            end: stop at this time of the pace.
        """
        sets = self._few(cost, budget)
        if sets is not None:
            best, is_stopped = begin, False
            for one in sets:
                if self.pace.now() > end:
                    is_stopped = True
                    break
                best = self._better(best, one, cost)
            is_exact = not is_stopped
        else:
            # What is left of the time goes into the bound: a plan without one says little.
            now = self.pace.now()
            climb_end = now + CLIMB_TIME * max(0.0, end - now) if math.isfinite(end) else end
            best, is_stopped = self._climb(begin, cost, budget, climb_end)
            is_exact = False
        value = self.value(best)
        bound = value if is_exact else min(value, self._bound(best, cost, budget, end))
        return Choice(best, float(cost[list(best)].sum()), self.effect(best), bound, is_stopped)

    def _few(self, cost: Floats, budget: float) -> list[tuple[int, ...]] | None:
        """Give all sets within the budget that nothing can be added to; None where they are many."""
        found: list[tuple[int, ...]] = []
        for count, one in enumerate(_sets(cost, budget)):
            if count > MOST_SETS:
                return None
            found.append(one)
        return found

    def _better(self, best: tuple[int, ...], other: tuple[int, ...], cost: Floats) -> tuple[int, ...]:
        """Give the set that lets less flow; of equals the one that claims more, then the cheaper."""

        def rank(one: tuple[int, ...]) -> tuple[float, float, float]:
            value, claimed = self.value(one), float(self.effect(one).claimed.mean())
            scale = max(float(self.flow.mean()), 1e-300)
            return round(value / scale, 9), round(claimed / scale, 9), float(cost[list(one)].sum())

        return min(best, other, key=rank)

    def _climb(self, best: tuple[int, ...], cost: Floats, budget: float, end: float) -> tuple[tuple[int, ...], bool]:
        """Add or swap one measure at a time while that is better."""
        while True:
            before = best
            for other in self._steps(before, cost, budget):
                if self.pace.now() > end:
                    return best, True
                best = self._better(best, other, cost)
            if best == before:
                return best, False

    def _steps(self, chosen: tuple[int, ...], cost: Floats, budget: float) -> Iterator[tuple[int, ...]]:
        others = [one for one in range(len(cost)) if one not in chosen]
        for base in (chosen, *(tuple(x for x in chosen if x != one) for one in chosen)):
            left = budget - float(cost[list(base)].sum())
            yield from (tuple(sorted((*base, one))) for one in others if cost[one] <= left)

    def _bound(self, best: tuple[int, ...], cost: Floats, budget: float, end: float) -> float:
        """Find prices on the arcs of each draw by steps along the slope of the bound, and give the best bound seen.

        Whatever set is taken, he can open what he opens against `best`, so that is open here; no more than what flows
        without any measure counts. Of each arc what no set can stop has no price and is never closed. Prices of 0 and
        those of one smallest cut are always tried, however little time there is.
        """
        cost = np.where(cost <= budget, cost, np.inf)
        capacity = np.where(self.latent.arcs & ~self._opened(best), 0.0, self.worlds.capacity)
        most = self._most_of_each(cost, budget)
        bound = self._cuts(capacity * (1.0 - most))[0]
        price, part, step, target = capacity.copy(), np.zeros(len(cost)), 1.0, self.value(best)
        for number in range(PRICE_STEPS):
            if number > 1 and self.pace.now() > end:
                break
            value, over = self._cuts(capacity * (1.0 - most) + price * most)
            part, taken = self._most(part, price, cost, budget)
            reached = value - taken
            if reached > bound + 1e-9 * target:
                bound = reached
            elif number > 0:
                step *= 0.9
            if number == 0:
                # Ties in a row share one flow: priced whole, each measure would be paid for all of them.
                price = np.where(over, capacity, 0.0)
                continue
            slope = (over * most - self._taken(part)[0]) / len(capacity)
            size = float((slope * slope).sum())
            if size <= 0 or target - reached <= 1e-9 * target:
                break
            price = np.clip(price + step * (target - reached) / size * slope, 0.0, capacity)
        return max(0.0, bound)

    def _cuts(self, weight: Floats) -> tuple[float, Bools]:
        """Find a smallest cut in each draw; give their mean, none counted over what flows freely, and its arcs."""
        network = self.network
        unit = 2.0 ** (math.frexp(float(weight.sum(axis=1).max(initial=1e-300)))[1] - SCALE_BITS)
        over, value = np.empty(weight.shape, np.bool_), 0.0
        for at, one in enumerate(np.floor(weight / unit).astype(np.int64)):
            self.pace.spend(len(one))
            flow, side = min_cut(self.residual, network.source, network.sink, one)
            over[at] = side[network.tail] & ~side[network.head] & (flow * unit <= self.flow[at])
            value += min(flow * unit, float(self.flow[at])) / len(weight)
        return value, over

    def _most_of_each(self, cost: Floats, budget: float) -> Floats:
        """Bound which share of each arc any set within the budget stops, by draw, were it all spent on that arc.

        Logarithms of what is left add up, so a budget spent in parts where a logarithm is cheapest takes at least as
        much as any set.
        """
        most = np.zeros(self.worlds.capacity.shape)
        able = np.isfinite(cost)
        for arc in np.flatnonzero(self.share[able].any(axis=0)).tolist():
            some = np.flatnonzero(able & (self.share[:, arc] > 0))
            with np.errstate(divide="ignore"):
                some = some[np.argsort(-self.logarithm[some, arc] / cost[some], kind="stable")]
            bites = self.worlds.bites[:, some].astype(np.float64)
            spent = np.cumsum(bites * cost[some], axis=1)
            before = spent - bites * cost[some]
            price = np.where(cost[some] > 0, cost[some], 1.0)
            part = np.where(cost[some] > 0, np.clip((budget - before) / price, 0.0, 1.0), 1.0)
            most[:, arc] = 1.0 - np.exp(-((bites * part) @ self.logarithm[some, arc]))
        return most

    def _opened(self, chosen: tuple[int, ...]) -> Bools:
        """Say what he opens against a set, by draw and arc."""
        self.effect(chosen)
        bits = np.unpackbits(self.answers[chosen], axis=1, count=len(self.network.tail))
        return np.asarray(bits, np.bool_)

    def _taken(self, part: Floats) -> tuple[Floats, Floats, Bools]:
        """Say which share of each arc measures taken in parts stop at most, by draw.

        Two concave functions bound it, and the smaller one is taken: the sum of the shares, nearer for small parts, and
        one less the product of what is left, e to the minus the sum of logarithms, which whole measures reach.

        Returns:
            The share that is stopped, the share that the product leaves, and where the sum is the smaller one.
        """
        taken = self.worlds.bites * part
        total, left = taken @ self.share, np.exp(-(taken @ self.logarithm))
        is_sum = total <= 1.0 - left
        return np.where(is_sum, total, 1.0 - left), left, is_sum

    def _most(self, part: Floats, price: Floats, cost: Floats, budget: float) -> tuple[Floats, float]:
        """Bound what any set within the budget takes at these prices, and give parts that take nearly as much.

        What is taken grows with the parts and is concave in them, so it lies under any slope of it: at any parts, what
        they take and the most that the slope promises elsewhere is a bound (Frank and Wolfe 1956).
        """
        count, least = len(price), math.inf
        for number in range(MOST_STEPS):
            taken, left, is_sum = self._taken(part)
            by_sum = (price * is_sum) @ self.share.T
            by_product = (price * left * ~is_sum) @ self.logarithm.T
            slope = (self.worlds.bites * (by_sum + by_product)).sum(axis=0) / count
            best = _part(slope, cost, budget)
            least = min(least, float((price * taken).sum()) / count + float(slope @ (best - part)))
            part = part + 2.0 / (number + 2.0) * (best - part)
        return part, least


def _part(worth: Floats, cost: Floats, budget: float) -> Floats:
    """Spend the budget where it is worth most, the last measure in part."""
    part, left = np.zeros(len(worth)), budget
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(cost > 0, worth / cost, np.inf)
    for one in np.argsort(-ratio, kind="stable").tolist():
        if worth[one] <= 0 or not math.isfinite(cost[one]):
            continue
        part[one] = 1.0 if cost[one] <= left else max(0.0, left / cost[one])
        left -= part[one] * cost[one]
        if left <= 0 and cost[one] > 0:
            break
    return part


def _sets(cost: Floats, budget: float) -> Iterator[tuple[int, ...]]:
    """Give the sets within a budget, the small first."""
    can = np.flatnonzero(cost <= budget).tolist()
    for size in range(len(can) + 1):
        is_any = False
        for one in itertools.combinations(can, size):
            if cost[list(one)].sum() <= budget + 1e-9:
                is_any = True
                yield one
        if not is_any:
            return
