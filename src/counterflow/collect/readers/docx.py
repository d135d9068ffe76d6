"""docx: a Word document: its body, then its footnotes and endnotes, each character with its place in the text of these.

Offsets count in the body's text: the text of all paragraphs in document order (those of tables and text boxes where
they stand), each followed by one line break, then that of the notes. Deleted and hidden text, instructions of fields,
headers and footers, tables of contents and comments are no part of it. The dates in a file's properties are not dates
of publication.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from counterflow.clean.text import collapse
from counterflow.collect.byline import find_byline
from counterflow.collect.document import Block, BlockBuilder, Found, Kind, join_blocks, keep, make_document, too_large
from counterflow.collect.reader import Head, Reader, Tally
from counterflow.collect.sniff import is_of
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.stage import Row

SUFFIXES = (".docx", ".docm")
MAX_DOCX_BYTES = 200_000_000
MAX_PART_BYTES = 100_000_000
"""Largest part of the package once inflated; a report of 1,000 pages has 20 MB."""
MAX_PACKAGE_BYTES = 600_000_000
MAX_PARTS = 10_000
TOP_PARAGRAPHS = 5
"""How far down a heading may stand to be the title."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(
    [
        _W + name
        for name in (
            "del",
            "moveFrom",
            "instrText",
            "delText",
            "delInstrText",
            "rPr",
            "pPr",
            "tblPr",
            "trPr",
            "tcPr",
            "sectPr",
        )
    ]
    + [_MC_FALLBACK]
)
_BREAKS = {_W + "br": "\n", _W + "cr": "\n", _W + "tab": "\t", _W + "ptab": "\t"}
_CHARACTERS = {_W + "noBreakHyphen": "\u2011"}
_JUNK_TITLE = re.compile(r"(?:microsoft word\b.*|untitled.*|document\d*|word document|.*\.docx?)?", re.I)
_JUNK_AUTHOR = re.compile(r"(?:admin\w*|user\w*|owner|author|unknown|python-docx|microsoft.*|\S*\d{3,}\S*)?", re.I)


class DocxReader(Reader):
    """Reads Word documents."""

    NAME = "docx"
    MIME_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def recognise(self, head: Head) -> bool:
        """A ZIP file that holds a Word document, or a file named so that is nothing else."""
        return is_of(head, self.NAME, SUFFIXES, binary=True)

    def read(self, source: Source) -> Iterator[Row | Tally]:
        """Yield the document.

        Raises:
            InputError: the file is no ZIP file or no Word document, is protected by a password, damaged, or inflates
            to more than
                any report.
        """
        document = _open(source)
        pieces = list(_pieces(document))
        blocks = _blocks(pieces)
        title = _title(pieces, document.core_properties.title)
        head = find_byline(blocks, next((i for i, block in enumerate(blocks) if block.text == title), None))
        kept = [block for i, block in enumerate(blocks) if i not in head.bylines]
        author = collapse(document.core_properties.author or "")
        found = Found(
            title=title,
            author=head.author or (None if _JUNK_AUTHOR.fullmatch(author) is not None else author),
            published=head.published,
        )
        yield make_document(source, join_blocks(kept), found)
        yield Tally(source.main, records=1, parties=0)


def body_text(source: Source) -> str:
    """Give the text in which the offsets of a DOCX document count."""
    return "".join(piece.text + "\n" for piece in _pieces(_open(source)))


def _open(source: Source) -> Any:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    path, where = source.main.path, source.main.name
    try:
        _check_size(source)
        return Document(str(path))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, EOFError, NotImplementedError) as exc:
        with path.open("rb") as handle:
            magic = handle.read(4)
        if magic == b"\xd0\xcf\x11\xe0":
            raise InputError(
                "the file is a Word document of before 2007 or protected by a password",
                where=where,
                expected="a DOCX file without a password",
                next_step="Save it as DOCX without a password",
            ) from exc
        raise InputError(
            f"the file is not a Word document or is damaged: {exc}",
            where=where,
            expected="a ZIP file with word/document.xml",
            next_step="Fetch the file again, or save it as DOCX",
        ) from exc
    except SyntaxError as exc:  # lxml's XMLSyntaxError is one
        raise InputError(
            f"the document's XML is damaged: {exc.msg}", where=where, next_step="Fetch the file again, or save it anew"
        ) from exc


