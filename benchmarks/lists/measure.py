"""The speed bar of list reading: `counterflow run --only collect` beside the peer, and how its cost grows.

    .venv/bin/python -m benchmarks.lists.measure ../shared/data/lists --times 3
    .venv/bin/python -m benchmarks.lists.measure ../shared/data/lists --scale 1 4 16

Both read the same folder from a warm disk cache into statements, in turns; the table holds the median of each. Ours
begins with an empty case and ends with its five tables sorted and on disk; the peer ends with a file of statements a
list. Ours keeps one statement for all vintages that make it, with evidence of each, where the peer writes it anew, so
the ratio that counts is that of the time for the same records; statements a second are printed beside it. A ratio above
one is in favour of ours, whatever is compared.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq
from benchmarks.lists.copies import case_toml, write_copies
from benchmarks.lists.process import Cost, run

REPOSITORY = Path(__file__).parents[2]
DONE_WITH_QUARANTINE = 3
"""Exit status of a run that quarantined records."""


class Reading(NamedTuple):
    """What one reading of the lists cost and gave."""

    cost: Cost
    counts: Mapping[str, int]
    """Rows: records, statements, evidence, problems, ids; those that the reader counts."""


def read_ours(toml: str, processes: int) -> Reading:
    """Collect the inputs of a case.toml in a new case."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "case"
        (root / "inputs").mkdir(parents=True)
        (root / "case.toml").write_text(toml, encoding="utf-8")
        words = ["counterflow", "run", str(root), "--only", "collect", "--quiet", "--processes", str(processes)]
        cost = _run(*words, statuses=(0, DONE_WITH_QUARANTINE))
        return Reading(cost, _count_tables(root))


def _count_tables(root: Path) -> Mapping[str, int]:
    """Count the rows of a case that was only collected; its tables lie in the build that is not finished yet."""
    folder = next(root.glob("builds/.*.partial/collect"))
    counts = {
        name: int(pq.read_metadata(folder / f"{table}.parquet").num_rows)
        for name, table in (("statements", "statement"), ("evidence", "evidence"), ("problems", "problem"))
    }
    records = pq.read_table(folder / "resource.parquet", columns=["records"]).column("records").to_pylist()
    topics = pq.read_table(folder / "statement.parquet", columns=["entity_id"], filters=[("prop", "=", "topics")])
    return {"records": sum(records), **counts, "ids": len(topics.column("entity_id").unique())}


def read_peer(lists: Path) -> Reading:
    """Run the peer over the lists."""
    cost = _run("benchmarks.lists.peer", str(lists), statuses=(0,))
    report = json.loads(cost.output)
    return Reading(cost, {name: report[name] for name in ("records", "statements", "ids")})


def _run(module: str, *words: str, statuses: Sequence[int]) -> Cost:
    # Both are found from the checkout that this script stands in, wherever it is called from.
    path = os.pathsep.join((str(REPOSITORY / "src"), str(REPOSITORY)))
    return run([sys.executable, "-m", module, *words], statuses=statuses, environment={"PYTHONPATH": path})


def compare(lists: Path, times: int, processes: int) -> None:
    """Read the lists in turns and print the medians and their ratio."""
    toml = f'[case]\nname = "lists"\ninputs = [{str(lists)!r}]\n'
    for path in sorted(lists.rglob("*_MALFORMED.*")):
        # Ours refuses a broken file of a public list with the whole run, the peer goes on without it.
        toml += f'[[source]]\npath = "{path.relative_to(lists)}"\nexclude = true\n'
    ours, peer = [], []
    for number in range(times):
        ours.append(read_ours(toml, processes))
        peer.append(read_peer(lists))
        print(
            f"{number + 1} of {times}: ours {ours[-1].cost.wall_s:.1f} s, peer {peer[-1].cost.wall_s:.1f} s", flush=True
        )
    print(f"\n{'':<12} {'ours':>12} {'peer':>12} {'ours better':>12}")
    for name in ("wall_s", "cpu_s", "peak_mb"):
        left, right = (statistics.median(getattr(one.cost, name) for one in side) for side in (ours, peer))
        print(f"{name:<12} {left:12,.1f} {right:12,.1f} {right / left:12.2f}")
    for name in ("records", "ids", "statements", "evidence", "problems"):
        cells = [f"{side[0].counts[name]:,}" if name in side[0].counts else "" for side in (ours, peer)]
        print(f"{name:<12} {cells[0]:>12} {cells[1]:>12}")
    for name in ("records", "statements"):
        left, right = (statistics.median(one.counts[name] / one.cost.wall_s for one in side) for side in (ours, peer))
        print(f"{name + '/s':<12} {left:12,.0f} {right:12,.0f} {left / right:12.2f}")


def scale(lists: Path, sizes: Sequence[int], processes: int) -> None:
    """Read inputs of growing size and print what a party costs; a steady cost means that the whole grows in line."""
    print(
        f"{'copies':>7} {'records':>9} {'statements':>11} {'wall_s':>8} {'cpu_s':>8} {'peak_mb':>8} {'us/record':>10}"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            names = write_copies(lists, Path(folder), size)
            cost, counts = read_ours(case_toml(Path(folder), names), processes)
        each = cost.wall_s / counts["records"] * 1_000_000
        print(
            f"{size:>7} {counts['records']:>9,} {counts['statements']:>11,} {cost.wall_s:>8.1f} {cost.cpu_s:>8.1f} "
            f"{cost.peak_mb:>8.0f} {each:>10.0f}",
            flush=True,
        )


def warm(lists: Path) -> None:
    """Read every file once, so that the first to be measured does not pay for the disk."""
    for path in lists.rglob("*"):
        if path.is_file():
            path.read_bytes()


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", type=Path, help="folder of the lists")
    parser.add_argument("--times", type=int, default=3, help="how often each reads the lists")
    parser.add_argument("--processes", type=int, default=2, help="processes that ours may use; the peer has one")
    parser.add_argument("--scale", type=int, nargs="+", metavar="COPIES", help="measure ours alone on that many copies")
    arguments = parser.parse_args()
    lists = arguments.lists.resolve()
    warm(lists)
    if arguments.scale is None:
        compare(lists, arguments.times, arguments.processes)
    else:
        scale(lists, arguments.scale, arguments.processes)


if __name__ == "__main__":
    main()
