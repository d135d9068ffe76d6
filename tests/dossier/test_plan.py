"""A plan for a build: its ties open to their passages, and nothing in force is chosen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterflow.case import load_case
from counterflow.dossier.archive import Archive
from counterflow.dossier.plan import problem_of_case
from counterflow.exc import InputError
from counterflow.plan.report import Wish, make_plan
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case

DRAWS = 10


class FakeArchive:
    """Answers the questions of `problem_of_case` with rows made here."""

    place = "build x"

    def __init__(
        self, flows: list[dict[str, Any]], entities: list[dict[str, Any]], leads: list[dict[str, Any]]
    ) -> None:
        self.tables = {"flow": flows, "entity": entities, "lead": leads}

    def count(self, table: str) -> int:
        return len(self.tables[table])

    def rows(self, sql: str, **_: object) -> list[dict[str, Any]]:
        return next(self.tables[name] for name in ("flow", "lead", "entity") if f"FROM {name}" in sql)


def flow(key: str, source: str, target: str, *, roots: int = 2, period: str = "2013") -> dict[str, Any]:
    ends = {"id": key, "source_id": source, "target_id": target, "probability": 0.8, "roots": roots}
    return {**ends, "statements": [f"s-{key}"], "unit": "USD", "period": period, "channel": "c", "draws": [10.0, 20.0]}


def entity(key: str, *, schema: str = "Company", listed: bool = False) -> dict[str, Any]:
    return {"canonical_id": key, "caption": key, "schema": schema, "countries": ["xa"], "listed_now": listed}


def test_the_listed_are_in_force_one_report_is_too_few_and_leads_are_latent() -> None:
    """Each of the three keeps a measure from being proposed, or a tie from being known."""
    flows = [flow("1", "listed", "broker"), flow("2", "broker", "buyer"), flow("3", "one", "buyer", roots=1)]
    flows += [flow("4", "listed", "buyer", period="2012")]
    entities = [entity("listed", listed=True), entity("broker"), entity("buyer", schema="Person"), entity("one")]
    leads = [{"source_id": "listed", "target_id": "buyer", "precision": 0.3}]
    problem = problem_of_case(FakeArchive(flows, entities, leads), DRAWS)  # type: ignore[arg-type]
    able = {one.id for one in problem.measures}
    assert {one.id for one in problem.in_force} == {"designate:listed", "freeze:listed"}
    assert {one.id for one in problem.blocked} == {"designate:one", "freeze:one"}
    assert {"designate:broker", "ban_travel:buyer"} <= able
    assert able.isdisjoint({"designate:listed", "designate:one"})
    assert not any(one.startswith("interdict:lead:") for one in able)
    known = [arc.id for arc in problem.arcs if not arc.is_latent]
    assert known == ["1", "2", "3"]
    assert len(problem.arcs) == 5


def test_channels_of_one_tie_add_up() -> None:
    """Draw by draw."""
    flows = [flow("1", "one", "two"), {**flow("1", "one", "two"), "channel": "d", "draws": [1.0, 2.0]}]
    problem = problem_of_case(FakeArchive(flows, [entity("one"), entity("two")], []), DRAWS)  # type: ignore[arg-type]
    assert [arc.flow for arc in problem.arcs] == [(11.0, 22.0)]


def test_a_build_without_flows_says_what_to_do() -> None:
    """No guess is made."""
    with pytest.raises(InputError, match="no money or goods flow") as caught:
        problem_of_case(FakeArchive([], [], []), DRAWS)  # type: ignore[arg-type]
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
def test_every_tie_of_the_real_case_opens_to_its_passage(reports: Archive) -> None:
    """Each tie of a chosen measure has a passage of a report or a record; what a list holds is never chosen."""
    problem = problem_of_case(reports, DRAWS)
    answer = make_plan(problem, Wish(5, "measures", DRAWS, 0, 30))
    assert answer.claimed_cut >= answer.surviving_cut > 0
    assert answer.bound >= answer.surviving_cut
    ties = [tie for one in answer.measures for tie in one.ties if not tie.arc.startswith("lead:")]
    assert len(ties) > 0
    for tie in ties:
        found = reports.rows(
            "SELECT text FROM evidence WHERE statement_id IN (SELECT unnest($ids)) AND text IS NOT NULL",
            ids=list(tie.statements),
        )
        assert len(found) > 0, tie.name
    listed = {row["canonical_id"] for row in reports.rows("SELECT canonical_id FROM entity WHERE listed_now")}
    assert not any(one.kind in ("designate", "freeze") and one.target in listed for one in answer.measures)
