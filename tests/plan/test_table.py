"""The stage: what could be done and what is chosen lies in the build, and the choice can be made again from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from counterflow.case import Case
from counterflow.engine import connect
from counterflow.exc import CaseError, InputError
from counterflow.plan import STAGE
from counterflow.plan.case_network import read_case_network
from counterflow.plan.measure import measure
from counterflow.plan.network_file import Problem, make_problem
from counterflow.plan.pace import WorkPace
from counterflow.plan.report import Wish, make_plan
from counterflow.plan.section import read_section
from counterflow.stage import StageInput
from counterflow.tables import FLOW, LEAD, LEG, Flow, Lead, Leg

BUDGET = {"budget": 2, "budget_unit": "measures", "draws": 8}
ENDS = {"ir": "country", "us": "country", "broker": "party"}


def leg(source: str, target: str, event: str) -> Leg:
    ends = [(name, name.title(), ENDS[name], name if ENDS[name] == "country" else None) for name in (source, target)]
    return Leg(
        f"{source}-{target}-{event}",
        (event,),
        "goods",
        ("coal",),
        *ends[0],
        *ends[1],
        is_stated=True,
        date=None,
        probability=0.8,
        roots=2,
        statements=(f"s-{source}-{target}",),
        handling="TLP:GREEN",
    )


LEGS = [leg("ir", "us", "e1"), leg("ir", "us", "e2"), leg("ir", "broker", "e3"), leg("broker", "us", "e3")]


@pytest.fixture
def inputs(tmp_path: Path) -> Any:
    """Make the stage's tables of four legs, two of them between the same two, and give them with a section."""
    flows = [
        Flow(one.id, "coal", "2013", "USD/year", tuple(float(at * n) for n in range(10, 18)), one.handling)
        for at, one in enumerate(LEGS, 1)
    ]
    lead = Lead("broker", "us", "hidden-tie", "", 1.0, 0.4, "[]", "[]", (), "x", "TLP:AMBER+STRICT")
    paths = {table.name: [tmp_path / f"{table.name}.parquet"] for table in STAGE.reads}
    for table, rows in ((LEG, LEGS), (FLOW, flows), (LEAD, [lead])):
        table.write(table.arrange([table.from_rows(rows)]), paths[table.name][0])

    def make(**section: Any) -> StageInput:
        parameters = {"plan": section} if len(section) > 0 else {}
        return StageInput(Case(tmp_path, "test", parameters=parameters), paths, None)  # type: ignore[arg-type]

    return make


def compute(given: StageInput) -> dict[str, list[dict[str, Any]]]:
    return {table.name: rows.to_pylist() for table, rows in STAGE.compute(given)}


def test_without_a_section_nothing_is_listed_and_without_a_budget_nothing_is_chosen(inputs: Any) -> None:
    """Nobody asked for measures, or for a choice among them."""
    assert compute(inputs()) == {"measure": [], "measure_effect": [], "plan": []}
    listed = compute(inputs(roots=2))
    assert {one["id"] for one in listed["measure"]} >= {"persuade:us", "designate:broker"}
    assert listed["plan"] == []


def test_a_choice_names_listed_measures_and_is_the_same_again(inputs: Any) -> None:
    """Budgets rise along the curve, and with them what is cut; claimed cut, bound and gap belong together."""
    found = compute(inputs(**BUDGET))
    assert compute(inputs(**BUDGET)) == found
    able = {one["id"]: one for one in found["measure"] if not one["in_force"] and len(one["missing"]) == 0}
    rows = sorted(found["plan"], key=lambda one: float(one["budget"]))
    assert [row["budget"] for row in rows][:2] == [1, 2]
    assert [row["surviving_cut"] for row in rows] == sorted(row["surviving_cut"] for row in rows)
    for row in rows:
        assert set(row["measures"]) <= set(able)
        assert row["cost"] == sum(able[one]["cost"] for one in row["measures"])
        assert 0 < row["surviving_cut"] <= min(row["bound"], row["claimed_cut"])
        assert row["gap"] == pytest.approx((row["bound"] - row["surviving_cut"]) / row["bound"], abs=1e-8)
        assert row["handling"] == "TLP:AMBER+STRICT"


