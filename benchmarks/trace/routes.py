"""Routes by drug and year from UNODC's individual seizures: ours, and plain Python over the same rows.

    .venv/bin/python -m benchmarks.trace.routes unodc_ids_2011_2016.zip [REPEATS]

`library` is `routes_of_register` from the packed file to the rows of `route`; `first` is its first call in the process,
which learns the names of countries; `command` is `counterflow routes` whole, with a CSV and a map written. Plain Python
reads the rows with `csv` and adds up kilograms and grams a drug and year; the sums must be ours.
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from pathlib import Path

import numpy as np

from counterflow.trace.route_file import routes_of_register

MASS = {"Kilogram": 1.0, "Gram": 0.001}


def plain(path: Path) -> tuple[int, dict[tuple[str, str], float]]:
    """Add up what is stated in kilograms or grams, with Python's csv."""
    total: dict[tuple[str, str], float] = defaultdict(float)
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as file:
        rows = csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""), delimiter=";")
        number = 0
        for row in rows:
            number += 1
            if row["DRUG_UNIT"] in MASS and row["AMOUNT"] != "":
                total[row["DRUG_NAME"].strip(), row["SEIZURE_DATE"][:4]] += (
                    float(row["AMOUNT"]) * MASS[row["DRUG_UNIT"]]
                )
    return number, total


def main() -> None:
    """Measure and print."""
    path, repeats = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5
    seconds = []
    for _ in range(repeats + 1):
        start = time.perf_counter(), time.process_time()
        rows, report = routes_of_register(path)
        seconds.append((time.perf_counter() - start[0], time.process_time() - start[1]))
    start = time.perf_counter(), time.process_time()
    number, total = plain(path)
    peer = time.perf_counter() - start[0], time.process_time() - start[1]
    ours: dict[tuple[str, str], float] = defaultdict(float)
    for row in rows.to_pylist():
        if row["unit"] == "kg":
            ours[row["commodity"], row["period"]] += row["high"]
    # Other units of mass (tons, ounces, viss) are in ours alone: it may be more, never less.
    less = [key for key, mass in total.items() if ours[key] < mass * (1 - 1e-9)]
    if len(less) > 0 or report.rows != number or sum(rows.column("events").to_pylist()) != number:
        sys.exit(f"ours and plain Python differ: {less[:5]}, {report.rows:,} and {number:,} rows")
    print(f"{number:,} seizures, {rows.num_rows:,} routes; all {len(total):,} sums a drug and year are there")
    first, later = seconds[0], np.median([one[0] for one in seconds[1:]])
    print(f"library: first {first[0]:.2f} s ({first[1]:.2f} CPU), then median {later:.2f} s", end=" ")
    print(f"({np.median([one[1] for one in seconds[1:]]):.2f} CPU)")
    print(f"plain Python, sums of mass alone: {peer[0]:.2f} s ({peer[1]:.2f} CPU)")
    with tempfile.TemporaryDirectory() as folder:
        words = ["routes", "--seizures", str(path), "-o", f"{folder}/r.csv", "--geojson", f"{folder}/r.geojson"]
        before = os.times()
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "counterflow", *words], check=True, capture_output=True)
        after = os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        print(f"command: {time.perf_counter() - begin:.2f} s ({cpu:.2f} CPU)")


if __name__ == "__main__":
    main()
