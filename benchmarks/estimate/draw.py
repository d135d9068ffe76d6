"""A million draws of seven channels over thirteen quantities, beside plain numpy in the same run.

    .venv/bin/python -m benchmarks.estimate.draw [DRAWS] [REPEATS]

Plain numpy draws thirteen lognormals by one common factor and multiplies them; ours draws the same ranges from their
quantiles, so that any shape costs the same. Both keep what they draw
of the channels and their sum. Times are of the wall, the best and the median of all repeats, and of the processor.
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections.abc import Callable, Mapping

import numpy as np

from counterflow.estimate.distribution import lognormal
from counterflow.estimate.sample import Floats, correlation_matrix, sample

SPREADS = {f"q{number}": 0.2 + 0.05 * number for number in range(13)}
CHANNELS = [("q0", "q1"), ("q2", "q3"), ("q4", "q5"), ("q6", "q7"), ("q8", "q9"), ("q10", "q11"), ("q12", "q0")]
RHO = 0.3
LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95]


def ours(draws: int) -> Mapping[str, Floats]:
    """Draw as the stage does."""

    def compute(values: Mapping[str, Floats]) -> Mapping[str, Floats]:
        found = {f"c{number}": values[one] * values[other] for number, (one, other) in enumerate(CHANNELS)}
        found["all"] = np.sum(list(found.values()), axis=0)
        return found

    matrix = correlation_matrix(list(SPREADS), RHO)
    distributions = {name: lognormal(1.0, spread) for name, spread in SPREADS.items()}
    return sample(distributions, matrix, draws, 1, compute, keep_inputs=False)


def plain(draws: int) -> Mapping[str, Floats]:
    """Draw as one would in a notebook."""
    random = np.random.default_rng(1)
    r = 2 * math.sin(math.pi / 6 * RHO)
    scores = math.sqrt(r) * random.standard_normal(draws) + math.sqrt(1 - r) * random.standard_normal((13, draws))
    values = {name: np.exp(spread * row) for (name, spread), row in zip(SPREADS.items(), scores, strict=True)}
    found = {f"c{number}": values[one] * values[other] for number, (one, other) in enumerate(CHANNELS)}
    found["all"] = np.sum(list(found.values()), axis=0)
    return found


def measure(way: Callable[[int], Mapping[str, Floats]], draws: int) -> tuple[float, float, float]:
    """Give seconds of the wall, of the processor, and the 95 % quantile of the sum."""
    begin, cpu = time.perf_counter(), time.process_time()
    found = way(draws)
    return time.perf_counter() - begin, time.process_time() - cpu, float(np.quantile(found["all"], 0.95))


def main() -> None:
    """Print the table."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    print(f"{draws:,} draws, 13 quantities, 7 channels and their sum")
    print("| way | best s | median s | median CPU s | 95 % of the sum |\n|---|---|---|---|---|")
    rows: dict[str, list[tuple[float, float, float]]] = {"ours": [], "plain numpy": []}
    for _ in range(repeats):
        rows["ours"].append(measure(ours, draws))
        rows["plain numpy"].append(measure(plain, draws))
    for name, found in rows.items():
        walls = [one[0] for one in found]
        cpus = statistics.median(one[1] for one in found)
        print(f"| {name} | {min(walls):.2f} | {statistics.median(walls):.2f} | {cpus:.2f} | {found[0][2]:.2f} |")


if __name__ == "__main__":
    main()
