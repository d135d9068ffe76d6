"""A proven bound for one set of closings against many networks at once, by a first-order method.

One set of arcs is closed, in part if need be, and then the network is one of several: one for each draw of the
capacities, or for each answer of the adversary. How the several weigh is a weight that is known (a mean), or the worst
of a set of weights (a bad tail, the worst answer). That is a game of the closer against flows,

    min over x of max over q and flows g(s) of q(s) F(s): sum over s of value(g(s)) - sum over a of x(a) g(s, a),

solved by the primal-dual hybrid gradient of Chambolle and Pock (A first-order primal-dual algorithm for convex
problems, Journal of Mathematical Imaging and Vision 40, 2011) with steps by Pock and Chambolle (Diagonal
preconditioning, ICCV 2011) and restarts at the average (Applegate et al., Practical large-scale linear programming
using primal-dual hybrid gradient, NeurIPS 2021). What it gives is not trusted: flows are read as prices, and a smallest
cut in each network at these prices is a bound that holds whatever the prices are.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from counterflow.compare.compiled import borrowing
from counterflow.plan.cut import Residual, min_cut
from counterflow.plan.network import Floats, Ints

SCALE_BITS = 50
"""Prices are counted in units so small that all of a network are fewer than 2 to this."""

RESTART = 100
"""Steps after which the method goes on from the average of them."""


BALANCE = 0.03, 0.3
"""Least and largest balance between the steps of flows and of closings, for one network; flows are shares of one."""

BALANCE_START = 0.1


class Envelope(NamedTuple):
    """The weights that networks may be given: `base + z` with `0 <= z <= most` and `z` summing to `total`."""

    base: Floats
    most: Floats
    total: float

    @classmethod
    def worst(cls, count: int) -> Envelope:
        """Give all weight to whichever is worst."""
        return cls(np.zeros(count), np.ones(count), 1.0)

    @classmethod
    def mean(cls, probability: Floats) -> Envelope:
        """Weigh by probability."""
        return cls(probability, np.zeros(len(probability)), 0.0)

    @classmethod
    def tail(cls, probability: Floats, level: float, share: float) -> Envelope:
        """Weigh by the mean, and by so large a share the mean of the worst `1 - level` of cases (CVaR).

        Source: Rockafellar and Uryasev, Optimization of conditional value-at-risk, Journal of Risk 2 (2000).
        """
        return cls((1 - share) * probability, share * probability / (1 - level), share)

    def weigh(self, value: Floats) -> tuple[float, Floats]:
        """Find the weights under which values are most, and what they are then."""
        weight = self.base.copy()
        left = self.total
        for at in np.argsort(-value, kind="stable").tolist():
            if left <= 0:
                break
            part = min(left, float(self.most[at]))
            weight[at] += part
            left -= part
        return float(weight @ value), weight


class Game(NamedTuple):
    """What is played: arcs, capacities by network as shares of one flow, costs as shares of the budget."""

    node_count: int
    source: int
    sink: int
    tail: Ints
    head: Ints
    capacity: Floats
    """By network and arc."""
    cost: Floats
    """Of closing an arc, 0 where it cannot be."""
    budget: float


class Point(NamedTuple):
    """Where the method stands."""

    closed: Floats
    """Share of each arc that is closed."""
    potential: Floats
    """By network and node."""
    spare: Floats
    """By network and arc: share of the arc that is paid for with flow."""
    flow: Floats
    """By network and arc, times the network's weight."""
    weight: Floats


def start(game: Game, envelope: Envelope) -> Point:
    """Give the point from which to begin where nothing better is known."""
    count, arcs = game.capacity.shape
    weight = envelope.base + envelope.total / count
    return Point(
        np.zeros(arcs),
        np.zeros((count, game.node_count)),
        np.zeros((count, arcs)),
        np.zeros((count, arcs)),
        weight,
    )


def play(
    game: Game, envelope: Envelope, point: Point, bounds: tuple[Floats, Floats], steps: int, balance: float
) -> float:
    """Go on from a point, in place; each arc is closed by no less and no more than its bounds.

    Returns:
        the balance between the steps of the two sides, to go on with.
    """
    ends = game.tail, game.head, np.array([game.source, game.sink], np.int32)
    degree = np.ones(game.node_count)
    np.add.at(degree, game.tail, 1.0)
    np.add.at(degree, game.head, 1.0)
    width = game.capacity.sum(axis=1) + 1e-12
    weights = envelope.base, envelope.base + envelope.most, float(envelope.base.sum() + envelope.total)
    spare = np.empty(len(game.tail)), np.empty(game.node_count), np.ones(len(width))
    done = 0
    while done < steps:
        ahead = Point(*(one.copy() for one in point))
        total = Point(*(np.zeros_like(one) for one in point))
        before = point.closed.copy(), point.flow.copy()
        count = min(RESTART, steps - done)
        _steps(
            *ends, game.capacity, width, degree, *weights, *bounds, game.cost, game.budget, *point, *ahead[:3], *total,
            *spare, balance / len(width), count,
        )  # fmt: skip
        for one, so_far in zip(point, total, strict=True):
            np.divide(so_far, count, out=one)
        balance = _balance(balance, point.closed - before[0], point.flow - before[1])
        done += count
    return balance


