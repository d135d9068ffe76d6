"""The span check: what of a candidate stands in the text. All that a model may add to a case goes through here.

A frame takes from a candidate nothing but spans of the named sentence and words of the vocabulary; every text in it is
cut from the document. What does not hold is refused with the reason, and nothing is put right: a corrected quote
would be a guess, and in this field a guess is an accusation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from counterflow.extract.llm.answer import Candidate, CandidateArgument, Fault, Quote, show
from counterflow.extract.llm.vocabulary import (
    DOUBTFUL,
    HEDGES,
    NUMBER_ROLES,
    POLARITIES,
    frame_types,
    is_same_type,
    load_roles,
)
from counterflow.extract.llm.window import Sentence
from counterflow.extract.parse.passage import Span, fold
from counterflow.extract.quantity.quantities import find_quantities
from counterflow.model.frame import frame_schema
from counterflow.model.identity import make_id
from counterflow.tables import Frame, Mention, Quantity
from counterflow.tables.frame import Argument

MAX_TRIGGER_CHARS = 80
MAX_QUOTE_CHARS = 300

Stance = Callable[[Span], tuple[str, str]]
"""What the grammar says of a span that tells something: its polarity and hedge."""

_BEFORE = re.compile(r"(?:the|a|an|its|his|her|their)\s+", re.IGNORECASE)
# Scripts that part words: elsewhere (Hangul's particles, Chinese) a name may end inside what has no space.
_PARTED = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f]")


class RuleReading(NamedTuple):
    """A document as the rules have read it."""

    document_id: str
    text: str
    sentences: Sequence[Span]
    """In order; a candidate names one by its place here, from 1."""
    mentions: Sequence[Mention] = ()
    quantities: Sequence[Quantity] = ()
    frames: Sequence[Frame] = ()
    handling: str = "TLP:CLEAR"
    resource_id: str | None = None
    path: str = ""
    """What a person calls the document, for `problem`."""
    stance: Stance | None = None
    """None: polarity and hedge are the model's alone, except in questions."""


class _RefusedError(Exception):
    """Why a candidate is no frame. The message is ours alone; the model's words go to `wrong`."""

    def __init__(self, message: str, expected: str, wrong: object = None) -> None:
        super().__init__(message)
        self.expected = expected
        self.wrong = wrong


