"""What readers of a build are given, as JSON: the shapes that the API answers with and `show --json` prints.

Each shape is a pydantic model, so its JSON Schema in `docs/schema/` is generated and cannot drift from the code.
"""

from __future__ import annotations

from typing import Literal

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


class DatasetRef(Shape):
    """A list or the case's own documents."""

    name: str
    title: str
    last_listed: str | None = None
    """Newest vintage in which it designates the party, EDTF; None: it does not, or its vintages have no date."""
    evidence: tuple[EvidenceItem, ...] = ()
    """What that vintage says to that end."""


class Member(Shape):
    """One entity of the cluster that the dossier shows as one party."""

    entity_id: str
    dataset: str
    caption: str
    basis: str
    """Why it belongs to the cluster, in words."""
    is_told: bool = False
    """Whether it is the party as one document names it; False: a list, a record or an entry by hand states it."""


class NameValue(Shape):
    """One name of the party."""

    value: str
    kind: str
    """FtM property: name, alias, weakAlias, previousName, ..."""
    evidence: tuple[EvidenceItem, ...]


class NameGroup(Shape):
    """The names in one script."""

    script: str
    values: tuple[NameValue, ...]


class FactValue(Shape):
    """One value of a property, with its support: three scales side by side, never fused."""

    value: str
    caption: str
    """The value as a person reads it: a country's name, a party's name."""
    edtf: str | None
    reports: int
    roots: int
    reliability: str
    credibility: int
    probability: float | None
    """That it is true as far as its sources go; None: nothing was weighed."""
    evidence: tuple[EvidenceItem, ...]


class Fact(Shape):
    """One property and its values."""

    prop: str
    label: str
    type: str
    values: tuple[FactValue, ...]


class Interval(Shape):
    """What one designation, passport or the like says of the party: an FtM interval that ties it to nobody else."""

    id: str
    schema_: str
    label: str
    dataset: str
    dataset_title: str
    facts: tuple[Fact, ...]


class Link(Shape):
    """One tie to another party."""

    id: str
    role: str
    schema_: str
    direction: Literal["out", "in", "none"]
    other: PartyRef
    start_date: str | None
    end_date: str | None
    evidence: tuple[EvidenceItem, ...]


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


class RoleItem(Shape):
    """One role that the party plays, with what makes it so."""

    role: str
    """producer, supplier, broker, courier, carrier, front_company, financier, official, buyer or controller."""
    basis: str
    """`stated` by a tie or an event, or concluded from the `structure` of several."""
    reason: str
    is_former: bool
    start_date: str | None
    end_date: str | None
    probability: float | None
    edges: tuple[str, ...]
    evidence: tuple[EvidenceItem, ...]
    handling: str


class StockpileItem(Shape):
    """Goods that someone holds and could bring to market: a row of `stockpile` with its sources."""

    id: str
    commodity: str
    holders: tuple[PartyRef, ...]
    controllers: tuple[PartyRef, ...]
    """Who controls a holder, nearest first."""
    place: str | None
    """Country code or place where it lies, or of the country that holds it."""
    period: str
    standing: str
    """`recorded`, `told`, or `intended`: thought possible only."""
    low: float | None
    high: float | None
    unit: str | None
    is_ambiguous: bool
    offers: int
    """Sales in the case of these goods, or of a wider or narrower kind of them, done or thought possible."""
    probability: float | None
    handling: str
    evidence: tuple[EvidenceItem, ...]


class IdentityItem(Shape):
    """One change of an identity, or one thing in it that cannot be: a row of `identity` with its sources."""

    kind: str
    party: PartyRef
    other: PartyRef | None
    """The party on the other side; None: there is one party."""
    value: str
    other_value: str | None
    since: str | None
    is_contradiction: bool
    sentence: str
    handling: str
    evidence: tuple[EvidenceItem, ...]


class Dossier(Shape):
    """Everything a build says of one party, every line with its source."""

    id: str
    caption: str
    schema_: str
    handling: str
    listed_now: bool
    delisted_on: str | None
    countries: tuple[str, ...]
    topics: tuple[str, ...]
    datasets: tuple[DatasetRef, ...]
    members: tuple[Member, ...]
    names: tuple[NameGroup, ...]
    facts: tuple[Fact, ...]
    intervals: tuple[Interval, ...]
    links: tuple[Link, ...]
    roles: tuple[RoleItem, ...]
    """By role; none of a natural person without an evidenced tie."""
    stockpiles: tuple[StockpileItem, ...]
    """Goods that it holds, or that who it controls holds."""
    identity: tuple[IdentityItem, ...]
    """How its name, flag and numbers changed, and what in them cannot be; the oldest first."""
    narratives: tuple[Narrative, ...]
    passages: tuple[Passage, ...]
    events: tuple[Event, ...]
    """Told more than once, in which it takes part, or which it is."""
    problems: tuple[ProblemItem, ...]


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


class DatasetSummary(Shape):
    """One list of the case."""

    name: str
    title: str
    parties: int
    published: str | None


class Counts(Shape):
    """How much a build holds."""

    parties: int
    documents: int
    statements: int
    evidence: int
    problems: int


class CaseSummary(Shape):
    """What a case is and what its build holds."""

    name: str
    question: str
    build: str
    counts: Counts
    datasets: tuple[DatasetSummary, ...]
    handling: str


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


class ListedParty(Shape):
    """A party as one list names it."""

    entity_id: str
    record: str
    """The record as the list numbers it."""
    caption: str
    schema_: str


class ChangedField(Shape):
    """One property that lost or gained values."""

    schema_: str
    """Of the party itself, or of what belongs to its record: `Sanction`, `Passport`, ..."""
    prop: str
    label: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


class ChangedParty(Shape):
    """A party that stayed on its list and is described otherwise."""

    party: ListedParty
    fields: tuple[ChangedField, ...]


class ChangeStep(Shape):
    """What changed from one vintage of a list to the next."""

    dataset: str
    dataset_title: str
    previous: str
    """Publisher's date of the vintage before, EDTF."""
    published: str
    """Publisher's date of the vintage, EDTF."""
    added: tuple[ListedParty, ...]
    removed: tuple[ListedParty, ...]
    changed: tuple[ChangedParty, ...]


SHAPES: dict[str, type[Shape]] = {
    "case": CaseSummary,
    "search": SearchResults,
    "dossier": Dossier,
    "document": DocumentView,
    "change_step": ChangeStep,
    "passage": PassageFrames,
    "identity": IdentityItem,
    "error": ErrorBody,
}
"""The shapes that leave, by the name of their JSON Schema."""
