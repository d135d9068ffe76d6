"""Planted circular reporting: 5 roots and 9 repeats an item, half of the repeats recorded; truth is known, being made.

    .venv/bin/python -m benchmarks.weigh.circular [SEEDS] [FIRST]

Each item has one true value and four false ones, which are not equally tempting. Each source has an Admiralty letter
and an accuracy drawn around what it promises (A .85, B .75, C .6, D .45, E .3, standard deviation .08): the letters
are right on average and not exactly what `weigh` expects of them. Two kinds of world:

- by habit: fourteen sources, of which five look for themselves and nine usually (.9) repeat one certain other, which
  may repeat another again; half of these nine habits are recorded;
- by chance: fourteen of twenty-four sources report; five look for themselves, nine repeat any report before them,
  with even chances the one that they like; half of each item's repeats are recorded. Habits leave hardly a trace.

Beside ours, from the same claims: a vote of reports; ACCU of Dong, Berti-Equille and Srivastava (2009), without and
with copy detection (`accu.py`); a vote of recorded roots; a vote in which what is inferred to
depend is collapsed to one report; and ours with the whole lineage, which is the most that any can reach.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from benchmarks.weigh.accu import accu

from counterflow.model.doubt import Reliability
from counterflow.weigh.truth.calibration import calibrate
from counterflow.weigh.truth.claims import Flags, Floats, make_claims
from counterflow.weigh.truth.discover import Discovery, discover
from counterflow.weigh.truth.vote import vote

ITEMS, ROOTS, REPORTS, SOURCES, VALUES = 300, 5, 14, 24, 5

RECORDED, FAITH = 0.5, 0.9
"""Share of repeats, or of habits, that are recorded; how often who repeats by habit does."""

ACCURACY = {"A": 0.85, "B": 0.75, "C": 0.60, "D": 0.45, "E": 0.30}

TEMPTING = (0.4, 0.3, 0.2, 0.1)
"""How often each false value is taken, when the true one is not."""


@dataclass(frozen=True)
class Report:
    """What a source says of an item, and whom it repeats."""

    item: str
    source: str
    value: str
    repeats: str
    is_recorded: bool


@dataclass(frozen=True)
class World:
    """Reports, and what is true."""

    reports: list[Report]
    truth: dict[str, str]
    letters: dict[str, Reliability]


def make_world(seed: int, *, by_habit: bool) -> World:
    """Make a world; equal seeds make equal ones."""
    dice = random.Random(seed)
    names = [f"source {number:02}" for number in range(REPORTS if by_habit else SOURCES)]
    letters = {name: dice.choice("ABCDE") for name in names}
    accuracy = {name: min(0.97, max(0.1, dice.gauss(ACCURACY[letters[name]], 0.08))) for name in names}
    turn = dice.sample(names, len(names))
    usual = {name: dice.choice(turn[:place]) for place, name in enumerate(turn) if place >= ROOTS}
    recorded = set(dice.sample(sorted(usual), round(RECORDED * len(usual))))
    reports: list[Report] = []
    truth: dict[str, str] = {}
    for number in range(ITEMS):
        item = f"item {number:04}"
        values = [f"value {one}" for one in dice.sample(range(10), VALUES)]
        truth[item] = values[0]
        order = turn if by_habit else dice.sample(names, REPORTS)
        said: dict[str, str] = {}
        repeats: dict[str, str] = {}
        for place, name in enumerate(order):
            if place >= ROOTS and (not by_habit or dice.random() < FAITH):
                likes = usual.get(name) in said and (by_habit or dice.random() < 0.5)
                repeats[name] = usual[name] if likes else dice.choice(list(said))
                said[name] = said[repeats[name]]
            else:
                false = dice.choices(values[1:], TEMPTING)[0]
                said[name] = values[0] if dice.random() < accuracy[name] else false
        if by_habit:
            known = {name for name in repeats if name in recorded}
        else:
            known = set(dice.sample(sorted(repeats), round(RECORDED * len(repeats))))
        reports += [Report(item, name, value, repeats.get(name, ""), name in known) for name, value in said.items()]
    return World(reports, truth, {name: Reliability(letter) for name, letter in letters.items()})


def weigh(world: World, *, whole: bool = False, letters: bool = True) -> Discovery:
    """Weigh the reports, with the lineage that is recorded, or with the whole, in which what repeats nobody says so."""
    lineage = [
        (one.repeats or one.source) if whole else one.repeats if one.is_recorded else "" for one in world.reports
    ]
    claims = make_claims(
        [one.item for one in world.reports],
        [one.source for one in world.reports],
        [one.value for one in world.reports],
        [""] * len(world.reports),
        lineage,
    )
    return discover(claims, reliability=world.letters if letters else None)


def collapse(found: Discovery) -> Floats:
    """Vote by clusters: roots of a value of which one may have taken from another (share .2 or more) are one."""
    evidence, overlap, shares = found.evidence, found.overlap, found.state.shares
    root = np.arange(len(evidence.candidate))
    joined = (overlap.pair >= 0) & (np.append(shares, 0.0)[overlap.pair] >= 0.2)
    for left, right in zip(overlap.left[joined].tolist(), overlap.right[joined].tolist(), strict=True):
        low, high = sorted((int(root[left]), int(root[right])))
        root[root == high] = low
    alone = np.unique(root)
    count = np.bincount(evidence.candidate[alone], minlength=len(found.candidates)).astype(float)
    total = np.bincount(found.candidates.item, count)
    return np.asarray(count / total[found.candidates.item])


def outcomes(world: World, found: Discovery, probability: Floats) -> tuple[Floats, Flags]:
    """Give, of each item, the probability of the most probable value, and whether it is true."""
    claims, candidates = found.claims, found.candidates
    order = np.lexsort((found.text, -np.round(probability, 9), candidates.item))
    first = order[np.flatnonzero(np.diff(candidates.item[order], prepend=-1))]
    right = [
        claims.texts[int(found.text[one])] == world.truth[claims.items[int(candidates.item[one])]] for one in first
    ]
    return probability[first], np.array(right, bool)


def main() -> None:
    """Print accuracy, calibration error and Brier score of each way over many seeds."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    start = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    for by_habit in (True, False):
        rows: dict[str, list[tuple[Floats, Flags]]] = {}
        for seed in range(start, start + seeds):
            for name, outcome in _all_ways(make_world(seed, by_habit=by_habit)):
                rows.setdefault(name, []).append(outcome)
        print(f"\nrepeats by {'habit' if by_habit else 'chance'}: {seeds} worlds of {ITEMS} items from seed {start}\n")
        print("| way | accuracy | calibration error | Brier |\n|---|---|---|---|")
        for name, outcome_rows in rows.items():
            _print(name, outcome_rows)


