"""An index of the subjects: a party that is new or changed is looked up in it, and finds whom it may concern."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from counterflow.compare.index.build import build_index
from counterflow.compare.index.delta import apply_delta
from counterflow.compare.index.record import dump_entity
from counterflow.compare.index.store import Index
from counterflow.exc import InputError, NotFoundError
from counterflow.screen.index_parties import IndexParties
from counterflow.screen.query import Query

MOST_FOUND = 2_400
"""Subjects that one party finds at most; whoever finds as many is taken to concern all."""


SEARCHED_FROM = 0.01
"""Score from which subjects are looked for: far below the cutoff, or a search leaves out some near it unscored."""


class SubjectNames:
    """The readings of all subjects that can be searched, as parties."""

    def __init__(self, folder: Path) -> None:
        """Use the index in a folder of subjects."""
        self._place = folder / "names"
        self._parties: IndexParties | None = None

    def update(self, queries: Iterable[tuple[str, Query]]) -> None:
        """Bring the index up to date with all subjects there are.

        Args:
            queries: id and query of each.
        """
        self._parties = None
        entities = list(_entities(queries))
        try:
            index = Index.open(self._place)
        except InputError:  # none yet, or of another version
            shutil.rmtree(self._place, ignore_errors=True)
            build_index(entities, self._place)
            return
        is_left: np.ndarray[Any, np.dtype[np.bool_]] = np.ones(len(index), np.bool_)
        changed = [entity for entity in entities if not _is_known(index, entity, is_left)]
        removed = [index.entity_id(int(number)) for number in np.flatnonzero(is_left)]
        if len(changed) + len(removed) > 0:
            apply_delta(self._place, changed, removed)

    def find(self, parties: Sequence[dict[str, Any]], *, cutoff: float, threads: int) -> set[str] | None:
        """Name the subjects that any of these parties may mean at or above a score; None: too many to name."""
        if self._parties is None:
            self._parties = IndexParties(Index.open(self._place), threads=threads, scored=MOST_FOUND)
        found: set[str] = set()
        for hits in self._parties.search(parties, limit=MOST_FOUND, cutoff=min(cutoff, SEARCHED_FROM)):
            if len(hits) >= MOST_FOUND:
                return None
            found |= {hit.id.rpartition(" ")[0] for hit in hits if hit.score >= cutoff}
        return found


def _entities(queries: Iterable[tuple[str, Query]]) -> Iterator[dict[str, Any]]:
    for subject, query in queries:
        for number, reading in enumerate(query.readings):
            yield {"id": f"{subject} {number}", "datasets": [], **reading}


def _is_known(index: Index, entity: dict[str, Any], is_left: np.ndarray[Any, np.dtype[np.bool_]]) -> bool:
    """Say whether an entity is in the index, and note its place as not left over."""
    try:
        number = index.number(entity["id"])
    except NotFoundError:
        return False
    is_left[number] = False
    return index.records.line(number) == dump_entity(entity)
