"""md: Markdown with YAML front matter, rendered to text, each character with its place in the file.

CommonMark with tables and strikethrough; of other dialects, what would otherwise stand in the text as markup is left
out: attribute lists and generated tables of contents (kramdown, `{:toc}`), containers with `markdown="1"`, Liquid
tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from counterflow.clean.text import Line, collapse, decode, split_lines
from counterflow.collect.boilerplate import drop_boilerplate
from counterflow.collect.byline import find_byline
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
    too_large,
)
from counterflow.collect.reader import Head, Reader, Tally
from counterflow.collect.readers.front_matter import read_front_matter
from counterflow.collect.readers.html.tree import html_blocks
from counterflow.collect.readers.markdown_inline import MAX_NESTING, add_inline, make_parser, map_cell, map_lines
from counterflow.collect.sniff import is_of
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.stage import Row

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")

MAX_BRACKETS = 50_000
"""Most opening brackets; a report of 500 pages with a link in each line has 25,000."""
MAX_MARKS = 300_000
"""Most other signs of markup."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATTRIBUTES = re.compile(r"\s*(?:\{:{1,2}[^{}]*\}|\{%[^%]*%\}|\[\[?_?toc_?\]\]?)\s*$", re.I)
_CONTENTS = re.compile(r"\s*\{:toc\b[^{}]*\}\s*$", re.I)
_MARKDOWN_INSIDE = re.compile(r"<[a-z][^<>]*\bmarkdown\s*=", re.I)
_CONTAINER = re.compile(r"\s*(?:</?(?:div|section|article|aside|main|center|details|span|figure)\b[^<>]*>\s*)+$", re.I)


class MarkdownReader(Reader):
    """Reads Markdown."""

    NAME = "md"
    VERSION = 2
    MIME_TYPE = "text/markdown"

    def recognise(self, head: Head) -> bool:
        """A text file that begins with front matter, or is named as Markdown."""
        return is_of(head, self.NAME, SUFFIXES)

    def describe(self, source: Source, head: Head) -> Source:
        """Take date, publisher and marking of the front matter; what is wrong in it, `read` reports."""
        whole_lines = head.data[: head.data.rfind(b"\n") + 1]  # a character may be cut at the end of the head
        try:
            found = read_front_matter(decode(whole_lines, source.main.name).text, source.main.name).found
        except InputError:
            return source
        return replace(
            source,
            publisher=found.publisher or source.publisher,
            published=source.published or found.published,
            handling=found.handling or source.handling,
        )

    def read(self, source: Source) -> Iterator[Row | Tally]:
        """Yield the document.

        Raises:
            InputError: malformed front matter; or the file is empty, binary, too large or in no known encoding.
        """
        decoded = decode(read_bytes(source), source.main.name)
        check_lines(decoded.text, source.main.name)
        _check_markup(decoded.text, source.main.name)
        front = read_front_matter(decoded.text, source.main.name)
        blocks = drop_boilerplate(markdown_blocks(decoded.text, front.end, source.main.name))
        headings = [number for number, block in enumerate(blocks) if block.kind == Kind.HEADING]
        first = headings[0] if len(headings) > 0 else None
        head = find_byline(blocks, first)
        body = [block for number, block in enumerate(blocks) if number not in head.bylines]
        found = replace(
            front.found,
            title=_title(front.found, None if first is None else blocks[first].text),
            author=front.found.author or head.author,
            published=front.found.published or head.published,
        )
        yield make_document(source, join_blocks(body, decoded.text), found)
        yield Tally(source.main, records=1, parties=0, encoding=decoded.encoding)


def _check_markup(text: str, where: str) -> None:
    """Refuse a text that is nothing but markup: markdown-it needs quadratic time for some of it."""
    brackets, marks = text.count("["), sum(text.count(mark) for mark in "*_`~<&\\|")
    if brackets > MAX_BRACKETS or marks > MAX_MARKS:
        raise too_large(
            where, f"{brackets + marks:,} signs of markup", f"{MAX_BRACKETS:,} brackets, {MAX_MARKS:,} others"
        )


def _title(found: Found, heading: str | None) -> str | None:
    """Prefer the title as printed: the heading, where the front matter holds the same with an addition for menus."""
    if found.title is None or heading is None:
        return found.title or heading
    return heading if collapse(heading).lower() in found.title.lower() else found.title


