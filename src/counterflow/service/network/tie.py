"""The evidence of ties: all between two parties, and the strongest path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from counterflow.dossier.archive import Archive
from counterflow.dossier.party import read_evidence
from counterflow.dossier.shape import PartyRef
from counterflow.model.handling import strictest
from counterflow.service.network.layout import Ints
from counterflow.service.network.shape import PathAnswer, PathStep, TieAnswer, TieDetail
from counterflow.service.network.view import NetworkView, find_party
from counterflow.trace.network import Network
from counterflow.trace.strongest import LEAST_PROBABILITY, Path, find_path, make_search

MOST_TIES = 50
"""Ties of one pair that are given with their evidence."""


def list_ties(view: NetworkView, archive: Archive, one: str, other: str) -> TieAnswer:
    """Give all ties between two parties with what supports each.

    Raises:
        NotFoundError: the build has no party of one of the ids.
    """
    refs = find_party(archive, one), find_party(archive, other)
    rows = [] if view.network is None else _rows_between(view.network, refs[0].id, refs[1].id)
    shown = _details(archive, view.network, rows[:MOST_TIES])
    return TieAnswer(
        one=refs[0],
        other=refs[1],
        handling=_strictest(shown),
        hidden=len(rows) - len(shown),
        ties=tuple(shown),
    )


def find_strongest(view: NetworkView, archive: Archive, source: str, target: str) -> PathAnswer:
    """Find the strongest evidenced path between two parties, as `counterflow exposure --to` does.

    It leads through whatever parties, but through no goods, posts or undertakings, and by no tie of
    who stood against whom.

    Raises:
        NotFoundError: the build has no party of one of the ids.
    """
    one, other = find_party(archive, source), find_party(archive, target)
    path = None if view.network is None else _find(view.network, one.id, other.id)
    steps = [] if view.network is None or path is None else _steps(archive, view.network, one, path)
    nodes = _sorted([] if path is None else path.nodes)
    parties, markings = view.party_columns(archive, nodes, np.zeros((len(nodes), 2)))
    return PathAnswer(
        source=one,
        target=other,
        handling=strictest({*markings, _strictest([step.tie for step in steps])}),
        probability=None if path is None else round(path.probability, 4),
        least=LEAST_PROBABILITY,
        steps=tuple(steps),
        parties=parties,
        ties=view.tie_columns(_sorted([] if path is None else path.rows)),
    )


def _sorted(numbers: Iterable[int]) -> Ints:
    return np.array(sorted(numbers), np.int32)


def _find(network: Network, one: str, other: str) -> Path | None:
    source, target = network.graph.numbers([one, other]).tolist()
    if source < 0 or target < 0:
        return None
    search = make_search(network.graph, holding=network.holding, passable=network.is_passable)
    return find_path(search, source, target)


def _steps(archive: Archive, network: Network, start: PartyRef, path: Path) -> list[PathStep]:
    graph, found, last = network.graph, [], start
    for place, (row, tie) in enumerate(zip(path.rows, _details(archive, network, path.rows), strict=True)):
        forward = int(graph.source[row]) == path.nodes[place]
        party = tie.target if forward else tie.source
        beside = [one for one in _rows_between(network, last.id, party.id) if network.holding[one]]
        found.append(
            PathStep(
                party=party,
                tie=tie,
                points=("on" if forward else "back") if tie.is_directed else "none",
                is_weakest=row == path.weakest and len(path.rows) > 1,
                others=len(beside) - 1,
            )
        )
        last = party
    return found


def _rows_between(network: Network, one: str, other: str) -> list[int]:
    """Give the rows of the ties between two parties, most probable first."""
    graph = network.graph
    first, second = graph.numbers([one, other]).tolist()
    if first < 0 or second < 0:
        return []
    ties = graph.ties(first)
    return list(dict.fromkeys(graph.rows[ties][graph.neighbours[ties] == second].tolist()))


def _details(archive: Archive, network: Network | None, rows: Sequence[int]) -> list[TieDetail]:
    if network is None:
        return []
    told: list[dict[str, Any]] = [network.edges.slice(row, 1).to_pylist()[0] for row in rows]
    refs = archive.party_refs(one[end] for one in told for end in ("source_id", "target_id"))
    return [_detail(archive, one, refs) for one in told]


def _detail(archive: Archive, edge: dict[str, Any], refs: dict[str, PartyRef]) -> TieDetail:
    evidence = tuple(read_evidence(archive, edge["statements"]))
    return TieDetail(
        source=refs[edge["source_id"]],
        target=refs[edge["target_id"]],
        schema_=edge["schema"],
        handling=strictest({edge["handling"], *(one.handling for one in evidence)}),
        evidence=evidence,
        **{
            name: edge[name] for name in ("id", "role", "is_directed", "probability", "roots", "start_date", "end_date")
        },
    )


def _strictest(ties: Iterable[TieDetail]) -> str:
    return strictest({tie.handling for tie in ties})
