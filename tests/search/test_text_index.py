"""Full-text search: names in any script, unfinished words, typos; no query is wrong."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.dossier.archive import Archive
from counterflow.dossier.find import make_snippet, search
from counterflow.search.terms import find_terms, search_terms


@pytest.mark.parametrize(
    ("query", "entity_id"),
    [
        ("bureau 39", "ofac-12209"),
        ("Bureau 3", "ofac-12209"),  # still being typed
        ("KDBKKPPY", "ofac-12312"),  # an identifier
        ("ofac-12312", "ofac-12312"),  # a list's own id
        ("전일춘", "eu-32017R1509-XV.C-1"),  # Hangul
        ("daesng bank", "ofac-12312"),  # one letter missing
    ],
)
def test_a_party_is_found(example_archive: Archive, query: str, entity_id: str) -> None:
    """What users type finds the party among the first five."""
    wanted = example_archive.rows("SELECT canonical_id FROM canonical WHERE entity_id = $id", id=entity_id)
    assert wanted[0]["canonical_id"] in [party.id for party in search(example_archive, query).parties[:5]]


def test_the_matched_alias_is_shown(example_archive: Archive) -> None:
    """A party found by an alias says which."""
    (party, *_) = search(example_archive, "bureau 39").parties
    assert party.matched is not None
    assert party.matched.casefold() == "bureau 39"


def test_documents_are_found_by_their_words(example_archive: Archive) -> None:
    """A word of a text finds its document, with the piece around it."""
    results = search(example_archive, "heroin lorne")
    assert results.total_documents >= 1
    snippet = results.documents[0].snippet
    marked = {snippet.text[start:end].casefold() for start, end in snippet.highlights}
    assert "lorne" in marked or "heroin" in marked


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_no_query_is_wrong(example_archive: Archive, query: str) -> None:
    """Quotes, operators, emoji, control characters: always an answer."""
    results = search(example_archive, query)
    assert results.query == query
    assert len(results.parties) <= 20


def test_terms_fold_case_and_accents_and_part_han() -> None:
    """One way of writing and asking for a word, in every script."""
    assert search_terms("Taesŏng ÉTAT") == ["taesong", "etat"]
    assert search_terms("朝鲜 co") == ["朝", "鲜", "co"]
    assert search_terms("봉수") == ["봉수"]
    assert search_terms("!?*") == []


def test_of_an_unspaced_script_only_the_characters_asked_for_are_marked() -> None:
    """A sentence without spaces is no single word; beside it, words stay whole."""
    assert find_terms("平壌市民が集まった", ["市"]) == [(2, 3)]
    assert find_terms("Pyongyang平壌 market", search_terms("pyong 壌")) == [(0, 9), (10, 11)]
    assert find_terms("か\u3099く", search_terms("が")) == [(0, 2)]
    assert find_terms("전일춘이 말했다", ["전일춘"]) == [(0, 4)]


@given(st.text(max_size=200), st.text(st.characters(categories=["L"]), min_size=1, max_size=4))
def test_snippets_are_exact(text: str, word: str) -> None:
    """Highlights lie inside the snippet and hold a term; a snippet is a piece of its text."""
    text = f"{text} {word} {text}"
    terms = search_terms(word)
    snippet = make_snippet(text, terms)
    assert snippet.text in text
    for start, end in snippet.highlights:
        assert 0 <= start < end <= len(snippet.text)
    for start, end in find_terms(text, terms):
        assert any(one.startswith(term) for one in search_terms(text[start:end]) for term in terms)