def _all_ways(world: World) -> Iterator[tuple[str, tuple[Floats, Flags]]]:
    half, whole, bare = weigh(world), weigh(world, whole=True), weigh(world, letters=False)
    roots = half.root_count / np.bincount(half.candidates.item, half.root_count)[half.candidates.item]
    yield "vote of reports", outcomes(world, half, vote(half.claims, half.candidates))
    yield "ACCU", outcomes(world, half, accu(half.claims, half.candidates))
    yield "ACCU with copies", outcomes(world, half, accu(half.claims, half.candidates, copying=True))
    yield "vote of recorded roots", outcomes(world, half, np.asarray(roots))
    yield "inferred clusters collapsed", outcomes(world, half, collapse(half))
    yield "ours", outcomes(world, half, half.probability)
    yield "ours, no letters", outcomes(world, bare, bare.probability)
    yield "ours, whole lineage", outcomes(world, whole, whole.probability)


def _print(name: str, rows: list[tuple[Floats, Flags]]) -> None:
    """Print the figures with the middle 95 % of what other worlds would have given: worlds drawn again, 1,000 times."""
    dice = np.random.default_rng(1)
    found = _score(rows)
    drawn = np.array([_score([rows[one] for one in dice.integers(len(rows), size=len(rows))]) for _ in range(1_000)])
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    cells = (f"{one:.3f} ({a:.3f} to {b:.3f})" for one, a, b in zip(found, low, high, strict=True))
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _score(rows: list[tuple[Floats, Flags]]) -> tuple[float, float, float]:
    found = calibrate(np.concatenate([said for said, _ in rows]), np.concatenate([came for _, came in rows]))
    return found.accuracy, found.error, found.brier


if __name__ == "__main__":
    main()
