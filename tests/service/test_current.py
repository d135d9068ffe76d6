"""A newer state takes the old one's place; who began with the old one keeps it."""

from __future__ import annotations

import contextlib
import datetime
import threading
import time
from collections.abc import Hashable
from typing import Any, cast

import pytest

from counterflow.exc import InputError, NotReadyError
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
        self.error: Exception | None = None
        self.mark_error: Exception | None = None

    def mark(self) -> Hashable:
        if self.mark_error is not None:
            raise self.mark_error
        return cast("Hashable", self.version)

    def open(self) -> State:
        assert self.may_open.wait(10)
        if self.error is not None:
            raise self.error
        version = self.version
        self.opened.append(version)
        if version == "damaged":
            raise InputError("damaged")
        return State(cast("IndexParties", None), cast("EntityStore", None), str(version), "listed", lambda _: (), NOW)


@pytest.fixture
def source() -> Versions:
    return Versions()


def opened(source: Versions) -> CurrentState:
    """Wait for the first state."""
    current = CurrentState(source)
    current.refresh()
    return current


def wait_for(current: CurrentState, build: str) -> None:
    """Wait until a state is in use, ten seconds at most."""
    for _ in range(1000):
        with contextlib.suppress(NotReadyError):
            if current.get().build == build:
                return
        time.sleep(0.01)
    raise AssertionError(f"{build} is not in use")


def test_before_the_first_state_there_is_no_answer(source: Versions) -> None:
    source.may_open.clear()
    current = CurrentState(source)
    current.start()
    with pytest.raises(NotReadyError):
        current.get()
    source.may_open.set()
    wait_for(current, "1")
    current.stop()


def test_why_there_is_no_first_state_is_said(source: Versions) -> None:
    source.version = "damaged"
    current = CurrentState(source)
    with pytest.raises(InputError):
        current.refresh()
    with pytest.raises(NotReadyError, match="damaged"):
        current.get()


def test_a_newer_state_is_taken_up_without_a_request(source: Versions) -> None:
    """Requests go on with the old one while it is opened."""
    current = CurrentState(source, every_s=0.01)
    current.start()
    wait_for(current, "1")
    source.may_open.clear()
    source.version = 2
    time.sleep(0.05)
    assert current.get().build == "1"
    source.may_open.set()
    wait_for(current, "2")
    current.stop()
    assert source.opened == [1, 2]


def test_what_cannot_be_opened_leaves_the_old_one_in_use(source: Versions) -> None:
    current = opened(source)
    source.version = "damaged"
    with pytest.raises(InputError):
        current.refresh()
    assert current.get().build == "1"
    assert isinstance(current.error, InputError)
    source.version = 3
    assert current.refresh().build == "3"
    assert current.error is None


def test_a_failure_is_tried_again(source: Versions) -> None:
    """It may have been a full disk; nothing on disk need change for it to work."""
    current = CurrentState(source, every_s=0.01)
    source.error = OSError("too many open files")
    current.start()
    time.sleep(0.05)
    assert isinstance(current.error, OSError)
    source.error = None
    wait_for(current, "1")
    current.stop()


def test_a_source_that_cannot_be_asked_leaves_the_old_one_in_use(source: Versions) -> None:
    current = opened(source)
    source.mark_error = FileNotFoundError("current")
    with pytest.raises(FileNotFoundError):
        current.refresh()
    assert current.get().build == "1"


def test_nothing_new_opens_nothing(source: Versions) -> None:
    current = opened(source)
    assert current.refresh() is current.get()
    assert source.opened == [1]


def test_it_is_started_once(source: Versions) -> None:
    """The command line starts it before the server does."""
    source.may_open.clear()
    before = set(threading.enumerate())
    current = CurrentState(source)
    current.start()
    current.start()
    assert [one.name for one in threading.enumerate() if one not in before] == ["newest-state"]
    current.stop()
    source.may_open.set()
