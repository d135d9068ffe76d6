"""A newer state takes the old one's place; who began with the old one keeps it."""

from __future__ import annotations

import datetime
import itertools
import threading
from collections.abc import Hashable
from typing import Any, cast

import pytest

from counterflow.exc import CounterflowError, InputError
from counterflow.screen.index_parties import IndexParties
from counterflow.service.current import CurrentState
from counterflow.service.state import State

NOW = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)


class Versions:
    """A source of states that a test replaces."""

    def __init__(self) -> None:
        self.version: Any = 1
        self.opened: list[Any] = []
        self.may_open = threading.Event()
        self.may_open.set()

    def mark(self) -> Hashable:
        return cast("Hashable", self.version)

    def open(self) -> State:
        assert self.may_open.wait(10)
        version = self.version
        self.opened.append(version)
        if version == "damaged":
            raise InputError("damaged")
        return State(cast("IndexParties", None), str(version), "listed", lambda _: (), NOW)


@pytest.fixture
def source() -> Versions:
    return Versions()


def test_requests_go_on_while_a_newer_state_is_opened(source: Versions) -> None:
    seconds = itertools.count(step=2)
    current = CurrentState(source, clock=lambda: float(next(seconds)))
    source.version = 2
    source.may_open.clear()
    assert [current.get().build for _ in range(5)] == ["1"] * 5
    source.may_open.set()
    assert current.refresh().build == "2"
    assert source.opened == [1, 2]


def test_a_newer_state_is_looked_for_once_a_second(source: Versions) -> None:
    asked = []
    now = [0.0]
    current = CurrentState(source, clock=lambda: now[0])
    source.mark = lambda: asked.append(now[0])  # type: ignore[assignment, func-returns-value]
    for now[0] in (0.0, 0.5, 0.9, 1.0, 1.5, 2.1):
        current.get()
    assert asked == [1.0, 2.1]


def test_what_cannot_be_opened_leaves_the_old_one_in_use(source: Versions) -> None:
    current = CurrentState(source)
    source.version = "damaged"
    with pytest.raises(InputError):
        current.refresh()
    assert current.get().build == "1"
    assert isinstance(current.error, CounterflowError)
    source.version = 3
    assert current.refresh().build == "3"
    assert current.error is None


def test_what_is_damaged_is_not_tried_again_until_it_changes(source: Versions) -> None:
    current = CurrentState(source)
    source.version = "damaged"
    for _ in range(3):
        with pytest.raises(InputError):
            current.refresh()
    assert source.opened == [1, "damaged"]


def test_nothing_new_opens_nothing(source: Versions) -> None:
    current = CurrentState(source)
    assert current.refresh() is current.get()
    assert source.opened == [1]
