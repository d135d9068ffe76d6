"""Parts in, columns of an index out: parties in order of their ids, tokens renumbered to the united vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.index.block import BlockTask
from counterflow.compare.index.layout import Array, join_parts
from counterflow.compare.index.packed import order_of
from counterflow.compare.index.part import Part
from counterflow.compare.index.words import numbers_of
from counterflow.exc import InputError


class Merger:
    """Parts side by side; a column is read when it is asked for, and not kept."""

    def __init__(self, parts: Sequence[Part], united: dict[str, int]) -> None:
        """Put parties in order.

        Raises:
            InputError: two entities have one id.
        """
        self.parts = parts
        self._united = united
        self.texts = list(united)
        ids = [entity_id for part in parts for entity_id in part.ids()]
        self.order = order_of(ids)
        self.ids = [ids[place] for place in self.order.tolist()]
        self._starts = np.cumsum([0, *(len(part.column("id_at")) - 1 for part in parts)])
        self._check_distinct()

    def column(self, name: str) -> Array:
        """Lay one column of all parts end to end, with token numbers of the united vocabulary."""
        if name == "names.token":
            return np.concatenate([self._renumbered(part) for part in self.parts])
        return join_parts([part.column(name) for part in self.parts], name)

    def block_tasks(self, starts: NDArray[np.uint32], size: int) -> Iterator[BlockTask]:
        """Cut the blocks of records into tasks of `size` blocks.

        Args:
            starts: `record.block_starts` of the ids.
            size: blocks of a task.
        """
        paths = [part.path for part in self.parts]
        for first in range(0, len(starts) - 1, size):
            own = starts[first : first + size + 1]
            yield BlockTask(paths, self._starts, own - own[0], self.order[own[0] : own[-1]])

    def line(self, place: int) -> bytes:
        """Give the JSON line of a party, by its place in the parts laid end to end."""
        number = int(np.searchsorted(self._starts, place, side="right")) - 1
        return self.parts[number].lines().line(place - int(self._starts[number]))

    def _renumbered(self, part: Part) -> NDArray[np.uint32]:
        return numbers_of(part.tokens(), self._united)[part.column("names.token")]

    def _check_distinct(self) -> None:
        for place, (one, other) in enumerate(pairwise(self.ids)):
            if one == other:
                places = " and ".join(sorted(self._where(int(self.order[at])) for at in (place, place + 1)))
                raise InputError(
                    f"the id {one!r} stands there twice",
                    where=places,
                    next_step="Merge the two entities, or leave one out",
                )

    def _where(self, place: int) -> str:
        number = int(np.searchsorted(self._starts, place, side="right")) - 1
        part = self.parts[number]
        return f"{part.source}, line {part.column('line_number')[place - self._starts[number]]}"
