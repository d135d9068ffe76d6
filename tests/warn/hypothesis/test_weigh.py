"""Hypotheses weighed by evidence: Bayes' rule where all is certain, and copies that count once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.exc import InputError
from counterflow.warn.hypothesis.evidence import Item, Question, Range
from counterflow.warn.hypothesis.weigh import weigh_question

NAMES = ("ordered", "rogue", "none")
CHANCE = st.floats(0.02, 0.98)
LIKELY = st.tuples(CHANCE, CHANCE, CHANCE)


def item(
    number: int,
    chances: tuple[float, ...],
    root: str | None = None,
    *,
    probability: float = 1.0,
    dependence: float = 0.0,
) -> Item:
    """An item whose likelihoods are known for certain."""
    ranges = {name: Range(one, one) for name, one in zip(NAMES, chances, strict=True)}
    return Item(f"item {number}", ranges, root or f"root {number}", probability, dependence)


@settings(max_examples=60, deadline=None)
@given(st.lists(LIKELY, max_size=5), LIKELY)
def test_what_is_known_for_certain_is_weighed_by_bayes_rule(
    found: list[tuple[float, ...]], prior: tuple[float, ...]
) -> None:
    items = [item(number, one) for number, one in enumerate(found)]
    question = Question.of(NAMES, items, {name: Range(one, one) for name, one in zip(NAMES, prior, strict=True)})
    expected = np.prod([prior, *found], axis=0)
    expected = expected / expected.sum()
    weighed = weigh_question(question, draws=20)
    assert [weighed.probability[name] for name in NAMES] == pytest.approx(expected.tolist(), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.lists(LIKELY, min_size=1, max_size=4), st.integers(1, 10), st.randoms())
def test_copies_count_once_and_order_never(found: list[tuple[float, ...]], copies: int, dice: object) -> None:
    """Ten copies of one root change nothing; nor does who is told first."""
    items = [item(number, one) for number, one in enumerate(found)]
    more = [item(100 + number, found[0], "root 0") for number in range(copies)]
    turned = [*items, *more]
    dice.shuffle(turned)  # type: ignore[attr-defined]
    one, other = (weigh_question(Question.of(NAMES, some), draws=50) for some in (items, turned))
    for name in NAMES:
        assert other.probability[name] == pytest.approx(one.probability[name], abs=1e-12)
        assert other.interval[name] == pytest.approx(one.interval[name], abs=1e-12)


def test_what_is_false_or_a_copy_tells_nothing() -> None:
    """All of it at probability 0 or dependence 1, half of it between."""
    strong = (0.9, 0.1, 0.1)

    def ordered(probability: float = 1.0, dependence: float = 0.0) -> float:
        found = item(0, strong, probability=probability, dependence=dependence)
        return weigh_question(Question.of(NAMES, [found])).probability["ordered"]

    assert ordered(probability=0) == pytest.approx(1 / 3)
    assert ordered(dependence=1) == pytest.approx(1 / 3)
    assert 1 / 3 < ordered(probability=0.5) < ordered()
    assert ordered(dependence=0.5) == pytest.approx((1 / 3 + ordered()) / 2, abs=0.02)


def test_doubt_about_likelihoods_is_doubt_about_the_answer() -> None:
    wide = {
        name: Range(low, high) for name, low, high in (("ordered", 0.5, 0.9), ("rogue", 0.05, 0.4), ("none", 0.05, 0.4))
    }
    weighed = weigh_question(Question.of(NAMES, [Item("a", wide, "a")]))
    low, high = weighed.interval["ordered"]
    assert low < weighed.probability["ordered"] < high
    assert high - low > 0.2
    assert sum(weighed.probability.values()) == pytest.approx(1)


def test_what_fits_all_hypotheses_tells_nothing_apart() -> None:
    """Diagnosticity is of the difference, not of the fit; without a root the rest stands."""
    items = [item(0, (0.95, 0.95, 0.95)), item(1, (0.8, 0.2, 0.2)), item(2, (0.5, 0.5, 0.4))]
    weighed = weigh_question(Question.of(NAMES, items), draws=20)
    assert [one.root for one in weighed.roots] == ["root 1", "root 2", "root 0"]
    assert weighed.roots[0].diagnosticity == pytest.approx(2)
    assert weighed.roots[-1].diagnosticity == pytest.approx(0)
    rest = weigh_question(Question.of(NAMES, items).without("root 1"), draws=20)
    assert weighed.roots[0].without == pytest.approx(rest.probability)


@pytest.mark.parametrize(
    ("names", "items", "message"),
    [
        (("one",), [], "hypotheses are one"),
        (("one", "one"), [], "one, one"),
        (NAMES, [item(0, (0.1, 0.2, 0.3)), item(0, (0.1, 0.2, 0.3))], "stands twice"),
        (("ordered", "rogue"), [item(0, (0.1, 0.2, 0.3))], "judged under none, ordered, rogue"),
        (NAMES, [item(0, (0.0, 0.2, 0.3))], "0 to 0"),
        (NAMES, [item(0, (0.1, 0.2, 1.0))], "1 to 1"),
        (NAMES, [item(0, (0.1, 0.2, 0.3), probability=1.1)], "probability of item 'item 0' is 1.1"),
        (NAMES, [item(0, (0.1, 0.2, 0.3), dependence=-0.1)], "dependence of item 'item 0' is -0.1"),
    ],
)
def test_what_is_no_question_is_refused(names: tuple[str, ...], items: list[Item], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Question.of(names, items)
