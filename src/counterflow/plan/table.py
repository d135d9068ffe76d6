"""The tables of the stage: what could be done, what it does to each leg, and what is chosen under the case's budget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from counterflow import engine as engines
from counterflow.model.handling import strictest
from counterflow.plan.case_network import CaseNetwork, read_case_network
from counterflow.plan.measure import Measure
from counterflow.plan.pace import WorkPace
from counterflow.plan.report import HANDLING, Wish, make_plan
from counterflow.plan.section import Section, read_section
from counterflow.stage import StageInput
from counterflow.tables import MEASURE, MEASURE_EFFECT, PLAN, Plan, Table
from counterflow.tables import Measure as MeasureRow
from counterflow.tables import MeasureEffect as EffectRow

SECONDS = 60.0
"""Search for the plan of a run, as work is counted (`pace`): the same on any machine."""

DIGITS = 9
"""Decimals of shares that are kept, and significant digits of a flow: the last bits of a sum differ by machine."""

OBJECTIVE = "robust"


def plan(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    """List the measures that `[plan]` and the library have for the flows, and choose under the section's budget.

    Without the section nothing is listed, and without a budget in it nothing is chosen.

    Reads:
        `flow`, `leg`, `lead`, `entity`, `canonical`, `statement`, `evidence`.
    Writes:
        `measure`, `measure_effect`, `plan`.

    Raises:
        InputError: there are no flows, or nothing to choose from.
        CaseError: `[plan]` has a target that the flows do not name.
        UsageError: the budget pays for nothing.
    """
    case = inputs.case
    measures: list[MeasureRow] = []
    effects: list[EffectRow] = []
    plans: list[Plan] = []
    if len(case.plan) > 0:
        section = read_section(case.plan, str(case.toml_path))
        with engines.connect(inputs.paths) as engine:
            network = read_case_network(engine, section, section.draws, f"the case {case.name}")
        problem = network.problem
        for one in (*problem.measures, *problem.in_force, *problem.blocked):
            marking = _marking(network, one.effects, case.handling)
            measures.append(_measure_row(one, marking))
            effects += _effect_rows(one, network, marking)
        plans = _plan_rows(network, section, case.handling)
    yield MEASURE, MEASURE.from_rows(measures)
    yield MEASURE_EFFECT, MEASURE_EFFECT.from_rows(effects)
    yield PLAN, PLAN.from_rows(plans)


def _marking(network: CaseNetwork, arcs: Iterable[int], default: str) -> str:
    """Mark what was derived from some ties."""
    keys = [network.problem.arcs[at].id for at in arcs]
    return str(strictest({HANDLING, default, *(one for key in keys for one in network.handling[key])}))


def _measure_row(one: Measure, marking: str) -> MeasureRow:
    return MeasureRow(
        id=one.id,
        name=one.name,
        kind=one.kind,
        target_id=one.target,
        actor=one.actor,
        cost=one.cost,
        delay=one.delay,
        probability=one.probability,
        legal_basis=one.legal_basis or None,
        collateral=one.collateral or None,
        in_force=one.in_force,
        in_force_by=one.in_force_by or None,
        missing=one.missing,
        handling=marking,
    )


def _effect_rows(one: Measure, network: CaseNetwork, marking: str) -> Iterator[EffectRow]:
    for at, share in one.effects.items():
        key = network.problem.arcs[at].id
        for leg in network.legs[key] or (key,):
            yield EffectRow(one.id, leg, share, marking)


def _plan_rows(network: CaseNetwork, section: Section, handling: str) -> list[Plan]:
    if section.budget is None:
        return []
    wish = Wish(section.budget, section.budget_unit, section.draws, section.seed, SECONDS)
    answer = make_plan(network.problem, wish, WorkPace())
    marking = _marking(network, range(len(network.problem.arcs)), handling)
    return [
        Plan(
            budget=point.budget,
            budget_unit=answer.budget_unit,
            objective=OBJECTIVE,
            measures=tuple(sorted(point.measures)),
            cost=point.cost_usd,
            claimed_cut=round(point.claimed_cut, DIGITS),
            surviving_cut=round(point.surviving_cut, DIGITS),
            bound=round(point.bound, DIGITS),
            gap=round((point.bound - point.surviving_cut) / point.bound if point.bound > 0 else 0.0, DIGITS),
            flow=float(f"{answer.flow:.{DIGITS}g}"),
            unit=answer.unit,
            draws=answer.draws,
            seed=answer.seed,
            handling=marking,
        )
        for point in answer.curve
    ]
