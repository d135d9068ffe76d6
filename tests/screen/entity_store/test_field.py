"""Fields by the names that clients give them."""

from __future__ import annotations

import pytest

from counterflow.exc import UsageError
from counterflow.screen.entity_store.field import moment, read_changed_since, read_field


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-31", "2024-01-31T00:00:00"),
        ("2024-01-31T12:30", "2024-01-31T12:30:00"),
        ("2024-01-31T12:30:00.5Z", "2024-01-31T12:30:00"),
        ("2024-01-31T00:30:00+01:00", "2024-01-30T23:30:00"),
        ("2024", "2024-01-01T00:00:00"),
        ("0999-01-01", "0999-01-01T00:00:00"),
        ("never", None),
        (None, None),
    ],
)
def test_moments(text: str | None, expected: str | None) -> None:
    """Dates and times of any precision, in UTC, comparable as text."""
    assert moment(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("birthDate", "properties.birthDate"),
        ("properties.birthDate", "properties.birthDate"),
        ("countries", "countries"),
        ("entity_id", "id"),
    ],
)
def test_names_of_fields(name: str, expected: str) -> None:
    """A property may go without its prefix."""
    assert read_field(name) == expected


def test_no_field() -> None:
    """Anything else is said."""
    with pytest.raises(UsageError):
        read_field("'); DROP TABLE entity")


@pytest.mark.parametrize("text", ["2024-99-99", "2024-02-30", "2024-13", "0000-01-01", "2024-01-31T25", "yesterday"])
def test_a_date_that_is_not_is_no_time_to_change_since(text: str) -> None:
    with pytest.raises(UsageError, match="is no time"):
        read_changed_since(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(None, None), ("2024-02-29", "2024-02-29T00:00:00"), ("2024-02-29T12:30", "2024-02-29T12:30:00")],
)
def test_a_date_that_is_is_read(text: str | None, expected: str | None) -> None:
    assert read_changed_since(text) == expected
