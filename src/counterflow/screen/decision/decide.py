"""Enter a decision on a hit, and what a second person says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counterflow.exc import DecisionError, LedgerError, NotFoundError
from counterflow.ledger import Entry
from counterflow.ledger.person import is_same_person
from counterflow.model.decision import Decision, Verdict
from counterflow.screen.decision.allow import ALLOW, make_allowance
from counterflow.screen.decision.basis import Document, read_seen
from counterflow.screen.decision.history import KIND, State, past_of
from counterflow.screen.decision.hit import Hit
from counterflow.screen.decision.record import Record
from counterflow.screen.decision.seen import Seen, dump_seen


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says."""

    decision: Decision
    reason: str
    by: str
    """Who; two people must not share one name."""


@dataclass(frozen=True, slots=True)
class Pair:
    """On whom it is decided."""

    subject_id: str
    party_id: str
    """Id of a result of the answer that was seen."""
    members: Sequence[str] = ()
    """Ids of all entities that the party consists of now, e.g. `Hit.members`."""


def decide(record: Record, pair: Pair, seen: Seen, said: Said, *, allow_hit: Hit | None = None) -> Entry:
    """Enter a decision, and the pair on the allow-list if that is wanted: both or neither.

    Writes what was seen beside the ledger, then the decision, which names it by its digest. Where case.toml or
    the ledger asks for four eyes it is pending until `approve`.

    Args:
        record: where it is entered.
        pair: on whom.
        seen: what was seen.
        said: what is decided.
        allow_hit: the pair as it is, for the allow-list; None: it is not put there.

    Raises:
        NotFoundError: the answer has no such party.
        LedgerError: a text is empty; or the allow-list is wanted, and the decision does not clear the hit.
    """
    result = _result(seen, pair.party_id)
    if said.by.strip() == "":
        raise LedgerError("nobody decided", expected="a name: COUNTERFLOW_USER, or the holder of a key")
    payload = {
        "subject": pair.subject_id,
        "party": sorted({pair.party_id, *pair.members}),
        "decision": str(said.decision),
        "reason": said.reason,
        "content": {**_content(seen, result), "four_eyes": said.decision in record.four_eyes},
        "seen": record.folder.keep(dump_seen(seen)),
    }
    if allow_hit is None:
        return record.ledger.append(KIND, payload, by=said.by)
    allowance = make_allowance(record, payload, allow_hit)

    def naming(before: Sequence[Entry]) -> Mapping[str, Any]:
        return {**allowance, "decision": before[0].hash}

    return record.ledger.append_all([(KIND, payload), (ALLOW, naming)], by=said.by)[0]


def approve(record: Record, digits: str, verdict: Verdict, *, by: str, reason: str | None = None) -> Entry:
    """Enter what a second person says of a pending decision; what nobody can look at any more is not approved.

    Args:
        record: where it is.
        digits: hash of the decision, or its first digits.
        verdict: approve or reject.
        by: who says it.
        reason: why.

    Raises:
        DecisionError: it is no decision, is not pending, or the same person decided; or it is to be approved, and what
            was seen is not there as it was.
    """
    entry = record.ledger.find(digits)
    if entry.kind != KIND:
        raise DecisionError(f"entry {entry.hash[:12]} is a {entry.kind}", expected="a decision")
    past = past_of(record.ledger, entry)
    if past.state is not State.PENDING:
        raise DecisionError(f"decision {entry.hash[:12]} is {past.state}", expected="one that waits for approval")
    if is_same_person(entry.entered_by, by):
        raise DecisionError(
            f"{by} made decision {entry.hash[:12]}",
            expected="another person, with a name or key of their own",
            next_step="counterflow ledger CASE undo takes one's own decision back",
        )
    document, _, why = read_seen(record, entry)
    if verdict is Verdict.APPROVE and document is not Document.WHOLE:
        raise DecisionError(
            f"decision {entry.hash[:12]} cannot be approved: {why}",
            expected="what the decider saw, as it was",
            next_step="Reject it, and decide anew",
        )
    payload = {"decision": entry.hash, "verdict": str(verdict), "reason": reason}
    return record.ledger.append("approval", payload, by=by)


def _result(seen: Seen, party_id: str) -> Mapping[str, Any]:
    for result in seen.data["results"]:
        if result["id"] == party_id:
            found: Mapping[str, Any] = result
            return found
    ids = ", ".join(str(result["id"]) for result in seen.data["results"])
    raise NotFoundError(f"the answer has no party {party_id!r}", expected=f"one of {ids}" if ids else "a result")


def _content(seen: Seen, result: Mapping[str, Any]) -> dict[str, Any]:
    """Collect what an audit asks, without a value of the subject: those stay with what was seen."""
    index, conditions = seen.data["index"], seen.conditions
    limits = conditions.limits
    return {
        "score": result["score"],
        "match": result["match"],
        "status": result["status"],
        "datasets": result["datasets"],
        "reasons": [{"feature": line["feature"], "contribution": line["contribution"]} for line in result["reasons"]],
        "lists": index["lists"],
        "build": index["build"],
        "fingerprint": conditions.fingerprint,
        "algorithm": seen.data["algorithm"],
        "package": conditions.package,
        "scope": conditions.scope,
        "limits": {"threshold": limits.threshold, "cutoff": limits.cutoff, "results": limits.results},
        "now": conditions.now,
        "answer_sha256": seen.answer_sha256,
    }
