"""Events of a build: which of the events that documents tell are one, and what they show of who takes part, as rows."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from counterflow.engine import Engine
from counterflow.model.doubt import Judgement
from counterflow.model.handling import strictest
from counterflow.model.told import PARTY_ID_SQL, frame_entity_id, party_id
from counterflow.resolve.decide import Decision
from counterflow.resolve.event.account import BEFORE, Account, find_days, gather_spoken, make_account
from counterflow.resolve.event.cluster import Pair
from counterflow.resolve.event.kind import load_kinds
from counterflow.resolve.event.likeness import Likeness
from counterflow.resolve.event.resolve import SURE, Events, resolve_events
from counterflow.tables import Link

ALGORITHM = "accounts-v1"

_FRAME_SQL = """
SELECT frame.*, document.published, document.text[frame.start + 1 : frame.end] AS passage
FROM frame JOIN document ON document.id = frame.document_id
WHERE document.kind = 'report'
ORDER BY frame.id
"""

_MENTION_SQL = f"""
SELECT mention.id, mention.document_id, mention.entity, mention.type, mention.form, mention.text, mention.start,
    mention.edtf, mention.handling, canonical.canonical_id,
    document.text[greatest(mention.start - {BEFORE}, 0) + 1 : mention.start] AS before
FROM (SELECT *, {PARTY_ID_SQL} AS told_id FROM mention) mention
JOIN document ON document.id = mention.document_id AND document.kind = 'report'
LEFT JOIN canonical ON canonical.entity_id = mention.told_id
ORDER BY mention.document_id, mention.start
"""  # noqa: S608 - a constant


class Joined(NamedTuple):
    """The events that are one, and the links that say so."""

    canonical: dict[str, str]
    """entity_id to canonical_id, for the accounts of events that are told more than once, and for the parties that
    events showed to be described ships."""
    links: list[Link]


def join_events(engine: Engine, judgements: Mapping[tuple[str, str], Judgement]) -> Joined:
    """Find which events that reports tell are one, and which unnamed parties of theirs a name is given elsewhere.

    Reads:
        `frame`, `mention`, `quantity`, `document`, and the registered rows `member` and `canonical`.
    Args:
        engine: the tables.
        judgements: what people said of two entities; those of events count.
    """
    known = {row["entity_id"] for row in engine.query("SELECT entity_id FROM member WHERE is_told").to_pylist()}
    mentions = engine.query(_MENTION_SQL).to_pylist()
    accounts = _accounts(engine, mentions, known)
    events = resolve_events(accounts, _judged(accounts, judgements))
    ids = [frame_entity_id(account.id) for account in accounts]
    canonical = {ids[at]: ids[cluster[0]] for cluster in events.clusters for at in cluster}
    unnamed = list(_party_links(events, mentions, known, judgements))
    canonical |= _join_parties(engine, unnamed)
    links = [
        *unnamed,
        *_event_links(accounts, ids, events),
        *_candidate_links(accounts, ids, events),
        *_mention_links(events, mentions),
    ]
    return Joined(canonical, links)


def _accounts(engine: Engine, mentions: Sequence[Mapping[str, object]], known: set[str]) -> list[Account]:
    kinds = load_kinds()
    spoken, days = gather_spoken(mentions), find_days(mentions)
    rows = [
        row
        for row in engine.query(_FRAME_SQL).to_pylist()
        if len(kinds.of_type(row["type"])) > 0 and frame_entity_id(row["id"]) in known
    ]
    wanted = {argument["quantity_id"] for row in rows for argument in row["args"]} - {None}
    quantities = {row["id"]: row for row in engine.query("SELECT * FROM quantity").to_pylist() if row["id"] in wanted}
    return [make_account(row, spoken, quantities, kinds, days.get(row["document_id"], ())) for row in rows]


def _judged(accounts: Sequence[Account], judgements: Mapping[tuple[str, str], Judgement]) -> dict[Pair, bool]:
    place = {frame_entity_id(account.id): at for at, account in enumerate(accounts)}
    judged = {}
    for (left, right), judgement in judgements.items():
        if left in place and right in place and judgement in (Judgement.POSITIVE, Judgement.NEGATIVE):
            pair = min(place[left], place[right]), max(place[left], place[right])
            judged[pair] = judgement == Judgement.POSITIVE
    return judged


def _event_links(accounts: Sequence[Account], ids: Sequence[str], events: Events) -> Iterator[Link]:
    """Yield a link from each account to the first of its event, with what they have in common and where they differ."""
    for cluster in events.clusters:
        first = cluster[0]
        for at in cluster[1:]:
            alike = events.likeness[first, at]
            marking = strictest((accounts[first].handling, accounts[at].handling))
            reasons = _reasons(alike)
            yield Link(
                ids[at], ids[first], "entity", Decision.SAME, _probability(alike.bits), reasons, ALGORITHM, marking
            )


def _candidate_links(accounts: Sequence[Account], ids: Sequence[str], events: Events) -> Iterator[Link]:
    """Yield a link between accounts that may be of one event: candidates, which join nothing."""
    for (first, at), alike in sorted(events.near.items()):
        marking = strictest((accounts[first].handling, accounts[at].handling))
        probability, reasons = _probability(alike.bits), _reasons(alike)
        yield Link(ids[at], ids[first], "entity", Decision.CANDIDATE, probability, reasons, ALGORITHM, marking)


def _mention_links(events: Events, mentions: Sequence[Mapping[str, object]]) -> Iterator[Link]:
    """Yield the links of descriptions ("a North Korean ship") to the parties that their events show them to be."""
    for mention in mentions:
        shown = events.shown.get((str(mention["document_id"]), str(mention["entity"])))
        if shown is None or ":" in shown.key or mention["form"] != "nominal":
            continue
        probability = round(shown.probability, 4)
        decision = Decision.SAME if probability >= SURE else Decision.CANDIDATE
        reason = {"feature": "same event", "source": mention["text"], "target": shown.accounts[1], "contribution": None}
        yield Link(
            str(mention["id"]),
            shown.key,
            "mention",
            decision,
            probability,
            json.dumps([reason], ensure_ascii=False),
            ALGORITHM,
            str(mention["handling"]),
        )


def _party_links(
    events: Events,
    mentions: Sequence[Mapping[str, object]],
    known: set[str],
    judgements: Mapping[tuple[str, str], Judgement],
) -> Iterator[Link]:
    """Yield links of described parties that have statements of their own to those that events show them to be."""
    marking = {(str(one["document_id"]), str(one["entity"])): str(one["handling"]) for one in mentions}
    negative = {id_ for pair, one in judgements.items() if one == Judgement.NEGATIVE for id_ in pair}
    for local, shown in sorted(events.shown.items()):
        source = party_id(*local)
        # What a person said of it is not overruled by what an event shows.
        if shown.probability < SURE or ":" in shown.key or source not in known or source in negative:
            continue
        reason = {"feature": "same event", "source": shown.accounts[0], "target": shown.accounts[1]}
        yield Link(
            source,
            shown.key,
            "entity",
            Decision.SAME,
            round(shown.probability, 4),
            json.dumps([{**reason, "contribution": None}]),
            ALGORITHM,
            marking[local],
        )


def _join_parties(engine: Engine, links: Sequence[Link]) -> dict[str, str]:
    """Give the canonical ids of the described parties and of all that they join: the smallest id of each cluster."""
    joined: dict[str, set[str]] = {}
    for link in links:
        joined.setdefault(link.target_id, set()).add(link.source_id)
    rows = engine.query(
        "SELECT entity_id, canonical_id FROM canonical WHERE canonical_id IN (SELECT unnest($ids))",
        {"ids": sorted(joined)},
    ).to_pylist()
    for row in rows:
        joined[row["canonical_id"]].add(row["entity_id"])
    return {one: min(members) for members in joined.values() for one in members}


def _probability(bits: float) -> float:
    return round(float(1 / (1 + 2.0**-bits)), 4)


def _reasons(alike: Likeness) -> str:
    """Give the reasons as JSON; what decides by itself - a bar, a judgement - has no contribution."""
    rows = [
        {
            "feature": one.feature,
            "source": one.left,
            "target": one.right,
            "contribution": round(one.bits, 2) if math.isfinite(one.bits) else None,
        }
        for one in alike.reasons
    ]
    return json.dumps(rows, ensure_ascii=False)
