"""A page as a tree of elements with the blocks of text in them, each character with its position.

The tree is what a browser would build from reasonable markup: elements that close others (`li`, `p`, `td`) do, end
tags without a start are ignored, and an end tag of an inline element never closes a block. It is built in one pass
and linear time.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from counterflow.collect.document import Block, BlockBuilder, Kind
from counterflow.collect.readers.html.rule import SKIPPED_TAGS, Rule, element_rule, is_hidden
from counterflow.collect.readers.html.token import HtmlToken, TokenKind, read_attributes, tokenize

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form"
    " frameset h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol optgroup option p pre"
    " search section summary"
    " table tbody td tfoot th thead tr ul".split()
)
LIST_LINK_SHARE = 0.9
"""Share of link text from which a list item is nothing but a link."""
MAX_LOOK_UP = 100
"""How far up an end tag looks for its element; deeper nesting is an attack, and the tag is ignored."""

_CLOSES = {
    "li": ({"li"}, {"ul", "ol", "menu", "dir"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "thead": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
    "tbody": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
    "tfoot": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
    "option": ({"option"}, {"select"}),
    "a": ({"a"}, set()),
}
"""Which open elements a start tag closes, and which of its ancestors it leaves alone."""

_PIECE = re.compile(r"[ \t\n\r\f\v]{2,}|[\t\n\r\f\v]|\u00ad|&(?:#[xX]?[0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,40});?")


@dataclass(slots=True)
class Node:
    """One element; what it inherits from its ancestors is written into it, so nobody walks up."""

    name: str
    parent: int
    owner: int
    """The nearest block-level element: itself or an ancestor."""
    rule: Rule | None = None
    is_skipped: bool = False
    is_inside_article: bool = False
    is_link: bool = False
    is_pre: bool = False
    level: int = 0
    """Level of the heading it is or stands in; 0: none."""
    is_item: bool = False


class HtmlBlock(NamedTuple):
    """A block of text and where in the tree it stands."""

    block: Block
    node: int
    link_chars: int
    """How many of its characters stand in links."""
    level: int
    """Level of the heading; 0: none."""


@dataclass(frozen=True)
class Tree:
    """A page, read."""

    nodes: list[Node] = field(default_factory=list)
    """Parents stand before their children."""
    blocks: list[HtmlBlock] = field(default_factory=list)
    metas: list[Mapping[str, str]] = field(default_factory=list)
    """Attributes of the meta elements."""
    scripts: list[tuple[Mapping[str, str], str]] = field(default_factory=list)
    """Attributes and content of scripts that hold data (`application/ld+json`)."""
    times: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    """Time elements: number of the block they stand in, and their attributes."""
    titles: list[str] = field(default_factory=list)
    language: list[str] = field(default_factory=list)
    """Values of the html element's lang."""


def html_blocks(text: str, offset: int, where: str = "html") -> list[Block]:
    """Read a piece of HTML inside another format: all its blocks, with `offset` added to their positions."""
    tree = build_tree(text, where, offset, is_exact=True)
    return [one.block._replace(kind=Kind.LINK) if is_link_item(one) else one.block for one in tree.blocks]


def is_link_item(one: HtmlBlock) -> bool:
    """Whether a block is a list item that is nothing but links."""
    return one.block.kind == Kind.ITEM and one.link_chars >= LIST_LINK_SHARE * len(one.block.text)


def build_tree(text: str, where: str, offset: int = 0, *, is_exact: bool = False) -> Tree:
    """Read a page.

    Args:
        text: its source.
        where: the file's name for errors.
        offset: added to all positions.
        is_exact: whether offsets leave out line breaks that are shown as spaces; else they may cover them.

    Raises:
        InputError: it has more tags than any report.
    """
    builder = _TreeBuilder(text, offset, is_exact=is_exact)
    for token in tokenize(text, where):
        builder.take(token)
    builder.flush()
    return builder.tree


