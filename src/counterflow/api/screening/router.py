"""The routes under /api/screening."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from counterflow.api.guard.access import decider_of, known_decider
from counterflow.api.guard.metric import Metrics
from counterflow.api.reply import reply
from counterflow.api.screening.shape import (
    MAX_QUERIES,
    AllowList,
    Answers,
    AnswersBody,
    ApprovalBody,
    DecisionBody,
    Decisions,
    DecisionState,
    ReplayAnswer,
    Revocation,
    RevocationBody,
    ScreeningState,
    SeenDecision,
    ShownDecision,
)
from counterflow.compare.algorithm import load_algorithm
from counterflow.dossier.shape import ErrorBody
from counterflow.screen.cutoff import read_cutoff
from counterflow.screen.decision.decide import Pair, Said
from counterflow.screen.decision.find import Wanted
from counterflow.screen.decision.history import Past, State
from counterflow.screen.screener import Limits
from counterflow.service.desk import Desk, ShownMatch

_CONFLICT: dict[int | str, dict[str, Any]] = {409: {"model": ErrorBody}}
_STATES = {
    State.IN_FORCE: DecisionState.FINAL,
    State.PENDING: DecisionState.PENDING,
    State.REJECTED: DecisionState.REJECTED,
    State.UNDONE: DecisionState.UNDONE,
}
_STATES_BACK = {shown: state for state, shown in _STATES.items()}

Subject = Annotated[str | None, Query(max_length=1000)]
Before = Annotated[int | None, Query(ge=1, le=2**53)]
Page = Annotated[int, Query(ge=1, le=500)]


def make_router(desk: Desk, metrics: Metrics) -> APIRouter:
    """Make the routes; what is decided is entered in the name of the caller."""
    router = APIRouter(prefix="/api/screening", tags=["Screening"])

    @router.get("", response_model=ScreeningState)
    def state(request: Request) -> Response:
        """Say what is searched, and whether the caller may decide."""
        moment = desk.current.get().at(desk.clock.now())
        current, lists = moment.state, [dataclasses.asdict(one) for one in moment.lists]
        four_eyes = sorted(desk.record.four_eyes) if desk.record is not None else []
        return reply(
            {
                "build": current.build,
                "scope": current.scope,
                "algorithm": current.parties.algorithm,
                "threshold": load_algorithm().threshold,
                "lists": lists,
                "stale": moment.is_stale,
                "decider": decider_of(request.scope) if desk.record is not None else None,
                "four_eyes": four_eyes,
                "most_queries": MAX_QUERIES,
            }
        )

    @router.post("/answers", response_model=Answers)
    def answers(body: AnswersBody) -> Response:
        """Search parties; each answer can be decided on by its digest."""
        found = desk.answer(body.queries, _limits(body))
        metrics.screened.add(len(found))
        metrics.hits.add(sum(result.match for one in found for result in one.answer.results))
        return reply({"answers": [_shown(one) for one in found]})

    _add_decisions(router, desk, metrics)
    _add_allow_list(router, desk)
    return router


def _add_decisions(router: APIRouter, desk: Desk, metrics: Metrics) -> None:
    @router.post("/decisions", response_model=ShownDecision, responses=_CONFLICT)
    def decide(request: Request, body: DecisionBody) -> Response:
        """Enter a decision on one result of an answer that was shown; `allow` puts a cleared pair on the allow-list."""
        said = Said(body.decision, body.reason, known_decider(request.scope))
        past = desk.decide(body.seen, Pair(body.subject, body.party), said, is_allowed=body.allow)
        metrics.decisions.add(1, str(body.decision))
        return reply(_decision(desk, past))

    @router.post("/decisions/{digits}/approvals", response_model=ShownDecision, responses=_CONFLICT)
    def approve(request: Request, digits: str, body: ApprovalBody) -> Response:
        """Enter what a second person says of a decision."""
        past = desk.approve(digits, body.approval, by=known_decider(request.scope), reason=body.reason)
        return reply(_decision(desk, past))

    @router.get("/decisions", response_model=Decisions)
    def decisions(
        subject: Subject = None,
        party: Annotated[str | None, Query(max_length=1000)] = None,
        state: DecisionState | None = None,
        before: Before = None,
        limit: Page = 50,
    ) -> Response:
        """List decisions, newest first: of a subject, of a party, in a state, or all."""
        wanted = Wanted(subject, party, None if state is None else _STATES_BACK[state])
        found = desk.decisions(wanted, before=before, limit=limit)
        behind = found[-1].entry.sequence if len(found) == limit else None
        return reply({"decisions": [_decision(desk, one) for one in found], "next": behind})

    @router.get("/decisions/{digits}/seen", response_model=SeenDecision, responses=_CONFLICT)
    def seen(digits: str) -> Response:
        """Give what a decision was made on, as its decider saw it; `document` says whether that is still there."""
        return reply(dataclasses.asdict(desk.seen(digits)))

    @router.get("/decisions/{digits}/replay", response_model=ReplayAnswer, responses=_CONFLICT)
    def replay(digits: str) -> Response:
        """Ask again what was asked for a decision, of the lists it was made on, and compare byte for byte."""
        found = desk.replay(digits)
        return reply({"outcome": str(found.outcome), "where": list(found.where)})


def _add_allow_list(router: APIRouter, desk: Desk) -> None:
    @router.get("/allowed", response_model=AllowList)
    def allowed(
        subject: Subject = None, before: Before = None, limit: Annotated[int, Query(ge=1, le=100)] = 50
    ) -> Response:
        """List the allow-list, newest first: what holds by the lists in use, waits, or lapsed, with the fact."""
        found = desk.allowed(subject, before=before, limit=limit)
        behind = found[-1].sequence if len(found) == limit else None
        return reply({"allowed": [dataclasses.asdict(one) for one in found], "next": behind})

    @router.post("/allowed/{digits}/revocations", response_model=Revocation, responses=_CONFLICT)
    def revoke(request: Request, digits: str, body: RevocationBody) -> Response:
        """Take a pair off the allow-list; the decision that cleared it stays."""
        entry = desk.revoke(digits, by=known_decider(request.scope), reason=body.reason)
        said = {"hash": entry.hash, "entered_at": entry.entered_at, "entered_by": entry.entered_by}
        return reply({**said, "revoked": entry.data["hash"]})


def _limits(body: AnswersBody) -> Limits:
    threshold = load_algorithm().threshold if body.threshold is None else body.threshold
    return Limits(threshold, read_cutoff(body.cutoff, threshold), body.limit)


def _shown(found: ShownMatch) -> dict[str, Any]:
    return {**dataclasses.asdict(found.answer), "seen": found.seen, "allowed": dict(found.allowed)}


def _decision(desk: Desk, past: Past) -> dict[str, Any]:
    entry, said = past.entry, past.entry.data
    content = said["content"]
    return {
        "hash": entry.hash,
        "sequence": entry.sequence,
        "entered_at": entry.entered_at,
        "entered_by": entry.entered_by,
        "subject": said["subject"],
        "party": {"id": said["party"][0], "caption": desk.caption(past)},
        "decision": said["decision"],
        "reason": said["reason"],
        "state": _STATES[past.state],
        "score": content["score"],
        "algorithm": content["algorithm"],
        "build": content["build"],
        "approvals": [
            {
                "by": one.entered_by,
                "at": one.entered_at,
                "approval": one.data["verdict"],
                "reason": one.data.get("reason"),
            }
            for one in past.approvals
        ],
    }
