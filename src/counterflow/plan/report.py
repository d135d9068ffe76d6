"""What `counterflow plan` answers: what to take, what it is said to cut, what stays cut, and how sure all that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from counterflow.exc import InputError, UsageError
from counterflow.plan.choose import Choice, Chooser
from counterflow.plan.measure import Measure
from counterflow.plan.network import Floats
from counterflow.plan.network_file import Problem, draw_worlds
from counterflow.plan.pace import WALL, Pace
from counterflow.plan.period import YEAR_DAYS, flow_by_year
from counterflow.plan.shape import (
    Able,
    ArcLine,
    BlockedLine,
    CurvePoint,
    ForceLine,
    MeasureLine,
    NodeLine,
    Opened,
    PlanAnswer,
    TieLine,
    YearLine,
)

HANDLING = "TLP:AMBER+STRICT"
"""Surviving ways are a guide to evasion."""

CURVE = 5
"""Steps of the curve up to the budget that is asked for; two more go beyond it."""

BEYOND = (1.5, 2.0)
"""Budgets of the curve beyond the one that is asked for, as multiples of it."""

CURVE_TIME = 0.8
"""Share of the time that the curve may take; the rest is for what evidence would add."""

ASKED_TIME = 3.0
"""How much more of it the budget that is asked for has than another."""

MOST_GAPS = 12
"""Measures that evidence is missing for of which it is said what they would add: those on the largest flows."""

TAIL = 0.1
"""Share of draws that are called bad."""


class Wish(NamedTuple):
    """What is asked for."""

    budget: float
    unit: str
    draws: int
    seed: int
    seconds: float


def make_plan(problem: Problem, wish: Wish, pace: Pace = WALL) -> PlanAnswer:
    """Choose measures under a budget, and say how sure it is.

    Args:
        problem: the network of flows, and what can be done.
        wish: what is asked for.
        pace: by what the seconds of the wish are counted.

    Raises:
        InputError: there is nothing to choose from.
        UsageError: the budget pays for nothing.
    """
    able = [one.cost if wish.unit == "usd" else 1.0 for one in problem.measures]
    if len(able) == 0:
        raise InputError(
            "there is no measure to choose from: all are in force or lack evidence",
            expected="a measure that can be taken",
            next_step="Add measures, or fill the gaps that `missing` names",
        )
    if min(able) > wish.budget:
        raise UsageError(
            f"no plan within {_amount(wish.budget, wish.unit)}: the cheapest measure, "
            f"{problem.measures[able.index(min(able))].name}, takes {_amount(min(able), wish.unit)}",
            next_step="Raise the budget",
        )
    # Blocked measures stand behind the others and cost too much for any budget: only what they would add is looked at.
    cost = np.array(able + [math.inf] * len(problem.blocked))
    worlds = draw_worlds(problem, wish.draws, wish.seed)
    chooser = Chooser(problem.network, problem.latent, problem.measures + problem.blocked, worlds, pace)
    # Only now: what loads the code of cuts, on the first plan of a process, is not taken from the search.
    begin = pace.now()
    chooser.end = begin + wish.seconds
    best: tuple[int, ...] = ()
    choices: list[tuple[float, Choice]] = []
    budgets = _budgets(wish, float(sum(able)))
    parts = [ASKED_TIME if budget == wish.budget else 1.0 for budget in budgets]
    for number, budget in enumerate(budgets, 1):
        part = CURVE_TIME * sum(parts[:number]) / sum(parts)
        end = begin + wish.seconds * part if math.isfinite(wish.seconds) else math.inf
        # Each begins with the set of the smaller budget, so that more money never cuts less.
        choice = chooser.choose(cost, budget, begin=best, end=end)
        best = choice.chosen
        choices.append((budget, choice))
    return _Report(problem, chooser, wish, choices).answer()


def _budgets(wish: Wish, most: float) -> list[float]:
    """Give the budgets of the curve; of measures there are whole ones, and no budget buys more than all of them."""
    below = [wish.budget * number / CURVE for number in range(1, CURVE)]
    beyond = [wish.budget * factor for factor in BEYOND]
    if wish.unit == "measures":
        below = [max(1.0, float(math.floor(one))) for one in below]
        beyond = [float(math.ceil(one)) for one in beyond]
    beyond = [min(one, most) for one in beyond if min(one, most) > wish.budget]
    return sorted({*below, *beyond, wish.budget})


class _Report:
    """One answer in the making."""

    def __init__(self, problem: Problem, chooser: Chooser, wish: Wish, choices: Sequence[tuple[float, Choice]]) -> None:
        self.problem, self.chooser, self.wish, self.choices = problem, chooser, wish, choices
        self.choice = next(one for budget, one in choices if budget == wish.budget)
        self.whole = float(chooser.flow.mean())

    def answer(self) -> PlanAnswer:
        problem, wish, choice = self.problem, self.wish, self.choice
        curve = self._curve()
        here = next(one for one in curve if one.budget == wish.budget)
        opened = choice.effect.opened[: len(problem.arcs)]
        costs = [one.cost for one in problem.measures]
        return PlanAnswer(
            budget=wish.budget,
            budget_unit=wish.unit,
            flow=self.whole,
            unit=problem.unit,
            claimed_cut=here.claimed_cut,
            surviving_cut=here.surviving_cut,
            surviving_cut_bad=self._bad(),
            bound=here.bound,
            gap=(here.bound - here.surviving_cut) / here.bound if here.bound > 0 else 0.0,
            cost_usd=here.cost_usd,
            measures=tuple(self._measure(at) for at in choice.chosen),
            opened=tuple(
                Opened(arc.id, arc.name, float(share))
                for arc, share in zip(problem.arcs, opened, strict=True)
                if share > 0
            ),
            curve=curve,
            years=self._years(),
            in_force=tuple(ForceLine(one.id, one.name, one.kind, one.target) for one in problem.in_force),
            blocked=self._blocked(),
            able=Able(len(costs), min(costs), float(sum(costs))),
            nodes=tuple(NodeLine(*one) for one in problem.nodes),
            arcs=self._arcs(opened),
            draws=wish.draws,
            seed=wish.seed,
            is_stopped=any(one.is_stopped for budget, one in self.choices if budget <= wish.budget),
            handling=HANDLING,
        )

    def _cut(self, flow: float) -> float:
        """Give a flow as the share of the flow as it is that is cut."""
        return min(1.0, max(0.0, 1 - flow / self.whole)) if self.whole > 0 else 0.0

    def _curve(self) -> tuple[CurvePoint, ...]:
        points: list[CurvePoint] = []
        # What no set within a larger budget beats, none within a smaller one does.
        bound = 1.0
        for budget, one in reversed(self.choices):
            surviving = self._cut(self.chooser.value(one.chosen))
            bound = max(surviving, min(bound, self._cut(one.bound)))
            points.append(
                CurvePoint(
                    budget=budget,
                    claimed_cut=self._cut(float(one.effect.claimed.mean())),
                    surviving_cut=surviving,
                    bound=bound,
                    cost_usd=sum(self.problem.measures[at].cost for at in one.chosen),
                    measures=tuple(self.problem.measures[at].id for at in one.chosen),
                )
            )
        return tuple(reversed(points))

    def _bad(self) -> float:
        """Give the cut of the draws in which it is least."""
        flow = self.chooser.flow
        kept = np.minimum(self.choice.effect.surviving, flow)
        bad = np.argsort(kept - flow, kind="stable")[::-1][: max(1, round(TAIL * len(kept)))]
        whole = float(flow[bad].sum())
        return 1 - float(kept[bad].sum()) / whole if whole > 0 else 0.0

    def _years(self) -> tuple[YearLine, ...]:
        measures, chosen = self.problem.measures, self.choice.chosen
        at_once = flow_by_year(self.chooser, measures, chosen, 0.0)
        later = flow_by_year(self.chooser, measures, chosen, YEAR_DAYS)
        return tuple(
            YearLine(
                year,
                self._cut(once),
                self._cut(late),
                tuple(measures[at].id for at in chosen if measures[at].delay < year * YEAR_DAYS),
            )
            for year, (once, late) in enumerate(zip(at_once, later, strict=True), 1)
        )

    def _measure(self, at: int) -> MeasureLine:
        one = self.problem.measures[at]
        without = tuple(other for other in self.choice.chosen if other != at)
        return MeasureLine(
            id=one.id,
            name=one.name,
            kind=one.kind,
            target=one.target,
            actor=one.actor,
            cost_usd=one.cost,
            delay_days=one.delay,
            probability=one.probability,
            legal_basis=one.legal_basis,
            collateral=one.collateral,
            ties=self._ties(one),
            surviving_cut_without=self._cut(self.chooser.value(without)),
        )

    def _ties(self, one: Measure) -> tuple[TieLine, ...]:
        return tuple(
            TieLine(arc.id, arc.name, share, arc.probability, arc.statements)
            for number, share in sorted(one.effects.items())
            for arc in (self.problem.arcs[number],)
        )

    def _blocked(self) -> tuple[BlockedLine, ...]:
        """Say of each what it would add to the plan, as far as time goes; those that bear on most flow first."""
        mean = self.chooser.worlds.capacity.mean(axis=0)
        blocked = list(enumerate(self.problem.blocked, len(self.problem.measures)))
        blocked.sort(key=lambda one: (-one[1].probability * self._weight(one[1], mean), one[1].id))
        lines = []
        for number, (at, one) in enumerate(blocked):
            cut = None
            if number < MOST_GAPS and self.chooser.pace.now() < self.chooser.end:
                cut = self._cut(self.chooser.value((*self.choice.chosen, at)))
            head = (one.id, one.name, one.kind, one.target, one.legal_basis, one.missing)
            lines.append(BlockedLine(*head, self._ties(one), cut))
        lines.sort(key=lambda one: -1.0 if one.surviving_cut_with is None else one.surviving_cut_with, reverse=True)
        return tuple(lines)

    def _weight(self, one: Measure, flow: Floats) -> float:
        return sum(share * float(flow[arc]) for arc, share in one.effects.items())

    def _arcs(self, opened: Floats) -> tuple[ArcLine, ...]:
        problem, worlds = self.problem, self.chooser.worlds
        number = {one.id: at for at, one in enumerate(problem.nodes)}
        names = {at: key for key, at in number.items()}
        left = np.stack([self.chooser.left(self.choice.chosen, at) for at in range(len(worlds.capacity))])
        before, after = worlds.capacity.mean(axis=0), (worlds.capacity * left).mean(axis=0)
        ends = zip(problem.network.tail.tolist(), problem.network.head.tolist(), strict=True)
        return tuple(
            ArcLine(
                id=arc.id,
                source=names[tail],
                target=names[head],
                flow=float(before[at]),
                left=float(after[at]),
                is_latent=arc.is_latent,
                opened=float(opened[at]),
                probability=arc.probability,
            )
            for at, (arc, (tail, head)) in enumerate(zip(problem.arcs, ends, strict=False))
        )


def _amount(value: float, unit: str) -> str:
    return f"{value:,.0f} USD" if unit == "usd" else f"{value:g} measures"
