"""Habits of repeating, learnt from recorded repeats and from what sources share beyond what they are right about.

Where many repeats are recorded, who repeats whom is part of the model: a source of habit u repeats, with chance u,
another that tells of the item, whom it chooses by its likings; otherwise it looks for itself and is right with its
accuracy. All ways in which the reports of a value may hang together are summed (`forest.py`), so that a report counts
for the chance that it is a root, and accuracies are learnt of what a source looked for itself, not of what it repeats.

- Recorded repeats show how often sources repeat and how far they differ in it: as many again are taken to go
  unrecorded, spread over the sources as unevenly as the recorded ones are (a Beta prior by moments).
- Likings are those of the choice model of Luce, by the steps of Hunter, "MM algorithms for generalized Bradley-Terry
  models" (2004), drawn to a few habits a source.
- Letters may promise too much or too little, all of them alike: by how much is learnt at the end.
- What explains a group of agreeing sources, that all are good or that all repeat one, can hold itself up. So it is
  begun from several states, one of them hot (scores count for less at first), and the state stands that explains the
  claims best.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from counterflow.weigh.truth.accuracy import (
    Evidence,
    Expected,
    State,
    Told,
    false_chances,
    learn,
    log_normalise,
    odds_of,
    related_score,
    start,
)
from counterflow.weigh.truth.candidate import Candidates
from counterflow.weigh.truth.claims import Flags, Floats
from counterflow.weigh.truth.dependence import Overlap
from counterflow.weigh.truth.forest import Grove, Summed, plant, sum_forests
from counterflow.weigh.truth.report import Reports
from counterflow.weigh.truth.settings import Settings

MAX_CELLS = 40_000_000
"""Items times sources, and sources squared, up to which likings are kept: tables of so many numbers."""

USUAL_ACCURACY = 0.6
"""Accuracy expected of sources where nothing is known of any: the mean of letter F in `weigh/judge.py`."""

USUAL_CLAIMS = 20.0
"""Claims that this is worth."""

MOST_FALSE = 0.3
"""Most that two wrong claims may agree where no letter is known: what all say could else as well be all false."""

HOT_ROUNDS = 15
"""Rounds over which the hot beginning cools."""

SETTLING_ROUNDS = 15
"""Rounds in which it is learnt, at the end, how right letters are."""

LETTER_SHIFT = 0.25
"""Standard deviation of what letters promise too much or too little, all of them alike; log-odds."""

_NEVER = 1e-6
"""Chance that who is recorded to repeat looked for himself all the same: breaks circles, and nothing else."""


@dataclass(frozen=True)
class _Begin:
    """A state to begin from."""

    doubt: float
    """How far the accuracies expected are drawn to one for all: 1 wholly."""
    rounds: int = 0
    """Rounds over which scores grow to their full size."""


BEGINNINGS = (_Begin(0.0), _Begin(1.0), _Begin(0.5, HOT_ROUNDS))


@dataclass
class _Habits:
    """What is known of who repeats whom."""

    often: Floats
    """Of each source: chance that a claim of which nothing is recorded repeats."""
    likings: Floats
    """A row a source, a column each that it may repeat: how much it is chosen, against the others."""
    offered: Floats
    """A row an item, a column a source: the likings of all that the source may choose from."""
    arcs: Floats
    """Repeats expected of each source from each other, recorded ones among them."""
    repeats: Floats
    """Repeats expected; a row an item, a column a source."""
    hidden: Floats
    """Repeats expected of each source of which nothing is recorded."""


class _Way(NamedTuple):
    """The forests of a grove, if the value is true and if it is not."""

    grove: Grove
    true: Summed
    wrong: Summed


@dataclass(frozen=True)
class _Given:
    """What does not change."""

    evidence: Evidence
    candidates: Candidates
    overlap: Overlap
    reports: Reports
    groves: list[Grove]
    expected: Expected
    settings: Settings
    tells: Floats
    """A row an item, a column a source: whether it tells of it."""
    repeats: float
    """Chance expected of any claim of which nothing is recorded to repeat."""
    repeats_claims: float
    """Claims that this is worth of each source."""
    known: Flags
    """Of each source, whether it has a letter."""
    most_false: float
    """Bound of the chance that two wrong claims agree."""


def can_learn(reports: Reports, items: int, settings: Settings) -> bool:
    """Whether enough repeats are recorded to learn habits of, and the sources few enough."""
    sources = len(reports.sources)
    enough = int(reports.recorded.sum()) >= settings.habit_repeats
    return enough and sources * max(items, sources) <= MAX_CELLS


def estimate_habits(
    evidence: Evidence, candidates: Candidates, overlap: Overlap, reports: Reports, prior: Floats, settings: Settings
) -> State:
    """Estimate probabilities, accuracies and habits of repeating.

    Args:
        evidence: one row a report.
        candidates: the values, and how they relate.
        overlap: where sources agree.
        reports: who is recorded to repeat whom.
        prior: accuracy expected of each source; NaN: like those of which it is known.
        settings: what is assumed.
    """
    groves = plant(reports.candidate, reports.own, reports.repeating, reports.repeated)
    expected, worth = _expect(reports, evidence.sources)
    tells = np.zeros((evidence.items, evidence.sources))
    tells[evidence.item, evidence.source] = 1.0
    known = np.isfinite(prior)
    usual = float(prior[known].mean()) if bool(known.any()) else USUAL_ACCURACY
    given = _Given(
        evidence,
        candidates,
        overlap,
        reports,
        groves,
        Expected(np.where(known, prior, usual), np.where(known, settings.letter_claims, USUAL_CLAIMS)),
        settings,
        tells,
        repeats=expected,
        repeats_claims=worth,
        known=known,
        most_false=1.0 if bool(known.any()) else MOST_FALSE,
    )
    climbed = [_climb(given, begin) for begin in BEGINNINGS]
    state, habits, _ = max(climbed, key=lambda one: one[2])
    _settle(given, state, habits)
    return state


def _settle(given: _Given, state: State, habits: _Habits) -> None:
    """Learn at the end by how much letters promise too much or too little, all of them alike."""
    known = given.known
    logit, shift = _logit(given.expected.accuracy), 0.0
    for _ in range(SETTLING_ROUNDS if bool(known.any()) else 0):
        told, _ = _weigh(given, state, habits, 1.0)
        count = np.bincount(given.evidence.source, told.claims, given.evidence.sources)[known]
        right = np.bincount(given.evidence.source, told.right, given.evidence.sources)[known]
        # Claims of one source are not independent evidence of all letters: its own accuracy differs from its letter's.
        worth = (given.settings.letter_claims + 1) / (given.settings.letter_claims + count)
        for _ in range(5):
            accuracy = _expit(logit[known] + shift)
            slope = float((worth * (right - count * accuracy)).sum()) - shift / LETTER_SHIFT**2
            shift += slope / (float((worth * count * accuracy * (1 - accuracy)).sum()) + 1 / LETTER_SHIFT**2)
        expected = Expected(np.where(known, _expit(logit + shift), given.expected.accuracy), given.expected.claims)
        per_attribute = given.evidence.attributes > 1
        learn(state, given.evidence, given.candidates, told, (expected, given.settings), per_attribute=per_attribute)
        state.false_share = np.minimum(state.false_share, given.most_false)
        _learn_habits(given, habits)
    _weigh(given, state, habits, 1.0)
    state.shares = _shares(given, habits)


def _expect(reports: Reports, sources: int) -> tuple[float, float]:
    """Give the chance that a claim of unknown origin repeats, and what it is worth, from what is recorded."""
    recorded = reports.recorded
    unknown = ~recorded & ~reports.own
    expected = min(float(recorded.sum()) / max(int(unknown.sum()), 1), 0.9)
    told = np.bincount(reports.source, minlength=sources)
    repeats = np.bincount(reports.source[recorded], minlength=sources)[told > 0]
    told = told[told > 0]
    mean = float(repeats.sum() / told.sum())
    chance = mean * (1 - mean)
    spread = float(np.var(repeats / told) - np.mean(chance / told))
    return expected, float(np.clip(chance / max(spread, 1e-4) - 1, 0.3, 1e4))


def _climb(given: _Given, begin: _Begin) -> tuple[State, _Habits, float]:
    """Go round from one beginning until nothing changes; gives also how well the end explains the claims."""
    evidence, settings = given.evidence, given.settings
    state = start(evidence, given.candidates, given.overlap, settings)
    usual = _logit(np.array(USUAL_ACCURACY))
    first = _expit((1 - begin.doubt) * _logit(given.expected.accuracy) + begin.doubt * usual)
    state.accuracy = np.repeat(first[:, None], evidence.attributes, axis=1)
    state.false_share[:] = 0.3
    habits = _begin_habits(given)
    explained = -np.inf
    for number in range(settings.max_rounds):
        state.rounds = number + 1
        heat = min(1.0, (number + 1) / begin.rounds) if begin.rounds > 0 else 1.0
        before = state.probability
        told, explained = _weigh(given, state, habits, heat)
        if number > begin.rounds + 5 and float(np.abs(state.probability - before).mean()) < settings.tolerance:
            break
        per_attribute = number >= settings.source_rounds and evidence.attributes > 1
        learn(state, evidence, given.candidates, told, (given.expected, settings), per_attribute=per_attribute)
        state.false_share = np.minimum(state.false_share, given.most_false)
        _learn_habits(given, habits)
    return state, habits, explained


def _begin_habits(given: _Given) -> _Habits:
    """Begin with likings by how much more than independent sources two agree on items of which others disagree."""
    evidence, overlap = given.evidence, given.overlap
    likings = np.full((evidence.sources, evidence.sources), 0.02)
    both, same = overlap.contested.T
    chance = 0.6 * 0.6 + 0.4 * 0.4 * 0.3
    share = np.clip(((same + 1) / (both + 2) - chance) / (1 - chance), 0, 0.98)
    likings[overlap.pair_left, overlap.pair_right] += share / (1 - share)
    likings[overlap.pair_right, overlap.pair_left] += share / (1 - share)
    np.fill_diagonal(likings, 0.0)
    often = np.full(evidence.sources, given.repeats)
    none = np.zeros_like(given.tells)
    return _Habits(often, likings, _offer(given, likings), np.zeros_like(likings), none, np.zeros_like(often))


def _offer(given: _Given, likings: Floats) -> Floats:
    """Add up the likings of each source for all who tell of an item, whatever they say: whom it may choose from."""
    return np.asarray(np.maximum(given.tells @ likings.T, 1e-12))


def _weigh(given: _Given, state: State, habits: _Habits, heat: float) -> tuple[Told, float]:
    """Give each candidate its probability and each row what it says of its source; counts the repeats expected.

    Returns also the logarithm of how probable the claims are, priors of accuracies and habits included.
    """
    evidence, candidates, reports = given.evidence, given.candidates, given.reports
    exact, odds = odds_of(state, evidence, candidates)
    accuracy = state.accuracy[evidence.source, evidence.attribute]
    false = (1 - accuracy) * false_chances(state, evidence)
    itself = np.where(reports.recorded, _NEVER, np.where(reports.own, 1.0, 1 - habits.often[evidence.source]))
    heavy = false * np.exp(exact * evidence.weight)
    ways = [
        _Way(grove, _sum(given, grove, habits, itself * heavy), _sum(given, grove, habits, itself * false))
        for grove in given.groves
    ]
    score, base = np.zeros(len(candidates)), np.zeros(len(candidates))
    true_root, false_root = np.zeros(len(exact)), np.zeros(len(exact))
    for grove, true, wrong in ways:
        score[grove.candidate] = true.log - wrong.log
        base[grove.candidate] = wrong.log
        true_root[grove.rows[grove.there]] = true.root[grove.there]
        false_root[grove.rows[grove.there]] = wrong.root[grove.there]
    score += related_score(state, evidence, candidates, odds)
    state.probability, logs = log_normalise(score * heat, candidates, state, evidence.items)
    probability = state.probability
    below = np.bincount(candidates.wider, probability[candidates.narrower], len(candidates))
    right, less = probability[evidence.candidate], below[evidence.candidate]
    less = np.minimum(less, 1 - np.minimum(right, 1))
    state.weight = right * true_root + (1 - right) * false_root
    _count_repeats(given, habits, ways, probability)
    held = right * true_root + less * false_root
    worth = evidence.weight
    told = Told(worth * state.weight, worth * held, worth * less * false_root, false_root)
    return told, float(base.sum() + logs.sum()) + _log_prior(given, state, habits)


def _sum(given: _Given, grove: Grove, habits: _Habits, root: Floats) -> Summed:
    """Sum the forests of a grove, with the chances that habits give to repeating."""
    source = given.evidence.source[grove.rows]
    often = habits.often[source] / habits.offered[given.evidence.item[grove.rows], source]
    arc = habits.likings[source[:, :, None], source[:, None, :]] * often[:, :, None]
    arc *= grove.free[:, :, None] & grove.there[:, None, :]
    return sum_forests(grove, root[grove.rows], arc + grove.recorded)


def _count_repeats(given: _Given, habits: _Habits, ways: list[_Way], probability: Floats) -> None:
    """Count the repeats that are expected: from whom, of what, and of which nothing is recorded."""
    size = given.evidence.sources
    arcs, repeats, hidden = np.zeros(size * size), np.zeros(habits.repeats.size), np.zeros(size)
    for grove, true, wrong in ways:
        chance = probability[grove.candidate][:, None, None]
        arc = chance * true.arc + (1 - chance) * wrong.arc
        source = given.evidence.source[grove.rows]
        arcs += np.bincount((source[:, :, None] * size + source[:, None, :]).ravel(), arc.ravel(), size * size)
        each = arc.sum(axis=2)
        cell = given.evidence.item[grove.rows] * size + source
        repeats += np.bincount(cell[grove.there], each[grove.there], len(repeats))
        hidden += np.bincount(source[grove.free], each[grove.free], size)
    habits.arcs, habits.repeats, habits.hidden = arcs.reshape(size, size), repeats.reshape(-1, size), hidden


def _learn_habits(given: _Given, habits: _Habits) -> None:
    """Learn how often each source repeats, and whom."""
    free = ~given.reports.recorded & ~given.reports.own
    claims = np.bincount(given.reports.source[free], minlength=given.evidence.sources)
    often = (habits.hidden + given.repeats_claims * given.repeats) / (claims + given.repeats_claims)
    habits.often = np.clip(often, 1e-4, 0.99)
    prior = given.settings.habit_prior
    habits.likings = (habits.arcs + prior) / ((habits.repeats / habits.offered).T @ given.tells + prior)
    np.fill_diagonal(habits.likings, 0.0)
    habits.offered = _offer(given, habits.likings)


def _log_prior(given: _Given, state: State, habits: _Habits) -> float:
    """Give the logarithm, but for a constant, of how probable accuracies and habits were before any claim."""
    accuracy = state.accuracy.mean(axis=1)
    mean, worth = given.expected
    said = worth * (mean * np.log(accuracy) + (1 - mean) * np.log(1 - accuracy))
    often = given.repeats * np.log(habits.often) + (1 - given.repeats) * np.log(1 - habits.often)
    return float(said.sum() + given.repeats_claims * often.sum())


def _shares(given: _Given, habits: _Habits) -> Floats:
    """Give, of each pair of sources, the share of their common items of which one is expected to repeat the other."""
    left, right = given.overlap.pair_left, given.overlap.pair_right
    times = habits.arcs[left, right] + habits.arcs[right, left]
    return np.asarray(np.minimum(times / np.maximum(given.overlap.both.sum(axis=1), 1.0), 1.0))


def _logit(value: Floats) -> Floats:
    return np.asarray(np.log(value / (1 - value)))


def _expit(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-value)))
