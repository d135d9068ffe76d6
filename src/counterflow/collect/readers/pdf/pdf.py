"""pdf: a PDF, in paragraphs, with its pages and each character's place in the raw text of its page.

A page without a text layer is read by OCR (`ocr`), where that is installed. The date of publication is what is printed
in the byline; the file's date of creation is not one.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2

from counterflow.clean.text import collapse
from counterflow.collect.boilerplate import drop_furniture
from counterflow.collect.byline import find_byline
from counterflow.collect.document import MAX_CHARS, Found, Joined, Kind, join_blocks, make_document, too_large
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, Reader, Tally
from counterflow.collect.readers.pdf import ocr
from counterflow.collect.readers.pdf.layout import SIZE_TOLERANCE, Paragraph, body_height, layout
from counterflow.collect.readers.pdf.page import PdfPage, read_page, render_page
from counterflow.collect.sniff import is_of
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.stage import Row, Step
from counterflow.tables import Problem
from counterflow.tables.document import Document, Page

SUFFIXES = (".pdf",)
MAX_PDF_BYTES = 500_000_000
MAX_PAGES = 10_000
MOST_UNREADABLE_SHARE = 0.2
"""Share of characters without Unicode from which a page's text layer is useless."""

_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x01-\x08\x0e-\x1f]")
_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|document\d*|.*\.(?:docx?|indd|qxd|pdf|pptx?|rtf|tex))?",
    re.I,
)
_JUNK_AUTHOR = re.compile(r"(?:admin\w*|user\w*|owner|author|unknown|default|\S*\d{3,}\S*)?", re.I)


class PdfReader(Reader):
    """Reads PDF, by OCR where it has no text layer."""

    NAME = "pdf"
    VERSION = 3
    MIME_TYPE = "application/pdf"

    def recognise(self, head: Head) -> bool:
        """A file that begins as PDF, or is named so and is nothing else."""
        return is_of(head, self.NAME, SUFFIXES, binary=True)

    def read(self, source: Source) -> Iterator[Row | Tally | Step]:
        """Yield a step for each page, the document, and a problem for each page that cannot be read or may be misread.

        Raises:
            InputError: the file is damaged, protected by a password, too large, or holds no text that can be read (that
                of scanned pages cannot where no OCR is installed).
        """
        document = _open(source)
        pages: list[PdfPage] = []
        problems: list[Row] = []
        try:
            info = document.get_metadata_dict()
            for one in _pages(document, source):
                if isinstance(one, PdfPage):
                    pages.append(one)
                elif isinstance(one, Step):
                    yield one
                else:
                    problems.append(one)
        finally:
            document.close()
        row = make_pages_document(source, pages, info.get("Title", ""), info.get("Author", ""))
        if row is None:
            raise _no_text(source, pages)
        yield row
        yield from problems
        yield Tally(source.main, records=1, parties=0)


def make_pages_document(source: Source, pages: Sequence[PdfPage], title: str = "", author: str = "") -> Document | None:
    """Make the document of pages; None if they hold no text.

    Args:
        source: what is read.
        pages: in order.
        title, author: what the file's properties say, or nothing.
    """
    paragraphs = layout(pages)
    report = {id(block) for block in drop_furniture([paragraph.block for paragraph in paragraphs])}
    paragraphs = [paragraph for paragraph in paragraphs if id(paragraph.block) in report]
    if len(paragraphs) == 0:
        return None
    blocks = [paragraph.block for paragraph in paragraphs]
    printed = _title(paragraphs, title)
    head = find_byline(blocks, next((i for i, block in enumerate(blocks) if block.text == printed), None))
    kept = [paragraph for i, paragraph in enumerate(paragraphs) if i not in head.bylines]
    author = collapse(author)
    found = Found(
        title=printed,
        author=head.author or (None if _JUNK_AUTHOR.fullmatch(author) is not None else author),
        published=head.published,
    )
    joined = join_blocks([paragraph.block for paragraph in kept])
    is_ocr = any(page.is_ocr for page in pages)
    return make_document(source, joined, found, pages=_page_spans(kept, joined), is_ocr=is_ocr)


def page_texts(path: Path) -> list[str]:
    """Give the raw text of each page, in which the offsets of a PDF document count."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [_read(document, index).page.text for index in range(len(document))]
    finally:
        document.close()


def _open(source: Source) -> Any:
    where = source.main.name
    if source.main.path.stat().st_size > MAX_PDF_BYTES:
        raise too_large(where, f"more than {MAX_PDF_BYTES:,} bytes", f"{MAX_PDF_BYTES:,} bytes")
    try:
        document = pypdfium2.PdfDocument(source.main.path)
    except pypdfium2.PdfiumError as exc:
        if "password" in str(exc).lower() and _is_encrypted(source.main.path):
            raise InputError(
                "the PDF is protected by a password",
                where=where,
                expected="a PDF that opens without one",
                next_step="Save a copy without the password",
            ) from exc
        raise InputError(
            f"the PDF is damaged: {exc}", where=where, expected="a whole PDF file", next_step="Fetch the file again"
        ) from exc
    if len(document) > MAX_PAGES:
        pages = len(document)
        document.close()
        raise too_large(where, f"{pages:,} pages", f"{MAX_PAGES:,} pages")
    return document


def _is_encrypted(path: Path) -> bool:
    """Whether a file says so; PDFium's last error may be that of another file."""
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find(b"/Encrypt") != -1


