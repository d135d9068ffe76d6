"""Several claims of one quantity as one distribution, never by multiplying precisions.

The default is the median of quantiles: at each probability the median of what the claims state there. It is as wide as
the claims are, however many repeat each other, and one that lies far off does not move it. The other way is random
effects: what the claims disagree by beyond their own widths is part of the answer's width.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from counterflow.estimate.claim import Claim, bound_by, distribution_of
from counterflow.estimate.distribution import Distribution, grid, quantile, score_of

RHO = 0.3
"""Correlation of claims' errors in random effects, where the case states none."""


def pool(parts: Sequence[Distribution], way: str = "median", rho: float = RHO) -> Distribution:
    """Pool distributions of one quantity.

    Args:
        parts: one a root, at least one.
        way: `median` or `random-effects`.
        rho: correlation of their errors; of random effects alone.
    """
    if len(parts) == 1:
        return parts[0]
    if way == "median":
        return np.median(np.stack(parts), axis=0)
    return _random_effects(parts, rho)


def _random_effects(parts: Sequence[Distribution], rho: float) -> Distribution:
    """Pool by random effects (DerSimonian and Laird 1986), on logarithms where all are positive.

    What is asked for is the quantity, which lies about the mean as the claims do, so the variance between them counts
    whole; their errors are correlated by `rho`.
    """
    is_log = all(float(part[0]) > 0 for part in parts)
    values = np.array([quantile(part, np.array([0.05, 0.5, 0.95])) for part in parts])
    values = np.log(values) if is_log else values
    middle = values[:, 1]
    within = np.maximum((values[:, 2] - values[:, 0]) / (2 * score_of(0.95)), 1e-12)
    weight = within**-2
    mean = float(np.sum(weight * middle) / np.sum(weight))
    excess = float(np.sum(weight * (middle - mean) ** 2)) - (len(parts) - 1)
    between = max(0.0, excess / float(np.sum(weight) - np.sum(weight**2) / np.sum(weight)))
    deviation = np.sqrt(within**2 + between)
    weight = deviation**-2 / np.sum(deviation**-2)
    mean = float(np.sum(weight * middle))
    spread = weight * deviation
    variance = (1 - rho) * float(np.sum(spread**2)) + rho * float(np.sum(spread)) ** 2
    pooled = mean + math.sqrt(between + variance) * grid()
    return np.exp(pooled) if is_log else pooled


def pool_claims(
    claims: Sequence[Claim],
    prior: Distribution | None = None,
    *,
    way: str = "median",
    period: tuple[int, int] | None = None,
    drift: float = 0.0,
    is_share: bool = False,
) -> Distribution | None:
    """Make the distribution of a quantity from its claims and its prior; None where neither states a value.

    Claims of one root are one, at the median of their quantiles. Where a claim is false the prior holds, so with claims
    the prior is a part of each; without, it is all there is. Open claims bound what comes out.
    """
    by_root: dict[str, list[Distribution]] = defaultdict(list)
    for claim in claims:
        found = distribution_of(
            claim, prior=prior, gap_years=years_between(claim.years, period), drift=drift, is_share=is_share
        )
        if found is not None:
            by_root[claim.root or claim.id].append(found)
    parts = [pool(some) for _, some in sorted(by_root.items())]
    pooled = pool(parts, way) if len(parts) > 0 else prior
    if pooled is None:
        return None
    for claim in sorted(claims, key=lambda one: one.id):
        pooled = bound_by(pooled, claim)
    return pooled


def years_between(years: tuple[int, int] | None, period: tuple[int, int] | None) -> int:
    """Count the years from what a claim is about to a period; 0 where they touch or one is not known."""
    if years is None or period is None:
        return 0
    return max(0, years[0] - period[1], period[0] - years[1])
