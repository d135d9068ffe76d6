"""An index of the subjects: analysed once, so that all can be searched among the parties that changed."""

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
from counterflow.screen.query import Query
from counterflow.screen.subject.concern import find_concerned


class SubjectNames:
    """The readings of all subjects that can be searched, as parties."""

    def __init__(self, folder: Path) -> None:
        """Use the index in a folder of subjects."""
        self._place = folder / "names"

    def update(self, queries: Iterable[tuple[str, Query]]) -> None:
        """Bring the index up to date with all subjects there are.

        Args:
            queries: id and query of each.
        """
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

    def concerned(self, parties: Index, changed: Sequence[int], *, cutoff: float, threads: int) -> set[str]:
        """Name the subjects that have any of these parties, by their numbers, among their hits."""
        if len(changed) == 0:
            return set()
        names = Index.open(self._place)
        found = find_concerned(names, parties, changed, cutoff=cutoff, threads=threads)
        return {names.entity_id(number).rpartition(" ")[0] for number in found}


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
