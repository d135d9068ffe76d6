"""Reports: who states each value, and whom each is recorded to repeat, before repeats are joined to roots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from counterflow.weigh.truth.claims import Claims, Flags, Ints


@dataclass(frozen=True)
class Reports:
    """One row a value and source that states it, sorted by candidate."""

    candidate: Ints
    source: Ints
    sources: tuple[str, ...]
    own: Flags
    """Whether it is recorded that the source looked for itself."""
    repeating: Ints
    """Rows that are recorded to repeat, each with every row that it repeats in `repeated`."""
    repeated: Ints

    @property
    def recorded(self) -> Flags:
        """Of each row, whether it is recorded to repeat."""
        found = np.zeros(len(self.candidate), bool)
        found[self.repeating] = True
        return found


def find_reports(
    claims: Claims, candidate: Ints, lineage: Iterable[tuple[str, str]], names: tuple[str, ...]
) -> Reports:
    """Find who states each value, and whom each repeats.

    A source that is repeated and does not tell of the item itself (a wire story that papers cite) is a report too. Who
    says another value than what he repeats repeats nobody here.

    Args:
        claims: all of them.
        candidate: of each claim; -1: it tells nothing.
        lineage: pairs of a source and the one that it repeats.
        names: of the sources, those of the claims first.
    """
    at = {name: number for number, name in enumerate(names)}
    parents: dict[int, set[int]] = defaultdict(set)
    for name, other in lineage:
        parents[at[name]].add(at[other])
    said: dict[int, dict[int, set[int]]] = defaultdict(dict)
    tellers: dict[int, set[int]] = defaultdict(set)
    item_of: dict[int, int] = {}
    for row in np.flatnonzero(candidate >= 0).tolist():
        value, source, repeated = int(candidate[row]), int(claims.source[row]), int(claims.repeats[row])
        whom = said[value].setdefault(source, set(parents.get(source, ())))
        if repeated >= 0:
            whom.add(repeated)
        item_of[value] = int(claims.item[row])
        tellers[item_of[value]].add(source)
    rows: list[tuple[int, int]] = []
    own: list[bool] = []
    pairs: list[tuple[int, int]] = []
    for value, by_source in sorted(said.items()):
        _add_silent(by_source, tellers[item_of[value]], parents)
        place = {source: len(rows) + number for number, source in enumerate(sorted(by_source))}
        rows.extend((value, source) for source in place)
        whole = {source: by_source[source] & place.keys() - {source} for source in place}
        own.extend(source in by_source[source] and len(whole[source]) == 0 for source in place)
        pairs.extend((place[source], place[one]) for source in place for one in sorted(whole[source]))
    table, arcs = np.array(rows, np.int64).reshape(-1, 2), np.array(pairs, np.int64).reshape(-1, 2)
    return Reports(table[:, 0], table[:, 1], names, np.array(own, bool), arcs[:, 0], arcs[:, 1])


def _add_silent(by_source: dict[int, set[int]], tellers: set[int], parents: dict[int, set[int]]) -> None:
    """Add who is repeated and does not tell of the item itself, with those that these repeat."""
    todo = sorted(set().union(*by_source.values()) - by_source.keys() - tellers)
    while len(todo) > 0:
        one = todo.pop()
        by_source[one] = set(parents.get(one, ()))
        todo.extend(sorted(by_source[one] - by_source.keys() - tellers - set(todo)))
