"""Age: from the publisher's date where there is one, else from the last time the copy was confirmed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from counterflow.case import Case
from counterflow.remote.age import Age, list_ages, say_age, say_hours
from counterflow.remote.folder import find_folder
from counterflow.remote.receipt import Outcome, Receipt

NOON = datetime.datetime(2026, 2, 13, 12, tzinfo=datetime.UTC)
GOOD = Receipt(
    dataset="un_sc_sanctions",
    url="https://example.org/list.xml",
    fetched_at="2026-02-12T12:00:00Z",
    outcome=Outcome.NEW,
    file="2026-02-11_00000000.xml",
    sha256="0" * 64,
    bytes=4,
    published="2026-02-11",
    parties=900,
)
Add = Callable[..., None]


@pytest.fixture
def add(case: Case) -> Add:
    """Add a receipt, and the copy that it names."""

    def call(receipt: Receipt, *, with_file: bool = True) -> None:
        folder = find_folder(case, receipt.dataset)
        folder.path.mkdir(parents=True, exist_ok=True)
        folder.add_receipt(receipt)
        if receipt.file is not None and with_file:
            (folder.path / receipt.file).write_bytes(b"list")

    return call


def test_nothing_fetched(case: Case) -> None:
    """A case without fetched lists has no ages."""
    assert list_ages(case, NOON) == []


def test_the_newest_good_copy_counts(case: Case, add: Add) -> None:
    """What was refused or failed since does not; what confirmed it does."""
    add(GOOD)
    add(replace(GOOD, outcome=Outcome.UNCHANGED, fetched_at="2026-02-13T06:00:00Z"))
    add(replace(GOOD, outcome=Outcome.REFUSED, fetched_at="2026-02-13T07:00:00Z", file=None, sha256="1" * 64))
    assert list_ages(case, NOON) == [
        Age(
            dataset="un_sc_sanctions",
            file="inputs/fetched/un_sc_sanctions/2026-02-11_00000000.xml",
            sha256="0" * 64,
            bytes=4,
            parties=900,
            published="2026-02-11",
            fetched_at="2026-02-12T12:00:00Z",
            confirmed_at="2026-02-13T06:00:00Z",
            fetched_hours=24.0,
            confirmed_hours=6.0,
            published_hours=60.0,
            max_age_hours=48,
        )
    ]


def test_a_copy_that_is_gone_does_not_count(case: Case, add: Add) -> None:
    """The one before it does; without any, the dataset is there and stale."""
    add(GOOD)
    newer = replace(GOOD, file="2026-02-12_11111111.xml", sha256="1" * 64, published="2026-02-12")
    add(newer, with_file=False)
    add(replace(GOOD, dataset="us_ofac_sdn"), with_file=False)
    first, second = list_ages(case, NOON)
    assert (first.file, first.published) == ("inputs/fetched/un_sc_sanctions/2026-02-11_00000000.xml", "2026-02-11")
    assert second == Age("us_ofac_sdn", max_age_hours=48)
    assert second.is_stale


@pytest.mark.parametrize(
    ("published", "confirmed", "hour", "is_stale"),
    [
        ("2026-02-11", "2026-02-12T12:00:00Z", 0, False),  # 48 hours
        ("2026-02-11", "2026-02-12T12:00:00Z", 1, True),
        ("2026-02-11", "2026-02-12T23:00:00Z", 1, True),  # confirmed, but made two days ago
        ("2026-02", "2026-02-12T12:00:00Z", 0, True),
        (None, "2026-02-11T00:00:00Z", 0, False),
        (None, "2026-02-10T23:00:00Z", 0, True),
        ("2029-01-01", "2026-02-10T23:00:00Z", 0, True),  # a date to come
    ],
)
def test_stale(case: Case, add: Add, published: str | None, confirmed: str, hour: int, is_stale: bool) -> None:
    """More than 48 hours for the UN's list."""
    add(replace(GOOD, published=published, fetched_at=confirmed))
    assert list_ages(case, datetime.datetime(2026, 2, 13, hour, tzinfo=datetime.UTC))[0].is_stale is is_stale


def test_a_list_of_ones_own_is_never_stale(case: Case, add: Add) -> None:
    """Nobody said how old it may be."""
    add(replace(GOOD, dataset="own_list", published="2001"))
    assert not list_ages(case, NOON)[0].is_stale


def test_words() -> None:
    """What a message says of the last good copy."""
    age: Any = Age("x", "inputs/fetched/x/a.xml", fetched_hours=50.0, confirmed_hours=1.2, max_age_hours=48)
    assert say_age(age) == (
        "The last good copy is inputs/fetched/x/a.xml, fetched 2 days ago, confirmed 1 hour ago, "
        "date of publication unknown, not stale: it may be 2 days old"
    )
    age = replace(age, published="2026-02-11", published_hours=60.0, confirmed_hours=50.0)
    assert say_age(age) == (
        "The last good copy is inputs/fetched/x/a.xml, fetched 2 days ago, published 2026-02-11 (2 days ago), "
        "STALE: it may be at most 2 days old"
    )
    assert say_age(Age("x")) == "There is no good copy"


@pytest.mark.parametrize(
    ("hours", "said"),
    [(-3.0, "0 hours"), (1.9, "1 hour"), (47.9, "47 hours"), (48.0, "2 days"), (24_000, "1,000 days")],
)
def test_say_hours(hours: float, said: str) -> None:
    """Hours, and days from two on."""
    assert say_hours(hours) == said
