"""Splitting a party: what holds it together, and what it falls apart into."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from counterflow.dossier.archive import Archive
from counterflow.dossier.shape import PartyRef
from counterflow.exc import NotFoundError, UsageError
from counterflow.resolve.decide import Rank
from counterflow.resolve.split import Tie, bridges, fall_apart
from counterflow.service.queue.said import Said
from counterflow.service.queue.shape import Cut, Held, Part, Split

_MEMBERS = """
SELECT c.entity_id, c.canonical_id, coalesce(min(s.value) FILTER (s.prop = 'name'), min(f.type), e.caption) AS caption
FROM canonical c JOIN entity e USING (canonical_id)
LEFT JOIN statement s ON s.entity_id = c.entity_id AND s.prop = 'name'
LEFT JOIN frame f ON 'zframe-' || f.id = c.entity_id
WHERE c.canonical_id IN (SELECT unnest($ids)) GROUP BY c.entity_id, c.canonical_id, e.caption ORDER BY c.entity_id
"""

_PAIRS = """
SELECT left_id, right_id, probability, reasons, l.canonical_id
FROM pair JOIN canonical l ON l.entity_id = left_id JOIN canonical r ON r.entity_id = right_id
WHERE decision = 'same' AND l.canonical_id = r.canonical_id AND l.canonical_id IN (SELECT unnest($ids))
"""

_LINKS = """
SELECT source_id AS left_id, target_id AS right_id, probability, reasons, l.canonical_id
FROM link JOIN canonical l ON l.entity_id = source_id JOIN canonical r ON r.entity_id = target_id
WHERE kind = 'entity' AND decision = 'same' AND l.canonical_id = r.canonical_id
    AND l.canonical_id IN (SELECT unnest($ids))
    AND (starts_with(source_id, 'zdoc-') OR starts_with(source_id, 'zframe-'))
