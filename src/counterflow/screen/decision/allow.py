"""The allow-list: a cleared pair need not be decided again while the facts it rests on are so.

An entry is found by the subject and any member of the party, so a merge, a split or another canonical id does not lose
it. A list update does not touch it either, unless one of its facts changed; then it lapses, and says which. Nothing is
written when it lapses: whether it holds follows from the entry and the hit, and it holds again when the facts do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from counterflow.exc import LedgerError
from counterflow.ledger import Entry, Role
from counterflow.model.decision import Decision
from counterflow.screen.decision.fact import SCORE, Change, Fact, Side, change_text, facts_of, find_changes
from counterflow.screen.decision.history import State, past_of, standing
from counterflow.screen.decision.hit import Hit
from counterflow.screen.decision.record import Record
from counterflow.screen.encode import dump_json

ALLOW = "allow"
"""Kind of its entries in the ledger."""

VERSION = 2
"""Raised when the form of the document changes."""
_READ = (1, VERSION)
"""Versions that are read; the first states no names of the pair."""
_ROUNDING = 1e-6
"""A score that rises by no more has not risen: another processor may round otherwise."""

SUPERSEDED = "the decision that it rests on is not the one that stands"
PENDING = "a second person must approve the decision that it rests on"
ERASED = "the facts that it rests on were erased"
UNVERIFIABLE = "the facts that it rests on cannot be verified"


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

    @property
    def why(self) -> str | None:
        """Why it does not hold, in words; None: it does."""
        if self.holds:
            return None
        return self.lapse or "; ".join(change_text(one) for one in self.changes)

    @property
    def is_pending(self) -> bool:
        """Whether it never held so far: a second person has not answered yet."""
        return self.lapse == PENDING


def make_allowance(record: Record, said: Mapping[str, Any], hit: Hit) -> dict[str, Any]:
    """Make the payload of an allow entry, but for the hash of its decision; while that is pending it does not hold.

    Writes the facts that it rests on beside the ledger; it names them by their digest.

    Args:
        record: where they are kept.
        said: the payload of the decision.
        hit: what is decided on.

    Raises:
        LedgerError: it does not clear this pair, or the hit is not the one that was seen.
    """
    is_same = said["subject"] == hit.subject_id and not set(said["party"]).isdisjoint(hit.members)
    if said["decision"] != Decision.CLEAR or not is_same:
        raise LedgerError(
            f"the decision does not clear {hit.subject_id!r} of {hit.party['id']!r}", expected="one that does"
        )
    _check_same(said["content"], hit)
    return {
        "subject": hit.subject_id,
        "party": sorted({*hit.members, *said["party"]}),
        "grounds": record.folder.keep(dump_facts(facts_of(hit))),
    }


def find_allowed(record: Record, hit: Hit) -> Standing | None:
    """Say whether a hit is on the allow-list; None: it never was, or was taken off.

    Of several entries one that holds is given, else the newest, with what changed.
    """
    found = [stand(record, entry, hit) for entry in _entries(record, hit)]
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
        if data["version"] not in _READ:
            raise LedgerError(f"the facts have the version {data['version']}", expected=f"version {VERSION}")
        return tuple(Fact(Side(one["side"]), one["prop"], tuple(one["values"]), one["is_all"]) for one in data["facts"])
    except (ValueError, TypeError, KeyError) as exc:
        raise LedgerError(f"no document of facts: {exc}") from exc


def _check_same(content: Mapping[str, Any], hit: Hit) -> None:
    """Refuse facts that the decider, and who approved, did not see."""
    reasons = [{"feature": line.feature, "contribution": line.contribution} for line in hit.reasons]
    now = (reasons, str(hit.status), sorted(hit.party.get("datasets", ())))
    if now != (content["reasons"], content["status"], sorted(content["datasets"])):
        raise LedgerError(
            "the hit is not the one that was seen: its reasons, status or lists changed",
            next_step="Decide anew",
        )


def stand(record: Record, entry: Entry, hit: Hit | None) -> Standing:
    """Say whether one allow entry holds.

    Args:
        record: where it is.
        entry: the entry.
        hit: the pair as it is now; None: that is not known, so facts are not compared.
    """
    said = entry.data
    decision = record.ledger.find(said["decision"])
    own = past_of(record.ledger, decision)
    if own.state is State.PENDING:
        return Standing(entry, lapse=PENDING)
    # Also the members that it had then: a party that was split off may have been blocked since.
    members = {*said["party"], *(() if hit is None else hit.members)}
    past = standing(record.ledger, said["subject"], members)
    if own.state is not State.IN_FORCE or past is None or past.decision is not Decision.CLEAR:
        return Standing(entry, lapse=SUPERSEDED)
    try:
        content = record.folder.read(said["grounds"])
        facts = None if content is None else load_facts(content)
    except LedgerError as exc:
        # One damaged document must not keep the answers on all others back.
        return Standing(entry, lapse=f"{UNVERIFIABLE}: {exc.what}")
    if facts is None:
        return Standing(entry, lapse=ERASED)
    return Standing(entry, () if hit is None else (*find_changes(facts, hit), *_rise(decision, hit)))


def _rise(decision: Entry, hit: Hit) -> Iterator[Change]:
    """Yield the score where it is higher than the one that was decided on."""
    then = float(decision.data["content"]["score"])
    if hit.score > then + _ROUNDING:
        yield Change(Side.PAIR, SCORE, (f"{then:g}",), (f"{hit.score:g}",))


def _entries(record: Record, hit: Hit) -> list[Entry]:
    """Read the allow entries of a pair, newest first."""
    members = set(hit.members)
    of_subject = record.ledger.about(Role.SUBJECT, hit.subject_id, kinds=[ALLOW])
    return [entry for entry in reversed(of_subject) if not members.isdisjoint(entry.data["party"])]
