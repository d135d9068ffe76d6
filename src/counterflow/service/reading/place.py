"""Where a span of a document's text stands in its file."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import Literal, NamedTuple

from counterflow.tables.document import Offset, Page


class Span(NamedTuple):
    """A span of a file, or of a document's text where the file is no text."""

    start: int
    """First character, in code points."""
    end: int
    """End, exclusive, in code points."""
    text: str
    """What stands there, exactly."""


class Place:
    """Finds spans of one document in its original."""

    def __init__(self, text: str, offsets: Sequence[Offset], original: str | None, pages: Sequence[Page] = ()) -> None:
        """Begin with the document's text, its offsets, and the decoded file, if the offsets count its characters."""
        self._text = text
        self._original = original
        self._offsets = sorted(offsets)
        self._starts = [offset.start for offset in self._offsets]
        self._pages = pages

    @property
    def counts(self) -> Literal["file", "text"]:
        """What spans count the characters of: the `file` or the document's `text`."""
        return "text" if self._original is None else "file"

    def span(self, start: int, end: int) -> Span:
        """Place a span of the document's text; a span is never empty."""
        if self._original is None:
            return Span(start, end, self._text[start:end])
        first, last = self._source(start)[0], self._source(end - 1)[1]
        return Span(first, last, self._original[first:last])

    def page(self, start: int) -> int | None:
        """Give the number of the page on which a character of the text stands; None: the format has no pages."""
        return next((page.number for page in self._pages if page.start <= start < page.end), None)

    def _source(self, at: int) -> tuple[int, int]:
        """Give where one character of the text begins and ends in the original; a separator is what parts its ends."""
        number = bisect.bisect_right(self._starts, at) - 1
        offset = self._offsets[max(number, 0)]
        if at >= offset.end or at < offset.start:
            following = self._offsets[number + 1] if number + 1 < len(self._offsets) else offset
            return min(offset.source_end, following.source_start), following.source_start
        if offset.end - offset.start == offset.source_end - offset.source_start:
            return offset.source_start + at - offset.start, offset.source_start + at - offset.start + 1
        return offset.source_start, offset.source_end
