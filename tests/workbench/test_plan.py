"""The plan page in a browser, on a real server: a budget chosen, measures opened to their passages, what is blocked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from counterflow.case import Case
from counterflow.dossier import plan_page
from counterflow.dossier.archive import Archive
from counterflow.plan.network_file import Problem, make_problem

from .case_server import serving

pytestmark = pytest.mark.browser

MISSING = "a second independent source"
NODES = [
    {"id": "bureau", "name": "Office 39", "country": "xa"},
    {"id": "broker", "name": "Broker", "country": "xb"},
    {"id": "front", "name": "Front company", "country": "xb"},
    {"id": "port", "name": "Harbour", "kind": "place", "country": "xb"},
    {"id": "buyer", "name": "Buyer", "country": "jp"},
]
ARCS: list[dict[str, Any]] = [
    {"id": "1", "from": "bureau", "to": "broker", "flow": [50.0, 70.0], "probability": 0.9},
    {"id": "2", "from": "broker", "to": "buyer", "flow": [40.0, 60.0], "probability": 0.8},
    {"id": "3", "from": "bureau", "to": "port", "flow": 30.0, "probability": 0.95},
    {"id": "4", "from": "port", "to": "buyer", "flow": 30.0},
    {"id": "5", "from": "bureau", "to": "front", "flow": 40.0, "latent": True},
    {"id": "6", "from": "front", "to": "buyer", "flow": 40.0, "latent": True},
]
MEASURES: list[dict[str, Any]] = [
    {"kind": "deny_port", "target": "port"},
    {"kind": "interdict", "target": "2"},
    {"kind": "persuade", "target": "jp"},
    {"kind": "freeze", "target": "broker"},
    {"kind": "designate", "target": "broker", "missing": [MISSING]},
]


def planned(archive: Archive, _draws: int) -> Problem:
    """Make a small problem that has all a plan can have, its ties on statements of the case."""
    found = archive.rows("SELECT statement_id FROM evidence WHERE document_id IS NOT NULL ORDER BY statement_id")
    arcs = [arc if arc.get("latent") else {**arc, "statements": [found[0]["statement_id"]]} for arc in ARCS]
    force = [{"kind": "designate", "target": "bureau"}]
    data = {"unit": "USD a year", "nodes": NODES, "arcs": arcs, "measures": MEASURES, "in_force": force}
    return make_problem({**data, "adversary": {"budget": 2}}, "test")


@pytest.fixture(scope="module")
def base_url(built_workbench: None, money_case: Case) -> Iterator[str]:
    """Address of a server of a case whose network of flows is known."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan_page, "problem_of_case", planned)
        with serving(money_case) as url:
            yield url


def test_what_to_take_opens_to_its_passages(page: Page, base_url: str) -> None:
    """From the money page: figures together, a row a measure, and its passage, from which the way leads back."""
    page.goto(f"{base_url}/money")
    page.get_by_role("link", name="What to restrict first").click()
    expect(page.get_by_role("heading", name="Plan", exact=True)).to_be_visible()
    for label in ("Claimed cut", "Surviving cut", "At most", "Cost"):
        expect(page.locator(".plan-figure", has_text=label)).to_be_visible()
    expect(page.locator(".banner .tlp")).to_have_text("TLP:AMBER+STRICT")
    measures = page.get_by_role("region", name="What to take")
    expect(measures).to_contain_text("Persuade: Japan")
    row = measures.get_by_role("button", name="Interdict: Broker to Buyer")
    expect(row).to_have_attribute("aria-expanded", "false")
    row.press("Enter")
    expect(row).to_have_attribute("aria-expanded", "true")
    expect(measures).to_contain_text("UNCLOS art. 110")
    measures.get_by_role("link", name="Open passage").first.click()
    expect(page.locator(".text")).to_be_visible()
    page.get_by_role("navigation", name="Way back").get_by_role("link", name="Plan").click()
    expect(page.get_by_role("heading", name="Plan", exact=True)).to_be_visible()


def test_another_budget_is_another_plan(page: Page, base_url: str) -> None:
    """Typed, or chosen on the curve: the address follows, and one that pays for nothing says what does."""
    page.goto(f"{base_url}/plan?budget=3&unit=measures")
    cost = page.locator(".plan-figure", has_text="Cost")
    expect(cost).to_contain_text("of a budget of 3 measures")
    page.get_by_role("button", name="Plan for 1 measure").click()
    expect(cost).to_contain_text("of a budget of 1 measure")
    assert "budget=1&" in page.url
    spent = cost.locator("strong").text_content() or ""
    page.get_by_label("Unit of the budget").select_option("usd")
    expect(cost).to_contain_text(f"of a budget of {spent}")
    expect(page).to_have_url(re.compile(r"/plan\?budget=\d+&unit=usd$"))


def test_a_budget_that_pays_for_nothing_says_what_does(
    page: Page, base_url: str, expected_complaints: list[str]
) -> None:
    """The form stays, so that the next budget can be tried."""
    expected_complaints.append("400")
    page.goto(f"{base_url}/plan?budget=10&unit=usd")
    expect(page.get_by_role("alert")).to_contain_text("no plan within 10 USD")
    field = page.get_by_role("spinbutton", name="Budget")
    field.fill("500000")
    field.press("Enter")
    expect(page.locator(".plan-sentence")).to_contain_text("stays cut")


def test_the_network_is_drawn_before_and_after(page: Page, base_url: str) -> None:
    """Ties in use before; after, what is thinned and what they open, with a table that says the same."""
    page.goto(f"{base_url}/plan?budget=4&unit=measures")
    expect(page.get_by_role("img", name="Before: 4 ties in use")).to_be_visible()
    after = page.locator(".plan-picture").nth(1)
    # A level line has no height, and what has none is not "visible".
    expect(after.locator(".plan-stopped")).not_to_have_count(0)
    assert after.locator(".plan-opened").count() == 2
    expect(page.get_by_role("region", name="What they would open")).to_contain_text("Front company")
    page.get_by_text("The ties of the picture as a table").click()
    expect(page.get_by_role("rowheader", name="Office 39 → Front company")).to_be_visible()
    years = page.get_by_role("region", name="Year by year")
    expect(years.get_by_role("row")).to_have_count(4)


def test_what_is_blocked_has_its_dossier(page: Page, base_url: str) -> None:
    """What is stated so far, with its passage, and what is to be found; what is in force is named."""
    page.goto(f"{base_url}/plan?budget=2&unit=measures")
    gaps = page.get_by_role("region", name="Not before evidence is found")
    expect(gaps).to_contain_text(f"missing: {MISSING}")
    gaps.get_by_role("button", name="Designate: Broker").click()
    expect(gaps).to_contain_text(f"To be found: {MISSING}")
    expect(gaps.get_by_role("link", name="Open passage").first).to_be_visible()
    expect(page.get_by_role("region", name="In force already")).to_contain_text("Designate: Office 39")


def test_it_fits_a_phone(phone: Page, base_url: str) -> None:
    """Nothing wider than the screen but what scrolls by itself."""
    phone.goto(f"{base_url}/plan?budget=3&unit=measures")
    expect(phone.locator(".plan-figures")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
