"""What comes in and goes out under /api/screening."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from counterflow.model.decision import Decision, Verdict
from counterflow.screen.decision.allow_list import Worth
from counterflow.screen.decision.basis import Document

MAX_QUERIES = 100


def _check_text(text: str) -> str:
    """Refuse what the ledger does: a text of spaces, and half of a surrogate pair."""
    if text.strip() == "":
        raise ValueError("the text is empty")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("the text holds half of a character") from None
    return text


Short = Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(_check_text)]
Long = Annotated[str, Field(min_length=1, max_length=10_000), AfterValidator(_check_text)]


class Frozen(BaseModel):
    """One object of an answer."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


class ListState(Frozen):
    """A list that is searched."""

    name: str
    published: str | None
    stale: bool | None


class ScreeningState(Frozen):
    """What is searched, and what may be done with it."""

    build: str
    scope: str
    algorithm: str
    threshold: float
    lists: list[ListState]
    stale: bool | None
    decider: str | None
    """In whose name the caller decides; null: no decisions are taken here, or not from this caller."""
    four_eyes: list[Decision]
    most_queries: int = MAX_QUERIES


class AnswersBody(BaseModel):
    """Parties to be searched."""

    queries: list[dict[str, Any]] = Field(min_length=1, max_length=MAX_QUERIES)
    """FtM entities (`schema`, `properties`), or columns as a file of names has them."""
    threshold: float | None = Field(None, ge=0, le=1, strict=True)
    """Strict: a `false` that became 0 would show every party as a hit."""
    cutoff: float | None = Field(None, ge=0, le=1, strict=True)
    limit: int = Field(10, ge=1, le=100, strict=True)


class ShownReason(Frozen):
    """One feature: what either side says, and what it adds to the log-odds."""

    feature: str
    query: str
    candidate: str
    contribution: float


class ShownResult(Frozen):
    """One party that a query may mean."""

    id: str
    caption: str
    schema_: str = Field(alias="schema")
    datasets: list[str]
    score: float
    match: bool
    status: str
    explanation: str
    reasons: list[ShownReason]


class ShownIndex(Frozen):
    """What was searched."""

    build: str
    lists: list[ListState]


class ShownAnswer(Frozen):
    """The answer to one query."""

    query: dict[str, Any]
    results: list[ShownResult]
    index: ShownIndex
    stale: bool | None
    algorithm: str
    error: str | None
    seen: str
    """Digest by which a decision names this answer."""
    allowed: dict[str, str | None] = {}
    """Of results that were cleared before: null while that holds, or why it does not; by id of the party."""


class Answers(Frozen):
    """Answers in the order of the queries."""

    answers: list[ShownAnswer]


class DecisionBody(BaseModel):
    """What is decided on one result of an answer."""

    seen: str = Field(pattern="^[0-9a-f]{64}$")
    subject: Short
    party: Short
    decision: Decision
    reason: Long
    allow: bool = Field(False, strict=True)
    """Whether a decision that clears puts the pair on the allow-list."""


class ApprovalBody(BaseModel):
    """What a second person says of a decision."""

    approval: Verdict
    reason: Long | None = None


class ShownApproval(Frozen):
    """What a second person said."""

    by: str
    at: str
    approval: Verdict
    reason: str | None = None


class ShownParty(Frozen):
    """Who was decided on."""

    id: str
    caption: str


class DecisionState(StrEnum):
    """What a decision is worth."""

    FINAL = "final"
    PENDING = "pending"
    """A second person must approve it."""
    REJECTED = "rejected"
    UNDONE = "undone"


class ShownDecision(Frozen):
    """A decision, and what became of it."""

    hash: str
    sequence: int
    entered_at: str
    entered_by: str
    subject: str
    party: ShownParty
    decision: Decision
    reason: str
    state: DecisionState
    score: float
    algorithm: str
    build: str
    approvals: list[ShownApproval]


class Decisions(Frozen):
    """A page of decisions, newest first."""

    decisions: list[ShownDecision]
    next: int | None
    """Give it as `before` for the page behind; null: there is none."""


class SeenDecision(Frozen):
    """What a decision was made on, for who approves it."""

    hash: str
    subject: str
    party: list[str]
    """entity_ids of all members of the party."""
    decision: Decision
    document: Document
    """Whether what the decider saw still has the digest that the ledger names; else it cannot be approved."""
    why: str | None
    """What is wrong with it; null: nothing."""
    seen: str
    """SHA-256 of it, as the ledger has it."""
    query: dict[str, Any] | None
    """What was asked; null: it is not there as it was."""
    result: ShownResult | None
    """The hit decided on, with its sentence and its reasons."""
    others: int | None
    """Further hits in the same answer."""
    score: float
    match: bool
    status: str
    lists: list[ListState]
    """With the dates that they had."""
    build: str
    scope: str
    algorithm: str
    threshold: float
    asked_at: str


class ShownAllowance(Frozen):
    """An entry of the allow-list, as it stands against the lists in use."""

    hash: str
    sequence: int
    entered_at: str
    entered_by: str
    subject: str
    party: list[str]
    """entity_ids of all members of the party."""
    subject_caption: str | None
    """Name under which the subject was asked for; null: what was seen is not there as it was, or had none."""
    party_caption: str | None
    """Name under which the party was shown; null: what was seen is not there as it was."""
    decision: str
    """Hash of the decision that it rests on."""
    state: Worth
    why: str | None
    """Why it does not hold, e.g. which fact changed."""


class AllowList(Frozen):
    """A page of the allow-list, newest first."""

    allowed: list[ShownAllowance]
    next: int | None
    """Give it as `before` for the page behind; null: there is none."""


class RevocationBody(BaseModel):
    """Why a pair is taken off the allow-list."""

    reason: Long | None = None


class Revocation(Frozen):
    """The entry that takes a pair off the allow-list."""

    hash: str
    entered_at: str
    entered_by: str
    revoked: str
    """Hash of the entry that was taken off."""


class ReplayAnswer(Frozen):
    """What asking again gave."""

    outcome: str
    """`equal`, `differs` or `gone`."""
    where: list[str]
