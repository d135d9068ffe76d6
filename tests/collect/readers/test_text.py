"""Plain text."""

from __future__ import annotations

import hashlib
import json
import textwrap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.collect.boilerplate import drop_boilerplate
from counterflow.collect.document import BlockBuilder, detect_language, document_id, join_blocks, language_code
from counterflow.collect.reader import Head, Tally
from counterflow.collect.readers.documents import DOCUMENT_READERS
from counterflow.collect.readers.text import TextReader, text_blocks
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.tables.document import DOCUMENT, Document, Offset

FIXTURES = Path(__file__).parents[2] / "fixtures" / "documents"


def make_source(path: Path, **known: Any) -> Source:
    """Make the source of one file."""
    data = path.read_bytes()
    file = SourceFile(path, f"inputs/{path.name}", hashlib.sha256(data).hexdigest(), len(data), "resource-1")
    return Source("txt", (file,), "report", **known)


def read(path: Path, **known: str) -> tuple[Document, Tally]:
    """Read one text file."""
    document, tally = TextReader().read(make_source(path, **known))
    assert isinstance(document, Document)
    assert isinstance(tally, Tally)
    return document, tally


def check_offsets(text: str, offsets: tuple[Offset, ...], original: str) -> None:
    """The law of offsets: exact, ordered, apart, and covering all but white space."""
    at = source_at = 0
    for one in offsets:
        assert text[one.start : one.end] == original[one.source_start : one.source_end]
        assert one.start >= at
        assert one.source_start >= source_at
        assert text[at : one.start].strip() == ""
        at, source_at = one.end, one.source_end
    assert text[at:].strip() == ""


def test_a_blog_post_is_read_without_what_stands_around_it() -> None:
    """Share buttons, credits, related posts and comments are left out; the byline gives a date without a year."""
    document, tally = read(FIXTURES / "blog.txt")
    assert document.title == "Seven ports and a broken seal"
    assert document.published == "XXXX-03-14"
    assert document.language == "eng"
    assert document.text.split("\n\n") == [
        "Seven ports and a broken seal",
        "The coaster lay for seven days off the outer roads of Haldra before anyone asked who had paid for her coal. "
        "The harbour office, which keeps its books on paper, found three names for one owner.",
        "In\u00a02011, for instance, customs officers opened two of her containers and counted 1,400 cartons of "
        "cigarettes. The seal on the third had been broken and closed again with wire.",
        "She left on the evening tide. No charge was ever brought.",
        "Mara Lind is a former port inspector. She writes about small ships.",
    ]
    assert tally == Tally(make_source(FIXTURES / "blog.txt").main, records=1, parties=0, encoding="utf-8")
    original = (FIXTURES / "blog.txt").read_text(encoding="utf-8")
    check_offsets(document.text, document.offsets, original)
    assert len(document.offsets) == 2


@pytest.mark.parametrize(
    "kept",
    [
        "Images from the satellite show that the tunnels were dug in 2013, the analysts said.",
        "Posted in Singapore since 2010, the diplomat bought machine tools there for years.",
        "Next week the panel meets to hear what the port authority found in the hold.",
        "(c) On 5 May 2003 the captain was charged.",
        "Comments",
        "The malware steals cookies, passwords and wallet keys from the browser of its victim.",
        "Facebook",
        "Reporting by the Panel shows that the coaster was sold twice.",
        "For information on the captain, contact the police of Haldra at once.",
        "댓글 공작을 지휘한 국장은 작년에 교체되었다.",
        "Contact with the ship was lost on 3 May.",
        "About the authors of the letter nothing is known.",
    ],
)
def test_a_sentence_that_speaks_of_furniture_stays(tmp_path: Path, kept: str) -> None:
    """Rules for furniture look at whole blocks: a report on photos, cookies or comments keeps its words."""
    path = tmp_path / "a.txt"
    prose = (
        "The vessel was seized off the coast by the navy, and its crew was questioned for two days in the port. " * 2
    )
    path.write_text(f"Title here\n\n{prose}\n\n{kept}\n\n{prose}\n", encoding="utf-8")
    assert kept in read(path)[0].text.split("\n\n")


@pytest.mark.parametrize(
    "dropped",
    [
        "Share this: Email | Print",
        "Facebook Twitter LinkedIn WhatsApp",
        "Photo: A ship at sea (Reuters)",
        "Image courtesy of the coast guard",
        "© 2015 Harbour Ledger. All rights reserved.",
        "We use cookies to improve your experience. By continuing you accept our cookie policy.",
        "Sign up for our newsletter and never miss a story.",
        "Read more: Three flags in one year",
        "Advertisement",
        "« »",
        "[…] a good piece on coasters and seals […]",
        "← Older posts",
        "Reporting by Jon Ade in Haldra; Editing by Ann Berg",
        "(Additional reporting by Mara Lind in Port Selby. Writing by Jon Ade)",
        "For interviews, please contact the press office at press@watch.example.",
        "ENDS",
        "（责任编辑：张三）",
        "ⓒ 작은배신문, 무단전재 및 재배포 금지",
        "Читайте также: Три флага за год",
    ],
)
def test_furniture_is_left_out(tmp_path: Path, dropped: str) -> None:
    """The classes of furniture that saved web pages have."""
    path = tmp_path / "a.txt"
    prose = (
        "The vessel was seized off the coast by the navy, and its crew was questioned for two days in the port. " * 2
    )
    path.write_text(f"Title here\n\n{prose}\n\n{dropped}\n\n{prose}\n", encoding="utf-8")
    assert read(path)[0].text == f"Title here\n\n{prose.strip()}\n\n{prose.strip()}"


