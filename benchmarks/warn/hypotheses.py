"""Planted questions with copied evidence: how good the probabilities are beside naive multiplication and a vote.

    .venv/bin/python -m benchmarks.warn.hypotheses --cases 500

A question has three hypotheses, one of which holds, and four to nine roots. Each root looks whether a sign is there,
which is so with a chance that the hypothesis sets (.1 to .9); with one of .6 to .95 it reports what it saw, else
anything. Some roots are copied, up to twelve times; half the copies are recorded. What is not is suspected: the
inferred chance of repeating is Beta(6, 2) for a copy, and for one in five of the others Beta(2, 6). Each item is judged
by somebody who errs (.5 in log-odds, each judgement anew) and gives a range of .8 to either side; the reliability is
known to .1.

Naive multiplies the middles of all judgements, of copies too; a vote counts the items that fit a hypothesis best, one
more for each. There is no public truth for such questions: they are synthetic, and what they are made of is assumed.
"""

from __future__ import annotations

import argparse
import math

import numpy as np

from counterflow.warn.hypothesis.evidence import Item, Question, Range, log_odds
from counterflow.warn.hypothesis.weigh import Floats, weigh_question
from counterflow.warn.score import brier_classes, calibration_error

NAMES = ("ordered", "rogue", "none")
ERROR, WIDTH = 0.5, 0.8
COPIES = (0, 0, 0, 1, 3, 12)


def plant(dice: np.random.Generator) -> tuple[Question, int]:
    """Make a question, and say which hypothesis holds."""
    true = int(dice.integers(len(NAMES)))
    items: list[Item] = []
    for root in range(int(dice.integers(4, 10))):
        chance = dice.uniform(0.1, 0.9, len(NAMES))
        reliability = float(dice.uniform(0.6, 0.95))
        is_reported = dice.random() < reliability
        is_there = dice.random() < (chance[true] if is_reported else chance.mean())
        seen = chance if is_there else 1 - chance
        said = float(np.clip(reliability + dice.normal(0, 0.1), 0.05, 0.99))
        for copy in range(1 + int(dice.choice(COPIES))):
            is_recorded = copy == 0 or dice.random() < 0.5
            suspected = float(dice.beta(6, 2)) if not is_recorded else 0.0
            if copy == 0 and dice.random() < 0.2:
                suspected = float(dice.beta(2, 6))
            middle = [log_odds(float(one)) + dice.normal(0, ERROR) for one in seen]
            likelihood = {
                name: Range(expit(one - WIDTH), expit(one + WIDTH)) for name, one in zip(NAMES, middle, strict=True)
            }
            key = f"root {root}" if is_recorded else f"root {root}, copy {copy}"
            items.append(Item(f"item {len(items)}", likelihood, key, said, suspected))
    return Question.of(NAMES, items), true


def expit(value: float) -> float:
    """Give the probability of log-odds."""
    return 1 / (1 + math.exp(-value))


def naive(question: Question) -> Floats:
    """Multiply everything."""
    total = np.array([sum(math.log(expit(one.likelihood[name].middle)) for one in question.items) for name in NAMES])
    chance = np.exp(total - total.max())
    return np.asarray(chance / chance.sum())


def vote(question: Question) -> Floats:
    """Count the items that fit a hypothesis best."""
    best = [int(np.argmax([one.likelihood[name].middle for name in NAMES])) for one in question.items]
    count = np.bincount(best, minlength=len(NAMES)) + 1
    return np.asarray(count / count.sum())


def main() -> None:
    """Plant, weigh, score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    dice = np.random.default_rng(given.seed)
    cases = [plant(dice) for _ in range(given.cases)]
    came = np.array([true for _, true in cases])
    ours = np.array([[weigh_question(one).probability[name] for name in NAMES] for one, _ in cases])
    said = {
        "Counterflow": ours,
        "naive multiplication": np.array([naive(one) for one, _ in cases]),
        "vote": np.array([vote(one) for one, _ in cases]),
    }
    print("| | Brier | calibration error | most probable holds |\n|---|---|---|---|")
    hit = (np.arange(len(NAMES)) == came[:, None]).astype(np.float64)
    for name, chance in said.items():
        scores = brier_classes(chance, came)
        error = float(scores.std() / math.sqrt(len(scores)))
        off = calibration_error(chance.ravel(), hit.ravel())
        right = float((chance.argmax(axis=1) == came).mean())
        print(f"| {name} | {scores.mean():.3f} ± {error:.3f} | {off:.3f} | {right:.3f} |")


if __name__ == "__main__":
    main()
