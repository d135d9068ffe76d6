"""The builds of a case that decisions were made on; indexes alone (`kept`) are served without what reads a case."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from counterflow.case import Case
from counterflow.compare.algorithm import ALGORITHM
from counterflow.compare.index.files import settled
from counterflow.compare.index.manifest import MANIFEST
from counterflow.exc import CounterflowError, NotFoundError
from counterflow.remote.clock import Clock
from counterflow.run.build import open_build
from counterflow.screen.answer import ListRef
from counterflow.screen.decision.seen import Seen
from counterflow.service.case_source import open_build_state
from counterflow.service.kept import OPENED, ReplayableState, missing_text
from counterflow.service.list_age import Lists
from counterflow.service.scope import index_folder
from counterflow.service.source import open_index_state
from counterflow.service.state import State


class KeptBuilds:
    """The builds of a case, with their indexes; a build that is gone, by its index alone."""

    def __init__(self, case: Case, clock: Clock, say: Callable[[str], None] | None) -> None:
        """Look in a case; `say` is told when an index is made again. None: none is made."""
        self._case = case
        self._clock = clock
        self._say = say
        self._open = functools.lru_cache(OPENED)(self._open_build)

    def find(self, seen: Seen) -> ReplayableState | str:
        """Find the lists of an answer (`screen.decision.replay.FindState`)."""
        if seen.data["algorithm"] != ALGORITHM:
            return missing_text(seen)
        try:
            state = self._open(Path(str(seen.data["index"]["build"])).name, seen.conditions.scope)
        except CounterflowError as exc:
            return f"{missing_text(seen)}: {exc.message}"
        return ReplayableState(replace(state, lists=_as_recorded(state.lists, seen)))

    def _open_build(self, build_id: str, scope: str) -> State:
        folder = index_folder(self._case, build_id, scope)
        has_index = (settled(folder) / MANIFEST).exists()
        try:
            build = open_build(self._case, build_id)
        except NotFoundError:
            # The index alone says what an answer did, but for dates of lists: all in it are listed, or it says whose
            # they are; `reported` has others, and `owned` did not always say.
            state = open_index_state(folder, self._clock, threads=1) if has_index else None
            if state is None or state.scope != scope:
                raise
            return replace(state, build=build_id)
        if self._say is None and not has_index:
            raise NotFoundError(
                f"its index is not in {folder.parent}", next_step=f"counterflow replay {self._case.root} makes it again"
            )
        return open_build_state(self._case, build, scope, self._clock, self._say or _say_nothing)


def _say_nothing(_text: str) -> None:
    """Take the place of who is told."""


def _as_recorded(lists: Lists, seen: Seen) -> Lists:
    """Give the lists of a build; of those without a date of their own what the answer said of them.

    Whether such a list was too old was said by the receipts of downloads, and newer ones have taken their place.
    """
    recorded = {one["name"]: ListRef(**one) for one in seen.data["index"]["lists"]}

    def at(now: datetime.datetime) -> Sequence[ListRef]:
        return [recorded.get(one.name, one) if one.published is None else one for one in lists(now)]

    return at
