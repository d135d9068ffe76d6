"""Two clocks: what was known by a day, and what held on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.dossier.clock import NOW, clock_views, read_clock
from counterflow.dossier.party import build_dossier
from counterflow.dossier.party_shape import Dossier
from counterflow.exc import NotFoundError, UsageError
from counterflow.run.build import open_build

At = Callable[..., Archive]


@pytest.fixture
def at(history_case: Case) -> Iterator[At]:
    """Open the case under a clock."""
    opened: list[Archive] = []

    def open_at(known_at: str | None = None, valid_at: str | None = None) -> Archive:
        opened.append(Archive(history_case, open_build(history_case), read_clock(known_at, valid_at)))
        return opened[-1]

    yield open_at
    for archive in opened:
        archive.close()


def _names(dossier: Dossier) -> dict[str, set[str | None]]:
    names: dict[str, set[str | None]] = {}
    for value in (value for group in dossier.names for value in group.values):
        names.setdefault(value.value, set()).update(item.gone_on for item in value.evidence)
    return names


@pytest.mark.parametrize(
    ("day", "names", "flags"),
    [
        ("2021-01-10", {"OLD NAME": {None}}, {"kp"}),
        ("2021-06-29", {"OLD NAME": {None}}, {"kp"}),
        ("2021-06-30", {"NEW NAME": {None}, "OLD NAME": {None, "2021-06"}}, {"kp"}),
        ("2022", {"NEW NAME": {None}, "OLD NAME": {None, "2021-06"}}, {"kp", "sl"}),
    ],
)
def test_a_dossier_as_it_was_known(at: At, day: str, names: dict[str, set[str | None]], flags: set[str]) -> None:
    """What a later vintage brought is not there, and what it took is not yet gone."""
    dossier = build_dossier(at(day), "x-3")
    assert _names(dossier) == names
    assert {value.value for fact in dossier.facts if fact.prop == "flag" for value in fact.values} == flags


def test_who_was_listed(at: At) -> None:
    """Party 2 was listed, was delisted, and is listed again."""
    states = {}
    for day in ("2021-01-10", "2021-12-31", "2022-01-10"):
        entity = at(day).rows(
            "SELECT listed_now, delisted_on, last_seen, topics FROM entity WHERE canonical_id = 'x-2'"
        )
        states[day] = tuple(entity[0].values())
    assert states == {
        "2021-01-10": (True, None, "2021-01-10", ["sanction"]),
        "2021-12-31": (False, "2021-06", "2021-01-10", []),
        "2022-01-10": (True, None, "2022-01-10", ["sanction"]),
    }


def test_who_was_not_known_is_not_found(at: At) -> None:
    """Before the first vintage that names it."""
    with pytest.raises(NotFoundError):
        build_dossier(at("2021-03"), "x-4")
    assert build_dossier(at("2021-06"), "x-4").caption == "Comes Late"


def test_each_vintage_is_reproduced(at: At, history: Archive) -> None:
    """What was known on its day and had not gone is what the vintage holds, and counts as last seen in it."""
    for day, parties in (("2021-01-10", 3), ("2021-06-30", 3), ("2022-01-10", 4)):
        rows = at(day).rows(
            "SELECT DISTINCT s.entity_id, s.last_seen FROM statement s JOIN evidence v ON v.statement_id = s.id "
            "WHERE v.gone_on IS NULL AND s.prop = 'name'"
        )
        assert len(rows) == parties
        assert {row["last_seen"] for row in rows} == {"2021-06" if day == "2021-06-30" else day}


def test_a_stake_counts_while_it_is_held(at: At) -> None:
    """On a day inside its dates; the designations of 2020 do not count in 2012."""
    held = build_dossier(at(valid_at="2012"), "x-1")
    assert [link.role for link in held.links] != []
    assert [interval.schema_ for interval in held.intervals] == []
    ended = build_dossier(at(valid_at="2021"), "x-1")
    assert [link.role for link in ended.links] == []
    assert [interval.schema_ for interval in ended.intervals] == ["Sanction"]


def test_both_clocks(at: At) -> None:
    """What was known in January 2021 of 2012: the stake was not."""
    assert build_dossier(at("2021-01-10", "2012"), "x-1").links == ()


def test_a_day_is_read_or_refused() -> None:
    """Of a month or a year the last day; a word is no day."""
    assert read_clock("2022-02", "2020") == ("2022-02-28", "2020-12-31")
    assert read_clock(None, None) == NOW
    assert clock_views(NOW) == {}
    with pytest.raises(UsageError, match=r"--valid-at is 'soon'"):
        read_clock(None, "soon")


@pytest.mark.parametrize("table", ["entity", "edge", "statement", "evidence"])
def test_after_all_that_was_published_nothing_is_left_out(table: str, example_case: Case) -> None:
    """The tables as of a later day are those of the build, row by row."""
    build = open_build(example_case)
    now, later = Archive(example_case, build), Archive(example_case, build, read_clock("2099", None))
    try:
        order = "canonical_id" if table == "entity" else "id"
        sql = f"SELECT * FROM {table} ORDER BY {order}"
        assert later.rows(sql) == now.rows(sql)
    finally:
        now.close()
        later.close()
