"""What a command costs: wall seconds, CPU seconds and the peak memory of it and all its children together."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

SAMPLE_S = 0.05
"""How often memory is looked at; a peak shorter than this may be missed."""

PAGE_MB = os.sysconf("SC_PAGESIZE") / 1024**2


class Cost(NamedTuple):
    """What one run of a command cost."""

    wall_s: float
    cpu_s: float
    """User and system time, children included."""
    peak_mb: float
    """Largest sum of the resident memory of the command and its children; pages that they share count for each."""
    output: str
    """Its standard output."""


def run(words: Sequence[str | Path], *, statuses: Sequence[int] = (0,), environment: Mapping[str, str]) -> Cost:
    """Run a command, watch its memory, and give what it cost.

    Raises:
        SystemExit: it ends with a status that is not in `statuses`; says the last of its messages.
    """
    with tempfile.TemporaryFile("w+") as messages, tempfile.TemporaryFile("w+") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, words)), stdout=output, stderr=messages, env={**os.environ, **environment}
        )
        watcher = _Watcher(process.pid)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)  # `usage` counts the children that the command waited for
        wall_s = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        peak_mb = watcher.stop()
        messages.seek(0)
        output.seek(0)
        if process.returncode not in statuses:
            raise SystemExit(f"{' '.join(map(str, words))} ended with {process.returncode}: {messages.read()[-2000:]}")
        return Cost(wall_s, usage.ru_utime + usage.ru_stime, peak_mb, output.read())


class _Watcher(threading.Thread):
    """Samples the resident memory of a process and its descendants."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak_mb = 0.0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(SAMPLE_S):
            self.peak_mb = max(self.peak_mb, sum(map(resident_mb, family(self.pid))))

    def stop(self) -> float:
        self.ended.set()
        self.join()
        return self.peak_mb


def family(pid: int) -> list[int]:
    """List a process and its descendants, as /proc knows them."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # The command's name stands in brackets and may hold anything; state and parent follow it.
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError, ValueError):
                continue  # it ended meanwhile
            children.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def resident_mb(pid: int) -> float:
    """Give the resident memory of a process; 0 if it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_MB
    except (OSError, IndexError):
        return 0.0
