"""The end of an attempt's time, whatever its connection is doing then; and of all attempts, when a run is stopped.

A socket's timeout begins anew with each byte, so an endpoint that sends one a minute would hold a run for ever. Another
thread shuts the connection down instead.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType


class Cancel:
    """Stops all attempts that run under it, and lets none begin afterwards."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._running: set[Deadline] = set()

    @property
    def is_set(self) -> bool:
        """Whether it was stopped."""
        return self._event.is_set()

    def stop(self) -> None:
        """Stop."""
        self._event.set()
        with self._lock:
            for one in self._running:
                one.end()

    def wait(self, seconds: float) -> bool:
        """Wait so long; True at once when stopped."""
        return self._event.wait(seconds)

    def add(self, one: Deadline) -> None:
        """Take note of an attempt that begins."""
        with self._lock:
            self._running.add(one)
        if self.is_set:
            one.end()

    def remove(self, one: Deadline) -> None:
        """Take note of an attempt that has ended."""
        with self._lock:
            self._running.discard(one)


class Deadline:
    """Ends one connection once its time is over."""

    def __init__(self, seconds: float, cancel: Cancel) -> None:
        self.is_over = False
        self._cancel = cancel
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._timer = threading.Timer(seconds, self.end)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._cancel.add(self)
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._cancel.remove(self)
        with self._lock:
            if self._handle is not None:
                self._handle.close()
                self._handle = None

    def watch(self, connection: socket.socket) -> None:
        """Watch a connection by a second handle, which reaches it also when TLS has taken over the first."""
        handle = connection.dup()
        with self._lock:
            self._handle = handle
            if self.is_over:
                _shut_down(handle)

    def end(self) -> None:
        """End it now."""
        with self._lock:
            self.is_over = True
            if self._handle is not None:
                _shut_down(self._handle)


def _shut_down(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it has ended by itself
        connection.shutdown(socket.SHUT_RDWR)
