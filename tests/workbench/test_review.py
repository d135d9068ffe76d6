"""Frames of a document in a browser: looked at, rejected and corrected, by keyboard, on a real server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from counterflow.case import Case, load_case
from counterflow.dossier.archive import Archive
from counterflow.dossier.frame import list_passages
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case

from .case_server import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def document_url(built_workbench: None, told_case: Case) -> Iterator[str]:
    """Address of the page of the case's one report."""
    archive = Archive(told_case, open_build(told_case))
    (document,) = {one.document.id for one in list_passages(archive)}
    archive.close()
    with serving(told_case, deciding=True) as url:
        yield f"{url}/document/{document}"


def frames(page: Page) -> Locator:
    return page.locator(".frames > ul > li.frame")


def told(page: Page, part: str) -> list[str]:
    return page.locator(f".text mark.told-{part}").all_text_contents()


def test_a_frame_shows_in_the_text(page: Page, document_url: str) -> None:
    """Trigger, arguments, time and source are marked while it is looked at; doubt stands out in words."""
    page.goto(document_url)
    expect(frames(page)).to_have_count(2)
    payment, controls = frames(page).all()
    expect(payment).to_contain_text("Payment")
    expect(payment.locator(".frame-doubt")).to_have_text("reported")
    expect(controls.locator(".frame-doubt")).to_contain_text("denied")
    expect(payment.locator("dl")).to_contain_text("A defector")
    payment.hover()
    expect(page.locator(".text mark.told-trigger")).to_have_text("paid")
    assert told(page, "argument") == ["Bureau 39", "Chong Chon Gang"]
    assert (told(page, "time"), told(page, "source")) == (["July 2013"], ["A defector"])
    controls.locator(".frame-head").focus()
    page.mouse.move(0, 0)
    expect(page.locator(".text mark.told-trigger")).to_have_text("control")
    picture(page, "frames")


def test_a_frame_is_rejected_by_keyboard_and_struck_through_until_the_next_build(
    page: Page, document_url: str, told_case: Case
) -> None:
    """No reason, nothing saved; taken back, it stands again; obeyed, it is gone."""
    page.goto(document_url)
    expect(page.locator(".frame-keys")).to_be_visible()  # what may be said is asked behind the text
    first = frames(page).first
    first.locator(".frame-head").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".text mark.told-trigger")).to_have_text("control")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("r")
    expect(page.locator("#frame-reason")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Write why")
    page.keyboard.type("It was said, not done; r and c are words here.")
    page.keyboard.press("Enter")
    expect(first).to_contain_text("Rejected by ana")
    expect(first.locator(".frame-type")).to_have_css("text-decoration-line", "line-through")
    picture(page, "rejected")
    page.reload()
    expect(first).to_contain_text("It was said, not done; r and c are words here.")
    first.get_by_role("button", name="Take back").click()
    expect(first).not_to_contain_text("Rejected")
    first.locator(".frame-head").focus()
    page.keyboard.press("r")
    page.keyboard.type("Said.\n")
    expect(first).to_contain_text("The next build obeys.")
    run_case(load_case(told_case.root), options=RunOptions(processes=1))
    page.reload()
    expect(frames(page)).to_have_count(1)
    page.get_by_text("1 review of what is not read here now").click()
    expect(page.locator(".frames details")).to_contain_text("Rejected by ana")


def test_a_frame_is_corrected(page: Page, document_url: str, told_case: Case) -> None:
    """Type, role, hedge and time by the form; words from the text by selecting them."""
    page.goto(document_url)
    expect(page.locator(".frame-keys")).to_be_visible()  # what may be said is asked behind the text
    first = frames(page).first
    first.locator(".frame-head").focus()
    page.keyboard.press("c")
    form = page.locator(".frame-form")
    form.get_by_label("Why correct it?").fill("Read it again")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Nothing is corrected yet.")
    form.get_by_label("Type").select_option("financing")
    form.get_by_label("Hedge").select_option("possible")
    form.get_by_label("Remove argument 2").click()
    select(page, "a voyage")
    form.get_by_role("button", name="Add the selected words").click()
    form.get_by_label("Date, EDTF").fill("2013")
    picture(page, "correcting")
    form.get_by_role("button", name="Save").click()
    expect(first).to_contain_text("Corrected by ana")
    run_case(load_case(told_case.root), options=RunOptions(processes=1))
    page.reload()
    expect(first).to_contain_text("Financing")
    expect(first).to_contain_text("a voyage")
    expect(first.locator(".frame-doubt")).to_contain_text("possib")
    expect(first).to_contain_text("Corrected by ana")
    expect(first.locator(".frame-review")).to_have_count(0)


def test_frames_fit_a_phone(phone: Page, document_url: str) -> None:
    """No sideways scrolling, with the longest form open."""
    phone.goto(document_url)
    first = frames(phone).first
    first.locator(".frame-head").click()
    first.get_by_role("button", name="Correct").click()
    expect(phone.locator("#frame-reason")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 360


def select(page: Page, words: str) -> None:
    """Select some words of the text."""
    page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
            return;
          }
        }""",
        words,
    )


def picture(page: Page, name: str) -> None:
    """Keep a picture to look at, where a folder for it is named."""
    folder = os.environ.get("COUNTERFLOW_PICTURES")
    if folder is not None:
        page.screenshot(path=Path(folder) / f"{name}.png")
