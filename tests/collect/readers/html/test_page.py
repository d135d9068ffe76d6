"""Web pages."""

from __future__ import annotations

import hashlib
import html
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.clean.text import decode
from counterflow.collect.document import join_blocks
from counterflow.collect.reader import Tally
from counterflow.collect.readers.html.meta import page_date
from counterflow.collect.readers.html.page import HtmlReader
from counterflow.collect.readers.html.rule import Rule, element_rule
from counterflow.collect.readers.html.token import TokenKind, read_attributes, tokenize
from counterflow.collect.readers.html.tree import build_tree
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.tables.document import Document, Offset

from .layouts import FURNITURE, LAYOUTS

FIXTURES = Path(__file__).parents[3] / "fixtures" / "documents"
PROSE = (
    "<p>" + "The vessel was seized off the coast, and its crew was questioned for two days in the port. " * 3 + "</p>"
)


def read_all(path: Path, **known: Any) -> tuple[Document, Tally]:
    """Read one page."""
    data = path.read_bytes()
    file = SourceFile(path, f"inputs/{path.name}", hashlib.sha256(data).hexdigest(), len(data), "resource-1")
    source = Source("html", (file,), "report", **known)
    document, tally = HtmlReader().read(source)
    assert isinstance(document, Document)
    assert isinstance(tally, Tally)
    return document, tally


def read(tmp_path: Path, page: str | bytes, **known: Any) -> Document:
    """Read a page given as text."""
    path = tmp_path / "a.html"
    path.write_bytes(page.encode("utf-8") if isinstance(page, str) else page)
    return read_all(path, **known)[0]


def collapsed(text: str) -> str:
    """White space as HTML shows it."""
    return re.sub(r"[ \t\n\r\f\v]+", " ", text)


def check_offsets(text: str, offsets: tuple[Offset, ...], original: str) -> None:
    """The law of offsets: equal after resolving references and collapsing white space, ordered, apart, covering all."""
    at = source_at = 0
    for one in offsets:
        shown, source = text[one.start : one.end], original[one.source_start : one.source_end]
        assert collapsed(shown) == collapsed(source) or shown == html.unescape(source)
        assert len(shown) == len(source) or (source.startswith("&") and one.end - one.start <= 2) or source == "\r\n"
        assert one.start >= at
        assert one.source_start >= source_at
        assert text[at : one.start].strip() == ""
        at, source_at = one.end, one.source_end
    assert text[at:].strip() == ""


def test_an_article_is_read_without_its_page() -> None:
    """Navigation, notices, buttons, comments, scripts, hidden text and footnote marks are left out; all else stays."""
    document, tally = read_all(FIXTURES / "article.html")
    assert document.text.split("\n\n") == [
        "Seven ports and a\u00a0broken seal",
        "The coaster lay for seven days off the outer roads of Haldra before anyone asked who had paid for her coal. "
        "The harbour office — which keeps its books on paper — found three names for one owner.",
        "Customs officers opened two of her containers & counted 1,400\u00a0cartons of cigarettes; the hold measured "
        "900 m3. The seal on the third had been broken and closed again with wire.",
        "Owner: Haldra Shipping",
        "Flag: none",
        "Port\tDays",
        "Haldra\t7",
        "She left on the evening tide.\nNo charge was ever brought.",
        "The wire was never found.",
    ]
    assert (document.title, document.author) == ("Seven ports and a\u00a0broken seal", "Mara Lind")
    assert (document.published, document.language) == ("2012-03-14", "eng")
    assert tally.encoding == "utf-8"
    check_offsets(document.text, document.offsets, (FIXTURES / "article.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ('<meta name="date" content="2010-10-04">', "", "2010-10-04"),
        ('<meta property="article:modified_time" content="2010-10-04">', "", None),
        ('<meta name="date" content="04/05/2010">', "", None),  # April or May
        ("", '<time datetime="2010-10-04T10:00">today</time>', "2010-10-04"),
        ("", '<p><time class="updated" datetime="2010-10-04">today</time></p>', None),
        ("", "<p>on May 5 | in Narcotics</p>", "XXXX-05-05"),
        ("", "<p>Posted on 5 May 2015 by Mara Lind</p>", "2015-05-05"),
        ('<script type="application/ld+json">{"@type":"Report","datePublished":"2010-10"}</script>', "", "2010-10"),
        ('<script type="application/ld+json">{"@type":"Comment","datePublished":"2010-10"}</script>', "", None),
        ('<script type="application/ld+json">{not json</script>', "", None),
        ("", "<p>© 2015 Small Ships</p>", None),
    ],
)
def test_dates_of_publication_are_stated_or_printed(
    tmp_path: Path, head: str, body: str, published: str | None
) -> None:
    """Only what names the publication dates a page; no copyright year, change or guess does."""
    page = f"<html><head><title>T</title>{head}</head><body><article><h1>T</h1>{body}{PROSE}</article></body></html>"
    assert read(tmp_path, page).published == published
    assert read(tmp_path, page, published="1999").published == "1999"


