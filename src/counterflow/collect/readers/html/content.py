"""Which blocks of a page are the report: decided by the page's own structure, then by what reads like prose.

1. Elements under a rule (`html_rule`) are left out, unless they hold the page's main content.
2. The article or main element with most of the prose is the report; the last top heading before it is its title.
3. A page without such an element: from the heading over the first prose to the last prose, lists of links left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from counterflow.collect.byline import is_prose
from counterflow.collect.document import Kind
from counterflow.collect.readers.html.rule import Rule
from counterflow.collect.readers.html.tree import HtmlBlock, Tree, is_link_item

MOST_SHARE = 0.5
"""Share of a page's prose that an element must hold to be its main content."""
LINK_SHARE = 0.5
"""Share of link text from which a short block is navigation."""
HEADING_REACH = 6
"""How many blocks before the first prose its heading may stand."""

_NOTES = re.compile(r"(?:foot|end)?notes|references|sources|annex(?:es)?", re.I)
"""Headings of what belongs to a report, although it is no prose."""


class Content(NamedTuple):
    """The report's blocks, as numbers of the tree's blocks."""

    blocks: tuple[int, ...]
    head: tuple[int, ...]
    """Blocks between the title and the report's first prose that may be a byline but are not in `blocks`."""


class _Weight(NamedTuple):
    """What the elements hold, by number of the node."""

    prose: list[int]
    """Length of the prose inside."""
    has_main: list[bool]
    """Whether a main element or a top heading is inside."""
    has_article: list[bool]


def choose_content(tree: Tree) -> Content:
    """Choose the blocks of a page that are its report."""
    is_dropped = _dropped(tree, _weigh(tree, range(len(tree.blocks))))
    kept = [number for number, one in enumerate(tree.blocks) if not is_dropped[one.node]]
    region = _region(tree, kept)
    if region is not None:
        inside = _inside(tree, region)
        body = [number for number in kept if inside[tree.blocks[number].node]]
        body = _without_link_lists(tree.blocks, body, is_layout=False)
        before = [number for number in kept if number < body[0]] if len(body) > 0 else []
        return _with_title(tree.blocks, body, before)
    return _around_prose(tree.blocks, _without_link_lists(tree.blocks, kept, is_layout=True))


def _weigh(tree: Tree, numbers: Sequence[int]) -> _Weight:
    """Sum up, for each element, what it holds; children stand after their parents, so one pass backwards is enough."""
    size = len(tree.nodes)
    prose, has_main, has_article = [0] * size, [False] * size, [False] * size
    for number in numbers:
        one = tree.blocks[number]
        if is_prose(one.block.text) and _link_share(one) < LINK_SHARE:
            prose[one.node] += len(one.block.text)
    for number in range(size - 1, 0, -1):
        node = tree.nodes[number]
        prose[node.parent] += prose[number]
        has_main[node.parent] |= has_main[number] or node.name in ("main", "h1")
        has_article[node.parent] |= has_article[number] or node.name == "article"
    return _Weight(prose, has_main, has_article)


def _dropped(tree: Tree, weight: _Weight) -> list[bool]:
    """Mark the elements that are left out, with all they hold."""
    comments = _in_comments(tree)
    total = sum(len(one.block.text) for one in tree.blocks if is_prose(one.block.text) and not comments[one.node])
    dropped = [False] * len(tree.nodes)
    for number, node in enumerate(tree.nodes[1:], 1):
        is_main = weight.has_main[number] or (
            node.rule is Rule.DROP
            and node.name not in ("nav", "footer")
            and (weight.has_article[number] or weight.prose[number] > MOST_SHARE * total)
        )
        dropped[number] = dropped[node.parent] or (node.rule is not None and not is_main)
    return dropped


def _in_comments(tree: Tree) -> list[bool]:
    inside = [False] * len(tree.nodes)
    for number, node in enumerate(tree.nodes[1:], 1):
        inside[number] = inside[node.parent] or node.rule is Rule.COMMENTS
    return inside


