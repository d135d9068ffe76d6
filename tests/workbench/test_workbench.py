"""The workbench in a browser: search, dossier, document, by keyboard, on a phone, with hostile texts."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

REPOSITORY = Path(__file__).parents[2]
OFFICE = "/entity/cf-4f3a9c07d1e85b26"
BANK = "/entity/cf-91b20d7746ac3e58"
PAGES = ("/", "/?q=39", "/?q=nothing-of-this-name", OFFICE, BANK, "/document/doc-report", "/document/doc-notice", "/x")
SENTENCE = "The office known as Bureau 39 (39호실) was set up in the 1970s to earn hard currency for the leadership."


AT_REST = """selector => new Promise(resolve => {
  const frames = 10;
  let last = null, same = 0;
  const look = () => {
    const now = document.querySelector(selector)?.getBoundingClientRect().top ?? null;
    same = now !== null && now === last ? same + 1 : 0;
    last = now;
    same === frames ? resolve(null) : requestAnimationFrame(look);
  };
  look();
})"""
"""Resolves when an element is there, and stood in the same place of the window for some frames."""

FRAMES = "() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))"
"""Resolves when what came so far is drawn."""


def in_view(page: Page, selector: str) -> bool:
    """Tell whether the first element comes to rest inside the window, below the banner."""
    page.evaluate(AT_REST, selector)
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    window = page.viewport_size
    assert window is not None
    return 40 < box["y"] and box["y"] + box["height"] <= window["height"]


def asked_text(page: Page) -> str:
    """Give the highlighted passage of a document, put together from its pieces."""
    return "".join(page.locator("mark.asked").all_text_contents())


def test_search_dossier_and_passage_by_keyboard_alone(page: Page, workbench_url: str) -> None:
    """From an alias typed to the passage highlighted in its document, no mouse is needed.

    Holds for any case that has Office 39 and a report naming it, so also for a real server with the example."""
    page.goto(workbench_url)
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("bureau 39")
    expect(page.locator(".status [role=status]")).to_contain_text("1 party")
    expect(page.locator(".hit-matched").first).to_contain_text("bureau 39", ignore_case=True)
    page.keyboard.press("ArrowDown")
    expect(page.locator("a.hit").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Office 39")
    opening = page.locator("#passage-1")
    sentence = page.locator("li.passage", has=opening).locator("blockquote").text_content()
    opening.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark.asked").first).to_be_focused()
    assert asked_text(page) == sentence
    assert in_view(page, "mark.asked")


def test_what_no_list_says_any_more_is_marked(page: Page, workbench_url: str) -> None:
    """In words, beside the value and its source; a value that another source still gives is not marked."""
    page.goto(workbench_url + OFFICE)
    gone = page.locator("li.value", has=page.get_by_text("Third Bureau", exact=True))
    expect(gone.locator(".value-line .gone")).to_have_text("until 2022-01")
    expect(gone.locator(".source-line")).to_contain_text("2021-04 to 2022-01 · gone 2022-06")
    stands = page.locator("li.value", has=page.get_by_text("Division 39", exact=True))
    expect(stands.locator(".value-line .gone")).to_have_count(0)
    expect(stands.locator(".source-line .gone")).to_have_text("gone 2021")
    expect(stands).to_contain_text("2021-04 to 2022-01")


def test_roles_say_whether_a_source_states_them(page: Page, workbench_url: str) -> None:
    """Stated by a tie or concluded from several, in words; each with its sources."""
    page.goto(workbench_url + OFFICE)
    stated = page.locator("li.value", has=page.get_by_text("controls (Control)", exact=True))
    expect(stated).to_contain_text("stated")
    expect(stated).to_contain_text("probability 0.80")
    expect(stated.locator(".source-line")).to_have_count(1)
    concluded = page.locator("li.value", has=page.get_by_text("buys and sells the same goods", exact=True))
    expect(concluded).to_contain_text("concluded from several ties, stated by none")


def test_a_stock_shows_its_bounds_and_who_holds_and_controls_it(page: Page, workbench_url: str) -> None:
    """An ambiguous unit is told, and the holder opens its dossier."""
    page.goto(workbench_url + OFFICE)
    stock = page.locator("li.value", has=page.get_by_text("1,814 to 2,032 kg, by all readings of the unit"))
    expect(stock).to_contain_text("North Korea")
    expect(stock).to_contain_text("1 sale of such goods told or thought possible")
    stock.locator("#holder-stock-1-0").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Korea Daesong Bank", ignore_case=True)


def test_one_click_opens_the_passage_and_one_returns(page: Page, workbench_url: str) -> None:
    """The way back finds the dossier as it was left: same place, same focus."""
    page.goto(workbench_url + OFFICE)
    page.locator("#passage-1").click()
    expect(page.locator("mark.asked").first).to_be_visible()
    assert asked_text(page) == SENTENCE
    page.get_by_role("link", name="← Office 39").click()
    expect(page.locator("#passage-1")).to_be_focused()
    assert in_view(page, "#passage-1")


def test_evidence_opens_its_passage(page: Page, workbench_url: str) -> None:
    """A fact read from a document leads to the very words."""
    page.goto(workbench_url + OFFICE)
    page.locator("#fact-sector-0-0").click()
    expect(page.locator("mark.asked").first).to_be_visible()
    assert asked_text(page) == "Bureau 39 denied any part in the voyage"


def test_arrow_keys_move_through_parties_and_documents(page: Page, workbench_url: str) -> None:
    """Results are one list: one Tab stop, arrows, Home and End; upwards out of it lies the field."""
    page.goto(workbench_url + "/?q=39")
    hits = page.locator("a.hit")
    expect(hits.first).to_be_visible()
    last = hits.count() - 1
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(hits.nth(last)).to_be_focused()
    assert page.locator("a.hit[tabindex='0']").count() == 1
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_last_search_wins(page: Page, workbench_url: str) -> None:
    """A late answer to an earlier question never replaces the answer to the last."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile("/api/search.q=office&"), hold)
    page.goto(workbench_url)
    with page.expect_request(re.compile("/api/search.q=office&")) as asked:
        page.keyboard.type("office")
    page.keyboard.press("Control+A")
    page.keyboard.type("daesong")
    expect(page.locator(".status [role=status]")).to_contain_text("“daesong”")
    held[0].continue_()
    # None: the page did not wait for it.
    late = asked.value.response()
    if late is not None:
        late.finished()
    page.evaluate(FRAMES)
    expect(page.locator(".status [role=status]")).to_contain_text("“daesong”")
    expect(page.locator("a.hit").first).to_contain_text("Daesong")