def test_wrapped_lines_are_joined_and_others_kept(tmp_path: Path) -> None:
    """A paragraph broken at a width is one line again; an address keeps its lines; list items are blocks."""
    prose = "The harbour office, which keeps its books on paper, found three names for one owner of the coal. " * 3
    address = "Haldra Shipping Ltd\n12 Quay Street\nHaldra"
    items = "- one ship\n- two crews\n- three flags"
    path = tmp_path / "a.txt"
    path.write_text("\n\n".join(["Title", "\n".join(textwrap.wrap(prose, 72)), address, items]), encoding="utf-8")
    document, _ = read(path)
    assert document.text.split("\n\n") == ["Title", prose.strip(), address, *items.split("\n")]
    check_offsets(document.text, document.offsets, path.read_text(encoding="utf-8"))


@given(st.text(st.sampled_from("ab .\n\r\t\f\u00a0é-1—\U0001f6a2")))
def test_offsets_hold_for_any_text(text: str) -> None:
    """Each character of a block stands in the file where its offset says, whatever the line breaks."""
    blocks = text_blocks(text)
    joined = join_blocks(blocks, text)
    check_offsets(joined.text, joined.offsets, text)
    assert "".join(joined.text.split()) == "".join(text.split())


@given(st.lists(st.text(min_size=1, max_size=8), max_size=5), st.booleans())
def test_a_builder_keeps_the_law(parts: list[str], is_apart: bool) -> None:
    """However pieces are put together, the block is the pieces, and its offsets point at them."""
    original, builder = "", BlockBuilder()
    for part in parts:
        builder.add(part, len(original))
        original += part
        if is_apart:
            original += "#"
            builder.separate(" ")
    block = builder.build()
    if block is None:
        assert original.strip("# \t\n\r\f\v") == ""
    else:
        check_offsets(block.text, block.offsets, original)


def test_case_toml_wins_over_the_date_printed(tmp_path: Path) -> None:
    """The user's date stands; the printed one is used where there is none; the file's own date never."""
    path = tmp_path / "a.txt"
    path.write_text("Title\n\nBy Mara Lind | 5 May 2015\n\nText that follows.", encoding="utf-8")
    assert read(path)[0].published == "2015-05-05"
    assert read(path)[0].author == "Mara Lind"
    assert read(path, published="2014")[0].published == "2014"
    path.write_text("Title\n\nText that follows, of 5 May 2015.", encoding="utf-8")
    assert read(path)[0].published is None


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("PANAMA CITY, 10 February 2014 — The canal authority said that a fine was paid.", "2014-02-10"),
        ("SEOUL, May 5 (Agency) -- The port was closed.", "XXXX-05-05"),
        ("Posted on 5 May 2015 by Mara Lind", "2015-05-05"),
        ("5 mai 2015", "2015-05-05"),
        ("2015년 5월 5일", "2015-05-05"),
        ("May 2015", "2015-05"),
        ("5/16/2022", "2022-05-16"),
        ("05/06/2022", None),  # a day in May or in June: no guess
        ("31 February 2015", None),
        ("Updated 5 May 2015", None),  # when it was changed, not when it was published
        ("Seizure of the Pong Su, 20 April 2003", None),  # what happened, not when it was published
        ("He was born on 5 May 1961.", None),
    ],
)
def test_only_a_byline_or_a_dateline_dates_a_report(tmp_path: Path, head: str, published: str | None) -> None:
    """Dates of publication stand in bylines and datelines; a date in a sentence is what the report is about."""
    path = tmp_path / "a.txt"
    path.write_text(f"Title of it\n\n{head}\n\n{'The ship lay in the port for a long time. ' * 8}", encoding="utf-8")
    assert read(path)[0].published == published


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\n \n", "holds no text"),
        (b"text\0text", "NUL"),
        ("Суд арестовал танкер".encode("cp1251"), "byte 0 "),
        (b"a\n" * 300_000, "300,000 lines"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    """An empty, binary or undecodable file is an error that names the file and what to do."""
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=said) as caught:
        read(path)
    assert caught.value.where == "inputs/a.txt"
    assert caught.value.next_step is not None