def test_a_page_without_article_is_cut_around_its_prose(tmp_path: Path) -> None:
    """Old pages of tables and line breaks: from the heading over the first prose to the last, menus left out."""
    text = "The vessel was seized off the coast, and its crew was questioned for two days in the port by the navy."
    page = (
        "<html><body><table><tr><td><a href=a>Home</a><br><a href=b>News</a><td>"
        f"<h2>A seizure</h2>{text}<br><br>{text}<p>The end."
        "<tr><td colspan=2><a href=c>Imprint</a> <a href=d>Contact</a></table></body></html>"
    )
    assert read(tmp_path, page).text.split("\n\n") == ["A seizure", text, text, "The end."]


def test_a_table_of_links_in_an_article_is_kept(tmp_path: Path) -> None:
    """A table of ships links each name; a list of nothing but links is a menu."""
    rows = "<tr><td><a href=1>Fan Ke</a><td><a href=2>Tong Hung San</a>" * 2
    page = (
        f"<article><h1>T</h1>{PROSE}<table>{rows}</table><ul><li><a href=1>One</a><li><a href=2>Two</a></ul></article>"
    )
    assert read(tmp_path, page).text.endswith("Fan Ke\tTong Hung San\n\nFan Ke\tTong Hung San")


@pytest.mark.parametrize(
    ("items", "kept"),
    [
        ("<li><a href=1>Small state stole $3 million in crypto</a>", ""),
        (
            "<li><a href=1>A small state stole $3 million in crypto last year, as the ministry of finance said.</a>"
            * 2,
            "",
        ),
        ("<li><a href=1>The list</a> names the ship.", "\n\nRelated\n\nThe list names the ship."),
    ],
)
def test_a_list_whose_items_are_only_links_is_left_out(tmp_path: Path, items: str, kept: str) -> None:
    """Links to other reports are no part of this one, be it one headline or whole sentences; lists of words are."""
    text = read(tmp_path, f"<article><h1>T</h1>{PROSE}<h3>Related</h3><ul>{items}</ul></article>").text
    assert text.rpartition("in the port.")[2] == kept


def test_a_misnamed_element_that_holds_the_report_is_kept(tmp_path: Path) -> None:
    """A report inside `sidebar`, or under an unclosed `nav`, is still the report."""
    assert "seized" in read(tmp_path, f"<body><div class=sidebar>{PROSE}</div></body>").text
    assert "seized" in read(tmp_path, f"<body><nav><a href=x>Home</a><main><h1>T</h1>{PROSE}</main></body>").text


