"""What is shown includes every match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.exc import UsageError
from counterflow.screen.cutoff import CUTOFF, read_cutoff

PROBABILITY = st.floats(0, 1)


@given(st.none() | PROBABILITY, PROBABILITY)
def test_no_match_is_hidden(asked: float | None, threshold: float) -> None:
    if asked is not None and asked > threshold:
        with pytest.raises(UsageError, match="would hide matches"):
            read_cutoff(asked, threshold)
    else:
        assert read_cutoff(asked, threshold) <= threshold


@pytest.mark.parametrize(("asked", "threshold", "cutoff"), [(None, 0.5, CUTOFF), (None, 0.05, 0.05), (0, 0.5, 0)])
def test_the_one_asked_for_counts(asked: float | None, threshold: float, cutoff: float) -> None:
    assert read_cutoff(asked, threshold) == cutoff
