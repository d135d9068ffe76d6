"""Printed lines into paragraphs: running heads and page numbers left out, wrapped lines and broken words joined.

A line ends a paragraph when the next word would still have fitted into it, when the distance to the next line is
larger than usual, or when type, indent or a list marker say so: the signs that a printer leaves. Reading order is
that of the file.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from counterflow.collect.document import Block, BlockBuilder, Kind
from counterflow.collect.readers.pdf.page import PdfLine, PdfPage

MARGIN_SHARE = 0.12
"""Share of the page's height at its top and bottom where running heads stand."""
PITCH_TOLERANCE = 1.35
"""Distance of lines, compared with the usual one, from which a new paragraph begins."""
SIZE_TOLERANCE = 1.15
"""Ratio of type sizes from which two lines do not belong to one paragraph."""
MAX_ENTRY_CHARS = 400
"""Longest entry of a table of contents."""
NEIGHBOURS = 12
"""How many lines around one say how wide its column is."""

_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|pg\.?|seite|página|pagina|стр\.?)?\s*[-–—(\[]?\s*(?:\d{1,4}|[ivxlc]{1,7})\s*[-–—)\]]?\s*(?:(?:of|/|von|de|из|sur)\s*\d{1,4})?",
    re.I,
)
_CONTENTS_ENTRY = re.compile(r"(?:\.[ \u00a0]?){5,}\s*(?:\d{1,4}(?:, ?\d{1,4})*|[ivxlc]{1,7})\s*$", re.I)
_MARKER = re.compile(r"(?:[•▪◦‣*●■–—-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]|\d+(?:\.\d+)+\.?)\s+\S")
_BULLET = re.compile(r"[•▪◦‣●■]\s*\S")
_SENTENCE_END = re.compile(r"[.!?:;。！？][”\"’)\]»]*\d{0,3}$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_WORD = re.compile(_WORD.pattern + "$")
_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60]")
"""Characters of scripts that put no space between words: Chinese and Japanese with their punctuation."""
_PREFIXES = frozenset(
    "non anti pre post pro self ex co re multi inter intra semi quasi counter cross mid well so vice".split()
)


class Paragraph(NamedTuple):
    """One block of a PDF and the pages it stands on."""

    block: Block
    pages: tuple[tuple[int, int], ...]
    """Page number, and the first character of the block on that page."""
    height: float
    """Height of its type."""


def layout(pages: Sequence[PdfPage]) -> list[Paragraph]:
    """Turn the pages of a document into its paragraphs."""
    furniture = running_lines(pages)
    words = Counter(word.lower() for page in pages for word in _WORD.findall(page.text))
    groups: list[list[PdfLine]] = []
    for page in pages:
        lines = [line for line in page.lines if (line.page, line.start) not in furniture]
        parts = _paragraphs(lines)
        if len(groups) > 0 and len(parts) > 0 and _goes_on(groups[-1], parts[0]):
            groups[-1].extend(parts.pop(0))
        groups.extend(parts)
    built = [_build(group, words) for group in groups]
    return [paragraph for paragraph in built if paragraph is not None]


def running_lines(pages: Sequence[PdfPage]) -> set[tuple[int, int]]:
    """Find running heads and feet, page numbers and entries of tables of contents, as (page, start)."""
    found: dict[str, list[PdfLine]] = defaultdict(list)
    dropped: set[tuple[int, int]] = set()
    outermost: set[tuple[int, int]] = set()
    for page in pages:
        outer = _outer_lines(page)
        outermost.update((line.page, line.start) for line in outer)
        dropped |= {(line.page, line.start) for line in page.lines if _is_contents_entry(line.text)}
        for line in page.lines:
            if not MARGIN_SHARE * page.height < (line.bottom + line.top) / 2 < (1 - MARGIN_SHARE) * page.height:
                found[re.sub(r"\d+", "#", " ".join(line.text.lower().split()))].append(line)
                if line in outer and _PAGE_NUMBER.fullmatch(line.text) is not None:
                    dropped.add((line.page, line.start))
    needed = 2 if len(pages) <= 5 else 3
    for key, lines in found.items():
        on_pages = len({line.page for line in lines})
        # A chapter's head with the page number beside it may stand on two pages only.
        is_numbered = (key.startswith("#") or key.endswith("#")) and all(
            (one.page, one.start) in outermost for one in lines
        )
        if on_pages >= (2 if is_numbered else needed):
            height = statistics.median(line.height for line in lines)
            # The title of the first page may be the running head of the others, in larger type.
            dropped |= {(line.page, line.start) for line in lines if line.height <= SIZE_TOLERANCE * height}
    return dropped


