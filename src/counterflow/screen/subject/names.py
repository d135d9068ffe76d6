"""An index of the subjects: analysed once, so that all can be searched again whenever a list changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from counterflow.compare.frame import Frame
from counterflow.compare.index.build import build_index
from counterflow.compare.index.delta import apply_delta
from counterflow.compare.index.record import dump_entity
from counterflow.compare.index.store import Index
from counterflow.exc import InputError, NotFoundError
from counterflow.screen.query import Query


class Readings(NamedTuple):
    """How subjects can be read, analysed."""

    frame: Frame
    numbers: Mapping[str, Sequence[int]]
    """By subject, parties of the frame; one that cannot be searched has none."""


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

    def open(self) -> Readings:
        """Give the readings of all subjects.

        Raises:
            InputError: a file is missing or damaged.
        """
        index = Index.open(self._place)
        numbers: dict[str, list[int]] = {}
        for number in range(len(index)):
            numbers.setdefault(index.entity_id(number).rpartition(" ")[0], []).append(number)
        return Readings(index.frame, numbers)


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
