"""Hostile files: each is read or refused with a reason, within bounded time and memory, and the run goes on."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from counterflow.case import load_case
from counterflow.collect.find import Finder
from counterflow.collect.readers.order import READERS
from counterflow.collect.single import Read, find_single, read_single
from counterflow.collect.stage import read_part
from counterflow.run.run import RunOptions, run_case
from counterflow.stage import Part, Step
from counterflow.tables import DOCUMENT, PROBLEM, Document, Problem

from .hostile import FILES, PROSE, long_pdf, pdf_form_cycle, pdf_page_cycle

SLOW = frozenset(
    "pdf_same_page pdf_form_cycle pdf_form_doubling pdf_huge_image pdf_huge_page pdf_many_fonts pdf_bomb html_nested"
    " html_nested_mixed html_entities html_paragraphs html_inlines html_dots html_attributes docx_paragraphs eml_parts"
    " eml_headers eml_words eml_pdf text_short_lines text_wrapped markdown_marks markdown_lists markdown_table"
    " markdown_yaml_deep docx_lying zip_bomb gzip_bomb html_line text_line".split()
)
"""Those that take seconds, to make or to read."""

REFUSED = {
    "pdf_bomb": "the PDF holds no text",
    "pdf_page_cycle": "the PDF holds no text",
    "pdf_page_doubling": "the PDF is damaged",
    "pdf_false_count": "too large: 100,000 pages",
    "pdf_form_cycle": "crashes on it",
    "pdf_form_doubling": "crashes on it",
    "pdf_encrypted": "protected by a password",
    "pdf_truncated": "the PDF is damaged",
    "pdf_same_page": "more than 20,000,000 characters",
    "html_line": "too large",
    "html_attribute": "character references",
    "docx_bomb": "inflated it has",
    "docx_text": "XML is damaged",
    "docx_nested": "XML is damaged",
    "docx_laughs": "XML is damaged",
    "docx_members": "20,003 parts",
    "zip_nested": "a ZIP archive of several files",
    "zip_bomb": "a packed report",
    "gzip_bomb": "a packed report",
    "odt": "an OpenDocument file",
    "epub": "an EPUB book",
    "bzip2": "a bzip2 archive",
    "eml_nested": "nested too deeply",
    "eml_multiparts": "nested too deeply",
    "text_line": "too large",
    "text_nul": "is NUL",
    "text_lines": "1,000,000 lines",
    "text_bytes": "is not valid UTF-8",
    "text_utf16": "is not valid utf-16-le",
    "markdown_quotes": "nested too deeply",
    "markdown_lists": "nested too deeply",
    "markdown_yaml_deep": "nested too deeply",
    "png_bomb": "the image is",
}
"""Those that must not be read, and what is said of them; the others may be."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in FILES]
)
def test_a_hostile_file_is_read_or_refused(tmp_path: Path, name: str) -> None:
    """It ends soon, and what is refused says what is wrong, where, and what to do."""
    file_name, make = FILES[name]
    (tmp_path / "inputs").mkdir()
    (tmp_path / "case.toml").write_text("")
    (tmp_path / "inputs" / file_name).write_bytes(make(1))
    began = time.monotonic()
    (found,) = Finder(load_case(tmp_path), READERS).find()
    rows: list[object] = [found] if isinstance(found, Problem) else list(read_part(Part("key", name, 1, found)))
    assert time.monotonic() - began < 120
    problems = [row for row in rows if isinstance(row, Problem)]
    for problem in problems:
        assert problem.path == f"inputs/{file_name}"
        assert problem.next_step is not None or problem.expected is not None
    if name in REFUSED:
        assert REFUSED[name] in problems[0].message
    else:
        assert any(isinstance(row, Document) for row in rows) or problems[0].severity in ("file", "record")
    assert all("root:" not in row.text for row in rows if isinstance(row, Document))


def test_a_hostile_file_by_itself_is_refused(tmp_path: Path) -> None:
    """As in a case, so where one file is read without: `counterflow extract`."""
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_page_cycle(1))
    source = find_single(path, "a.pdf")
    assert not isinstance(source, Problem)
    (problem,) = read_single(source)
    assert isinstance(problem, Problem)
    assert problem.message == "the PDF holds no text"


def test_pages_are_told(tmp_path: Path) -> None:
    """A long report says how far it is, with a case and without; the rows are the same."""
    (tmp_path / "inputs").mkdir()
    (tmp_path / "case.toml").write_text("")
    path = tmp_path / "inputs" / "a.pdf"
    path.write_bytes(long_pdf(3))
    (found,) = Finder(load_case(tmp_path), READERS).find()
    assert not isinstance(found, Problem)
    step, *rows = read_part(Part("key", "a", 1, found))
    assert step == Step(1, 3)
    source = find_single(path, "a.pdf")
    assert not isinstance(source, Problem)
    texts = [one.document.text for one in read_single(source) if isinstance(one, Read)]
    assert texts == [row.text for row in rows if isinstance(row, Document)]


@pytest.mark.slow
def test_a_hostile_file_leaves_the_others_alone(tmp_path: Path) -> None:
    """A run that meets a file which crashes its reader reads the rest, names the file, and builds."""
    (tmp_path / "inputs").mkdir()
    (tmp_path / "case.toml").write_text("")
    (tmp_path / "inputs" / "a.txt").write_text(PROSE)
    (tmp_path / "inputs" / "b.pdf").write_bytes(pdf_form_cycle(1))
    report = run_case(load_case(tmp_path), options=RunOptions(processes=1))
    assert report is not None
    assert report.quarantined == 1
    build = report.build
    assert DOCUMENT.read([build.table_path(DOCUMENT)], ["text"]).column("text").to_pylist() == [PROSE.strip()]
    (problem,) = PROBLEM.read([build.table_path(PROBLEM)]).to_pylist()
    assert (problem["path"], problem["severity"]) == ("inputs/b.pdf", "file")
    assert "crashes on it" in problem["message"]
