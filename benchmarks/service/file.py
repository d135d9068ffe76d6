"""How fast `counterflow screen` works a file off, and in how much memory.

    .venv/bin/python -m benchmarks.service.file INDEX PARTIES.jsonl [--parties 1000000] [--workers 2] [--output .csv]

PARTIES are FtM entities, one a line; the first so many are screened by a process of its own, from its start to its
end. Memory is what all its processes hold together at their worst: the pages of each, those that they share counted
once (proportional set size). Bars: 500 parties a second and 1.5 GB (reach: 5,000 a second).
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EVERY_S = 0.5
"""Between two looks at the memory."""


def main() -> None:
    """Screen, look at the memory, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("party_file", type=Path)
    parser.add_argument("--parties", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--output", default=".jsonl", choices=(".jsonl", ".csv", ".parquet"), help="its format")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        file, output = Path(name, "parties.jsonl"), Path(name, f"answers{options.output}")
        count = copy_lines(options.party_file, file, options.parties)
        words = ["screen", "--index", options.index, "--input", file, "--output", output, "--quiet"]
        command = [sys.executable, "-m", "counterflow", *map(str, words), "--workers", str(options.workers)]
        begun = time.perf_counter()
        screening = subprocess.Popen(command)
        most = watch(screening)
        seconds = time.perf_counter() - begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        if screening.returncode not in {0, 3}:
            raise SystemExit(f"counterflow screen ended with {screening.returncode}")
        rate = f"{count:,} parties in {seconds:.1f} s: {count / seconds:,.0f} a second with {options.workers} workers"
        cost = f"{used.ru_utime + used.ru_stime:.1f} s of CPU, {most / 1e6:,.0f} MB at most"
        print(f"{rate}, {cost}, {output.stat().st_size / 1e6:,.0f} MB of answers")


def copy_lines(source: Path, target: Path, count: int) -> int:
    """Copy the first lines of a file; give how many there were."""
    done = 0
    with source.open("rb") as lines, target.open("wb") as out:
        for line in itertools.islice(lines, count):
            out.write(line)
            done += 1
    return done


def watch(process: subprocess.Popen[bytes]) -> int:
    """Wait for a process; give the most bytes that it and those that it started held together."""
    most = 0
    while process.poll() is None:
        most = max(most, sum(proportional_bytes(one) for one in family(process.pid)))
        time.sleep(EVERY_S)
    return most


def family(process: int) -> list[int]:
    """Name a process and all that it started."""
    found = [process]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*"):
            with contextlib.suppress(OSError):
                found += map(int, (task / "children").read_text(encoding="ascii").split())
    return found


def proportional_bytes(process: int) -> int:
    """Read what a process holds; a page that several share counts for each in part. None left: nothing."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main()
