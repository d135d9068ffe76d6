"""A document being read: blocks with the way back to the original in, one `document` row out.

Every reader of reports uses this one way. A block is a paragraph, heading, list item, table row or listing; the
blocks of a document are joined by blank lines. Each character of a block is either copied from the original, and then
an offset says from where, or white space that only separates.

Offsets keep one rule that makes every position exact: a span of the text is as long as its span of the original and
stands there character by character (for HTML, any white space counts as a space), or it is what one character reference
(`&amp;`), escape or hyphen of the original stands for.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from rigour.langs import iso_639_alpha3

from counterflow.clean.text import ASCII_SPACE
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.model.identity import make_id
from counterflow.tables.document import Document, Offset, Page

BLOCK_SEPARATOR = "\n\n"
MAX_BYTES = 20_000_000
"""Largest text or HTML document; the longest panel reports hold 3 MB of text, so more is data or an attack."""
MAX_LINES = 200_000
"""Most lines of a text; a report of 1,000 pages has 50,000."""
MAX_CHARS = 20_000_000
"""Longest text of a document in any format, in code points."""
MIN_LANGUAGE_BYTES = 60
"""Shortest text, in bytes of its letters, whose language is detected: about one sentence."""
MIN_LANGUAGE_CONFIDENCE = 0.8
"""Probability from which a detected language is believed; a wrong one chooses a wrong grammar. Of 119
single paragraphs of English reports 115 reach it, all of them rightly; lists of names do not."""
LANGUAGE_SAMPLE_CHARS = 20_000
"""How much of a text the language detector sees, in code points."""


_BEFORE_NOTE_MARK = re.compile(r"(?:[^\W\d_]{4}|[.,;:!?”\"’'»)\]])$")


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"
    LINK = "link"
    """A list item that is nothing but a link."""


class Block(NamedTuple):
    """One block of a document; its offsets count from its own first character."""

    text: str
    offsets: tuple[Offset, ...]
    kind: Kind = Kind.PARAGRAPH


class BlockBuilder:
    """Collects the pieces of one block."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._offsets: list[Offset] = []
        self._length = 0

    def add(self, text: str, source_start: int, source_end: int | None = None) -> None:
        """Add text of the original: character by character, or as a whole what `source_end` closes."""
        if text == "":
            return
        start, end = self._length, self._length + len(text)
        linear = source_end is None
        offset = Offset(start, end, source_start, source_start + len(text) if source_end is None else source_end)
        last = self._offsets[-1] if len(self._offsets) > 0 else None
        if last is not None and linear and last.end == start and last.source_end == source_start and _is_linear(last):
            self._offsets[-1] = Offset(last.start, end, last.source_start, offset.source_end)
        else:
            self._offsets.append(offset)
        self._parts.append(text)
        self._length = end

    def separate(self, space: str = " ") -> None:
        """Add white space that stands nowhere in the original, unless the block is empty or ends with as much."""
        if space != " ":
            self._trim()
        if len(self._parts) > 0 and self._parts[-1][-1] not in (ASCII_SPACE if space == " " else "\n\t"):
            self._parts.append(space)
            self._length += len(space)

    def _trim(self) -> None:
        """Take spaces off the end: before a line break they are not shown."""
        while len(self._parts) > 0 and self._parts[-1].endswith(" "):
            last = self._parts.pop()
            stripped = last.rstrip(" ")
            self._length -= len(last) - len(stripped)
            if stripped != "":
                self._parts.append(stripped)
        while len(self._offsets) > 0 and self._offsets[-1].end > self._length:
            cut = _cut(self._offsets.pop(), 0, self._length)
            if cut is not None:
                self._offsets.append(cut)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was added yet."""
        return len(self._parts) == 0

    @property
    def ends_with_space(self) -> bool:
        """Whether a further space would be a second one; true at the beginning of a block."""
        return len(self._parts) == 0 or self._parts[-1][-1] in ASCII_SPACE

    @property
    def takes_note_mark(self) -> bool:
        """Whether a raised number here is the mark of a footnote, which is no part of the word before it (`crimes²`).

        After a digit or a short unit (`10⁶`, `km²`) it is an exponent.
        """
        return len(self._parts) > 0 and _BEFORE_NOTE_MARK.search(self._parts[-1]) is not None

    @property
    def ends_with_break(self) -> bool:
        """Whether the last character is a line break."""
        return len(self._parts) > 0 and self._parts[-1][-1] == "\n"

    def __len__(self) -> int:
        return self._length

    def build(self, kind: Kind = Kind.PARAGRAPH) -> Block | None:
        """Give the block without white space around it, or None if nothing is left, and start anew."""
        text, offsets = "".join(self._parts), self._offsets
        self._parts, self._offsets, self._length = [], [], 0
        start = len(text) - len(text.lstrip(ASCII_SPACE))
        end = len(text.rstrip(ASCII_SPACE))
        if start >= end:
            return None
        if start > 0 or end < len(text):
            offsets = [cut for one in offsets if (cut := _cut(one, start, end)) is not None]
        return Block(text[start:end], tuple(offsets), kind)


def _is_linear(offset: Offset) -> bool:
    return offset.end - offset.start == offset.source_end - offset.source_start


def _cut(offset: Offset, start: int, end: int) -> Offset | None:
    """Cut an offset to [start, end) and move it so that `start` becomes zero."""
    left, right = max(offset.start, start), min(offset.end, end)
    if left >= right:
        return None
    if not _is_linear(offset):
        return Offset(left - start, right - start, offset.source_start, offset.source_end)
    shift = offset.source_start - offset.start
    return Offset(left - start, right - start, left + shift, right + shift)


class Joined(NamedTuple):
    """Blocks as one text."""

    text: str
    offsets: tuple[Offset, ...]
    starts: tuple[int, ...]
    """Where each block begins in the text."""


def join_blocks(blocks: Sequence[Block], original: str | None = None) -> Joined:
    """Join blocks by blank lines.

    Args:
        blocks: in reading order.
        original: the original, where its blank lines may be covered by an offset: a plain text needs few of them then.
    """
    offsets: list[Offset] = []
    starts, at = [], 0
    for block in blocks:
        starts.append(at)
        for one in block.offsets:
            moved = Offset(one.start + at, one.end + at, one.source_start, one.source_end)
            last = offsets[-1] if len(offsets) > 0 else None
            if last is not None and original is not None and _is_bridged(last, moved, original):
                offsets[-1] = Offset(last.start, moved.end, last.source_start, moved.source_end)
            else:
                offsets.append(moved)
        at += len(block.text) + len(BLOCK_SEPARATOR)
    return Joined(BLOCK_SEPARATOR.join(block.text for block in blocks), tuple(offsets), tuple(starts))


def _is_bridged(last: Offset, following: Offset, original: str) -> bool:
    gap = original[last.source_end : following.source_start]
    same = gap == BLOCK_SEPARATOR and following.start - last.end == len(BLOCK_SEPARATOR)
    return same and _is_linear(last) and _is_linear(following)


@dataclass(frozen=True, slots=True)
class Found:
    """What a document says about itself."""

    title: str | None = None
    author: str | None = None
    published: str | None = None
    """EDTF; a date without a year has none."""
    language: str | None = None
    """ISO 639-3."""
    publisher: str | None = None
    handling: str | None = None


def make_document(
    source: Source, joined: Joined, found: Found, *, pages: tuple[Page, ...] = (), is_ocr: bool = False
) -> Document:
    """Make the `document` row of a report; what case.toml says of the date wins over what was found in the document.

    Raises:
        InputError: the document holds no text, or more than `MAX_CHARS`.
    """
    if joined.text == "":
        raise InputError("the document holds no text", where=source.main.name, next_step="Replace or exclude the file")
    if len(joined.text) > MAX_CHARS:
        raise too_large(source.main.name, f"{len(joined.text):,} characters of text", f"{MAX_CHARS:,}")
    row = Document(
        id="",
        resource_id=source.main.resource_id,
        kind="report",
        title=found.title,
        author=found.author,
        publisher=found.publisher if found.publisher is not None else source.publisher,
        published=source.published if source.published is not None else found.published,
        last_seen=None,
        gone_on=None,
        language=found.language if found.language is not None else detect_language(joined.text),
        text=joined.text,
        pages=pages,
        offsets=joined.offsets,
        subject=None,
        subject_name=None,
        record=None,
        field=None,
        is_ocr=is_ocr,
        handling=found.handling if found.handling is not None else source.handling,
    )
    return row._replace(id=document_id(row))


def document_id(row: Document) -> str:
    """Make the id of a document: a hash of all columns but the id itself and the way back to the original.

    What `extract` makes of a document depends on these columns alone, so an equal id means equal results.
    """
    return make_id(
        "document",
        row.resource_id,
        row.kind,
        row.title,
        row.author,
        row.publisher,
        row.published,
        row.language,
        row.text,
        row.subject,
        row.subject_name,
        row.record,
        row.field,
        str(row.is_ocr),
        row.handling,
    )


def too_large(where: str, what: str, most: str) -> InputError:
    """Make the error for a document beyond a limit."""
    return InputError(
        f"the document is too large: {what}", where=where, expected=f"at most {most}", next_step="Split or exclude it"
    )


def read_bytes(source: Source, limit: int = MAX_BYTES) -> bytes:
    """Read the file of a source whole.

    Raises:
        InputError: it is empty or larger than `limit`.
    """
    with source.main.path.open("rb") as handle:
        data = handle.read(limit + 1)
    if len(data) > limit:
        raise too_large(source.main.name, f"more than {limit:,} bytes", f"{limit:,} bytes")
    if len(data) == 0:
        raise InputError("the file is empty", where=source.main.name, next_step="Replace or exclude the file")
    return data


def check_lines(text: str, where: str) -> None:
    """Refuse a text of more lines than any report has: data in disguise.

    Raises:
        InputError: more than `MAX_LINES`.
    """
    lines = text.count("\n") + text.count("\r") + text.count("\f")
    if lines > MAX_LINES:
        raise too_large(where, f"{lines:,} lines", f"{MAX_LINES:,} lines")


def language_code(text: str | None) -> str | None:
    """Read a language tag or name (`en`, `en-US`, `deu`, `English`) as ISO 639-3; None if it is none."""
    if text is None or text.strip() == "":
        return None
    return iso_639_alpha3(text.strip().replace("_", "-"))


def detect_language(text: str) -> str | None:
    """Detect the language of a text, ISO 639-3; None for a text that is too short or mixed to tell.

    Source: py3langid 0.4, naive Bayes over byte n-grams with calibrated probabilities.
    """
    sample = text[:LANGUAGE_SAMPLE_CHARS]
    letters = "".join(char for char in sample if char.isalpha())
    if len(letters.encode("utf-8", "replace")) < MIN_LANGUAGE_BYTES:
        return None
    code, confidence = _language_identifier().classify(sample)
    return language_code(code) if confidence >= MIN_LANGUAGE_CONFIDENCE else None


@functools.cache
def _language_identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def keep(blocks: Iterable[Block | None]) -> list[Block]:
    """Drop the blocks that turned out empty."""
    return [block for block in blocks if block is not None]
