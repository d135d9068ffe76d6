"""Where spans of a document's text stand in its file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.single import Read, find_single, read_single
from counterflow.collect.source import Source
from counterflow.service.reading.place import Place
from counterflow.tables.document import Page

WORD = re.compile(r"\w+")

HTML = (
    "<html><body><main><h1>Ships</h1><p>The <b>navy</b> of R&amp;D seized 150&nbsp;kg<br>in <a href='x'>Port\n   "
    "Said</a>.</p><p>Second paragraph, with enough words to be one.</p></main></body></html>"
)
MARKDOWN = (
    "---\ntitle: T\n---\n# Ships\n\nThe **navy** seized *150 kg* in [Port Said](http://x.example).\n\n- An item\n"
)
TEXT = (
    "Ships\n\nThe navy of a country in the south seized one hundred and\nfifty kilograms of heroin in the harbour "
    "of a town that is\nnot named here.\r\n\r\nA second   paragraph.\n"
)


def read(tmp_path: Path, name: str, text: str) -> Read:
    path = tmp_path / name
    path.write_bytes(text.encode())
    source = find_single(path, name)
    assert isinstance(source, Source)
    (found,) = read_single(source)
    assert isinstance(found, Read)
    return found


def place_of(found: Read) -> Place:
    return Place(found.document.text, found.document.offsets, found.original, found.document.pages)


@pytest.mark.parametrize(("name", "text"), [("a.html", HTML), ("a.md", MARKDOWN), ("a.txt", TEXT)])
def test_each_word_stands_where_it_is_said_to(tmp_path: Path, name: str, text: str) -> None:
    """A span of the decoded file is the word that was read, line ends as they stand."""
    found = read(tmp_path, name, text)
    assert found.original == text
    place = place_of(found)
    assert place.counts == "file"
    words = list(WORD.finditer(found.document.text))
    assert len(words) > 10
    for word in words:
        start, end, quoted = place.span(*word.span())
        assert quoted == text[start:end] == word.group()


def test_a_span_over_markup_holds_it(tmp_path: Path) -> None:
    """What stands between the first and the last character is what the file has there."""
    found = read(tmp_path, "a.html", HTML)
    start = found.document.text.index("navy")
    assert place_of(found).span(start, start + len("navy of")).text == "navy</b> of"
    start = found.document.text.index("&")
    assert place_of(found).span(start, start + 1).text == "&amp;"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.lists(st.text("abcdé한 ", min_size=1, max_size=12), min_size=1, max_size=6).map("\n".join), min_size=1
    ).map("\n\n".join)
)
def test_words_of_any_text(tmp_path: Path, text: str) -> None:
    """Whatever is joined or left out, a word stands where it is said to, and spans are never empty or turned round."""
    if text.strip() == "":
        return
    found = read(tmp_path, "a.txt", text)
    place = place_of(found)
    for word in WORD.finditer(found.document.text):
        start, end, quoted = place.span(*word.span())
        assert quoted == text[start:end] == word.group()
    for start in range(len(found.document.text)):
        first, last, _ = place.span(start, start + 1)
        assert 0 <= first < last <= len(text)


def test_no_text_no_file() -> None:
    """Where the original is no text, places count the text that was read, and pages say where to look."""
    place = Place("One two", (), None, (Page(1, 0, 4), Page(2, 4, 7)))
    assert place.counts == "text"
    assert place.span(4, 7) == (4, 7, "two")
    assert [place.page(at) for at in (0, 4, 9)] == [1, 2, None]
