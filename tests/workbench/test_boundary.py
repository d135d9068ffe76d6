"""A page that cannot be drawn, in a browser: it says so, stands still, and the rest of the workbench goes on."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

OFFICE = "/entity/cf-4f3a9c07d1e85b26"

CHANGES = """frames => new Promise(resolve => {
  let changes = 0;
  new MutationObserver(found => { changes += found.length; }).observe(document, {subtree: true, childList: true});
  const look = left => left === 0 ? resolve(changes) : requestAnimationFrame(() => look(left - 1));
  look(frames);
})"""
"""Resolves with how often the page changed within some frames."""

CASES = [
    (OFFICE, "/api/entities/*", "names"),
    ("/", "/api/case", "counts"),
    ("/document/doc-report", "/api/documents/doc-report", "mentions"),
]
"""A page, the answer that it reads, and a part of that answer without which it cannot be drawn."""


def leave_out(page: Page, pattern: str, part: str) -> list[str]:
    """Answer without a part; gives the list of addresses asked for, which grows."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        body: dict[str, Any] = route.fetch().json()
        assert part in body
        route.fulfill(json={name: value for name, value in body.items() if name != part})

    page.route(pattern, answer)
    return asked


@pytest.mark.parametrize("expected_complaints", [["TypeError"]])
@pytest.mark.parametrize(("address", "pattern", "part"), CASES)
def test_a_page_that_cannot_be_drawn_says_so_and_stands_still(
    page: Page, workbench_url: str, address: str, pattern: str, part: str
) -> None:
    """One failure, no more changes, no question asked again and again, and the banner works."""
    asked = leave_out(page, f"**{pattern}", part)
    page.goto(workbench_url + address)
    expect(page.get_by_role("heading", name="This page cannot be shown")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.locator("main > *")).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("TypeError")
    assert page.evaluate(CHANGES, 60) == 0
    assert len(asked) == 1
    page.get_by_role("link", name="Screening").click()
    expect(page.get_by_role("heading", name="This page cannot be shown")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("expected_complaints", [["TypeError"]])
def test_loading_the_page_again_shows_it_once_the_answer_is_whole(page: Page, workbench_url: str) -> None:
    """What failed is asked for anew."""
    leave_out(page, "**/api/entities/*", "names")
    page.goto(workbench_url + OFFICE)
    again = page.get_by_role("button", name="Load the page again")
    expect(again).to_be_visible()
    page.unroute("**/api/entities/*")
    again.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Office 39")
