"""Pooling experts' ranges: how often the truth lies in the pooled 90 % interval, and how good that interval is.

    .venv/bin/python -m benchmarks.estimate.pooling ../shared/data/judgement/cotopaxi_seed.json

Fourteen questions with known answers, seventeen experts who gave 5, 50 and 95 % quantiles each. Nothing is fitted: each
expert's three quantiles are a distribution, and the ways pool them. Beside ours stand the inverse variance and the mean
of quantiles. The interval score (Gneiting and Raftery 2007) is of decadic logarithms where all quantiles are positive;
lower is better.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from counterflow.estimate.distribution import Distribution, grid, quantile, score_of
from counterflow.estimate.pool import pool

ENDS = np.array([0.05, 0.95])


def of_quantiles(quantiles: Sequence[float]) -> Distribution:
    """Make a distribution through three quantiles: on logarithms, linear in the normal score on each side."""
    values = np.log(quantiles)
    edge = score_of(0.95)
    slope = np.where(grid() < 0, (values[1] - values[0]) / edge, (values[2] - values[1]) / edge)
    found: Distribution = np.exp(values[1] + slope * grid())
    return found


def inverse_variance(parts: Sequence[Distribution]) -> Distribution:
    """Multiply precisions, on logarithms."""
    values = np.log(np.array([quantile(part, np.array([0.05, 0.5, 0.95])) for part in parts]))
    weight = ((values[:, 2] - values[:, 0]) / (2 * score_of(0.95))) ** -2.0
    found: Distribution = np.exp(np.sum(weight * values[:, 1]) / np.sum(weight) + grid() / math.sqrt(np.sum(weight)))
    return found


def mean_of_quantiles(parts: Sequence[Distribution]) -> Distribution:
    """Average quantiles, on logarithms."""
    found: Distribution = np.exp(np.mean(np.log(np.stack(parts)), axis=0))
    return found


WAYS: dict[str, Callable[[Sequence[Distribution]], Distribution]] = {
    "inverse variance": inverse_variance,
    "mean of quantiles": mean_of_quantiles,
    "median of quantiles (default)": pool,
    "random effects, independent": lambda parts: pool(parts, "random-effects", 0.0),
    "random effects, rho .3": lambda parts: pool(parts, "random-effects", 0.3),
    "random effects, rho .6": lambda parts: pool(parts, "random-effects", 0.6),
}


def interval_score(low: float, high: float, truth: float, alpha: float = 0.1) -> float:
    """Score an interval: its width, and 2 / alpha times what the truth lies outside of it."""
    return high - low + 2 / alpha * (max(0.0, low - truth) + max(0.0, truth - high))


def main() -> None:
    """Print the tables."""
    data = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    truths: list[float] = data["realisations"]
    experts: list[list[list[float]]] = data["experts_q05_q50_q95"]
    print("| way | truths in the 90 % interval | mean interval score (decades) | median width (decades) |")
    print("|---|---|---|---|")
    own = [of_quantiles(one) for expert in experts for one in expert]
    truth_of = truths * len(experts)
    inside = [
        below <= truth <= above
        for (below, above), truth in zip((quantile(d, ENDS) for d in own), truth_of, strict=True)
    ]
    print(f"| each expert alone | {sum(inside)} of {len(inside)} ({np.mean(inside):.0%}) | | |")
    rows: dict[str, list[tuple[float, float]]] = {}
    for name, way in WAYS.items():
        ends = []
        for number in range(len(truths)):
            low, high = quantile(way([of_quantiles(expert[number]) for expert in experts]), ENDS)
            ends.append((float(low), float(high)))
        rows[name] = ends
        hits = sum(low <= truth <= high for (low, high), truth in zip(ends, truths, strict=True))
        decades = [
            (math.log10(low), math.log10(high), math.log10(truth))
            for (low, high), truth in zip(ends, truths, strict=True)
        ]
        score = np.mean([interval_score(*one) for one in decades])
        width = np.median([high - low for low, high, _ in decades])
        print(f"| {name} | {hits} of {len(truths)} ({hits / len(truths):.0%}) | {score:.2f} | {width:.2f} |")
    print("\n| question | truth | median of quantiles, 90 % | |\n|---|---|---|---|")
    for number, (low, high) in enumerate(rows["median of quantiles (default)"]):
        mark = "" if low <= truths[number] <= high else "missed"
        print(f"| {number + 1} | {truths[number]:,.4g} | {low:,.4g} to {high:,.4g} | {mark} |")


if __name__ == "__main__":
    main()