def _balance(balance: float, closed: Floats, flow: Floats) -> float:
    """Bring the steps of both sides nearer to the ways that they went, within bounds: a jump costs what was won."""
    ours, theirs = np.linalg.norm(closed) * np.sqrt(len(flow)), np.linalg.norm(flow)
    if ours < 1e-6 or theirs < 1e-9:
        return balance
    return min(BALANCE[1], max(BALANCE[0], balance * min(1.5, max(0.67, float(np.sqrt(theirs / ours / balance))))))


@borrowing
def _steps(  # noqa: PLR0913, PLR0917 - compiled: flat arguments
    tail: Ints, head: Ints, ends: Ints, capacity: Floats, width: Floats, degree: Floats, lightest: Floats,
    heaviest: Floats, weights: float, least: Floats, most: Floats, cost: Floats, budget: float, closed: Floats,
    potential: Floats, spare: Floats, flow: Floats, weight: Floats, closed_ahead: Floats, potential_ahead: Floats,
    spare_ahead: Floats, closed_sum: Floats, potential_sum: Floats, spare_sum: Floats, flow_sum: Floats,
    weight_sum: Floats, wanted: Floats, excess: Floats, ones: Floats, balance: float, count: int,
) -> None:  # fmt: skip
    """Take so many steps, and add up where they lead."""
    for _ in range(count):
        _flow(
            tail, head, capacity, width, degree, ends, closed_ahead, potential_ahead, spare_ahead, potential, flow,
            weight, balance, wanted, excess,
        )  # fmt: skip
        _fit(weight, lightest, heaviest, ones, weights)
        _pay(capacity, flow, weight, spare, spare_ahead, balance)
        _close(closed, closed_ahead, wanted, least, most, cost, budget, balance * len(width))
        for arc in range(len(tail)):
            closed_sum[arc] += closed[arc]
        for one in range(len(width)):
            weight_sum[one] += weight[one]
            for node in range(len(degree)):
                potential_sum[one, node] += potential[one, node]
            for arc in range(len(tail)):
                spare_sum[one, arc] += spare[one, arc]
                flow_sum[one, arc] += flow[one, arc]


@borrowing
def _flow(  # noqa: PLR0913, PLR0917 - compiled: flat arguments
    tail: Ints,
    head: Ints,
    capacity: Floats,
    width: Floats,
    degree: Floats,
    ends: Ints,
    closed_ahead: Floats,
    potential_ahead: Floats,
    spare_ahead: Floats,
    potential: Floats,
    flow: Floats,
    weight: Floats,
    balance: float,
    wanted: Floats,
    excess: Floats,
) -> None:
    """Let flows and weights answer what is closed, and potentials the flows; says what flows in all over each arc."""
    for arc in range(len(tail)):
        wanted[arc] = 0.0
    for one in range(len(width)):
        gained = 0.0
        for node in range(len(degree)):
            excess[node] = 0.0
        for arc in range(len(tail)):
            slope = potential_ahead[one, head[arc]] - potential_ahead[one, tail[arc]]
            slope -= closed_ahead[arc] + spare_ahead[one, arc]
            gained += capacity[one, arc] * spare_ahead[one, arc]
            amount = max(0.0, flow[one, arc] + balance * 0.25 * slope)
            flow[one, arc] = amount
            wanted[arc] += amount
            excess[head[arc]] += amount
            excess[tail[arc]] -= amount
        weight[one] += balance * gained / width[one]
        for node in range(len(degree)):
            new = min(1.0, max(0.0, potential[one, node] - excess[node] / (balance * degree[node])))
            if node == ends[0]:
                new = 0.0
            elif node == ends[1]:
                new = 1.0
            potential_ahead[one, node] = 2.0 * new - potential[one, node]
            potential[one, node] = new


