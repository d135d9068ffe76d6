"""A plan for a build: its ties open to their passages, and nothing in force is chosen."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from counterflow.case import Case, load_case
from counterflow.dossier.archive import Archive
from counterflow.dossier.plan import problem_of_case
from counterflow.exc import CaseError, InputError
from counterflow.plan.briefing import briefing
from counterflow.plan.network_file import Problem
from counterflow.plan.report import Wish, make_plan
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case

DRAWS = 10


class FakeArchive:
    """Answers the questions of `problem_of_case` with rows made here."""

    place = "build x"

    def __init__(
        self,
        flows: Sequence[dict[str, Any]],
        listed: Mapping[str, Sequence[str]] | None = None,
        leads: Sequence[dict[str, Any]] = (),
        plan: Mapping[str, Any] | None = None,
    ) -> None:
        self.listed = {} if listed is None else listed
        self.tables = {"flow": flows, "lead": leads}
        self.engine = self
        self.case = Case(Path("x"), "x", parameters={} if plan is None else {"plan": plan})

    def query(self, sql: str, _: object) -> Any:
        return SimpleNamespace(to_pylist=lambda: self.rows(sql))

    def rows(self, sql: str) -> list[dict[str, Any]]:
        if "FROM entity WHERE listed_now" in sql:
            return [{"canonical_id": key} for key in self.listed]
        if "sanction" in sql:
            return [
                {"canonical_id": key, "dataset": f"{code}_list", "listed": "2016-03-02", "begun": None}
                for key, codes in self.listed.items()
                for code in codes
            ]
        return list(next(self.tables[name] for name in ("flow", "lead") if f"FROM {name}" in sql))


KINDS = {"xa": "country", "xb": "country", "ir": "country", "us": "country", "crew": "group", "ship": "vessel"}


def leg(source: str, target: str, *, event: str = "1", what: str = "goods", **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"id": f"{source}-{target}-{what}", "events": [event], "what": what, "commodities": ["coal"]}
    for end, name in (("source", source), ("target", target)):
        kind = KINDS.get(name, "person" if name == "agent" else "party")
        country = name if kind == "country" else None
        row |= {f"{end}_id": name, f"{end}_name": name.title(), f"{end}_kind": kind, f"{end}_country": country}
    row |= {"probability": 0.8, "roots": 2, "statements": [f"s-{row['id']}"], "unit": "USD", "period": "2013"}
    return row | {"channel": "c", "draws": [10.0, 20.0], "handling": "TLP:CLEAR"} | more


def problem_of(*legs: dict[str, Any], **more: Any) -> Problem:
    return problem_of_case(FakeArchive(legs, **more), DRAWS)  # type: ignore[arg-type]


def test_the_listed_are_in_force_one_report_is_too_few_and_leads_are_latent() -> None:
    """Each of the three keeps a measure from being proposed, or a tie from being known."""
    legs = [leg("listed", "broker"), leg("broker", "agent"), leg("one", "agent", roots=1)]
    legs += [leg("listed", "agent", period="2012"), leg("broker", "listed", what="money")]
    leads = [{"source_id": "listed", "target_id": "agent", "precision": 0.3}]
    problem = problem_of(*legs, listed={"listed": ["un", "us"]}, leads=leads)
    able = {one.id for one in problem.measures}
    assert {one.id for one in problem.in_force} == {"designate:listed", "freeze:listed"}
    assert problem.in_force[0].name == "Designate: Listed (UN since 2016-03-02, US since 2016-03-02)"
    assert {one.id for one in problem.blocked} == {"designate:one"}
    assert {"designate:broker", "ban_travel:agent"} <= able
    assert able.isdisjoint({"designate:listed", "designate:one"})
    assert not any(one.startswith("interdict:lead:") for one in able)
    assert sum(not arc.is_latent for arc in problem.arcs) == 4
    assert len(problem.arcs) == 6


def test_a_list_binds_its_own_jurisdiction_and_the_united_nations_bind_all() -> None:
    """Whom only another state lists can still be designated."""
    legs = [leg("theirs", "all"), leg("all", "agent")]
    listed = {"theirs": ["us"], "all": ["un"]}
    problem = problem_of(*legs, listed=listed, plan={"jurisdiction": "eu"})
    assert {one.id for one in problem.in_force} == {"designate:all"}
    assert "designate:theirs" in {one.id for one in problem.measures}
    assert {one.id for one in problem_of(*legs, listed=listed).in_force} == {"designate:all", "designate:theirs"}


def test_measures_act_on_what_they_can() -> None:
    """Goods are interdicted between known countries, money is frozen, partners persuaded: never who supplies."""
    legs = [leg("ir", "crew"), leg("crew", "us"), leg("us", "broker", event="2", what="money")]
    legs += [leg("ir", "us", event="3", commodities=["drug"])]
    problem = problem_of(*legs)
    names = {one.name for one in problem.measures}
    assert {"Persuade: Us", "Interdict: Ir to Us", "Freeze: Broker", "Ban trade: coal"} <= names
    assert names.isdisjoint({"Persuade: Ir", "Interdict: Ir to Crew", "Interdict: money from Us to Broker"})
    assert not any(one.startswith(("Watch border", "Ban trade: drug")) for one in names)
    assert [(one.name, len(one.missing)) for one in problem.blocked] == [("Designate: Crew", 1)]
    reached: dict[str, set[str]] = {arc.name: set() for arc in problem.arcs}
    for one in problem.measures:
        for at in one.effects:
            reached[problem.arcs[at].name].add(one.kind)
    assert reached["money from Us to Broker"] == {"freeze", "persuade", "designate"}


def test_a_ship_is_denied_ports_and_a_border_is_watched() -> None:
    """Where two countries meet on land; what is listed is denied already."""
    legs = [leg("xa", "ship"), leg("ship", "xb"), leg("cn", "kp", event="2")]
    for one, code in (("source", "cn"), ("target", "kp")):
        legs[2] |= {f"{one}_country": code, f"{one}_kind": "country"}
    names = {one.name for one in problem_of(*legs).measures}
    assert {"Deny port: Ship", "Watch border: China and North Korea"} <= names
    assert not any("Xa and" in one for one in names)
    assert "deny_port:ship" in {one.id for one in problem_of(*legs, listed={"ship": ["un"]}).in_force}


def test_who_buys_pays_for_what_he_bought_and_for_nothing_else() -> None:
    """Of two ways to one buyer only the one that is paid for goes on as money; two legs between two add up."""
    paid = [leg("xa", "ir"), leg("ir", "xa", what="money")]
    free = [leg("xa", "ir", event="2"), leg("xa", "ir", event="3")]
    problem = problem_of(*paid, *free)
    flows = sorted((arc.name, arc.flow) for arc in problem.arcs)
    goods = [("Xa to Ir", (10.0, 20.0)), ("Xa to Ir", (20.0, 40.0))]
    assert flows == [*goods, ("money from Ir to Xa", (10.0, 20.0))]
    assert make_plan(problem, Wish(1, "measures", DRAWS, 0, 30)).flow <= 60


def test_a_passage_of_several_statements_is_quoted_once() -> None:
    """A briefing repeats no sentence on one tie."""
    answer = make_plan(problem_of(leg("ir", "us", statements=["s1", "s2"])), Wish(1, "measures", DRAWS, 0, 30))
    words = ("It is sold.", "report.txt, characters 1 to 11")
    page = briefing(answer, {"s1": [words], "s2": [words]})
    ties = sum(len(one.ties) for one in answer.measures) + sum(len(one.ties) for one in answer.blocked)
    assert page.count("It is sold.") == ties > 0


def test_the_case_overrides_measures_costs_and_the_adversary() -> None:
    """Kinds, one target, what is in force by no list, and how much he can open; targets by name or code."""
    plan = {
        "adversary": {"budget": 1},
        "kind": {"interdict": {"cost": 5}},
        "measure": [{"kind": "persuade", "target": "United States", "probability": 0.9}],
        "in_force": [{"kind": "ban_trade", "target": "coal", "since": "2017-08-05", "jurisdiction": "un"}],
    }
    problem = problem_of(leg("ir", "us"), plan=plan)
    by_id = {one.kind: one for one in problem.measures}
    assert (by_id["interdict"].cost, by_id["persuade"].probability, by_id["persuade"].cost) == (5, 0.9, 100_000)
    assert [one.name for one in problem.in_force] == ["Ban trade: coal (un since 2017-08-05)"]
    assert "ban_trade" not in by_id
    assert problem.latent.budget == 1


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        ({"money": 3}, "unknown key 'money'"),
        ({"budget": 0}, "budget is 0"),
        ({"budget_unit": "eur"}, "budget_unit is 'eur'"),
        ({"draws": 0}, "draws is 0"),
        ({"adversary": {"budget": -1}}, "budget is -1"),
        ({"kind": {"bribe": {}}}, "unknown key 'bribe'"),
        ({"kind": {"persuade": {"probability": 2}}}, "probability is 2"),
        ({"measure": [{"kind": "persuade"}]}, "has no target"),
        ({"measure": [{"kind": "persuade", "target": "Atlantis"}]}, "target 'Atlantis', which the flows do not name"),
        ({"jurisdiction": "mars"}, "jurisdiction is 'mars'"),
        ({"roots": 0}, "roots is 0"),
    ],
)
def test_a_mistake_in_the_section_is_named(plan: dict[str, Any], says: str) -> None:
    """Where, what is expected; nothing is ignored."""
    with pytest.raises(CaseError, match=re.escape(says)):
        problem_of(leg("ir", "us"), plan=plan)


def test_a_build_without_flows_says_what_to_do() -> None:
    """No guess is made."""
    with pytest.raises(InputError, match="no money or goods flow") as caught:
        problem_of()
    assert "counterflow estimate CASE --propose" in str(caught.value)


@pytest.fixture(scope="module")
def reports(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The two reports and the UN's list."""
    root = tmp_path_factory.mktemp("reports")
    shutil.copytree(shared_data / "text" / "reports", root / "inputs")
    shutil.copyfile(shared_data / "lists" / "un_sc" / "consolidated_2026-02.xml", root / "inputs" / "un.xml")
    (root / "case.toml").write_text('[case]\nname = "reports"\n', encoding="utf-8")
    case = load_case(root)
    run_case(case, options=RunOptions(processes=2))
    archive = Archive(case, open_build(case))
    yield archive
    archive.close()


