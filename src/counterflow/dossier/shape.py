"""What readers of a build are given, as JSON: the shapes that the API answers with and `show --json` prints.

Each shape is a pydantic model, so its JSON Schema in `docs/schema/` is generated and cannot drift from the code.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

VERSION = 1
"""Raised when a shape changes so that an existing reader would misunderstand it."""


class Shape(BaseModel):
    """Base of all shapes: immutable, no unknown fields; `schema_` is `schema` in JSON."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.rstrip("_"),
        populate_by_name=True,
        serialize_by_alias=True,
    )


class PartyRef(Shape):
    """A party named in passing."""

    id: str
    """Its canonical_id."""
    caption: str
    schema_: str


class ResourceRef(Shape):
    """The file something stands in."""

    id: str
    path: str
    format: str
    published: str | None
    sha256: str


class EvidenceItem(Shape):
    """One passage or record field that supports a value."""

    statement_id: str
    dataset: str
    dataset_title: str
    entity_id: str
    resource: ResourceRef
    record: str | None
    field: str | None
    text: str
    document_id: str | None
    start: int | None
    end: int | None
    hedge: str
    polarity: str
    attribution: tuple[str, ...]
    first_seen: str | None
    """Publisher's date of the first vintage that held it; None for a passage of a document."""
    last_seen: str | None
    gone_on: str | None
    """Publisher's date of the first vintage after it without this; None: it still stands."""
    handling: str
    given_by: str | None = None
    """Who gave it, where a partner did; None: the case has it itself."""


class DocumentRef(Shape):
    """A document named in passing."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    kind: str
    field: str | None


class Reason(Shape):
    """One feature of a link."""

    feature: str
    source: str
    target: str


class ProblemItem(Shape):
    """Something that could not be read."""

    path: str
    record: str | None
    field: str | None
    value: str | None
    severity: str
    message: str
    expected: str | None
    next_step: str | None


class ErrorDetail(Shape):
    """An error: what was wrong, what was expected, what to do next."""

    what: str
    expected: str | None = None
    next_step: str | None = None
    candidates: tuple[PartyRef, ...] = ()


class ErrorBody(Shape):
    """The body of every error answer."""

    error: ErrorDetail
    detail: str
    """The same in one sentence: what clients of yente's API show."""
