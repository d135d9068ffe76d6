"""Passages: a text as the lines and sentences that it is read by, each a span of the text.

Reading works on a folded text: typographic apostrophes, quotes, hyphens and spaces are replaced one for one, so an
offset in the folded text is an offset in the text.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from counterflow.extract.lexica import any_of, load_set, load_terms

MAX_RUN_CHARS = 10_000
"""Longest run read as one, in code points: no paragraph is longer, and longer runs take more than their share."""
MAX_SENTENCE_CHARS = 2_000
"""Longest sentence, in code points: what has no full stop for so long is a list, and no passage to show as evidence."""


class Span(NamedTuple):
    """A span of a text."""

    start: int
    """First character, in code points."""
    end: int
    """End, exclusive, in code points."""

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Spans:
    """Many spans, asked which of them overlap another in the time of a look-up."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]
        # The farthest end so far: spans may lie inside each other.
        self._ends = list(itertools.accumulate((span.end for span in self._spans), max))

    def overlap(self, span: Span) -> bool:
        """Whether any of the spans shares a character with `span`."""
        before = bisect.bisect_left(self._starts, span.end)
        return before > 0 and self._ends[before - 1] > span.start

    def within(self, span: Span) -> list[Span]:
        """Give the spans that share a character with `span`, in order."""
        first = bisect.bisect_right(self._ends, span.start)
        last = bisect.bisect_left(self._starts, span.end)
        return [one for one in self._spans[first:last] if one.overlaps(span)]


_FOLD = {
    **dict.fromkeys("‘’‚‛ʼʹ′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000", " "),
    **dict.fromkeys("\u2010\u2011\u00ad", "-"),
}
_FOLD_TABLE = str.maketrans(_FOLD)

EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff][\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]*")
"""Pictures among the words, with what joins them: a part of no word."""

WRAP_CHARS = 50
"""A line at least this long, without an end of sentence, goes on in the next: its break was made by wrapping."""

