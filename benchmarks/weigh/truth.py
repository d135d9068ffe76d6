"""Truth discovery on Flight, Book and Heritages: accuracy, calibration error and Brier score of the best value.

    .venv/bin/python -m benchmarks.weigh.truth ../shared/data/truth [flight] [book] [heritages]

Beside ours, from the same values as we read them: a vote, and ACCU of Dong, Berti-Equille and Srivastava (2009)
without and with their copy detection (`accu.py`). Nothing sees the truth but the scoring. What was looked at
while our settings were chosen is told apart: Flight's days up to 7 December and the 10th were, the other five
only in sum over all twelve.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from benchmarks.weigh.accu import accu
from benchmarks.weigh.dataset import (
    Dataset,
    Right,
    read_book,
    read_flight,
    read_heritages,
    right_book,
    right_book_strict,
    right_flight,
    right_heritages,
)

from counterflow.weigh.truth.calibration import calibrate
from counterflow.weigh.truth.claims import Floats, make_claims
from counterflow.weigh.truth.discover import Discovery, discover
from counterflow.weigh.truth.vote import vote

SEEN_DAYS = {"20111201", "20111202", "20111203", "20111204", "20111205", "20111207", "20111210"}
"""Days of Flight on which settings were chosen."""

Part = Callable[[str], bool]
"""Whether an item is of the part that is scored."""


def main() -> None:
    """Score the sets that are named, or all."""
    folder, names = Path(sys.argv[1]), sys.argv[2:] or ["flight", "book", "heritages"]
    if "flight" in names:
        exact, near = ("same minute", right_flight(0)), ("within 10 min", right_flight(10))
        parts: Sequence[tuple[str, Part]] = [
            ("all 12 days", lambda item: True),
            ("other 5 days", lambda item: item[:8] not in SEEN_DAYS),
        ]
        _run("Flight", read_flight(folder / "flight"), [exact, near], parts)
    if "book" in names:
        ways = [("surnames", right_book), ("and initials", right_book_strict)]
        _run("Book", read_book(folder / "book"), ways, [("100 books", lambda item: True)])
    if "heritages" in names:
        _run("Heritages", read_heritages(folder), [("narrowest", right_heritages)], [("785 sites", lambda item: True)])


def _run(name: str, data: Dataset, ways: Sequence[tuple[str, Right]], parts: Sequence[tuple[str, Part]]) -> None:
    start = time.process_time()
    claims = make_claims(data.items, data.sources, data.values, data.attributes)
    found = discover(claims, hierarchy=data.hierarchy)
    spent = time.process_time() - start
    print(f"\n{name}: {len(claims):,} claims, {spent:.1f} s CPU, {found.state.rounds} rounds\n")
    print("| way | part | right is | accuracy | calibration error | Brier |\n|---|---|---|---|---|---|")
    for way, probability in (
        ("vote", vote(claims, found.candidates)),
        ("ACCU", accu(claims, found.candidates)),
        ("ACCU with copies", accu(claims, found.candidates, copying=True)),
        ("ours", found.probability),
    ):
        best = _best(found, probability)
        for part, belongs in parts:
            for rule, right in ways:
                print(f"| {way} | {part} | {rule} | {_score(data, found, probability, best, (right, belongs))} |")
    _print_curve(data, found, ways[0][1])


def _best(found: Discovery, probability: Floats) -> dict[tuple[str, str], int]:
    """Give the most probable candidate of each item."""
    claims, candidates = found.claims, found.candidates
    order = np.lexsort((found.text, -np.round(probability, 9), candidates.item))
    order = order[candidates.claimed[order]]
    first = order[np.flatnonzero(np.diff(candidates.item[order], prepend=-1))]
    items = candidates.item[first].tolist()
    keys = [(claims.attributes[int(claims.attribute[item])], claims.items[item]) for item in items]
    return dict(zip(keys, first.tolist(), strict=True))


def _outcomes(
    data: Dataset, found: Discovery, probability: Floats, best: dict[tuple[str, str], int], rule: tuple[Right, Part]
) -> tuple[Floats, list[bool]]:
    """Give, of each item with a truth, the probability of the answer and whether it is right; none is a wrong one."""
    right, belongs = rule
    said: list[float] = []
    came: list[bool] = []
    for (attribute, item), truth in data.truth.items():
        if belongs(item):
            answer = best.get((attribute, item))
            said.append(0.0 if answer is None else float(probability[answer]))
            text = "" if answer is None else found.claims.texts[int(found.text[answer])]
            came.append(answer is not None and right(attribute, text, truth))
    return np.array(said), came


def _score(
    data: Dataset, found: Discovery, probability: Floats, best: dict[tuple[str, str], int], rule: tuple[Right, Part]
) -> str:
    said, came = _outcomes(data, found, probability, best, rule)
    scored = calibrate(said, np.array(came, bool))
    return f"{scored.accuracy:.3f} | {scored.error:.3f} | {scored.brier:.3f}"


def _print_curve(data: Dataset, found: Discovery, right: Right) -> None:
    """Print what was said and what came out, bin by bin."""
    said, came = _outcomes(data, found, found.probability, _best(found, found.probability), (right, lambda item: True))
    rows = calibrate(said, np.array(came, bool)).curve
    print("\nours, said: came (items): " + "; ".join(f"{one:.2f}: {other:.2f} ({size})" for one, other, size in rows))


if __name__ == "__main__":
    main()
