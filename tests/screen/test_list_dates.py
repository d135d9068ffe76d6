"""Dates of lists are said when an index is made, and kept in it through updates."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from counterflow.exc import InputError, UsageError
from counterflow.screen.list_dates import (
    FILE,
    GivenDates,
    ListDate,
    parse_list_date,
    read_catalog,
    read_list_dates,
    write_list_dates,
)
from counterflow.screen.make_index import make_index, update_index

NOW = datetime.datetime(2026, 11, 22, 23, tzinfo=datetime.UTC)


def write(path: Path, **datasets: str) -> Path:
    entities = [
        {"id": one, "schema": "Person", "datasets": [name], "properties": {"name": [one]}}
        for one, name in datasets.items()
    ]
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    return path


def given(**dates: str) -> GivenDates:
    return GivenDates({name: ListDate(date) for name, date in dates.items()}, frozenset(dates))


def test_dates_are_kept_through_updates(tmp_path: Path) -> None:
    """One said anew takes the old one's place, also where nothing else changed; a list that went takes its own."""
    index, file = tmp_path / "index", write(tmp_path / "a.jsonl", a="un", b="us")
    make_index([file], index, workers=1, tell=lambda *_: None, dates=given(un="2026-02-01", us="2026-01"))
    assert read_list_dates(index) == {"un": ListDate("2026-02-01"), "us": ListDate("2026-01")}
    same = update_index([file], index, workers=1, tell=lambda *_: None, dates=given(un="2026-02-03"))
    assert (same.changed, same.removed, same.parties) == (0, 0, 2)
    assert read_list_dates(index) == {"un": ListDate("2026-02-03"), "us": ListDate("2026-01")}
    update_index([write(tmp_path / "b.jsonl", a="un")], index, workers=1, tell=lambda *_: None)
    assert read_list_dates(index) == {"un": ListDate("2026-02-03")}


def test_an_index_that_changes_in_nothing_is_not_written(tmp_path: Path) -> None:
    index, file = tmp_path / "index", write(tmp_path / "a.jsonl", a="un")
    make_index([file], index, workers=1, tell=lambda *_: None, dates=given(un="2026-02-01"))
    before = index.stat()
    update_index([file], index, workers=1, tell=lambda *_: None, dates=given(un="2026-02-01"))
    assert (index.stat().st_ino, index.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    """A name that is misspelt leaves no index behind; a catalog may hold more lists than the index."""
    file = write(tmp_path / "a.jsonl", a="un")
    with pytest.raises(UsageError, match="no party is of the list 'uno'"):
        make_index([file], tmp_path / "index", workers=1, tell=lambda *_: None, dates=given(uno="2026"))
    assert not (tmp_path / "index").exists()
    more = GivenDates({"un": ListDate("2026"), "uno": ListDate("2025")})
    make_index([file], tmp_path / "index", workers=1, tell=lambda *_: None, dates=more)
    assert read_list_dates(tmp_path / "index") == {"un": ListDate("2026")}


def test_a_catalog(tmp_path: Path) -> None:
    """Datasets, those of a collection, and those whose date nobody says."""
    path = tmp_path / "index.json"
    parts = [
        {"name": "us_ofac_sdn", "updated_at": "2026-02-01T06:21:08"},
        {"name": "eu_fsf", "last_export": "2026-01-31"},
        {"name": "none"},
    ]
    path.write_text(json.dumps({"name": "all", "updated_at": "2026-02-02", "datasets": [*parts, "text"]}))
    dates = {"all": "2026-02-02", "us_ofac_sdn": "2026-02-01", "eu_fsf": "2026-01-31"}
    assert {name: date.published for name, date in read_catalog(path, NOW).items()} == dates


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "x",
        '{"name": "a", "updated_at": "yesterday"}',
        '{"datasets": 3}',
        '{"name": "a", "updated_at": "2062-01-01"}',
    ],
)
def test_what_is_no_catalog(tmp_path: Path, text: str) -> None:
    path = tmp_path / "index.json"
    path.write_text(text)
    with pytest.raises(InputError, match="no dates"):
        read_catalog(path, NOW)


def test_what_is_no_date() -> None:
    with pytest.raises(UsageError, match="yesterday"):
        parse_list_date("yesterday", NOW)


@pytest.mark.parametrize("date", ["2026", "2026-11", "2026-11-22", "2026-11-23"])
def test_a_date_until_tomorrow(date: str) -> None:
    """It is tomorrow already where the publisher is."""
    assert parse_list_date(date, NOW).published == date


@pytest.mark.parametrize("date", ["2026-11-24", "2026-12", "2062-01-01"])
@pytest.mark.parametrize("zone", [-11, 0, 13])
def test_a_date_to_come(date: str, zone: int) -> None:
    """A list of such a date would be fresh for ever; the day is that of UTC, wherever it is asked."""
    with pytest.raises(UsageError, match=f"{date} is to come; at most it is 2026-11-23"):
        parse_list_date(date, NOW.astimezone(datetime.timezone(datetime.timedelta(hours=zone))))


def test_a_rebuild_keeps_the_dates_of_lists_that_are_still_there(tmp_path: Path) -> None:
    """As an update does: with the limit of their age; one said anew counts before."""
    index, file = tmp_path / "index", write(tmp_path / "a.jsonl", a="un", b="us", c="eu")
    dates = GivenDates({"un": ListDate("2026-02-01", 48), "us": ListDate("2026-01"), "eu": ListDate("2026-02")})
    make_index([file], index, workers=1, tell=lambda *_: None, dates=dates)
    fewer = write(tmp_path / "b.jsonl", a="un", b="us")
    make_index([fewer], index, workers=1, tell=lambda *_: None, dates=given(us="2026-02-03"))
    assert read_list_dates(index) == {"un": ListDate("2026-02-01", 48), "us": ListDate("2026-02-03")}


def test_an_index_of_before_has_no_dates(tmp_path: Path) -> None:
    assert read_list_dates(tmp_path) == {}
    write_list_dates(tmp_path, {"un": ListDate("2026-02-01", 48)})
    assert read_list_dates(tmp_path) == {"un": ListDate("2026-02-01", 48)}
    (tmp_path / FILE).write_text('{"un": {"published": "never"}}')
    with pytest.raises(InputError, match="damaged"):
        read_list_dates(tmp_path)
