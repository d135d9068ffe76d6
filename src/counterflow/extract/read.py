"""Reading one text: names, dates, quantities and frames out, each with its exact span and the sentence around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from counterflow.extract.date import Found
from counterflow.extract.filler import token_range
from counterflow.extract.frame_row import mentions_within, read_frames
from counterflow.extract.good import Taken, find_goods
from counterflow.extract.language_model import Entity
from counterflow.extract.local import link_names, normalise
from counterflow.extract.measured import Measured
from counterflow.extract.frame_rule import verb_lemmas
from counterflow.extract.mend import mend
from counterflow.extract.name_rule import find_references
from counterflow.extract.names import Name, find_names
from counterflow.extract.parse import Parsed, parse
from counterflow.extract.passage import Sentences, Span, Spans, fold, split_lines, split_sentences
from counterflow.extract.quantity import find_quantities
from counterflow.extract.reading import Reading
from counterflow.extract.time import find_times
from counterflow.model.identity import make_id
from counterflow.tables import Frame, Mention, Quantity

NAMES = "names/1"
TIME = "time/1"
GOODS = "goods/1"
"""Extractors and their versions; raised when the rows of an unchanged text change."""

SCHEMATA = {
    "person": "Person",
    "organization": "Organization",
    "company": "Company",
    "public_body": "PublicBody",
    "vessel": "Vessel",
    "document": "Document",
    "commodity": "Commodity",
}
"""FtM schema by the type of a mention; places and groups are no entities of FtM."""


SIGNS = frozenset("$£€¥")
"""Currency signs that a country's letters may stand before."""


class Extracted(NamedTuple):
    """What was read in a text, each in the order of the text."""

    mentions: list[Mention]
    quantities: list[Quantity]
    frames: list[Frame]


def read_text(text: str, *, published: str | None = None, subject: str | None = None) -> Extracted:
    """Read a text without a case.

    Args:
        text: the text in English.
        published: its day of publication in EDTF; without it relative dates have no value.
        subject: name of the party that the text is about and may leave out, as in a list's narrative.

    Returns:
        Its names and times, its quantities and its frames.
    """
    rows = list(read(Reading(make_id("text", text, published, subject), text, published, subject=subject)))
    return Extracted(
        [row for row in rows if isinstance(row, Mention)],
        [row for row in rows if isinstance(row, Quantity)],
        [row for row in rows if isinstance(row, Frame)],
    )


def read(reading: Reading) -> Iterator[Mention | Quantity | Frame]:
    """Read a document: its mentions in order, its quantities, its frames. A text not in English gives none yet."""
    if reading.language not in (None, "eng"):
        return
    folded = fold(reading.text)
    runs = split_lines(folded)
    sentences = split_sentences(folded, runs)
    parsed = list(parse(folded, runs, sentences))
    for run in parsed:
        mend(run.parsed, verb_lemmas())
    labelled = [run.entities for run in parsed]
    references = [
        Span(run.start + one.start, run.start + one.end)
        for run in runs
        for one in find_references(folded[run.start : run.end])
    ]
    times = find_times(folded, runs, _model_dates(runs, labelled), references, reading.published)
    dates = [Span(date.start, date.end) for date in times.sure]
    # "US" in "US$40 million" is a piece of the currency and names no country there.
    names = [name for name in find_names(folded, runs, labelled, dates) if folded[name.end : name.end + 1] not in SIGNS]
    quantities = _quantities(folded, runs, names, dates)
    taken = [Span(one.start, one.end) for one in quantities] + [Span(name.start, name.end) for name in names]
    spans = Spans(taken)
    weak = [date for date in times.weak if not spans.overlap(Span(date.start, date.end))]
    rows = _Rows(reading, Sentences(sentences))
    dated = rows.mentions(folded, names, sorted([*times.sure, *weak], key=lambda one: one[:2]))
    goods = [mention for run in parsed for mention in rows.goods(run.parsed, dated)]
    mentions = sorted([*dated, *goods], key=lambda row: (row.start, row.end, row.type))
    amounts = [rows.quantity(one) for one in quantities]
    yield from mentions
    yield from amounts
    yield from read_frames(reading, [run.parsed for run in parsed], sentences, mentions, amounts)


