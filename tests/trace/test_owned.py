"""OFAC's 50 percent rule. FAQ numbers are those of ofac.treasury.gov/faqs; the cases are told in other words."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.trace.owned import (
    HALF,
    UNDATED,
    Answer,
    Contradiction,
    Owned,
    Stakes,
    apply_rule,
    date_answers,
    prove,
)
from counterflow.trace.stake import PERCENT, WHOLE

Told = tuple[str, str, float | tuple[float, float]]


class World:
    """Parties by one letter; who owns how much of whom, in percent."""

    def __init__(self, *told: Told, listed: str = "X", days: Mapping[int, int] | None = None) -> None:
        self.names = sorted({name for owner, owned, _ in told for name in (owner, owned)} | set(listed))
        bounds = [one[2] if isinstance(one[2], tuple) else (one[2], one[2]) for one in told]
        first = np.full(len(told), UNDATED, np.int32)
        for row, day in (days or {}).items():
            first[row] = day
        self.stakes = Stakes(
            np.array([self.names.index(one[0]) for one in told], np.int32),
            np.array([self.names.index(one[1]) for one in told], np.int32),
            np.array([round(low * PERCENT) for low, _ in bounds], np.int64),
            np.array([round(high * PERCENT) for _, high in bounds], np.int64),
            first,
        )
        self.listed = np.array([name in listed for name in self.names])
        self.found: Owned = apply_rule(self.stakes, self.listed)

    def answer(self, name: str) -> Answer:
        return self.found.answer(self.names.index(name))

    def contradiction(self, name: str) -> Contradiction:
        return Contradiction(int(self.found.contradiction[self.names.index(name)]))

    def proof(self, name: str) -> list[str]:
        steps = prove(self.stakes, self.found, self.names.index(name))
        return [self.names[step.owner] + self.names[step.owned] for step in steps]


PUBLISHED: list[tuple[str, Sequence[Told], str, Mapping[str, Answer]]] = [
    (
        "399: two listed owners of a quarter each add up",
        [("X", "A", 25), ("Y", "A", 25)],
        "XY",
        {"A": Answer.CERTAINLY},
    ),
    ("399: one listed owner of a quarter does not do", [("X", "A", 25), ("Y", "A", 25)], "X", {"A": Answer.NOT}),
    (
        "401, 1: half of a half is held whole",
        [("X", "A", 50), ("A", "B", 50)],
        "X",
        {"A": Answer.CERTAINLY, "B": Answer.CERTAINLY},
    ),
    (
        "401, 2: two owned companies add up in a third",
        [("X", "A", 50), ("X", "B", 50), ("A", "C", 25), ("B", "C", 25)],
        "X",
        {"C": Answer.CERTAINLY},
    ),
    (
        "401, 3: what is held directly and through an owned company adds up",
        [("X", "A", 50), ("X", "B", 10), ("A", "B", 40)],
        "X",
        {"B": Answer.CERTAINLY},
    ),
    (
        "401, 4: the part of a company that is not owned does not count",
        [("X", "A", 50), ("X", "B", 25), ("A", "C", 25), ("B", "C", 25)],
        "X",
        {"A": Answer.CERTAINLY, "B": Answer.NOT, "C": Answer.NOT},
    ),
    (
        "401, 5: quarters of owners do not reach through them",
        [("X", "A", 25), ("X", "B", 25), ("A", "C", 50), ("B", "C", 50)],
        "X",
        {"A": Answer.NOT, "B": Answer.NOT, "C": Answer.NOT},
    ),
    (
        "402: sold below the half, no longer owned",
        [("X", "A", 49), ("Z", "A", 51)],
        "X",
        {"A": Answer.NOT},
    ),
]


@pytest.mark.parametrize(
    ("told", "listed", "answers"), [one[1:] for one in PUBLISHED], ids=[one[0] for one in PUBLISHED]
)
def test_published_cases(told: Sequence[Told], listed: str, answers: Mapping[str, Answer]) -> None:
    """The cases that OFAC works out in its answers on the rule."""
    world = World(*told, listed=listed)
    assert {name: world.answer(name) for name in answers} == answers


def test_companies_that_own_each_other_are_owned_from_outside_only() -> None:
    """A ring of companies is nobody's by itself; one listed owner anywhere takes all of it."""
    ring: list[Told] = [("A", "B", 60), ("B", "C", 60), ("C", "A", 60)]
    assert [World(*ring).answer(name) for name in "ABC"] == [Answer.NOT] * 3
    assert [World(*ring, ("X", "B", 50)).answer(name) for name in "ABC"] == [Answer.CERTAINLY] * 3
    # The ring's own 40 percent and the listed owner's 30 come together only if the ring is owned before.
    assert World(("A", "B", 100), ("B", "A", 40), ("X", "A", 30)).answer("A") == Answer.NOT


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ([("X", "A", (0, 100))], Answer.POSSIBLY),
        ([("X", "A", (25, 50))], Answer.POSSIBLY),
        ([("X", "A", (25, 49))], Answer.NOT),
        ([("X", "A", (50, 75))], Answer.CERTAINLY),
        # Somebody else surely owns 60: not more than 40 are left.
        ([("X", "A", (0, 100)), ("Z", "A", 60)], Answer.NOT),
        ([("X", "A", (0, 100)), ("Z", "A", (40, 60))], Answer.POSSIBLY),
        # The other owner may be owned himself.
        ([("X", "A", (0, 100)), ("Z", "A", 60), ("X", "Z", (10, 90))], Answer.POSSIBLY),
    ],
)
def test_unknown_stakes_are_intervals(told: list[Told], answer: Answer) -> None:
    """Certainly, possibly, or not: what others own for sure cannot be owned twice."""
    assert World(*told).answer("A") == answer


