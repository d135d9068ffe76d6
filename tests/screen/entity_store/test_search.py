"""Searching a store."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from counterflow.screen.entity_store.filter import FieldFilter, Filter, searched_schemata
from counterflow.screen.entity_store.read import EntityStore
from counterflow.screen.entity_store.search import FACETS, SearchQuery
from counterflow.screen.entity_store.sort import read_sorts

THINGS = Filter(schemata=searched_schemata("Thing"))


def found(store: EntityStore, text: str, **options: bool) -> list[str]:
    """Ids found, in order."""
    result = store.search(SearchQuery(text, limit=100, **options))  # type: ignore[arg-type]
    assert result.total == len(result.entities)
    return [one["id"] for one in result.entities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ri yong ho", ["NK-ri"]),
        ("HO ri", ["NK-ri"]),
        ('"ho ri"', []),
        ('"yong ho"', ["NK-ri"]),
        ("mari*", ["omm"]),
        ("juergen mueller", ["mueller"]),
        ("JURGEN overgard", ["mueller"]),
        ("vladimir petrov", ["petrov"]),
        ("ПЕТРОВ", ["petrov"]),
        ("外贸", ["beijing/1"]),
        ("贸外", []),
        ("omm", ["omm"]),
        ("7937317", ["ship"]),
        ("ps-654310175", ["NK-ri"]),
        ("pyongyang", ["address"]),
        ("pyongyang OR petrov", ["address", "petrov"]),
        ("country:kp -schema:Address -schema:Vessel -topic:sanction", []),
        ("country:kp schema:Vessel", ["ship"]),
        ("dataset:eu_fsf schema:Person", ["mueller"]),
        ("birthDate:1956-07", ["NK-ri"]),
        ("birthDate:1956-08", []),
        ("name:council", []),
        ("text:council", ["sanction"]),
        ("name:council OR text:council", ["sanction"]),
        ("Korea schema:Vessel", ["ship"]),
        ("vladmir~ petrow~", ["petrov"]),
        ("???", []),
    ],
)
def test_what_is_found(store: EntityStore, text: str, expected: list[str]) -> None:
    """Words in any order, phrases, beginnings, scripts, numbers, fields and choices."""
    assert sorted(found(store, text)) == sorted(expected)


def test_misspelt_words_are_found_only_if_asked(store: EntityStore) -> None:
    """One letter of a short word, two of a long one."""
    assert found(store, "chomg chan gang") == []
    assert found(store, "chomg chan gang", fuzzy=True) == ["ship"]
    assert found(store, "martinmy", fuzzy=True) == []
    assert found(store, "maritmie", fuzzy=True) == ["omm"]


@pytest.mark.parametrize("text", ["", "  ", "*", "*:*"])
def test_no_text_finds_all(store: EntityStore, network: list[dict[str, object]], text: str) -> None:
    """All, those with most values first."""
    ids = found(store, text)
    assert len(ids) == len(network)
    assert ids[0] == "NK-ri"


_HOSTILE = st.text(
    st.one_of(st.sampled_from('()"*~:|-+!^[]{}\\/ab \x00\udc80\ue000'), st.characters()), max_size=40
) | st.lists(
    st.sampled_from(
        ["AND", "OR", "NOT", "(", ")", '"', "name:", "country:", "a*", "-", "b~2", "NEAR(", "x:y", "{name}:"]
    )
).map(" ".join)


@given(_HOSTILE, st.booleans(), st.booleans())
@example('") OR 1=1 --', False, False)
@example("'; DROP TABLE entity; --", False, False)
@example("NOT NOT NOT -(-(-a))", False, False)
@example("schema:\x00", False, False)
@settings(max_examples=300, deadline=None)
def test_no_text_is_an_error(store: EntityStore, text: str, fuzzy: bool, simple: bool) -> None:
    """Whatever is typed gives an answer."""
    result = store.search(SearchQuery(text, fuzzy=fuzzy, simple=simple, facets=FACETS))
    assert result.total >= len(result.entities)


def test_long_and_deep_text(store: EntityStore) -> None:
    """Ten thousand words or brackets are answered too."""
    for text in ("a " * 10_000, "(" * 10_000, '"' * 9_999, "a OR " * 10_000, "x" * 100_000, "-(" * 5_000 + "a"):
        assert store.search(SearchQuery(text)).total == 0 or text.startswith("a")


def test_facets_count_all_that_is_found(store: EntityStore) -> None:
    """Not only the page; most first, then by value."""
    result = store.search(SearchQuery(filter=THINGS, limit=1, facets=FACETS))
    assert len(result.entities) == 1
    assert result.total == 7
    assert result.facets["schema"] == [("Person", 3), ("Company", 2), ("Address", 1), ("Vessel", 1)]
    assert result.facets["datasets"] == [("un_sc", 4), ("eu_fsf", 2), ("us_ofac", 2)]
    assert result.facets["countries"][0] == ("kp", 4)
    assert result.facets["topics"] == [("sanction", 2)]
    assert result.facets["genders"] == [("male", 2)]
    assert ("7937317", 1) in result.facets["identifiers"]


def test_order_by_fields(store: EntityStore) -> None:
    """As asked, missing last in both directions, then by id."""
    for direction, last in (("asc", "beijing/1"), ("desc", "beijing/1")):
        query = SearchQuery(filter=THINGS, sort=read_sorts([f"last_change:{direction}"]), limit=100)
        ids = [one["id"] for one in store.search(query).entities]
        assert ids[-1] == last
    assert ids[0] == "petrov"
    born = SearchQuery(filter=THINGS, sort=read_sorts(["properties.birthDate"]), limit=2)
    assert [one["id"] for one in store.search(born).entities] == ["NK-ri", "petrov"]


def test_pages_are_the_whole(store: EntityStore) -> None:
    """Page after page gives each entity once."""
    whole = found(store, "")
    pages = [store.search(SearchQuery(limit=3, offset=at)).entities for at in range(0, 12, 3)]
    assert [one["id"] for page in pages for one in page] == whole


def test_a_name_counts_more_than_other_text(store: EntityStore) -> None:
    """The company is called Maritime; a fields' value holds the word at best."""
    query = SearchQuery("ocean maritime", Filter(fields=(FieldFilter.read("target", ["true"]),)))
    assert [one["id"] for one in store.search(query).entities] == ["omm"]