def test_slash_and_escape_work_everywhere(page: Page, workbench_url: str) -> None:
    """A slash goes to the field, Escape back to where the page was opened from."""
    page.goto(workbench_url + "/?q=39")
    page.locator("a.hit").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Office 39")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("daesong")
    page.keyboard.press("Enter")
    expect(page).to_have_url(workbench_url + "/?q=daesong")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Office 39")
    page.keyboard.press("Escape")
    expect(page).to_have_url(workbench_url + "/?q=39")
    expect(page.locator("a.hit").first).to_be_focused()


def test_hostile_text_stays_text(page: Page, workbench_url: str) -> None:
    """Markup in a document or a list is shown as it stands and never becomes part of the page."""
    page.goto(workbench_url + "/document/doc-report")
    expect(page.locator(".text")).to_contain_text('<script>alert("owned")</script>')
    expect(page.locator(".text")).to_contain_text("<img src=x onerror=")
    assert page.locator(".text script, .text img").count() == 0
    assert "owned" not in page.title()
    page.goto(workbench_url + OFFICE)
    expect(page.locator("main")).to_contain_text("javascript:alert(1)")
    assert page.locator("a[href^='javascript']").count() == 0


def test_candidates_are_never_shown_as_confirmed(page: Page, workbench_url: str) -> None:
    """A candidate stands apart and says so; the confirmed passages come newest first."""
    page.goto(workbench_url + OFFICE)
    expect(page.locator(".candidates .passage")).to_contain_text("candidate, not confirmed")
    assert page.locator(".passage:not(.passage-candidate)", has_text="candidate").count() == 0
    lines = page.locator(".passage:not(.passage-candidate) .passage-line").all_text_contents()
    dates = [found.group() for line in lines if (found := re.search(r"\d{4}-\d\d-\d\d", line)) is not None]
    assert dates == ["2026-08-21", "2026-05-05", "2026-05-05", "2018-07-23"]
    expect(page.locator(".implied")).to_contain_text("In the list entry of Korea Daesong Bank")


