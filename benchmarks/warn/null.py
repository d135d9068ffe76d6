"""How often a change is reported in series without one, of kinds that the null model is not, beside what is stated.

    .venv/bin/python -m benchmarks.warn.null [--seeds 500] [--length 60]

The null of the search is an autoregression of first order with symmetric tails; these series are others.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np
from benchmarks.warn.change import BURN, Floats, ours
from numpy.random import Generator

RATES = (0.01, 0.05, 0.1)


def recur(innovation: Floats, *memory: float) -> Floats:
    """Make an autoregressive series."""
    values = np.zeros(len(innovation))
    for t in range(len(memory), len(innovation)):
        values[t] = innovation[t] + sum(share * values[t - lag] for lag, share in enumerate(memory, 1))
    return values


def average(innovation: Floats) -> Floats:
    """Make a moving average of first order."""
    return np.concatenate([innovation[:1], innovation[1:] + 0.5 * innovation[:-1]])


KINDS: dict[str, Callable[[Generator, int], Floats]] = {
    "normal, independent": lambda draw, n: draw.standard_normal(n),
    "normal, memory .6": lambda draw, n: recur(draw.standard_normal(n), 0.6),
    "normal, memory .8": lambda draw, n: recur(draw.standard_normal(n), 0.8),
    "t of 2.2, memory .3": lambda draw, n: recur(draw.standard_t(2.2, n), 0.3),
    "second order, .3 and .2": lambda draw, n: recur(draw.standard_t(5, n), 0.3, 0.2),
    "moving average, .5": lambda draw, n: average(draw.standard_t(5, n)),
    "gamma, memory .3 (skewed)": lambda draw, n: recur(draw.gamma(2, 1, n) - 2, 0.3),
    "log-normal (skewed)": lambda draw, n: np.exp(0.6 * draw.standard_normal(n)),
    "Poisson, mean 8 (counts)": lambda draw, n: draw.poisson(8, n).astype(np.float64),
    "yearly wave of 1 sd": lambda draw, n: draw.standard_normal(n) + np.sqrt(2) * np.sin(np.arange(n) * np.pi / 6),
}


def main() -> None:
    """Draw, search, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument("--length", type=int, default=60)
    options = parser.parse_args()
    print("stated: " + ", ".join(f"{rate:.0%}" for rate in RATES))
    for name, make in KINDS.items():
        rows = (make(np.random.default_rng([seed, 3]), BURN + options.length)[BURN:] for seed in range(options.seeds))
        chances = np.array([ours(row)[0] for row in rows])
        print(f"{name}: " + ", ".join(f"{np.mean(chances <= rate):.1%}" for rate in RATES), flush=True)


if __name__ == "__main__":
    main()
