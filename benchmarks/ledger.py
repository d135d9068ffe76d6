"""What an entry, a look-up and a check cost in a ledger that grows.

    .venv/bin/python -m benchmarks.ledger [--sizes 0 10000 100000] [--appends 200]

Each entry is a decision as screening enters it. Appends are made one by one, on disk each, as they are made in use;
what fills the ledger before them is entered in one transaction. `raw` is the same payload appended and synced to a
plain file: the least that a disk allows.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from counterflow.ledger import Ledger, Role

CONTENT = {
    "score": 0.8125,
    "match": True,
    "status": "LISTED",
    "datasets": ["un_sc_sanctions", "us_ofac_sdn"],
    "reasons": [{"feature": name, "contribution": 1.25} for name in ("name", "birth_year_differs", "gender_shared")],
    "lists": [{"name": name, "published": "2026-02-10", "stale": False} for name in ("un_sc_sanctions", "us_ofac_sdn")],
    "build": "0123456789abcdef",
    "fingerprint": "f" * 64,
    "algorithm": "bits-v5",
    "answer_sha256": "a" * 64,
    "four_eyes": False,
}


def decision(number: int) -> dict[str, Any]:
    """Make a decision; every tenth subject and party comes again."""
    return {
        "subject": f"customer-{number // 10}",
        "party": [f"un-{number % 1000}", f"ofac-{number % 1000}"],
        "decision": "clear",
        "reason": "born in another year",
        "seen": f"{number:064x}",
        "content": CONTENT,
    }


def milliseconds(calls: Iterable[Callable[[], object]]) -> tuple[float, float]:
    """Time calls one by one; gives the median and the 95th percentile."""
    times = []
    for one in calls:
        began = time.perf_counter()
        one()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.95)]


def measure(size: int, appends: int, folder: Path) -> None:
    """Fill a ledger, then print what things cost in it."""
    ledger = Ledger.of_file(folder / "ledger.sqlite")
    ledger.append_all([("decision", decision(number)) for number in range(size)], by="benchmark")
    median, late = milliseconds(
        lambda number=number: ledger.append("decision", decision(number), by="benchmark")  # type: ignore[misc]
        for number in range(size, size + appends)
    )
    newest = ledger.newest()
    assert newest is not None
    by_subject, _ = milliseconds([lambda: ledger.about(Role.SUBJECT, f"customer-{size // 20}")] * 50)
    by_hash, _ = milliseconds([lambda: ledger.find(newest.hash[:12])] * 50)
    began = time.perf_counter()
    findings = ledger.verify()
    checked = time.perf_counter() - began
    assert findings == []
    ledger.close()
    opened, _ = milliseconds([lambda: Ledger.of_file(folder / "ledger.sqlite").close()] * 5)
    bytes_ = (folder / "ledger.sqlite").stat().st_size
    costs = (bytes_ / 1e6, median, late, by_subject, by_hash, opened, checked)
    print(f"| {size:,} | " + " | ".join(f"{cost:.2f}" for cost in costs) + " |")


def measure_raw(appends: int, folder: Path) -> None:
    """Print what appending and syncing the same bytes to a file costs."""
    text = repr(decision(1)).encode()
    with (folder / "raw").open("ab") as file:

        def append() -> None:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())

        median, late = milliseconds([append] * appends)
    print(f"raw append and sync: {median:.2f} ms, 95th percentile {late:.2f} ms")


def main() -> None:
    """Measure ledgers of several sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[0, 10_000, 100_000])
    parser.add_argument("--appends", type=int, default=200)
    options = parser.parse_args()
    print("| entries | MB | append ms | p95 | by subject ms | by hash ms | open ms | verify s |\n" + "|---" * 8 + "|")
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, options.appends, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        measure_raw(options.appends, Path(folder))


if __name__ == "__main__":
    main()
