"""Frames as rows: what was read of names, amounts and times given to the frames, and the frames to the table."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

from counterflow.extract.frame.argument import Told
from counterflow.extract.frame.frames import Found, FrameFinder
from counterflow.extract.frame.identity import frame_id
from counterflow.extract.frame.listed import subject_classes
from counterflow.extract.grammar.grammar import Grammar
from counterflow.extract.lexica import load_set
from counterflow.extract.mention.filler import BODY, CLASSES, COUNTRY, Content, Item, head_of, token_range
from counterflow.extract.name.gazetteer import look_up
from counterflow.extract.parse.parsed import Parsed
from counterflow.extract.parse.passage import Span, Spans, fold
from counterflow.extract.reading import Reading
from counterflow.extract.remark import Field, find_remarks
from counterflow.extract.stance.stance import Stance, Stances
from counterflow.model.frame import RELATIONS, frame_schema
from counterflow.model.identity import make_id
from counterflow.tables import Frame, Mention, Quantity
from counterflow.tables.frame import Argument

FRAMES = "frames/1"
"""Extractor and its version; raised when the rows of an unchanged text change."""


def read_frames(
    reading: Reading,
    runs: Sequence[Parsed],
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
) -> Iterator[Frame]:
    """Read the frames of a document, in order."""
    maker = _Rows(reading, sentences)
    quantity_starts = [one.start or 0 for one in quantities]
    names = [Span(one.start, one.end) for one in mentions if one.type != "date"]
    fields = find_remarks(fold(reading.text), sentences, names, reading.subject is not None)
    listed = None if reading.subject is None else subject_classes(reading.subject, reading.text)
    kept = Spans(field.whole for field in fields)
    labelled = [_labelled(field, sentences, mentions) for field in fields if field.type is not None]
    for parsed in runs:
        if len(parsed.text) == 0:
            continue
        first, end = parsed.start[0], parsed.end[-1]
        inside = mentions_within(mentions, Span(first, end))
        amounts = quantities[bisect.bisect_left(quantity_starts, first) : bisect.bisect_left(quantity_starts, end)]
        content = Content(parsed, _items(parsed, inside, amounts))
        grammar = Grammar(parsed)
        finder = FrameFinder(grammar, content, Stances(grammar), listed)
        prose = [found for found in finder.find() if not kept.overlap(Span(found.start, found.end))]
        here = [found for found in labelled if first <= found.start < end]
        for found in sorted([*prose, *here], key=lambda one: one.start):
            if not _is_reflexive(found):
                yield maker.frame(found, content)


def _labelled(field: Field, sentences: Sequence[Span], mentions: Sequence[Mention]) -> Found:
    """Give the frame of a labelled field."""

    def told(role: str, span: Span) -> Told:
        named = [one for one in mentions_within(mentions, span) if one.type != "date"]
        best = max(named, key=lambda one: one.end - one.start, default=None)
        item = None
        if best is not None and best.start == span.start:
            item = Item(0, 0, 0, frozenset(), best.entity, best.id, None, best.start, best.end)
        return Told(role, 0, span.start, span.end, item)

    args = [told(role, span) for role, span in field.args]
    if field.holder is not None:
        args.insert(0, told(field.subject_role, field.holder))
    else:
        args.insert(0, Told(field.subject_role, -1, field.trigger.start, field.trigger.start, None))
    sentence = max(bisect.bisect_right(sentences, field.trigger.start, key=lambda one: one.start) - 1, 0)
    stance = Stance("affirmed", field.hedge, ())
    return Found(field.type or "", *field.trigger, sentence, tuple(args), None, stance)


_SIDES = (("a", "b"), ("owner", "asset"), ("agent", "principal"), ("person", "org"), ("entity", "org"))


def _is_reflexive(found: Found) -> bool:
    """Whether both sides of a relation are one thing: "it" and the name that it stands for."""
    if found.type not in RELATIONS:
        return False
    if found.type == "alias_of" and not any(told.item is not None and told.item.is_common for told in found.args):
        return False  # two names of one thing are what it tells
    named = [(told.role, None if told.item is None else told.item.entity) for told in found.args]
    sides = [
        ({e for role, e in named if role == one}, {e for role, e in named if role == other}) for one, other in _SIDES
    ]
    return any(len(one) > 0 and one == other and None not in one for one, other in sides)


def mentions_within(mentions: Sequence[Mention], span: Span) -> Sequence[Mention]:
    """Give the mentions that begin in a span; they are in order."""
    first = bisect.bisect_left(mentions, span.start, key=lambda one: one.start)
    return mentions[first : bisect.bisect_left(mentions, span.end, key=lambda one: one.start)]


def _items(parsed: Parsed, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> Iterator[Item]:
    """Give what was read already as spans of tokens."""
    for one in mentions:
        span = token_range(parsed, one.start, one.end, parsed.start)
        if span is not None:
            span, end = _without_office(parsed, span, one)
            entry = look_up(one.text) if one.type == "place" else None
            is_country = entry is not None and entry.key.startswith("country:")
            is_country = is_country or (one.type == "place" and one.text in load_set("capital"))
            classes = COUNTRY if is_country else CLASSES.get(one.type, frozenset({"other"}))
            if one.form == "name":
                classes |= {"named"}
            if one.type == "person" and one.form == "name" and " " in one.text:
                classes |= {"full_name"}
            if one.form == "nominal" and one.text.split()[-1].lower() in ("tribe", "clan", "family", "community"):
                classes = CLASSES["group"]
            if one.form == "nominal" and one.text.split()[-1].lower() in load_set("diplomatic_post"):
                classes |= BODY
            if one.form == "pronoun":
                classes |= {"pronoun"}
            yield Item(
                *span,
                head_of(parsed, *span),
                classes,
                one.entity,
                one.id,
                None,
                one.start,
                end,
                one.form not in ("name", "demonym"),
                one.edtf,
            )
    for amount in quantities:
        span = token_range(parsed, amount.start or 0, amount.end or 0, parsed.start)
        if span is not None and amount.kind != "ordinal":
            kind = {"count": "count", "vague": "amount"}.get(amount.kind, "amount")
            classes = frozenset({"money", "amount"} if amount.kind == "money" else {kind})
            yield Item(
                *span, head_of(parsed, *span), classes, None, None, amount.id, amount.start or 0, amount.end or 0
            )


def _without_office(parsed: Parsed, span: tuple[int, int], one: Mention) -> tuple[tuple[int, int], int]:
    """Leave the office behind a body out of its name: "Tanchon Commercial Bank Representative"."""
    first, last = span
    is_body = one.form == "name" and one.type in ("company", "organization", "public_body")
    if is_body and last - first > 1 and parsed.lower[last] in load_set("trailing_office"):
        return (first, last - 1), parsed.end[last - 1]
    return span, one.end


class _Rows:
    """Makes the rows of one document."""

    def __init__(self, reading: Reading, sentences: Sequence[Span]) -> None:
        self.reading = reading
        self.sentences = sentences

    def frame(self, found: Found, content: Content) -> Frame:
        """Make the row of one frame."""
        sentence = self.sentences[found.sentence]
        args = tuple(self._argument(one) for one in found.args)
        sources = tuple(self._source(token, content) for token in found.stance.sources)
        time = found.time
        return Frame(
            id=frame_id(self.reading.document_id, found.type, (found.start, found.end), args),
            document_id=self.reading.document_id,
            type=found.type,
            schema=frame_schema(found.type).schema,
            start=sentence.start,
            end=sentence.end,
            trigger_start=found.start,
            trigger_end=found.end,
            args=args,
            time_start=None if time is None else time.start,
            time_end=None if time is None else time.end,
            edtf=None if time is None else time.edtf,
            polarity=found.stance.polarity,
            hedge=found.stance.hedge,
            attribution=sources,
            extractor=FRAMES,
            handling=self.reading.handling,
        )

    def _argument(self, told: Told) -> Argument:
        if told.token < 0:
            name = self.reading.subject or ""
            return Argument(told.role, None, None, name, None, None, self._subject())
        item = told.item
        return Argument(
            role=told.role,
            start=told.start,
            end=told.end,
            text=self.reading.text[told.start : told.end],
            mention_id=None if item is None else item.mention_id,
            quantity_id=None if item is None else item.quantity_id,
            entity=None if item is None else item.entity,
        )

    def _subject(self) -> str:
        return make_id(self.reading.document_id, "entity", "subject")

    def _source(self, token: int, content: Content) -> Argument:
        start, end = content.span(token)
        return self._argument(Told("source", token, start, end, content.item(token)))
