"""A document with what was found in it."""

from __future__ import annotations

from counterflow.dossier.shape import PartyRef, ResourceRef, Shape
from counterflow.dossier.told_shape import FrameItem


class PageSpan(Shape):
    """One page of a document."""

    number: int
    start: int
    end: int


class MentionItem(Shape):
    """One name or date in a document."""

    id: str
    start: int
    end: int
    text: str
    type: str
    edtf: str | None
    party: PartyRef | None


class QuantityItem(Shape):
    """One amount in a document."""

    id: str
    start: int
    end: int
    text: str
    kind: str


class DocumentView(Shape):
    """A document with what was found in it."""

    id: str
    title: str | None
    author: str | None
    publisher: str | None
    published: str | None
    language: str | None
    kind: str
    text: str
    pages: tuple[PageSpan, ...]
    mentions: tuple[MentionItem, ...]
    quantities: tuple[QuantityItem, ...]
    frames: tuple[FrameItem, ...] = ()
    subject: PartyRef | None
    resource: ResourceRef
    handling: str
