"""Four eyes on a release: one person asks, another looks at the same bytes and approves, then it leaves once."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from counterflow.case import Case
from counterflow.exc import DecisionError, UsageError
from counterflow.ledger import Entry, Ledger, Role
from counterflow.ledger.person import is_same_person
from counterflow.model.decision import Verdict
from counterflow.service.release.file import check_release
from counterflow.service.release.make import Order, Release

KIND = "request"
TAXII = "taxii"


class State(StrEnum):
    """Where a request is."""

    WAITING = "waiting"
    """For a second person."""
    APPROVED = "approved"
    REJECTED = "rejected"
    LEFT = "left"
    UNDONE = "taken back"


def ask_release(ledger: Ledger, release: Release, way: str, terms: dict[str, Any], *, by: str, reason: str) -> Entry:
    """Enter that a release is asked for.

    Args:
        ledger: of the case.
        release: what would leave.
        way: how.
        terms: until when, as the ledger's content has it.
        by: who asks.
        reason: why.

    Raises:
        UsageError: nothing would leave.
    """
    check_release(release)
    payload = {
        "partner": release.order.partner.key,
        "way": way,
        "build": release.build,
        "marking": release.report.marking,
        "sha256": release.sha256,
        "content": {**release.describe(), **terms},
        "reason": reason,
    }
    return ledger.append(KIND, payload, by=by)


def find_request(ledger: Ledger, digits: str) -> Entry:
    """Find a request by its hash or the first digits of it.

    Raises:
        NoEntryError: none or several entries begin so.
        DecisionError: it is another kind of entry.
    """
    entry = ledger.find(digits)
    if entry.kind != KIND:
        raise DecisionError(f"entry {entry.hash[:12]} is a {entry.kind}", expected="a request of a release")
    return entry


def order_of(case: Case, request: Entry) -> Order:
    """Give what a request asks for.

    Raises:
        UsageError: case.toml has its partner no more.
    """
    said = request.data
    if said["partner"] not in case.partners:
        raise UsageError(f"case.toml has no partner {said['partner']!r} any more")
    content = said["content"]
    return Order(
        case.partners[said["partner"]], content["format"], tuple(content.get("what", ())), content.get("depth", 0)
    )


def state_of(ledger: Ledger, request: Entry) -> State:
    """Say where a request is: the first word of a second person counts."""
    if ledger.is_undone(request):
        return State.UNDONE
    about: Sequence[Entry] = ledger.about(Role.ENTRY, request.hash, kinds=["approval", "release"])
    verdicts = [
        one.data["verdict"]
        for one in about
        if one.kind == "approval" and not is_same_person(one.entered_by, request.entered_by)
    ]
    if len(verdicts) == 0:
        return State.WAITING
    if verdicts[0] != Verdict.APPROVE:
        return State.REJECTED
    return State.LEFT if any(one.kind == "release" for one in about) else State.APPROVED


def judge_request(
    ledger: Ledger, request: Entry, verdict: Verdict, *, by: str, reason: str | None, release: Release | None
) -> Entry:
    """Enter what a second person says of a request.

    Args:
        ledger: of the case.
        request: what was asked for.
        verdict: approve or reject.
        by: who says it.
        reason: why.
        release: what would leave now; needed to approve: nobody approves what cannot be looked at.

    Raises:
        DecisionError: it does not wait, the same person asked, or what would leave is not what was asked for.
    """
    check_waiting(ledger, request, by)
    if verdict is Verdict.APPROVE:
        check_same(request, release)
    payload = {"decision": request.hash, "verdict": str(verdict), "reason": reason}
    return ledger.append("approval", payload, by=by)


def check_waiting(ledger: Ledger, request: Entry, by: str) -> None:
    """Refuse a word on what does not wait, or by whoever asked.

    Raises:
        DecisionError: so it is.
    """
    state = state_of(ledger, request)
    if state is not State.WAITING:
        raise DecisionError(f"request {request.hash[:12]} is {state}", expected="one that waits")
    if is_same_person(request.entered_by, by):
        raise DecisionError(
            f"{by} made request {request.hash[:12]}",
            expected="another person, with a name of their own",
            next_step="counterflow ledger CASE undo takes one's own request back",
        )


def check_approved(ledger: Ledger, request: Entry) -> None:
    """Refuse to let leave what was not approved, or left before; what goes by TAXII may be sent again.

    Raises:
        DecisionError: so it is.
    """
    state = state_of(ledger, request)
    if state is State.APPROVED or (state is State.LEFT and request.data["way"] == TAXII):
        return
    raise DecisionError(f"request {request.hash[:12]} is {state}", expected="one that was approved and has not left")


def check_same(request: Entry, release: Release | None) -> None:
    """Refuse what is not, byte for byte, what was asked for.

    Raises:
        DecisionError: it is not.
    """
    if release is None or release.sha256 != request.data["sha256"]:
        raise DecisionError(
            f"what would leave now is not what request {request.hash[:12]} asked for: the case or case.toml changed",
            expected=f"an export of SHA-256 {request.data['sha256']}",
            next_step="Ask anew",
        )
