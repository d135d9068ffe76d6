"""A server that asks for a key: the page asks for it, keeps it in the tab, and says what it lacks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

NO_KEY = "no API key was sent"
BAD_KEY = "no valid API key was sent: it is unknown, expired or taken back"


def refuse(route: Route, status: int, what: str, expected: str | None = None) -> None:
    """Answer as the server does."""
    route.fulfill(
        status=status, json={"detail": what, "error": {"what": what, "expected": expected, "next_step": None}}
    )


def guard(page: Page, url: str, *, may_decide: bool = True) -> None:
    """Let the mock take the keys `right` and `newer` alone, and say without any what it serves."""

    def check(route: Route) -> None:
        request = route.request
        key = request.headers.get("authorization")
        if request.url.endswith("/api/served"):
            route.continue_()
        elif key not in {"ApiKey right", "ApiKey newer"}:
            refuse(route, 401, NO_KEY if key is None else BAD_KEY)
        elif request.method == "POST" and "/decisions" in request.url and not may_decide:
            refuse(route, 403, "this key may not do that", "the scope decide")
        else:
            route.continue_()

    page.route(url + "/api/**", check)


def give(page: Page, key: str) -> None:
    """Fill the key in."""
    page.get_by_label("Your key").fill(key)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("path", ["/", "/screen", "/screen?view=decisions", "/entity/cf-4f3a9c07d1e85b26"])
def test_the_page_asks_for_a_key(page: Page, expected_complaints: list[str], workbench_url: str, path: str) -> None:
    """A wrong one is refused with the server's words; a right one opens the page that was asked for."""
    expected_complaints.append("status of 401")
    guard(page, workbench_url)
    page.goto(workbench_url + path)
    expect(page.get_by_role("heading", name="This server asks for an API key")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_text(NO_KEY)
    expect(page.get_by_text("It is forgotten when the tab is closed")).to_be_visible()
    expect(page.get_by_label("Your key")).to_be_focused()
    give(page, "wrong")
    expect(page.get_by_role("alert")).to_have_text(BAD_KEY)
    give(page, " right ")
    expect(page.get_by_label("Your key")).to_have_count(0)
    expect(page.get_by_role("button", name="Forget the key")).to_be_visible()
    expect(page.locator("h1")).not_to_have_text("This server asks for an API key")
    assert page.url == workbench_url + path


def test_the_key_stays_in_the_tab(page: Page, expected_complaints: list[str], workbench_url: str) -> None:
    """Loading the page again keeps it; no other store has it; forgotten, it is asked for again."""
    expected_complaints.append("status of 401")
    guard(page, workbench_url)
    page.goto(workbench_url + "/screen")
    give(page, "right")
    expect(page.get_by_role("heading", name="Screening")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Screening")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 1
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("document.cookie") == ""
    assert "right" not in page.url
    other = page.context.new_page()
    guard(other, workbench_url)
    other.goto(workbench_url + "/screen")
    expect(other.get_by_label("Your key")).to_be_visible()
    other.close()
    page.get_by_role("button", name="Forget the key").click()
    expect(page.get_by_label("Your key")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


def test_a_scope_that_lacks_is_named(page: Page, expected_complaints: list[str], workbench_url: str) -> None:
    """A decision is refused with the scope it takes; what was found stays."""
    expected_complaints.extend(["status of 401", "status of 403"])
    guard(page, workbench_url, may_decide=False)
    page.goto(workbench_url + "/screen")
    give(page, "right")
    page.get_by_label("Name", exact=True).fill("Office 39")
    page.keyboard.press("Enter")
    expect(page.locator(".alert-head").first).to_be_focused()
    page.keyboard.press("b")
    page.keyboard.type("It is this office.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("this key may not do that. It takes the scope decide.")
    expect(page.locator(".alert-head").first).to_be_visible()


def test_a_page_that_a_key_may_not_see_says_so(page: Page, expected_complaints: list[str], workbench_url: str) -> None:
    """And another key can be given."""
    expected_complaints.extend(["status of 401", "status of 403"])
    guard(page, workbench_url)
    lacking = "this key may not do that"
    page.route(
        workbench_url + "/api/screening",
        lambda route: (
            refuse(route, 403, lacking, "the scope screen")
            if route.request.headers.get("authorization") == "ApiKey right"
            else route.fallback()
        ),
    )
    page.goto(workbench_url + "/screen")
    give(page, "right")
    expect(page.get_by_role("heading", name="Not allowed")).to_be_visible()
    expect(page.get_by_text("Expected: the scope screen")).to_be_visible()
    page.get_by_role("button", name="Use another key").click()
    give(page, "newer")
    expect(page.get_by_label("Name", exact=True)).to_be_visible()


def test_a_phone_has_room_for_the_key(phone: Page, expected_complaints: list[str], workbench_url: str) -> None:
    """At 360 pixels, before and after."""
    expected_complaints.append("status of 401")
    guard(phone, workbench_url)
    phone.goto(workbench_url + "/screen")
    expect(phone.get_by_label("Your key")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    give(phone, "right")
    expect(phone.get_by_role("button", name="Forget the key")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
