"""Edit distance between spellings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from counterflow.compare.kernel.edit import EDIT_LEAST, GAP, SUBSTITUTION, edit_cost, edit_count
from counterflow.compare.kernel.relation import BUDGET
from counterflow.compare.kernel.space import Space, new_space
from counterflow.compare.kernel.word import MAX_LETTERS

NO_BUDGET = np.float32(1000)
SPACE = new_space()

spellings = st.text("abdeghiklmnoprstuyz0159", max_size=MAX_LETTERS)


def letters(text: str) -> NDArray[np.uint8]:
    array = np.zeros(MAX_LETTERS, np.uint8)
    array[: len(text)] = np.frombuffer(text.encode(), np.uint8)
    return array


def cost(left: str, right: str, budget: float = float(NO_BUDGET), space: Space = SPACE) -> float:
    return float(edit_cost(letters(left), len(left), letters(right), len(right), np.float32(budget), space))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("", "", 0),
        ("putin", "putin", 0),
        ("", "x", 1),
        ("marz", "parz", 1),
        ("lazarus", "lazarsu", 0.9),  # two letters swapped
        ("putin", "puttin", 0.3),  # a letter doubled
        ("smit", "smith", 0.4),  # an h that is hardly heard
    ],
)
def test_costs(left: str, right: str, expected: float) -> None:
    assert cost(left, right) == pytest.approx(expected)


CHEAPER_THAN = [
    (("nur", "nor"), ("nur", "nxr")),  # a vowel for a vowel
    (("kasem", "qasem"), ("kasem", "masem")),  # letters of one sound
    (("putin", "putiin"), ("putin", "putixn")),  # a vowel doubled
    (("akmed", "akhmed"), ("akmed", "akpmed")),  # an h
    (("khan", "kahn"), ("khan", "pazn")),  # swapped, not two changes
    (("al0", "alo"), ("alx", "alo")),  # letters of one look
    (("abc", "abd"), ("ab1", "ab2")),  # numbers have no spelling
]


@pytest.mark.parametrize(("near", "far"), CHEAPER_THAN)
def test_what_happens_to_names_is_cheap(near: tuple[str, str], far: tuple[str, str]) -> None:
    assert 0 < cost(*near) < cost(*far)


def test_a_run_of_digits_is_no_doubled_letter() -> None:
    assert cost("a11", "a1") == cost("a12", "a1") > 1


def test_tables_are_symmetric() -> None:
    assert np.array_equal(SUBSTITUTION, SUBSTITUTION.T)
    assert np.all(np.diag(SUBSTITUTION) == 0)
    assert np.all(SUBSTITUTION[~np.eye(128, dtype=bool)] > 0)
    assert np.all(GAP > 0)


@given(spellings)
def test_nothing_edited_costs_nothing(text: str) -> None:
    assert cost(text, text) == 0


@given(spellings, spellings)
def test_symmetric(left: str, right: str) -> None:
    """Close to the last bits: costs are added up in another order."""
    assert cost(left, right) == pytest.approx(cost(right, left), abs=1e-5)


@given(spellings, spellings)
def test_only_equal_spellings_cost_nothing(left: str, right: str) -> None:
    assert (cost(left, right) == 0) == (left == right)


@given(spellings, spellings)
def test_bounds(left: str, right: str) -> None:
    """At most all letters of both are edited."""
    assert cost(left, right) <= sum(GAP[list((left + right).encode())]) + 1e-4


@given(spellings, spellings, st.floats(0, 10))
def test_a_budget_changes_no_cost_within_it(left: str, right: str, budget: float) -> None:
    full, limited = cost(left, right), cost(left, right, budget)
    assert limited == full if full <= budget else limited > budget


@st.composite
def near_spellings(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a spelling, and what a few edits make of it."""
    text = draw(st.text("abdehiklmnorstz01", min_size=1, max_size=14))
    other = text
    for _ in range(draw(st.integers(1, 4))):
        at, length = draw(st.integers(0, len(other))), draw(st.integers(0, 2))
        other = other[:at] + draw(st.sampled_from(["", "h", "e", "t", other[at : at + 2][::-1]])) + other[at + length :]
    return text, other[:MAX_LETTERS]


@given(near_spellings(), st.sampled_from(sorted(set(BUDGET.tolist()))) | st.floats(0, 4))
def test_a_budget_changes_no_cost_of_near_spellings(two: tuple[str, str], budget: float) -> None:
    """Where the cost is about the budget: swaps reach back two rows, of which the dearer may be the last."""
    full, limited = cost(*two), cost(*two, budget)
    assert limited == full if full <= np.float32(budget) else limited > np.float32(budget)


def test_lengths_as_bytes() -> None:
    """Words keep lengths as unsigned bytes, whose difference would wrap around."""
    left, right = letters("ab"), letters("abcdef")
    n, m = np.array([2, 6], np.uint8)
    assert edit_cost(left, n, right, m, NO_BUDGET, SPACE) == pytest.approx(cost("ab", "abcdef"))


def count(left: str, right: str) -> int:
    return int(edit_count(letters(left), len(left), letters(right), len(right), SPACE))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("putin", "putin", 0),
        ("abc", "", 3),
        ("", "abc", 3),
        ("", "", 0),
        ("kitten", "sitting", 3),
        ("lazarus", "lazarsu", 1),
        ("ca", "abc", 3),  # a swapped pair is not edited again
        ("a" * MAX_LETTERS, "b" * MAX_LETTERS, MAX_LETTERS),
    ],
)
def test_edits_are_counted(left: str, right: str, expected: int) -> None:
    assert count(left, right) == expected


def plain_count(left: str, right: str) -> int:
    """Optimal string alignment by its definition."""
    rows = [[i + j if i * j == 0 else 0 for j in range(len(right) + 1)] for i in range(len(left) + 1)]
    for i in range(1, len(left) + 1):
        for j in range(1, len(right) + 1):
            step = int(left[i - 1] != right[j - 1])
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + step)
            if i > 1 and j > 1 and left[i - 1] == right[j - 2] and left[i - 2] == right[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(st.text("abcd", max_size=12), st.text("abcd", max_size=12))
def test_edits_are_counted_bit_by_bit(left: str, right: str) -> None:
    assert count(left, right) == plain_count(left, right)


@pytest.mark.xfail(strict=True, reason="an h more costs 0.4, a doubled letter 0.3, the bound takes 0.55 for each edit")
@pytest.mark.parametrize(("left", "right"), [("smit", "smith"), ("putin", "puttin")])
def test_the_count_is_a_bound(left: str, right: str) -> None:
    assert EDIT_LEAST * count(left, right) <= cost(left, right)