def test_a_proof_says_who_how_much_and_through_what() -> None:
    """Owners come before what they own, and nothing that is not needed stands in it."""
    world = World(
        ("X", "A", 80), ("A", "B", 30), ("X", "B", 20), ("Y", "B", 5), ("B", "C", 50), ("C", "A", 20), listed="XY"
    )
    assert world.proof("C") == ["XA", "XB", "AB", "BC"]
    assert world.proof("X") == []
    assert World(("X", "A", 49)).proof("A") == []


def test_the_day_on_which_it_became_true() -> None:
    """The last of the dates that are needed; a missing one makes the day unsure."""
    world = World(("X", "A", 60), ("A", "B", 30), ("X", "B", 30), ("X", "B", 1), days={0: 100, 1: 50, 2: 200})
    number = world.names.index
    listed = np.where(world.listed, 10, UNDATED).astype(np.int32)
    since, sure = date_answers(world.stakes, world.found, listed)
    assert [(int(since[number(one)]), bool(sure[number(one)])) for one in "AB"] == [(100, True), (200, True)]
    nobody_says = np.full(len(world.names), UNDATED, np.int32)
    since, sure = date_answers(world.stakes, world.found, nobody_says)
    assert [(int(since[number(one)]), bool(sure[number(one)])) for one in "AB"] == [(100, False), (200, False)]


@pytest.mark.parametrize(
    ("told", "contradiction", "answer"),
    [
        ([("X", "A", 120)], Contradiction.OVER, Answer.CERTAINLY),
        ([("X", "A", 40), ("Z", "A", 90)], Contradiction.OVER, Answer.NOT),
        # The sources cannot both be right: what the listed may own is not cut down by what others are said to own.
        ([("X", "A", (30, 60)), ("Z", "A", 90)], Contradiction.OVER, Answer.POSSIBLY),
        ([("X", "A", 60), ("A", "A", 40)], Contradiction.SELF, Answer.CERTAINLY),
        # Of the 60 percent that are somebody's, the listed owner has 40.
        ([("X", "A", 40), ("A", "A", 40)], Contradiction.SELF, Answer.POSSIBLY),
        ([("X", "A", 20), ("A", "A", 40)], Contradiction.SELF, Answer.NOT),
        ([("A", "A", 100)], Contradiction.SELF, Answer.NOT),
        ([("X", "A", 50), ("A", "A", 60)], Contradiction.SELF | Contradiction.OVER, Answer.CERTAINLY),
    ],
)
def test_what_cannot_be_is_named_and_answered(told: list[Told], contradiction: Contradiction, answer: Answer) -> None:
    """Over 100 percent, and a company that owns a part of itself."""
    world = World(*told)
    assert (world.contradiction("A"), world.answer("A")) == (contradiction, answer)


