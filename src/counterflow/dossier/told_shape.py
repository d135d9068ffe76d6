"""What reports tell, sentence by sentence: frames, passages, events with their accounts."""

from __future__ import annotations

from typing import Literal

from counterflow.dossier.shape import DocumentRef, PartyRef, Reason, Shape


class FrameArgument(Shape):
    """Who or what in a frame, or who says so."""

    role: str
    start: int | None
    """First character in the document, in code points; None: the implied subject of a narrative."""
    end: int | None
    text: str
    entity: str | None
    """Document-local id of what it names."""
    name: str | None
    """Of a pronoun or a noun: the longest name that the document has for what it stands for."""
    party: PartyRef | None


class FrameItem(Shape):
    """One event or relation as one sentence tells it; places are code points of the document."""

    id: str
    type: str
    schema_: str | None
    start: int
    end: int
    trigger_start: int
    trigger_end: int
    args: tuple[FrameArgument, ...]
    time_start: int | None
    time_end: int | None
    time_text: str | None
    edtf: str | None
    polarity: str
    hedge: str
    attribution: tuple[FrameArgument, ...]
    """Who says so, outermost first; empty: the document itself."""
    extractor: str


class PassageFrames(Shape):
    """One sentence of a document with all that it tells."""

    document: DocumentRef
    subject: PartyRef | None
    """Whose list entry it stands in, for a narrative."""
    page: int | None
    start: int
    end: int
    text: str
    frames: tuple[FrameItem, ...]


class Passage(Shape):
    """One sentence that names the party."""

    document: DocumentRef
    subject: PartyRef | None
    """Whose list entry it stands in, for a narrative."""
    start: int
    """First character of the name in the document, in code points."""
    end: int
    text: str
    """The sentence."""
    highlight: tuple[int, int]
    """Where the name stands in the sentence."""
    decision: Literal["same", "candidate"]
    reasons: tuple[Reason, ...]
    page: int | None = None
    frames: tuple[FrameItem, ...] = ()
    """All that the sentence tells, of this party or of others."""


class EventAccount(Shape):
    """One account of an event that is told more than once."""

    document: DocumentRef
    text: str
    """The sentence."""
    words: str
    """The words that tell it: "seized", "intercepted"."""
    frame: FrameItem


class EventRole(Shape):
    """What the accounts of one event say in one role, side by side."""

    role: str
    stance: Literal["same", "within", "conflicts"] | None
    """How those that say something stand to each other, the worst of any two; None: one alone says something."""
    values: tuple[str | None, ...]
    """One an account, in their order."""


class Event(Shape):
    """One event with its several accounts; what they differ in stays side by side."""

    id: str
    type: str
    roots: int
    """Roots of that which is affirmed of it most widely: copies of one story are one."""
    accounts: tuple[EventAccount, ...]
    roles: tuple[EventRole, ...]


class Narrative(Shape):
    """What a list says of the party in prose."""

    document: DocumentRef
    text: str
    frames: tuple[FrameItem, ...] = ()
