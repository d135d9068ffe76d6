"""How probable each hypothesis is, by Bayes' rule over draws of everything that is not known for certain.

A draw takes each likelihood from its range, and of each root that may repeat another whether it does; a root that does
adds nothing. Items of one root are one observation that several told or judged: their log-odds are averaged, and their
ranges stay as wide as one. An item is true with a probability; where it is false it is as probable under each
hypothesis as under all on average, and tells nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterflow.warn.hypothesis.evidence import Item, Question, Range

Floats = NDArray[np.float64]

DRAWS = 4_000
SEED = 20031
ENDS = (0.05, 0.95)


@dataclass(frozen=True)
class Weighed:
    """What a question comes to."""

    probability: dict[str, float]
    """Of each hypothesis: the mean over the draws."""
    interval: dict[str, tuple[float, float]]
    """9 in 10 draws lie between."""
    roots: tuple[RootWeight, ...]
    """What each root brings, most first."""


@dataclass(frozen=True)
class RootWeight:
    """What the items of one root bring."""

    root: str
    items: tuple[str, ...]
    diagnosticity: float
    """How many times as probable the items are under the best hypothesis for them as under the worst, in bits; 0: they
    tell nothing apart, however well they fit."""
    without: dict[str, float]
    """How probable each hypothesis is if the root is left out."""


def weigh_question(question: Question, *, draws: int = DRAWS, seed: int = SEED) -> Weighed:
    """Weigh the hypotheses of a question.

    The order of items and hypotheses does not matter, nor how often a root is told.

    Args:
        question: what is asked and was found.
        draws: how many.
        seed: of the draws.
    """
    prior = _prior(question, draws, seed)
    roots = _roots(question)
    added = {root: _added(items, root, question.hypotheses, draws, seed) for root, items in roots.items()}
    whole = _posterior(prior, added)
    return Weighed(
        dict(zip(question.hypotheses, whole.mean(axis=0).tolist(), strict=True)),
        {
            name: (float(low), float(high))
            for name, low, high in zip(question.hypotheses, *np.quantile(whole, ENDS, axis=0), strict=True)
        },
        tuple(
            sorted(
                (_root_weight(root, roots[root], question, prior, added) for root in roots),
                key=lambda one: (-one.diagnosticity, one.root),
            )
        ),
    )


def _root_weight(
    root: str, items: list[Item], question: Question, prior: Floats, added: dict[str, Floats]
) -> RootWeight:
    mean = added[root].mean(axis=0)
    rest = _posterior(prior, {name: one for name, one in added.items() if name != root}).mean(axis=0)
    return RootWeight(
        root,
        tuple(one.name for one in items),
        float(mean.max() - mean.min()) / math.log(2),
        dict(zip(question.hypotheses, rest.tolist(), strict=True)),
    )


def _roots(question: Question) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in sorted(question.items, key=lambda one: (one.root, one.name)):
        found[item.root].append(item)
    return dict(found)


def _added(items: list[Item], root: str, hypotheses: tuple[str, ...], draws: int, seed: int) -> Floats:
    """Give (draws, hypotheses) what a root adds to the logarithms of the chances."""
    # By its name, so that a root is drawn alike whatever stands beside it.
    dice = np.random.default_rng([seed, *root.encode("utf-8")])
    ranges = [_joined([one.likelihood[name] for one in items]) for name in sorted(hypotheses)]
    middle, spread = (np.array([one[at] for one in ranges]) for at in (0, 1))
    likely = _expit(middle + spread * dice.normal(size=(draws, len(ranges))))
    true = sum(one.probability for one in items) / len(items)
    seen = np.log(true * likely + (1 - true) * likely.mean(axis=1, keepdims=True))
    is_repeat = dice.random(draws) < min(one.dependence for one in items)
    seen[is_repeat] = 0.0
    back = [sorted(hypotheses).index(name) for name in hypotheses]
    return np.asarray(seen[:, back])


def _joined(ranges: list[Range]) -> tuple[float, float]:
    count = len(ranges)
    return sum(one.middle for one in ranges) / count, sum(one.spread for one in ranges) / count


def _prior(question: Question, draws: int, seed: int) -> Floats:
    """Give (draws, hypotheses) logarithms of how probable each was before."""
    if len(question.prior) == 0:
        return np.zeros((draws, len(question.hypotheses)))
    columns = []
    for name in question.hypotheses:
        dice = np.random.default_rng([seed, 1, *name.encode("utf-8")])
        one = question.prior[name]
        columns.append(np.log(_expit(one.middle + one.spread * dice.normal(size=draws))))
    return np.column_stack(columns)


def _posterior(prior: Floats, added: dict[str, Floats]) -> Floats:
    total = prior + sum(added.values(), start=np.zeros_like(prior))
    chance = np.exp(total - total.max(axis=1, keepdims=True))
    return np.asarray(chance / chance.sum(axis=1, keepdims=True))


def _expit(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-values)))