def test_a_ring_of_a_hundred_thousand_has_an_answer() -> None:
    """A chain that closes: owned whole from outside, unowned without, and proved step by step."""
    size = 100_000
    owner = np.arange(size, dtype=np.int32)
    half = np.full(size + 1, 60 * PERCENT, np.int64)
    both = np.append(owner, size).astype(np.int32), np.append((owner + 1) % size, 0).astype(np.int32)
    stakes = Stakes(both[0], both[1], half, half, np.full(size + 1, UNDATED, np.int32))
    listed = np.arange(size + 1) == size
    found = apply_rule(stakes, listed)
    assert found.certain.all()
    assert Contradiction(int(found.contradiction[0])) == Contradiction.OVER
    assert len(prove(stakes, found, size - 1)) == size
    assert not apply_rule(stakes, np.zeros(size + 1, np.bool_)).possible.any()


_PARTIES = "ABCX"
_BOUNDS = [(20, 20), (30, 30), (50, 50), (60, 60), (0, 40), (20, 50), (30, 70), (0, 100)]
_TOLD = st.lists(
    st.tuples(st.sampled_from(_PARTIES), st.sampled_from("ABC"), st.sampled_from(_BOUNDS)).filter(
        lambda one: one[0] != one[1]
    ),
    max_size=6,
    unique_by=lambda one: one[:2],
)


def _blocked(rows: Sequence[tuple[str, str, int]]) -> set[str]:
    """Find the smallest set by trying every set: that which lies in all that are closed."""
    closed = []
    for size in range(4):
        for some in itertools.combinations("ABC", size):
            members = {*some, "X"}
            sums = {
                name: sum(part for owner, owned, part in rows if owned == name and owner in members) for name in "ABC"
            }
            if all(name in members for name, part in sums.items() if part >= 50):
                closed.append(members)
    return set.intersection(*closed)


@settings(max_examples=150)
@given(_TOLD)
def test_the_answer_is_that_of_every_way_to_fill_in_the_unknown(told: list[tuple[str, str, tuple[int, int]]]) -> None:
    """Certainly: in every consistent way; possibly: in one; not: in none. Tried in steps of ten percent."""
    ways = itertools.product(*(range(low, high + 1, 10) for _, _, (low, high) in told))
    outcomes = []
    for way in ways:
        rows = [(owner, owned, part) for (owner, owned, _), part in zip(told, way, strict=True)]
        if all(sum(part for _, owned, part in rows if owned == name) <= 100 for name in "ABC"):
            outcomes.append(_blocked(rows))
    world = World(*told)
    over = any(world.contradiction(name) & Contradiction.OVER for name in "ABC" if name in world.names)
    assert over == (len(outcomes) == 0)
    if over:
        return
    for name in set("ABC") & set(world.names):
        expected = (
            Answer.CERTAINLY
            if all(name in one for one in outcomes)
            else Answer.POSSIBLY
            if any(name in one for one in outcomes)
            else Answer.NOT
        )
        assert world.answer(name) == expected, (told, name)


@settings(max_examples=50)
@given(_TOLD)
def test_a_proof_proves(told: list[tuple[str, str, tuple[int, int]]]) -> None:
    """The stakes of a proof alone make its party owned."""
    world = World(*told)
    for party in np.flatnonzero(world.found.certain & ~world.listed).tolist():
        rows = [step.stake for step in prove(world.stakes, world.found, party)]
        one = world.stakes
        alone = Stakes(one.owner[rows], one.owned[rows], one.low[rows], one.high[rows], one.first_day[rows])
        assert apply_rule(alone, world.listed).certain[party]
        assert len(rows) > 0
    assert (world.found.low <= max(WHOLE, HALF) * 6).all()
