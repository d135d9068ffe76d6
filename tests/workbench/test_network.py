"""The network of the example in a browser, on a real server: found, selected, followed, hidden and counted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from counterflow.api import network as network_routes
from counterflow.case import Case, load_case
from counterflow.run.run import RunOptions, run_case
from counterflow.service.network.layout import lay_out

from .case_server import serving

pytestmark = pytest.mark.browser

OFFICE = "ofac-12209"


@pytest.fixture(scope="module")
def network_url(built_workbench: None, example_case: Case) -> Iterator[str]:
    """Address of the network page of the example."""
    # Compiled once a machine; no page waits for that here.
    lay_out(3, np.array([0, 1], np.int32), np.array([1, 2], np.int32))
    with serving(example_case) as url:
        yield f"{url}/network"


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="What is selected")


def find(page: Page, words: str) -> None:
    """Find a party and select the first that fits."""
    page.get_by_label("Find a party").fill(words)
    expect(page.locator(".network-hits button").first).to_be_visible()
    page.get_by_label("Find a party").press("Enter")
    expect(page.locator(".network-hits")).to_have_count(0)


def test_a_party_is_found_by_an_alias_and_its_evidence_is_one_press_away(page: Page, network_url: str) -> None:
    """All by keyboard: name, neighbours, a tie, the list that states it; Escape clears, and the address follows."""
    page.goto(network_url)
    expect(page.get_by_role("status")).to_contain_text("No party is hidden.")
    expect(page.locator(".network-above")).to_have_attribute("data-labels", re.compile(r"[1-9]\d"))
    find(page, "bureau 39")
    expect(panel(page).get_by_role("heading", level=2)).to_have_text("Office 39")
    expect(page).to_have_url(re.compile(r"/network\?party="))
    expect(panel(page).locator(".network-list li").nth(4)).to_be_visible()
    tie = panel(page).locator("li", has_text="Korea Daesong Bank").locator(".network-tie")
    tie.focus()
    page.keyboard.press("Enter")
    expect(panel(page).locator(".network-ties > li").first).to_contain_text("belief")
    expect(panel(page).locator("li.source").first).to_be_visible()
    panel(page).locator("button.disclose").first.click()
    expect(panel(page).get_by_text("SHA-256").first).to_be_visible()
    page.locator("#network-graph").focus()
    page.keyboard.press("Escape")
    expect(panel(page).get_by_role("heading", level=2)).to_have_text("Parties with the most ties")
    expect(page).to_have_url(network_url)


def test_a_press_selects_what_is_drawn_there_and_a_drag_moves_it(page: Page, network_url: str) -> None:
    """A party where its circle is; after a drag it is elsewhere, and a press on bare ground clears."""
    page.goto(network_url)
    expect(page.locator("#network-graph[data-drawn]")).to_be_attached()
    party, (x, y) = most_tied(page)
    graph = page.locator("#network-graph")
    box = graph.bounding_box()
    assert box is not None
    graph.click(position={"x": x, "y": y})
    heading = panel(page).get_by_role("heading", level=2)
    expect(heading).to_have_text(party)
    page.keyboard.press("Escape")
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.down()
    page.mouse.move(box["x"] + x + 30, box["y"] + y + 20, steps=3)
    page.mouse.up()
    # What was dragged is not selected.
    expect(heading).to_have_text("Parties with the most ties")
    graph.click(position={"x": x + 30, "y": y + 20})
    expect(heading).to_have_text(party)
    graph.click(position={"x": 2, "y": 2})
    expect(heading).to_have_text("Parties with the most ties")


def most_tied(page: Page) -> tuple[str, tuple[float, float]]:
    """Give the name of the party with the most ties, and where the picture has it when all is seen."""
    parties = page.evaluate("fetch('/api/network').then(answer => answer.json())")["parties"]
    box = page.locator("#network-graph").bounding_box()
    assert box is not None
    across, up = parties["x"], parties["y"]
    scale = min((box["width"] - 72) / (max(across) - min(across)), (box["height"] - 72) / (max(up) - min(up)))
    most = max(range(len(across)), key=lambda one: parties["neighbours"][one])
    x = box["width"] / 2 + (across[most] - (max(across) + min(across)) / 2) * scale
    y = box["height"] / 2 - (up[most] - (max(up) + min(up)) / 2) * scale
    return parties["caption"][most], (x, y)


def test_the_path_is_shown_step_by_step(page: Page, network_url: str) -> None:
    """Between two parties with each tie's evidence; where there is none, the page says what that means."""
    page.goto(f"{network_url}?party={OFFICE}")
    panel(page).get_by_role("button", name="Path from here").click()
    find(page, "Jon Il-chun")
    panel(page).get_by_role("button", name="Path to here").click()
    path = page.get_by_role("region", name="Path")
    expect(path.get_by_role("status")).to_contain_text("all true with")
    expect(page).to_have_url(re.compile(r"&to="))
    path.locator(".network-tie").first.click()
    expect(path.locator("li.source").first).to_be_visible()
    path.get_by_role("button", name="Clear the path").click()
    expect(path).to_have_count(0)
    page.goto(f"{network_url}?party={OFFICE}&to=ofac-20520")
    expect(path.get_by_role("status")).to_contain_text("No evidenced path leads from Office 39 to AIR KORYO")


