"""Markdown."""

from __future__ import annotations

import hashlib
import html
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.collect.document import join_blocks
from counterflow.collect.reader import Head, Tally
from counterflow.collect.readers.front_matter import read_front_matter
from counterflow.collect.readers.markdown import MarkdownReader, markdown_blocks
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.tables.document import Document, Offset

FIXTURES = Path(__file__).parents[2] / "fixtures" / "documents"


def make_source(path: Path, **known: Any) -> Source:
    """Make the source of one file."""
    data = path.read_bytes()
    file = SourceFile(path, f"inputs/{path.name}", hashlib.sha256(data).hexdigest(), len(data), "resource-1")
    return Source("md", (file,), "report", **known)


def read(path: Path, **known: str) -> Document:
    """Read one Markdown file."""
    document, tally = MarkdownReader().read(make_source(path, **known))
    assert isinstance(document, Document)
    assert isinstance(tally, Tally)
    return document


def check_offsets(text: str, offsets: tuple[Offset, ...], original: str) -> None:
    """The law of offsets: exact, ordered, apart, and covering all but white space; references stand for a character."""
    at = source_at = 0
    for one in offsets:
        source = original[one.source_start : one.source_end]
        assert text[one.start : one.end] in (source, html.unescape(source) if source.startswith("&") else source)
        assert one.start >= at
        assert one.source_start >= source_at
        assert text[at : one.start].strip() == ""
        at, source_at = one.end, one.source_end
    assert text[at:].strip() == ""


def test_an_advisory_is_rendered_to_text() -> None:
    """Markup, other dialects, pictures, comments and contents are left out; every character has its place."""
    document = read(FIXTURES / "advisory.md")
    assert document.text.split("\n\n") == [
        "Guidance on broken seals",
        "Carriers should report any container whose seal is broken to the harbour office within two days; "
        "fines of $5\u00a0000 & more apply.",
        "A seal closed with wire;",
        "a number that was repainted.",
        "Ship\tIMO",
        "Ever Haldra\t9999992",
        "A | B\t9999993",
        'seal = "H-17"',
    ]
    check_offsets(document.text, document.offsets, (FIXTURES / "advisory.md").read_text(encoding="utf-8"))


def test_front_matter_and_print_describe_the_document() -> None:
    """Front matter gives what it states; the title is the printed one, and the date where none is stated."""
    document = read(FIXTURES / "advisory.md", publisher="other", handling="TLP:CLEAR")
    assert document.title == "Guidance on broken seals"
    assert document.author == "Mara Lind, Anton Reve"
    assert document.publisher == "harbour-ledger"
    assert document.published == "2019-06-03"
    assert document.language == "eng"
    assert document.handling == "TLP:AMBER//REL TO POE"
    assert read(FIXTURES / "advisory.md", published="2018").published == "2018"


def test_the_source_knows_the_front_matter_before_it_is_read() -> None:
    """Date, publisher and marking of the front matter hold for the resource too."""
    path = FIXTURES / "advisory.md"
    source = MarkdownReader().describe(make_source(path), Head(path, path.read_bytes()))
    assert (source.publisher, source.published, source.handling) == ("harbour-ledger", None, "TLP:AMBER//REL TO POE")


def test_crlf_and_a_byte_order_mark_change_offsets_only(tmp_path: Path) -> None:
    """The same document with Windows line breaks has the same text, and offsets into its own characters."""
    original = (FIXTURES / "advisory.md").read_text(encoding="utf-8").replace("\n", "\r\n")
    path = tmp_path / "a.md"
    path.write_bytes(original.encode("utf-8-sig"))
    document = read(path)
    assert document.text == read(FIXTURES / "advisory.md").text
    check_offsets(document.text, document.offsets, original)


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ('"2010-10-04"', "2010-10-04"),
        ("2010-10", "2010-10"),
        ("2010", "2010"),
        ("XXXX-05-12", "XXXX-05-12"),
        ("5 May 2015", "2015-05-05"),
        ("2015-05-05 10:30:00 +0200", "2015-05-05"),
        ("", None),
    ],
)
def test_dates_of_front_matter(written: str, edtf: str | None) -> None:
    """A date is EDTF with the precision it was written with; none is none."""
    assert read_front_matter(f"---\ntitle: T\ndate: {written}\n---\n", "f").found.published == edtf


