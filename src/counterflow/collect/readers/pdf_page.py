r"""One page of a PDF: its raw text as PDFium gives it, cut into printed lines with their place on the page.

Offsets of a PDF document count in this raw text: PDFium's text of the page, with its line breaks (`\r\n`) and with
U+FFFE where a word was broken by a hyphen at the end of a line.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

BROKEN_HYPHEN = "\ufffe"
"""PDFium's sign for a hyphen at the end of a line."""
RAISED_SHARE = 0.8
"""Height of a raised number compared with its line, at most."""

_BREAK = re.compile(r"\r\n|\n|\r(?!\n)|\ufffe")
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_BEFORE_MARK = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?”\"’)\]])\s?$")


class PdfLine(NamedTuple):
    """One printed line. Lengths are in points (1/72 inch), upwards from the bottom of the page as it is seen."""

    page: int
    """Page number from 1."""
    start: int
    """First character in the page's raw text."""
    end: int
    text: str
    left: float
    right: float
    bottom: float
    top: float
    is_hyphenated: bool
    """Whether its last word goes on in the next line after a hyphen."""
    raised: tuple[tuple[int, int], ...]
    """Spans of the raw text that are raised numbers: marks of footnotes."""

    @property
    def height(self) -> float:
        """Height of its letters with their space, which grows with the size of the type."""
        return self.top - self.bottom


class PdfPage(NamedTuple):
    """One page."""

    number: int
    text: str
    """The raw text."""
    lines: tuple[PdfLine, ...]
    height: float
    width: float
    has_image: bool


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


def read_page(document: Any, index: int) -> PdfPage:
    """Read one page.

    Raises:
        pypdfium2.PdfiumError: the page is damaged.
    """
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            width, height = page.get_size()
            boxes = _Boxes(text_page, page.get_rotation(), width, height)
            text = text_page.get_text_range()
            lines = tuple(_lines(text, index + 1, boxes))
            has_image = len(lines) == 0 and _has_image(page)
            return PdfPage(index + 1, text, lines, height, width, has_image)
        finally:
            text_page.close()
    finally:
        page.close()


def _has_image(page: Any) -> bool:
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH]
    return any(True for _ in page.get_objects(filter=kinds, max_depth=3))


class _Boxes:
    """Where the characters of a page's text stand, as the page is seen."""

    def __init__(self, text_page: Any, rotation: int, width: float, height: float) -> None:
        self._page = text_page.raw
        self._rotation = rotation
        self._width = width
        self._height = height
        self._rect = pdfium.FS_RECTF()
        # Characters without Unicode are left out of the text, and those beyond U+FFFF count twice.
        self._is_direct = True
        self._count = text_page.count_chars()

    def check(self, text: str) -> None:
        """See whether characters of the text and of PDFium's list count alike."""
        self._is_direct = len(text) == self._count and (text.isascii() or max(text) <= "\uffff")

    def box(self, text: str, at: int) -> _Box | None:
        """Give the box of a character of the text; None if PDFium has none."""
        number = at
        if not self._is_direct:
            units = len(text[:at].encode("utf-16-le", "surrogatepass")) // 2
            number = pdfium.FPDFText_GetCharIndexFromTextIndex(self._page, units)
        if number < 0 or not pdfium.FPDFText_GetLooseCharBox(self._page, number, ctypes.byref(self._rect)):
            return None
        rect = self._rect
        return self._turned(_Box(rect.left, rect.bottom, rect.right, rect.top))

    def _turned(self, box: _Box) -> _Box:
        if self._rotation == 90:
            return _Box(box.bottom, self._height - box.right, box.top, self._height - box.left)
        if self._rotation == 180:
            return _Box(
                self._width - box.right, self._height - box.top, self._width - box.left, self._height - box.bottom
            )
        if self._rotation == 270:
            return _Box(self._width - box.top, box.left, self._width - box.bottom, box.right)
        return box


def _lines(text: str, page: int, boxes: _Boxes) -> Iterator[PdfLine]:
    boxes.check(text)
    start = 0
    for found in (*_BREAK.finditer(text), None):
        end = len(text) if found is None else found.start()
        piece = text[start:end]
        stripped = piece.strip()
        if stripped != "":
            left = start + piece.index(stripped)
            yield _line(text, page, left, left + len(stripped), boxes, found is not None and found[0] == BROKEN_HYPHEN)
        start = end if found is None else found.end()


def _line(text: str, page: int, start: int, end: int, boxes: _Boxes, is_hyphenated: bool) -> PdfLine:
    first = boxes.box(text, start) or _Box(0, 0, 0, 0)
    last = boxes.box(text, end - 1) or first
    raised = []
    for number in _NUMBER.finditer(text, start, end):
        if _BEFORE_MARK.search(text, max(number.start() - 4, start), number.start()) is None:
            continue
        box = boxes.box(text, number.start())
        height = first.top - first.bottom
        if box is not None and 0 < box.top - box.bottom < RAISED_SHARE * height and box.bottom > first.bottom:
            raised.append(number.span())
    return PdfLine(
        page,
        start,
        end,
        text[start:end],
        first.left,
        last.right,
        first.bottom,
        first.top,
        is_hyphenated,
        tuple(raised),
    )
