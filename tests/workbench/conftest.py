"""Fixtures of the workbench's tests: the built app, a server, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

REPOSITORY = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 60_000
"""How long anything is waited for: on a busy machine a page is slow, and not wrong."""
DRIVER_TALK = "GPU stall due to ReadPixels"
"""What a software renderer says of its own speed when a graph is drawn; no complaint about the page."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Chromium of this machine, or the one that COUNTERFLOW_CHROMIUM names; the tests skip without it."""
    named = os.environ.get("COUNTERFLOW_CHROMIUM")
    found = named or next((path for name in BROWSERS if (path := shutil.which(name)) is not None), None)
    if found is None or not Path(found).is_file():
        pytest.skip("browser: no Chromium on this machine")
    return Path(found)


@pytest.fixture(scope="session")
def built_workbench(chromium: Path) -> None:
    """Build the app, unless it is up to date."""
    subprocess.run([sys.executable, str(REPOSITORY / "workbench" / "build.py")], check=True)


@pytest.fixture(scope="session")
def workbench_url(built_workbench: None) -> Iterator[str]:
    """Address of a server with the mock case; COUNTERFLOW_WORKBENCH_URL points the tests at another."""
    elsewhere = os.environ.get("COUNTERFLOW_WORKBENCH_URL")
    if elsewhere is not None:
        yield elsewhere.rstrip("/")
        return
    command = [sys.executable, str(Path(__file__).with_name("mock_server.py"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """One browser for the tests of a file; its event loop must not outlive them, other tests start their own."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def expected_complaints() -> list[str]:
    """What a test expects the browser to complain about: parts of its messages, said before they can come.

    The browser logs an answer when it comes, which may be after the last statement of the test.
    """
    return []


@pytest.fixture
def page(browser: Browser, expected_complaints: list[str]) -> Iterator[Page]:
    """A fresh page; a test fails when the browser complains about anything else than it expects, or not of that."""
    yield from open_page(browser, expected_complaints, width=1280)


@pytest.fixture
def phone(browser: Browser, expected_complaints: list[str]) -> Iterator[Page]:
    """A page of 360 pixels."""
    yield from open_page(browser, expected_complaints, width=360)


def open_page(browser: Browser, expected: list[str], *, width: int) -> Iterator[Page]:
    """Open a page, note every complaint of errors of scripts, the console and the security policy, and check them."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 760}, has_touch=width < 500)
    page = context.new_page()

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and DRIVER_TALK not in message.text:
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(PATIENCE_MS)
    yield page
    context.close()
    assert [one for one in complaints if not any(part in one for part in expected)] == []
    assert [part for part in expected if not any(part in one for one in complaints)] == []
