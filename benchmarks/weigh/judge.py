"""Calibration of the belief in a case: what `weigh/judge.py` says of single items, against what is true.

    .venv/bin/python -m benchmarks.weigh.judge ../shared/data/truth [WORLDS] [FIRST]

Nothing is learnt from the claims there: each item is judged by the letters of its sources and the lineage that is
recorded, as a dossier is.

- planted: the worlds of `circular.py`, with their letters, which are right on average only and promise more than comes;
  with the whole lineage recorded, with half, and with none;
- Flight: each source has the letter that its accuracy on 1 December earns (half-way between the means of the letters);
  scored are a thousand items of the other eleven days, taken by lot. No lineage is recorded.

Said and came are those of the most probable value of each item; the Brier score is given of these and of all values.
Each set is judged as `judge` does, with the share of unrecorded repeats drawn (uniform), and with that share held at
.35, as it was before: an assumption that nothing but the planted worlds speaks for.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import numpy as np
from benchmarks.weigh.circular import Report, make_world
from benchmarks.weigh.dataset import read_flight, right_flight

import counterflow.weigh.judge as judging
from counterflow.model.doubt import Hedge, Reliability
from counterflow.weigh.hedge import Beta
from counterflow.weigh.judge import Account, judge
from counterflow.weigh.track import LEAST
from counterflow.weigh.truth.calibration import Calibration, calibrate

ITEMS = 1_000
"""Items of Flight that are scored."""


class Outcome(NamedTuple):
    """What was said of a value, whether it is the item's most probable one, and whether it is true."""

    said: float
    is_best: bool
    is_true: bool


HELD = Beta(0.35e9, 0.65e9)
"""A share of unrecorded repeats that is .35 in every draw."""


def main() -> None:
    """Print accuracy, calibration error, Brier scores and curves."""
    folder = Path(sys.argv[1])
    worlds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 9000
    print("| data | unrecorded repeats | items | accuracy | calibration error | Brier, best | Brier, all values |")
    print("|---|---|---|---|---|---|---|")
    curves = []
    for name, claims in _sets(folder, range(first, first + worlds)):
        for way, share in (("held at .35", HELD), ("drawn", judging.UNKNOWN_REPEATS)):
            with mock.patch.object(judging, "UNKNOWN_REPEATS", share):
                rows = [one for accounts, true in claims() for one in _outcomes(accounts, true)]
            curves.append((f"{name}, {way}", _print(f"{name} | {way}", rows)))
    for name, found in curves:
        cells = "; ".join(f"{said:.2f}: {came:.2f} ({size})" for said, came, size in found.curve)
        print(f"\n{name}, said: came (items): {cells}")


Item = tuple[list[Account], set[str]]
"""The reports of an item, and which of its values are true."""


def _sets(folder: Path, seeds: Iterable[int]) -> Iterable[tuple[str, Callable[[], Iterable[Item]]]]:
    def planted(by_habit: bool, lineage: str) -> Callable[[], Iterable[Item]]:
        return lambda: (one for seed in seeds for one in _planted(seed, by_habit, lineage))

    for by_habit in (True, False):
        for lineage in ("whole", "half", "none"):
            yield f"planted, {'habit' if by_habit else 'chance'}, {lineage} lineage", planted(by_habit, lineage)
    yield "Flight, letters of 1 December", lambda: _flight(folder)


def _print(name: str, rows: list[Outcome]) -> Calibration:
    best = [one for one in rows if one.is_best]
    found, every = (
        calibrate(np.array([one.said for one in part]), np.array([one.is_true for one in part]))
        for part in (best, rows)
    )
    figures = f"{found.accuracy:.3f} | {found.error:.3f} | {found.brier:.3f} | {every.brier:.3f}"
    print(f"| {name} | {found.count:,} | {figures} |", flush=True)
    return found


def _planted(seed: int, by_habit: bool, lineage: str) -> Iterable[Item]:
    world = make_world(seed, by_habit=by_habit)
    by_item: dict[str, list[Report]] = defaultdict(list)
    for one in world.reports:
        by_item[one.item].append(one)
    for item, reports in by_item.items():
        known = {
            one.source: one.repeats
            for one in reports
            if one.repeats != "" and (lineage == "whole" or (lineage == "half" and one.is_recorded))
        }
        accounts = [
            Account(
                one.value,
                _root(one.source, known),
                world.letters[_root(one.source, known)],
                Hedge.FACT,
                is_own=lineage == "whole" and one.repeats == "",
            )
            for one in reports
        ]
        yield accounts, {world.truth[item]}


def _root(source: str, repeats: dict[str, str]) -> str:
    while source in repeats:
        source = repeats[source]
    return source


def _flight(folder: Path) -> Iterable[Item]:
    first, rest = "20111201", [path.name[:8] for path in sorted((folder / "flight" / "claims").glob("*.gz"))][1:]
    right = right_flight(0)
    learnt = read_flight(folder / "flight", [first])
    score: dict[str, list[bool]] = defaultdict(list)
    for item, source, value, attribute in zip(
        learnt.items, learnt.sources, learnt.values, learnt.attributes, strict=True
    ):
        if (attribute, item) in learnt.truth:
            score[source].append(right(attribute, value, learnt.truth[attribute, item]))
    letters = {
        source: next(letter for letter, least in LEAST.items() if np.mean(held) >= least)
        for source, held in score.items()
        if len(held) >= 20
    }
    data = read_flight(folder / "flight", rest)
    chosen = set(random.Random(1).sample(sorted(data.truth), ITEMS))
    said: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for item, source, value, attribute in zip(data.items, data.sources, data.values, data.attributes, strict=True):
        if (attribute, item) in chosen:
            # Texts that mean one time or gate are one value.
            known = said[attribute, item]
            same = next((one for one in known if right(attribute, value, one)), value)
            known[same].append(source)
    for (attribute, item), values in said.items():
        accounts = [
            Account(value, source, letters.get(source, Reliability.F), Hedge.FACT)
            for value, sources in values.items()
            for source in sorted(set(sources))
        ]
        true = {value for value in values if right(attribute, value, data.truth[attribute, item])}
        yield accounts, true


def _outcomes(accounts: list[Account], true: set[str]) -> Iterable[Outcome]:
    for place, one in enumerate(judge(accounts)):
        yield Outcome(one.probability, place == 0, one.value in true)


if __name__ == "__main__":
    main()
