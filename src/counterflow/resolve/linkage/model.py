"""The model: what each level weighs, learnt from the pairs themselves.

Fellegi and Sunter (1969): a pair's log-odds are the prior's plus, for each field, log m/u of its level, m being the
level's share among matches, u among all other pairs. Both are estimated by expectation maximisation (Winkler 1988)
without labels. Pairs that are no candidates count as non-matches: a sample of them stands for all, so u is that of the
whole population of pairs, and rare coincidences, which are candidates, are counted and not sampled.

Fields that depend on each other (a place and its postcode) would be counted twice. A tree of dependences for each
class, of the largest mutual information between fields (Chow and Liu 1968), replaces independence where the data shows
dependence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.resolve.linkage.kernel import MISSING, compiled

Floats = NDArray[np.float64]
Levels = NDArray[np.uint8]


class Pairs(NamedTuple):
    """What the model is fitted to."""

    levels: Levels
    """Of candidates: one row a field, one column a pair."""
    sample: Levels
    """Of a sample of all other pairs."""
    weight: float
    """How many pairs each of the sample stands for."""
    sizes: Sequence[int]
    """Levels of each field, missing aside."""


class Tree(NamedTuple):
    """Tables of one class: field i's level given its parent's level; `parents[i]` is -1 without one."""

    parents: list[int]
    tables: list[Floats]
    """Of field i, one row a level of the parent and a last one for a missing parent, one column a level."""


class Model(NamedTuple):
    """A fitted model."""

    match: Tree
    other: Tree
    prior: float
    """Log-odds of two records drawn at random."""


class Parents(NamedTuple):
    """The tree of each class, as each field's parent."""

    match: list[int]
    other: list[int]


class Trees(NamedTuple):
    """Tables of both classes."""

    match: Tree
    other: Tree


class Settings(NamedTuple):
    """How the model is fitted."""

    rounds: int = 25
    smoothing: float = 2.0
    """Pairs that each level is taken to have had beforehand, spread as the starting guess has them."""
    shrink: float = 50.0
    """Pairs by which a table given a parent's level leans to the one without."""
    match_information: float = 0.02
    """Mutual information in nats from which two fields of matches depend on each other."""
    other_information: float = 0.0002
    """The same of other pairs, which seldom agree by chance."""
    still: float = 1e-4
    """Mean change of the candidates' probability that ends the rounds."""


def fit(pairs: Pairs, guess: Sequence[Floats], settings: Settings) -> Model:
    """Fit a model, first with independent fields, then with the dependences that show.

    Args:
        pairs: candidates and sample.
        guess: m of each field to begin with.
        settings: how.
    """
    candidates, others = pairs.levels.shape[1], pairs.weight * pairs.sample.shape[1]
    none = Parents([-1] * len(pairs.sizes), [-1] * len(pairs.sizes))
    start = _estimate(pairs, np.zeros(candidates), none, guess, settings)
    model = Model(start.match, start.other, float(np.log(0.05 * candidates + 1) - np.log(candidates + others + 1)))
    model, probability = _maximise(pairs, model, none, guess, settings)
    parents = Parents(
        _dependences(pairs, probability, is_match=True, least=settings.match_information),
        _dependences(pairs, probability, is_match=False, least=settings.other_information),
    )
    return _maximise(pairs, model, parents, guess, settings)[0]


def _maximise(
    pairs: Pairs, model: Model, parents: Parents, guess: Sequence[Floats], settings: Settings
) -> tuple[Model, Floats]:
    """Estimate probabilities by the model and the model by probabilities, until they stay."""
    total = pairs.levels.shape[1] + pairs.weight * pairs.sample.shape[1]
    probability = _probability(pairs.levels, model)
    for _ in range(settings.rounds):
        before = probability
        found = _estimate(pairs, probability, parents, guess, settings)
        sure = probability.sum() + 1.0
        model = Model(found.match, found.other, float(np.log(sure) - np.log(total + 2.0 - sure)))
        probability = _probability(pairs.levels, model)
        if np.abs(probability - before).sum() <= settings.still * len(before):
            break
    return model, probability


def log_odds(levels: Levels, model: Model) -> Floats:
    """Give each pair's log-odds of being a match."""
    odds = np.full(levels.shape[1], model.prior)
    for tree, sign in ((model.match, 1.0), (model.other, -1.0)):
        for field, table in enumerate(tree.tables):
            weights = np.zeros((MISSING + 1, MISSING + 1))
            logs = sign * np.log(table)
            weights[:, : table.shape[1]] = logs[-1]
            weights[: table.shape[0] - 1, : table.shape[1]] = logs[:-1]
            parent = tree.parents[field]
            add_weights(levels[field], levels[parent] if parent >= 0 else levels[field][:0], weights, odds)
    return odds


