"""html: a web page as saved, its report without what stands around it, each character with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from counterflow.clean.text import collapse, decode
from counterflow.collect.boilerplate import drop_boilerplate
from counterflow.collect.byline import find_byline, is_prose
from counterflow.collect.document import Block, Found, join_blocks, make_document, read_bytes
from counterflow.collect.reader import Head, Reader, Tally
from counterflow.collect.readers.html.content import choose_content
from counterflow.collect.readers.html.meta import read_meta, time_date
from counterflow.collect.readers.html.tree import Tree, build_tree
from counterflow.collect.sniff import is_of
from counterflow.collect.source import Source
from counterflow.stage import Row

SUFFIXES = (".html", ".htm", ".xhtml", ".xht")
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})|<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})",
    re.I,
)
DECLARATION_BYTES = 4_096
"""Where a page may declare its encoding; the standard says 1,024, published pages need more."""


class HtmlReader(Reader):
    """Reads web pages."""

    NAME = "html"
    VERSION = 2
    MIME_TYPE = "text/html"

    def recognise(self, head: Head) -> bool:
        """A file that begins as HTML, or is named as such."""
        return is_of(head, self.NAME, SUFFIXES)

    def read(self, source: Source) -> Iterator[Row | Tally]:
        """Yield the document.

        Raises:
            InputError: the page holds no text, has more tags than any report, is too large, or its encoding is not
                what it declares.
        """
        data = read_bytes(source)
        decoded = decode(data, source.main.name, _declared(data))
        tree = build_tree(decoded.text, source.main.name)
        blocks, found = _content(tree)
        yield make_document(source, join_blocks(blocks), found)
        yield Tally(source.main, records=1, parties=0, encoding=decoded.encoding)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:DECLARATION_BYTES])
    return None if found is None else (found[1] or found[2]).decode("ascii")


def _content(tree: Tree) -> tuple[list[Block], Found]:
    """Choose the report's blocks and read what is said of it."""
    content = choose_content(tree)
    if len(content.blocks) == 0:
        return [], Found()
    blocks = drop_boilerplate([tree.blocks[number].block for number in content.blocks])
    tops = [
        collapse(tree.blocks[number].block.text).strip(" \u00a0¶#\n")
        for number in content.blocks
        if tree.blocks[number].level == 1
    ]
    found = read_meta(tree, tops[0] if len(tops) > 0 else None)
    title = next(
        (
            number
            for number, block in enumerate(blocks)
            if found.title is not None and collapse(block.text).startswith(found.title)
        ),
        None,
    )
    head = find_byline(blocks, title)
    above = find_byline([tree.blocks[number].block for number in content.head])
    first, last = content.blocks[0], _first_prose(tree, content.blocks)
    return [block for number, block in enumerate(blocks) if number not in head.bylines], replace(
        found,
        author=found.author or head.author or above.author,
        published=found.published or time_date(tree, first, last) or head.published or above.published,
    )


def _first_prose(tree: Tree, numbers: Sequence[int]) -> int:
    return next((number for number in numbers if is_prose(tree.blocks[number].block.text)), numbers[-1])
