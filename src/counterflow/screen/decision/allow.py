"""The allow-list: a cleared pair need not be decided again while the facts it rests on are so.

An entry is found by the subject and any member of the party, so a merge, a split or another canonical id does not lose
it. A list update does not touch it either, unless one of its facts changed; then it lapses, and says which. Nothing is
written when it lapses: whether it holds follows from the entry and the hit, and it holds again when the facts do.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from counterflow.exc import LedgerError
from counterflow.ledger import Entry, Role
from counterflow.model.decision import Decision
from counterflow.screen.decision.fact import Change, Fact, Side, facts_of, find_changes
from counterflow.screen.decision.history import KIND, State, past_of, standing
from counterflow.screen.decision.hit import Hit
from counterflow.screen.decision.record import Record
from counterflow.screen.encode import dump_json

VERSION = 1
"""Raised when the form of the document changes."""

SUPERSEDED = "the decision that it rests on is not the one that stands"
ERASED = "the facts that it rests on were erased"


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an allow entry holds of a hit."""

    entry: Entry
    changes: tuple[Change, ...] = ()
    """Facts that are no longer so."""
    lapse: str | None = None
    """Why it does not hold otherwise."""

    @property
    def holds(self) -> bool:
        """Whether the pair need not be decided again."""
        return len(self.changes) == 0 and self.lapse is None


def allow(record: Record, decision: Entry, hit: Hit, *, by: str) -> Entry:
    """Put a cleared pair on the allow-list; while the decision is pending the entry does not hold.

    Writes the facts that it rests on beside the ledger, then the entry, which names them by their digest.

    Raises:
        LedgerError: it is no decision that clears this pair, or the hit is not the one that was decided on.
    """
    said = decision.data
    is_clear = decision.kind == KIND and said["decision"] == Decision.CLEAR
    if not is_clear or said["subject"] != hit.subject_id or set(said["party"]).isdisjoint(hit.members):
        raise LedgerError(
            f"entry {decision.hash[:12]} does not clear {hit.subject_id!r} of {hit.party['id']!r}",
            expected="a decision that does",
        )
    _check_same(decision, hit)
    payload = {
        "decision": decision.hash,
        "subject": hit.subject_id,
        "party": sorted({*hit.members, *said["party"]}),
        "grounds": record.folder.keep(dump_facts(facts_of(hit))),
    }
    return record.ledger.append("allow", payload, by=by)


def find_allowed(record: Record, hit: Hit) -> Standing | None:
    """Say whether a hit is on the allow-list; None: it never was, or was taken off.

    Of several entries one that holds is given, else the newest, with what changed.
    """
    found = [_stand(record, entry, hit) for entry in _entries(record, hit)]
    return next((one for one in found if one.holds), found[0] if len(found) > 0 else None)


def dump_facts(facts: Sequence[Fact]) -> bytes:
    """Write facts as a document; equal ones give equal bytes."""
    return dump_json({"version": VERSION, "facts": [asdict(fact) for fact in facts]})


def load_facts(content: bytes) -> tuple[Fact, ...]:
    """Read facts back.

    Raises:
        LedgerError: it is no such document, or of a later version of the program.
    """
    try:
        data = json.loads(content)
        if data["version"] != VERSION:
            raise LedgerError(f"the facts have the version {data['version']}", expected=f"version {VERSION}")
        return tuple(Fact(Side(one["side"]), one["prop"], tuple(one["values"]), one["is_all"]) for one in data["facts"])
    except (ValueError, TypeError, KeyError) as exc:
        raise LedgerError(f"no document of facts: {exc}") from exc


def _check_same(decision: Entry, hit: Hit) -> None:
    """Refuse facts that the decider, and who approved, did not see."""
    content = decision.data["content"]
    reasons = [{"feature": line.feature, "contribution": line.contribution} for line in hit.reasons]
    now = (reasons, str(hit.status), sorted(hit.party.get("datasets", ())))
    if now != (content["reasons"], content["status"], sorted(content["datasets"])):
        raise LedgerError(
            f"the hit is not the one of decision {decision.hash[:12]}: its reasons, status or lists changed",
            next_step="Decide anew",
        )


def _entries(record: Record, hit: Hit) -> list[Entry]:
    """Read the allow entries of a pair, newest first."""
    members = set(hit.members)
    of_subject = record.ledger.about(Role.SUBJECT, hit.subject_id, kinds=["allow"])
    return [entry for entry in reversed(of_subject) if not members.isdisjoint(entry.data["party"])]


def _stand(record: Record, entry: Entry, hit: Hit) -> Standing:
    said = entry.data
    own = past_of(record.ledger, record.ledger.find(said["decision"]))
    # Also the members that it had then: a party that was split off may have been blocked since.
    past = standing(record.ledger, hit.subject_id, {*hit.members, *said["party"]})
    if own.state is not State.IN_FORCE or past is None or past.decision is not Decision.CLEAR:
        return Standing(entry, lapse=SUPERSEDED)
    content = record.folder.read(said["grounds"])
    if content is None:
        return Standing(entry, lapse=ERASED)
    return Standing(entry, find_changes(load_facts(content), hit))
