"""Time, memory and bytes of a run: the example, or the case of ../shared/data's reports and lists.

    .venv/bin/python benchmarks/spine.py example
    .venv/bin/python benchmarks/spine.py real ../shared/data

Each step is a process of its own, as a user calls it: wall and CPU seconds (workers included), and the largest
process's peak memory. `first` builds everything, `again` finds nothing to do, `one changed` re-reads one report,
`note` is a run after a ledger entry that changes nothing computed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).parents[1]
LISTS = ("ofac_sdn/2022-01", "un_sc/consolidated_2026-02.xml", "eu_journal_2026-08-21/consolidated")


class Cost(NamedTuple):
    """What one process cost."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def call(*words: str | Path) -> Cost:
    """Run the command line in a process of its own and measure it."""
    began = time.perf_counter()
    arguments = [sys.executable, "-m", "counterflow", *(str(word) for word in words)]
    quiet = os.open(os.devnull, os.O_WRONLY)
    actions = [(os.POSIX_SPAWN_DUP2, quiet, 1), (os.POSIX_SPAWN_DUP2, quiet, 2)]
    pid = os.posix_spawn(sys.executable, arguments, os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    os.close(quiet)
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        raise SystemExit(f"{' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def make_case(kind: str, data: Path | None, root: Path) -> Path:
    """Put the case in a new folder; gives a report that the benchmark may change."""
    if kind == "example":
        shutil.copytree(REPOSITORY / "examples" / "office-39", root)
        return next(iter(sorted((root / "inputs" / "reports").glob("*.md"))))
    if data is None:
        raise SystemExit("real needs the folder of the shared data")
    (root / "inputs").mkdir(parents=True)
    shutil.copytree(data / "text" / "reports", root / "inputs" / "reports")
    paths = [str((data / "lists" / name).resolve()) for name in LISTS]
    (root / "case.toml").write_text(f'[case]\nname = "real"\ninputs = {paths!r}\n', encoding="utf-8")
    return next(iter(sorted((root / "inputs" / "reports").glob("*.txt"))))


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["example", "real"])
    parser.add_argument("data", nargs="?", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "case"
        report = make_case(arguments.kind, arguments.data, root)
        rows = [("first", call("run", root)), ("again", call("run", root))]
        call("ledger", root, "add", "note", "text=nothing computed changes")
        rows.append(("note", call("run", root)))
        report.write_text(report.read_text(encoding="utf-8") + "\nIn 2014, it paid $3 million.\n", encoding="utf-8")
        rows.append(("one changed", call("run", root)))
        rows.append(("show", call("show", root, "Bureau 39")))
        print(f"{'step':<12} {'wall s':>8} {'CPU s':>8} {'peak MB':>8}")
        for name, cost in rows:
            print(f"{name:<12} {cost.wall_s:8.2f} {cost.cpu_s:8.2f} {cost.peak_mb:8.0f}")
        build = root / "builds" / (root / "current").read_text(encoding="utf-8").strip()
        built, kept, given = size(build), size(root / "cache"), input_size(root, arguments)
        print(f"\nbytes: inputs {given:,}, build {built:,}, cache {kept:,}")


def size(folder: Path) -> int:
    """Sum the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def input_size(root: Path, arguments: argparse.Namespace) -> int:
    """Sum the bytes of the inputs."""
    listed = [arguments.data / "lists" / name for name in LISTS] if arguments.kind == "real" else []
    return size(root / "inputs") + sum(size(path) if path.is_dir() else path.stat().st_size for path in listed)


if __name__ == "__main__":
    main()
