"""The routes under /api/screening."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from counterflow.api.guard.access import caller_of
from counterflow.api.guard.key import KeyScope
from counterflow.api.guard.metric import Metrics
from counterflow.api.reply import reply
from counterflow.api.screening.shape import (
    MAX_QUERIES,
    Answers,
    AnswersBody,
    ApprovalBody,
    DecisionBody,
    Decisions,
    ReplayAnswer,
    ScreeningState,
    ShownDecision,
)
from counterflow.compare.algorithm import load_algorithm
from counterflow.dossier.shape import ErrorBody
from counterflow.exc import ForbiddenError, UsageError
from counterflow.screen.decision.decide import Pair, Said
from counterflow.screen.decision.history import Past, State
from counterflow.screen.screener import Limits
from counterflow.service.desk import Desk, ShownMatch

CUTOFF = 0.1
"""Least probability of a party that is shown, unless another is asked for."""
_CONFLICT: dict[int | str, dict[str, Any]] = {409: {"model": ErrorBody}}
_STATES = {State.IN_FORCE: "final", State.PENDING: "pending", State.REJECTED: "rejected", State.UNDONE: "undone"}


def make_router(desk: Desk, metrics: Metrics) -> APIRouter:
    """Make the routes; what is decided is entered in the name of the caller."""
    router = APIRouter(prefix="/api/screening", tags=["Screening"])

    @router.get("", response_model=ScreeningState)
    def state(request: Request) -> Response:
        """Say what is searched, and whether the caller may decide."""
        current, now = desk.current.get(), desk.clock.now()
        lists = [dataclasses.asdict(one) for one in current.lists(now)]
        four_eyes = sorted(desk.record.rules.four_eyes) if desk.record is not None else []
        return reply(
            {
                "build": current.build,
                "scope": current.scope,
                "algorithm": current.parties.algorithm,
                "threshold": load_algorithm().threshold,
                "lists": lists,
                "stale": current.is_stale(now),
                "decider": _decider(request) if desk.record is not None else None,
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

    @router.post("/decisions", response_model=ShownDecision, responses=_CONFLICT)
    def decide(request: Request, body: DecisionBody) -> Response:
        """Enter a decision on one result of an answer that was shown."""
        said = Said(body.decision, body.reason, _known_decider(request))
        past = desk.decide(body.seen, Pair(body.subject, body.party), said)
        metrics.decisions.add(1, str(body.decision))
        return reply(_decision(desk, past))

    @router.post("/decisions/{digits}/approvals", response_model=ShownDecision, responses=_CONFLICT)
    def approve(request: Request, digits: str, body: ApprovalBody) -> Response:
        """Enter what a second person says of a decision."""
        past = desk.approve(digits, body.approval, by=_known_decider(request), reason=body.reason)
        return reply(_decision(desk, past))

    @router.get("/decisions", response_model=Decisions)
    def decisions(
        subject: Annotated[str | None, Query(max_length=500)] = None,
        party: Annotated[str | None, Query(max_length=1000)] = None,
        before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> Response:
        """List decisions, newest first: of a subject, of a party, or all."""
        found = desk.decisions(subject, party, before=before, limit=limit)
        behind = found[-1].entry.sequence if len(found) == limit else None
        return reply({"decisions": [_decision(desk, one) for one in found], "next": behind})

    @router.get("/decisions/{digits}/replay", response_model=ReplayAnswer, responses=_CONFLICT)
    def replay(digits: str) -> Response:
        """Ask again what was asked for a decision, of the same lists, and compare the answers byte for byte."""
        found = desk.replay(digits)
        return reply({"outcome": str(found.outcome), "where": list(found.where)})

    return router


def _limits(body: AnswersBody) -> Limits:
    threshold = load_algorithm().threshold if body.threshold is None else body.threshold
    if body.cutoff is not None and body.cutoff > threshold:
        raise UsageError(f"the cutoff {body.cutoff:g} would hide matches: the threshold is {threshold:g}")
    return Limits(threshold, min(CUTOFF, threshold) if body.cutoff is None else body.cutoff, body.limit)


def _shown(found: ShownMatch) -> dict[str, Any]:
    return {**dataclasses.asdict(found.answer), "seen": found.seen, "allowed": dict(found.allowed)}


def _decider(request: Request) -> str | None:
    caller = caller_of(request.scope)
    return caller.holder if caller is not None and KeyScope.DECIDE in caller.scopes else None


def _known_decider(request: Request) -> str:
    found = _decider(request)
    if found is None:
        raise ForbiddenError("this key may not decide", expected="a key with the scope decide")
    return found


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
        "lapsed": None,
    }