@pytest.mark.slow
@pytest.mark.shared_data
def test_the_plan_of_the_two_reports_is_what_a_planner_expects(reports: Archive) -> None:
    """Each tie opens to its passage; nothing in force is chosen, nobody persuades the supplier."""
    problem = problem_of_case(reports, DRAWS)
    answer = make_plan(problem, Wish(5, "measures", DRAWS, 0, 30))
    assert answer.claimed_cut >= answer.surviving_cut > 0
    assert answer.bound >= answer.surviving_cut
    ties = [tie for one in answer.measures for tie in one.ties if not tie.arc.startswith("lead:")]
    assert len(ties) > 0
    for tie in ties:
        found = reports.rows(
            "SELECT text FROM evidence WHERE statement_id IN (SELECT unnest($ids)) AND document_id IS NOT NULL",
            ids=list(tie.statements),
        )
        assert len(found) > 0, tie.name
    listed = {row["canonical_id"] for row in reports.rows("SELECT canonical_id FROM entity WHERE listed_now")}
    assert not any(one.kind in ("designate", "freeze") and one.target in listed for one in answer.measures)
    assert any(one.name.startswith("Designate: OFFICE 39 (UN since 2016-03-02") for one in problem.in_force)
    every = {one.name for one in (*problem.measures, *problem.blocked)}
    assert "Persuade: Iran" in every
    assert "Interdict: North Korea to Iran" in {one.name for one in answer.measures}
    assert not any(
        one.startswith(("Persuade: North Korea", "Designate: OFFICE 39", "Ban trade: drug")) for one in every
    )
    words = ("trafficking", "consumption", "seizure", "Pong Su", "agent ", "commodity ")
    assert not any(word in arc.name for arc in problem.arcs for word in words)


@pytest.mark.slow
@pytest.mark.shared_data
def test_flows_go_from_who_supplies_and_no_list_tells_who_else_makes_drugs(reports: Archive) -> None:
    """The drugs of the reports are North Korea's: nobody of another country has a share of their money."""
    rows = reports.rows("SELECT leg.* FROM flow JOIN leg ON leg.id = flow.leg_id WHERE channel = 'drug'")
    assert {row["source_country"] for row in rows if row["what"] == "goods"} <= {"kp", "cn", None}
    assert any(row["source_name"] == "North Korea" and "diplomats" in row["target_name"] for row in rows)
    assert not any(row["date"] is not None and row["date"] < "2004" for row in rows)
