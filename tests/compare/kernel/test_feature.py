"""Sums as features."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.frame import NameRank
from counterflow.compare.kernel.feature import NAME_FEATURES, NameFeature, describe_names
from counterflow.compare.kernel.name import SUMS, NameSum


def features(sums: dict[str, float], rank: NameRank = NameRank.NAME) -> dict[str, float]:
    """Describe sums given by name, in small letters; what is left out is 0. Features that are not 0."""
    given_sums = np.zeros(SUMS, np.float32)
    for name, value in sums.items():
        given_sums[NameSum[name.upper()]] = value
    row = np.full(NAME_FEATURES, np.nan, np.float32)
    describe_names(given_sums, int(rank), row)
    return {NameFeature(at).name.lower(): float(value) for at, value in enumerate(row) if value != 0}


CASES: list[tuple[dict[str, float], dict[str, float]]] = [
    ({"equal": 31, "words": 3}, {"constant": 1, "agreement": 5}),
    ({"equal": 31, "words": 1}, {"constant": 1, "agreement": 5, "single": 1}),
    ({}, {"constant": 1, "no_word": 1}),
    ({"joined": 31, "words": 2}, {"constant": 1, "agreement": 5, "joined": 31 / 32}),
    ({"sound": 31, "words": 2}, {"constant": 1, "agreement": 5, "sound": 31 / 32}),
    ({"short": 31, "words": 2}, {"constant": 1, "agreement": 5, "short": 31 / 32}),
    ({"initial": 31}, {"constant": 1, "agreement": 5, "initial": 31 / 32, "no_word": 1}),
    (
        {"edited": 31, "edit_loss": 8, "worst_loss": 0.25, "known_loss": 4, "words": 2},
        {
            "constant": 1,
            "agreement": 5,
            "wide_loss": 31 / 32 * 0.25,
            "edit_loss": 0.25,
            "worst_loss": 0.25,
            "known_loss": 0.125,
        },
    ),
    (
        {"equal": 31, "conflict": 15, "words": 2},
        {"constant": 1, "agreement": 5, "conflict": 15 / 47, "conflict_bits": 4},
    ),
    ({"equal": 31, "extra": 32, "words": 2}, {"constant": 1, "agreement": 5, "extra": 0.5}),
    ({"equal": 31, "number": 9, "moved": 9, "words": 2}, {"constant": 1, "agreement": 5, "number": 2, "moved": 2}),
    ({"equal": 31, "legal": 1, "words": 2}, {"constant": 1, "agreement": 5, "legal_differs": 1}),
    ({"equal": 31, "legal": -1, "words": 2}, {"constant": 1, "agreement": 5, "legal_same": 1}),
]


@pytest.mark.parametrize(("sums", "expected"), CASES)
def test_features(sums: dict[str, float], expected: dict[str, float]) -> None:
    assert features(sums) == pytest.approx(expected)


@pytest.mark.parametrize(("rank", "weak"), [(NameRank.NAME, 0), (NameRank.ALIAS, 0), (NameRank.WEAK, 1)])
def test_weak_aliases(rank: NameRank, weak: int) -> None:
    assert features({"equal": 31, "words": 2}, rank).get("weak", 0) == weak


@given(st.lists(st.floats(0, 1000, width=32), min_size=SUMS, max_size=SUMS))
def test_shares_are_shares(values: list[float]) -> None:
    edited = (NameSum.EDITED, NameSum.JOINED)
    values[NameSum.EDIT_LOSS] = min(values[NameSum.EDIT_LOSS], sum(values[one] for one in edited))  # a letter at most
    row = np.full(NAME_FEATURES, np.nan, np.float32)
    describe_names(np.array(values, np.float32), 0, row)
    assert np.all(np.isfinite(row))
    for share in ("SOUND", "WIDE_LOSS", "JOINED", "INITIAL", "CONFLICT", "EXTRA", "SHORT"):
        assert 0 <= row[NameFeature[share]] <= 1
    assert row[NameFeature.NUMBER] <= 2 and row[NameFeature.MOVED] <= 2


@given(st.floats(0, 100), st.floats(0, 100))
def test_more_agreement_is_more(one: float, other: float) -> None:
    less, more = sorted([one, other])
    assert features({"equal": less}).get("agreement", 0) <= features({"equal": more}).get("agreement", 0)
    assert features({"equal": 31, "conflict": less}).get("conflict", 0) <= features(
        {"equal": 31, "conflict": more}
    ).get("conflict", 0)
