"""How often a shift is found within 12 months at a stated rate of false alarms, beside CUSUM and PELT.

    .venv/bin/python -m benchmarks.warn.change [--peer PEER/bin/python] [--seeds 1000] [--tails 3] [--length 60]

A series of `--length` months follows x_t = .3 x_{t-1} + e_t, e_t of Student's t with `--tails` degrees of freedom,
scaled so that x has a standard deviation of 1. In the shifted ones 1.5 is added in the last 12 months. The series is
read once, as it stands 12 months after the shift. Found: a change is reported, and its date is within 12 months of the
shift's. False alarm: a change is reported in a series without a shift.

Ours sees the one series and takes its threshold from it alone. The peers are given what nobody has: the thresholds
that 5 % of null series from the true process pass, other seeds than those that are scored. CUSUM is the largest |sum of
deviations from the mean| of the standardised series, PELT is ruptures' (least squares, at least 2 values a segment), in
an environment of its own with numpy and ruptures.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from counterflow.warn.change.detect import EDGE
from counterflow.warn.change.kernel import FIRST, STATISTIC, WORKING_TAILS, find_step
from counterflow.warn.change.null import simulate_null

Floats = NDArray[np.float64]
PHI, SHIFT, AFTER, RATE, WITHIN = 0.3, 1.5, 12, 0.05, 12
REPLICATES = 199
BURN = 200


def main() -> None:
    """Draw, search, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1_000)
    parser.add_argument("--tails", type=float, default=3.0)
    parser.add_argument("--length", type=int, default=60)
    parser.add_argument("--peer", type=Path)
    options = parser.parse_args()
    null = draw(range(options.seeds), options.tails, options.length)
    shifted = draw(range(10_000, 10_000 + options.seeds), options.tails, options.length)
    shifted[:, -AFTER:] += SHIFT
    train = draw(range(20_000, 20_000 + options.seeds), options.tails, options.length)
    print(f"t with {options.tails:g} degrees of freedom, {options.length} months, {options.seeds:,} seeds", flush=True)
    report("CUSUM", *cusum(train, null, shifted))
    if options.peer is not None:
        report("PELT (ruptures)", *pelt(options.peer, train, null, shifted))
    before = cpu_s()
    quiet, loud = [ours(one) for one in null], [ours(one) for one in shifted]
    report("Counterflow", np.array([p for p, _ in quiet]) <= RATE, hits(loud, options.length))
    rates = ", ".join(f"{rate:.0%}: {np.mean([p <= rate for p, _ in quiet]):.1%}" for rate in (0.01, 0.05, 0.1, 0.2))
    print(f"stated and measured false alarms of ours: {rates}")
    print(f"{(cpu_s() - before) / (2 * options.seeds) * 1e3:.0f} ms of CPU a series, {REPLICATES} simulated each")


def draw(seeds: range, tails: float, length: int) -> Floats:
    """Draw a series a seed."""
    rows = np.empty((len(seeds), length))
    for row, seed in zip(rows, seeds, strict=True):
        # Standard deviation of e, then of x: 1.
        innovation = np.random.default_rng(seed).standard_t(tails, BURN + length) / np.sqrt(tails / (tails - 2))
        value = 0.0
        for t, one in enumerate(innovation * np.sqrt(1 - PHI**2)):
            value = PHI * value + one
            if t >= BURN:
                row[t - BURN] = value
    return rows


def ours(series: Floats) -> tuple[float, int]:
    """Search one series as `find_changes` first does; gives the probability under its null, and the index."""
    scaled = (series - np.median(series)) / np.std(series)
    found = find_step(scaled, EDGE, WORKING_TAILS, np.empty(len(series)))
    null = simulate_null(scaled, found, EDGE, REPLICATES, 1)
    return null.probability(float(found[STATISTIC])), int(found[FIRST])


def hits(found: list[tuple[float, int]], length: int) -> NDArray[np.bool_]:
    """Say which were found in time and place."""
    return np.array([p <= RATE and abs(index - (length - AFTER)) <= WITHIN for p, index in found])


def cusum(train: Floats, null: Floats, shifted: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Search by the largest sum of deviations, at the threshold that the training series give."""
    sums = [np.abs(np.cumsum(standardise(rows), axis=1))[:, :-1] for rows in (train, null, shifted)]
    threshold = np.quantile(sums[0].max(axis=1), 1 - RATE)
    index = 1 + sums[2].argmax(axis=1)
    near = np.abs(index - (shifted.shape[1] - AFTER)) <= WITHIN
    return sums[1].max(axis=1) > threshold, (sums[2].max(axis=1) > threshold) & near


def pelt(python: Path, train: Floats, null: Floats, shifted: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Search by ruptures, at the penalty that the training series give."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "series.npz"
        np.savez(file, train=standardise(train), null=standardise(null), shifted=standardise(shifted))
        command = [str(python), str(Path(__file__).with_name("pelt_alone.py")), str(file), str(RATE)]
        answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    six = f"at penalty 6 {answer['at_six']:.0%} of null series alarm"
    print(f"PELT: penalty {answer['penalty']:.1f} for {RATE:.0%}; {six}")
    begin = shifted.shape[1] - AFTER
    found = [any(abs(index - begin) <= WITHIN for index in one) for one in answer["shifted"]]
    return np.array([len(one) > 0 for one in answer["null"]]), np.array(found)


def standardise(rows: Floats) -> Floats:
    """Give each series a mean of 0 and a standard deviation of 1, as its user would."""
    scaled: Floats = (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)
    return scaled


def report(name: str, alarms: NDArray[np.bool_], found: NDArray[np.bool_]) -> None:
    """Print one line."""
    error = np.sqrt(found.mean() * (1 - found.mean()) / len(found))
    print(
        f"{name}: found {found.mean():.3f} (standard error {error:.3f}), false alarms {alarms.mean():.1%}", flush=True
    )


def cpu_s() -> float:
    """Seconds of the processor so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
