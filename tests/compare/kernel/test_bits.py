"""Counting bits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.kernel.bits import bit_count


@pytest.mark.parametrize(("mask", "bits"), [(0, 0), (1, 1), (0b1011, 3), (1 << 31, 1), (2**32 - 1, 32)])
def test_bits_are_counted(mask: int, bits: int) -> None:
    assert bit_count(np.uint32(mask)) == bits


@given(st.integers(0, 2**32 - 1))
def test_as_python_counts_them(mask: int) -> None:
    assert bit_count(np.uint32(mask)) == mask.bit_count()