def test_a_plan_replays_from_the_tables(inputs: Any) -> None:
    """Measures and what they do to legs make the problem again, and the problem the choice."""
    given = inputs(**BUDGET)
    found = compute(given)
    with connect(given.paths) as engine:
        network = read_case_network(engine, read_section(BUDGET, "x"), BUDGET["draws"], "test")  # type: ignore[arg-type]
    again = replayed(network.problem, network.legs, found)
    answer = make_plan(again, Wish(2, "measures", 8, 0, 60))
    row = next(one for one in found["plan"] if one["budget"] == 2)
    assert tuple(sorted(one.id for one in answer.measures)) == tuple(row["measures"])
    assert answer.surviving_cut == pytest.approx(row["surviving_cut"])
    assert answer.flow == pytest.approx(row["flow"])


def replayed(
    problem: Problem, legs: Mapping[str, tuple[str, ...]], found: Mapping[str, list[dict[str, Any]]]
) -> Problem:
    """Put the measures of the tables in place of those of a problem."""
    arc_of = {one: at for at, arc in enumerate(problem.arcs) for one in legs[arc.id] or (arc.id,)}
    effects: dict[str, dict[int, float]] = defaultdict(dict)
    for row in found["measure_effect"]:
        effects[row["measure_id"]][arc_of[row["leg_id"]]] = row["share"]
    able = []
    for row in found["measure"]:
        if not row["in_force"] and len(row["missing"]) == 0:
            given = {"id": row["id"], "kind": row["kind"], "target": row["target_id"], "effects": {}}
            figures = {key: row[key] for key in ("actor", "cost", "delay", "probability")}
            made = measure(given | figures, (), "test")
            able.append(made.__class__(**{**made.__dict__, "effects": effects[row["id"]], "name": row["name"]}))
    order = [one.id for one in problem.measures]
    return problem._replace(measures=tuple(sorted(able, key=lambda one: order.index(one.id))))


def test_what_a_measure_does_is_said_of_each_leg(inputs: Any) -> None:
    """Two legs between the same two are one tie of the plan, and both are thinned; a lead is named by its ends."""
    found = compute(inputs(**BUDGET))
    of = defaultdict(set)
    for row in found["measure_effect"]:
        of[row["measure_id"]].add(row["leg_id"])
    assert {"ir-us-e1", "ir-us-e2", "broker-us-e3"} <= of["persuade:us"]
    assert {"lead:broker:us", "lead:us:broker"} <= of["designate:broker"]


def test_what_is_wrong_with_the_section_is_said(inputs: Any, tmp_path: Path) -> None:
    """A target that nothing flows to, and tables without flows."""
    with pytest.raises(CaseError, match="Atlantis"):
        compute(inputs(measure=[{"kind": "persuade", "target": "Atlantis"}]))
    (tmp_path / "flow.parquet").unlink()
    with pytest.raises(InputError, match="no money or goods flow"):
        compute(inputs(**BUDGET))


def test_work_stops_where_it_stopped_before() -> None:
    """However little may be done, two searches that count work end with the same."""
    nodes = [{"id": str(at)} for at in range(12)]
    arcs = [
        {"id": f"{one}-{two}", "from": str(one), "to": str(two), "flow": 3 + (one * 7 + two * 5) % 11}
        for one in range(11)
        for two in range(one + 1, min(one + 4, 12))
    ]
    measures = [{"kind": "interdict", "target": arc["id"], "cost": 1} for arc in arcs]
    problem = make_problem({"nodes": nodes, "arcs": arcs, "measures": measures}, "test")
    for seconds in (0.0, 0.01, 0.1):
        answers = [make_plan(problem, Wish(4, "measures", 5, 0, seconds), WorkPace()) for _ in range(2)]
        assert answers[0] == answers[1]
        assert answers[0].is_stopped
        assert answers[0].bound >= answers[0].surviving_cut