@borrowing
def _pay(capacity: Floats, flow: Floats, weight: Floats, spare: Floats, spare_ahead: Floats, balance: float) -> None:
    """Let the potentials' steps be paid for where flow is at its capacity."""
    for one in range(len(weight)):
        for arc in range(capacity.shape[1]):
            room = weight[one] * capacity[one, arc] - flow[one, arc]
            new = max(0.0, spare[one, arc] - room / (balance * (1.0 + capacity[one, arc])))
            spare_ahead[one, arc] = 2.0 * new - spare[one, arc]
            spare[one, arc] = new


@borrowing
def _close(  # noqa: PLR0913, PLR0917 - compiled: flat arguments
    closed: Floats, ahead: Floats, wanted: Floats, least: Floats, most: Floats, cost: Floats, budget: float, slow: float
) -> None:
    """Close more of what is flowed over, within bounds and budget."""
    for arc in range(len(closed)):
        ahead[arc] = closed[arc]
        closed[arc] += wanted[arc] / slow
    if _cost_at(closed, least, most, cost, 0.0) <= budget:
        for arc in range(len(closed)):
            closed[arc] = min(most[arc], max(least[arc], closed[arc]))
    else:
        _fit(closed, least, most, cost, budget)
    for arc in range(len(closed)):
        ahead[arc] = 2.0 * closed[arc] - ahead[arc]


@borrowing
def _fit(value: Floats, low: Floats, high: Floats, cost: Floats, total: float) -> None:
    """Move values by one price times their costs, between their bounds, so that they cost the total; in place."""
    first, last = -1e-3, 1e-3
    while _cost_at(value, low, high, cost, first) < total - 1e-12 and first > -1e12:
        first *= 4.0
    while _cost_at(value, low, high, cost, last) > total + 1e-12 and last < 1e12:
        last *= 4.0
    for _ in range(50):
        middle = (first + last) / 2.0
        if _cost_at(value, low, high, cost, middle) > total:
            first = middle
        else:
            last = middle
        if last - first < 1e-10:
            break
    for at in range(len(value)):
        value[at] = min(high[at], max(low[at], value[at] - last * cost[at]))


@borrowing
def _cost_at(value: Floats, low: Floats, high: Floats, cost: Floats, price: float) -> float:
    total = 0.0
    for at in range(len(value)):
        total += cost[at] * min(high[at], max(low[at], value[at] - price * cost[at]))
    return total


class Bound(NamedTuple):
    """What is proven: no set of closings within the bounds and the budget leaves less, in units of the capacities."""

    value: float
    worth: Floats
    """By arc: what closing it takes away at most, at the prices of the proof."""
    price: float
    """What a unit of the budget takes away."""

    def fix(self, cost: Floats, bounds: tuple[Floats, Floats], best: float) -> None:
        """Decide, in place, the arcs that no set with less than `best` left can close, or can keep."""
        least, most = bounds
        loss = self.worth - self.price * cost
        is_free = least < most
        most[is_free & (loss < 0) & (self.value - loss >= best)] = 0.0
        least[is_free & (loss > 0) & (self.value + loss >= best)] = 1.0


def prove(game: Game, point: Point, bounds: tuple[Floats, Floats], residual: Residual) -> Bound:
    """Read the flows as prices, and give the bound that smallest cuts at these prices prove."""
    weight = point.weight / point.weight.sum()
    price = np.minimum(point.flow / np.maximum(point.weight, 1e-9)[:, None], game.capacity)
    unit = 2.0 ** (math.frexp(float(game.capacity.sum(axis=1).max(initial=1e-300)))[1] - SCALE_BITS)
    amounts = np.floor(price / unit).astype(np.int64)
    values = [
        min_cut(residual, game.source, game.sink, one)[0] * unit if share > 0 else 0.0
        for one, share in zip(amounts, weight.tolist(), strict=True)
    ]
    worth = weight @ (amounts * unit)
    taken, rate = _spendable(game, worth, bounds)
    return Bound(float(weight @ np.array(values)) - taken, worth, rate)


def _spendable(game: Game, worth: Floats, bounds: tuple[Floats, Floats]) -> tuple[float, float]:
    """Say what the budget takes away at most where arcs may be closed in part, and the price of its last unit."""
    least, most = bounds
    left = game.budget - float(least @ game.cost)
    total = float(least @ worth)
    free = np.flatnonzero((least < most) & (worth > 0))
    order = free[np.argsort(-worth[free] / game.cost[free], kind="stable")]
    spent = np.cumsum(game.cost[order])
    whole = int(np.searchsorted(spent, left, side="right"))
    total += float(worth[order[:whole]].sum())
    if whole == len(order):
        return total, 0.0
    price = float(worth[order[whole]] / game.cost[order[whole]])
    return total + price * (left - (float(spent[whole - 1]) if whole > 0 else 0.0)), price
