"""Roots: claims that recorded lineage traces to one claim are one piece of evidence, however many repeat it.

A source that repeats another and gives its value is that other; one that gives another value than what it repeats is
a root of its own. A source that repeats itself, by the lineage, looked for itself; of all others it is not known. A
root that nobody reported itself (a wire story that three papers cite) is a source like any other, and what its
repeaters say is its claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from counterflow.weigh.truth.claims import Claims, Flags, Ints, distinct_rows


@dataclass(frozen=True)
class Roots:
    """Evidence: one row an item, value and root."""

    candidate: Ints
    source: Ints
    sources: tuple[str, ...]
    reports: Ints
    """Sources that report each candidate."""
    own: Flags
    """Of each row, whether it is recorded that its source looked for itself: it repeats itself, by the lineage."""
    repeats: int
    """Claims of which the claims themselves say that they repeat; a source that is recorded as a whole to copy another
    shows nothing of the rest."""
    repeated: tuple[tuple[int, int, int], ...]
    """How often a source was recorded to repeat another and gave its value: (source, repeated, times)."""


def find_roots(claims: Claims, candidate: Ints, lineage: Iterable[tuple[str, str]] = ()) -> Roots:
    """Reduce claims to their roots.

    Args:
        claims: all of them.
        candidate: of each claim; -1: it tells nothing.
        lineage: pairs of a source and the one that it repeats, wherever both tell of one item.
    """
    names = list(claims.sources)
    at = {name: number for number, name in enumerate(names)}
    parents: dict[int, set[int]] = defaultdict(set)
    owns: set[int] = set()
    for name, repeated in lineage:
        for one in (name, repeated):
            if one not in at:
                at[one] = len(names)
                names.append(one)
        if name == repeated:
            owns.add(at[name])
        else:
            parents[at[name]].add(at[repeated])
    told = np.flatnonzero(candidate >= 0)
    if len(parents) == 0 and len(owns) == 0 and not bool(np.any(claims.repeats[told] >= 0)):
        return _as_they_are(claims, candidate, told)
    return _traced(claims, candidate, told, (parents, owns), names)


def _as_they_are(claims: Claims, candidate: Ints, told: Ints) -> Roots:
    rows = distinct_rows(candidate[told], claims.source[told])
    reports = np.bincount(rows[0], minlength=int(candidate.max(initial=-1)) + 1)
    return Roots(rows[0], rows[1], claims.sources, reports, np.zeros(len(rows[0]), bool), 0, ())


def _traced(
    claims: Claims, candidate: Ints, told: Ints, lineage: tuple[dict[int, set[int]], set[int]], names: list[str]
) -> Roots:
    """Join, for each value, its sources with those that they repeat; each joined group is one root."""
    parents, owns = lineage
    said: dict[int, dict[int, set[int]]] = defaultdict(dict)
    own_claims: set[tuple[int, int]] = set()
    repeating: set[tuple[int, int]] = set()
    repeats = 0
    others: dict[int, set[int]] = defaultdict(set)
    for row in told.tolist():
        source, repeated = int(claims.source[row]), int(claims.repeats[row])
        own = said[int(candidate[row])].setdefault(source, set(parents.get(source, ())))
        if repeated == source or (source in owns and repeated < 0):
            own_claims.add((int(candidate[row]), source))
        elif repeated >= 0:
            own.add(repeated)
            repeating.add((int(candidate[row]), source))
        others[int(claims.item[row])].add(source)
    item_of = dict(zip(candidate[told].tolist(), claims.item[told].tolist(), strict=True))
    rows: list[tuple[int, int]] = []
    reports = np.zeros(int(candidate.max(initial=-1)) + 1, np.int64)
    repeated_times: dict[tuple[int, int], int] = defaultdict(int)
    for value, by_source in sorted(said.items()):
        reports[value] = len(by_source)
        roots = _trace(by_source, others[item_of[value]], parents)
        rows.extend((value, root) for root in sorted(set(roots.values())))
        for source, root in roots.items():
            if source != root:
                repeated_times[source, root] += 1
                repeats += (value, source) in repeating
    table = np.array(rows, np.int64).reshape(-1, 2)
    times = tuple((source, root, count) for (source, root), count in sorted(repeated_times.items()))
    own_rows = np.array([row in own_claims for row in rows], bool)
    return Roots(table[:, 0], table[:, 1], tuple(names), reports, own_rows, repeats, times)


def _trace(by_source: dict[int, set[int]], tellers: set[int], parents: dict[int, set[int]]) -> dict[int, int]:
    """Give the root of each source that states one value of an item.

    Args:
        by_source: the sources that state the value, with those they repeat.
        tellers: all sources that tell of the item: one that says another value was not what was repeated here.
        parents: who repeats whom, for chains through sources that do not tell of the item.
    """
    group: dict[int, int] = {}

    def find(one: int) -> int:
        while group.setdefault(one, one) != one:
            one = group[one]
        return one

    followed: set[int] = set()
    todo = [(source, sorted(repeated)) for source, repeated in sorted(by_source.items())]
    upper: set[int] = set()
    while len(todo) > 0:
        source, repeated = todo.pop()
        find(source)
        for one in repeated:
            if one in tellers and one not in by_source:
                continue
            group[find(source)] = find(one)
            upper.add(source)
            if one not in by_source and one not in followed:
                followed.add(one)
                todo.append((one, sorted(parents.get(one, ()))))
    # The name of a group: who repeats nobody in it; among several, and in circles, the first.
    best: dict[int, tuple[bool, int]] = {}
    for one in list(group):
        top = find(one)
        rank = (one in upper, one)
        best[top] = min(best.get(top, rank), rank)
    return {source: best[find(source)][1] for source in by_source}
