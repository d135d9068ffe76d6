"""The network of a build as it is looked at: which parties are shown, what is hidden, who would come."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from counterflow.clean.date import edtf_bounds
from counterflow.dossier.archive import Archive
from counterflow.dossier.shape import PartyRef
from counterflow.exc import NotFoundError
from counterflow.model.handling import strictest
from counterflow.model.schema import get_schema
from counterflow.service.network.kept_layout import keep_layout
from counterflow.service.network.layout import LAYOUT, Floats, Ints, lay_out
from counterflow.service.network.shape import (
    NeighbourAnswer,
    NeighbourGroup,
    NetworkAnswer,
    PartyColumns,
    Tally,
    TieColumns,
)
from counterflow.trace.edge import is_party
from counterflow.trace.graph import Graph, day_number
from counterflow.trace.network import load_network

MOST_PARTIES = 5000
"""Parties of a picture; more are no picture any more."""
MOST_NEIGHBOURS = 500

_PARTIES = """
SELECT canonical_id AS id, caption, schema, listed_now, countries, handling
FROM entity WHERE canonical_id IN (SELECT unnest($ids))
"""
_EARLIEST, _LATEST = -(2**31), 2**31 - 1
"""What stands for no date in the arrays of the network."""
_TIE_NAMES = ("id", "role", "schema", "is_directed", "probability", "roots", "start_date", "end_date")


class NetworkView:
    """The network of one build, loaded once; safe to use from several threads, for nothing in it changes."""

    def __init__(self, archive: Archive) -> None:
        """Load the ties.

        Cost: 1,000,000 ties in about two seconds.
        """
        valid_at = archive.clock.valid_at
        self.build = archive.build.manifest.build
        self.cache = archive.case.cache_path / "network"
        # A build of a version without `edge` is one without ties.
        self.has_ties = "edge" in archive.build.manifest.tables
        day = None if valid_at is None else date.fromisoformat(valid_at)
        self.network = load_network(archive.engine, day) if self.has_ties else None

    # The picture

    def show(self, archive: Archive, *, limit: int = MOST_PARTIES, around: str | None = None) -> NetworkAnswer:
        """Show the parties nearest to one, or the most evidenced ones; all of them where there is room.

        Raises:
            NotFoundError: no party has the id `around`.
        """
        ref = None if around is None else find_party(archive, around)
        if self.network is None:
            return self._answer(archive, np.zeros(0, np.int32), ref)
        middle = -1 if ref is None else int(self.network.graph.numbers([ref.id])[0])
        if ref is not None and middle < 0:
            return self._answer(archive, np.zeros(0, np.int32), ref)
        return self._answer(archive, self._choose(limit, middle), ref)

    def _choose(self, limit: int, middle: int) -> Ints:
        graph = self._graph
        if len(graph) <= limit:
            return np.arange(len(graph), dtype=np.int32)
        if middle >= 0:
            return np.sort(self._nearest(middle, limit))
        weight = np.bincount(graph.source, graph.probability, len(graph))
        weight += np.bincount(graph.target, graph.probability, len(graph))
        return np.sort(np.argsort(-weight, kind="stable")[:limit]).astype(np.int32)

    def _nearest(self, middle: int, limit: int) -> Ints:
        """Give the nearest parties by number of ties; of equally near ones those with the more probable tie."""
        graph = self._graph
        chosen, ring = [middle], [middle]
        seen = {middle}
        while len(ring) > 0 and len(chosen) < limit:
            found: dict[int, float] = {}
            for node in ring:
                ties = graph.ties(node)
                rows = graph.rows[ties]
                for other, row in zip(graph.neighbours[ties].tolist(), rows.tolist(), strict=True):
                    if other not in seen:
                        found[other] = max(found.get(other, 0.0), float(graph.probability[row]))
            ring = sorted(found, key=lambda one: (-found[one], one))[: limit - len(chosen)]
            seen.update(ring)
            chosen += ring
        return np.array(chosen, np.int32)

    def _answer(self, archive: Archive, nodes: Ints, around: PartyRef | None) -> NetworkAnswer:
        rows = self.rows_among(nodes)
        parties, markings = self.party_columns(archive, nodes, self._places(nodes, rows))
        ties = self.tie_columns(rows)
        total = self.total
        return NetworkAnswer(
            build=self.build,
            handling=strictest({*markings, *self._tie_markings(rows)}),
            layout=LAYOUT,
            around=around,
            total=total,
            hidden=Tally(parties=total.parties - len(nodes), ties=total.ties - len(rows)),
            parties=parties,
            ties=ties,
        )

    def _places(self, nodes: Ints, rows: Ints) -> Floats:
        if self.network is None:
            return np.zeros((0, 2))
        graph = self.network.graph
        source, target = (np.searchsorted(nodes, ends[rows]).astype(np.int32) for ends in (graph.source, graph.target))
        ids = graph.ids.take(pa.array(nodes)).to_pylist()
        return keep_layout(self.cache, self.build, ids, lambda: lay_out(len(nodes), source, target))

    # Who would come

    def expand(
        self, archive: Archive, party: str, shown: Iterable[str], *, limit: int = MOST_NEIGHBOURS
    ) -> NeighbourAnswer:
        """Say who would come into a picture if a party were expanded: counted in groups, and the most probable ones.

        Raises:
            NotFoundError: no party has the id.
        """
        ref = find_party(archive, party)
        empty = np.zeros(0, np.int32)
        node = -1 if self.network is None else int(self._graph.numbers([ref.id])[0])
        if node < 0:
            none, _ = self.party_columns(archive, empty, np.zeros((0, 2)))
            ties = self.tie_columns(empty)
            return NeighbourAnswer(party=ref, handling=strictest([]), groups=(), hidden=0, parties=none, ties=ties)
        graph = self._graph
        numbers = graph.numbers(shown)
        known = {node, *numbers[numbers >= 0].tolist()}
        # Strongest ties stand first, so this is the order of their most probable tie.
        others = list(dict.fromkeys(graph.neighbours[graph.ties(node)].tolist()))
        new = [one for one in others if one not in known]
        coming = np.array(new[:limit], np.int32)
        rows = self._rows_of(coming, known)
        columns, markings = self.party_columns(archive, coming, self._places_around(node, coming))
        return NeighbourAnswer(
            party=ref,
            handling=strictest({*markings, *self._tie_markings(rows)}),
            groups=self._groups(archive, node, known),
            hidden=len(new) - len(coming),
            parties=columns,
            ties=self.tie_columns(rows),
        )

    def _rows_of(self, coming: Ints, known: set[int]) -> Ints:
        graph = self._graph
        inside = known | set(coming.tolist())
        rows = {
            row
            for node in coming.tolist()
            for row, other in zip(
                graph.rows[graph.ties(node)].tolist(), graph.neighbours[graph.ties(node)].tolist(), strict=True
            )
            if other in inside
        }
        return np.array(sorted(rows), np.int32)

    def _places_around(self, node: int, coming: Ints) -> Floats:
        nodes = np.sort(np.append(coming, node)).astype(np.int32)
        rows = self.rows_among(nodes)
        graph = self._graph
        source, target = (np.searchsorted(nodes, ends[rows]).astype(np.int32) for ends in (graph.source, graph.target))
        places = lay_out(len(nodes), source, target)
        own = places[np.searchsorted(nodes, node)]
        around: Floats = places[np.searchsorted(nodes, coming)] - own
        return around

    def _groups(self, archive: Archive, node: int, known: set[int]) -> tuple[NeighbourGroup, ...]:
        graph, edges = self._graph, self._edges
        ties = graph.ties(node)
        rows = graph.rows[ties]
        others = graph.neighbours[ties].tolist()
        schemata = self._schemata(archive, set(others))
        told = edges.select(["role", "is_directed"]).take(pa.array(rows)).to_pylist()
        members: dict[tuple[str, str, str], set[int]] = {}
        for tie, other, forward in zip(told, others, graph.is_forward[ties].tolist(), strict=True):
            points = ("out" if forward else "in") if tie["is_directed"] else "none"
            members.setdefault((tie["role"], points, schemata.get(other, "Thing")), set()).add(other)
        groups = [
            NeighbourGroup(role=role, points=points, schema_=schema, parties=len(some), new=len(some - known))
            for (role, points, schema), some in members.items()
        ]
        return tuple(sorted(groups, key=lambda one: (-one.new, -one.parties, one.role, one.points, one.schema_)))

    def _schemata(self, archive: Archive, nodes: set[int]) -> dict[int, str]:
        refs = archive.party_refs(self._graph.id_of(node) for node in sorted(nodes))
        return {node: refs[id_].schema_ for node in nodes if (id_ := self._graph.id_of(node)) in refs}

    # Columns

    @property
    def total(self) -> Tally:
        """Count the parties that have a tie, and the ties."""
        if self.network is None:
            return Tally(parties=0, ties=0)
        return Tally(parties=len(self.network.graph), ties=self.network.edges.num_rows)

    def rows_among(self, nodes: Ints) -> Ints:
        """Give the ties with both ends among some parties."""
        if self.network is None:
            return np.zeros(0, np.int32)
        graph = self.network.graph
        inside = np.zeros(len(graph), np.bool_)
        inside[nodes] = True
        rows: Ints = np.flatnonzero(inside[graph.source] & inside[graph.target]).astype(np.int32)
        return rows

    def party_columns(self, archive: Archive, nodes: Ints, places: Floats) -> tuple[PartyColumns, set[str]]:
        """Say what parties are; with the markings of what is said."""
        ids = [] if self.network is None else self._graph.ids.take(pa.array(nodes)).to_pylist()
        known: dict[str, dict[str, Any]] = {}
        if len(ids) > 0:
            known = {row["id"]: row for row in archive.rows(_PARTIES, ids=ids)}
        rows = [
            known.get(one, {"caption": one, "schema": "Thing", "listed_now": False, "countries": ()}) for one in ids
        ]
        columns = PartyColumns(
            id=tuple(ids),
            caption=tuple(row["caption"] for row in rows),
            schema_=tuple(row["schema"] for row in rows),
            listed_now=tuple(row["listed_now"] for row in rows),
            countries=tuple(tuple(row["countries"]) for row in rows),
            neighbours=tuple(self._neighbours[nodes].tolist()) if len(ids) > 0 else (),
            x=tuple(np.round(places[:, 0], 2).tolist()),
            y=tuple(np.round(places[:, 1], 2).tolist()),
        )
        return columns, {row["handling"] for row in known.values()}

    def tie_columns(self, rows: Ints) -> TieColumns:
        """Say what ties are."""
        names = ("source", "target", "first_day", "last_day")
        if self.network is None or len(rows) == 0:
            return TieColumns(**dict.fromkeys((*_TIE_NAMES, *names), ()))
        told = self._edges.take(pa.array(rows))
        graph = self.network.graph
        ids = graph.ids
        first, last = self._days
        return TieColumns(
            **{name: tuple(told.column(name).to_pylist()) for name in _TIE_NAMES},
            source=tuple(ids.take(pa.array(graph.source[rows])).to_pylist()),
            target=tuple(ids.take(pa.array(graph.target[rows])).to_pylist()),
            first_day=_stated(first[rows]),
            last_day=_stated(last[rows]),
        )

    def _tie_markings(self, rows: Ints) -> set[str]:
        if self.network is None or len(rows) == 0:
            return set()
        return set(pc.unique(self._edges.column("handling").take(pa.array(rows))).to_pylist())

    @property
    def _graph(self) -> Graph:
        assert self.network is not None  # asked for a tie: there is one
        return self.network.graph

    @property
    def _edges(self) -> pa.Table:
        assert self.network is not None
        return self.network.edges

    @functools.cached_property
    def _neighbours(self) -> Ints:
        """Count the parties that each is tied to."""
        graph = self._graph
        ends = np.repeat(np.arange(len(graph), dtype=np.int64), np.diff(graph.starts))
        pairs = np.unique(ends * len(graph) + graph.neighbours)
        return np.bincount(pairs // len(graph), minlength=len(graph)).astype(np.int32)

    @functools.cached_property
    def _days(self) -> tuple[Ints, Ints]:
        """Give first and last day of each tie; to have taken part in an event is over with the event."""
        graph, edges = self._graph, self._edges
        schemata = edges.column("schema").unique().to_pylist()
        events = [one for one in schemata if is_party(one) and get_schema(one).is_a("Interval")]
        is_event = pc.is_in(edges.column("schema"), value_set=pa.array(events, pa.string()))
        chosen = is_event.to_numpy(zero_copy_only=False).astype(np.bool_) & (graph.last_day == _LATEST)
        return graph.first_day, np.where(chosen, _last_days(edges.column("start_date")), graph.last_day)


def _last_days(dates: pa.ChunkedArray) -> Ints:
    """Give the last day that each EDTF date covers; few are distinct."""
    days = {text: _last_day(text) for text in dates.unique().to_pylist()}
    return np.array([days[text] for text in dates.to_pylist()], np.int32)


def _last_day(text: str | None) -> int:
    try:
        return _LATEST if text is None else day_number(edtf_bounds(text)[1])
    except ValueError:
        return _LATEST  # a date without a year


def _stated(days: Ints) -> tuple[int | None, ...]:
    return tuple(None if day in (_EARLIEST, _LATEST) else day for day in days.tolist())


def find_party(archive: Archive, entity_id: str) -> PartyRef:
    """Find a party by its canonical id or that of any member of its cluster.

    Raises:
        NotFoundError: the build has no such party.
    """
    found = archive.rows("SELECT canonical_id FROM canonical WHERE entity_id = $id", id=entity_id)
    canonical_id = found[0]["canonical_id"] if len(found) > 0 else entity_id
    refs = archive.party_refs([canonical_id])
    if canonical_id not in refs:
        raise NotFoundError(f"no party has the id {entity_id!r}", where=archive.place)
    return refs[canonical_id]
