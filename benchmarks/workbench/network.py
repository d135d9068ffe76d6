"""How long the network page of the workbench takes to open, in headless Chromium, with a case of many parties.

Run from the root: `PYTHONPATH=src:. .venv/bin/python benchmarks/workbench/network.py [PARTIES]` (5,000 by default).
The case is made of files (companies, each owned by an earlier one, and every second one by another too), run, and
served by this process; the page is opened in a fresh profile. Opened means: graph and names are drawn. The first
opening computes the places; then it is opened five times as every later reader does. The load of the machine is
printed beside the times: on a busy one they say more about it than about the page.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from counterflow.api.guard.keyring import Keyring
from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.case import Case, load_case
from counterflow.run.run import RunOptions, run_case
from counterflow.service.network.layout import lay_out
from counterflow.settings import Settings

MUST_S = 2.0
TIMES = 5


def make_case(root: Path, parties: int) -> Case:
    """Write and run a case of companies that own each other."""
    numbers = random.Random(7)
    (root / "inputs").mkdir()
    (root / "case.toml").write_text('[case]\nname = "companies"\n', encoding="utf-8")
    with (root / "inputs" / "made.ftm.json").open("w", encoding="utf-8") as file:
        for number in range(parties):
            name = "".join(numbers.choices("abcdefghijklmnopqrstuvwxyz", k=12)).capitalize()
            properties = {"name": [f"{name} Trading"], "country": [numbers.choice(["kp", "cn", "sg", "ru", "ae"])]}
            file.write(line(f"c-{number}", "Company", properties))
            owners = [] if number == 0 else [int(number * numbers.random() ** 1.5)]
            if number > 1 and number % 2 == 0:
                owners.append(numbers.randrange(number))
            for owner in set(owners):
                ends = {"owner": [f"c-{owner}"], "asset": [f"c-{number}"], "startDate": [str(1990 + number % 35)]}
                file.write(line(f"o-{number}-{owner}", "Ownership", ends))
    case = load_case(root)
    run_case(case, options=RunOptions(processes=1))
    return case


def line(id_: str, schema: str, properties: dict[str, list[str]]) -> str:
    """Write one entity."""
    return json.dumps({"id": id_, "schema": schema, "datasets": ["made"], "properties": properties}) + "\n"


def open_page(browser: Browser, url: str) -> float:
    """Open the page in a fresh profile; gives the seconds until graph and names are drawn."""
    page = browser.new_context(viewport={"width": 1360, "height": 860}).new_page()
    started = time.perf_counter()
    page.goto(f"{url}/network", wait_until="commit")
    page.wait_for_selector("#network-graph[data-drawn]", state="attached", timeout=120_000)
    page.wait_for_selector(".network-above[data-labels]", state="attached", timeout=120_000)
    took = time.perf_counter() - started
    tally = page.locator(".network-tally").text_content()
    page.context.close()
    sys.stdout.write(f"  {took:.2f} s  {tally}\n")
    return took


def main() -> int:
    """Measure and print; 1 when the bar is missed."""
    parties = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    chromium = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        case = make_case(Path(folder), parties)
        # Compiled once a machine: not what is measured.
        lay_out(3, np.array([0, 1], np.int32), np.array([1, 2], np.int32))
        app = create_app(case, rails=Rails(Settings(log="off", rate=0, user="bench"), Keyring.read(None)))
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
        threading.Thread(target=server.run, daemon=True).start()
        while not server.started:
            time.sleep(0.02)
        url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        sys.stdout.write("first opening, which computes the places:\n")
        open_page(browser, url)
        sys.stdout.write("later openings:\n")
        times = [open_page(browser, url) for _ in range(TIMES)]
        browser.close()
        server.should_exit = True
    middle = statistics.median(times)
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    sys.stdout.write(f"{parties:,} parties: median {middle:.2f} s, must {MUST_S:.1f} s ({middle / MUST_S:.2f} of it)\n")
    return int(middle > MUST_S)


if __name__ == "__main__":
    sys.exit(main())
