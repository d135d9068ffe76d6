"""Estimates: bounds that hold, and sums that have room."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.algorithm import load_algorithm
from counterflow.compare.compiled import compiled
from counterflow.compare.index.estimate import SCALE, estimate_of, least_common, slopes_of, step_of
from counterflow.compare.index.scalar import Real, Whole
from counterflow.compare.kernel.word import MAX_TOKENS
from counterflow.compare.lexicon.rarity import load_bits

SLOPES = slopes_of(load_algorithm().weights)
BITS = st.floats(0, 80, width=32)


@compiled
def step_and_least(  # noqa: PLR0917 - as `estimate_of`
    common: Real, excess: Real, price: Real, words: Whole, total: Real, own: Real, slopes: np.ndarray
) -> tuple[Whole, Whole]:
    step = step_of(estimate_of(common, excess, price, words, total, own, slopes))
    return step, least_common(step, np.float32(0), total, slopes)


@given(
    BITS,
    BITS,
    BITS,
    st.floats(0, 50, width=32),
    st.floats(-20, 20, width=32),
    st.integers(0, 3),
    st.sampled_from([0, 1]),
)
def test_no_name_reaches_a_step_with_less_in_common(  # noqa: PLR0917 - one argument a figure
    common: float, left: float, right: float, price: float, excess: float, words: int, kind: int
) -> None:
    total = np.float32(common + left)
    own = np.float32(common + excess + right)
    told = (np.float32(common), np.float32(excess), np.float32(price), words, total, own)
    _, least = step_and_least(*told, SLOPES[kind])
    assert least <= common * SCALE + 1


def test_a_name_of_many_rare_words_fits_into_a_sum() -> None:
    rarest = max(*load_bits(person=True).values(), *load_bits(person=False).values())
    assert rarest * MAX_TOKENS * SCALE < 1 << 13