@pytest.mark.parametrize(
    ("name", "attributes", "rule"),
    [
        ("div", {"class": "site-footer"}, Rule.DROP),
        ("div", {"id": "cookieConsent"}, Rule.DROP),
        ("div", {"class": "post-share-buttons"}, Rule.DROP),
        ("div", {"role": "navigation"}, Rule.DROP),
        ("ol", {"class": "comment-list"}, Rule.COMMENTS),
        ("header", {}, Rule.DROP),
        ("div", {"class": "content-with-sidebar"}, None),
        ("div", {"class": "social-science-content"}, None),
        ("div", {"class": "post tag-ads"}, None),
        ("body", {"class": "comments-open nav"}, None),
        ("article", {"class": "related"}, None),
        ("div", {}, None),
    ],
)
def test_names_of_classes_are_read_as_words(name: str, attributes: dict[str, str], rule: Rule | None) -> None:
    """A class counts when its last telling word does and no word turns it around."""
    assert element_rule(name, attributes, is_inside_article=False) is rule


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("a < b &amp; c &lt; d &xyz; AT&T", "a < b & c < d &xyz; AT&T"),
        ("<p>one<p>two<li>three<li>four", "one\n\ntwo\n\nthree\n\nfour"),
        ("a<!-- <p>b --><!doctype x><?x y?>c", "ac"),
        ("<b>a</p></i>b</b>", "ab"),
        ("<pre>  x = 1\n   y</pre>", "x = 1\n   y"),
        ("a&#8212;b&#x2014;c&#0;d&#xD800;", "a—b—c\ufffdd\ufffd"),
        ("Muni&shy;tion und Ladun\u00adgen", "Munition und Ladungen"),
        ("a<textarea><p>b</textarea>c<select><option>d</select>", "ac"),
        ("<script>if (a</b) x</script>t<SCRIPT>u</script >v", "tv"),
        ("<style>x", ""),
        ("x <a href='y", "x"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "a\n\nb\n\nc"),
        ("<svg><text>x</text></svg><p title='a>b'>c", "c"),
        ("<ruby>漢<rp>(<rt>kan<rp>)</ruby>字", "漢字"),
    ],
)
def test_markup_is_read_as_a_browser_does(page: str, text: str) -> None:
    """Constructs of HTML, sound and broken, one by one."""
    joined = join_blocks([one.block for one in build_tree(page, "f").blocks])
    assert joined.text == text
    check_offsets(joined.text, joined.offsets, page)


PIECES = [
    "a",
    " ship",
    "\n",
    "<p>",
    "</p>",
    "<div class=nav>",
    "</div>",
    "<b>",
    "</b>",
    "<br>",
    "&amp;",
    "&#160;",
    "&copy",
]
PIECES += [
    "<li>",
    "</ul>",
    "<td>",
    "<tr>",
    "</table>",
    "<a href='x>y'>",
    "</a>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
]
PIECES += ["<", ">", "&", '"', "<pre>", "</pre>", "\r\n", "é\u00a0", "<sup>", "2", "<h1>", "<article>", "\t", "=", "'"]


@given(st.lists(st.sampled_from(PIECES), max_size=50).map("".join))
def test_offsets_hold_for_any_page(page: str) -> None:
    """Whatever the markup, no character of the text is misplaced, and tags and scripts never are text."""
    joined = join_blocks([one.block for one in build_tree(page, "f").blocks])
    check_offsets(joined.text, joined.offsets, page)


@given(st.text(st.sampled_from("<>/!-'\"= ab&;\n?"), max_size=60))
def test_tokens_are_spans_in_order(page: str) -> None:
    """Tokens follow one another and lie inside the page."""
    at = 0
    for token in tokenize(page, "f"):
        assert at <= token.start <= token.end <= len(page)
        at = token.end
        if token.kind is TokenKind.OPEN:
            assert page[token.start] == "<"
            read_attributes(token.attributes)


