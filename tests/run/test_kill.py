"""A run killed at any moment: `current` still opens, the ledger is whole, and the next run gives the same build."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from counterflow.case import Case, load_case
from counterflow.ledger import Ledger
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case

KILLS = 50

ZYGOTE = """
# Imports once, then forks a process for each run, so that kills fall on the run and not on the imports.
import os, sys
from pathlib import Path
from counterflow.case import load_case
from counterflow.run.run import RunOptions, run_case
from counterflow.extract.parse.language_model import load_language_model
load_language_model()
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setpgid(0, 0)
            run_case(load_case(Path(line.strip())), options=RunOptions(processes=1))
            code = 0
        finally:
            os._exit(code)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@pytest.mark.slow
def test_fifty_kills_do_no_harm(make_case: Callable[..., Case]) -> None:
    """SIGKILL at 50 random points of runs that have work to do."""
    case = make_case(reports=12)
    run_case(case, options=RunOptions(processes=1))
    ledger = Ledger.of_file(case.ledger_path)
    ledger.append("note", {"text": "must survive"})
    ledger.close()
    rng = random.Random(20031)
    killed = 0
    with subprocess.Popen(
        [sys.executable, "-c", ZYGOTE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as zygote:
        assert zygote.stdin is not None
        assert zygote.stdout is not None
        assert zygote.stdout.readline() == "ready\n"
        for number in range(KILLS):
            change(case, number)
            zygote.stdin.write(f"{case.root}\n")
            zygote.stdin.flush()
            child = int(zygote.stdout.readline())
            time.sleep(rng.uniform(0.0, 1.2))
            os.kill(child, signal.SIGKILL)
            killed += os.WIFSIGNALED(int(zygote.stdout.readline()))
            check(case)
        zygote.stdin.close()
    assert killed > KILLS // 2
    finished = run_case(load_case(case.root), options=RunOptions(processes=1))
    fresh = make_case(reports=12, name="fresh")
    for number in range(KILLS):
        change(fresh, number)
    uninterrupted = run_case(fresh, options=RunOptions(processes=1))
    assert finished is not None
    assert uninterrupted is not None
    assert finished.build.manifest.dump() == uninterrupted.build.manifest.dump()
    assert finished.build.verify() == []
    assert list(case.builds_path.glob(".*")) == []


def change(case: Case, number: int) -> None:
    """Change one report, so that there is something to do."""
    path = case.inputs_path / "reports" / f"{number % 12:03}.md"
    path.write_text(
        path.read_text(encoding="utf-8") + f"\nIn 20{number % 20:02}, it paid ${number + 2} million.\n",
        encoding="utf-8",
    )


def check(case: Case) -> None:
    """Check that a reader finds a whole build and a whole ledger."""
    build = open_build(case)
    assert build.verify() == []
    ledger = Ledger.of_file(case.ledger_path)
    assert ledger.verify() == []
    assert [entry.data for entry in ledger.entries()] == [{"text": "must survive"}]
    ledger.close()


@pytest.mark.slow
def test_a_worker_ends_with_its_run(make_case: Callable[..., Case], tmp_path: Path) -> None:
    """Processes that read parts do not outlive a killed run."""
    case = make_case(reports=40)
    script = (
        "import sys; from pathlib import Path\n"
        "import counterflow.run.part as part; part.POOL_BYTES = 0; part.BATCH_BYTES = 1\n"
        "from counterflow.case import load_case; from counterflow.run.run import RunOptions, run_case\n"
        "if __name__ == '__main__':\n"
        "    run_case(load_case(Path(sys.argv[1])), options=RunOptions(processes=2))\n"
    )
    path = tmp_path / "script.py"
    path.write_text(script, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(path), str(case.root)], start_new_session=True) as parent:
        deadline = time.monotonic() + 60
        while len(workers := children(parent.pid)) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(workers) >= 2
        parent.kill()
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def children(parent: int) -> list[int]:
    """List the processes that a process started."""
    text = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8")
    return [int(pid) for pid in text.split()]