def test_source_line_opens_to_the_original(page: Page, workbench_url: str) -> None:
    """A source line gives dataset, date, record and field; opened, the words, the file and its digest."""
    page.goto(workbench_url + OFFICE)
    line = page.locator(".source .disclose").first
    expect(line).to_contain_text("OFAC Specially Designated Nationals · 2022-01-14 · record 12209, field SDN_Name")
    line.press("Enter")
    source = page.locator(".source").first
    expect(source.locator("blockquote")).to_have_text("OFFICE 39")
    expect(source).to_contain_text("lists/ofac_sdn/2022-01/sdn.csv")
    line.press("Escape")
    expect(source.locator("blockquote")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Office 39")


def test_doubt_is_told_in_separate_words(page: Page, workbench_url: str) -> None:
    """Reports and roots, source and information are three statements; a denial is marked as one."""
    page.goto(workbench_url + OFFICE)
    address = page.locator("section", has=page.locator("#fact-address")).last
    assessment = "2 reports from 1 root · source A: completely reliable · information 2: probably true"
    expect(address.locator(".assessment").first).to_have_text(assessment)
    expect(page.locator(".source-against")).to_contain_text("denied")
    founded = page.locator("section", has=page.locator("#fact-incorporationDate")).last
    expect(founded).to_contain_text("about 1974")


def test_marking_of_the_page_is_in_the_banner(page: Page, workbench_url: str) -> None:
    """The banner carries the marking of what is shown, also when scrolled to the end."""
    page.goto(workbench_url + OFFICE)
    banner = page.get_by_role("banner")
    expect(banner).to_contain_text("TLP:AMBER")
    page.keyboard.press("End")
    assert (banner.bounding_box() or {"y": -1})["y"] == 0
    page.goto(workbench_url + "/document/doc-notice")
    expect(banner).to_contain_text("TLP:CLEAR")


def test_passage_deep_in_a_long_document_comes_into_view(page: Page, workbench_url: str) -> None:
    """A text that is laid out only where it is read still scrolls to the passage."""
    words = "Paragraph 870 of the annex."
    page.goto(workbench_url + "/document/doc-long")
    start = page.evaluate(
        "words => fetch('/api/documents/doc-long').then(r => r.json()).then(d => d.text.indexOf(words))", words
    )
    page.goto(f"{workbench_url}/document/doc-long?start={start}&end={start + len(words)}")
    expect(page.locator("mark.asked")).to_have_text(words)
    assert in_view(page, "mark.asked")


def test_mention_opens_its_dossier(page: Page, workbench_url: str) -> None:
    """A mention linked to a party opens that party's dossier; underlines can be switched off by kind."""
    page.goto(workbench_url + "/document/doc-report")
    page.get_by_role("button", name="Organisations").click()
    expect(page.locator(".text")).to_have_class(re.compile("hide-organization"))
    page.locator(".text a.mention", has_text="Korea Daesong Bank").click()
    expect(page).to_have_url(workbench_url + BANK)


@pytest.mark.parametrize("path", ["/entity/nobody", "/document/nothing", "/?q=broken"])
def test_failure_says_what_to_do_and_leads_back(
    page: Page, expected_complaints: list[str], workbench_url: str, path: str
) -> None:
    """A failure tells what, expected and next step, and offers the search."""
    expected_complaints.append("Failed to load resource")
    page.goto(workbench_url + path)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Expected:")
    expect(alert).to_contain_text("Next step:")
    alert.get_by_role("link", name="Search the case").click()
    expect(page).to_have_url(workbench_url + "/")


def test_server_gone_is_told(page: Page, expected_complaints: list[str], workbench_url: str) -> None:
    """A server that does not answer is named as the cause; trying again works when it is back."""
    expected_complaints.append("Failed to load resource")
    page.route("**/api/entities/**", lambda route: route.abort())
    page.goto(workbench_url + OFFICE)
    expect(page.get_by_role("alert")).to_contain_text("does not answer")
    page.unroute("**/api/entities/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Office 39")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(phone: Page, workbench_url: str, path: str) -> None:
    """At 360 pixels every page fits, with every source opened, and leads back to the search."""
    phone.goto(workbench_url + path)
    phone.wait_for_load_state("networkidle")
    for button in phone.locator(".disclose").all():
        button.click()
    phone.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    assert phone.locator("a[href='/']").count() > 0


def test_the_dossier_says_how_the_party_is_exposed(page: Page, workbench_url: str) -> None:
    """The sentence, each rule with its proof, the path with its weakest tie; and the stricter marking of it."""
    page.goto(workbench_url + BANK)
    part = page.get_by_role("region", name="Exposure to the listed")
    expect(part.locator(".exposure-sentence")).to_contain_text("certainly owned by a listed party")
    rule = part.get_by_role("region", name="OFAC, 50 % rule")
    expect(rule).to_contain_text("Certainly")
    expect(rule).to_contain_text("since 2010-01-05 or later")
    expect(rule).to_contain_text("its stakes sum to 120 %")
    expect(rule.locator("li.source").first).to_be_visible()
    expect(part.get_by_role("region", name="Strongest evidenced paths")).to_contain_text("the weakest")
    expect(part.get_by_role("region", name="Shared identifiers")).to_contain_text("3 parties in all")
    expect(page.get_by_role("banner")).to_contain_text("TLP:AMBER")
    expect(page.get_by_role("link", name="Show in the network").last).to_have_attribute("href", re.compile("&to="))


def test_contradictions_of_identity_and_events_told_twice_stand_side_by_side(page: Page, workbench_url: str) -> None:
    """What cannot be is marked, a change is not; accounts that differ say so, each with its document."""
    page.goto(workbench_url + OFFICE)
    identity = page.get_by_role("region", name="Identity over time")
    expect(identity.locator("li.value", has_text="two ships under one IMO").locator(".contradiction")).to_have_count(1)
    expect(identity.locator("li.value", has_text="Renamed").locator(".contradiction")).to_have_count(0)
    expect(identity.locator("li.source").first).to_be_visible()
    events = page.get_by_role("region", name="Events told more than once")
    expect(events.locator(".account")).to_have_count(2)
    expect(events.get_by_role("row", name=re.compile("^Quantity 200 kg 250 kg"))).to_contain_text("they differ")
    expect(events.get_by_role("row", name=re.compile("^Time"))).to_contain_text("the same")
    events.get_by_role("link", name="How a state office trades").click()
    expect(page).to_have_url(re.compile("/document/doc-report"))


def test_bundle_is_small(built_workbench: None) -> None:
    """As they travel, the first page stays under 60 kB, each page that is loaded later under 15, the map under 50."""
    assets = REPOSITORY / "src" / "counterflow" / "web" / "assets"
    size = {path.name: len(gzip.compress(path.read_bytes())) for path in assets.iterdir()}
    later = [bytes_ for name, bytes_ in size.items() if name.startswith("page-")]
    chart = sum(bytes_ for name, bytes_ in size.items() if name.startswith("map_view-"))
    assert 0 < sum(size.values()) - sum(later) - chart < 60_000
    assert len(later) == len(("network", "money", "plan"))
    assert 0 < max(later) < 15_000
    assert 0 < chart < 50_000


def test_build_does_nothing_when_up_to_date(built_workbench: None) -> None:
    """A second build leaves the built page as it is."""
    page = REPOSITORY / "src" / "counterflow" / "web" / "index.html"
    before = page.stat().st_mtime_ns
    subprocess.run([sys.executable, str(REPOSITORY / "workbench" / "build.py")], check=True)
    assert page.stat().st_mtime_ns == before


def test_lock_file_holds_no_registry_address() -> None:
    """The lock file pins versions and digests; where packages come from is the machine's own setting."""
    lock = (REPOSITORY / "workbench" / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in lock
    assert "registry" not in lock
