"""A newer state takes the old one's place; who began with the old one keeps it."""

from __future__ import annotations

import datetime
import itertools
import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, cast

import pytest

from counterflow.exc import CounterflowError, InputError, NotReadyError
from counterflow.screen.entity_store.read import EntityStore
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
        self.marked = 0

    def mark(self) -> Hashable:
        self.marked += 1
        return cast("Hashable", self.version)

    def open(self) -> State:
        assert self.may_open.wait(10)
        version = self.version
        self.opened.append(version)
        if version == "damaged":
            raise InputError("damaged")
        return State(cast("IndexParties", None), cast("EntityStore", None), str(version), "listed", lambda _: (), NOW)


@pytest.fixture
def source() -> Versions:
    return Versions()


def opened(source: Versions, clock: Callable[[], float] = time.monotonic) -> CurrentState:
    """Wait for the first state."""
    current = CurrentState(source, clock=clock)
    current.refresh()
    return current


def test_before_the_first_state_there_is_no_answer(source: Versions) -> None:
    source.may_open.clear()
    current = CurrentState(source)
    current.start()
    with pytest.raises(NotReadyError):
        current.get()
    source.may_open.set()
    assert current.refresh().build == "1"
    assert source.opened == [1]


def test_why_there_is_no_first_state_is_said(source: Versions) -> None:
    source.version = "damaged"
    current = CurrentState(source)
    with pytest.raises(InputError):
        current.refresh()
    with pytest.raises(NotReadyError, match="damaged"):
        current.get()


def test_requests_go_on_while_a_newer_state_is_opened(source: Versions) -> None:
    seconds = itertools.count(step=2)
    current = opened(source, lambda: float(next(seconds)))
    source.version = 2
    source.may_open.clear()
    assert [current.get().build for _ in range(5)] == ["1"] * 5
    source.may_open.set()
    assert current.refresh().build == "2"
    assert source.opened == [1, 2]


def test_a_newer_state_is_looked_for_once_a_second(source: Versions) -> None:
    now = [0.0]
    current = opened(source, lambda: now[0])
    marked = []
    for now[0] in (0.0, 0.5, 0.9, 1.0, 1.5, 2.1):
        current.get()
        marked.append(source.marked)
    assert marked == [1, 1, 1, 2, 2, 3]


def test_what_cannot_be_opened_leaves_the_old_one_in_use(source: Versions) -> None:
    current = opened(source)
    source.version = "damaged"
    with pytest.raises(InputError):
        current.refresh()
    assert current.get().build == "1"
    assert isinstance(current.error, CounterflowError)
    source.version = 3
    assert current.refresh().build == "3"
    assert current.error is None


def test_what_is_damaged_is_not_tried_again_until_it_changes(source: Versions) -> None:
    current = opened(source)
    source.version = "damaged"
    for _ in range(3):
        with pytest.raises(InputError):
            current.refresh()
    assert source.opened == [1, "damaged"]


def test_nothing_new_opens_nothing(source: Versions) -> None:
    current = opened(source)
    assert current.refresh() is current.get()
    assert source.opened == [1]
