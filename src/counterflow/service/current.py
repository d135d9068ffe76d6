"""The newest state: what a request begins with, while a newer one is opened beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from typing import Protocol

from counterflow.exc import CounterflowError, NotReadyError
from counterflow.service.state import State

_NOTHING = object()
"""The mark of a source before it was asked."""
EVERY_S = 1.0
"""Seconds between two looks for a newer state, at least."""


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

    def __init__(self, source: Source, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Take states from a source; none is open yet."""
        self._source = source
        self._clock = clock
        self._looking = threading.Lock()
        self._opening: threading.Thread | None = None
        self._mark: Hashable = _NOTHING
        self._state: State | None = None
        self._looked = clock()
        self.error: CounterflowError | None = None
        """Why the newest state could not be opened; the one before it goes on."""

    def start(self) -> None:
        """Begin to open the first state, and do not wait for it."""
        with self._looking:
            self._look()

    def get(self) -> State:
        """Give the state in use; at most once a second, look for a newer one, which is then opened beside it.

        Raises:
            NotReadyError: none is open yet.
        """
        if self._clock() - self._looked >= EVERY_S and self._looking.acquire(blocking=False):
            try:
                self._looked = self._clock()
                self._look()
            finally:
                self._looking.release()
        if self._state is None:
            why = "the lists are being opened" if self.error is None else self.error.what
            raise NotReadyError(f"nothing can be screened yet: {why}", next_step="Ask /readyz, and again in a moment")
        return self._state

    def refresh(self) -> State:
        """Look for a newer state now, wait until it is in use, and give it.

        Raises:
            CounterflowError: it cannot be opened; the one before it goes on.
        """
        with self._looking:
            self._look()
            opening = self._opening
        if opening is not None:
            opening.join()
        if self.error is not None:
            raise self.error
        return self.get()

    def _look(self) -> None:
        if self._opening is not None and self._opening.is_alive():
            return
        mark = self._source.mark()
        if mark == self._mark:
            return
        self._opening = threading.Thread(target=self._open, args=(mark,), name="open-state", daemon=True)
        self._opening.start()

    def _open(self, mark: Hashable) -> None:
        # The mark was taken before: what comes while this one is opened is opened behind it.
        try:
            self._state = self._source.open()
        except CounterflowError as exc:
            self.error = exc
        else:
            self.error = None
        self._mark = mark