class SpanCheck:
    """Checks the candidates of one document."""

    def __init__(self, reading: RuleReading, extractor: str) -> None:
        self.reading = reading
        self.extractor = extractor
        self.folded = fold(reading.text)

    def check(self, candidate: Candidate, window: Mapping[int, Sentence]) -> Frame | Fault | None:
        """Make the frame of a candidate, or say why not; None: the rules have it already.

        Args:
            candidate: of the right form.
            window: the sentences that were asked about, by number.
        """
        try:
            return self._frame(candidate, window)
        except _RefusedError as exc:
            given = _as_given(candidate)
            value = given if exc.wrong is None else {"wrong": exc.wrong, **given}
            return Fault(f"a candidate {exc}", exc.expected, show(value), candidate.sentence)

    def _frame(self, candidate: Candidate, window: Mapping[int, Sentence]) -> Frame | None:
        sentence = window.get(candidate.sentence)
        if sentence is None:
            raise _RefusedError("names a sentence that it was not asked about", f"{min(window)} to {max(window)}")
        _check_words(candidate)
        trigger = _locate(candidate.trigger, sentence, "trigger", MAX_TRIGGER_CHARS)
        args = tuple(dict.fromkeys(self._argument(one, sentence) for one in candidate.arguments))
        time, edtf = self._time(candidate.time, sentence)
        sources = [_locate(one, sentence, "attribution") for one in candidate.attribution]
        attribution = tuple(dict.fromkeys(self._make("source", span, None) for span in sources))
        self._check_stance(candidate, trigger, sentence)
        if self._is_known(candidate, trigger):
            return None
        document_id = self.reading.document_id
        return Frame(
            id=make_id(document_id, candidate.type, *trigger, *(part for arg in args for part in arg[:3])),
            document_id=document_id,
            type=candidate.type,
            schema=frame_schema(candidate.type).schema,
            start=sentence.start,
            end=sentence.start + len(sentence.shown),
            trigger_start=trigger.start,
            trigger_end=trigger.end,
            args=args,
            time_start=None if time is None else time.start,
            time_end=None if time is None else time.end,
            edtf=edtf,
            polarity=candidate.polarity,
            hedge=candidate.hedge,
            attribution=attribution,
            extractor=self.extractor,
            handling=self.reading.handling,
        )

    def _argument(self, one: CandidateArgument, sentence: Sentence) -> Argument:
        span = _locate(one.quote, sentence, one.role)
        is_number = one.role in NUMBER_ROLES or one.number is not None
        return self._make(one.role, span, self._quantity(one, span) if is_number else None)

    def _make(self, role: str, span: Span, quantity: Quantity | None) -> Argument:
        mention = self._mention(span)
        return Argument(
            role=role,
            start=span.start,
            end=span.end,
            text=self.reading.text[span.start : span.end],
            mention_id=None if mention is None else mention.id,
            quantity_id=None if quantity is None else quantity.id,
            entity=None if mention is None else mention.entity,
        )

    def _mention(self, span: Span) -> Mention | None:
        """Find the name that a span is, an article aside; a name inside a longer phrase is another thing."""
        article = _BEFORE.match(self.folded, span.start, span.end)
        starts = (span.start,) if article is None else (span.start, article.end())
        for one in self.reading.mentions:
            if one.type != "date" and one.end == span.end and one.start in starts:
                return one
        return None

    def _quantity(self, one: CandidateArgument, span: Span) -> Quantity:
        """Find the one quantity that our own reading sees in a span; the model's number must be one of its bounds."""
        quote = self.folded[span.start : span.end]
        near = [row for row in self.reading.quantities if _span(row.start, row.end).overlaps(span)]
        if len(near) != 1:
            what = "no quantity" if len(near) == 0 else f"{len(near)} quantities"
            raise _RefusedError(f"has {what} as {one.role}", "words that read as one quantity", one.quote.text)
        row = near[0]
        inside = _span(row.start, row.end)
        if not (span.start <= inside.start and inside.end <= span.end) and not _reads_alike(quote, row):
            raise _RefusedError("cuts a quantity", row.text, one.quote.text)
        if one.number is not None and one.number not in (row.low, row.high):
            bounds = " to ".join(f"{bound:g}" for bound in dict.fromkeys([row.low, row.high]) if bound is not None)
            expected = f"{bounds or 'no number'}, as it is read"
            raise _RefusedError("gives another number than its quote", expected, [one.quote.text, one.number])
        return row

    def _time(self, quote: Quote | None, sentence: Sentence) -> tuple[Span | None, str | None]:
        """Find a time's span and value; it must hold a date that our own reading sees, whole."""
        if quote is None:
            return None, None
        span = _locate(quote, sentence, "time")
        dates = [one for one in self.reading.mentions if one.type == "date" and Span(one.start, one.end).overlaps(span)]
        if len(dates) == 0:
            raise _RefusedError("has no date as time", "words that read as a date", quote.text)
        for date in dates:
            if date.start < span.start or span.end < date.end:
                raise _RefusedError("cuts a date", date.text, quote.text)
        return span, dates[0].edtf if len(dates) == 1 else None

    def _check_stance(self, candidate: Candidate, trigger: Span, sentence: Sentence) -> None:
        """Refuse what is firmer than the grammar of its sentence: doubt is added by a model, never taken away."""
        if candidate.polarity != "affirmed" or candidate.hedge in DOUBTFUL:
            return
        if sentence.shown.rstrip("\"')] ").endswith("?"):
            raise _RefusedError("is affirmed in a question", "the hedge possible")
        if self.reading.stance is not None:
            polarity, hedge = self.reading.stance(trigger)
            if polarity != "affirmed" or hedge in DOUBTFUL:
                raise _RefusedError("is affirmed against the grammar", f"{polarity}, {hedge}")

    def _is_known(self, candidate: Candidate, trigger: Span) -> bool:
        """Whether the rules found the same: theirs stands. One that contradicts it is refused, for a person to see."""
        for frame in self.reading.frames:
            if is_same_type(frame.type, candidate.type) and trigger.overlaps(
                Span(frame.trigger_start, frame.trigger_end)
            ):
                if frame.polarity != candidate.polarity:
                    raise _RefusedError(f"is {candidate.polarity} against the rules", frame.polarity)
                return True
        return False