def test_what_is_hidden_is_counted(page: Page, network_url: str) -> None:
    """By kind, by time, and ties without a date apart."""
    page.goto(network_url)
    tally = page.locator(".network-tally")
    expect(tally).to_contain_text("No party is hidden.")
    page.get_by_role("button", name="Persons").click()
    expect(tally).to_contain_text(re.compile(r"Parties hidden: \d+ by their kind\."))
    page.get_by_role("button", name="Persons").click()
    page.get_by_label("From", exact=True).fill("2010")
    page.get_by_label("From", exact=True).press("Enter")
    expect(page.get_by_role("button", name="All years")).to_be_visible()
    page.get_by_label("without a date").uncheck()
    expect(tally).to_contain_text(re.compile(r"Parties hidden: \d+ by time\."))
    page.get_by_role("button", name="All years").click()
    expect(tally).to_contain_text("No party is hidden.")


def test_the_map_shares_the_selection(page: Page, network_url: str) -> None:
    """Parties stand in their countries; who is selected there is selected in the graph."""
    page.goto(network_url)
    page.get_by_role("button", name="Map").click()
    expect(page.locator(".network-spot").first).to_be_attached()
    page.get_by_role("button", name="Singapore").click()
    page.locator(".network-in button").first.click()
    expect(panel(page).get_by_role("link", name="Open the dossier")).to_be_visible()
    expect(page.locator(".network-spot-chosen").first).to_be_attached()
    page.get_by_role("button", name="Graph").click()
    expect(page.locator("#network-graph")).to_be_visible()
    expect(panel(page).get_by_role("link", name="Open the dossier")).to_be_visible()


def test_ways_of_goods_follow_the_brush(page: Page, network_url: str) -> None:
    """Those of other years are hidden and counted; one without a year goes with the ties without a date."""
    page.goto(network_url)
    page.get_by_role("button", name="Map").click()
    ways = page.get_by_role("region", name="Ways of goods")
    expect(ways.locator("li", has_text="2017")).not_to_have_count(0)
    page.get_by_label("From", exact=True).fill("2018")
    page.get_by_label("From", exact=True).press("Enter")
    expect(ways.locator("li", has_text="2017")).to_have_count(0)
    expect(ways.locator("li", has_text="no year")).not_to_have_count(0)
    expect(ways.get_by_text(re.compile(r"of other years hidden"))).to_be_visible()
    page.get_by_label("without a date").uncheck()
    expect(ways.locator("li", has_text="no year")).to_have_count(0)


def test_a_half_typed_year_stays_when_the_page_is_drawn_anew(page: Page, network_url: str) -> None:
    """What arrives while one types takes nothing away."""
    page.goto(network_url)
    first = page.get_by_label("From", exact=True)
    first.fill("2018")
    # Pressed by script, so that the field is not left.
    page.evaluate("[...document.querySelectorAll('button')].find(one => one.textContent.includes('Persons')).click()")
    expect(page.locator(".network-tally")).to_contain_text("by their kind")
    expect(first).to_have_value("2018")
    first.press("Enter")
    expect(page.get_by_role("button", name="All years")).to_be_visible()
    expect(first).to_have_value("2018")


