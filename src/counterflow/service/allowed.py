"""Whether what stands on the allow-list holds, by the lists in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from counterflow.ledger import Entry
from counterflow.screen.answer import shown_score
from counterflow.screen.decision.allow import stand
from counterflow.screen.decision.allow_list import AllowRow, Worth, allow_row
from counterflow.screen.decision.basis import captions_of, read_seen
from counterflow.screen.decision.hit import Hit
from counterflow.screen.decision.record import Record
from counterflow.screen.decision.seen import Seen
from counterflow.service.match import Asked, Match, match
from counterflow.service.state import Moment

MOST = 100
"""Hits among which the party is looked for: the most that an answer could have shown."""
NOT_ASKED = "no lists were given to compare with"
NOT_FOUND = "the subject, as it was asked for then, does not find the party any more"


def stand_now(record: Record, moment: Moment | None, entry: Entry) -> AllowRow:
    """Ask for the subject again, as it was when it was cleared, and say which facts of the pair changed.

    Args:
        record: where the entry is.
        moment: the lists to ask; None: facts are not compared.
        entry: of the allow-list.
    """
    without = stand(record, entry, None)
    decision = record.ledger.find(entry.data["decision"])
    _, seen, why = read_seen(record, decision)
    captions = captions_of(decision, seen)
    if not without.holds:
        return allow_row(without, captions)
    if moment is None:
        return allow_row(without, captions, Worth.UNKNOWN, NOT_ASKED)
    if seen is None:
        return allow_row(without, captions, Worth.UNKNOWN, why)
    hit = find_hit(moment, seen, str(entry.data["subject"]), frozenset(entry.data["party"]))
    if hit is None:
        return allow_row(without, captions, Worth.NO_HIT, NOT_FOUND)
    return allow_row(stand(record, entry, hit), captions)


def find_hit(moment: Moment, seen: Seen, subject: str, members: frozenset[str]) -> Hit | None:
    """Ask what was asked once, and give the hit on a party, whichever of its members it is called by; None: none.

    Args:
        moment: the lists to ask.
        seen: what was asked.
        subject: id of the subject.
        members: ids of any entities of the party.
    """
    limits = replace(seen.conditions.limits, results=MOST)
    found = match(moment, [seen.data["query"]], Asked(limits))[0]
    hits = (hit for _, hit in pairs_of(found, subject))
    return next((hit for hit in hits if not members.isdisjoint(hit.members)), None)


def is_shown(hit: Hit, result: Mapping[str, Any]) -> bool:
    """Say whether a hit is what a result of an answer showed: score, status, lists and reasons."""
    now = (shown_score(hit.score), str(hit.status), sorted(hit.party.get("datasets", ())))
    reasons = [asdict(line) for line in hit.reasons]
    then = (result["score"], result["status"], sorted(result["datasets"]))
    return now == then and reasons == result["reasons"]


def pairs_of(found: Match, subject: str) -> list[tuple[str, Hit]]:
    """Give the results of an answer as pairs that can be decided on, by the id of the result."""
    return [
        (result.id, Hit(subject, found.query.readings[0], hit.entity, result.status, result.reasons, result.score))
        for hit, result in zip(found.hits, found.answer.results, strict=True)
    ]