_BREAK = re.compile(r"\s*[\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
"""What ends a line, or a cell of a table: a tab."""
_BULLET = re.compile(r"(?:[-*•·–—#>|]|\(?[0-9a-zA-Z]{1,3}[.)])\s")
_STOP = re.compile(r"[.!?…]+[\"')\]]*\s+(?=[\"'(\[¿¡]*[A-Z0-9\u00c0-\u00de\u0400-\u042f])")


def fold(text: str) -> str:
    """Replace typographic characters one for one by plain ones; the length stays the same."""
    return text.translate(_FOLD_TABLE)


def split_lines(folded: str) -> list[Span]:
    """Split a folded text into the runs that are read as one: blocks, headings, list items, cells of a table.

    A break that only wraps a line of prose does not end a run.
    """
    runs: list[Span] = []
    for span, is_parted in _written_lines(folded):
        if len(runs) > 0 and not is_parted and _is_wrapped(folded, runs[-1], span):
            runs[-1] = Span(runs[-1].start, span.end)
        else:
            runs.append(span)
    return [piece for run in runs for piece in _pieces(folded, run)]


def _pieces(folded: str, run: Span) -> Iterable[Span]:
    """Cut a run that is too long to be prose, after a sentence or else at a space."""
    start = run.start
    while run.end - start > MAX_RUN_CHARS:
        limit = start + MAX_RUN_CHARS
        sentence, space = folded.rfind(". ", start + 1, limit), folded.rfind(" ", start + 1, limit)
        end = sentence + 1 if sentence > start else space if space > start else limit
        yield Span(start, end)
        start = end + 1 if folded[end : end + 1] == " " else end
    if start < run.end:
        yield Span(start, run.end)


def _written_lines(folded: str) -> Iterable[tuple[Span, bool]]:
    """Give each line or cell without its margins, and whether a blank line or a tab parts it from the one before."""
    start, is_parted = 0, True
    for found in [*_BREAK.finditer(folded), None]:
        end = len(folded) if found is None else found.start()
        line = folded[start:end]
        left = start + len(line) - len(line.lstrip())
        right = start + len(line.rstrip())
        if left < right:
            yield Span(left, right), is_parted
            is_parted = False
        if found is not None:
            breaks = len(re.findall(r"\r\n|[\n\r]", found.group()))
            is_parted = is_parted or breaks > 1 or (breaks == 0 and "\t" in found.group())
            start = found.end()


def _is_wrapped(folded: str, before: Span, line: Span) -> bool:
    last = folded[max(folded.rfind("\n", before.start, before.end) + 1, before.start) : before.end]
    return (
        len(last) >= WRAP_CHARS
        and last[-1] not in ".!?:;"
        and _BULLET.match(folded, line.start) is None
        and len(folded[line.start : line.end]) > 0
    )


@functools.cache
def _abbreviation() -> re.Pattern[str]:
    # Initials ("J. Smith"), dotted acronyms ("U.S. Treasury") and the listed ones do not end a sentence.
    return re.compile(rf"(?:^|[\s(\"'-])(?:{any_of(load_terms('abbreviation'))}|(?:[A-Za-z]\.)*[A-Z])$")


def split_sentences(folded: str, runs: Sequence[Span]) -> list[Span]:
    """Split runs into sentences, in order; one that is too long to be prose is cut between its clauses or words."""
    sentences: list[Span] = []
    for run in runs:
        start = run.start
        for found in _STOP.finditer(folded, run.start, run.end):
            stop = found.group()
            before = folded[max(start, found.start() - 24) : found.start()]
            is_short = stop.rstrip() == "." and _abbreviation().search(before) is not None
            if is_short and not _is_end(folded, before, found.end()):
                continue
            end = found.start() + len(stop.rstrip())
            sentences += _cut(folded, Span(start, end))
            start = found.end()
        if start < run.end:
            sentences += _cut(folded, Span(start, run.end))
    return sentences


def _cut(folded: str, sentence: Span) -> Iterable[Span]:
    """Cut a sentence that is too long after a semicolon or comma, or else at a space."""
    start = sentence.start
    while sentence.end - start > MAX_SENTENCE_CHARS:
        limit, middle = start + MAX_SENTENCE_CHARS, start + MAX_SENTENCE_CHARS // 2
        places = (folded.rfind(mark, middle, limit) for mark in ("; ", ", ", " "))
        last = next((place for place in places if place >= 0), limit - 1)
        end = last if folded[last] == " " else last + 1
        yield Span(start, end)
        start = end + 1 if folded[end] == " " else end
    yield Span(start, sentence.end)


_FORM = re.compile(r"\b(?:Ltd|Inc|Co|Corp|LLC|L\.L\.C|S\.A|GmbH|Bhd|Pte|Pty|Plc|PLC)$")
_WORD = re.compile(r"[\"'(\[]*([A-Za-z]+)")


def _is_end(folded: str, before: str, at: int) -> bool:
    """Whether a legal form's full stop ends the sentence too: a word of grammar begins the next ("... Co., Ltd. This").

    Args:
        folded: the text.
        before: what stands before the full stop.
        at: first character after it and its blanks.
    """
    word = _WORD.match(folded, at)
    if _FORM.search(before) is None or word is None:
        return False
    return word[1][0].isupper() and word[1].lower() in load_set("closed_class")


class Sentences:
    """The sentences of a text, for finding the one around a span."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._starts = [span.start for span in spans]

    def around(self, span: Span) -> Span:
        """Give the sentence around a span; one that reaches over a boundary proves it false, so both are joined."""
        first = max(bisect.bisect_right(self._starts, span.start) - 1, 0)
        last = max(bisect.bisect_left(self._starts, span.end) - 1, first)
        if len(self._spans) == 0:
            return span
        return Span(min(self._spans[first].start, span.start), max(self._spans[last].end, span.end))
