"""Time and chance, as the network code sees them: a test gives it others."""

from __future__ import annotations

import datetime
import random
import time
from typing import Protocol


class Clock(Protocol):
    """What fetching asks of the time."""

    def now(self) -> datetime.datetime:
        """Give the time of day, with its zone, in UTC."""
        ...

    def monotonic(self) -> float:
        """Give seconds that never go backwards."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...

    def jitter(self, most: float) -> float:
        """Choose a number of seconds from 0 to `most`."""
        ...


class SystemClock:
    """The machine's clock and its source of chance."""

    _random = random.SystemRandom()

    def now(self) -> datetime.datetime:
        """Give the time of day in UTC."""
        return datetime.datetime.now(datetime.UTC)

    def monotonic(self) -> float:
        """Give seconds that never go backwards."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def jitter(self, most: float) -> float:
        """Choose a number of seconds, each as likely as the next."""
        return self._random.uniform(0.0, most)
