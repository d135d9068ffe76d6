"""Reading one text: names, dates, quantities and frames out, each with its exact span and the sentence around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from counterflow.extract.foreign.foreign import is_foreign, language_of
from counterflow.extract.foreign.row import read_foreign
from counterflow.extract.frame.row import read_frames
from counterflow.extract.frame.rule import verb_lemmas
from counterflow.extract.identifier import find_identifiers, value_spans
from counterflow.extract.mention.row import read_mentions
from counterflow.extract.name.names import Name, find_names
from counterflow.extract.name.reference import find_references
from counterflow.extract.parse.language_model import Entity
from counterflow.extract.parse.mend import mend
from counterflow.extract.parse.parsed import Run, parse
from counterflow.extract.parse.passage import Sentences, Span, Spans, fold, split_lines, split_sentences
from counterflow.extract.quantity.measured import Measured
from counterflow.extract.quantity.quantities import find_quantities
from counterflow.extract.quantity.row import quantity_row
from counterflow.extract.reading import Reading
from counterflow.extract.remark import split_remarks
from counterflow.extract.time.loose_time import add_loose_times
from counterflow.extract.time.times import find_times
from counterflow.model.identity import make_id
from counterflow.stage import Step
from counterflow.tables import Frame, Mention, Quantity

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


STEP_RUNS = 200
"""After how many runs a step is told: a report of a few pages is done before one could be shown."""


def read(reading: Reading) -> Iterator[Mention | Quantity | Frame | Step]:
    """Read a document: its mentions in order, its quantities, its frames; of a text not in English no frames."""
    language = language_of(reading.text, reading.language)
    if language is not None and is_foreign(language):
        yield from read_foreign(reading, language)
        return
    folded = fold(reading.text)
    runs = split_lines(folded)
    sentences = split_sentences(folded, runs)
    if reading.subject is not None:
        sentences = split_remarks(folded, sentences)
    parsed: list[Run] = []
    for at, run in enumerate(parse(folded, runs, sentences), 1):
        mend(run.parsed, verb_lemmas())
        parsed.append(run)
        if at % STEP_RUNS == 0:
            yield Step(at, len(runs))
    labelled = [run.entities for run in parsed]
    references = [
        Span(run.start + one.start, run.start + one.end)
        for run in runs
        for one in find_references(folded[run.start : run.end])
    ]
    numbers = value_spans(find_identifiers(folded))
    references = [*references, *numbers]
    times = find_times(folded, runs, _model_dates(runs, labelled), references, reading.published)
    dates = sorted([*(Span(date.start, date.end) for date in times.sure), *numbers])
    # "US" in "US$40 million" is a piece of the currency and names no country there.
    names = [name for name in find_names(folded, runs, labelled, dates) if folded[name.end : name.end + 1] not in SIGNS]
    quantities = _quantities(folded, runs, names, dates)
    taken = [Span(one.start, one.end) for one in quantities] + [Span(name.start, name.end) for name in names]
    spans = Spans(taken)
    weak = [date for date in times.weak if not spans.overlap(Span(date.start, date.end))]
    grammar = [run.parsed for run in parsed]
    dated = add_loose_times(grammar, sorted([*times.sure, *weak], key=lambda one: one[:2]))
    mentions = read_mentions(reading, folded, grammar, Sentences(sentences), names, dated)
    amounts = [quantity_row(reading, one) for one in quantities]
    yield from mentions
    yield from amounts
    yield from read_frames(reading, grammar, sentences, mentions, amounts)


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