def _is_contents_entry(text: str) -> bool:
    return len(text) <= MAX_ENTRY_CHARS and _CONTENTS_ENTRY.search(text) is not None


def _outer_lines(page: PdfPage) -> tuple[PdfLine, ...]:
    """Give the highest and the lowest line of a page."""
    if len(page.lines) == 0:
        return ()
    return max(page.lines, key=lambda line: line.top), min(page.lines, key=lambda line: line.bottom)


def _paragraphs(lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """Part the lines of one page into paragraphs."""
    usual = _usual_pitch(lines)
    groups: list[list[PdfLine]] = []
    for number, line in enumerate(lines):
        if number == 0 or _is_break(groups[-1], line, usual, _right_margin(lines, number - 1)):
            groups.append([])
        groups[-1].append(line)
    return groups


def _usual_pitch(lines: Sequence[PdfLine]) -> float:
    """Give the usual distance of lines on a page, as a multiple of their height."""
    found = [
        (line.bottom - following.bottom) / line.height
        for line, following in pairwise(lines)
        if line.height > 0 and _same_size(line, following)
    ]
    found = [pitch for pitch in found if 0.5 < pitch < 3]
    return statistics.median_low(found) if len(found) > 0 else 1.2


def _right_margin(lines: Sequence[PdfLine], number: int) -> float:
    """Give the right end of a line's column: that of the longest line near it with the same left end."""
    line = lines[number]
    near = lines[max(number - NEIGHBOURS, 0) : number + NEIGHBOURS + 1]
    return max(one.right for one in near if one is line or (abs(one.left - line.left) < 4 * line.height))


def _same_size(line: PdfLine, other: PdfLine) -> bool:
    low, high = sorted((line.height, other.height))
    return high <= SIZE_TOLERANCE * low


def _is_break(group: Sequence[PdfLine], line: PdfLine, usual: float, margin: float) -> bool:
    """Whether a line begins a new paragraph after those of `group`."""
    last = group[-1]
    if last.is_hyphenated:
        return False
    if not _same_size(last, line) or _BULLET.match(line.text) is not None:
        return True
    is_sentence_end = _ends_sentence(last.text)
    if _MARKER.match(line.text) is not None and (is_sentence_end or _MARKER.match(group[0].text) is not None):
        return True
    pitch = last.bottom - line.bottom
    if abs(pitch) < 0.3 * last.height:
        return False  # on the same line, after a gap
    if pitch < 0:
        return not _is_unfinished(last, line)  # the next column
    if pitch > PITCH_TOLERANCE * usual * last.height:
        return True
    if is_sentence_end and line.left - last.left > 0.8 * last.height and _MARKER.match(last.text) is None:
        return True
    return _is_short(last, line, margin, is_sentence_end=is_sentence_end)


def _is_short(last: PdfLine, line: PdfLine, margin: float, *, is_sentence_end: bool) -> bool:
    """Whether a line ends before its column does, although the next word would have fitted.

    Ragged setting leaves room too, so a line without the end of a sentence must leave much of it.
    """
    room = margin - last.right
    width = (last.right - last.left) / len(last.text)
    if room < (len(line.text.split(maxsplit=1)[0]) + 2) * width:
        return False
    share = 0.0 if is_sentence_end else (0.45 if line.text[0].islower() else 0.3)
    return room > share * (margin - last.left)


def _ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-20:]) is not None


