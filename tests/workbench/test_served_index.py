"""`counterflow serve --index` in a real browser: screening alone, without a word in the browser's console."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..interop.serving import make_small_index, serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served_url(built_workbench: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server of an index and a ledger."""
    folder = tmp_path_factory.mktemp("served")
    index, ledger = make_small_index(folder), folder / "decisions.sqlite"
    with serve(index, folder / "log", "--ledger", str(ledger), COUNTERFLOW_USER="anna") as url:
        yield url


def test_without_a_case_one_screens(page: Page, served_url: str) -> None:
    """The first page is screening; there is no field to search a case, and nothing is asked of one."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(Path(request.url).name))
    page.goto(served_url)
    expect(page.get_by_role("heading", name="Screening")).to_be_visible()
    expect(page.locator(".banner").get_by_role("searchbox")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    assert page.url == served_url + "/screen"
    assert "case" not in asked


def test_who_was_cleared_is_said_when_screened_again(page: Page, served_url: str) -> None:
    """Also where the form named nobody but by the name; the decision stands in the history."""
    page.goto(served_url + "/screen")
    for is_again in (False, True):
        page.get_by_label("Name", exact=True).fill("Kim Yong Chol")
        page.get_by_role("button", name="Screen", exact=True).click()
        head = page.locator(".alert-head", has_text="KIM Yong Chol")
        expect(head.locator(".cleared")).to_have_count(1 if is_again else 0)
        if not is_again:
            expect(head).to_be_focused()
            page.keyboard.press("c")
            page.keyboard.type("Another man.")
            page.keyboard.press("Enter")
            expect(head).to_have_count(0)
    page.get_by_role("link", name="Decisions").click()
    expect(page.locator(".history .entry")).to_contain_text("Cleared KIM Yong Chol for Kim Yong Chol")
