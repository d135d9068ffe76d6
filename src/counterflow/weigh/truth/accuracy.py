"""How sure each value is, and how accurate each source: each follows from the other until both stay as they are.

The model of a claim is ACCU of Dong, Berti-Equille and Srivastava, "Integrating conflicting data: the role of source
dependence" (VLDB 2009): a source of accuracy a gives the true value with probability a and one of n false ones
otherwise, so its claim adds ln(n a / (1 - a)), their accuracy score, to the log-odds of its value, and values that
nobody claims keep their share. Here n is 1/q, and beyond it:

- a source that is often wrong proves nothing by that: no claim counts against its own value;
- q, the chance that independent wrong claims agree, is learnt for each attribute (what POPACCU does for each item:
  Dong, Saha and Srivastava, "Less is more", VLDB 2013), and is less for rare values;
- a source's accuracy of an attribute is drawn to its accuracy over all, and that to the mean of all sources;
- a claim that says less than the truth ("Australia" for "Sydney") is right: with the share g of right claims that say
  less, and k wider values claimed, it adds ln(a g / (k (1 - a) q)) (after TDH: Jung, Kim and Shim, "Crowdsourced
  truth discovery in the presence of hierarchies for knowledge fusion", EDBT 2019);
- what nobody claims within a claimed wider value are 1/q values too, each as well supported by it as a claimed one: ten
  "Australia" do not tell Sydney from Perth;
- a claim near the truth supports it by how often claims of the attribute lie so near (Li, Dong, Lyons, Meng and
  Srivastava, "Truth finding on the deep web", VLDB 2013, let similar values support each other by a constant);
- a value that a source states of many items, and others seldom ("City of Galle"), is its defect and not evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from counterflow.weigh.truth.candidate import CLASSES, Candidates
from counterflow.weigh.truth.claims import Floats, Ints
from counterflow.weigh.truth.dependence import Overlap, discount, estimate_shares
from counterflow.weigh.truth.settings import Settings

_LEAST, _MOST = 0.01, 0.995
"""Bounds of accuracies: no source is taken for infallible, none for a liar."""


@dataclass(frozen=True)
class Evidence:
    """What is weighed: rows of evidence, sorted by candidate."""

    candidate: Ints
    source: Ints
    item: Ints
    attribute: Ints
    weight: Floats
    """Before dependence: 1, less where a source gives several values of an item or a value that it gives everywhere."""
    commonness: Floats
    """How often its value is claimed of other items too, against the mean of its attribute's claims: agreement on a
    rare value says more. 1 where values are the item's own (times, numbers, persons)."""
    sources: int
    attributes: int
    items: int

    @property
    def keys(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Item, candidate, source and attribute of each row."""
        return self.item, self.candidate, self.source, self.attribute


@dataclass
class State:
    """What is known after a round."""

    probability: Floats
    """Of each candidate: that it is the truth, to its last detail."""
    weight: Floats
    """Of each row of evidence."""
    accuracy: Floats
    """A row a source, a column an attribute."""
    wider: Floats
    """Share of right claims that say less than the truth; a row a source, a column an attribute."""
    near: Floats
    """Share of other claims in each class of nearness; a row an attribute."""
    false_share: Floats
    """Of each attribute."""
    shares: Floats
    """Of copied claims, of each pair of sources."""
    rounds: int = 0


def estimate(
    evidence: Evidence, candidates: Candidates, overlap: Overlap, prior: Floats, settings: Settings, spread: Floats
) -> State:
    """Estimate probabilities and accuracies.

    Args:
        evidence: what is weighed.
        candidates: the values, and how they relate.
        overlap: where sources agree.
        prior: accuracy expected of each source; NaN: like the others.
        settings: what is assumed.
        spread: share that each row counts for when all is learnt, because repeats go unrecorded; see `spread_repeats`.
    """
    state = start(evidence, candidates, overlap, settings)
    known = np.isfinite(prior)
    expected = Expected(prior, np.where(known, settings.letter_claims, settings.source_claims))
    if bool(known.any()):
        # Letters speak before the votes do: bad sources that repeat each other would otherwise settle what is true.
        state.accuracy = np.repeat(np.where(known, prior, prior[known].mean())[:, None], evidence.attributes, axis=1)
        state.probability = _probabilities(state, evidence, candidates)
    for number in range(settings.max_rounds):
        state.rounds = number + 1
        right = right_of(state, evidence, candidates)
        told = Told(evidence.weight, evidence.weight * right[0], evidence.weight * right[1], state.weight)
        learn(state, evidence, candidates, told, (expected, settings), per_attribute=number >= settings.source_rounds)
        if number >= settings.copy_round:
            row_probability = state.probability[evidence.candidate]
            state.shares = estimate_shares(overlap, row_probability, state.accuracy, state.false_share, settings)
        rank = state.accuracy[evidence.source, evidence.attribute]
        state.weight = evidence.weight * discount(overlap, state.shares, rank, len(rank))
        new = _probabilities(state, evidence, candidates)
        change = float(np.abs(new - state.probability).mean()) if len(new) > 0 else 0.0
        state.probability = new
        if number > settings.copy_round + 2 and change < settings.tolerance:
            break
    # Only now: while it is learnt, evidence that counts for less would make every source look worse than it is.
    state.weight = state.weight * spread
    state.probability = _probabilities(state, evidence, candidates)
    return state


def start(evidence: Evidence, candidates: Candidates, overlap: Overlap, settings: Settings) -> State:
    """Begin with a vote."""
    votes = np.bincount(evidence.candidate, evidence.weight, len(candidates))
    total = np.bincount(evidence.item, evidence.weight, evidence.items)
    shape = (evidence.sources, evidence.attributes)
    return State(
        probability=votes / np.maximum(total, 1e-9)[candidates.item],
        weight=evidence.weight.copy(),
        accuracy=np.full(shape, 0.8),
        wider=np.full(shape, 0.2),
        near=np.full((evidence.attributes, CLASSES), 0.05),
        false_share=np.full(evidence.attributes, settings.false_share),
        shares=overlap.twins,
    )


class Expected(NamedTuple):
    """What is expected of each source before it has said anything."""

    accuracy: Floats
    """NaN: like the others."""
    claims: Floats
    """Claims that this is worth."""


class Told(NamedTuple):
    """What each row of evidence says of its source."""

    claims: Floats
    """Claims that it is worth."""
    right: Floats
    """Of these, those that hold: the value or a narrower one is true."""
    less: Floats
    """Of these, those that say less than the truth."""
    false: Floats
    """Claims that it is worth where two that are wrong are compared."""


def right_of(state: State, evidence: Evidence, candidates: Candidates) -> tuple[Floats, Floats]:
    """Give, of each row, the probability that it holds, and that it says less than the truth."""
    exact = state.probability[evidence.candidate]
    below = np.bincount(candidates.wider, state.probability[candidates.narrower], len(candidates))
    less = np.minimum(below[evidence.candidate], 1 - np.minimum(exact, 1))
    return exact + less, less


def learn(
    state: State,
    evidence: Evidence,
    candidates: Candidates,
    told: Told,
    given: tuple[Expected, Settings],
    *,
    per_attribute: bool,
) -> None:
    """Learn accuracies, falsehoods and nearness from the probabilities of the last round.

    Args:
        state: what is known, which is changed.
        evidence: what is weighed.
        candidates: the values.
        told: what each row says of its source.
        given: accuracy expected of each source, and what is assumed.
        per_attribute: whether a source has an accuracy of each attribute.
    """
    (prior, worth), settings = given
    cells = evidence.source * evidence.attributes + evidence.attribute
    shape = state.accuracy.shape
    count = np.bincount(cells, told.claims, shape[0] * shape[1]).reshape(shape)
    held = np.bincount(cells, told.right, shape[0] * shape[1]).reshape(shape)
    wide = np.bincount(cells, told.less, shape[0] * shape[1]).reshape(shape)
    pool_count = np.bincount(evidence.attribute, state.weight, shape[1])
    right = told.right / np.maximum(told.claims, 1e-12)
    pool_held = np.bincount(evidence.attribute, state.weight * right, shape[1])
    pool = (pool_held + 1) / (pool_count + 2)
    mean = float((pool_held.sum() + 1) / (pool_count.sum() + 2))
    known = np.isfinite(prior)
    overall = (held.sum(axis=1) + worth * np.where(known, prior, mean)) / (count.sum(axis=1) + worth)
    accuracy = np.repeat(overall[:, None], shape[1], axis=1)
    if per_attribute:
        base = _expit(_logit(overall)[:, None] + _logit(pool) - _logit(np.array(mean)))
        accuracy = (held + settings.attribute_claims * base) / (count + settings.attribute_claims)
    state.accuracy = np.clip(accuracy, _LEAST, _MOST)
    state.wider = np.clip(
        (wide + settings.wider_claims * settings.wider_share) / (held + settings.wider_claims), 1e-3, 0.95
    )
    if state.rounds > 1:
        state.false_share = _false_shares(state, evidence, candidates, told.false, settings)
    state.near = _near_shares(state, evidence, candidates, np.maximum(pool_count - pool_held, 0))


def _false_shares(
    state: State, evidence: Evidence, candidates: Candidates, claims: Floats, settings: Settings
) -> Floats:
    """Learn how often two wrong claims of one item agree; claims that may be one claim count less.

    A claim that says less than the truth is not wrong.
    """
    size, wide, narrow = len(candidates), candidates.wider, candidates.narrower
    weight = np.bincount(evidence.candidate, claims, size)
    square = np.bincount(evidence.candidate, claims**2, size)
    holds = np.minimum(state.probability + np.bincount(wide, state.probability[narrow], size), 1.0)
    agreeing = np.bincount(candidates.attribute, (weight**2 - square) * (1 - holds), evidence.attributes)
    rest = np.bincount(candidates.item, weight, evidence.items)[candidates.item] - weight
    rest -= np.bincount(narrow, weight[wide], size)
    rest_square = np.bincount(candidates.item, square, evidence.items)[candidates.item] - square
    rest_square -= np.bincount(narrow, square[wide], size)
    pairs = state.probability * np.maximum(rest**2 - rest_square, 0)
    wrong = np.bincount(candidates.attribute, pairs, evidence.attributes)
    return np.clip(
        (agreeing + settings.false_share * settings.false_claims) / (wrong + settings.false_claims), 0.01, 0.9
    )


def _near_shares(state: State, evidence: Evidence, candidates: Candidates, wrong: Floats) -> Floats:
    """Learn which share of the claims that are not the truth lies in each class of nearness to it."""
    weight = np.bincount(evidence.candidate, state.weight, len(candidates))
    cells = candidates.attribute[candidates.near] * CLASSES + candidates.nearness
    beside = state.probability[candidates.beside] * weight[candidates.near]
    count = np.bincount(cells, beside, evidence.attributes * CLASSES).reshape(-1, CLASSES)
    share = (count + 0.005 * candidates.places) / (wrong[:, None] + 5)
    return np.asarray(share / np.maximum(share.sum(axis=1, keepdims=True) / 0.95, 1.0))


def false_chances(state: State, evidence: Evidence) -> Floats:
    """Give, of each row, the chance that another source that is wrong says the same."""
    return np.asarray(np.clip(state.false_share[evidence.attribute] * evidence.commonness, 1e-3, 0.9))


def odds_of(state: State, evidence: Evidence, candidates: Candidates) -> tuple[Floats, Floats]:
    """Give the log-odds that each row adds to its value being true, and, before that, to its being right at all."""
    right = state.accuracy[evidence.source, evidence.attribute]
    wide = state.wider[evidence.source, evidence.attribute]
    odds = np.log(right / ((1 - right) * false_chances(state, evidence)))
    related = np.zeros(len(candidates), bool)
    related[candidates.wider] = related[candidates.narrower] = True
    exact = np.maximum(odds + np.where(related[evidence.candidate], np.log1p(-wide), 0.0), 0.0)
    return np.asarray(exact), np.asarray(odds)


def _probabilities(state: State, evidence: Evidence, candidates: Candidates) -> Floats:
    """Give the probability of each candidate."""
    exact, odds = odds_of(state, evidence, candidates)
    score = np.bincount(evidence.candidate, state.weight * exact, len(candidates))
    return normalise(score + related_score(state, evidence, candidates, odds), candidates, state, evidence.items)


def related_score(state: State, evidence: Evidence, candidates: Candidates, odds: Floats) -> Floats:
    """Give what wider and near values add to each candidate."""
    score = np.zeros(len(candidates))
    wide = state.wider[evidence.source, evidence.attribute]
    # A wider value supports each narrower one that it holds.
    widers = np.maximum(np.bincount(candidates.narrower, minlength=len(candidates)), 1)
    plain = np.bincount(evidence.candidate, state.weight * np.maximum(odds + np.log(wide), 0.0), len(candidates))
    weight = np.bincount(evidence.candidate, state.weight, len(candidates))
    below = plain[candidates.wider] - weight[candidates.wider] * np.log(widers[candidates.narrower])
    score += np.bincount(candidates.narrower, np.maximum(below, 0.0), len(candidates))
    far = np.maximum(1 - state.near.sum(axis=1), 0.05)
    near = np.maximum(np.log(state.near / candidates.places / (far * state.false_share)[:, None]), 0.0)
    beside = weight[candidates.near] * near[candidates.attribute[candidates.near], candidates.nearness]
    score += np.bincount(candidates.beside, beside, len(candidates))
    return score


def normalise(score: Floats, candidates: Candidates, state: State, items: int) -> Floats:
    """Turn scores into probabilities; what nobody claims keeps the share of the values that are left."""
    return log_normalise(score, candidates, state, items)[0]


def log_normalise(score: Floats, candidates: Candidates, state: State, items: int) -> tuple[Floats, Floats]:
    """Turn scores into probabilities, and give the logarithm of each item's sum."""
    if len(score) == 0:
        return score, np.zeros(items)
    score = score + np.log(_values_meant(candidates, state))
    false_values = 1 / state.false_share
    claimed = np.bincount(candidates.item[candidates.claimed], minlength=items)
    starts = np.flatnonzero(np.diff(candidates.item, prepend=-1))
    top = np.zeros(items)
    top[candidates.item[starts]] = np.maximum(np.maximum.reduceat(score, starts), 0.0)
    weight = np.exp(score - top[candidates.item])
    unclaimed = np.ones(items)
    unclaimed[candidates.item] = np.maximum(false_values[candidates.attribute] + 1 - claimed[candidates.item], 0.5)
    total = np.bincount(candidates.item, weight, items) + unclaimed * np.exp(-top)
    return np.asarray(weight / total[candidates.item]), np.asarray(np.log(total) + top)


def _values_meant(candidates: Candidates, state: State) -> Floats:
    """Give how many values each candidate means: what stands for the narrower ones that nobody claims, all of these.

    Each of them is as well supported by the wider claim as a narrower value that is claimed.
    """
    inside = np.zeros(len(candidates))
    claimed = candidates.claimed[candidates.narrower]
    inside += np.bincount(candidates.wider[claimed], minlength=len(candidates))
    meant = np.ones(len(candidates))
    open_values = candidates.stands_for >= 0
    widest = candidates.stands_for[open_values]
    left = 1 / state.false_share[candidates.attribute[open_values]] + 1 - inside[widest]
    meant[open_values] = np.maximum(left, 1.0)
    return meant


def _logit(value: Floats) -> Floats:
    return np.asarray(np.log(value / (1 - value)))


def _expit(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-value)))
