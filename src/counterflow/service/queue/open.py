"""What is open: pairs, mentions, events and frames of a build that somebody should look at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from counterflow.clean.name import mentioned_name
from counterflow.dossier.archive import Archive
from counterflow.model.doubt import Hedge, Polarity
from counterflow.model.identity import make_id
from counterflow.model.told import EVENT_PREFIX, PARTY_ID_SQL, PARTY_PREFIX
from counterflow.service.queue.said import Pair, Said
from counterflow.service.queue.shape import Kind, QueueReason

NEAR = 0.95
"""Probability below which what the build joined is looked at as well."""

MOST = 5_000
"""Items of a kind that are weighed: those whose answer is least foreseeable."""

REFUSED = 0.2
"""Share of its probability that a pair keeps whose merge was refused: members of the two stand in one list as two, or
their likenesses on the whole speak against it. Assumed, and not measured."""

FRAME_CHANCE = {
    Polarity.NEGATED: 0.3,
    Polarity.DENIED: 0.3,
}
HEDGED_CHANCE = 0.15
"""Chances, assumed and not measured, that a frame is read wrongly: a denial turned into an accusation is the error that
is made most easily and costs most, a hedge lost comes next. Frames told firmly are not in the queue."""

_PAIRS = """
SELECT left_id, right_id, probability, decision, reasons, l.canonical_id AS left_party, r.canonical_id AS right_party,
    CASE WHEN decision = 'same' THEN 1 - probability
        ELSE coalesce(probability, 0.5) * CASE WHEN contains(reasons, '"refused: ') THEN $refused ELSE 1 END
    END AS chance
FROM pair p
JOIN canonical l ON l.entity_id = left_id
JOIN canonical r ON r.entity_id = right_id
WHERE (decision = 'candidate' AND l.canonical_id <> r.canonical_id)
    -- What a number or a person joined does not rest on the score.
    OR (decision = 'same' AND probability < $near AND l.canonical_id = r.canonical_id
        AND NOT contains(reasons, '"contribution": null'))
ORDER BY chance DESC, left_id, right_id LIMIT $most
"""

# What a document calls one thing is asked for once, however often it names it; one name in several documents too.
_MENTIONS = f"""
WITH named AS (
    SELECT *, {PARTY_ID_SQL} AS told_id FROM mention
), linked AS (
    SELECT told_id AS left_id, min(target_id) AS right_id, c.canonical_id AS right_party, decision,
        max_by(text, (length(text), text)) AS name,
        max(probability) AS probability, min_by(reasons, (-coalesce(probability, 0), named.id)) AS reasons,
        count(DISTINCT named.id) AS passages
    FROM link l JOIN named ON named.id = l.source_id JOIN canonical c ON c.entity_id = l.target_id
    WHERE l.kind = 'mention' AND (decision = 'candidate' OR (decision = 'same' AND probability < $near))
    GROUP BY told_id, c.canonical_id, decision
)
SELECT left_id, right_id, probability, decision, reasons, passages, name,
    coalesce(c.canonical_id, left_id) AS left_party, right_party,
    CASE WHEN decision = 'same' THEN 1 - probability
        ELSE coalesce(probability, 1.0 / (1 + count(*) OVER (PARTITION BY left_id))) END AS chance
FROM linked LEFT JOIN canonical c ON c.entity_id = left_id
WHERE decision = 'same' OR coalesce(c.canonical_id, left_id) <> right_party
ORDER BY chance DESC, left_id, right_id LIMIT $most
"""  # noqa: S608 - a constant

# Of what several documents tell: events, and parties that no list has.
_TOLD = """
SELECT source_id AS left_id, target_id AS right_id, probability, decision, reasons,
    l.canonical_id AS left_party, r.canonical_id AS right_party,
    CASE WHEN decision = 'same' THEN 1 - probability ELSE probability END AS chance
FROM link JOIN canonical l ON l.entity_id = source_id JOIN canonical r ON r.entity_id = target_id
WHERE kind = 'entity' AND starts_with(source_id, $prefix) AND starts_with(target_id, $prefix)
    AND ((decision = 'candidate' AND l.canonical_id <> r.canonical_id)
        OR (decision = 'same' AND probability < $near AND l.canonical_id = r.canonical_id))
