"""Plans over HTTP: asked once of a build and budget, with clear errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from fastapi.testclient import TestClient

from counterflow.api import plan
from counterflow.api.guard.key import KeyScope
from counterflow.api.guard.route import needed_scopes
from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.dossier.plan_page import show_plan
from counterflow.dossier.plan_shape import PlanPage
from counterflow.plan.report import Wish

from .test_money import connect

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "plan_page.json"


@pytest.fixture(scope="module")
def client(money_case: Case) -> Iterator[TestClient]:
    with connect(money_case) as opened:
        yield opened


def test_a_plan_is_made_once_for_a_budget(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build never changes: the second answer is the first; it fits its schema and says how long it may take."""
    asked: list[Wish] = []

    def counted(archive: Archive, wish: Wish) -> PlanPage:
        asked.append(wish)
        return show_plan(archive, wish)

    monkeypatch.setattr(plan, "show_plan", counted)
    first = client.get("/api/plan", params={"budget": 2}).json()
    assert client.get("/api/plan", params={"budget": 2.0, "unit": "measures"}).json() == first
    assert [(one.budget, one.unit, one.seconds) for one in asked] == [(2, "measures", plan.SECONDS)]
    jsonschema.validate(first, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_each_tie_of_a_measure_has_its_passages(client: TestClient) -> None:
    """What is chosen leads to words of the report, and the page is marked as strictly as a plan is."""
    page = client.get("/api/plan", params={"budget": 3}).json()
    ties = {one["arc"]: one for one in page["ties"]}
    borne = [tie for one in page["plan"]["measures"] for tie in one["ties"] if len(tie["statements"]) > 0]
    assert len(borne) > 0
    for tie in borne:
        found = ties[tie["arc"]]["evidence"]
        assert {one["statement_id"] for one in found} <= set(tie["statements"])
        assert ties[tie["arc"]]["roots"] >= 1
        assert any(one["document_id"] is not None and one["text"] != "" for one in found)
    assert page["handling"].startswith("TLP:AMBER+STRICT")


def test_the_pages_themselves_need_no_key() -> None:
    """They hold nothing of a case; what they show they ask for with the user's key."""
    assert needed_scopes("/plan", "GET") == needed_scopes("/money", "GET") == frozenset()
    assert needed_scopes("/api/plan", "GET") == frozenset({KeyScope.READ})


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"budget": 0}, "budget"),
        ({"budget": -1}, "budget"),
        ({"budget": "nan"}, "budget"),
        ({"budget": 1e13}, "budget"),
        ({"budget": 3, "unit": "eur"}, "unit"),
        ({"budget": 10, "unit": "usd"}, "no plan within 10 USD"),
        ({"budget": 0.5}, "no plan within 0.5 measures"),
    ],
)
def test_a_wrong_question_is_refused(client: TestClient, asked: dict[str, object], said: str) -> None:
    """400 with what is wrong."""
    reply = client.get("/api/plan", params=asked)  # type: ignore[arg-type]
    assert reply.status_code == 400
    assert said in reply.json()["error"]["what"]


def test_a_case_without_flows_says_so(told_case: Case) -> None:
    """404 with what to do: there is no plan, and nothing is broken."""
    with connect(told_case) as client:
        reply = client.get("/api/plan")
    assert reply.status_code == 404
    assert "[estimate]" in reply.json()["error"]["next_step"]