@pytest.mark.parametrize(
    ("name", "data", "format_"),
    [
        ("a.txt", b"plain words", "txt"),
        ("a.txt", "words".encode("utf-16"), "txt"),
        ("a.txt", b"---\ntitle: T\n---\nwords", "md"),
        ("a.md", b"# words", "md"),
        ("a.markdown", b"---\n\nwords", "md"),
        ("a.html", b"<p>words", "html"),
        ("a.txt", b"  <!-- saved -->\n<!DOCTYPE html>\n<html>", "html"),
        ("a.htm", b"%PDF-1.4\n", "pdf"),
        ("a.pdf", b"not a pdf", "pdf"),
        ("a.pdf", b"<html>the server's error page", "html"),
        ("a.docx", b"\xd0\xcf\x11\xe0\0\0", "docx"),
        ("a.bin", b"PK\x03\x04....word/document.xml", "docx"),
        ("a.txt", b"PK\x03\x04\0\0", None),
        ("a.txt", b"a\0b", None),
        ("a.md", b"\x89PNG\r\n\x1a\n\0", "png"),
        ("a.csv", b"a,b\n1,2\n", None),
        ("a.json", b"{}", None),
        ("a.xml", b"<?xml version='1.0'?><list/>", None),
        ("README", b"words", None),
    ],
)
def test_each_file_has_one_reader_or_none(name: str, data: bytes, format_: str | None) -> None:
    """Content decides first, the suffix second; lists and binary files are nobody's text."""
    head = Head(Path(name), data)
    assert next((reader.NAME for reader in DOCUMENT_READERS if reader().recognise(head)), None) == format_


def test_a_document_row_fits_its_table_and_has_a_stable_id(tmp_path: Path) -> None:
    """Equal content has an equal id; whatever decides how it is read changes it."""
    path = tmp_path / "a.txt"
    path.write_text("Title\n\nText of the report, which is short.", encoding="utf-8")
    document, _ = read(path)
    assert read(path)[0] == document
    assert DOCUMENT.rows(DOCUMENT.from_rows([document]))[0].id == document.id
    for changed in (
        document._replace(text="other"),
        document._replace(published="2015"),
        document._replace(language="deu"),
        document._replace(title=None),
        document._replace(publisher="p"),
        document._replace(handling="TLP:RED"),
        document._replace(subject="s"),
        document._replace(resource_id="resource-2"),
    ):
        assert document_id(changed) != document.id


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The navy seized the vessel off the coast and found heroin in a hold that nobody had searched before.", "eng"),
        ("La marine a saisi le navire au large de la côte et a trouvé de l’héroïne dans une cale oubliée.", "fra"),
        (
            "해군은 해안에서 선박을 나포했고 아무도 수색하지 않은 선창에서 마약을 발견했다고 발표하였다.",
            "kor",
        ),
        ("Bureau 39", None),  # too short to tell
        ("8914934 7937317 8905490 " * 20, None),
    ],
)
def test_a_language_is_told_only_of_enough_text(text: str, language: str | None) -> None:
    """Short or wordless text has no language: a wrong one chooses a wrong grammar."""
    assert detect_language(text) == language


def test_languages_are_iso_639_3() -> None:
    """Tags, two-letter codes and names become one code; what is none stays none."""
    tags = ("en", "en-US", "de_DE", "Korean", "xx", "", None)
    assert [language_code(tag) for tag in tags] == ["eng", "eng", "deu", "kor", None, None, None]


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("name", "title", "published", "last"),
    [
        ("000_837bb52bd1daea7c", "Squeezing the Walter Whites of Pyongyang", "XXXX-05-05", "think tank."),
        ("004_397df63e608a48df", "Buying Destruction", None, "in high quantity."),
    ],
)
def test_the_two_reports_are_read_clean(
    shared_data: Path, name: str, title: str, published: str | None, last: str
) -> None:
    """The reports the case grew from: title and date right, nothing of the page around them, every paragraph kept."""
    path = shared_data / "text" / "reports" / f"{name}.txt"
    document, _ = read(path)
    assert (document.title, document.published, document.language) == (title, published, "eng")
    assert document.text.startswith(title)
    assert document.text.endswith(last)
    for furniture in ("Print Friendly", "Pin It", "related posts", "One Response", "[…]", "photo:", "«", "in Asia-"):
        assert furniture not in document.text
    original = path.read_text(encoding="utf-8")
    check_offsets(document.text, document.offsets, original)
    assert [p for p in original.split("\n\n") if len(p) > 300 and p.strip() not in document.text] == []


@pytest.mark.shared_data
def test_no_gold_evidence_is_lost(shared_data: Path) -> None:
    """Every sentence that the annotation counts as evidence of a core claim is in the text."""
    document, _ = read(shared_data / "text" / "reports" / "000_837bb52bd1daea7c.txt")
    gold = json.loads((shared_data / "text" / "gold" / "000_837bb52bd1daea7c.json").read_text(encoding="utf-8"))
    covered = [(one.source_start, one.source_end) for one in document.offsets]
    lost = [
        claim["id"]
        for claim in gold["claims"]
        if claim["core"]
        and not any(a <= claim["evidence"]["start"] and claim["evidence"]["end"] <= b for a, b in covered)
    ]
    assert lost == []


@pytest.mark.shared_data
def test_running_text_loses_no_block(shared_data: Path) -> None:
    """Press releases and articles without furniture keep every block."""
    for path in sorted((shared_data / "text" / "re3d").glob("*/documents.json")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            assert len(drop_boilerplate(text_blocks(text))) == len(text_blocks(text))
