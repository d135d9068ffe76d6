"""One line of `counterflow extract --json`: each class here is a JSON Schema in docs/schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from counterflow.service.reading.place import Place
from counterflow.tables import Argument, Frame, Mention, Quantity

VERSION = 1
"""Raised when a shape changes so that an existing reader would misunderstand it."""

Counted = Literal["file", "text"]


@dataclass(frozen=True, slots=True)
class Words:
    """Some words and where they stand."""

    start: int
    """First character, in code points."""
    end: int
    """End, exclusive, in code points."""
    text: str
    """The words exactly as they stand there, markup included."""


@dataclass(frozen=True, slots=True)
class AmountLine:
    """An amount, as written and as normalised; a null bound is open."""

    kind: str
    low: float | None
    high: float | None
    unit: str
    norm_low: float | None
    norm_high: float | None
    norm_unit: str | None
    modifier: str
    per: str | None
    is_ambiguous: bool


@dataclass(frozen=True, slots=True)
class ArgumentLine:
    """Who or what, with its role; the implied subject of a narrative stands nowhere, so it has no place."""

    role: str
    start: int | None
    end: int | None
    text: str
    entity: str | None
    """Id of what it names, the same for all its mentions in the document."""
    quantity: AmountLine | None


@dataclass(frozen=True, slots=True)
class TimeLine:
    """When."""

    start: int | None
    end: int | None
    text: str | None
    edtf: str | None


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Who says so."""

    start: int | None
    end: int | None
    text: str
    entity: str | None


@dataclass(frozen=True, slots=True)
class FrameLine:
    """One event or relation as one sentence tells it."""

    kind: Literal["frame"]
    document: str
    """The file as it was named; of a mailbox or a list, see `record`."""
    record: str | None
    """Message of a mailbox, or record of a list."""
    field: str | None
    """Field of the record."""
    page: int | None
    """Page on which the sentence begins, from 1."""
    offsets: Counted
    """What every start and end counts the characters of: the decoded `file` (a byte order mark left out, line ends as
    they stand), or, where that is no text (PDF, DOCX, mail), the `text` read from it."""
    type: str
    schema: str | None
    """FtM schema, or one of Counterflow's own, that it becomes."""
    evidence: Words
    """The sentence."""
    trigger: Words
    """The word that tells it."""
    args: tuple[ArgumentLine, ...]
    time: TimeLine | None
    polarity: str
    hedge: str
    attribution: tuple[SourceLine, ...]
    """Who says so, outermost first; empty: the document itself."""
    extractor: str


@dataclass(frozen=True, slots=True)
class MentionLine:
    """One name, date or commodity; printed with `--all`."""

    kind: Literal["mention"]
    document: str
    record: str | None
    field: str | None
    offsets: Counted
    type: str
    form: str
    start: int
    end: int
    text: str
    entity: str
    edtf: str | None
    extractor: str


@dataclass(frozen=True, slots=True)
class QuantityLine:
    """One amount; printed with `--all`."""

    kind: Literal["quantity"]
    document: str
    record: str | None
    field: str | None
    offsets: Counted
    start: int
    end: int
    text: str
    quantity: AmountLine


Line = FrameLine | MentionLine | QuantityLine

SHAPES: dict[str, Any] = {"extract": Line}
"""The shapes that leave, by the name of their JSON Schema."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The document that lines are of."""

    document: str
    record: str | None
    field: str | None
    place: Place


def frame_line(frame: Frame, origin: Origin, quantities: Mapping[str, Quantity]) -> FrameLine:
    """Make the line of a frame.

    Args:
        frame: of the document.
        origin: the document.
        quantities: its amounts by id.
    """
    return FrameLine(
        kind="frame",
        document=origin.document,
        record=origin.record,
        field=origin.field,
        page=origin.place.page(frame.start),
        offsets=origin.place.counts,
        type=frame.type,
        schema=frame.schema,
        evidence=Words(*origin.place.span(frame.start, frame.end)),
        trigger=Words(*origin.place.span(frame.trigger_start, frame.trigger_end)),
        args=tuple(_argument(one, origin.place, quantities) for one in frame.args),
        time=_time(frame, origin.place),
        polarity=frame.polarity,
        hedge=frame.hedge,
        attribution=tuple(SourceLine(*_words(one, origin.place), one.entity) for one in frame.attribution),
        extractor=frame.extractor,
    )


def mention_line(mention: Mention, origin: Origin) -> MentionLine:
    """Make the line of a mention."""
    return MentionLine(
        "mention",
        origin.document,
        origin.record,
        origin.field,
        origin.place.counts,
        mention.type,
        mention.form,
        *origin.place.span(mention.start, mention.end),
        mention.entity,
        mention.edtf,
        mention.extractor,
    )


def quantity_line(quantity: Quantity, origin: Origin) -> QuantityLine:
    """Make the line of an amount of a document."""
    assert quantity.start is not None
    assert quantity.end is not None
    span = origin.place.span(quantity.start, quantity.end)
    return QuantityLine(
        "quantity", origin.document, origin.record, origin.field, origin.place.counts, *span, _amount(quantity)
    )


def as_json(line: Line) -> dict[str, Any]:
    """Give a line as it is printed."""
    return asdict(line)


def _argument(argument: Argument, place: Place, quantities: Mapping[str, Quantity]) -> ArgumentLine:
    quantity = None if argument.quantity_id is None else quantities.get(argument.quantity_id)
    amount = None if quantity is None else _amount(quantity)
    return ArgumentLine(argument.role, *_words(argument, place), argument.entity, amount)


def _words(argument: Argument, place: Place) -> tuple[int | None, int | None, str]:
    if argument.start is None or argument.end is None:
        return None, None, argument.text
    return place.span(argument.start, argument.end)


def _time(frame: Frame, place: Place) -> TimeLine | None:
    if frame.time_start is None or frame.time_end is None:
        return None if frame.edtf is None else TimeLine(None, None, None, frame.edtf)
    return TimeLine(*place.span(frame.time_start, frame.time_end), frame.edtf)


def _amount(quantity: Quantity) -> AmountLine:
    return AmountLine(*(getattr(quantity, name) for name in AmountLine.__slots__))