class _TreeBuilder:
    def __init__(self, text: str, offset: int, *, is_exact: bool) -> None:
        self.text = text
        self.offset = offset
        self.is_exact = is_exact
        self.tree = Tree()
        self.tree.nodes.append(Node("", 0, 0))
        self._stack = [0]
        self._open: dict[str, int] = {}
        self._block = BlockBuilder()
        self._block_node = 0
        self._link_chars = 0
        self._is_row = False
        self._data: Mapping[str, str] | None = None

    def take(self, token: HtmlToken) -> None:
        """Take the next token."""
        if token.kind is TokenKind.TEXT:
            self._text(token.start, token.end)
        elif token.kind is TokenKind.OPEN:
            self._start(token.name, read_attributes(token.attributes) if token.attributes != "" else {})
        elif token.kind is TokenKind.CLOSE:
            self._end(token.name)
        else:
            self._raw(token)

    def _raw(self, token: HtmlToken) -> None:
        content = self.text[token.start : token.end]
        if token.name == "title":
            self.tree.titles.append(html.unescape(content))
        elif token.name == "script" and self._data is not None:
            self.tree.scripts.append((self._data, content))

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in VOID:
            self._void(name, attributes)
            return
        if name == "html" and attributes.get("lang", attributes.get("xml:lang", "")) != "":
            self.tree.language.append(attributes.get("lang", attributes.get("xml:lang", "")))
        if name == "time":
            self.tree.times.append((len(self.tree.blocks), attributes))
        self._data = attributes if name == "script" and "json" in attributes.get("type", "") else None
        self._close_implied(name)
        if name in ("td", "th") and self._is_row:
            self._block.separate("\t")
        elif name in BLOCKS:
            self.flush()
            self._is_row = name == "tr"
        self._push(name, attributes)

    def _push(self, name: str, attributes: Mapping[str, str]) -> None:
        number = len(self.tree.nodes)
        parent = self._stack[-1]
        above = self.tree.nodes[parent]
        is_block = name in BLOCKS
        rule = element_rule(name, attributes, is_inside_article=above.is_inside_article)
        is_mark = {name, above.name} == {"a", "sup"}
        self.tree.nodes.append(
            Node(
                name,
                parent,
                owner=number if is_block else above.owner,
                rule=rule if is_block else None,
                is_skipped=above.is_skipped
                or name in SKIPPED_TAGS
                or is_mark
                or is_hidden(name, attributes)
                or (rule is not None and not is_block),
                is_inside_article=above.is_inside_article or name in ("article", "main"),
                is_link=above.is_link or name == "a",
                is_pre=above.is_pre or name == "pre",
                level=int(name[1]) if name in ("h1", "h2", "h3", "h4", "h5", "h6") else above.level,
                is_item=above.is_item or name in ("li", "dd", "dt"),
            )
        )
        self._stack.append(number)
        self._open[name] = self._open.get(name, 0) + 1

    def _void(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "meta":
            self.tree.metas.append(attributes)
        elif name == "hr":
            self.flush()
        elif name == "br" and not self._here().is_skipped:
            if self._block.ends_with_break:
                self.flush()  # two breaks are how old pages part paragraphs
            else:
                self._block.separate("\n")

    def _close_implied(self, name: str) -> None:
        if name in BLOCKS and self._open.get("p", 0) > 0:
            self._close({"p"}, set(), among_inline=True)
        if name in _CLOSES:
            closed, kept = _CLOSES[name]
            self._close(closed, kept, among_inline=name == "a")

    def _close(self, closed: set[str], kept: set[str], *, among_inline: bool) -> None:
        """Close the outermost of the open elements named `closed` below the nearest of `kept`."""
        if not any(self._open.get(name, 0) > 0 for name in closed):
            return
        found = None
        for depth in range(len(self._stack) - 1, max(len(self._stack) - MAX_LOOK_UP, 1) - 1, -1):
            name = self.tree.nodes[self._stack[depth]].name
            if name in closed:
                found = depth
            elif name in kept or (among_inline and name in BLOCKS):
                break
        if found is not None:
            self._pop_to(found)

    def _end(self, name: str) -> None:
        if self._open.get(name, 0) == 0:
            return
        for depth in range(len(self._stack) - 1, max(len(self._stack) - MAX_LOOK_UP, 1) - 1, -1):
            above = self.tree.nodes[self._stack[depth]].name
            if above == name:
                self._pop_to(depth)
                return
            if (above in BLOCKS and name not in BLOCKS) or (above in ("td", "th") and name not in ("tr", "table")):
                return

    def _pop_to(self, depth: int) -> None:
        while len(self._stack) > depth:
            name = self.tree.nodes[self._stack.pop()].name
            self._open[name] -= 1
            if name in BLOCKS and name not in ("td", "th"):
                self.flush()
                self._is_row = False

    def _here(self) -> Node:
        return self.tree.nodes[self._stack[-1]]

    def flush(self) -> None:
        """End the current block."""
        node = self.tree.nodes[self._block_node]
        kind = Kind.PARAGRAPH
        if node.level > 0:
            kind = Kind.HEADING
        elif node.is_pre:
            kind = Kind.CODE
        elif node.name in ("td", "th"):
            kind = Kind.ROW
        elif node.is_item:
            kind = Kind.ITEM
        block = self._block.build(kind)
        if block is not None:
            self.tree.blocks.append(HtmlBlock(block, self._block_node, self._link_chars, node.level))
        self._link_chars = 0

    def _text(self, start: int, end: int) -> None:
        node = self._here()
        if node.is_skipped or (node.name == "sup" and self._is_note_mark(start, end)):
            return
        if self._block.is_empty:
            self._block_node = node.owner
        before = len(self._block)
        if node.is_pre:
            self._add_lines(start, end)
        else:
            self._add_collapsed(start, end)
        if node.is_link:
            self._link_chars += len(self._block) - before

    def _is_note_mark(self, start: int, end: int) -> bool:
        return (
            self._block.takes_note_mark
            and re.fullmatch(r"[\[(]?[\d,*†‡ ]{1,12}[\])]?", self.text[start:end]) is not None
        )

    def _add_collapsed(self, start: int, end: int) -> None:
        """Add text with white space collapsed and character references resolved."""
        block, text, offset = self._block, self.text, self.offset
        if text[start] == " " and block.ends_with_space:
            start += 1
        at = start
        for piece in _PIECE.finditer(text, start, end):
            block.add(text[at : piece.start()], at + offset)
            at = piece.end()
            first = text[piece.start()]
            if first == "&":
                self._add_reference(piece[0], piece.start(), at)
            elif first == "\u00ad" or block.ends_with_space:
                continue
            elif at - piece.start() == 1 and not self.is_exact:
                block.add(" ", piece.start() + offset)
            else:
                block.separate(" ")
        block.add(text[at:end], at + offset)

    def _add_reference(self, written: str, start: int, end: int) -> None:
        value = html.unescape(written)
        if value == written:
            self._block.add(written, start + self.offset)
        elif value.isspace() and value.isascii():
            self._block.separate(" ")
        elif value != "\u00ad":  # a soft hyphen shows only where a line happens to break
            self._block.add(value, start + self.offset, end + self.offset)

    def _add_lines(self, start: int, end: int) -> None:
        """Add preformatted text, line by line."""
        at = start
        for piece in re.finditer(
            r"\r\n?|\n|&(?:#[xX]?[0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,40});?", self.text[start:end]
        ):
            found = start + piece.start()
            self._block.add(self.text[at:found], at + self.offset)
            at = start + piece.end()
            if piece[0].startswith("&"):
                self._add_reference(piece[0], found, at)
            else:
                self._block.add("\n", found + self.offset, None if piece[0] != "\r\n" else at + self.offset)
        self._block.add(self.text[at:end], at + self.offset)
