"""Modules of ours run in a process of their own, so that what they cost is known apart."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks.lists.process import Cost, run

REPOSITORY = Path(__file__).parents[2]


def run_ours(module: str, *words: str | Path) -> Cost:
    """Run a module of this checkout in a new process, with one thread, and give what it cost."""
    path = os.pathsep.join((str(REPOSITORY / "src"), str(REPOSITORY)))
    return run([sys.executable, "-m", module, *words], environment={"PYTHONPATH": path, "NUMBA_NUM_THREADS": "1"})