def _check_size(source: Source) -> None:
    """Look at the sizes that the ZIP directory states before anything is inflated; inflating stops at them."""
    where = source.main.name
    if source.main.path.stat().st_size > MAX_DOCX_BYTES:
        raise too_large(where, f"more than {MAX_DOCX_BYTES:,} bytes", f"{MAX_DOCX_BYTES:,} bytes")
    with zipfile.ZipFile(source.main.path) as archive:
        entries = archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise InputError(
                "the file is encrypted", where=where, expected="a DOCX file without a password", next_step="Save it so"
            )
        if len(entries) > MAX_PARTS:
            raise too_large(where, f"{len(entries):,} parts", f"{MAX_PARTS:,} parts")
        largest = max((entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels"))), default=0)
        total = sum(entry.file_size for entry in entries)
        if largest > MAX_PART_BYTES or total > MAX_PACKAGE_BYTES:
            raise too_large(
                where, f"inflated it has {total:,} bytes", f"{MAX_PACKAGE_BYTES:,}, and {MAX_PART_BYTES:,} a part"
            )


class _Piece(NamedTuple):
    """One paragraph: its text and what it is."""

    text: str
    style: str
    row: int | None
    """Number of the table row that it stands in; None: in no table."""
    is_item: bool


def _pieces(document: Any) -> Iterator[_Piece]:
    """Yield the paragraphs of the body, then those of the footnotes and endnotes."""
    walker = _Walker(document)
    yield from walker.walk(document.element.body)
    for name in ("footnotes", "endnotes"):
        for relation in document.part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{name}"):
                yield from walker.walk(_parse(relation.target_part.blob))


def _parse(data: bytes) -> Any:
    from lxml import etree

    # No entities, no network, no huge trees: the parts come from strangers.
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))


class _Walker:
    """Walks the elements of a part, with a stack of its own: nesting must not exhaust Python's."""

    def __init__(self, document: Any) -> None:
        self._styles = {
            style.style_id: (style.name or "").lower() for style in document.styles if style.style_id is not None
        }
        self._rows = 0

    def walk(self, root: Any) -> Iterator[_Piece]:
        """Yield the paragraphs below an element in document order."""
        stack: list[tuple[Any, int | None]] = [(root, None)]
        while len(stack) > 0:
            element, row = stack.pop()
            if element.tag in _SKIPPED or not isinstance(element.tag, str) or _is_contents(element):
                continue
            if element.tag == _W + "tr" and row is None:
                self._rows += 1
                row = self._rows
            if element.tag == _W + "p":
                boxes: list[Any] = []
                piece = self._paragraph(element, row, boxes)
                if not piece.style.startswith(("toc ", "table of")):
                    yield piece
                stack.extend((box, None) for box in reversed(boxes))
                continue
            stack.extend((child, row) for child in reversed(element))

    def _paragraph(self, paragraph: Any, row: int | None, boxes: list[Any]) -> _Piece:
        """Read one paragraph; text boxes anchored in it are put into `boxes`."""
        parts: list[str] = []
        stack = list(reversed(paragraph))
        while len(stack) > 0:
            element = stack.pop()
            tag = element.tag
            if tag in _SKIPPED or not isinstance(tag, str) or (tag == _W + "r" and _is_hidden(element)):
                continue
            if tag == _W + "txbxContent":
                boxes.append(element)
            elif tag == _W + "t":
                parts.append(element.text or "")
            elif tag in _BREAKS:
                parts.append(_BREAKS[tag])
            elif tag in _CHARACTERS:
                parts.append(_CHARACTERS[tag])
            else:
                stack.extend(reversed(element))
        properties = paragraph.find(_W + "pPr")
        style = None if properties is None else properties.find(_W + "pStyle")
        name = "" if style is None else self._styles.get(style.get(_W + "val"), "")
        is_item = properties is not None and properties.find(_W + "numPr") is not None
        return _Piece("".join(parts), name, row, is_item or name.startswith("list"))


def _is_contents(element: Any) -> bool:
    """Whether an element is a generated table of contents."""
    if element.tag != _W + "sdt":
        return False
    gallery = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and gallery.get(_W + "val") == "Table of Contents"


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(_W + "val") not in ("0", "false")


def _blocks(pieces: Sequence[_Piece]) -> list[Block]:
    """Make one block a paragraph, and one a table row with its cells parted by tabs."""
    blocks: list[Block | None] = []
    builder = BlockBuilder()
    at = 0
    for number, piece in enumerate(pieces):
        if piece.row is not None:
            builder.separate("\t")
        for line in re.finditer(r"[^\n]+|\n", piece.text):
            builder.add(line[0], at + line.start())
        at += len(piece.text) + 1
        following = pieces[number + 1].row if number + 1 < len(pieces) else None
        if piece.row is None or piece.row != following:
            blocks.append(builder.build(_kind(piece)))
    return keep(blocks)


def _kind(piece: _Piece) -> Kind:
    if piece.row is not None:
        return Kind.ROW
    if piece.style.startswith(("heading", "title")):
        return Kind.HEADING
    return Kind.ITEM if piece.is_item else Kind.PARAGRAPH


def _title(pieces: Sequence[_Piece], stated: str | None) -> str | None:
    """Find the title as printed: in the style Title, or what the file's properties say, or a heading at the top."""
    written = [piece for piece in pieces if piece.text.strip() != ""]
    printed = next((piece.text.strip() for piece in written if piece.style == "title"), None)
    if printed is not None:
        return printed
    title = collapse(stated or "")
    title = "" if _JUNK_TITLE.fullmatch(title) is not None else title
    heading = next((piece.text.strip() for piece in written[:TOP_PARAGRAPHS] if piece.style == "heading 1"), None)
    is_printed = title != "" and any(
        piece.text.strip().casefold() == title.casefold() for piece in written[:TOP_PARAGRAPHS]
    )
    return title if is_printed else heading or title or None
