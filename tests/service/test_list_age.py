"""Which lists of an index alone are older than they may be."""

from __future__ import annotations

import datetime

import pytest

from counterflow.screen.list_dates import ListDate
from counterflow.service.list_age import DEFAULT_MAX_AGE_HOURS, lists_of_index

NOON = datetime.datetime(2026, 2, 10, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("name", "date", "stale"),
    [
        ("un_sc_sanctions", ListDate("2026-02-08"), True),  # 60 hours; the dataset allows 48
        ("un_sc_sanctions", ListDate("2026-02-09"), False),
        ("un_sc_sanctions", ListDate("2026-02-08", 72), False),  # said when the index was made
        ("my_list", ListDate("2026-02-04"), False),
        ("my_list", ListDate("2026-02-03"), True),
        ("my_list", ListDate("2026-02-11"), None),  # to come: it says nothing of the age
        ("my_list", ListDate("2026-01"), True),  # a month begins with its first day
    ],
)
def test_a_list_is_as_old_as_its_date(name: str, date: ListDate, stale: bool | None) -> None:
    assert DEFAULT_MAX_AGE_HOURS == 7 * 24
    [one] = lists_of_index([name], {name: date})(NOON)
    assert (one.name, one.published, one.stale) == (name, date.published, stale)


def test_without_a_date_nothing_is_known() -> None:
    lists = lists_of_index(["b", "a"], {"b": ListDate("2026-02-10")})(NOON)
    assert [(one.name, one.published, one.stale) for one in lists] == [("a", None, None), ("b", "2026-02-10", False)]


def test_a_list_ages_while_it_is_served() -> None:
    lists = lists_of_index(["a"], {"a": ListDate("2026-02-10")})
    assert [one.stale for one in lists(NOON + datetime.timedelta(days=7))] == [True]
