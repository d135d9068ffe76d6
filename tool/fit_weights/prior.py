"""What each weight is expected to be before any pair is seen, and which way it may go.

Few labelled pairs show a rare feature, so a weight stays near its prior mean unless pairs say otherwise, and never
changes sides: whatever the pairs at hand, a conflict must not raise a score, and a shared rare word must not lower it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.fact.feature import FEATURE_COUNT, Feature
from counterflow.compare.fact.weight import load_weights
from counterflow.compare.kernel.feature import NAME_FEATURES, NameFeature

Floats = NDArray[np.float64]

RAISES, LOWERS, EITHER = 1, -1, 0

NAMES: dict[NameFeature, tuple[float, int, str]] = {
    NameFeature.CONSTANT: (0.0, EITHER, "how often those who ask are right: the pairs say"),
    NameFeature.AGREEMENT: (0.3, RAISES, "twice the bits, a third more odds: bits of a name depend on one another"),
    NameFeature.SOUND: (0.0, LOWERS, "a word alike by sound is no surer than the same word"),
    NameFeature.WIDE_LOSS: (-4.0, LOWERS, "one word misspelt is a slip, all of them are another name"),
    NameFeature.EDIT_LOSS: (-6.0, LOWERS, "a letter in six wrong takes away one nat"),
    NameFeature.WORST_LOSS: (-5.0, LOWERS, "one word quite different is worse than two a little"),
    NameFeature.JOINED: (0.0, EITHER, "words run together are neither surer nor less sure: more letters agree at once"),
    NameFeature.INITIAL: (-1.0, LOWERS, "an initial fits one name in ten"),
    NameFeature.CONFLICT: (-3.0, LOWERS, "words on both sides that answer nothing: another party"),
    NameFeature.CONFLICT_BITS: (-0.8, LOWERS, "the more so, the rarer they are"),
    NameFeature.EXTRA: (-2.0, LOWERS, "left out is likelier than contradicted"),
    NameFeature.NUMBER: (-1.0, LOWERS, "a second ship, a third brigade"),
    NameFeature.LEGAL_DIFFERS: (-1.0, LOWERS, "a group has an LLC beside its JSC; lists confuse them"),
    NameFeature.LEGAL_SAME: (0.2, RAISES, "most companies of a country share one form"),
    NameFeature.MOVED: (-0.5, LOWERS, "family names stand first or last, other words seldom move"),
    NameFeature.SINGLE: (-0.3, LOWERS, "one word alone is a common family or trade name"),
    NameFeature.WEAK: (-0.5, LOWERS, "the list itself calls it weak"),
    NameFeature.SHORT: (-1.0, LOWERS, "an acronym stands for many names"),
    NameFeature.NO_WORD: (-4.0, LOWERS, "initials alone name nobody"),
    NameFeature.KNOWN_LOSS: (-2.0, LOWERS, "two words that both exist are seldom one misspelt"),
    NameFeature.COMMON: (-6.0, LOWERS, "a given name alone is no evidence of who bears it"),
}
"""Mean in log-odds, side, reason; the same for persons and others."""

LEAST: dict[NameFeature, tuple[float, str]] = {
    NameFeature.AGREEMENT: (
        0.1,
        "else all equal names of persons would score alike, and no queue of them could be ranked",
    ),
    NameFeature.SOUND: (-0.7, "the pairs hold next to no names in two scripts, which answer each other by sound"),
    NameFeature.SHORT: (-1.9, "the pairs hold few acronyms that are meant, and many that arise by chance"),
}
"""What a weight may not fall below, and why the pairs at hand do not decide it."""

FIRMER: tuple[tuple[Feature, ...], ...] = (
    (
        Feature.BIRTH_DATE_DAY_EQUAL,
        Feature.BIRTH_DATE_MONTH_EQUAL,
        Feature.BIRTH_YEAR_EQUAL,
        Feature.BIRTH_DATE_DAY_DIFFERS,
        Feature.BIRTH_RANGE_OVERLAPS,
    ),
    (Feature.INCORPORATION_DAY_EQUAL, Feature.INCORPORATION_YEAR_EQUAL),
    (Feature.BIRTH_DATE_DIFFERS, Feature.BIRTH_YEAR_DIFFERS),
)
"""Firmest first, of one side each. Each weighs no less than the next, or telling more of a true date would lower a
score, and more of a false one raise it."""

CONSTANT_STRENGTH = 0.01
NAME_STRENGTH = 0.3
FACT_STRENGTH = 1.0
"""Inverse variances of the prior: constants are all but free, weights of names stray by 1.8, those of facts by 1."""


class Prior(NamedTuple):
    """Normal prior on the weights in log-odds: persons' names, others' names, facts. W weights."""

    mean: Floats
    """(W)"""
    strength: Floats
    """(W): inverse variance."""
    least: Floats
    """(W): bound of the steps, see `steps`."""
    most: Floats
    """(W)"""
    steps: Floats
    """(W, W): weights are `steps @ s`, s between `least` and `most`; the identity but for chains of `FIRMER`."""


def make_prior() -> Prior:
    """Lay out the tables above and `fact_weights.toml`: a fact may go the way that its weight there goes, 0 down."""
    names = [NAMES[feature] for feature in NameFeature]
    facts = load_weights().astype(np.float64)
    side = np.array([side for _, side, _ in names] * 2 + [RAISES if weight > 0 else LOWERS for weight in facts])
    strength = np.array([NAME_STRENGTH] * (2 * NAME_FEATURES) + [FACT_STRENGTH] * FEATURE_COUNT)
    strength[[NameFeature.CONSTANT, NAME_FEATURES + NameFeature.CONSTANT]] = CONSTANT_STRENGTH
    least = np.where(side == RAISES, 0.0, -np.inf)
    for feature, (bound, _) in LEAST.items():
        least[[feature, NAME_FEATURES + feature]] = bound
    return Prior(
        mean=np.concatenate([[mean for mean, _, _ in names] * 2, facts]),
        strength=strength,
        least=least,
        most=np.where(side == LOWERS, 0.0, np.inf),
        steps=make_steps(len(side)),
    )


def make_steps(count: int) -> Floats:
    """Give the matrix (count, count) that adds to each weight all those that it is firmer than (`FIRMER`)."""
    steps = np.eye(count)
    first = count - FEATURE_COUNT
    for chain in FIRMER:
        for place, feature in enumerate(chain):
            steps[first + feature, [first + weaker for weaker in chain[place:]]] = 1.0
    return steps
