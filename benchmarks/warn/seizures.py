"""One-year-ahead counts of UNODC's individual seizures by country and drug, beside the last value and history.

    .venv/bin/python -m benchmarks.warn.seizures ../shared/data/records/seizures/unodc_ids_2011_2016.zip

Of each held-out year (2014, 2015, 2016) a forecast is made of the years before it alone, for each country and drug that
had a seizure in them, whether or not the country reported in the held-out year. Beside it stand the last year's count
and, as the season of a yearly count is the year, the counts of all earlier years, each as probable. Scored by the CRPS
of counts and of their logarithms (log(1 + count), where a country of thousands does not outweigh all others), in
seizures; and by how many counts lie in the 90 % intervals.
"""

from __future__ import annotations

import csv
import io
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np

from counterflow.warn.forecast.count import forecast_counts
from counterflow.warn.forecast.level import Floats, Ints, Panel
from counterflow.warn.score import crps_draws

FIRST, LAST = 2011, 2016
HELD_OUT = (2014, 2015, 2016)
LEVELS = (0.05, 0.95)


def read_panel(path: Path) -> Panel:
    """Count the seizures of each country and drug by year."""
    found: Counter[tuple[str, str, int]] = Counter()
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as file:
        for row in csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""), delimiter=";"):
            found[row["COUNTRY"].strip(), row["DRUG_NAME"].strip(), int(row["SEIZURE_DATE"][:4])] += 1
    cells = sorted({(country, drug) for country, drug, _ in found})
    counts = [[found[country, drug, year] for year in range(FIRST, LAST + 1)] for country, drug in cells]
    groups = [np.unique([cell[side] for cell in cells], return_inverse=True)[1].astype(np.int64) for side in (0, 1)]
    return Panel.of(np.array(counts, np.int64), groups[0], groups[1])


def score(panel: Panel, year: int) -> tuple[Floats, Ints, float]:
    """Give (N, 6) scores of ours, the last value and history, in counts and in logarithms; (N) whether covered; CPU."""
    period = year - FIRST
    began = time.process_time()
    found = forecast_counts(panel.before(period))
    spent = time.process_time() - began
    came = panel.counts[found.series, period].astype(np.float64)
    before = panel.counts[found.series, :period].astype(np.float64)
    ends = found.quantiles(LEVELS)
    columns = []
    for change in (np.asarray, np.log1p):
        columns += [crps_draws(change(one), change(came)) for one in (found.draws, before[:, -1:], before)]
    return np.column_stack(columns), ((ends[:, 0] <= came) & (came <= ends[:, 1])).astype(np.int64), spent


def main() -> None:
    """Score each held-out year, and all together."""
    panel = read_panel(Path(sys.argv[1]))
    print("| held out | series | CRPS: ours; last; history | of logarithms | within 90 % | CPU s |")
    print("|---|---|---|---|---|---|")
    rows = {str(year): score(panel, year) for year in HELD_OUT}
    scores, covered = (np.concatenate([one[at] for one in rows.values()]) for at in (0, 1))
    rows["all"] = scores, covered, sum(one[2] for one in rows.values())
    for name, (values, inside, spent) in rows.items():
        mean = values.mean(axis=0)
        counts, logs = ("; ".join(f"{one:.3g}" for one in part) for part in (mean[:3], mean[3:]))
        print(f"| {name} | {len(values):,} | {counts} | {logs} | {inside.mean():.1%} | {spent:.1f} |")
    better = [1 - mean[0] / min(mean[1:3]), 1 - mean[3] / min(mean[4:])]
    print(f"\nBetter than the better of both, all years: {better[0]:.0%} of counts, {better[1]:.0%} of logarithms")


if __name__ == "__main__":
    main()
