"""`counterflow serve` on the shipped example, in a real browser."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from counterflow.case import Case

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "docs" / "picture"


@pytest.fixture(scope="module")
def served_url(built_workbench: None, example_case: Case) -> Iterator[str]:
    """Address of the real server with the example."""
    command = [sys.executable, "-m", "counterflow", "serve", str(example_case.root), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        # The first lines may say that the index of the names is made.
        found = next(filter(None, (re.search(r"http://\S+", line) for line in server.stderr)))
        yield found.group().rstrip("/")
        server.terminate()


def test_search_dossier_and_passage(page: Page, served_url: str) -> None:
    """From the reports' name for it to the passage in its document: search, dossier, one click."""
    page.goto(served_url)
    page.get_by_role("searchbox").fill("bureau 39")
    hit = page.locator("a.hit").first
    expect(hit).to_contain_text("Office 39")
    hit.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Office 39")
    for entity_id in ("ofac-12209", "unsc-6908524", "eu-32017R1509-XIII.B-30"):
        expect(page.get_by_text(entity_id).first).to_be_attached()
    passage = page.locator("li.passage").first
    sentence = passage.locator("blockquote").text_content()
    passage.get_by_role("link").first.click()
    expect(page.locator("mark.asked").first).to_be_in_viewport()
    assert "".join(page.locator("mark.asked").all_text_contents()) == sentence


def test_pages_of_the_example_fit_a_phone(phone: Page, served_url: str) -> None:
    """Search, the longest dossier and a document need no sideways scrolling at 360 pixels."""
    for path in ("/", "/?q=bureau%2039", "/entity/ofac-12209"):
        phone.goto(served_url + path)
        expect(phone.locator("main")).not_to_be_empty()
        phone.wait_for_load_state("networkidle")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_policy_forbids_what_is_not_ours(page: Page, expected_complaints: list[str], served_url: str) -> None:
    """The page comes with a policy under which no injected script could run."""
    expected_complaints.append("Content Security Policy")
    answer = page.goto(served_url)
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    ran = page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = 'window.ran = true'; "
        "document.head.append(script); return window.ran === true; }"
    )
    assert ran is False
