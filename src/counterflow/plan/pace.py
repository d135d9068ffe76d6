"""What a search goes by when it is told to stop: the time of the machine, or the work that it has done."""

from __future__ import annotations

import time
from typing import Protocol

CUT_S = 4e-5
"""Seconds that a smallest cut is taken to need whatever its size."""

ARC_S = 3e-7
"""Seconds that it is taken to need for each arc."""


class Pace(Protocol):
    """Says how many seconds have gone."""

    def now(self) -> float:
        """Give seconds since any fixed time."""
        ...

    def spend(self, arcs: int) -> None:
        """Say that a smallest cut was found among so many arcs."""
        ...


class WallPace:
    """The monotonic clock: a reader waits no longer than he said."""

    def now(self) -> float:
        """Give seconds since any fixed time."""
        return time.monotonic()

    def spend(self, arcs: int) -> None:
        """Do nothing: time goes by itself."""


class WorkPace:
    """Seconds that the cuts found so far are taken to need: on any machine a search stops where it stopped before."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        """Give seconds since the beginning."""
        return self.seconds

    def spend(self, arcs: int) -> None:
        """Count a cut."""
        self.seconds += CUT_S + ARC_S * arcs


WALL = WallPace()