def _span(start: int | None, end: int | None) -> Span:
    return Span(-1, -1) if start is None or end is None else Span(start, end)


def _reads_alike(quote: str, row: Quantity) -> bool:
    found = find_quantities(quote, [])
    bounds = {row.low, row.high} - {None}
    return len(found) == 1 and not bounds.isdisjoint({found[0].low, found[0].high})


def _check_words(candidate: Candidate) -> None:
    if candidate.type not in load_roles():
        raise _RefusedError("has an unknown type", "one of " + ", ".join(frame_types()))
    roles = load_roles()[candidate.type]
    for one in candidate.arguments:
        if one.role not in roles:
            raise _RefusedError(
                f"has a role that {candidate.type} has not", "one of " + ", ".join(sorted(roles)), one.role
            )
    if len(candidate.arguments) == 0:
        raise _RefusedError("has no argument", "one at least")
    if candidate.polarity not in POLARITIES:
        raise _RefusedError("has an unknown polarity", "one of " + ", ".join(POLARITIES))
    if candidate.hedge not in HEDGES:
        raise _RefusedError("has an unknown hedge", "one of " + ", ".join(HEDGES))


def _locate(quote: Quote, sentence: Sentence, name: str, most: int = MAX_QUOTE_CHARS) -> Span:
    """Find where a quote stands in its sentence.

    Typographic signs count as their plain forms, on both sides, as everywhere in reading.
    """
    text = fold(quote.text)
    if text.strip() != text or text == "" or len(text) > most:
        expected = f"1 to {most} characters, no space around them"
        raise _RefusedError(f"has a quote as {name} that is no quote", expected, quote.text)
    found = _occurrences(text, sentence.shown)
    if len(found) == 0:
        raise _RefusedError(
            f"quotes as {name} what is not in the sentence", "whole words of the sentence that it names", quote.text
        )
    if quote.occurrence is None and len(found) > 1:
        raise _RefusedError(
            f"quotes as {name} what stands in the sentence several times", "the number of the occurrence", quote.text
        )
    at = 1 if quote.occurrence is None else quote.occurrence
    if not 1 <= at <= len(found):
        raise _RefusedError(f"quotes as {name} an occurrence that is not there", f"1 to {len(found)}", [quote.text, at])
    start = sentence.start + found[at - 1]
    return Span(start, start + len(text))


def _occurrences(text: str, shown: str) -> list[int]:
    """Give where a text stands in a sentence without cutting a word."""
    found = []
    at = shown.find(text)
    while at >= 0:
        if not (_joins(shown, at) or _joins(shown, at + len(text))):
            found.append(at)
        at = shown.find(text, at + 1)
    return found


def _joins(shown: str, at: int) -> bool:
    """Whether a cut before `at` goes through a word."""
    return 0 < at < len(shown) and all(_PARTED.fullmatch(char) is not None for char in shown[at - 1 : at + 1])


def _as_given(candidate: Candidate) -> dict[str, object]:
    return {
        "type": candidate.type,
        "trigger": candidate.trigger.text,
        "arguments": {f"{i} {one.role}": one.quote.text for i, one in enumerate(candidate.arguments, 1)},
        "polarity": candidate.polarity,
        "hedge": candidate.hedge,
    }
