"""What a reader of the queue is given, in the terminal, as JSON and in the workbench."""

from __future__ import annotations

from enum import StrEnum

from counterflow.dossier.shape import DocumentRef, PartyRef, Shape

VERSION = 1
"""Raised when a shape changes so that an existing reader would misunderstand it."""


class Kind(StrEnum):
    """What is unsure."""

    PAIR = "pair"
    """Whether two records are one party."""
    MENTION = "mention"
    """Whether a name in a document means a party."""
    EVENT = "event"
    """Whether two passages tell of one event."""
    FRAME = "frame"
    """Whether a sentence says what it was read as."""


class Answer(StrEnum):
    """What a person says of an item."""

    SAME = "same"
    """Of a pair, a mention or an event: one."""
    DIFFERENT = "different"
    """Two."""
    RIGHT = "right"
    """Of a frame: the sentence says this."""
    WRONG = "wrong"
    """It does not."""
    UNSURE = "unsure"
    """It cannot be told; the item comes back behind all others."""


ANSWERS: dict[Kind, tuple[Answer, ...]] = {
    Kind.PAIR: (Answer.SAME, Answer.DIFFERENT, Answer.UNSURE),
    Kind.MENTION: (Answer.SAME, Answer.DIFFERENT, Answer.UNSURE),
    Kind.EVENT: (Answer.SAME, Answer.DIFFERENT, Answer.UNSURE),
    Kind.FRAME: (Answer.RIGHT, Answer.WRONG, Answer.UNSURE),
}
"""The answers that an item of each kind takes."""


class QueueFact(Shape):
    """What one side says of one property, or who has one role in what is told."""

    label: str
    values: tuple[str, ...]
    more: int = 0
    """Values left out."""


class QueuePassage(Shape):
    """Words of a document, with the part of them that matters."""

    document: DocumentRef
    page: int | None
    start: int
    """First character of the passage in the document, in code points."""
    end: int
    text: str
    highlight: tuple[int, int] | None
    """Where the name, or the word that tells it, stands in the passage."""


class QueueSource(Shape):
    """A record of a list."""

    dataset: str
    title: str
    path: str
    record: str | None


class Side(Shape):
    """One of the two that may be one, or what was read."""

    entity_id: str
    caption: str
    schema_: str | None
    party: PartyRef | None
    """The party that it is part of in the build in use; None: it is part of none yet."""
    listed_now: bool
    members: int
    """Entities in that party."""
    sources: tuple[QueueSource, ...]
    facts: tuple[QueueFact, ...]
    passages: tuple[QueuePassage, ...]


class QueueReason(Shape):
    """One feature that speaks for or against."""

    feature: str
    left: str
    right: str
    contribution: float | None
    """Log-odds (of events: bits); None: it decides, or explains, without adding up."""


class Change(Shape):
    """What the answer would touch in the build's tables: of the two sides, the one that is touched less."""

    assertions: int
    """Values, each of one property, that would be another party's."""
    edges: int
    """Ties that would lead elsewhere."""
    usd: float
    """Dollars told in frames with it."""
    listing: bool
    """Whether somebody would be listed, or not listed, who is otherwise."""
    size: float
    """These in one number: see docs/methods/queue.md."""


class Part(Shape):
    """One party of those that a cluster falls apart into."""

    entity_ids: tuple[str, ...]
    captions: tuple[str, ...]


class QueueItem(Shape):
    """One thing to be looked at."""

    id: str
    """SHA-1 of its kind and the ids of its sides: the same in every build that has it."""
    kind: Kind
    question: str
    answers: tuple[Answer, ...]
    stands: str
    """What the build does while nobody answers, in words."""
    left: Side
    right: Side | None
    """None: a frame."""
    probability: float | None
    """That they are one, as the build has it; None: it has none."""
    chance: float
    """That the answer is another than what the build does."""
    change: Change
    weight: float
    """Chance times size: the order of the queue."""
    reasons: tuple[QueueReason, ...]
    others: tuple[PartyRef, ...]
    """Of a mention: the other parties that it may mean."""
    falls_apart: tuple[Part, ...]
    """Of two that the build joins: what becomes of their party if they are said to be two."""
    unsure: str | None
    """Who was unsure about it before."""
    documents: int = 1
    """Of a mention: documents that have this name for what may be this party. One answer is one judgement for each."""


class AnswerItem(Shape):
    """What somebody said, as long as it stands."""

    hash: str
    """Of the entry of the ledger, by which it is taken back."""
    kind: Kind
    answer: Answer
    reason: str | None
    entered_by: str
    entered_at: str
    captions: tuple[str, ...]
    """Of the sides."""
    documents: int = 1
    """Documents whose mentions it answers; taken back together."""


class Queue(Shape):
    """The queue of a case, most weighty first."""

    build: str
    answerer: str | None = None
    """In whose name answers are entered; None: not from this caller."""
    total: int
    """Items in the queue, of the kinds asked for."""
    kinds: dict[Kind, int]
    """Items of each kind."""
    items: tuple[QueueItem, ...]
    answered: tuple[AnswerItem, ...]
    """The last answers that stand, newest first; those since the build was made change the next one."""


class Cut(Shape):
    """One link that would hold no longer."""

    left_id: str
    right_id: str
    captions: tuple[str, str]
    basis: str
    """As in `Held`."""
    probability: float | None


class Split(Shape):
    """What a party is held together by, and what it falls apart into."""

    party: PartyRef
    parts: tuple[Part, ...]
    """Without the link, or with the two said to be two; the whole party as one part if nothing falls apart."""
    cut: tuple[Cut, ...] = ()
    """The links between these parts, the most probable first: what such a judgement says is wrong."""
    held: tuple[Held, ...]
    """Its links, firmest first."""


class Held(Shape):
    """One link within a party."""

    left_id: str
    right_id: str
    captions: tuple[str, str]
    basis: str
    """`judgement`, `number`, `score`, `mention`, `name` or `event`."""
    probability: float | None
    parts: tuple[Part, ...]
    """What the party falls apart into if these two are said to be two."""


Split.model_rebuild()

SHAPES: dict[str, type[Shape]] = {"queue": Queue, "queue_answer": AnswerItem, "split": Split}
"""The shapes that leave, by the name of their JSON Schema."""
