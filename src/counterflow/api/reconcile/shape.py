"""Shapes of the replies, for the API's description. What holds is the W3C's schemas, against which tests check each."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, RootModel


class Shape(BaseModel):
    """A reply, or a part of one."""

    model_config = ConfigDict(extra="forbid")


class Ref(Shape):
    """A type, property or entity."""

    id: str
    name: str
    description: str | None = None


class FeatureValue(Shape):
    """A reason: what a feature adds to the log-odds."""

    id: str
    value: float


class Candidate(Ref):
    """A party that a query may mean."""

    type: list[Ref]
    score: float
    """Probability in percent."""
    match: bool
    """It can be taken without a person looking."""
    features: list[FeatureValue]


class QueryResult(Shape):
    """The candidates of one query, best first."""

    result: list[Candidate]
    stale: bool | None
    """A list is older than it may be; None: not known."""


class ResultBatch(RootModel[dict[str, QueryResult]]):
    """The results of a batch, by the client's keys."""


class Suggestion(Ref):
    """A suggested entity, type or property."""

    notable: list[Ref] | None = None
    """Types of an entity."""
    broader: list[Ref] | None = None
    """Types directly above a type."""


class Suggestions(Shape):
    """Suggestions, likeliest first."""

    result: list[Suggestion]


class ColumnMeta(Shape):
    """A property that was fetched."""

    id: str
    name: str
    type: Ref | None = None


class ExtensionReply(Shape):
    """Values by entity and property."""

    meta: list[ColumnMeta]
    rows: dict[str, dict[str, list[dict[str, str]]]]


class Proposal(Shape):
    """Properties that can be fetched."""

    properties: list[Ref]
    type: str | None = None
    limit: int | None = None
