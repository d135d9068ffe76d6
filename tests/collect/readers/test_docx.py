"""Word documents."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from counterflow.collect.reader import Tally
from counterflow.collect.readers.docx import DocxReader, body_text
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.tables.document import Document


def make_source(path: Path) -> Source:
    """Make the source of one file."""
    data = path.read_bytes()
    file = SourceFile(path, f"inputs/{path.name}", hashlib.sha256(data).hexdigest(), len(data), "resource-1")
    return Source("docx", (file,), "report")


def read(path: Path) -> Document:
    """Read one document and check its offsets: exact, ordered, covering all but white space."""
    document, tally = DocxReader().read(make_source(path))
    assert isinstance(document, Document)
    assert tally == Tally(make_source(path).main, records=1, parties=0)
    original, at, source_at = body_text(make_source(path)), 0, 0
    for one in document.offsets:
        assert document.text[one.start : one.end] == original[one.source_start : one.source_end]
        assert one.source_start >= source_at
        assert document.text[at : one.start].strip() == ""
        at, source_at = one.end, one.source_end
    assert document.text[at:].strip() == ""
    return document


def save(document: Any, path: Path) -> Path:
    """Save a document made by python-docx."""
    document.save(str(path))
    return path


def add_xml(document: Any, xml: str) -> None:
    """Add raw WordprocessingML to the end of the body."""
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))


def test_a_report_is_read_in_document_order(tmp_path: Path) -> None:
    """Paragraphs, list items and tables come in order; headers and footers are left out."""
    report = docx.Document()
    report.sections[0].header.paragraphs[0].text = "Running head"
    report.sections[0].footer.paragraphs[0].text = "page 1"
    report.add_heading("Seven ports and a broken seal", 0)
    report.add_paragraph("By Mara Lind | 14 March 2012")
    paragraph = report.add_paragraph("The coaster lay for ")
    paragraph.add_run("seven days").bold = True
    paragraph.add_run(" off the outer roads\u00a0of Haldra.")
    report.add_paragraph("Owner: none", style="List Bullet")
    table = report.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Port", "Days", "Haldra", "7"], strict=True):
        cell.text = text
    report.add_paragraph("She left\non the tide.")
    report.core_properties.author = "Anton Reve"
    report.core_properties.title = "Word Document"
    report.core_properties.created = datetime(2001, 1, 1)
    document = read(save(report, tmp_path / "a.docx"))
    assert document.text.split("\n\n") == [
        "Seven ports and a broken seal",
        "The coaster lay for seven days off the outer roads\u00a0of Haldra.",
        "Owner: none",
        "Port\tDays",
        "Haldra\t7",
        "She left\non the tide.",
    ]
    assert (document.title, document.author) == ("Seven ports and a broken seal", "Mara Lind")
    assert document.published == "2012-03-14"


def test_the_date_of_a_file_is_no_date_of_publication(tmp_path: Path) -> None:
    """Created and modified dates say when somebody saved the file; a template's name is no author."""
    report = docx.Document()
    report.add_paragraph("A paragraph without a date.")
    document = read(save(report, tmp_path / "a.docx"))
    assert (document.published, document.author, document.title) == (None, None, None)


def test_what_is_printed_counts_and_nothing_else(tmp_path: Path) -> None:
    """Insertions, links, fields' results and text boxes are text; deletions, hidden text and field codes are not."""
    report = docx.Document()
    add_xml(
        report,
        "<w:p><w:r><w:t>a </w:t></w:r><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t xml:space='preserve'> link</w:t></w:r></w:hyperlink>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:smartTag><w:r><w:t xml:space='preserve'> smart</w:t></w:r></w:smartTag>"
        "<w:r><w:noBreakHyphen/><w:tab/><w:t>end</w:t></w:r></w:p>",
    )
    add_xml(
        report,
        "<w:p><w:r><w:t>outside</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r></w:p>",
    )
    add_xml(
        report,
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        "<w:sdtContent><w:p><w:r><w:t>Chapter 1 ..... 5</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    text = read(save(report, tmp_path / "a.docx")).text
    assert text == "a inserted link smart\u2011\tend\n\noutside\n\nin a box"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), max_size=12), max_size=6))
def test_offsets_hold_for_any_text(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """Each character stands in the body's text where its offset says."""
    report = docx.Document()
    for text in texts:
        report.add_paragraph(text)
    path = save(report, tmp_path_factory.mktemp("docx") / "a.docx")
    if all(text.strip(" ") == "" for text in texts):
        with pytest.raises(InputError, match="holds no text"):
            read(path)
    else:
        first = next(part.strip(" ") for part in texts if part.strip(" ") != "")
        assert len(texts) > 1 or first in read(path).text


def rewrite(path: Path, name: str, data: bytes) -> Path:
    """Replace one part of a package."""
    with zipfile.ZipFile(path) as old:
        parts = {entry.filename: old.read(entry) for entry in old.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, content in parts.items():
            new.writestr(part, data if part == name else content)
    return path


def zipped(name: str, data: bytes) -> bytes:
    """Make a ZIP file of one member."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 cut off", "not a Word document or is damaged"),
        (b"plain text", "not a Word document or is damaged"),
        (zipped("xl/workbook.xml", b"<x/>"), "not a Word document or is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "before 2007 or protected by a password"),
        (zipped("word/document.xml", b" " * 150_000_000), "too large"),
    ],
)
def test_what_is_no_docx_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    """Damaged, foreign, old, protected and exploding files are errors that say which."""
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(InputError, match=said) as caught:
        read(path)
    assert caught.value.where == "inputs/a.docx"
    assert caught.value.next_step is not None


@pytest.mark.parametrize(
    "xml",
    [
        b"<w:document",
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><w:document xmlns:w="'
        b'http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body>'
        b"</w:document>",
    ],
)
def test_damaged_or_hostile_xml_is_refused(tmp_path: Path, xml: bytes) -> None:
    """Broken XML is an error; entities are never expanded."""
    report = docx.Document()
    path = rewrite(save(report, tmp_path / "a.docx"), "word/document.xml", xml)
    with pytest.raises(InputError, match=r"damaged|holds no text"):
        read(path)


def test_footnotes_follow_the_body(tmp_path: Path) -> None:
    """Footnotes hold the sources of a report, so they are read, after the body."""
    report = docx.Document()
    report.add_paragraph("The ship was seized.")
    path = save(report, tmp_path / "a.docx")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(path) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
        types = archive.read("[Content_Types].xml").decode()
    note = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    rewrite(path, "word/_rels/document.xml.rels", relations.replace("</Relationships>", note).encode())
    override = (
        '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.footnotes+xml"/></Types>'
    )
    rewrite(path, "[Content_Types].xml", types.replace("</Types>", override).encode())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "word/footnotes.xml",
            f"<w:footnotes {nsdecls('w')}><w:footnote><w:p><w:r><w:t>Court papers.</w:t></w:r></w:p></w:footnote>"
            "</w:footnotes>",
        )
    assert read(path).text == "The ship was seized.\n\nCourt papers."