@pytest.mark.parametrize(
    ("page", "encoding", "said"),
    [
        ('<meta charset="windows-1251"><p>Суд арестовал танкер', "cp1251", "windows-1251"),
        ('<?xml version="1.0" encoding="euc-kr"?><html><p>북한의 무역회사', "cp949", "euc-kr"),
        ("<p>Суд", "utf-16", "utf-16-le"),
    ],
)
def test_declared_encodings_are_used_and_recorded(tmp_path: Path, page: str, encoding: str, said: str) -> None:
    """The page's declaration decides over its bytes where they are not UTF-8."""
    path = tmp_path / "a.html"
    path.write_bytes(page.encode(encoding))
    document, tally = read_all(path)
    assert document.text == page.rpartition(">")[2]
    assert tally.encoding == said
    assert decode(path.read_bytes(), "f", "x" if encoding == "utf-16" else said).encoding == said


HOSTILE = {
    "nested": "<div>" * 100_000 + "the text" + "</div>" * 100_000,
    "nested with text": "<div>text " * 100_000,
    "unclosed inline": "<b><p>t" * 100_000,
    "stray ends": "<b><div>" + "<i>" * 140_000 + "</b>" * 140_000,
    "one line": "<p>" + "word " * 2_000_000,
    "too long a line": "x" * 100_000_000,
    "open tags": "<a " * 1_000_000,
    "open quotes": '<a b="' * 1_000_000,
    "less-than signs": "<" * 5_000_000,
    "open comments": "<!--" * 1_000_000,
    "scripts": "<script>" * 1_000_000,
    "references": "&amp;" * 3_000_000,
    "many tags": "<b>x</b>" * 500_000,
    "breaks": "x<br>" * 140_000,
    "attributes": "<p " + "a=b " * 1_000_000 + ">text",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_soon(tmp_path: Path, name: str) -> None:
    """No page takes more than linear time: it is read, or refused with a reason."""
    start = time.process_time()
    try:
        read(tmp_path, "<html><body>" + HOSTILE[name])
    except InputError as exc:
        assert exc.what.startswith(("the document is too large", "the document holds no text"))
    assert time.process_time() - start < 20


def test_nesting_of_any_depth_is_read(tmp_path: Path) -> None:
    """Depth is no limit: nothing here recurses."""
    assert read(tmp_path, "<div>" * 20_000 + "the text" + "</div>" * 20_000).text == "the text"


@pytest.mark.parametrize(
    "page", ["", "<html><body></body></html>", "<script>x</script>", "<nav><a href=x>Home</a></nav>"]
)
def test_a_page_without_text_is_an_error(tmp_path: Path, page: str) -> None:
    """A page that a script would fill holds nothing to read."""
    with pytest.raises(InputError, match=r"holds no text|is empty"):
        read(tmp_path, page)


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ("2010-10-04T23:30:00-05:00", "2010-10-04"),  # the publisher's own day
        ("20101004", "2010-10-04"),
        ("2010-10", "2010-10"),
        ("4 October 2010", "2010-10-04"),
        ("Mon, 04 Oct 2010 10:00:00 GMT", "2010-10-04"),
        ("0001-01-01T00:00:00", None),
        ("2010-13-45T00:00", None),
        ("yesterday", None),
        (20101004, None),
    ],
)
def test_machine_dates(value: object, edtf: str | None) -> None:
    """Dates of meta elements are read whole or not at all."""
    assert page_date(value) == edtf


@pytest.mark.parametrize("name", LAYOUTS)
def test_common_layouts_are_read_without_their_furniture(tmp_path: Path, name: str) -> None:
    """All of the report is kept, and nothing that stands around it, captions and bylines included."""
    document = read(tmp_path, LAYOUTS[name])
    found = set(re.findall(r"\b[KX]\d+\b", document.text))
    assert found == set(re.findall(r"\bK\d+\b", LAYOUTS[name]))
    assert [text for text in FURNITURE if text in document.text] == []
    assert document.title is not None
    assert document.title.startswith("K0 ")
    assert document.published in (None, "2014-03-02")