def markdown_blocks(text: str, start: int = 0, where: str | None = None) -> list[Block]:
    """Part Markdown from `start` on into blocks; their offsets count from the beginning of the text.

    Raises:
        InputError: lists or quotes are nested too deeply.
    """
    lines = [Line(line.start + start, line.end + start, line.text) for line in split_lines(text[start:])]
    tokens = make_parser().parse("\n".join(_without_dialects(lines)))
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        raise InputError(
            "lists or quotes are nested too deeply",
            where=where,
            expected=f"at most {MAX_NESTING // 2} lists in one another",
            next_step="Exclude it, or save its text",
        )
    return keep(_Renderer(text, lines, tokens).blocks())


def _without_dialects(lines: Sequence[Line]) -> list[str]:
    """Blank the lines that are markup of other dialects, so that line numbers stay."""
    is_container = any(_MARKDOWN_INSIDE.search(line.text) is not None for line in lines if "<" in line.text)
    texts: list[str] = []
    fence = ""
    for line in lines:
        found = _FENCE.match(line.text)
        if fence != "":
            fence = "" if found is not None and found[1].startswith(fence) else fence
            texts.append(line.text)
            continue
        fence = found[1] if found is not None else ""
        if _CONTENTS.match(line.text) is not None and len(texts) > 0:
            texts[-1] = ""  # the list item that the contents replace
        blank = _ATTRIBUTES.match(line.text) is not None or (is_container and _CONTAINER.match(line.text) is not None)
        texts.append("" if blank else line.text)
    return texts


def _is_link(children: Sequence[Token]) -> bool:
    """Whether the tokens of a block are one link and nothing else."""
    types = [token.type for token in children]
    return len(types) > 1 and types[0] == "link_open" and types.index("link_close") == len(types) - 1


class _Renderer:
    """Walks markdown-it's tokens and yields blocks."""

    def __init__(self, text: str, lines: Sequence[Line], tokens: Sequence[Token]) -> None:
        self.text = text
        self.lines = lines
        self.tokens = tokens
        self._lists = 0

    def blocks(self) -> Iterator[Block | None]:
        """Yield one block a heading, paragraph, table row and listing, and those of embedded HTML."""
        kind = Kind.PARAGRAPH
        row: tuple[BlockBuilder, int] | None = None
        for token in self.tokens:
            if token.type.endswith("list_open"):
                self._lists += 1
            elif token.type.endswith("list_close"):
                self._lists -= 1
            elif token.type == "heading_open":
                kind = Kind.HEADING
            elif token.type == "heading_close":
                kind = Kind.PARAGRAPH
            elif token.type == "tr_open":
                row = BlockBuilder(), 0
            elif token.type == "tr_close" and row is not None:
                yield row[0].build(Kind.ROW)
                row = None
            elif token.type == "inline" and row is not None:
                row = row[0], self._cell(token, *row)
            elif token.type == "inline":
                yield self._inline(token, Kind.ITEM if kind == Kind.PARAGRAPH and self._lists > 0 else kind)
            elif token.type in ("fence", "code_block"):
                yield self._code(token)
            elif token.type == "html_block":
                yield from self._html(token)

    def _of(self, token: Token) -> Sequence[Line]:
        start, end = token.map or [0, 0]
        return self.lines[start:end]

    def _inline(self, token: Token, kind: Kind) -> Block | None:
        builder = BlockBuilder()
        children = token.children or []
        add_inline(builder, children, token.content, map_lines(token.content, self._of(token)))
        return builder.build(Kind.LINK if kind == Kind.ITEM and _is_link(children) else kind)

    def _cell(self, token: Token, builder: BlockBuilder, column: int) -> int:
        if token.content == "":
            return column
        mapping, column = map_cell(token.content, self._of(token)[0], column)
        builder.separate("\t")
        add_inline(builder, token.children or [], token.content, mapping)
        return column

    def _code(self, token: Token) -> Block | None:
        lines = self._of(token)[1:] if token.type == "fence" else self._of(token)
        builder = BlockBuilder()
        for text, line in zip(token.content.split("\n"), lines, strict=False):
            stripped = text.strip()
            if stripped != "":
                builder.add(stripped, line.start + line.text.rfind(stripped))
            builder.separate("\n")
        return builder.build(Kind.CODE)

    def _html(self, token: Token) -> Iterator[Block | None]:
        lines = self._of(token)
        if len(lines) > 0:
            yield from html_blocks(self.text[lines[0].start : lines[-1].end], lines[0].start)
