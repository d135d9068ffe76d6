"""Rows of a text that is not English: mentions, quantities, and the problem that its relations were not read."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence

from counterflow.extract.foreign.foreign import ForeignName, find_foreign, unread
from counterflow.extract.mention.row import Mentioned, mention_row
from counterflow.extract.parse.passage import Span, fold
from counterflow.extract.quantity.row import quantity_row
from counterflow.extract.reading import Reading
from counterflow.model.identity import make_id
from counterflow.tables import Mention, Problem, Quantity

FOREIGN = "foreign/1"
"""Extractor and its version; raised when the rows of an unchanged text change."""

_STOP = re.compile(r"[。！？]+[\"'”’」』]*|[.!?؟۔]+[\"']*(?=\s)|\n\s*")
"""Ends of sentences in all scripts; an abbreviation may end one too early, which costs context and no name."""


def read_foreign(reading: Reading, language: str) -> Iterator[Mention | Quantity]:
    """Yield the mentions of a text in order, then its quantities.

    Args:
        reading: the text.
        language: ISO 639-3, as `language_of` says.
    """
    folded = fold(reading.text)
    found = find_foreign(folded, language)
    stops = [0, *(one.end() for one in _STOP.finditer(folded)), len(folded)]
    for one in found.names:
        named = Mentioned(Span(one.start, one.end), one.type, one.form, one.key, FOREIGN, one.edtf)
        yield mention_row(reading, named, _sentence(stops, one, folded))
    yield from (quantity_row(reading, one) for one in found.amounts)


def unread_problem(reading: Reading, language: str, *, path: str, resource_id: str | None) -> Problem:
    """Say that the relations of a document were not read; `path` is its file."""
    message = unread(language)
    return Problem(
        id=make_id(resource_id, path, reading.document_id, message),
        resource_id=resource_id,
        path=path,
        record=None,
        field=None,
        value=None,
        severity="value",
        message=message,
        expected="a text in English",
        next_step="If it matters, add a translation to the case",
        handling=reading.handling,
    )


def _sentence(stops: Sequence[int], one: ForeignName, folded: str) -> Span:
    first = bisect.bisect_right(stops, one.start) - 1
    last = bisect.bisect_left(stops, one.end)
    return Span(stops[first], stops[first] + len(folded[stops[first] : stops[last]].rstrip()))
