"""Habits of repeating: learnt where repeats are recorded, and who is believed then."""

from __future__ import annotations

import random

import numpy as np
import pytest

from counterflow.model.doubt import Reliability
from counterflow.weigh.truth.claims import make_claims
from counterflow.weigh.truth.discover import Discovery, discover
from counterflow.weigh.truth.report import find_reports

LETTERS = {"a": Reliability.B, "b": Reliability.C, "c": Reliability.B, "d": Reliability.D}
ACCURACY = {"a": 0.85, "b": 0.7, "c": 0.8, "d": 0.35}


def make_circle(seed: int, items: int = 200) -> tuple[list[tuple[str, str, str, str]], dict[str, str]]:
    """Four sources look for themselves; six repeat the worst of them nine times in ten, and only three say so."""
    dice = random.Random(seed)
    claims: list[tuple[str, str, str, str]] = []
    truth = {f"item {number}": f"value {dice.randrange(5)}" for number in range(items)}
    for item, true in truth.items():
        said = {
            name: true if dice.random() < right else f"value {dice.randrange(5)}" for name, right in ACCURACY.items()
        }
        claims += [(item, name, value, "") for name, value in said.items()]
        for copy in range(6):
            if dice.random() < 0.9:
                claims.append((item, f"copy {copy}", said["d"], "d" if copy < 3 else ""))
            else:
                claims.append((item, f"copy {copy}", f"value {dice.randrange(5)}", ""))
    return claims, truth


def find(claims: list[tuple[str, str, str, str]], order: int | None = None) -> Discovery:
    rows = list(claims)
    if order is not None:
        random.Random(order).shuffle(rows)
    items, sources, values, repeats = zip(*rows, strict=True)
    return discover(make_claims(items, sources, values, [""] * len(rows), repeats), reliability=LETTERS)


def share_right(found: Discovery, truth: dict[str, str]) -> float:
    order = np.lexsort((-found.probability, found.candidates.item))
    first = order[np.flatnonzero(np.diff(found.candidates.item[order], prepend=-1))]
    names = [
        (found.claims.items[int(found.candidates.item[one])], found.claims.texts[int(found.text[one])]) for one in first
    ]
    return sum(truth[item] == value for item, value in names) / len(names)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_six_copies_of_a_bad_source_do_not_outvote_three_good_ones(seed: int) -> None:
    """Half of the habits are recorded; the others show in what is shared, and who looked for himself is believed."""
    claims, truth = make_circle(seed)
    found = find(claims)
    assert share_right(found, truth) > 0.85
    at = {name: number for number, name in enumerate(found.roots.sources)}
    own = np.bincount(found.evidence.source, found.state.weight) / np.bincount(found.evidence.source)
    assert all(own[at[name]] > 0.7 for name in "abc")
    assert all(own[at[f"copy {number}"]] < 0.35 for number in range(6))


def test_the_order_of_claims_does_not_matter() -> None:
    """The same claims in another order give the same probabilities, to the last bit."""
    claims, _ = make_circle(4)
    assert np.array_equal(find(claims).probability, find(claims, order=7).probability)


def test_probabilities_of_an_item_sum_to_one_at_most() -> None:
    """Values of an item exclude each other, and the truth may be what nobody says."""
    found = find(make_circle(5)[0])
    assert np.all(np.bincount(found.candidates.item, found.probability) <= 1 + 1e-9)


def test_few_recorded_repeats_leave_dependence_to_discounting() -> None:
    """Of a dozen recorded repeats no habit is learnt: every row of evidence is a root."""
    claims, _ = make_circle(6, items=6)
    found = find(claims)
    assert len(found.evidence.candidate) == len(found.roots.candidate)


def test_who_is_repeated_and_silent_is_a_report_and_who_differs_repeats_nobody() -> None:
    """A wire that tells nothing itself stands behind its papers; a paper with another value repeats nobody."""
    items, sources = ["ship"] * 3, ["p", "q", "r"]
    claims = make_claims(items, sources, ["x", "x", "y"], [""] * 3, ["wire", "wire", "p"])
    names = (*claims.sources,)
    candidate = np.array([0, 0, 1])
    found = find_reports(claims, candidate, [], names)
    rows = [(int(value), names[source]) for value, source in zip(found.candidate, found.source, strict=True)]
    assert rows == [(0, "p"), (0, "q"), (0, "wire"), (1, "r")]
    assert [(rows[one][1], rows[other][1]) for one, other in zip(found.repeating, found.repeated, strict=True)] == [
        ("p", "wire"),
        ("q", "wire"),
    ]