def _is_unfinished(last: PdfLine, line: PdfLine) -> bool:
    return last.is_hyphenated or (not _ends_sentence(last.text) and line.text[0].islower())


def _goes_on(group: Sequence[PdfLine], following: Sequence[PdfLine]) -> bool:
    """Whether the first paragraph of a page goes on with the last of the page before."""
    return _same_size(group[-1], following[0]) and _is_unfinished(group[-1], following[0])


def _build(group: Sequence[PdfLine], words: Counter[str]) -> Paragraph | None:
    """Join the lines of a paragraph."""
    builder = BlockBuilder()
    pages: list[tuple[int, int]] = []
    is_broken = False
    for number, line in enumerate(group):
        if not is_broken and not (number > 0 and _is_unspaced(group[number - 1].text, line.text)):
            builder.separate(" ")
        if len(pages) == 0 or pages[-1][0] != line.page:
            pages.append((line.page, len(builder)))
        following = group[number + 1].text if number + 1 < len(group) else ""
        hyphen = _hyphen_of(line, following)
        is_broken = hyphen is not None
        _add_line(builder, line, line.end if hyphen is None else min(hyphen, line.end))
        if hyphen is not None and keeps_hyphen(line.text.rstrip("-‐"), following, words):
            builder.add("-", hyphen)
    is_item = _MARKER.match(group[0].text) is not None
    block = builder.build(Kind.ITEM if is_item else Kind.PARAGRAPH)
    return None if block is None else Paragraph(block, tuple(pages), statistics.median(one.height for one in group))


def _is_unspaced(before: str, after: str) -> bool:
    """Whether a line break stands for nothing: a name in Chinese must not be cut by a space."""
    return _UNSPACED.match(before[-1]) is not None and _UNSPACED.match(after) is not None


def _hyphen_of(line: PdfLine, following: str) -> int | None:
    """Find the hyphen that breaks the last word of a line, as a position of the raw text."""
    if line.is_hyphenated:
        return line.end
    if len(line.text) > 2 and line.text[-1] in "-‐" and line.text[-2].isalpha() and following[:1].islower():
        return line.end - 1
    return None


def _add_line(builder: BlockBuilder, line: PdfLine, end: int) -> None:
    """Add a line without its footnote marks, and with white space for what cannot be printed."""
    at = line.start
    for start, stop in (*line.raised, (end, end)):
        text = line.text[at - line.start : max(start, at) - line.start]
        for number, piece in enumerate(re.split(r"[\x00-\x1f\x7f]", text)):
            if number > 0:
                builder.separate(" ")
                at += 1
            builder.add(piece, at)
            at += len(piece)
        at = max(at, stop)


def keeps_hyphen(before: str, after: str, words: Counter[str]) -> bool:
    """Whether a hyphen at a line's end belongs to the word (`nuclear-related`): as the document writes it elsewhere."""
    left, right = _LAST_WORD.search(before[-60:]), _WORD.match(after)
    if left is None or right is None:
        return True
    first, second = left[0].lower(), right[0].lower()
    if words[f"{first}-{second}"] > 0:
        return True
    if words[first + second] > 0:
        return False
    if right[0][0].isupper() or "-" in first or first in _PREFIXES:
        return True
    # The parts count as words themselves where they stand elsewhere than here.
    return words[first] > 1 and words[second] > 1


def body_height(paragraphs: Iterable[Paragraph]) -> float:
    """Give the height of the type that most of a document's text is set in."""
    weight: Counter[float] = Counter()
    for paragraph in paragraphs:
        weight[round(paragraph.height, 1)] += len(paragraph.block.text)
    return weight.most_common(1)[0][0] if len(weight) > 0 else 0.0