def as_probability(odds: Floats) -> Floats:
    """Give the probability of log-odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -50, 50))))


def contributions(levels: NDArray[np.uint8], model: Model) -> list[float]:
    """Give what each field adds to one pair's log-odds; `levels` has one entry a field."""
    found = []
    for field in range(len(levels)):
        share = 0.0
        for tree, sign in ((model.match, 1.0), (model.other, -1.0)):
            if levels[field] != MISSING:
                parent = tree.parents[field]
                row = -1 if parent < 0 or levels[parent] == MISSING else int(levels[parent])
                share += sign * float(np.log(tree.tables[field][row, levels[field]]))
        found.append(share)
    return found


def _probability(levels: Levels, model: Model) -> Floats:
    return as_probability(log_odds(levels, model))


@compiled
def add_weights(levels: Levels, parents: Levels, weights: Floats, odds: Floats) -> None:
    """Add each pair's weight of one field; `parents` is empty for a field without one."""
    if len(parents) == 0:
        for k in range(len(levels)):
            odds[k] += weights[255, levels[k]]
    else:
        for k in range(len(levels)):
            odds[k] += weights[parents[k], levels[k]]


@compiled
def count_joint(first: Levels, second: Levels, probability: Floats, counts: Floats) -> None:
    """Add up the probability, and one less it, of each pair of levels."""
    for k in range(len(first)):
        counts[0, first[k], second[k]] += probability[k]
        counts[1, first[k], second[k]] += 1 - probability[k]


@compiled
def count_levels(levels: Levels, probability: Floats, counts: Floats) -> None:
    """Add up the probability, and one less it, of each level."""
    for k in range(len(levels)):
        counts[0, levels[k]] += probability[k]
        counts[1, levels[k]] += 1 - probability[k]


def _marginal(levels: Levels, probability: Floats, size: int) -> Floats:
    counts = np.zeros((2, MISSING + 1))
    count_levels(levels, probability, counts)
    return counts[:, :size]


def _estimate(
    pairs: Pairs, probability: Floats, parents: Parents, guess: Sequence[Floats], settings: Settings
) -> Trees:
    match: list[Floats] = []
    other: list[Floats] = []
    for field, size in enumerate(pairs.sizes):
        counts = _marginal(pairs.levels[field], probability, size)
        counts[1] += pairs.weight * _marginal(pairs.sample[field], np.zeros(pairs.sample.shape[1]), size)[1]
        counts[0] += settings.smoothing * guess[field] + 1e-6
        counts[1] += settings.smoothing / size
        counts /= counts.sum(1, keepdims=True)
        for tables, parent, is_match in ((match, parents.match[field], True), (other, parents.other[field], False)):
            alone = counts[0 if is_match else 1]
            if parent < 0:
                tables.append(alone[None, :])
            else:
                joint = _joint(pairs, parent, field, probability, is_match=is_match)
                # One pair of the sample stands for many, so it takes more of them to be believed.
                tables.append(_given(joint, alone, settings.shrink + (0 if is_match else 3 * pairs.weight)))
    return Trees(Tree(parents.match, match), Tree(parents.other, other))


def _given(joint: Floats, alone: Floats, lean: float) -> Floats:
    """Make a table given the parent's level, leaning to the one without where pairs are few."""
    table = (joint + lean * alone) / (joint.sum(1, keepdims=True) + lean)
    return np.concatenate([table, alone[None, :]])


def _joint(pairs: Pairs, i: int, j: int, probability: Floats, *, is_match: bool) -> Floats:
    """Count the pairs of a class by the levels of two fields, those without either left out."""
    counts = np.zeros((2, MISSING + 1, MISSING + 1))
    count_joint(pairs.levels[i], pairs.levels[j], probability, counts)
    if not is_match:
        sampled = np.zeros((2, MISSING + 1, MISSING + 1))
        count_joint(pairs.sample[i], pairs.sample[j], np.zeros(pairs.sample.shape[1]), sampled)
        counts[1] += pairs.weight * sampled[1]
    return counts[0 if is_match else 1, : pairs.sizes[i], : pairs.sizes[j]]


def _dependences(pairs: Pairs, probability: Floats, *, is_match: bool, least: float) -> list[int]:
    """Find the tree of largest mutual information among fields, and each field's parent in it."""
    fields = range(len(pairs.sizes))
    found = [
        (_information(_joint(pairs, i, j, probability, is_match=is_match)), i, j)
        for i in fields
        for j in fields
        if i < j
    ]
    part = list(fields)
    links: list[list[int]] = [[] for _ in fields]
    for information, i, j in sorted(found, reverse=True):
        if information > least and part[i] != part[j]:
            part = [part[i] if one == part[j] else one for one in part]
            links[i].append(j)
            links[j].append(i)
    parents = [-1] * len(links)
    seen: set[int] = set()
    for root in fields:
        todo = [] if root in seen else [root]
        while len(todo) > 0:
            at = todo.pop()
            seen.add(at)
            for one in links[at]:
                if one not in seen:
                    parents[one] = at
                    todo.append(one)
    return parents


def _information(counts: Floats) -> float:
    total = counts.sum()
    if total <= 0:
        return 0.0
    joint = counts / total
    expected = joint.sum(1, keepdims=True) * joint.sum(0, keepdims=True)
    kept = joint > 0
    return float((joint[kept] * np.log(joint[kept] / expected[kept])).sum())