def _inside(tree: Tree, region: int) -> list[bool]:
    inside = [False] * len(tree.nodes)
    inside[region] = True
    for number, node in enumerate(tree.nodes[1:], 1):
        inside[number] = inside[number] or inside[node.parent]
    return inside


def _link_share(one: HtmlBlock) -> float:
    return one.link_chars / max(len(one.block.text), 1)


def _region(tree: Tree, kept: Sequence[int]) -> int | None:
    """Find the article or main element that holds most of the prose; of nested ones the inner."""
    prose = _weigh(tree, kept).prose
    total = prose[0]
    if total == 0:
        return next((i for i, node in enumerate(tree.nodes) if node.name == "main"), None)
    best = None
    for number, node in enumerate(tree.nodes):
        if node.name not in ("article", "main") or prose[number] < MOST_SHARE * total:
            continue
        # Of two that hold nearly the same, the inner one leaves out more of what stands around.
        if best is None or prose[number] >= 0.9 * prose[best]:
            best = number
    return best


def _without_link_lists(blocks: Sequence[HtmlBlock], numbers: Sequence[int], *, is_layout: bool) -> list[int]:
    """Leave out menus: lists of nothing but links, other short blocks of links, several in a row, and the heading that
    is left with nothing.

    Rows of a table may hold links to what they name; they are menus only where tables lay out the page.
    """
    is_link = [
        is_link_item(blocks[i]) if blocks[i].block.kind == Kind.ITEM else _is_link_block(blocks[i], is_layout=is_layout)
        for i in numbers
    ]
    dropped = set()
    for at, number in enumerate(numbers):
        near = [one for one in (at - 1, at + 1) if 0 <= one < len(numbers)]
        is_in_row = any(is_link[one] for one in near)
        # A list may hold a single link: "Related" over one headline.
        is_list = blocks[number].block.kind == Kind.ITEM and not any(
            blocks[numbers[one]].block.kind == Kind.ITEM for one in near
        )
        if is_link[at] and (is_in_row or is_list):
            dropped.add(number)
            if at > 0 and blocks[numbers[at - 1]].level > 1:
                dropped.add(numbers[at - 1])
    return [number for number in numbers if number not in dropped]


def _is_link_block(one: HtmlBlock, *, is_layout: bool) -> bool:
    return (
        not is_prose(one.block.text)
        and one.level == 0
        and (is_layout or one.block.kind != Kind.ROW)
        and _link_share(one) >= LINK_SHARE
    )


def _with_title(blocks: Sequence[HtmlBlock], body: list[int], before: Sequence[int]) -> Content:
    """Add the last top heading before the article, if the article has none of its own."""
    if any(blocks[number].level == 1 for number in body):
        return Content(tuple(body), ())
    titles = [number for number in before if blocks[number].level == 1]
    if len(titles) == 0:
        return Content(tuple(body), ())
    return Content((titles[-1], *body), tuple(number for number in before if number > titles[-1]))


def _around_prose(blocks: Sequence[HtmlBlock], numbers: Sequence[int]) -> Content:
    """Take what stands from the heading over the first prose to the last prose."""
    prose = [at for at, number in enumerate(numbers) if is_prose(blocks[number].block.text)]
    if len(prose) == 0:
        return Content(tuple(numbers), ())
    first, last = prose[0], prose[-1]
    headings = [at for at in range(first) if blocks[numbers[at]].level == 1]
    if len(headings) == 0:
        headings = [at for at in range(max(first - HEADING_REACH, 0), first) if blocks[numbers[at]].level > 0][:1]
    start = headings[-1] if len(headings) > 0 else max(first - 2, 0)
    end = last + 1
    while end < len(numbers) and _link_share(blocks[numbers[end]]) < 0.2:
        one = blocks[numbers[end]]
        if one.level > 0 and _NOTES.fullmatch(one.block.text.strip(" :")) is None:
            break
        end += 1
    return Content(tuple(numbers[start:end]), ())
