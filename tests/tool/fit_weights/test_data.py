"""What is fitted on and what is measured on stay apart."""

from __future__ import annotations

import pytest

# The tool reads lists and labelled pairs as the benchmarks do; they are beside a checkout, not in a source package.
pytest.importorskip("benchmarks.names.labelled")

from benchmarks.names.entity import Pair, make_entity
from benchmarks.names.labelled import half

from counterflow.compare.algorithm import load_algorithm
from fit_weights.data import JUDGED, MADE, make_set, perturbed
from fit_weights.prior import make_prior
from fit_weights.train import describe, train

NAMES = ("Ahmad Fadil Nazzal", "Pong Su Trading", "Viktor Bout", "Ri Hong Sop", "Kim Tong Un", "Haesun Trading Company")

OTHER_SIDE = {"left_list": "right_list", "left_id": "right_id", "right_list": "left_list", "right_id": "left_id"}


def judged_row(left_id: str, right_id: str) -> dict[str, str]:
    """A judged pair's ids."""
    return {"left_list": "ofac", "left_id": left_id, "right_list": "unsc", "right_id": right_id}


def test_half_is_the_same_from_both_sides() -> None:
    """A pair turned round stays in its half, or the same two parties would be fitted on and measured on."""
    rows = [judged_row(f"{number}", f"{6908000 + number}") for number in range(200)]
    turned = [{OTHER_SIDE[field]: value for field, value in row.items()} for row in rows]
    assert [half(row) for row in rows] == [half(row) for row in turned]
    assert 70 < sum(half(row) == "A" for row in rows) < 130


def test_half_of_a_known_pair() -> None:
    """Even SHA-1 of the sorted ids is A."""
    assert half(judged_row("10011", "2797841")) == "A"


def test_name_is_changed_alike_whoever_else_is_listed() -> None:
    """A party that joins a list changes no other party's pair."""
    parties = [make_entity(f"party-{number}", "Person", name=[name]) for number, name in enumerate(NAMES)]
    assert len(parties) < MADE
    few = {pair.left["id"]: pair.right for pair in perturbed(parties[:3])}
    many = {pair.left["id"]: pair.right for pair in perturbed(parties)}
    assert few == {party_id: right for party_id, right in many.items() if party_id in few}
    assert len(few) > 0


def test_held_pairs_do_not_teach() -> None:
    """Labels that are held back or left out may be anything: the weights stay the same."""
    pairs = [
        Pair(make_entity("a", "Person", name=[left]), make_entity("b", "Person", name=[right]), left == right)
        for left in NAMES
        for right in NAMES
    ]
    held = [number % 3 == 0 for number in range(len(pairs))]
    one = make_set(JUDGED, pairs, held, 1.0)
    lying = one._replace(matches=one.matches ^ one.held)
    seen, deceived = (train([each], make_prior()) for each in (one, lying))
    assert (seen.name == deceived.name).all() and (seen.fact == deceived.fact).all()
    freed = one._replace(held=one.held & False)
    without = train([freed], make_prior(), {JUDGED: one.held})
    assert (without.name == seen.name).all()


def test_pairs_are_described_row_by_row() -> None:
    """Party n of the left is compared with party n of the right."""
    pairs = [
        Pair(make_entity("a", "Person", name=[name]), make_entity("b", "Person", name=[name]), is_match=True)
        for name in NAMES
    ]
    rows = describe(make_set(JUDGED, pairs, [False] * len(pairs), 1.0), load_algorithm().weights)
    assert rows.person.all()
    assert rows.best.tolist() == [[number, number] for number in range(len(NAMES))]
