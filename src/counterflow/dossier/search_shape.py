"""What a search found."""

from __future__ import annotations

from counterflow.dossier.shape import PartyRef, Shape


class PartyResult(Shape):
    """One party found by a search."""

    id: str
    caption: str
    schema_: str
    countries: tuple[str, ...]
    datasets: tuple[str, ...]
    listed_now: bool
    matched: str | None
    """The name that was found, when it is not the caption."""
    mentions: int


class Snippet(Shape):
    """A piece of a text around what was found."""

    text: str
    start: int | None
    """First character in the document of the first word found, in code points; None: found in the title alone."""
    end: int | None
    highlights: tuple[tuple[int, int], ...]


class DocumentResult(Shape):
    """One document found by a search."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    kind: str
    snippet: Snippet
    subject: PartyRef | None


class SearchResults(Shape):
    """What a search found."""

    query: str
    parties: tuple[PartyResult, ...]
    documents: tuple[DocumentResult, ...]
    total_parties: int
    total_documents: int