def test_who_would_come_is_shown_before_they_come(
    page: Page, built_workbench: None, example_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture of few parties says how many are left out; expanding one first counts, then brings them in."""
    monkeypatch.setattr(network_routes, "MOST_PARTIES", 6)
    with serving(example_case) as url:
        page.goto(f"{url}/network?party={OFFICE}")
        tally = page.locator(".network-tally")
        expect(tally).to_contain_text(re.compile(r"^6 of \d+ parties"))
        expect(tally).to_contain_text(re.compile(r"\d+ not in the picture"))
        page.get_by_role("button", name="Who would come?").click()
        expect(panel(page).get_by_role("heading", name="Would come")).to_be_visible()
        panel(page).get_by_role("button", name=re.compile("^Bring in")).click()
        expect(tally).to_contain_text(re.compile(r"^(?:[7-9]|1\d) of \d+ parties"))
        expect(page.get_by_role("button", name="Who would come?")).to_have_count(0)


def test_leads_are_shown_when_asked_for_and_marked(page: Page, network_url: str) -> None:
    """Off at first; then listed as leads under their marking, one opens without evidence, and all go away again."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(network_url)
    expect(page.locator("#network-graph[data-drawn]")).to_be_attached()
    assert not any("leads" in url for url in asked)
    banner = page.get_by_role("banner")
    expect(banner).not_to_contain_text("AMBER+STRICT")
    switch = page.get_by_role("checkbox", name=re.compile("^Leads"))
    switch.check()
    leads = page.get_by_role("region", name="Leads, not findings")
    expect(leads.locator("li").first).to_contain_text(re.compile(r"LEAD · \d+ %"))
    expect(banner).to_contain_text("AMBER+STRICT")
    expect(page.locator("#network-graph")).to_have_attribute("data-dashed", re.compile(r"^(?:[1-9]|1\d|20)$"))
    leads.locator("button").first.click()
    expect(panel(page)).to_contain_text("A lead, not a finding.")
    expect(panel(page).locator("li.source")).to_have_count(0)
    switch.uncheck()
    expect(leads).to_have_count(0)
    expect(panel(page).get_by_role("heading", level=2)).to_have_text("Parties with the most ties")
    expect(page.locator("#network-graph")).to_have_attribute("data-dashed", "0")


def test_market_leads_name_seller_buyer_goods_and_grounds(page: Page, network_url: str) -> None:
    """Listed apart with the goods, opened with the evidence of each side, and said to be measured or not."""

    def add(route: Route) -> None:
        answer = route.fetch().json()
        lead = answer["leads"][0]
        ground: dict[str, object] = {
            "side": "seller",
            "says": "coal: seller (Sale), 2017",
            "party": None,
            "evidence": [],
            "hidden": 2,
        }
        shared = {"side": "shared", "says": "broker of both", "party": lead["one"], "evidence": [], "hidden": 0}
        sale = {**lead, "kind": "market", "commodity": "coal", "precision": None, "grounds": [ground, shared]}
        route.fulfill(json={**answer, "leads": [*answer["leads"], {**sale, "algorithm": "market-v1"}]})

    page.route("**/api/network/leads", add)
    page.goto(network_url)
    page.get_by_role("checkbox", name=re.compile("^Leads")).check()
    market = page.get_by_role("region", name="Sellers and buyers who could meet: leads, not findings")
    expect(market.locator("li")).to_have_count(1)
    expect(market.locator("li")).to_contain_text("LEAD · coal · not measured")
    expect(page.locator(".network-leads")).to_contain_text("1 lead of sellers and buyers who could meet")
    market.locator("button").first.click()
    expect(panel(page)).to_contain_text("could sell coal to")
    expect(panel(page)).to_contain_text("Too few deals are known here")
    expect(panel(page)).to_contain_text("Sells: coal: seller (Sale), 2017")
    expect(panel(page)).to_contain_text("2 rows of evidence more")
    # The pair is a hidden tie too: both are told.
    expect(panel(page)).to_contain_text("No source ties the two.")


def test_the_dossier_leads_to_the_network_and_back(page: Page, network_url: str) -> None:
    """With the party selected; and from there to its dossier."""
    page.goto(network_url.replace("/network", f"/entity/{OFFICE}"))
    page.locator("#dossier-network").click()
    expect(panel(page).get_by_role("heading", level=2)).to_have_text("Office 39")
    panel(page).get_by_role("link", name="Open the dossier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Office 39")


def test_a_case_without_ties_says_so(page: Page, built_workbench: None, tmp_path: Path) -> None:
    """One party alone: no empty canvas."""
    (tmp_path / "inputs").mkdir()
    (tmp_path / "case.toml").write_text('[case]\nname = "alone"\n', encoding="utf-8")
    one = {"id": "x-1", "schema": "Company", "datasets": ["x"], "properties": {"name": ["Alone Trading"]}}
    (tmp_path / "inputs" / "x.ftm.json").write_text(json.dumps(one) + "\n", encoding="utf-8")
    case = load_case(tmp_path)
    run_case(case, options=RunOptions(processes=1))
    with serving(case) as url:
        page.goto(f"{url}/network")
        expect(page.get_by_text("This build has no ties between parties")).to_be_visible()


def test_a_phone_shows_the_network_without_scrolling_sideways(phone: Page, network_url: str) -> None:
    """At 360 pixels the panel stands below the picture."""
    phone.goto(network_url)
    expect(phone.locator("#network-graph")).to_be_visible()
    expect(phone.get_by_role("heading", name="Parties with the most ties")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
