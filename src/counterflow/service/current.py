"""The newest state: what a request begins with, while a newer one is opened beside it."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import Protocol

from counterflow.exc import NotReadyError
from counterflow.service.state import State

_NOTHING = object()
"""The mark of a source before it was asked."""
EVERY_S = 1.0
"""Seconds between two looks for a newer state."""
_MOST_WAIT_S = 60.0
"""Seconds until the next try, at most, when a state cannot be opened."""


class Source(Protocol):
    """Where states come from: an index that may be replaced, or a case that is built again."""

    def mark(self) -> Hashable:
        """Tell what is there now from what was there before; cheap, asked every second."""

    def open(self) -> State:
        """Open what is there now, ready for requests."""


class CurrentState:
    """The state in use, replaced when its source has another; requests keep the one that they began with.

    States share nothing that is written, and are closed with their last reader, by Python itself.
    """

    def __init__(self, source: Source, *, every_s: float = EVERY_S) -> None:
        """Take states from a source; none is open yet."""
        self._source = source
        self._every_s = every_s
        self._opening = threading.Lock()
        self._ended = threading.Event()
        self._is_started = False
        self._mark: Hashable = _NOTHING
        self._state: State | None = None
        self.error: Exception | None = None
        """Why the newest state could not be opened; the one before it goes on."""

    def start(self) -> None:
        """Open the first state, and then look for newer ones, beside the requests; a second call does nothing."""
        if self._is_started:
            return
        self._is_started = True
        threading.Thread(target=self._keep_up, name="newest-state", daemon=True).start()

    def stop(self) -> None:
        """Look no more; the state in use stays."""
        self._ended.set()

    def get(self) -> State:
        """Give the state in use.

        Raises:
            NotReadyError: none is open yet.
        """
        state = self._state
        if state is None:
            why = (
                "the lists are being opened (a first start compiles for minutes)"
                if self.error is None
                else str(self.error)
            )
            raise NotReadyError(f"nothing can be screened yet: {why}", next_step="Ask /readyz, and again in a moment")
        return state

    def refresh(self) -> State:
        """Take up what the source has now, if that is not in use, and give it.

        Raises:
            CounterflowError: it cannot be opened; the one before it goes on.
        """
        with self._opening:
            try:
                # The mark is read first: what comes while a state is opened is opened behind it.
                while (mark := self._source.mark()) != self._mark:
                    self._state = self._source.open()
                    self._mark = mark
            except Exception as exc:
                # Whatever it is, the service goes on with what it has, and tries again.
                self.error = exc
                raise
            self.error = None
        return self.get()

    def _keep_up(self) -> None:
        wait_s = self._every_s
        while True:
            try:
                self.refresh()
            except Exception:
                wait_s = min(2 * wait_s, _MOST_WAIT_S)
            else:
                wait_s = self._every_s
            if self._ended.wait(wait_s):
                return
