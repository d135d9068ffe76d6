"""Where hits are decided on: answers are shown, and decisions on them entered, listed and replayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from counterflow.exc import DecisionError, ForbiddenError, NotFoundError, UsageError
from counterflow.ledger import Entry, Role
from counterflow.model.decision import Decision, Verdict
from counterflow.remote.clock import Clock
from counterflow.screen.answer import Answer
from counterflow.screen.column import subject_of
from counterflow.screen.decision.allow import ALLOW, find_allowed
from counterflow.screen.decision.allow_list import AllowRow, find_allowances, revoke
from counterflow.screen.decision.basis import Basis, Document, basis_of, decided_result, read_seen
from counterflow.screen.decision.decide import Pair, Said, approve, decide
from counterflow.screen.decision.find import Wanted, find_decisions
from counterflow.screen.decision.history import Past, State, past_of
from counterflow.screen.decision.hit import Hit
from counterflow.screen.decision.record import Record
from counterflow.screen.decision.replay import FindState, Replay, Replayable, replay_decision
from counterflow.screen.decision.seen import Seen, conditions_of, see
from counterflow.screen.decision.waiting import Waiting
from counterflow.screen.screener import Limits
from counterflow.service.allowed import find_hit, is_shown, pairs_of, stand_now
from counterflow.service.current import CurrentState
from counterflow.service.fit import Fit, Names, fit_of
from counterflow.service.kept import ReplayableState, find_in, missing_text
from counterflow.service.match import Asked, Match, match
from counterflow.service.seen import Shown
from counterflow.service.state import Moment


class ShownMatch(NamedTuple):
    """An answer as it is shown."""

    answer: Answer
    seen: str
    """Digest by which a decision names it."""
    allowed: Mapping[str, str | None]
    """Of results that were cleared before: None while that holds, or why it does not; by id of the party."""


class Desk:
    """Screens against what is current, and keeps the record of what was decided, if there is one."""

    def __init__(
        self, current: CurrentState, clock: Clock, record: Record | None, kept: FindState | None = None
    ) -> None:
        """Screen against `current`; without a record no decisions are taken.

        Args:
            current: the lists in use.
            clock: tells the time of day.
            record: where decisions are entered.
            kept: finds the lists of decisions that were made on others than those in use.
        """
        self.current = current
        self.clock = clock
        self.record = record
        self._kept = kept
        self._shown = Shown()
        self._waiting = None if record is None else Waiting(record.ledger)

    def answer(self, queries: Sequence[Mapping[str, Any]], limits: Limits) -> list[ShownMatch]:
        """Search, and remember what is shown."""
        moment = self._moment()
        state, parties = moment.state, moment.state.parties
        conditions = conditions_of(
            limits, state.scope, moment.now, parties.names.manifest.fingerprint, parties.identity
        )
        return [
            ShownMatch(one.answer, self._shown.keep(see(one.answer, conditions)), self._allowed(one))
            for one in match(moment, queries, Asked(limits))
        ]

    def decide(self, seen_digest: str, pair: Pair, said: Said, *, is_allowed: bool = False) -> Past:
        """Enter a decision on an answer that was shown.

        Args:
            seen_digest: names the answer.
            pair: on whom it is decided.
            said: what is decided.
            is_allowed: whether a decision that clears goes on the allow-list.

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
        whom = Pair(pair.subject_id, pair.party_id, hit.members)
        is_listed = is_allowed and said.decision is Decision.CLEAR
        entry = decide(record, whom, seen, said, allow_hit=hit if is_listed else None)
        return past_of(record.ledger, entry)

    def approve(self, digits: str, verdict: Verdict, *, by: str, reason: str | None) -> Past:
        """Enter what a second person says of a decision."""
        record = self._known_record()
        approve(record, digits, verdict, by=by, reason=reason)
        return past_of(record.ledger, record.ledger.find(digits))

    def seen(self, digits: str) -> Basis:
        """Give what a decision was made on, as its decider saw it."""
        record = self._known_record()
        return basis_of(record, record.ledger.find(digits))

    def replay(self, digits: str) -> Replay:
        """Ask again what was asked for a decision, of the lists in use or of others that are kept."""
        record = self._known_record()
        kept = [] if self._kept is None else [self._kept]
        in_use = (self._find_in_use(least) for least in (Fit.LISTS, Fit.NAMES))
        return replay_decision(record, record.ledger.find(digits), find_in(next(in_use), *kept, next(in_use)))

    def _find_in_use(self, least: Fit) -> FindState:
        state = ReplayableState(self.current.get())

        def find(seen: Seen) -> Replayable | str:
            fit = fit_of(seen, Names(state.fingerprint, state.state.parties.identity, state.state.lists))
            return state if fit >= least and state.algorithm == seen.data["algorithm"] else missing_text(seen)

        return find

    def decisions(self, wanted: Wanted, *, before: int | None, limit: int) -> list[Past]:
        """List decisions, newest first, those before a sequence."""
        if wanted == Wanted(state=State.PENDING) and self._waiting is not None:
            return self._waiting.find(before=before, limit=limit)
        return list(islice(find_decisions(self._known_record().ledger, wanted, before=before), limit))

    def allowed(self, subject: str | None, *, before: int | None, limit: int) -> list[AllowRow]:
        """List the allow-list, newest first, each as it stands against the lists in use."""
        record, moment = self._known_record(), self._moment()
        entries = islice(find_allowances(record.ledger, subject, before=before), limit)
        return [stand_now(record, moment, entry) for entry in entries]

    def revoke(self, digits: str, *, by: str, reason: str | None) -> Entry:
        """Take a pair off the allow-list; its decision stays."""
        return revoke(self._known_record().ledger, digits, by=by, reason=reason)

    def caption(self, past: Past) -> str:
        """Give the name under which the party of a decision was shown; its id once that was erased."""
        party_id = str(past.entry.data["party"][0])
        document, seen, why = read_seen(self._known_record(), past.entry)
        if seen is None:
            return party_id if document is Document.FORGOTTEN else f"{party_id} ({why})"
        result = decided_result(past.entry, seen)
        return party_id if result is None else str(result["caption"])

    def _moment(self) -> Moment:
        return self.current.get().at(self.clock.now())

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
        if len(self.record.ledger.about(Role.SUBJECT, subject, kinds=[ALLOW])) == 0:
            return {}
        allowed: dict[str, str | None] = {}
        for result_id, hit in pairs_of(found, subject):
            standing = find_allowed(self.record, hit)
            if standing is not None:
                allowed[result_id] = standing.why
        return allowed

    def _hit(self, seen: Seen, pair: Pair) -> Hit:
        """Give the hit that is decided on, as the lists that were seen have it.

        Equal parties are not enough: with other dates of the lists, or other sanctions beside the parties, the decision
        would name what nobody saw. Where the same parties are listed otherwise the hit itself differs.
        """
        moment = self._moment()
        shown = next((one for one in seen.data["results"] if one["id"] == pair.party_id), None)
        if shown is None:
            raise NotFoundError("the answer has no such party")
        is_same = moment.state.parties.identity == seen.conditions.identity
        hit = find_hit(moment, seen, pair.subject_id, frozenset([pair.party_id])) if is_same else None
        if hit is None or not is_shown(hit, shown):
            raise DecisionError("the lists changed since this answer", next_step="Screen the party again, then decide")
        return hit
