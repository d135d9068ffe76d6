"""What `counterflow plan` answers: what to take, what it is said to cut, what stays cut, and how sure all that is."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from counterflow.exc import InputError
from counterflow.plan.choose import Choice, Chooser
from counterflow.plan.measure import Measure
from counterflow.plan.network import Floats
from counterflow.plan.network_file import Problem, draw_worlds

VERSION = 1
"""Of the shape; raised when it changes."""

HANDLING = "TLP:AMBER+STRICT"
"""Surviving ways are a guide to evasion."""

CURVE = 5
"""Budgets of the curve below the one that is asked for."""

TAIL = 0.1
"""Share of draws that are called bad."""


@dataclass(frozen=True)
class TieLine:
    """A tie that a chosen measure bears on, and how firm it is."""

    arc: str
    name: str
    share: float
    """Of its flow, what is stopped when the measure bites."""
    probability: float | None
    """That the tie is there; null: nobody says."""
    statements: tuple[str, ...]


@dataclass(frozen=True)
class MeasureLine:
    """A measure that is chosen."""

    id: str
    name: str
    """What it is, for people."""
    kind: str
    target: str
    actor: str
    cost_usd: float
    delay_days: float
    probability: float
    legal_basis: str
    collateral: str
    ties: tuple[TieLine, ...]
    surviving_cut_without: float
    """What stays cut if it fails: it is taken and never bites."""


@dataclass(frozen=True)
class OtherMeasure:
    """A measure that is in force, or that evidence is missing for."""

    id: str
    name: str
    kind: str
    target: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class CurvePoint:
    """The plan for another budget."""

    budget: float
    claimed_cut: float
    surviving_cut: float
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Opened:
    """A tie that the adversary opens, and in what share of draws."""

    arc: str
    name: str
    share: float


@dataclass(frozen=True)
class PlanAnswer:
    """The plan for one budget. Cuts are shares of the flow as it is, on the mean over draws."""

    budget: float
    budget_unit: str
    flow: float
    unit: str
    claimed_cut: float
    surviving_cut: float
    surviving_cut_bad: float
    """On the mean of the worst tenth of draws."""
    bound: float
    """No set within the budget keeps more cut: proven."""
    gap: float
    """(bound - surviving_cut) / bound."""
    cut_first_year: float
    """What is cut of the first year at least, if he adapts at its end only: nothing before the last measure bites."""
    cost_usd: float
    measures: tuple[MeasureLine, ...]
    opened: tuple[Opened, ...]
    curve: tuple[CurvePoint, ...]
    in_force: tuple[OtherMeasure, ...]
    blocked: tuple[OtherMeasure, ...]
    draws: int
    seed: int
    is_stopped: bool
    """Whether time ended first: the plan is the best until then, its bound holds."""
    handling: str


class Wish(NamedTuple):
    """What is asked for."""

    budget: float
    unit: str
    draws: int
    seed: int
    seconds: float


def make_plan(problem: Problem, wish: Wish) -> PlanAnswer:
    """Choose measures under a budget, and say how sure it is.

    Raises:
        InputError: there is nothing to choose from, or the budget pays for nothing.
    """
    cost = np.array([one.cost if wish.unit == "usd" else 1.0 for one in problem.measures])
    if len(cost) == 0:
        raise InputError(
            "there is no measure to choose from: all are in force or lack evidence",
            expected="a measure that can be taken",
            next_step="Add measures, or fill the gaps that `missing` names",
        )
    if cost.min() > wish.budget:
        raise InputError(
            f"no plan within {_amount(wish.budget, wish.unit)}: the cheapest measure, "
            f"{problem.measures[int(cost.argmin())].id}, takes {_amount(float(cost.min()), wish.unit)}",
            next_step="Raise the budget",
        )
    chooser = Chooser(problem.network, problem.latent, problem.measures, draw_worlds(problem, wish.draws, wish.seed))
    begin = time.monotonic()
    best: tuple[int, ...] = ()
    choices: list[tuple[float, Choice]] = []
    budgets = _budgets(wish)
    for number, budget in enumerate(budgets, 1):
        end = begin + wish.seconds * number / len(budgets) if math.isfinite(wish.seconds) else math.inf
        # Each begins with the set of the smaller budget, so that more money never cuts less.
        choice = chooser.choose(cost, budget, begin=best, end=end)
        best = choice.chosen
        choices.append((budget, choice))
    return _answer(problem, chooser, wish, choices)


def _budgets(wish: Wish) -> list[float]:
    """Give the budgets of the curve, up to what is asked for; of measures there are whole ones."""
    steps = [wish.budget * number / CURVE for number in range(1, CURVE + 1)]
    if wish.unit != "measures":
        return steps
    return sorted({max(1.0, float(math.floor(one))) for one in steps[:-1]} | {wish.budget})


def _answer(problem: Problem, chooser: Chooser, wish: Wish, choices: list[tuple[float, Choice]]) -> PlanAnswer:
    choice = choices[-1][1]
    cuts = _Cuts(chooser)
    claimed, surviving = cuts.of(choice)
    bound = max(surviving, cuts.share(choice.bound))
    effect = choice.effect
    kept = np.minimum(effect.surviving, chooser.flow)
    bad = np.argsort(kept - chooser.flow, kind="stable")[::-1][: max(1, round(TAIL * len(kept)))]
    whole = float(chooser.flow[bad].sum())
    opened = effect.opened[: len(problem.arcs)]
    return PlanAnswer(
        budget=wish.budget,
        budget_unit=wish.unit,
        flow=float(chooser.flow.mean()),
        unit=problem.unit,
        claimed_cut=claimed,
        surviving_cut=surviving,
        surviving_cut_bad=1 - float(kept[bad].sum()) / whole if whole > 0 else 0.0,
        bound=bound,
        gap=(bound - surviving) / bound if bound > 0 else 0.0,
        cut_first_year=_first_year(problem, choice, claimed),
        cost_usd=sum(problem.measures[at].cost for at in choice.chosen),
        measures=tuple(_line(problem, chooser, choice, at) for at in choice.chosen),
        opened=tuple(
            Opened(arc.id, arc.name, float(share)) for arc, share in zip(problem.arcs, opened, strict=True) if share > 0
        ),
        curve=tuple(
            CurvePoint(budget, *cuts.of(one), tuple(problem.measures[at].id for at in one.chosen))
            for budget, one in choices
        ),
        in_force=tuple(_other(one) for one in problem.in_force),
        blocked=tuple(_other(one) for one in problem.blocked),
        draws=wish.draws,
        seed=wish.seed,
        is_stopped=any(one.is_stopped for _, one in choices),
        handling=HANDLING,
    )


class _Cuts:
    """Flows as shares of the flow that are cut."""

    def __init__(self, chooser: Chooser) -> None:
        self.chooser, self.whole = chooser, float(chooser.flow.mean())

    def share(self, flow: float) -> float:
        return min(1.0, max(0.0, 1 - flow / self.whole)) if self.whole > 0 else 0.0

    def of(self, choice: Choice) -> tuple[float, float]:
        return self.share(float(choice.effect.claimed.mean())), self.share(self._kept(choice.effect.surviving))

    def _kept(self, flows: Floats) -> float:
        return float(np.minimum(flows, self.chooser.flow).mean())


def _first_year(problem: Problem, choice: Choice, claimed: float) -> float:
    """Say what is cut of the first year: nothing before the last measure bites, and nobody adapts in it."""
    delays = [min(problem.measures[at].delay, 365.0) for at in choice.chosen]
    return claimed * (1 - max(delays, default=0.0) / 365.0)


def _line(problem: Problem, chooser: Chooser, choice: Choice, at: int) -> MeasureLine:
    one = problem.measures[at]
    without = tuple(other for other in choice.chosen if other != at)
    cuts = _Cuts(chooser)
    ties = tuple(
        TieLine(arc.id, arc.name, share, arc.probability, arc.statements)
        for number, share in sorted(one.effects.items())
        for arc in (problem.arcs[number],)
    )
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
        ties=ties,
        surviving_cut_without=cuts.share(chooser.value(without)),
    )


def _other(one: Measure) -> OtherMeasure:
    return OtherMeasure(one.id, one.name, one.kind, one.target, one.missing)


def _amount(value: float, unit: str) -> str:
    return f"{value:,.0f} USD" if unit == "usd" else f"{value:g} measures"


SHAPES: dict[str, type] = {"plan": PlanAnswer}
