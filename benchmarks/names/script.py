"""Which scripts are missed: true pairs and misses by the scripts of the two names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from benchmarks.names.ask import Scored
from benchmarks.names.entity import Entity, Pair, primary_name
from benchmarks.names.quality import Bools
from benchmarks.names.report import print_table
from rigour.text.scripts import text_scripts

NO_SCRIPT = "none"
"""Of a party without a name, or whose name has no letters."""
ANY = "any"


class Missed(NamedTuple):
    """The true pairs of which the query is of one script, and the other side of one or any."""

    query: str
    other: str
    """Script of the other side; `ANY`: all pairs of that query's script."""
    pairs: int
    missed: tuple[int, ...]
    """Those that each algorithm misses at its default threshold."""


def script_of(entity: Entity) -> str:
    """Name the scripts of a party's first name: `Latin`, `Han Hangul`."""
    return " ".join(sorted(text_scripts(primary_name(entity) or ""))) or NO_SCRIPT


def missed_by_script(scored: Sequence[Scored], pairs: Sequence[Pair], matches: Bools) -> list[Missed]:
    """Count the misses by the script of the query, the left side; behind each those by the script of the other side.

    The scripts with most true pairs come first.
    """
    queries = np.array([script_of(one.left) for one in pairs])
    others = np.array([script_of(one.right) for one in pairs])

    def count(query: str, other: str) -> Missed:
        wanted = matches & (queries == query) & ((others == other) | (other == ANY))
        missed = tuple(int(np.count_nonzero(wanted & (one.values < one.threshold))) for one in scored)
        return Missed(query, other, int(wanted.sum()), missed)

    found: list[Missed] = []
    for total in _sorted(count(str(query), ANY) for query in np.unique(queries[matches])):
        near = np.unique(others[matches & (queries == total.query)])
        found += [total, *_sorted(count(total.query, str(other)) for other in near)]
    return found


def print_misses(scored: Sequence[Scored], pairs: Sequence[Pair], matches: Bools) -> None:
    """Print a row for each script of the query: its true pairs, and those that each algorithm misses at its default."""
    print("\nTrue pairs missed at the default, by the script of the query (left) and of the other side")
    rows: list[list[str | float]] = [
        [one.query if one.other == ANY else "", one.other, one.pairs, *one.missed]
        for one in missed_by_script(scored, pairs, matches)
    ]
    print_table(("query", "other side", "true pairs", *(one.algorithm for one in scored)), rows)


def _sorted(found: Iterable[Missed]) -> list[Missed]:
    return sorted(found, key=lambda one: (-one.pairs, one.query, one.other))
