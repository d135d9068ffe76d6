"""How long the network page of the workbench takes to open, in headless Chromium, with a case of many parties.

Run from the root: `PYTHONPATH=src:. .venv/bin/python benchmarks/workbench/network.py [PARTIES]` (5,000 by default).
The case is made of files (companies, each owned by an earlier one, and every second one by another too), run, and
served by this process, which draws the picture when it starts. Then the page is opened five times in a fresh profile,
from the address typed to the frame with graph and names on the screen. Apart from each other: the places (once a
build), what the server takes for a kept answer, its transfer, reading it as JSON, and all that the page does until the
frame stands; then a frame while the picture is moved. CPU seconds are those of all processes of the browser. The load
of the machine is printed beside the times: on a busy one they say more about it than about the page.
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
import urllib.request
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
MOVES = 6
_TICKS = os.sysconf("SC_CLK_TCK")

NOTE_DRAWN = """() => new MutationObserver((_, watcher) => {
  if (document.querySelector("#network-graph[data-drawn]") === null) return;
  if (document.querySelector(".network-above[data-labels]") === null) return;
  watcher.disconnect();
  performance.mark("drawn");
  // The frame after the next one begins when that with the graph is handed over.
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("on screen")));
}).observe(document, { subtree: true, childList: true, attributes: true })"""
READ_TIMES = """async () => {
  while (performance.getEntriesByName("on screen").length === 0) await new Promise((done) => setTimeout(done, 5));
  const mark = (name) => performance.getEntriesByName(name)[0].startTime;
  const asked = performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/api/network"));
  const text = await (await fetch("/api/network")).text();
  const begun = performance.now();
  JSON.parse(text);
  return {
    "until asked": asked.requestStart,
    "server": asked.responseStart - asked.requestStart,
    "transfer": asked.responseEnd - asked.responseStart,
    "reading as JSON": performance.now() - begun,
    "answer to drawn": mark("drawn") - asked.responseEnd,
    "drawn to on screen": mark("on screen") - mark("drawn"),
    "whole": mark("on screen"),
  };
}"""
FRAMES = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"""


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


def browser_cpu_s() -> float:
    """Sum the CPU seconds of all processes of the browser, which are children of this one's children."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, fields = path.read_text(encoding="utf-8").rsplit(")", 1)
        except OSError:
            continue  # ended meanwhile
        told = fields.split()
        parents[int(path.parent.name)] = int(told[1])
        if "chrom" in name:
            spent[int(path.parent.name)] = (int(told[11]) + int(told[12])) / _TICKS
    return sum(cpu for process, cpu in spent.items() if _is_ours(process, parents))


def _is_ours(process: int, parents: dict[int, int]) -> bool:
    while process in parents:
        process = parents[process]
        if process == os.getpid():
            return True
    return False


def open_page(browser: Browser, url: str) -> dict[str, float]:
    """Open the page in a fresh profile; gives seconds by part."""
    page = browser.new_context(viewport={"width": 1360, "height": 860}).new_page()
    page.add_init_script(f"({NOTE_DRAWN})()")
    before = browser_cpu_s()
    page.goto(f"{url}/network", wait_until="commit")
    page.wait_for_selector("#network-graph[data-drawn]", state="attached", timeout=120_000)
    times: dict[str, float] = {name: ms / 1000 for name, ms in page.evaluate(READ_TIMES).items()}
    times["CPU of the browser"] = browser_cpu_s() - before
    page.locator("#network-graph").focus()
    begun = time.perf_counter()
    for _ in range(MOVES):
        page.keyboard.press("ArrowLeft")
        page.evaluate(FRAMES)
    times["a frame while moved"] = (time.perf_counter() - begun) / MOVES
    tally = page.locator(".network-tally").text_content()
    page.context.close()
    sys.stdout.write(f"  {times['whole']:.2f} s  {tally}\n")
    return times


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
        begun = time.perf_counter()
        threading.Thread(target=server.run, daemon=True).start()
        while not server.started:
            time.sleep(0.02)
        url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        with urllib.request.urlopen(f"{url}/api/network") as answer:
            size = len(answer.read())
        sys.stdout.write(f"from the start of the server to its first answer: {time.perf_counter() - begun:.2f} s\n")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        all_times = [open_page(browser, url) for _ in range(TIMES)]
        browser.close()
        server.should_exit = True
    middle = {name: statistics.median(times[name] for times in all_times) for name in all_times[0]}
    for name, seconds in middle.items():
        sys.stdout.write(f"{name:22} {seconds:.3f} s\n")
    sys.stdout.write(f"the answer has {size:,} bytes; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    whole = middle["whole"]
    sys.stdout.write(f"{parties:,} parties: median {whole:.2f} s, must {MUST_S:.1f} s ({whole / MUST_S:.2f} of it)\n")
    return int(whole > MUST_S)


if __name__ == "__main__":
    sys.exit(main())
