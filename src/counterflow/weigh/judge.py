"""How probable the values of one item are, from the few reports of a dossier: roots, letters, hedges, denials.

With little volume nothing is learnt of sources: what is known of them is their Admiralty letter, and who repeats whom
as far as it is recorded. What is not known is drawn: the accuracy behind a letter, what a hedge means, and whether
reports of unknown lineage are roots of their own. The mean of the draws is the probability, their spread the
interval, so that with little lineage the answer is less sure and says so. The model of a report is that of
`weigh/truth/accuracy.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from counterflow.model.doubt import CREDIBILITY_UNKNOWN, Hedge, Polarity, Reliability
from counterflow.weigh.hedge import Beta, meaning_of

Floats = npt.NDArray[np.float64]

DRAWS = 2_000
"""Draws; the standard error of a probability is 0.01 at most."""

LETTER = {
    Reliability.A: Beta(19.0, 1.0),
    Reliability.B: Beta(17.0, 3.0),
    Reliability.C: Beta(14.0, 6.0),
    Reliability.D: Beta(11.0, 9.0),
    Reliability.E: Beta(7.0, 13.0),
    Reliability.F: Beta(3.0, 2.0),
}
"""Accuracy expected of a source by its letter: the means of `truth/settings.py`, worth 20 reports. F cannot be judged:
its mean is that of sources at large, and its spread says that nothing is known."""

FALSE_VALUES = 10
"""Other values that an item could have, where nothing is said of it."""

UNKNOWN_REPEATS = Beta(1.0, 1.0)
"""Share of reports of unknown lineage that repeat a root that states the same: anything from none to all, as nothing is
known of it; drawn once for all reports of an item, because where one repeats others do."""

DENIAL_WEIGHT = 0.25
"""What a denial counts for, against a negation: who is accused denies what is true and what is not."""

CONFIRMED, PROBABLE, POSSIBLE, DOUBTFUL = 0.9, 0.75, 0.5, 0.25
"""Least probabilities of the credibility digits 1 to 4."""

INDEPENDENT = 1.75
"""Expected independent roots from which a value counts as confirmed by another."""


@dataclass(frozen=True)
class Account:
    """One report of one value."""

    value: str
    root: str
    """Group of reports that recorded lineage traces to one."""
    reliability: Reliability = Reliability.F
    hedge: Hedge = Hedge.REPORTED
    word: str | None = None
    """Estimative word that it uses, such as "likely"."""
    polarity: Polarity = Polarity.AFFIRMED
    dependence: float = 0.0
    """Chance, inferred and not recorded, that it is taken from another root that states the same."""
    is_own: bool = False
    """Whether it is recorded that its root looked for itself; otherwise its lineage is unknown."""


@dataclass(frozen=True)
class Part:
    """What one root adds to a value: the explanation of its probability."""

    root: str
    reliability: Reliability
    polarity: Polarity
    hedge: Hedge
    word: str | None
    reports: int
    weight: float
    """Chance that it is a root of its own; of the best root of a value 1."""
    log_odds: float
    """What it adds on average, weight included; below 0: it speaks against."""


@dataclass(frozen=True)
class Judged:
    """A value, and how sure it is."""

    value: str
    probability: float
    low: float
    high: float
    """The middle 90 % of what the probability could be, if more were known."""
    credibility: int
    """Admiralty digit: 1 only from two or more independent roots; 6 cannot be judged, which is not a middle value."""
    roots: int
    """Roots that affirm it, as far as lineage is recorded."""
    reports: int
    """Reports that affirm it."""
    effective_roots: float
    """Roots that affirm it and are expected to be independent."""
    parts: tuple[Part, ...]
    """The strongest first."""


_Groups = dict[tuple[str, bool], list[Account]]
"""Reports by root, those that affirm and those that do not apart."""


@dataclass(frozen=True)
class _Root:
    """The best report of a root for a value, with its draws."""

    part: Part
    odds: Floats


def judge(
    accounts: Iterable[Account], *, is_functional: bool = True, within: Sequence[tuple[str, str]] = ()
) -> tuple[Judged, ...]:
    """Judge the values of one item; the order of accounts does not matter.

    Args:
        accounts: all reports of the item.
        is_functional: whether only one value can be true; otherwise each stands for itself.
        within: pairs of a narrower value and the wider one that it lies in: they do not conflict, and the wider holds
            if the narrower is true.

    Returns:
        One entry a value, the most probable first.
    """
    groups: dict[str, _Groups] = defaultdict(lambda: defaultdict(list))
    for one in accounts:
        groups[one.value][one.root, one.polarity == Polarity.AFFIRMED].append(one)
    values = sorted(groups)
    dice = np.random.default_rng(7)
    share = dice.beta(UNKNOWN_REPEATS.true, UNKNOWN_REPEATS.false, DRAWS)
    roots = {value: _weigh_roots(groups[value], share, dice) for value in values}
    # A row a value: log-odds against a value of which nothing is said.
    score = np.stack([sum((root.odds for root in roots[value]), np.zeros(DRAWS)) for value in values] or [np.zeros(0)])
    drawn = _compete(values, score, within) if is_functional else _expit(score)
    found = [_judge_value(value, groups[value], roots[value], drawn[at]) for at, value in enumerate(values)]
    return tuple(sorted(found, key=lambda one: (-one.probability, one.value)))


def _weigh_roots(groups: _Groups, share: Floats, dice: np.random.Generator) -> list[_Root]:
    """Weigh the roots of a value: reports of one root count once, by its firmest; those of each stance apart."""
    ranked: list[tuple[Account, int, Floats]] = []
    for _, reports in sorted(groups.items()):
        best = min(reports, key=_rank)
        # One report of the root that is known to be its own is enough for the root.
        own = any(one.is_own for one in reports)
        chance = min(one.dependence for one in reports)
        ranked.append((best, len(reports), np.full(DRAWS, chance) if own else 1 - (1 - chance) * (1 - share)))
    ranked.sort(key=lambda one: (-abs(_mean_odds(one[0])), one[0].root))
    seen: set[bool] = set()
    found: list[_Root] = []
    for best, count, repeats in ranked:
        affirms = best.polarity == Polarity.AFFIRMED
        weight = 1 - repeats if affirms in seen else np.ones(DRAWS)
        seen.add(affirms)
        # Drawn for all, also where nothing hangs on it: what one root draws must not depend on the others.
        kept = dice.random(DRAWS) < weight
        odds = np.where(kept, _draw_odds(best, dice), 0.0)
        part = Part(
            best.root,
            best.reliability,
            best.polarity,
            best.hedge,
            best.word,
            count,
            float(weight.mean()),
            float(odds.mean()),
        )
        found.append(_Root(part, odds))
    return found


def _rank(one: Account) -> tuple[float, str, str, str, str]:
    """Order the reports of a root, that which says most first."""
    return -abs(_mean_odds(one)), one.polarity, one.hedge, one.word or "", one.reliability


def _mean_odds(one: Account) -> float:
    """Log-odds that a report adds, at the means of what is not known."""
    accuracy, meaning = LETTER[one.reliability].mean, meaning_of(one.hedge, one.word).mean
    return float(_odds(np.array(accuracy), np.array(meaning), one.polarity))


def _draw_odds(one: Account, dice: np.random.Generator) -> Floats:
    letter, meaning = LETTER[one.reliability], meaning_of(one.hedge, one.word)
    accuracy = dice.beta(letter.true, letter.false, DRAWS)
    return _odds(accuracy, dice.beta(meaning.true, meaning.false, DRAWS), one.polarity)


def _odds(accuracy: Floats, meaning: Floats, polarity: Polarity) -> Floats:
    """Log-odds that a report adds to its value.

    A source of accuracy a that makes its value probable with m is right about it with a m + (1 - a) / 2: what an
    inaccurate source says leaves things as they are. No affirmation speaks against itself, however unreliable its
    source; a word that makes a value improbable ("unlikely") does.
    """
    chance = np.clip(accuracy * meaning + (1 - accuracy) * 0.5, 0.005, 0.995)
    odds = np.log(chance / (1 - chance))
    if polarity == Polarity.AFFIRMED:
        return np.asarray(odds)
    return np.asarray(-odds * (DENIAL_WEIGHT if polarity == Polarity.DENIED else 1.0))


def _compete(values: list[str], score: Floats, within: Sequence[tuple[str, str]]) -> Floats:
    """Draws of the probability of each of several values of which one is true, or none that is named."""
    at = {value: number for number, value in enumerate(values)}
    pairs = sorted({(at[low], at[high]) for low, high in within if low in at and high in at and low != high})
    total = score.copy()
    for low, high in pairs:
        total[low] += np.maximum(score[high] - np.log(2), 0.0)
    # Who names one of many values is seldom right by chance; with this a report alone keeps its own chance.
    named = np.where(total > 0, total + np.log(FALSE_VALUES), total)
    rest = np.log(max(FALSE_VALUES + 1 - len(values), 1))
    top = np.maximum(named.max(axis=0), rest) if len(values) > 0 else np.zeros(0)
    weight = np.exp(named - top)
    drawn = weight / (weight.sum(axis=0) + np.exp(rest - top))
    holds = drawn.copy()
    for low, high in pairs:
        holds[high] += drawn[low]
    return np.asarray(np.minimum(holds, 1.0))


def _judge_value(value: str, groups: _Groups, roots: list[_Root], drawn: Floats) -> Judged:
    affirming = [root.part for root in roots if root.part.polarity == Polarity.AFFIRMED]
    reports = sum(one.polarity == Polarity.AFFIRMED for group in groups.values() for one in group)
    effective = sum(part.weight for part in affirming)
    probability = float(drawn.mean())
    low, high = np.quantile(drawn, [0.05, 0.95]).tolist()
    parts = tuple(sorted((root.part for root in roots), key=lambda part: (-abs(part.log_odds), part.root)))
    credibility = rate_credibility(probability, effective, parts)
    return Judged(value, probability, low, high, credibility, len(affirming), reports, effective, parts)


def rate_credibility(probability: float, effective_roots: float, parts: Sequence[Part]) -> int:
    """Give the Admiralty digit of a value (NATO AJP-2.1).

    1 confirmed by other sources, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable; 6 cannot be judged:
    nothing is known of any source, and fewer than two independent roots agree.
    """
    is_judged = any(part.reliability != Reliability.F for part in parts)
    if not is_judged and effective_roots < INDEPENDENT:
        return CREDIBILITY_UNKNOWN
    if probability >= CONFIRMED and effective_roots >= INDEPENDENT:
        return 1
    for digit, least in ((2, PROBABLE), (3, POSSIBLE), (4, DOUBTFUL)):
        if probability >= least:
            return digit
    return 5


def _expit(score: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-score)))
