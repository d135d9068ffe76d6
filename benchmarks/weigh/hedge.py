"""Estimative words as distributions: prints the table that `src/counterflow/weigh/hedge.toml` holds.

    .venv/bin/python -m benchmarks.weigh.hedge ../shared/data/judgement/probly.csv

Each word gets the Beta distribution with the mean and variance of the answers, which are kept off 0 and 1 by half a
percent.
"""

from __future__ import annotations

import csv
import statistics
import sys
from pathlib import Path


def fit(answers: list[float]) -> tuple[float, float]:
    """Give the parameters of the Beta distribution with the mean and variance of the answers, shares of one."""
    mean, variance = statistics.fmean(answers), statistics.pvariance(answers)
    size = mean * (1 - mean) / variance - 1
    return mean * size, (1 - mean) * size


def main() -> None:
    """Print one table a word."""
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for word in rows[0]:
        answers = [min(max(float(row[word]) / 100, 0.005), 0.995) for row in rows if row[word] not in {"", "NA"}]
        true, false = fit(answers)
        print(f'[word."{word.lower()}"]\ntrue = {true:.2f}\nfalse = {false:.2f}\npeople = {len(answers)}\n')


if __name__ == "__main__":
    main()
