"""The lists that decisions were made on, found among indexes that are kept, by their identity."""

from __future__ import annotations

import datetime
import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from counterflow.compare.algorithm import ALGORITHM
from counterflow.compare.index.files import settled
from counterflow.compare.index.manifest import MANIFEST
from counterflow.exc import InputError, NotFoundError
from counterflow.remote.clock import Clock
from counterflow.screen.answer import Answer
from counterflow.screen.decision.replay import FindState, Replayable
from counterflow.screen.decision.seen import Seen
from counterflow.screen.index_identity import read_identity
from counterflow.screen.list_dates import read_list_dates
from counterflow.screen.screener import Limits
from counterflow.service.fit import Fit, Names, fit_of
from counterflow.service.list_age import lists_of_index
from counterflow.service.match import Asked, match
from counterflow.service.source import open_index_state
from counterflow.service.state import State

OPENED = 4
"""Indexes that are held open, the last used; decisions on one build follow each other."""


@dataclass(frozen=True)
class ReplayableState:
    """A state that answers as it did (`screen.decision.replay.Replayable`)."""

    state: State

    @property
    def fingerprint(self) -> str:
        """Name the lists in it."""
        return self.state.parties.names.manifest.fingerprint

    @property
    def algorithm(self) -> str:
        """Name the algorithm of this version of the program."""
        return ALGORITHM

    def answer(self, query: Mapping[str, Any], limits: Limits, scope: str, now: datetime.datetime) -> Answer:
        """Answer as at a certain time of day.

        Raises:
            NotFoundError: it holds another scope.
        """
        if scope != self.state.scope:
            raise NotFoundError(f"the parties of the scope {scope}; there are those of {self.state.scope}")
        return match(self.state.at(now), [query], Asked(limits))[0].answer


class KeptIndexes:
    """Indexes alone, as `counterflow index` makes and keeps them."""

    def __init__(self, folders: Sequence[Path], clock: Clock) -> None:
        """Look in folders: each is an index, or holds some."""
        self._folders = folders
        self._clock = clock
        self._open = functools.lru_cache(OPENED)(self._open_folder)

    def find(self, seen: Seen) -> ReplayableState | str:
        """Find the lists of an answer (`screen.decision.replay.FindState`)."""
        places = chain.from_iterable(_indexes_in(folder) for folder in self._folders)
        fits = [(fit, place) for place in places if (fit := _fit(seen, place)) > Fit.NONE]
        trouble = ""
        for _, place in sorted(fits, key=lambda one: -one[0]):  # of equals the first
            try:
                return ReplayableState(self._open(place))
            except InputError as exc:
                trouble = f": {exc.message}"
        return missing_text(seen) + trouble

    def _open_folder(self, folder: Path) -> State:
        return open_index_state(folder, self._clock, threads=1)


def find_in(*places: FindState) -> FindState:
    """Look in several places, one after the other; what is missing is said by the last."""

    def find(seen: Seen) -> Replayable | str:
        found: Replayable | str = missing_text(seen)
        for place in places:
            found = place(seen)
            if not isinstance(found, str):
                break
        return found

    return find


def missing_text(seen: Seen) -> str:
    """Say what of an answer's lists is gone: the algorithm, or else the lists themselves."""
    algorithm, fingerprint = seen.data["algorithm"], seen.conditions.fingerprint
    if algorithm != ALGORITHM:
        return f"the algorithm {algorithm}; there is {ALGORITHM}: a version of Counterflow that has it replays this"
    dates = ", ".join(f"{one['name']} {one['published'] or 'undated'}" for one in seen.data["index"]["lists"])
    said = f"the lists of build {seen.data['index']['build']}, fingerprint {fingerprint or 'not known'}"
    return said if dates == "" else f"{said}, with the dates {dates}"


def _indexes_in(folder: Path) -> Iterator[Path]:
    """Yield a folder if it is an index, else the indexes in it."""
    if (settled(folder) / MANIFEST).exists():
        yield folder
    elif folder.is_dir():
        yield from (
            one for one in sorted(folder.iterdir()) if not one.name.startswith(".") and (one / MANIFEST).exists()
        )


def _fit(seen: Seen, folder: Path) -> Fit:
    """Say how well an index fits, whichever version of the program made it; not at all: it cannot be read."""
    place = settled(folder)
    try:
        manifest = json.loads((place / MANIFEST).read_bytes())
        lists = lists_of_index(manifest["datasets"], read_list_dates(place))
        return fit_of(seen, Names(str(manifest["fingerprint"]), read_identity(place), lists))
    except (OSError, ValueError, KeyError, TypeError, InputError):
        return Fit.NONE
