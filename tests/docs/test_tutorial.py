"""The tutorial shows what the program really does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
FENCE = re.compile(r"<!-- runs in order -->\n```(?P<kind>sh|console)\n(?P<body>.*?)\n```", flags=re.DOTALL)
DEMO = re.compile(
    r"<!-- the demo prints -->\n```(?:text|console)\n(?:\$ make demo\n)?(?P<body>.*?)\n```", flags=re.DOTALL
)
MASKS = (
    # What a stage counts grows with the program; which stages there are does not.
    (re.compile(r"^(collect|extract|resolve|weigh|trace|estimate|index): .*$"), r"\1"),
    (re.compile(r"\b[0-9a-f]{12,64}\b"), "#"),
    (re.compile(r"\S*/counterflow-\w{8}/"), "counterflow-#/"),
    (re.compile(r"\d+\.\d s\b"), "# s"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"), "#"),
)
"""What differs from run to run: counts of the stages, ids and hashes, times."""


def run(command: str, folder: Path) -> list[str]:
    """Run as a reader would: the environment's own commands first on PATH, both outputs on one terminal."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "COUNTERFLOW_USER": "anna"}
    done = subprocess.run(
        # The commands stand in our own page; a shell reads them as the reader's would.
        command,
        shell=True,
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


PROGRESS = re.compile(r"^\w+: +\d+ %, ")
"""What a slow machine prints of work that a fast one has done before it could be told."""


def masked(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if PROGRESS.match(line) is not None:
            continue
        kept = line
        for pattern, instead in MASKS:
            kept = pattern.sub(instead, kept)
        yield kept.rstrip()


def sessions(kind: str, body: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block and the lines shown under it; a block of `sh` is one command and shows nothing."""
    if kind == "sh":
        yield body, []
        return
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output.splitlines()


def is_shown(shown: list[str], printed: list[str]) -> bool:
    """Whether a page shows what was printed, `...` standing for any lines."""
    pattern = "\n".join(r"(?:.*\n)*?.*" if line == "..." else re.escape(line) for line in shown)
    return re.fullmatch(pattern, "\n".join(printed)) is not None


@pytest.mark.slow
def test_tutorial_prints_what_it_shows(tmp_path: Path) -> None:
    """Every marked block runs, in the order of the page and in one folder, and prints what stands under its command."""
    for block in FENCE.finditer(PAGE.read_text(encoding="utf-8")):
        for command, output in sessions(block["kind"], block["body"]):
            shown, printed = list(masked(output)), list(masked(run(command, tmp_path)))
            assert is_shown(shown, printed), "\n".join([f"$ {command}", *printed])


@pytest.mark.slow
def test_demo_prints_what_pages_show(tmp_path: Path) -> None:
    """What README and tutorial show of the demo stands so in what it prints."""
    printed = [*masked(run("counterflow demo", tmp_path)), ""]
    for page in (PAGE.parents[1] / "README.md", PAGE):
        shown = DEMO.search(page.read_text(encoding="utf-8"))
        assert shown is not None
        lines = ["...", *masked(shown["body"].splitlines()), "..."]
        assert is_shown(lines, printed), "\n".join([page.name, *printed])


@pytest.mark.parametrize(
    ("shown", "is_whole"),
    [(["a", "b"], True), (["a"], False), (["..."], True), (["a", "..."], True), (["...", "b"], True), (["c"], False)],
)
def test_only_what_is_marked_may_be_left_out(shown: list[str], is_whole: bool) -> None:
    """A line that was printed is shown or stands under `...`."""
    assert is_shown(shown, ["a", "b"]) is is_whole
