"""The network as arrays: who is tied to whom, by which edge, when and how sure. A million ties fit in 60 MB.

Made from the `edge` table, or any rows with its columns. Nodes are numbered in the order of their ids, and the ties of
a node stand strongest first, equals in the order of the rows: equal tables give equal answers, and a search that looks
for strong ties need not look at all of a hub's.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from counterflow.clean.date import edtf_bounds
from counterflow.compare.compiled import compiled
from counterflow.exc import NotFoundError

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

UNSTATED = 0.5
"""Probability of a tie of which `weigh` states none."""
_EARLIEST, OPEN_END = np.int32(-(2**31)), np.int32(2**31 - 1)
"""Days of what has no date: that nobody says when it began, or that it ended."""


@dataclass(frozen=True)
class Graph:
    """Ties between parties. Each tie stands with both its ends: whoever asks for one direction reads `is_forward`."""

    ids: pa.Array
    """`canonical_id` of each node, in order."""
    starts: Ints
    """Where the ties of each node begin in the three arrays that follow, and where the last one's end."""
    neighbours: Ints
    rows: Ints
    """Row of the edge table behind each tie."""
    is_forward: Flags
    """Whether the tie leads away from the node whose tie it is."""
    source: Ints
    """Nodes by row of the edge table, as the three that follow."""
    target: Ints
    probability: Floats
    first_day: Ints
    """First and last day on which a tie may have held, in days since 1970; open where none is stated."""
    last_day: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    def number(self, id_: str) -> int:
        """Find the number of a node.

        Raises:
            NotFoundError: no tie has that party at an end.
        """
        # Arrow orders texts by their bytes, which is the order of their characters: Python's.
        found = bisect.bisect_left(self.ids, id_, key=lambda one: str(one.as_py()))
        if found == len(self.ids) or self.ids[found].as_py() != id_:
            raise NotFoundError(f"no tie has {id_!r} at an end")
        return found

    def numbers(self, ids: Iterable[str]) -> Ints:
        """Find the numbers of many nodes at once; -1 for what has no tie."""
        found = pc.index_in(pa.array(list(ids), pa.string()), value_set=self.ids)
        numbers: Ints = pc.fill_null(found, -1).to_numpy(zero_copy_only=False).astype(np.int32)
        return numbers

    def id_of(self, number: int) -> str:
        """Name a node."""
        return str(self.ids[int(number)].as_py())

    def ties(self, number: int) -> slice:
        """Give where the ties of a node stand in `neighbours`, `rows` and `is_forward`."""
        return slice(int(self.starts[number]), int(self.starts[number + 1]))

    def holding(self, day: date | None) -> Flags:
        """Mark the rows that may hold on a day: those that have not ended before it, nor begun after it."""
        if day is None:
            return np.ones(len(self.source), np.bool_)
        at = day_number(day)
        return (self.first_day <= at) & (self.last_day >= at)


def make_graph(edges: pa.Table) -> Graph:
    """Make the network of rows of `edge`.

    Reads:
        `edges`: source_id and target_id; probability, start_date and end_date (EDTF) where the table has them.
    Cost: 1,000,000 ties in about a second (benchmarks/trace/graph.py).
    """
    source_id, target_id = (_one(edges.column(name)) for name in ("source_id", "target_id"))
    ids = pc.unique(pa.concat_arrays([source_id, target_id]))
    ids = ids.take(pc.sort_indices(ids))
    source, target = (_codes(one, ids) for one in (source_id, target_id))
    probability = _probabilities(edges)
    order = np.argsort(-probability, kind="stable").astype(np.int32)
    starts, neighbours, rows, is_forward = _arrange(source, target, order, len(ids))
    return Graph(
        ids=ids,
        starts=starts,
        neighbours=neighbours,
        rows=rows,
        is_forward=is_forward,
        source=source,
        target=target,
        probability=probability,
        first_day=_days(edges, "start_date", 0, _EARLIEST),
        last_day=_days(edges, "end_date", 1, OPEN_END),
    )


def first_days(dates: pa.ChunkedArray) -> Ints:
    """Give the first day that each EDTF date covers, as a number; the earliest there is for what has none."""
    return _read_days(dates, 0, _EARLIEST)


def day_number(day: date) -> int:
    """Count the days since 1970."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _one(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays([*column.cast(pa.string()).chunks, pa.array([], pa.string())])


def _codes(column: pa.Array, ids: pa.Array) -> Ints:
    codes: Ints = pc.index_in(column, value_set=ids).to_numpy(zero_copy_only=False).astype(np.int32)
    return codes


def _probabilities(edges: pa.Table) -> Floats:
    if "probability" not in edges.schema.names:
        return np.full(edges.num_rows, UNSTATED)
    stated = pc.fill_null(edges.column("probability").cast(pa.float64()), UNSTATED)
    found: Floats = np.array(stated.to_numpy(), np.float64)
    return found


def _days(edges: pa.Table, name: str, bound: int, otherwise: np.int32) -> Ints:
    """Read a column of EDTF dates: the first or the last day that each covers. Few dates are distinct."""
    if name not in edges.schema.names or edges.column(name).null_count == edges.num_rows:
        return np.full(edges.num_rows, otherwise, np.int32)
    return _read_days(edges.column(name), bound, otherwise)


def _read_days(column: pa.ChunkedArray, bound: int, otherwise: np.int32) -> Ints:
    coded = _one(column).dictionary_encode()
    days = [_day(text, bound, int(otherwise)) for text in coded.dictionary.to_pylist()]
    codes = pc.fill_null(coded.indices, len(days)).to_numpy(zero_copy_only=False)
    found: Ints = np.array([*days, otherwise], np.int32)[codes]
    return found


def _day(text: str, bound: int, otherwise: int) -> int:
    try:
        return day_number(edtf_bounds(text)[bound])
    except ValueError:
        return otherwise  # a date without a year, or none: when it began is not known


@compiled
def _arrange(source: Ints, target: Ints, order: Ints, nodes: int) -> tuple[Ints, Ints, Ints, Flags]:
    """Put the ties of each node together, in a given order of the rows."""
    starts = np.zeros(nodes + 1, np.int32)
    for row in range(len(source)):
        starts[source[row] + 1] += 1
        starts[target[row] + 1] += 1
    for node in range(nodes):
        starts[node + 1] += starts[node]
    fill = starts[:-1].copy()
    ties = 2 * len(source)
    neighbours, rows, is_forward = np.empty(ties, np.int32), np.empty(ties, np.int32), np.empty(ties, np.bool_)
    for row in order:
        for forward in (True, False):
            node, other = (source[row], target[row]) if forward else (target[row], source[row])
            at = fill[node]
            neighbours[at], rows[at], is_forward[at] = other, row, forward
            fill[node] = at + 1
    return starts, neighbours, rows, is_forward
