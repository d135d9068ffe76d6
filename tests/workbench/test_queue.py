"""The queue in a browser, on a real server: answered, skipped and taken back by keyboard."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from counterflow.case import Case
from counterflow.screen.decision.record import record_of_case

from .case_server import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def queue_url(built_workbench: None, told_case: Case) -> Iterator[str]:
    """Address of the queue of a case of one doubtful frame."""
    with serving(told_case, deciding=True) as url:
        yield f"{url}/queue"


def test_an_item_is_answered_and_taken_back_by_keyboard(page: Page, queue_url: str, told_case: Case) -> None:
    """Wrong needs a reason; letters typed into it are no keys; z brings it back; all stands in the ledger."""
    page.goto(queue_url)
    question = page.locator("#queue-question")
    page.get_by_role("button", name="Readings").click()
    expect(question).to_have_text("Does the sentence say this?")
    expect(page.locator(".queue-side mark")).to_have_text("control")
    expect(page.locator(".queue-item")).to_contain_text("The answer touches")
    page.keyboard.press("n")
    expect(page.get_by_role("status")).to_contain_text("Write first")
    page.keyboard.type("it may, unsure yet")
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    expect(question).to_have_text("Nothing is left to look at")
    expect(page.locator(".queue-answered li")).to_contain_text("it may, unsure yet")
    page.keyboard.press("z")
    expect(question).to_have_text("Does the sentence say this?")
    page.keyboard.press("k")
    expect(question).to_have_text("Nothing is left to look at")
    page.get_by_role("button", name="Look at the 1 skipped").click()
    expect(question).to_have_text("Does the sentence say this?")
    record = record_of_case(told_case)
    assert [(one.kind, one.entered_by) for one in record.ledger.entries()] == [("review", "ana"), ("undo", "ana")]
    assert json.loads(record.ledger.entries()[0].payload)["reason"] == "it may, unsure yet"
    record.ledger.close()


def test_a_phone_shows_the_queue_without_scrolling_sideways(phone: Page, queue_url: str) -> None:
    """At 360 pixels, and reached from the banner."""
    phone.goto(queue_url.removesuffix("/queue"))
    phone.get_by_role("link", name="Queue").click()
    expect(phone.locator("#queue-question")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