"""

BASIS = {
    Rank.JUDGEMENT: "judgement",
    Rank.UNIQUE_IDENTIFIER: "number",
    Rank.SCORE: "score",
    Rank.MENTION: "mention",
    Rank.NAME: "name",
}
UNKNOWN_DOUBT = 1.0
"""Of a link without a probability: behind those that have one."""


class Parties:
    """Members and ties of some parties of a build."""

    def __init__(self, archive: Archive, said: Said, canonical_ids: Iterable[str]) -> None:
        """Read them.

        Reads `canonical`, `entity`, `statement`, `frame`, `pair`, `link`, and what people said.
        """
        ids = sorted(set(canonical_ids))
        rows = archive.rows(_MEMBERS, ids=ids) if len(ids) > 0 else []
        self._captions = {row["entity_id"]: str(row["caption"]) for row in rows}
        self._party = {row["entity_id"]: row["canonical_id"] for row in rows}
        self._ties: dict[str, list[Tie]] = {one: [] for one in ids}
        self._probability: dict[tuple[str, str], float | None] = {}
        for sql in (_PAIRS, _LINKS) if len(ids) > 0 else ():
            for row in archive.rows(sql, ids=ids):
                self._ties[row["canonical_id"]].append(_tie(row))
                self._probability[_pair(row["left_id"], row["right_id"])] = row["probability"]
        for left, right in said.positive():
            party = self._party.get(left)
            if party is not None and party == self._party.get(right):
                self._ties[party].append(Tie(Rank.JUDGEMENT, 0.0, left, right))
        self._negative = [pair for pair in said.negative() if pair[0] in self._party and pair[1] in self._party]

    def parts(self, canonical_id: str, *two: tuple[str, str]) -> tuple[Part, ...]:
        """Say what a party falls apart into when two of its members are two; what fell apart before stays apart."""
        members = [one for one, party in self._party.items() if party == canonical_id]
        # Whom a person just said to be two, another judgement no longer holds together.
        ties = [tie for tie in self._ties[canonical_id] if _pair(tie.left_id, tie.right_id) not in map(_of, two)]
        parts = fall_apart(members, ties, [*two, *self._negative])
        return tuple(
            Part(entity_ids=tuple(part), captions=tuple(self._captions[one] for one in part)) for part in parts
        )

    def cut(self, canonical_id: str, parts: Sequence[Part]) -> tuple[Cut, ...]:
        """List the links between the parts of a party, the most probable first."""
        part_of = {one: number for number, part in enumerate(parts) for one in part.entity_ids}
        across = [tie for tie in self._ties[canonical_id] if part_of.get(tie.left_id) != part_of.get(tie.right_id)]
        return tuple(
            Cut(
                left_id=tie.left_id,
                right_id=tie.right_id,
                captions=(self._captions[tie.left_id], self._captions[tie.right_id]),
                basis=_basis(tie),
                probability=self._probability.get(_pair(tie.left_id, tie.right_id)),
            )
            for tie in sorted(across, key=lambda one: (one.rank, one.doubt, one.left_id, one.right_id))
        )

    def held(self, canonical_id: str) -> tuple[Held, ...]:
        """List what holds a party together, firmest first."""
        return tuple(
            Held(
                left_id=tie.left_id,
                right_id=tie.right_id,
                captions=(self._captions[tie.left_id], self._captions[tie.right_id]),
                basis=_basis(tie),
                probability=self._probability.get(_pair(tie.left_id, tie.right_id)),
                parts=self.parts(canonical_id, (tie.left_id, tie.right_id)),
            )
            for tie in bridges(self._ties[canonical_id])
        )


def split_party(archive: Archive, said: Said, left: str, right: str | None = None) -> Split:
    """Say what holds a party together, and what it falls apart into if two of its members are two.

    Args:
        archive: the build in use.
        said: what people said of it.
        left: an entity_id of the party.
        right: another of it; None: only what holds it together is asked.

    Raises:
        NotFoundError: the build has no such entity.
        UsageError: the two are of two parties already.
    """
    ids = [left] if right is None else [left, right]
    rows = archive.rows(
        "SELECT entity_id, canonical_id FROM canonical WHERE entity_id IN (SELECT unnest($ids))", ids=ids
    )
    found = {row["entity_id"]: row["canonical_id"] for row in rows}
    for one in ids:
        if one not in found:
            raise NotFoundError(
                f"no entity {one!r}",
                where=archive.place,
                expected="an entity_id",
                next_step="counterflow show CASE NAME lists the ids of a party",
            )
    if right is not None and (left == right or found[left] != found[right]):
        what = f"{left!r} is given twice" if left == right else f"{left!r} and {right!r} are two parties already"
        raise UsageError(what, expected="two entities of one party")
    party = found[left]
    parties = Parties(archive, said, [party])
    two = [] if right is None else [(left, right)]
    known = archive.party_refs([party])
    ref = known.get(party, PartyRef(id=party, caption=party, schema_="Thing"))
    parts = parties.parts(party, *two)
    return Split(party=ref, parts=parts, cut=parties.cut(party, parts), held=parties.held(party))


def _basis(tie: Tie) -> str:
    return "event" if tie.left_id.startswith("zframe-") and tie.rank > Rank.JUDGEMENT else BASIS[tie.rank]


def _tie(row: Mapping[str, Any]) -> Tie:
    reasons: Sequence[Mapping[str, Any]] = json.loads(row["reasons"])
    rank = Rank.SCORE
    features = [str(one["feature"]) for one in reasons]
    if row["left_id"].startswith("zdoc-") or row["right_id"].startswith("zdoc-"):
        rank = Rank.MENTION if features[:1] != ["name"] else Rank.NAME
    elif "judgement" in features:
        rank = Rank.JUDGEMENT
    elif any(one.get("contribution") is None for one in reasons):
        # A number that is issued once decides without adding up.
        rank = Rank.UNIQUE_IDENTIFIER
    doubt = UNKNOWN_DOUBT if row["probability"] is None else 1 - row["probability"]
    return Tie(rank, doubt, row["left_id"], row["right_id"])


def _pair(left: str, right: str) -> tuple[str, str]:
    return (left, right) if left <= right else (right, left)


def _of(pair: tuple[str, str]) -> tuple[str, str]:
    return _pair(*pair)
