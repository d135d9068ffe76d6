r"""One page of a PDF: its raw text as PDFium gives it, cut into printed lines with their place on the page.

Offsets of a PDF document count in this raw text: PDFium's text of the page, with its line breaks (`\r\n`) and with
U+FFFE where a word was broken by a hyphen at the end of a line. For a page read by OCR it is what `ocr` makes.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BROKEN_HYPHEN = "\ufffe"
"""PDFium's sign for a hyphen at the end of a line."""
RAISED_SHARE = 0.8
"""Height of a raised number compared with its line, at most."""
SCAN_SHARE = 0.6
"""Share of a page that its images cover when it is a scan; what is scanned has margins that some programs cut off."""
MAX_SCAN_LETTERS = 80
"""Most letters and digits of text on a scan without a text layer: a page number, or a line that a program stamps on."""

_INVISIBLE = 3
"""PDF 32000-1, 9.3.6: the text rendering mode of what is neither filled nor drawn, the layer that OCR programs add."""
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
    """Whether it shows an image or a drawing, and no text."""
    is_scan: bool = False
    """Whether images cover it and it has hardly any text."""
    is_ocr: bool = False
    """Whether its text was read from an image, here or by the program that made the file."""


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
            is_covered = _image_share(page, width * height) >= SCAN_SHARE
            is_scan = is_covered and sum(char.isalnum() for char in text) <= MAX_SCAN_LETTERS
            is_ocr = is_covered and not is_scan and _is_invisible(page)
            return PdfPage(index + 1, text, lines, height, width, has_image, is_scan, is_ocr)
        finally:
            text_page.close()
    finally:
        page.close()


def render_page(document: Any, index: int, dpi: float, max_side: int) -> NDArray[np.uint8]:
    """Give the image of a page as it is seen, three channels (blue, green, red).

    Args:
        document: the PDF.
        index: page number from 0.
        dpi: pixels an inch.
        max_side: longest side in pixels; a larger page is rendered in a lower resolution.

    Raises:
        pypdfium2.PdfiumError: the page is damaged.
    """
    page = document[index]
    try:
        scale = min(dpi / 72, max_side / max(*page.get_size(), 1))
        bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=False, maybe_alpha=False)
        try:
            image: NDArray[np.uint8] = bitmap.to_numpy()
            return image[:, :, :3].copy()  # the bitmap's memory goes when it is closed
        finally:
            bitmap.close()
    finally:
        page.close()


def _has_image(page: Any) -> bool:
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH]
    return any(True for _ in page.get_objects(filter=kinds, max_depth=3))


def _image_share(page: Any, area: float) -> float:
    """Give the share of a page that its images cover; scanners cut a page into strips, so they are summed up."""
    covered = 0.0
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=1):
        left, bottom, right, top = image.get_bounds()
        covered += max(right - left, 0) * max(top - bottom, 0)
    return covered / area if area > 0 else 0.0


def _is_invisible(page: Any) -> bool:
    """Whether all text of a page is invisible."""
    texts = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=2)
    return all(pdfium.FPDFTextObj_GetTextRenderMode(text.raw) == _INVISIBLE for text in texts)


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