def _model_dates(runs: Sequence[Span], labelled: Sequence[Sequence[Entity]]) -> list[Span]:
    return [
        Span(run.start + entity.start, run.start + entity.end)
        for run, entities in zip(runs, labelled, strict=True)
        for entity in entities
        if entity.label == "DATE"
    ]


def _quantities(folded: str, runs: Sequence[Span], names: Sequence[Name], dates: Sequence[Span]) -> list[Measured]:
    taken = Spans([*(Span(name.start, name.end) for name in names), *dates])
    found = []
    for run in runs:
        inside = [Span(span.start - run.start, span.end - run.start) for span in taken.within(run)]
        for one in find_quantities(folded[run.start : run.end], inside):
            found.append(one._replace(start=one.start + run.start, end=one.end + run.start))
    return found


class _Rows:
    """Makes the rows of one document."""

    def __init__(self, reading: Reading, sentences: Sentences) -> None:
        self.reading = reading
        self.sentences = sentences

    def mentions(self, folded: str, names: Sequence[Name], dates: Sequence[Found]) -> list[Mention]:
        """Make the mentions of names and dates, in the order of the text."""
        linked, keys = link_names(folded, names)
        rows = [self._name(name, key) for name, key in zip(linked, keys, strict=True)]
        return sorted([*rows, *(self._date(date) for date in dates)], key=lambda row: (row.start, row.end, row.type))

    def _name(self, name: Name, key: str) -> Mention:
        return self._mention(Span(name.start, name.end), name.type, name.form, key, NAMES)

    def _date(self, date: Found) -> Mention:
        span = Span(date.start, date.end)
        key = date.edtf or normalise(self.reading.text[span.start : span.end])
        return self._mention(span, "date", "time", "date:" + key, TIME, date.edtf)

    def goods(self, parsed: Parsed, named: Sequence[Mention]) -> Iterator[Mention]:
        """Make the mentions of the goods of one run, whose names stand in `named` already."""
        taken = []
        if len(parsed.text) > 0:
            for name in mentions_within(named, Span(parsed.start[0], parsed.end[-1])):
                span = token_range(parsed, name.start, name.end, parsed.start)
                if span is not None and name.type != "date":
                    taken.append(Taken(*span, name.type))
            for good in find_goods(parsed, taken):
                # Workers and ships are goods where they are traded only: that is the frame's to say.
                if not good.in_trade:
                    span = Span(parsed.start[good.first], parsed.end[good.last])
                    yield self._mention(span, "commodity", "common", f"good:{good.key}", GOODS)

    def _mention(self, span: Span, type_: str, form: str, key: str, extractor: str, edtf: str | None = None) -> Mention:
        sentence = self.sentences.around(span)
        return Mention(
            id=make_id(self.reading.document_id, span.start, span.end, type_),
            document_id=self.reading.document_id,
            start=span.start,
            end=span.end,
            text=self.reading.text[span.start : span.end],
            type=type_,
            schema=SCHEMATA.get(type_),
            entity=make_id(self.reading.document_id, "entity", key),
            form=form,
            edtf=edtf,
            sentence_start=sentence.start,
            sentence_end=sentence.end,
            extractor=extractor,
            handling=self.reading.handling,
        )

    def quantity(self, one: Measured) -> Quantity:
        """Make one quantity."""
        return Quantity(
            id=make_id(self.reading.document_id, one.start, one.end, one.kind),
            statement_id=None,
            document_id=self.reading.document_id,
            start=one.start,
            end=one.end,
            text=self.reading.text[one.start : one.end],
            kind=one.kind,
            low=one.low,
            high=one.high,
            unit=one.unit,
            norm_low=_normalised(one.low, one),
            norm_high=_normalised(one.high, one),
            norm_unit=one.norm_unit,
            modifier=one.modifier,
            per=one.per,
            is_ambiguous=one.is_ambiguous,
            handling=self.reading.handling,
        )


def _normalised(value: float | None, one: Measured) -> float | None:
    return None if value is None or one.norm_unit is None else round(value * one.factor, 9)