ORDER BY chance DESC, left_id, right_id LIMIT $most
"""

_FRAMES = """
SELECT id, polarity, hedge FROM frame
WHERE polarity <> 'affirmed' OR hedge NOT IN (SELECT unnest($firm))
ORDER BY polarity = 'affirmed', id LIMIT $most
"""


class Open(NamedTuple):
    """One thing that is open."""

    id: str
    kind: Kind
    left_id: str
    """Of a frame: its id."""
    right_id: str | None
    left_party: str
    """canonical_id."""
    right_party: str | None
    is_joined: bool
    """Whether the build has the two as one."""
    probability: float | None
    chance: float
    reasons: tuple[QueueReason, ...] = ()
    passages: int = 0
    others: tuple[str, ...] = ()
    """Of a mention: canonical ids of the other parties that it may mean."""
    unsure: str | None = None
    also: tuple[Pair, ...] = ()
    """Of a mention: the same name in other documents and the same party, asked with it; left and right entity_id."""
    also_parties: tuple[str, ...] = ()
    """Their left parties."""

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """All that one answer answers."""
        return ((self.left_id, str(self.right_id)), *self.also)


def list_open(archive: Archive, said: Said, kinds: Iterable[Kind]) -> list[Open]:
    """List what is open and was not answered since, in no order of weight.

    Reads `pair`, `link`, `mention`, `frame`, `canonical`.
    """
    makers = {Kind.PAIR: _pairs, Kind.MENTION: _mentions, Kind.EVENT: _events, Kind.FRAME: _frames}
    return [one for kind in kinds for one in makers[kind](archive, said)]


def _pairs(archive: Archive, said: Said) -> Iterator[Open]:
    rows = archive.rows(_PAIRS, near=NEAR, most=MOST, refused=REFUSED)
    told = archive.rows(_TOLD, near=NEAR, most=MOST, prefix=PARTY_PREFIX)
    rows = sorted((*rows, *told), key=lambda row: (-row["chance"], row["left_id"], row["right_id"]))
    yield from _first_of_each(_two_sided(Kind.PAIR, row, said) for row in rows)


def _events(archive: Archive, said: Said) -> Iterator[Open]:
    rows = archive.rows(_TOLD, near=NEAR, most=MOST, prefix=EVENT_PREFIX)
    yield from _first_of_each(_two_sided(Kind.EVENT, row, said) for row in rows)


def _mentions(archive: Archive, said: Said) -> Iterator[Open]:
    rows = archive.rows(_MENTIONS, near=NEAR, most=MOST)
    # Once a person has said whom a name means, nobody needs to ask for the others.
    rows = [row for row in rows if row["decision"] == "same" or not said.is_joined(row["left_id"])]
    parties: dict[str, list[str]] = {}
    for row in rows:
        parties.setdefault(row["left_id"], []).append(row["right_party"])
    groups: dict[tuple[str, str, str], list[Open]] = {}
    for row in rows:
        found = _two_sided(Kind.MENTION, row, said)
        if found is not None:
            others = tuple(sorted(one for one in parties[row["left_id"]] if one != row["right_party"]))
            key = (mentioned_name(row["name"]), row["right_party"], row["decision"])
            groups.setdefault(key, []).append(found._replace(passages=row["passages"], others=others))
    for group in groups.values():
        yield _as_one(group)


def _as_one(group: Sequence[Open]) -> Open:
    """Ask once of a name that several documents have for what may be one party, by the one least foreseeable."""
    first, rest = group[0], group[1:]
    if len(rest) == 0:
        return first
    return first._replace(
        id=item_id(Kind.MENTION, *(one.left_id for one in group), first.right_party or ""),
        passages=sum(one.passages for one in group),
        others=tuple(sorted({other for one in group for other in one.others})),
        unsure=first.unsure if all(one.unsure is not None for one in group) else None,
        also=tuple((one.left_id, str(one.right_id)) for one in rest),
        also_parties=tuple(one.left_party for one in rest),
    )


def _frames(archive: Archive, said: Said) -> Iterator[Open]:
    for row in archive.rows(_FRAMES, firm=[str(Hedge.FACT), str(Hedge.REPORTED)], most=MOST):
        frame = row["id"]
        if said.is_reviewed(frame):
            continue
        chance = FRAME_CHANCE.get(row["polarity"], HEDGED_CHANCE)
        id_ = item_id(Kind.FRAME, frame)
        yield Open(id_, Kind.FRAME, frame, None, frame, None, True, None, chance, unsure=said.unsure_of(frame))


def _two_sided(kind: Kind, row: Mapping[str, Any], said: Said) -> Open | None:
    """Make an item of a row; None: it was answered."""
    left, right = row["left_id"], row["right_id"]
    is_joined = row["decision"] == "same"
    parties = None if is_joined else (row["left_party"], row["right_party"])
    if said.is_judged(left, right, parties):
        return None
    ids = (left, right, row["left_party"], row["right_party"])
    head = (item_id(kind, left, right), kind, *ids, is_joined, row["probability"], float(row["chance"]))
    return Open(*head, reasons_of(row["reasons"]), unsure=said.unsure_of(left, right))


def _first_of_each(found: Iterable[Open | None]) -> Iterator[Open]:
    """Ask once of two parties, by the pair of their records that is least foreseeable; once of a party as well."""
    seen: set[tuple[str, ...]] = set()
    for one in found:
        if one is None:
            continue
        parties = tuple(sorted((one.left_party, str(one.right_party))))
        if parties not in seen:
            seen.add(parties)
            yield one


def item_id(kind: Kind, *ids: str) -> str:
    """Name an item by its kind and what it is about, in whatever order."""
    return make_id(kind, *sorted(ids))


def reasons_of(text: str) -> tuple[QueueReason, ...]:
    """Read the reasons of a pair or a link."""
    rows: Sequence[Mapping[str, Any]] = json.loads(text)
    return tuple(
        QueueReason(
            feature=row["feature"],
            left=str(row.get("left", row.get("source")) or ""),
            right=str(row.get("right", row.get("target")) or ""),
            contribution=row.get("contribution"),
        )
        for row in rows
    )
