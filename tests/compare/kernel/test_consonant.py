"""Misspellings share a hash of consonants, and only they are misspellings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.compiled import compiled
from counterflow.compare.kernel.consonant import share_hash
from counterflow.compare.kernel.space import Space, new_space

WORDS = st.text("abdehkmnt", min_size=1, max_size=12)


@compiled
def share(a: np.ndarray, b: np.ndarray, space: Space) -> bool:
    return share_hash(a, b, space)


def shares(one: str, other: str) -> bool:
    return bool(share(np.frombuffer(one.encode(), np.uint8), np.frombuffer(other.encode(), np.uint8), new_space()))


@pytest.mark.parametrize(
    ("one", "other"),
    [("zvinchuk", "zinchuk"), ("hassan", "hasan"), ("kiryanov", "kirianov"), ("li", "lim"), ("tehrani", "tohrany")],
)
def test_one_consonant_apart(one: str, other: str) -> None:
    assert shares(one, other)


@pytest.mark.parametrize(("one", "other"), [("zvinchuk", "pinchuk"), ("tehrani", "bahrami"), ("toroskov", "korostov")])
def test_two_consonants_apart(one: str, other: str) -> None:
    assert not shares(one, other)


@given(WORDS, WORDS)
def test_symmetric(one: str, other: str) -> None:
    assert shares(one, other) == shares(other, one)


def has_two_consonants(word: str) -> bool:
    """Without one of fewer, what is left tells nothing (`MIN_CONSONANTS`)."""
    return len(set(word[1:]) & set("bdkmnt")) > 1


@given(WORDS.filter(lambda word: len(word) > 5 and has_two_consonants(word)), st.data())
def test_a_letter_more_is_a_misspelling(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word)))
    letter = data.draw(st.sampled_from("abdehkmnt"))
    assert shares(word, word[:at] + letter + word[at:])
