"""Versions compare as instants, at any precision."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.stix.version import timestamp_key, timestamp_microseconds, write_microseconds

MOMENTS = st.datetimes(datetime.datetime(1970, 1, 1), datetime.datetime(9999, 12, 31))


def write(moment: datetime.datetime, digits: int) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond:06}".ljust(digits, "0") + "Z"


@given(MOMENTS.map(lambda one: one.replace(year=max(one.year, 1970))), MOMENTS)
def test_keys_sort_as_instants(left: datetime.datetime, right: datetime.datetime) -> None:
    keys = [timestamp_key(write(one, digits)) for one, digits in ((left, 6), (right, 9))]
    assert None not in keys
    assert (str(keys[0]) < str(keys[1])) == (left < right)
    assert (keys[0] == keys[1]) == (left == right)


@given(MOMENTS)
def test_microseconds_come_back(moment: datetime.datetime) -> None:
    text = write(moment, 6)
    value = timestamp_microseconds(text)
    assert value is not None
    assert write_microseconds(value) == text


@pytest.mark.parametrize(
    "text", ["", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00+00:00"]
)
def test_what_is_no_timestamp(text: str) -> None:
    assert timestamp_key(text) is None
    assert timestamp_microseconds(text) is None
