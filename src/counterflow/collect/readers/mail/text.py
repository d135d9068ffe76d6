"""The text of a message in blocks: its headers, then its body, with what it quotes and with its signature.

Quoted lines (`> ...`) are joined to paragraphs as other lines are, so that no name is cut in two; of the marks of a
quoted paragraph the first one stays.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from counterflow.clean.text import Line, split_lines
from counterflow.collect.document import Block, Kind, check_lines
from counterflow.collect.readers.html.tree import html_blocks
from counterflow.collect.readers.mail.part import Part
from counterflow.collect.readers.text import text_blocks
from counterflow.tables.document import Offset

_QUOTE = re.compile(r"(?:[ \t]?>)+[ \t]?")


class MailText(NamedTuple):
    """A message's decoded text, in which offsets count, and its blocks."""

    text: str
    blocks: tuple[Block, ...]
    problems: tuple[tuple[str, str], ...]
    """Part and what is wrong with its text."""


def mail_text(headers: Sequence[tuple[str, str]], body: Sequence[Part], where: str) -> MailText:
    """Make the text of a message.

    Args:
        headers: names and decoded values.
        body: its parts in plain text or HTML.
        where: the file's name for errors.

    Raises:
        InputError: it has more lines or tags than any report.
    """
    pieces: list[str] = []
    blocks: list[Block] = []
    problems: list[tuple[str, str]] = []
    at = 0
    for name, value in headers:
        line = f"{name}: {value}"
        blocks.append(Block(line, (Offset(0, len(line), at, at + len(line)),), Kind.ROW))
        pieces.append(line)
        at += len(line) + 1
    pieces.append("")
    at += 1
    for part in body:
        text, problem = part.text()
        if problem is not None:
            problems.append((part.number, problem))
        text = re.sub(r"\r\n?", "\n", text)
        check_lines(text, where)
        found = html_blocks(text, at, where) if part.type == "text/html" else plain_blocks(text, at)
        blocks.extend(block for block in found if any(char.isalnum() for char in block.text))
        pieces.append(text)
        at += len(text) + 1
    return MailText("\n".join(pieces), tuple(blocks), tuple(problems))


def plain_blocks(text: str, offset: int = 0) -> list[Block]:
    """Part a body in plain text into blocks.

    Args:
        text: the body.
        offset: added to all positions.
    """
    blocks: list[Block] = []
    for depth, group in groupby(split_lines(text), key=_depth):
        lines = list(group)
        if depth > 0:
            blocks.extend(_quoted_blocks(lines, offset))
            continue
        start = lines[0].start
        for block in text_blocks(text[start : lines[-1].end]):
            blocks.append(block._replace(offsets=tuple(_moved(one, offset + start) for one in block.offsets)))
    return blocks


def _depth(line: Line) -> int:
    """How many times a line was quoted."""
    found = _QUOTE.match(line.text)
    return 0 if found is None else found[0].count(">")


class _Quoted(NamedTuple):
    """A quoted line: what is quoted, and its marks."""

    start: int
    """Where it begins among the lines without marks."""
    text: str
    text_at: int
    """Where it begins in the message's text."""
    mark: str
    mark_at: int


def _quoted_blocks(lines: Sequence[Line], offset: int) -> Iterator[Block]:
    """Yield the blocks of lines quoted equally often, without their marks but the first."""
    quoted: list[_Quoted] = []
    start = 0
    for line in lines:
        marks = _QUOTE.match(line.text)
        assert marks is not None  # a depth above zero
        text, mark, at = line.text[marks.end() :], marks[0].strip(), offset + line.start
        quoted.append(_Quoted(start, text, at + marks.end(), mark, at + marks[0].index(">")))
        start += len(text) + 1
    starts = [one.start for one in quoted]
    for block in text_blocks("\n".join(one.text for one in quoted)):
        first = quoted[bisect_right(starts, block.offsets[0].source_start) - 1]
        offsets = [Offset(0, len(first.mark), first.mark_at, first.mark_at + len(first.mark))]
        for span in block.offsets:
            at = span.source_start
            while at < span.source_end:  # the marks of further lines lie between the pieces of a span
                one = quoted[bisect_right(starts, at) - 1]
                end = min(span.source_end, one.start + len(one.text) + 1)
                there = len(first.mark) + 1 + span.start + at - span.source_start
                source = one.text_at + at - one.start
                offsets.append(Offset(there, there + end - at, source, source + end - at))
                at = end
        yield Block(f"{first.mark} {block.text}", tuple(offsets), block.kind)


def _moved(one: Offset, by: int) -> Offset:
    return Offset(one.start, one.end, one.source_start + by, one.source_end + by)