@pytest.mark.parametrize(
    ("front", "where", "said"),
    [
        ("title: a: b\n", "inputs/a.md, line 2", "not valid YAML"),
        ("title: T\ndate: 31 February 2015\n", "inputs/a.md, line 3", "31 February 2015"),
        ("title: T\ndate: 05/06/2015\n", "inputs/a.md, line 3", "05/06/2015"),
        ("title: T\n\nlanguage: xx\n", "inputs/a.md, line 4", "'xx'"),
        ("title: T\nhandling: SECRET\n", "inputs/a.md, line 3", "SECRET"),
        ("title: [a, b]\n", "inputs/a.md, line 2", "title is not a text"),
        ("title: T\n- x\n", "inputs/a.md, line 3", "not valid YAML"),
        ("title: &a [x, *a]\n", "inputs/a.md, line 2", "title"),
        ("# only\n- a\n- b\n", "inputs/a.md, line 2", "key: value"),
    ],
)
def test_malformed_front_matter_names_its_line(tmp_path: Path, front: str, where: str, said: str) -> None:
    """What cannot be read is an error with the line, never a document without its marking."""
    path = tmp_path / "a.md"
    path.write_text(f"---\n{front}---\n\nText.\n", encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        read(path)
    assert caught.value.where == where


def test_front_matter_that_is_not_closed_is_an_error(tmp_path: Path) -> None:
    """An open front matter would turn a marking into text."""
    path = tmp_path / "a.md"
    path.write_text("---\nhandling: TLP:RED\n\nText.\n", encoding="utf-8")
    with pytest.raises(InputError, match="not closed"):
        read(path)


def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    """Three hyphens over a text are a thematic break."""
    path = tmp_path / "a.md"
    path.write_text("---\n\nThe text of it.\n\n---\n\nMore.\n", encoding="utf-8")
    assert read(path).text == "The text of it.\n\nMore."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a *b* **c** ***d*** _e_ ~~f~~ `g`", "a b c d e f g"),
        ("[text](http://x.y 'title') and <http://x.y/z>", "text and http://x.y/z"),
        ("[a][r] [r] ![no](u)\n\n[r]: http://x", "a r"),
        ("term**“Key”** and 2**3", "term“Key” and 2**3"),
        ("**bold *both***, snake_case and 2*3*4", "bold both, snake_case and 234"),
        ("one\ntwo  \nthree\\\nfour", "one two\nthree\nfour"),
        ("\\*stars\\* &lt;x&gt; &copy; &#8212;", "*stars* <x> © —"),
        ("`` a ` b `` `\n c`", "a ` b  c"),
        ("# A #\n\nB\n===\n\nC\n---", "A\n\nB\n\nC"),
        ("> quoted\n> text\n>\n> > deeper", "quoted text\n\ndeeper"),
        ("1. one\n   more\n2. two\n\n   - in\n     side", "one more\n\ntwo\n\nin side"),
        ("    code\n\tmore\n\ntext", "code\nmore\n\ntext"),
        ("~~~ py\nx = 1\n  y\n~~~", "x = 1\ny"),
        ("a <b>bold</b> <script>var x</script><br>line", "a bold\nline"),
        ("<p>In <i>HTML</i> &amp; so</p>\n\nafter", "In HTML & so\n\nafter"),
        ("<script>\nvar x = 1;\n\nvar y;\n</script>\n\nafter", "after"),
        ("x\n\n<!-- a\n\nb -->\n\ny", "x\n\ny"),
        ("10<sup>6</sup> and ships<sup>2</sup> and the 5<sup>th</sup>", "106 and ships and the 5th"),
        ("|a|b|\n|-|-|\n|*c*|`d\\|e`|", "a\tb\n\nc\td|e"),
        ("```\n{: x}\n<div>\n```", "{: x}\n<div>"),
    ],
)
def test_markup_is_rendered_and_each_character_placed(source: str, text: str) -> None:
    """CommonMark's constructs, one by one."""
    joined = join_blocks(markdown_blocks(source), source)
    assert joined.text == text
    check_offsets(joined.text, joined.offsets, source)


PIECES = [
    "a",
    "ship ",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "`",
    "[",
    "](u)",
    "<b>",
    "</b>",
    "- ",
    "> ",
    "# ",
    "1. ",
    "\t",
    "|",
]
PIECES += [
    "\\",
    "&amp;",
    "~~",
    "![",
    "<x@y.z>",
    "    ",
    "|-|-|\n",
    "é\u00a0",
    "{: .x}\n",
    "```\n",
    "\r\n",
    "<div markdown=1>\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_offsets_hold_for_any_markup(source: str) -> None:
    """Whatever the markup, sound or broken, no character of the text is misplaced."""
    joined = join_blocks(markdown_blocks(source), source)
    check_offsets(joined.text, joined.offsets, source)


@pytest.mark.parametrize("data", [b"[" * 200_000, b"![[" * 100_000, b"*a " * 400_000])
def test_a_text_of_nothing_but_markup_is_refused(tmp_path: Path, data: bytes) -> None:
    """What would take a parser minutes is refused at once."""
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(InputError, match="too large"):
        read(path)


@pytest.mark.shared_data
def test_the_advisories_are_read_clean(shared_data: Path) -> None:
    """Ten real files: no markup, style, contents or notice in the text, titles as printed, dates where printed."""
    documents = {}
    for path in sorted((shared_data / "text" / "us_advisories").glob("*.md")):
        document = documents[path.stem] = read(path)
        check_offsets(document.text, document.offsets, path.read_text(encoding="utf-8"))
        for furniture in (
            "<",
            "{:",
            "**",
            "](",
            "nav_order",
            "break-word",
            "TOC",
            "Table of Contents",
            "mobile-friendly",
        ):
            assert furniture not in document.text
    assert len(documents) == 10
    dated = {document.title: document.published for document in documents.values() if document.published is not None}
    assert dated == {
        "GUIDANCE ON THE DEMOCRATIC PEOPLE’S REPUBLIC OF KOREA INFORMATION TECHNOLOGY WORKERS": "2022-05-16",
        "Advisory on Cybercrime and Cyber-Enabled Crime Exploiting the Coronavirus Disease 2019 (COVID-19) Pandemic": (
            "2020-07-30"
        ),
    }
    assert documents["state"].text == "U.S. Department of State"
