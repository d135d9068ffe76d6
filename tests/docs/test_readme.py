"""The README shows what the program really does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
MARK = re.compile(r"<!-- runs -->\n```console\n(?P<session>.*?)\n```", flags=re.DOTALL)


class Example(NamedTuple):
    """One console block that a comment marks: each `$ command`, and what it must print."""

    command: str
    output: str


def examples(path: Path) -> list[Example]:
    found = []
    for block in MARK.finditer(path.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block["session"], flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append(Example(command, output.strip()))
    return found


def run(command: str, folder: Path) -> str:
    """Run as a reader would, with the environment's own commands first on PATH and no colour."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1"}
    # The commands stand in our own README; a shell reads them as the reader's would.
    done = subprocess.run(command, shell=True, cwd=folder, env=env, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.slow
def test_marked_examples_print_what_they_show(tmp_path: Path) -> None:
    """Each line shown under a marked command is printed by it, in that order; `...` stands for lines left out."""
    for path in (ROOT / "README.md", ROOT / "docs" / "tutorial.md"):
        for example in examples(path):
            lines = iter(run(example.command, tmp_path).splitlines())
            for expected in example.output.splitlines():
                if expected.strip() != "...":
                    assert any(line.rstrip() == expected.rstrip() for line in lines), expected
