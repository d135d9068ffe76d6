"""Mentions as rows: names, times, goods, noun phrases and pronouns of a document, each with what it stands for."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from counterflow.extract.mention.binding import Spoken
from counterflow.extract.mention.filler import head_of, token_range
from counterflow.extract.mention.local import link_names, normalise
from counterflow.extract.mention.unnamed import UnnamedFinder
from counterflow.extract.name.names import Name
from counterflow.extract.parse.parsed import Parsed
from counterflow.extract.parse.passage import Sentences, Span
from counterflow.extract.reading import Reading
from counterflow.extract.time.date import Found
from counterflow.model.identity import make_id
from counterflow.tables import Mention

NAMES = "names/2"
TIME = "time/2"
GOODS = "goods/1"
REFERENTS = "referents/1"
"""Extractors and their versions; raised when the rows of an unchanged text change."""

SCHEMATA = {
    "person": "Person",
    "organization": "Organization",
    "company": "Company",
    "public_body": "PublicBody",
    "vessel": "Vessel",
    "document": "Document",
    "commodity": "Commodity",
    "facility": "Facility",
}
"""FtM schema, or ours, by the type of a mention; places, groups and programmes are no entities."""

SUBJECT = "subject"
"""Key of the party that a list's narrative is about."""


class Mentioned(NamedTuple):
    """A mention before its row is made."""

    span: Span
    type: str
    form: str
    key: str
    extractor: str
    edtf: str | None = None


def read_mentions(
    reading: Reading,
    folded: str,
    runs: Sequence[Parsed],
    sentences: Sentences,
    names: Sequence[Name],
    dates: Sequence[Found],
) -> list[Mention]:
    """Make the mentions of a document, in the order of the text."""
    linked, keys = link_names(folded, names)
    keys = _of_subject(reading, folded, linked, keys)
    found = [
        Mentioned(Span(name.start, name.end), name.type, name.form, key, NAMES)
        for name, key in zip(linked, keys, strict=True)
    ]
    type_ = next((one.type for one in found if one.key == SUBJECT), None)
    finder = UnnamedFinder(SUBJECT if reading.subject is not None else None, type_)
    starts = [one.span.start for one in found]
    common: list[Mentioned] = []
    for parsed in runs:
        if len(parsed.text) > 0:
            first = bisect.bisect_left(starts, parsed.start[0])
            inside = found[first : bisect.bisect_left(starts, parsed.end[-1])]
            common += _read_run(parsed, inside, finder)
    for date in dates:
        span = Span(date.start, date.end)
        key = date.edtf or normalise(reading.text[span.start : span.end])
        common.append(Mentioned(span, "date", "time", f"date:{key}", TIME, date.edtf))
    rows = (mention_row(reading, one, sentences.around(one.span)) for one in [*found, *common])
    return sorted(rows, key=lambda row: (row.start, row.end, row.type))


def _of_subject(reading: Reading, folded: str, names: Sequence[Name], keys: Sequence[str]) -> list[str]:
    """Give a narrative's names of the listed party the key of the subject."""
    if reading.subject is None:
        return list(keys)
    whole = set(normalise(reading.subject).split())
    found = []
    for name, key in zip(names, keys, strict=True):
        words = normalise(folded[name.start : name.end]).split()
        is_subject = (
            len(words) > 0 and set(words) <= whole and (len(words) > 1 or len(whole) == 1 or name.type == "person")
        )
        found.append(SUBJECT if is_subject else key)
    same = {key for key, now in zip(keys, found, strict=True) if now == SUBJECT}
    return [SUBJECT if key in same else now for key, now in zip(keys, found, strict=True)]


def _read_run(parsed: Parsed, names: Sequence[Mentioned], finder: UnnamedFinder) -> Iterator[Mentioned]:
    """Read the goods, noun phrases and pronouns of one run."""
    spoken = []
    for name in names:
        span = token_range(parsed, name.span.start, name.span.end, parsed.start)
        if span is not None:
            spoken.append(Spoken(*span, head_of(parsed, *span), name.type, name.key))
    for one in finder.find(parsed, spoken):
        extractor = GOODS if one.form == "common" else REFERENTS
        span = Span(parsed.start[one.first], parsed.end[one.last])
        yield Mentioned(span, one.type, one.form, one.key, extractor)


def mention_row(reading: Reading, one: Mentioned, sentence: Span) -> Mention:
    """Make the row of a mention that was found in a sentence."""
    return Mention(
        id=make_id(reading.document_id, one.span.start, one.span.end, one.type),
        document_id=reading.document_id,
        start=one.span.start,
        end=one.span.end,
        text=reading.text[one.span.start : one.span.end],
        type=one.type,
        schema=SCHEMATA.get(one.type),
        entity=make_id(reading.document_id, "entity", one.key),
        form=one.form,
        edtf=one.edtf,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        extractor=one.extractor,
        handling=reading.handling,
    )
