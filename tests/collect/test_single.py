"""One file without a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterflow.collect.single import Read, find_single, read_single
from counterflow.collect.source import Source
from counterflow.stage import Step
from counterflow.tables import Problem


def found(path: Path, **known: str) -> list[Read | Problem]:
    source = find_single(path, path.name, **known)
    if isinstance(source, Problem):
        return [source]
    return [one for one in read_single(source) if not isinstance(one, Step)]


def test_a_file_that_says_nothing_of_its_format_is_text(tmp_path: Path) -> None:
    """Somebody named it; in a case it would be refused."""
    path = tmp_path / "narrative"
    path.write_text("He was director of Office 39.", encoding="utf-8")
    source = find_single(path, "narrative", published="2014-05")
    assert isinstance(source, Source)
    assert (source.format, source.published) == ("txt", "2014-05")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("binary", b"some text\0\1\2", "is NUL, so this is a binary file"),
        ("rows.csv", b"a,b\n1,2\n", "no reader knows this format"),
        ("latin.txt", b"caf\xe9 \x81\n" * 4, "is not valid UTF-8"),
        ("cut.pdf", b"%PDF-1.4\nnothing", ""),
    ],
)
def test_what_cannot_be_read_is_a_problem(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    """One row that names the file; no error."""
    path = tmp_path / name
    path.write_bytes(data)
    (problem,) = found(path)
    assert isinstance(problem, Problem)
    assert (problem.path, problem.severity) == (name, "file")
    assert message in problem.message


def test_a_narrative_is_read_whole(tmp_path: Path) -> None:
    """With a subject the text is a field of a list: no title, no byline, every character in its place."""
    path = tmp_path / "reason.txt"
    text = "By Order 12\n\nHe was director of Office 39.\nUpdated 4 May 2014\n"
    path.write_text(text, encoding="utf-8")
    source = find_single(path, "reason.txt")
    assert isinstance(source, Source)
    (one,) = read_single(source, subject="Ri Yong Ho")
    assert isinstance(one, Read)
    assert (one.document.kind, one.document.text, one.original, one.subject) == ("narrative", text, text, "Ri Yong Ho")


def test_the_narratives_of_a_list_name_their_party(tmp_path: Path) -> None:
    """Each field that says why a party is listed is a document about it."""
    path = tmp_path / "un.xml"
    path.write_text(
        '<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-02-01T00:00:00Z"><INDIVIDUALS><INDIVIDUAL>'
        "<DATAID>1</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>RI</FIRST_NAME><SECOND_NAME>YONG HO</SECOND_NAME>"
        "<UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.001</REFERENCE_NUMBER><LISTED_ON>2016-11-30</LISTED_ON>"
        "<COMMENTS1>Director of Office 39.</COMMENTS1></INDIVIDUAL></INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>",
        encoding="utf-8",
    )
    reads = [one for one in found(path) if isinstance(one, Read)]
    assert [(one.subject, one.document.text, one.document.field) for one in reads] == [
        ("RI YONG HO", "Director of Office 39.", "COMMENTS1")
    ]


def test_a_mail_has_no_original(tmp_path: Path) -> None:
    """Its text is a decoded part, so places in it are none of the file."""
    path = tmp_path / "a.eml"
    path.write_bytes(
        b"From: a@x.example\r\nSubject: Ships\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        b"The navy seized 150 kg of heroin.\r\n"
    )
    (one,) = found(path)
    assert isinstance(one, Read)
    assert one.original is None
    assert "heroin" in one.document.text
