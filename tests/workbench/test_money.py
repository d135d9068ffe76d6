"""The money page in a browser, on a real server: read, explained otherwise, and led to its passages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from counterflow.case import Case

from .case_server import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def base_url(built_workbench: None, money_case: Case) -> Iterator[str]:
    """Address of a server of a case whose report tells of money."""
    with serving(money_case) as url:
        yield url


def test_the_estimate_is_shown_with_its_passages(page: Page, base_url: str) -> None:
    """The sentence, one row an interval, what does not fit; each figure opens its passage."""
    page.goto(f"{base_url}/money")
    expect(page.get_by_role("heading", name="Money", exact=True)).to_be_visible()
    expect(page.locator(".money-sentence")).to_contain_text("with 90 % between")
    expect(page.locator(".money-sentence")).not_to_contain_text("_")
    rows = page.get_by_role("region", name="How much").get_by_role("row")
    assert rows.count() >= 4
    expect(page.locator(".sankey-ribbon").first).to_be_visible()
    expect(page.get_by_role("region", name="What does not fit")).to_contain_text("at least $2 billion")
    page.get_by_role("region", name="Figures of the reports").get_by_role("link", name="Open passage").first.click()
    expect(page.locator(".text")).to_contain_text("3,000 kilograms")
    expect(page.get_by_role("navigation", name="Way back")).to_contain_text("Money")


def test_settings_and_results_are_chosen(page: Page, base_url: str) -> None:
    """Full dependence widens the total's interval; another result has other drivers."""
    page.goto(f"{base_url}/money")
    first = page.get_by_role("region", name="How much").locator("tr.bars-first .bars-range").first
    before = first.text_content()
    page.get_by_label("Unknown quantities").select_option("comonotone")
    expect(first).not_to_have_text(before or "")
    explained = page.get_by_label("Explain")
    whole = page.get_by_role("heading", level=2, name="hangs on").text_content()
    explained.select_option("sales")
    expect(page.get_by_role("heading", level=2, name="hangs on")).not_to_have_text(whole or "")


def test_it_fits_a_phone(page: Page, base_url: str) -> None:
    """Nothing wider than the screen but what scrolls by itself."""
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{base_url}/money")
    expect(page.locator(".money-sentence")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