class _Reading(NamedTuple):
    """A page, and what is wrong with it."""

    page: PdfPage
    problem: str | None = None
    severity: str = "record"
    effort: int = 1


def _pages(document: Any, source: Source) -> Iterator[PdfPage | Problem | Step]:
    """Yield the pages, each with a step; one that cannot be read becomes a problem."""
    chars = 0
    for index in range(len(document)):
        try:
            page, problem, severity, effort = _read(document, index)
        except pypdfium2.PdfiumError as exc:
            message = f"the page is damaged: {exc}"
            yield _page_problem(source, index + 1, message, "record", "Fetch the file again")
            continue
        chars += len(page.text)
        if chars > MAX_CHARS:
            raise too_large(source.main.name, f"more than {MAX_CHARS:,} characters", f"{MAX_CHARS:,} characters")
        if problem is not None:
            advice = ocr.INSTALL if severity == "record" else ocr.COMPARE
            yield _page_problem(source, page.number, problem, severity, advice)
        yield page
        yield Step(index + 1, len(document), effort)


def _read(document: Any, index: int) -> _Reading:
    """Read a page by its text layer, or by OCR if that is missing or useless."""
    page = read_page(document, index)
    unreadable = len(_UNREADABLE.findall(page.text))
    if unreadable > MOST_UNREADABLE_SHARE * len(page.text):
        reason = "the text of the page has no readable characters"
        page = page._replace(lines=())
    elif page.is_scan or page.has_image:
        reason = "the page is an image without text"
    else:
        return _Reading(page)
    engine = ocr.find_engine()
    if engine is None:
        return _Reading(page, f"{reason}, and no OCR is installed")
    image = render_page(document, index, ocr.DPI, ocr.MAX_SIDE)
    found = ocr.read_image(engine, image, page.number, page.width, page.height)
    if found.confidence is None:
        return _Reading(page, f"{reason}, and OCR finds none", "value", ocr.EFFORT)
    if found.is_doubtful:
        return _Reading(found.page, ocr.doubt(found.confidence), "value", ocr.EFFORT)
    return _Reading(found.page, effort=ocr.EFFORT)


def _page_problem(source: Source, number: int, message: str, severity: str, next_step: str) -> Problem:
    return make_problem(
        source.main,
        message,
        severity=severity,
        record=f"page {number}",
        expected="a page that can be read",
        next_step=next_step,
        handling=source.handling,
    )


def _no_text(source: Source, pages: Sequence[PdfPage]) -> InputError:
    if any(page.has_image or len(page.text) > 0 for page in pages):
        is_installed = ocr.find_engine() is not None
        return InputError(
            "the PDF is scanned: its pages are images without a text layer"
            + (", and OCR finds no text on them" if is_installed else ", and no OCR is installed"),
            where=source.main.name,
            expected="a PDF with text",
            next_step="Exclude it, or enter by hand what it shows" if is_installed else ocr.INSTALL,
        )
    return InputError(
        "the PDF holds no text",
        where=source.main.name,
        expected="a PDF with text",
        next_step="Replace or exclude the file",
    )


def _title(paragraphs: Sequence[Paragraph], stated: str) -> str | None:
    """Find the title as printed: what the file's properties say, if printed; else the first page's largest type."""
    stated = "" if _JUNK_TITLE.fullmatch(collapse(stated)) is not None else collapse(stated)
    first = [one for one in paragraphs if one.pages[0][0] == paragraphs[0].pages[0][0]]
    for one in first:
        if stated != "" and one.block.text.casefold() == stated.casefold():
            return one.block.text
    largest = max(first[:6], key=lambda one: one.height)
    if largest.height > SIZE_TOLERANCE * body_height(paragraphs) and largest.block.kind != Kind.ITEM:
        return largest.block.text
    return stated or None


def _page_spans(paragraphs: Sequence[Paragraph], joined: Joined) -> tuple[Page, ...]:
    """Give the span of the text that each page holds."""
    starts: list[tuple[int, int]] = []
    for paragraph, at in zip(paragraphs, joined.starts, strict=True):
        for number, start in paragraph.pages:
            if len(starts) == 0 or starts[-1][0] != number:
                starts.append((number, at + start))
    ends = [start for _, start in starts[1:]] + [len(joined.text)]
    return tuple(
        Page(number, start, start + len(joined.text[start:end].rstrip()))
        for (number, start), end in zip(starts, ends, strict=True)
    )
