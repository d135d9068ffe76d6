"""Where hits are decided on: answers are shown, and decisions on them entered, listed and replayed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from counterflow.compare.algorithm import ALGORITHM
from counterflow.exc import DecisionError, ForbiddenError, LedgerError, NotFoundError, UsageError
from counterflow.ledger import Role
from counterflow.model.decision import Decision, Verdict
from counterflow.remote.clock import Clock
from counterflow.screen.answer import Answer
from counterflow.screen.column import subject_of
from counterflow.screen.decision.allow import allow, find_allowed
from counterflow.screen.decision.decide import Pair, Said, approve, decide
from counterflow.screen.decision.history import KIND, Past, history_of_party, history_of_subject, past_of
from counterflow.screen.decision.hit import Hit as DecidedHit
from counterflow.screen.decision.record import Record
from counterflow.screen.decision.replay import Replay, replay_decision
from counterflow.screen.decision.seen import Seen, conditions_of, load_seen, see
from counterflow.screen.screener import Limits
from counterflow.service.current import CurrentState
from counterflow.service.match import Asked, Match, match
from counterflow.service.seen import Shown
from counterflow.service.state import State


class ShownMatch(NamedTuple):
    """An answer as it is shown."""

    answer: Answer
    seen: str
    """Digest by which a decision names it."""
    allowed: Mapping[str, str | None]
    """Of results that were cleared before: None while that holds, or why it lapsed; by id of the party."""


@dataclass(frozen=True)
class _Replayable:
    """A state that answers as it did (`screen.decision.replay.Replayable`)."""

    state: State

    @property
    def fingerprint(self) -> str:
        return self.state.parties.names.manifest.fingerprint

    @property
    def algorithm(self) -> str:
        return ALGORITHM

    def answer(self, query: Mapping[str, Any], limits: Limits, scope: str, now: datetime.datetime) -> Answer:
        if scope != self.state.scope:
            raise NotFoundError(f"the scope {scope} is not served here", expected=self.state.scope)
        return match(self.state, [query], Asked(limits, now))[0].answer


class Desk:
    """Screens against what is current, and keeps the record of what was decided, if there is one."""

    def __init__(self, current: CurrentState, clock: Clock, record: Record | None) -> None:
        """Screen against `current`; without a record no decisions are taken."""
        self.current = current
        self.clock = clock
        self.record = record
        self._shown = Shown()

    def answer(self, queries: Sequence[Mapping[str, Any]], limits: Limits) -> list[ShownMatch]:
        """Search, and remember what is shown."""
        state, now = self.current.get(), self.clock.now()
        fingerprint = state.parties.names.manifest.fingerprint
        conditions = conditions_of(limits, state.scope, now, fingerprint)
        return [
            ShownMatch(one.answer, self._shown.keep(see(one.answer, conditions)), self._allowed(one))
            for one in match(state, queries, Asked(limits, now))
        ]

    def decide(self, seen_digest: str, pair: Pair, said: Said) -> Past:
        """Enter a decision on an answer that was shown; one that clears goes on the allow-list.

        Raises:
            NotFoundError: the answer is not remembered, or has no such party.
            ForbiddenError: no decisions are taken here.
            UsageError: the answer is of another subject.
            DecisionError: the lists changed since, so that what was seen is not what is so.
        """
        record, seen = self._known_record(), self._shown.find(seen_digest)
        asked_for = subject_of(seen.data["query"])
        if asked_for is not None and asked_for != pair.subject_id:
            raise UsageError("the answer is of another subject than the decision", next_step="Decide on its own answer")
        hit = self._hit(seen, pair)
        entry = decide(record, Pair(pair.subject_id, pair.party_id, hit.members), seen, said)
        if said.decision is Decision.CLEAR:
            allow(record, entry, hit, by=said.by)
        return past_of(record.ledger, entry)

    def approve(self, digits: str, verdict: Verdict, *, by: str, reason: str | None) -> Past:
        """Enter what a second person says of a decision."""
        record = self._known_record()
        approve(record, digits, verdict, by=by, reason=reason)
        return past_of(record.ledger, record.ledger.find(digits))

    def replay(self, digits: str) -> Replay:
        """Ask again what was asked for a decision, of the same lists if they are still in use."""
        record = self._known_record()
        state = _Replayable(self.current.get())

        def find_state(seen: Seen) -> _Replayable | None:
            wanted = seen.conditions.fingerprint or ""
            return state if state.fingerprint.startswith(wanted) else None

        return replay_decision(record, record.ledger.find(digits), find_state)

    def decisions(self, subject: str | None, party: str | None, *, before: int | None, limit: int) -> list[Past]:
        """List decisions, newest first: of a subject, of a party, or all."""
        ledger = self._known_record().ledger
        if subject is not None:
            found = history_of_subject(ledger, subject)
        elif party is not None:
            found = history_of_party(ledger, [party])
        else:
            entries = ledger.entries_of([KIND])
            newest = [one for one in reversed(entries) if before is None or one.sequence < before][:limit]
            return [past_of(ledger, entry) for entry in newest]
        older = [one for one in reversed(found) if before is None or one.entry.sequence < before]
        return older[:limit]

    def caption(self, past: Past) -> str:
        """Give the name under which the party of a decision was shown; its id once that was erased."""
        record = self._known_record()
        ids = past.entry.data["party"]
        try:
            content = record.folder.read(past.entry.data["seen"])
        except LedgerError:
            return f"{ids[0]} (what was seen was changed after the decision)"
        if content is None:
            return str(ids[0])
        results = load_seen(content).data["results"]
        return next((str(one["caption"]) for one in results if one["id"] in ids), str(ids[0]))

    def _known_record(self) -> Record:
        if self.record is None:
            raise ForbiddenError(
                "this server takes no decisions: it has no ledger",
                next_step="counterflow serve --index DIR --ledger FILE",
            )
        return self.record

    def _allowed(self, found: Match) -> dict[str, str | None]:
        """Say of the results which were cleared before, where the query names its subject."""
        subject = subject_of(found.query.row.values)
        if self.record is None or subject is None:
            return {}
        if len(self.record.ledger.about(Role.SUBJECT, subject, kinds=["allow"])) == 0:
            return {}
        allowed: dict[str, str | None] = {}
        for hit, result in zip(found.hits, found.answer.results, strict=True):
            pair = DecidedHit(subject, found.query.readings[0], hit.entity, result.status, result.reasons)
            standing = find_allowed(self.record, pair)
            if standing is not None:
                changed = ", ".join(sorted({f"{one.side} {one.prop}" for one in standing.changes}))
                why = standing.lapse or f"changed since: {changed}"
                allowed[result.id] = None if standing.holds else why
        return allowed

    def _hit(self, seen: Seen, pair: Pair) -> DecidedHit:
        """Give the hit that is decided on, as the lists that were seen have it."""
        state = self.current.get()
        if state.parties.names.manifest.fingerprint != seen.conditions.fingerprint:
            raise DecisionError("the lists changed since this answer", next_step="Screen the party again, then decide")
        again = match(state, [seen.data["query"]], Asked(seen.conditions.limits, self.clock.now()))[0]
        for hit, result in zip(again.hits, again.answer.results, strict=True):
            if result.id == pair.party_id:
                return DecidedHit(pair.subject_id, again.query.readings[0], hit.entity, result.status, result.reasons)
        raise NotFoundError("the answer has no such party")
