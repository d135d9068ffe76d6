"""txt: plain text, in paragraphs parted by blank lines, with wrapped lines joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from counterflow.clean.text import ASCII_SPACE, Line, decode, split_lines
from counterflow.collect.boilerplate import drop_boilerplate
from counterflow.collect.byline import find_byline, is_prose, read_byline
from counterflow.collect.document import (
    Block,
    BlockBuilder,
    Found,
    Kind,
    check_lines,
    join_blocks,
    keep,
    make_document,
    read_bytes,
)
from counterflow.collect.reader import Head, Reader, Tally
from counterflow.collect.sniff import is_of
from counterflow.collect.source import Source
from counterflow.stage import Row

SUFFIXES = (".txt", ".text")
MIN_WRAP_CHARS = 45
"""Shortest longest line of a wrapped paragraph, in code points; shorter lines are addresses, verses and tables."""
MAX_WRAP_CHARS = 130
"""Longest line of a wrapped paragraph; longer lines are whole paragraphs."""
MAX_TITLE_CHARS = 200

_MARKER = re.compile(r"(?:[•▪◦‣*–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])[ \t\u00a0]+\S", re.I)


class TextReader(Reader):
    """Reads plain text."""

    NAME = "txt"
    VERSION = 2
    MIME_TYPE = "text/plain"

    def recognise(self, head: Head) -> bool:
        """A text file by its suffix; the many formats that are text too have readers and suffixes of their own."""
        return is_of(head, self.NAME, SUFFIXES)

    def read(self, source: Source) -> Iterator[Row | Tally]:
        """Yield the document.

        Raises:
            InputError: the file is empty, binary, too large or in no known encoding.
        """
        decoded = decode(read_bytes(source), source.main.name)
        check_lines(decoded.text, source.main.name)
        blocks = drop_boilerplate(text_blocks(decoded.text))
        title = title_of(blocks)
        head = find_byline(blocks, 0 if title is not None else None)
        body = [block for number, block in enumerate(blocks) if number not in head.bylines]
        found = Found(title=title, author=head.author, published=head.published)
        yield make_document(source, join_blocks(body, decoded.text), found)
        yield Tally(source.main, records=1, parties=0, encoding=decoded.encoding)


def text_blocks(text: str) -> list[Block]:
    """Part a plain text into blocks at blank lines, list markers and form feeds."""
    blocks: list[Block] = []
    group: list[Line] = []
    is_head = True
    for line in (*_lines(text), Line(len(text), len(text), "")):
        if line.text.strip(ASCII_SPACE) != "":
            group.append(line)
            continue
        if len(group) > 0:
            for part in _parts(group, is_head=is_head):
                blocks.extend(keep([_block(part)]))
                is_head = is_head and not is_prose(blocks[-1].text)
        group = []
    return blocks


def _lines(text: str) -> Iterator[Line]:
    """Yield lines; a form feed, which begins a page, stands alone as a blank line."""
    for line in split_lines(text):
        start = line.start
        for piece in line.text.split("\f"):
            if start > line.start:
                yield Line(start - 1, start - 1, "")
            yield Line(start, start + len(piece), piece)
            start += len(piece) + 1


def _parts(lines: Sequence[Line], *, is_head: bool) -> Iterator[list[Line]]:
    """Part the lines between two blank lines into blocks.

    At the top of a text each line is one (title, byline, date); further down only list items and lines as long as
    paragraphs.
    """
    is_list = sum(_MARKER.match(line.text.lstrip(ASCII_SPACE)) is not None for line in lines) >= 2
    is_apart = not is_wrapped(lines) and (is_head or all(len(line.text) > MAX_WRAP_CHARS for line in lines[:-1]))
    part: list[Line] = []
    for line in lines:
        is_item = is_list and _MARKER.match(line.text.lstrip(ASCII_SPACE)) is not None
        is_own = is_apart or (is_head and len(part) <= 1 and read_byline(line.text) is not None)
        if len(part) > 0 and (is_item or is_own):
            yield part
            part = []
        part.append(line)
    yield part


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether lines are one paragraph broken at a width: at each break the next word would not have fitted."""
    texts = [line.text.strip(ASCII_SPACE) for line in lines]
    width = max(len(text) for text in texts)
    if len(texts) == 1 or not MIN_WRAP_CHARS <= width <= MAX_WRAP_CHARS:
        return False
    words = [re.split(r"\s", text, maxsplit=1)[0] for text in texts[1:]]
    return all(len(text) + 1 + len(word) > width for text, word in zip(texts, words, strict=False))


def _block(lines: Sequence[Line]) -> Block | None:
    """Make a block: wrapped lines are joined by spaces, other line breaks are kept."""
    builder = BlockBuilder()
    is_joined = is_wrapped(lines)
    for number, line in enumerate(lines):
        stripped = line.text.strip(ASCII_SPACE)
        if is_joined:
            builder.separate(" ")
            builder.add(stripped, line.start + line.text.index(stripped))
            continue
        if number > 0 and lines[number - 1].end + 1 == line.start:
            builder.add("\n", line.start - 1)
        elif number > 0:
            builder.separate("\n")
        builder.add(line.text.rstrip(ASCII_SPACE), line.start)
    is_item = _MARKER.match(lines[0].text.lstrip(ASCII_SPACE)) is not None
    return builder.build(Kind.ITEM if is_item else Kind.PARAGRAPH)


def title_of(blocks: Sequence[Block]) -> str | None:
    """Take the first block as the title if it reads like one: one line, no sentence, with text below it."""
    if len(blocks) < 2:
        return None
    text = blocks[0].text
    if len(text) > MAX_TITLE_CHARS or "\n" in text or read_byline(text) is not None:
        return None
    is_sentence = re.search(r"[^.\s]{3}[.,;:。][\W\d]*$", text) is not None  # but not "Made in the U.S."
    return None if is_sentence or len(re.findall(r"[.!?。](?=\s)", text)) > 1 else text
