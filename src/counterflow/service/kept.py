"""The lists that decisions were made on, found among indexes that are kept, by their identity."""

from __future__ import annotations

import datetime
import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

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
        trouble = ""
        for one in _find_kept(seen, self._folders):
            try:
                return ReplayableState(self._open(one.place))
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


def name_index(seen: Seen, folders: Sequence[Path]) -> Seen:
    """Name the index that an answer was seen of: an answer from a file says a part of its fingerprint alone.

    Its identity is named only where the lists have the dates that the answer says.

    Raises:
        NotFoundError: it is not in the folders.
    """
    best = next(iter(_find_kept(seen, folders)), None)
    if best is None:
        raise NotFoundError(
            f"this is not the index that was screened: {missing_text(seen)}", next_step="Give the one that was screened"
        )
    identity = best.names.identity if best.fit >= Fit.LISTS else None
    return replace(seen, conditions=replace(seen.conditions, fingerprint=best.names.fingerprint, identity=identity))


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


class _Kept(NamedTuple):
    """An index, and how well it fits an answer."""

    fit: Fit
    place: Path
    names: Names


def _find_kept(seen: Seen, folders: Sequence[Path]) -> list[_Kept]:
    """Find the indexes that an answer may have been seen of, the best fit first, of equals the first."""
    places = chain.from_iterable(_indexes_in(folder) for folder in folders)
    named = ((place, names) for place in places if (names := _read_names(place)) is not None)
    kept = [_Kept(fit, place, names) for place, names in named if (fit := fit_of(seen, names)) > Fit.NONE]
    return sorted(kept, key=lambda one: -one.fit)


def _read_names(folder: Path) -> Names | None:
    """Read what names the state of an index, whichever version of the program made it; None: it cannot be read."""
    place = settled(folder)
    try:
        manifest = json.loads((place / MANIFEST).read_bytes())
        lists = lists_of_index(manifest["datasets"], read_list_dates(place))
        return Names(str(manifest["fingerprint"]), read_identity(place), lists)
    except (OSError, ValueError, KeyError, TypeError, InputError):
        return None
