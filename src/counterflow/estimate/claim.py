"""What one report states of one quantity, as a distribution.

Its width comes from the figure itself (a range, or half of its last digit that is not 0), from "about", from how firmly
it is said, and from the years between it and the period asked for. With the probability that the figure is false, what
holds is the prior of the quantity, or anything within ten times of it.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from counterflow.estimate.distribution import (
    Distribution,
    at_least,
    at_most,
    logit_normal,
    lognormal,
    mixture,
    score_of,
    spread_of,
)

CLAIM_PATH = Path(__file__).parent / "claim.toml"
UNKNOWN_PROBABILITY = 0.5
"""Probability of a belief of which `weigh` can state none."""
FACTOR_LEVEL = 0.9


@dataclass(frozen=True)
class Claim:
    """One figure of one root."""

    id: str
    """`belief` that holds it."""
    text: str
    """The figure as written."""
    low: float | None
    """In the base units of the quantity; None: open."""
    high: float | None
    modifier: str = "="
    """As in `quantity`."""
    hedge: str = "fact"
    probability: float | None = None
    root: str = ""
    """Who says it in the end: claims of one root count once."""
    years: tuple[int, int] | None = None
    """First and last year that it is about; None: not stated."""
    digits: float | None = None
    """Half of its last digit that is not 0, as share of the figure; None: read off `low`."""
    level: float | None = None
    """Probability with which its range is stated to hold the truth; None: as ranges of reports do."""
    statements: tuple[str, ...] = ()
    handling: str = "TLP:CLEAR"

    @property
    def is_open(self) -> bool:
        """Whether it states one end alone, or none."""
        return self.low is None or self.high is None or self.modifier in (">", ">=", "<", "<=")

    @property
    def bound(self) -> tuple[str, float] | None:
        """Give `>=` or `<=` and the value of the one end that it states."""
        if self.low is not None and (self.high is None or self.modifier in (">", ">=")):
            return ">=", self.low
        if self.high is not None and (self.low is None or self.modifier in ("<", "<=")):
            return "<=", self.high
        return None

    @property
    def held(self) -> float:
        """Probability that it is true."""
        return UNKNOWN_PROBABILITY if self.probability is None else self.probability


def distribution_of(
    claim: Claim,
    *,
    prior: Distribution | None = None,
    gap_years: float = 0.0,
    drift: float = 0.0,
    is_share: bool = False,
) -> Distribution | None:
    """Make the distribution that a claim states; None of one that is open: it bounds, and states no value.

    Args:
        claim: the claim.
        prior: what holds where it is false.
        gap_years: years between it and the period asked for.
        drift: how far the quantity moves in a year, as standard deviation of its logarithm.
        is_share: whether the quantity lies between 0 and 1.
    """
    stated = stated_of(claim, gap_years=gap_years, drift=drift, is_share=is_share)
    if stated is None:
        return None
    if prior is None:
        widths = (
            spread_of(0, 2 * math.log(_assumed("wrong", "factor")), FACTOR_LEVEL),
            _spread(claim, gap_years, drift),
        )
        prior = _make(claim, math.hypot(*widths), is_share=is_share)
    assert prior is not None
    return mixture([stated, prior], [claim.held, 1 - claim.held])


def stated_of(
    claim: Claim, *, gap_years: float = 0.0, drift: float = 0.0, is_share: bool = False
) -> Distribution | None:
    """Make the distribution of a claim if it is true; None of one that is open."""
    return None if claim.is_open else _make(claim, _spread(claim, gap_years, drift), is_share=is_share)


def bound_by(distribution: Distribution, claim: Claim) -> Distribution:
    """Hold a distribution to the one end that an open claim states, as probably as the claim is true."""
    if claim.bound is None:
        return distribution
    sign, value = claim.bound
    return (at_least if sign == ">=" else at_most)(distribution, value, claim.held)


def _make(claim: Claim, spread: float, *, is_share: bool) -> Distribution | None:
    low, high = claim.low, claim.high
    if low is None or high is None or low <= 0:
        return None
    centre = math.sqrt(low * high)
    if is_share and high < 1:
        # Of log-odds one step is as much as of the logarithm where the share is small.
        return logit_normal(centre, spread / (1 - centre))
    return lognormal(centre, spread)


def _spread(claim: Claim, gap_years: float, drift: float) -> float:
    """Give the standard deviation of the logarithm."""
    low, high = claim.low, claim.high
    assert low is not None and high is not None and low > 0  # only such have a spread
    if high > low:
        level = _assumed("range", "level") if claim.level is None else claim.level
        figure = spread_of(math.log(low), math.log(high), level)
    else:
        figure = math.log1p(claim.digits if claim.digits is not None else rounding_of(low)) / score_of(0.95)
    factors = [_assumed("hedge", claim.hedge)]
    factors += [_assumed("modifier", "about")] if claim.modifier == "~" else []
    widths = [math.log(factor) / score_of((1 + FACTOR_LEVEL) / 2) for factor in factors]
    return math.hypot(figure, drift * math.sqrt(gap_years), *widths)


def rounding_of(value: float) -> float:
    """Give half of the last digit of a number that is not 0, as share of it: 3,000 is known to 500, 150 to 5."""
    number = Decimal(f"{value:.6g}").normalize()
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)  # a finite number has one
    return 0.5 * 10.0**exponent / abs(float(number))


def _assumed(section: str, key: str) -> float:
    return float(_load()[section][key])


@functools.cache
def _load() -> Mapping[str, Any]:
    return tomllib.loads(CLAIM_PATH.read_text(encoding="utf-8"))
