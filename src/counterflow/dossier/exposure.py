"""How one party is exposed to the listed: paths, ownership, control, what it shares, proximity; each with sources."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from counterflow.dossier.archive import Archive
from counterflow.dossier.exposure_sentence import say_exposure
from counterflow.dossier.exposure_shape import (
    ExposureAnswer,
    ExposurePath,
    Hop,
    Nearby,
    OwnershipAnswer,
    SharedValue,
    StakeStep,
)
from counterflow.dossier.party import read_evidence
from counterflow.dossier.shape import EvidenceItem, PartyRef
from counterflow.dossier.tie_words import say_tie
from counterflow.exc import NotFoundError
from counterflow.model.handling import strictest
from counterflow.trace.control import Finding, apply_eu, apply_ofac, apply_uk, kind_of, rows_of
from counterflow.trace.network import Network, StakeBook, load_network, load_stakes
from counterflow.trace.owned import UNDATED, Answer, Contradiction, date_answers, support
from counterflow.trace.proximity import find_proximity, tie_weights
from counterflow.trace.shared import find_shared
from counterflow.trace.stake import PERCENT
from counterflow.trace.strongest import LEAST_PROBABILITY, Path, Search, find_nearest, find_path, make_search

MOST_PATHS = 5
MOST_NEARBY = 5


class Hands(NamedTuple):
    """What all parties of a build share; nothing in it changes."""

    network: Network
    book: StakeBook


def load_hands(archive: Archive, network: Network | None = None) -> Hands:
    """Load the ties and stakes of a build once, for several questions.

    Args:
        archive: the build, as of its clock.
        network: its ties where they are loaded already.
    """
    if network is None:
        day = None if archive.clock.valid_at is None else date.fromisoformat(archive.clock.valid_at)
        network = load_network(archive.engine, day)
    return Hands(network, load_stakes(archive.engine, network))


def trace_exposure(
    archive: Archive, canonical_id: str, *, to: str | None = None, hands: Hands | None = None
) -> ExposureAnswer:
    """Say how a party is exposed to listed parties, or how it is tied to one other party.

    Args:
        archive: the build.
        canonical_id: the party.
        to: canonical_id of another party, listed or not: the strongest path to it alone, through whatever parties.
        hands: of that archive and its clock, where they are held; else they are loaded, a million ties in seconds.

    Raises:
        NotFoundError: the build has no such party.
    """
    return _Tracer(archive, load_hands(archive) if hands is None else hands, canonical_id).answer(to)


class _Tracer:
    def __init__(self, archive: Archive, hands: Hands, canonical_id: str) -> None:
        self.archive = archive
        self.network, self.book = hands
        found = self.archive.rows("SELECT * FROM entity WHERE canonical_id = $id", id=canonical_id)
        if len(found) == 0:
            raise NotFoundError(f"no party has the id {canonical_id!r}", where=self.archive.place)
        self.entity, self.id = found[0], canonical_id
        self.graph = self.network.graph
        self.node = int(self.graph.numbers([canonical_id])[0])
        self.markings = {self.entity["handling"]}
        self.refs: dict[str, PartyRef] = {}

    def answer(self, to: str | None) -> ExposureAnswer:
        ownership, paths, nearby, ties = [], [], [], 0
        if self.node >= 0:
            ties = len(self._holding_rows(self.node))
            paths = self._paths() if to is None else self._path_to(to)
            ownership = self._ownership()
            nearby = self._nearby()
        made = ExposureAnswer(
            id=self.id,
            caption=self.entity["caption"],
            schema_=self.entity["schema"],
            handling="",
            listed_now=self.entity["listed_now"],
            delisted_on=self.entity["delisted_on"],
            sentence="",
            ties=ties,
            ownership=tuple(ownership),
            paths=tuple(paths),
            shared=self._shared(),
            proximity=tuple(nearby),
        )
        wanted = None if to is None else self._ref(to).caption
        sentence = say_exposure(made, wanted)
        return made.model_copy(update={"handling": strictest(self.markings), "sentence": sentence})

    def _holding_rows(self, node: int) -> set[int]:
        rows = self.graph.rows[self.graph.ties(node)].tolist()
        return {row for row in rows if self.network.holding[row]}

    # Paths

    def _search(self, *, beyond_listed: bool, least: float = LEAST_PROBABILITY) -> Search:
        """Say how to search: the first listed party on a way stands for what lies behind it."""
        passable = self.network.is_passable
        if not beyond_listed:
            passable = passable & ~self.network.is_listed
        return make_search(self.graph, holding=self.network.holding, passable=passable, least=least)

    def _paths(self) -> list[ExposurePath]:
        found = find_nearest(self._search(beyond_listed=False), self.node, self.network.is_listed, MOST_PATHS)
        return [self._path(path) for path in found]

    def _path_to(self, to: str) -> list[ExposurePath]:
        target = int(self.graph.numbers([to])[0])
        found = None if target < 0 else find_path(self._search(beyond_listed=True), self.node, target)
        return [] if found is None else [self._path(found)]

    def _path(self, path: Path) -> ExposurePath:
        return ExposurePath(
            to=self._party(path.nodes[-1]),
            is_listed=bool(self.network.is_listed[path.nodes[-1]]),
            probability=round(path.probability, 4),
            hops=tuple(self._hop(path, place) for place in range(len(path.rows))),
        )

    def _hop(self, path: Path, place: int) -> Hop:
        row, node, other = path.rows[place], path.nodes[place], path.nodes[place + 1]
        edge = self._edge(row)
        forward = int(self.graph.source[row]) == node
        beside = self._holding_rows(node) & self._holding_rows(other)
        return Hop(
            edge=edge["id"],
            source=self._party(node),
            target=self._party(other),
            words=say_tie(edge, *(self._ref(edge[end]).caption for end in ("source_id", "target_id"))),
            role=edge["role"],
            schema_=edge["schema"],
            points=("on" if forward else "back") if edge["is_directed"] else "none",
            probability=edge["probability"],
            roots=edge["roots"],
            start_date=edge["start_date"],
            end_date=edge["end_date"],
            is_weakest=row == path.weakest and len(path.rows) > 1,
            others=len(beside) - 1,
            evidence=self._evidence([row]),
        )

    # Ownership and control

    def _ownership(self) -> list[OwnershipAnswer]:
        listed = self.network.is_listed
        others = listed.copy()
        # Of a listed party: what the other listed ones own of it.
        others[self.node] = False
        findings = [
            apply_ofac(self.book, others, self.node),
            apply_eu(self.book, others, self.node),
            *apply_uk(self.book, others, self.node),
        ]
        return [self._owned(one) for one in findings if self._is_told(one)]

    def _is_told(self, finding: Finding) -> bool:
        """Whether a finding says anything: a stake of someone in the party, or a contradiction."""
        owned = finding.owned
        return bool(owned.possible[self.node] or owned.high[self.node] > 0 or owned.contradiction[self.node] > 0)

    def _owned(self, finding: Finding) -> OwnershipAnswer:
        owned, stakes = finding.owned, finding.stakes
        since, sure = self._since(finding)
        steps = [step.stake for step in finding.steps]
        if len(steps) == 0:
            steps = [step.stake for step in support(stakes, owned, self.node)]
        owners = sorted({int(stakes.owner[one]) for one in steps if owned.is_listed[stakes.owner[one]]})
        return OwnershipAnswer(
            rule=str(finding.rule),
            answer=str(owned.answer(self.node)),
            kind=finding.kind,
            low=owned.low[self.node] / PERCENT,
            high=max(owned.high[self.node], owned.low[self.node]) / PERCENT,
            probability=self._probability([step.stake for step in finding.steps]),
            since=since,
            is_since_sure=sure,
            contradictions=_contradictions(int(owned.contradiction[self.node])),
            owners=tuple(self._party(one) for one in owners),
            steps=tuple(self._step(finding, one) for one in steps),
        )

    def _probability(self, stakes: Sequence[int]) -> float | None:
        """Give the chance that a proof's ties are all true: of several reports of one, the surest counts."""
        if len(stakes) == 0:
            return None
        ties = [max(float(self.graph.probability[row]) for row in rows_of(self.book, stake)) for stake in stakes]
        return round(math.prod(ties), 4)

    def _since(self, finding: Finding) -> tuple[str | None, bool]:
        if finding.owned.answer(self.node) != Answer.CERTAINLY:
            return None, False
        days, sure = date_answers(finding.stakes, finding.owned, self.book.listed_day, finding.threshold)
        if days[self.node] == UNDATED:
            return None, False
        return (date(1970, 1, 1) + timedelta(int(days[self.node]))).isoformat(), bool(sure[self.node])

    def _step(self, finding: Finding, stake: int) -> StakeStep:
        rows = rows_of(self.book, stake)
        edges = [self._edge(row) for row in rows]
        return StakeStep(
            owner=self._party(int(finding.stakes.owner[stake])),
            owned=self._party(int(finding.stakes.owned[stake])),
            kind=kind_of(self.book, stake),
            low=finding.stakes.low[stake] / PERCENT,
            high=finding.stakes.high[stake] / PERCENT,
            start_date=min((edge["start_date"] for edge in edges if edge["start_date"] is not None), default=None),
            edges=tuple(edge["id"] for edge in edges),
            evidence=self._evidence(rows),
        )

    # What is shared, and what is near

    def _shared(self) -> tuple[SharedValue, ...]:
        found = find_shared(self.archive.engine, self.id)
        refs = self.archive.party_refs(row["other_id"] for row in found)
        return tuple(
            SharedValue(
                kind=row["kind"],
                value=row["value"],
                other=refs[row["other_id"]],
                is_listed=row["is_listed"],
                holders=row["holders"],
            )
            for row in found
            if row["other_id"] in refs
        )

    def _nearby(self) -> list[Nearby]:
        weights = tie_weights(self.graph, self.network.holding)
        near = find_proximity(self.graph, np.array([self.node], np.int32), weights)
        listed = [one for one in self.network.listed.tolist() if one != self.node and near[one] > 0]
        listed.sort(key=lambda one: (-near[one], one))
        return [Nearby(party=self._party(one), proximity=round(float(near[one]), 6)) for one in listed[:MOST_NEARBY]]

    # Words and sources

    def _edge(self, row: int) -> dict[str, Any]:
        found: dict[str, Any] = self.network.edges.slice(row, 1).to_pylist()[0]
        self.markings.add(found["handling"])
        return found

    def _evidence(self, rows: Iterable[int]) -> tuple[EvidenceItem, ...]:
        statements = sorted({one for row in rows for one in self._edge(row)["statements"]})
        items = read_evidence(self.archive, statements)
        self.markings.update(item.handling for item in items)
        return tuple(items)

    def _party(self, node: int) -> PartyRef:
        return self._ref(self.graph.id_of(node))

    def _ref(self, canonical_id: str) -> PartyRef:
        if canonical_id not in self.refs:
            found = self.archive.party_refs([canonical_id]).get(canonical_id)
            self.refs[canonical_id] = found or PartyRef(id=canonical_id, caption=canonical_id, schema_="Thing")
        return self.refs[canonical_id]


def _contradictions(flags: int) -> tuple[str, ...]:
    words: Sequence[tuple[Contradiction, str]] = (
        (Contradiction.OVER, "sources say that they have more than 100 percent"),
        (Contradiction.SELF, "sources say that it is one itself"),
    )
    return tuple(text for flag, text in words if flags & flag)
