"""Where each piece of a Markdown paragraph stands in the file: markdown-it's inline parser, made to remember positions.

markdown-it knows the lines of a block but not where the characters of its inline tokens come from. The parser here
writes the position of each token into `token.meta["at"]`, counted in the content of its block; `Mapping` turns it
into a position of the file.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from counterflow.clean.text import Line
from counterflow.collect.document import BlockBuilder

MAX_NESTING = 100
"""Deepest lists and quotes in one another; markdown-it drops what lies deeper, so a text that reaches it is refused."""

_BREAK_TAG = re.compile(r"<br[\s/>]", re.I)
_RAW_TAG = re.compile(r"<(/?)(script|style|textarea|iframe|noscript)\b", re.I)


class _State(StateInline):
    """The inline parser's state; `pending` text is always one slice of the source, so its start says where it is."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self._pending_at: int | None = None

    def append_pending(self, text: str) -> None:
        """Remember where pending text begins."""
        if self._pending_at is None:
            self._pending_at = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it's name
        """Give the token of the pending text its position."""
        token = super().pushPending()
        token.meta = {"at": self._pending_at or 0}
        self._pending_at = None
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Give a token its position; pending text before it is gone, also when it was only white space."""
        token = super().push(ttype, tag, nesting)
        token.meta = {"at": self.pos}
        self._pending_at = None
        return token


class _Parser(ParserInline):
    """The inline parser with that state, whose text tokens stay apart: joined they would lose their positions."""

    def __init__(self) -> None:
        super().__init__()
        self.ruler2.disable("fragments_join")

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parse the content of one block."""
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        _spread(state.tokens)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _spread(tokens: Sequence[Token]) -> None:
    """Part the delimiters of `***`, which are pushed at one position, into their own."""
    at = length = 0
    for token in tokens:
        if token.type != "text":
            continue
        if token.meta["at"] == at and length > 0:
            token.meta["at"] = at + length
            length += len(token.content)
        else:
            at, length = token.meta["at"], len(token.content)


def make_parser() -> MarkdownIt:
    """Make a CommonMark parser with tables and strikethrough whose inline tokens know their positions."""
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    parser.inline = _Parser()
    parser.core.ruler.disable("text_join", True)
    return parser


class _Segment(NamedTuple):
    content: int
    source: int


class Mapping:
    """The way from a block's content, as markdown-it gives it, back to the file."""

    def __init__(self, segments: Sequence[_Segment], length: int) -> None:
        self._segments = segments
        self._starts = [segment.content for segment in segments]
        self._length = length

    def place(self, at: int) -> int:
        """Give the place of one character."""
        return next(self.spans(at, at + 1))[2]

    def spans(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Part [start, end) of the content into pieces that stand together in the file, with their place there."""
        number = max(bisect.bisect_right(self._starts, start) - 1, 0)
        while start < end:
            segment = self._segments[number]
            following = self._starts[number + 1] if number + 1 < len(self._starts) else max(self._length, end)
            stop = min(end, following)
            yield start, stop, segment.source + start - segment.content
            start, number = stop, number + 1


def map_lines(content: str, lines: Sequence[Line]) -> Mapping:
    """Map the lines of a block's content, which lack indents and markers, to the lines of the file they stand in."""
    segments = []
    at = 0
    for text, line in zip(content.split("\n"), lines, strict=False):
        stripped = text.strip()
        column = line.text.rfind(stripped) - (len(text) - len(text.lstrip()))
        segments.append(_Segment(at, line.start + column))
        at += len(text) + 1
    return Mapping(segments or [_Segment(0, 0)], len(content))


def map_cell(content: str, line: Line, start: int) -> tuple[Mapping, int]:
    """Map a table cell to its row, from column `start` on; a pipe in a cell is written with a backslash before it.

    Returns the mapping and the column after the cell.
    """
    written = content.replace("|", "\\|")
    column = line.text.find(written, start)
    if column == -1:
        written, column = content, max(line.text.find(content, start), 0)
    segments = [_Segment(0, line.start + column)]
    if written != content:
        for number, found in enumerate(re.finditer(r"\|", content), 1):
            segments.append(_Segment(found.start(), line.start + column + found.start() + number))
    return Mapping(segments, len(content)), column + len(written)


def add_inline(builder: BlockBuilder, tokens: Sequence[Token], content: str, mapping: Mapping) -> None:
    """Add the text of a block's inline tokens as it is rendered: no markers, no addresses of links, no pictures."""
    raw = 0
    is_autolink = is_raised = False
    unused = _unused_delimiters(tokens, content)
    for number, token in enumerate(tokens):
        at = _position(token)
        if token.type == "html_inline":
            tag = _RAW_TAG.match(token.content)
            raw = raw if tag is None else max(0, raw + (1 if tag[1] == "" else -1))
            is_raised = token.content.lower().startswith("<sup")
            if _BREAK_TAG.match(token.content) is not None:
                builder.separate("\n")
        elif token.type in ("softbreak", "hardbreak"):
            builder.separate(" " if token.type == "softbreak" else "\n")
        elif token.type == "link_open":
            is_autolink = token.markup == "autolink"
        elif (
            raw > 0
            or number in unused
            or (is_raised and builder.takes_note_mark and token.content.strip("[]()").isdigit())
        ):
            continue
        elif token.type == "text" and is_autolink:
            _add(builder, content, at + 1, content.index(">", at), mapping)
            is_autolink = False
        elif token.type == "text":
            _add(builder, content, at, at + len(token.content), mapping)
        elif token.type == "text_special":
            _add_special(builder, token, at, mapping)
        elif token.type == "code_inline":
            start = at + len(token.markup)
            seen = content[start : start + len(token.content)].replace("\n", " ")
            start += seen != token.content  # one space beside the backticks belongs to them
            _add(builder, content, start, start + len(token.content), mapping)


def _unused_delimiters(tokens: Sequence[Token], content: str) -> set[int]:
    """Find delimiters of two or more stars that open or close nothing: slips of the author (`term**“Key”**`)."""
    unused: set[int] = set()
    for number, (token, following) in enumerate(pairwise(tokens)):
        if token.type == following.type == "text" and token.content == following.content == "*":
            at, end = _position(token), _position(following) + 1
            is_power = content[at - 1 : at].isdigit() and content[end : end + 1].isdigit()
            if end - at == 2 and not is_power:
                unused |= {number, number + 1}
    return unused


def _position(token: Token) -> int:
    meta: dict[str, Any] = token.meta
    return int(meta.get("at", 0))


def _add(builder: BlockBuilder, content: str, start: int, end: int, mapping: Mapping) -> None:
    for left, right, source in mapping.spans(start, end):
        piece = content[left:right]
        if piece.endswith("\n"):  # a line break inside code; it is one separator, wherever the next line begins
            builder.add(piece[:-1], source)
            builder.separate(" ")
        else:
            builder.add(piece, source)


def _add_special(builder: BlockBuilder, token: Token, at: int, mapping: Mapping) -> None:
    """Add what an escape or a character reference stands for."""
    if token.markup == "\\" + token.content:
        builder.add(token.content, mapping.place(at + 1))
    elif token.markup == token.content:
        builder.add(token.content[0], mapping.place(at))
        builder.add(token.content[1:], mapping.place(at + 1))
    else:
        builder.add(token.content, mapping.place(at), mapping.place(at + len(token.markup) - 1) + 1)
