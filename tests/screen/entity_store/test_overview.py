"""Counts that were made when the store was written are those that a search would make."""

from __future__ import annotations

import pytest

from counterflow.screen.entity_store.filter import Filter, searched_schemata
from counterflow.screen.entity_store.overview import can_answer
from counterflow.screen.entity_store.read import EntityStore
from counterflow.screen.entity_store.search import SearchQuery

_FACETS = ("schema", "datasets", "countries", "topics", "genders")


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(),
        Filter(schemata=searched_schemata("Thing")),
        Filter(without_schemata=frozenset(["Person"])),
        Filter(schemata=searched_schemata("Sanction"), without_schemata=frozenset(["Sanction"])),
    ],
)
def test_kept_counts_are_those_of_a_search(store: EntityStore, wanted: Filter) -> None:
    """A filter that lets all pass, but is no schema's, is answered by counting; the answers are the same."""
    searched = Filter(None, wanted.schemata, wanted.without_schemata, frozenset(["nobody"]))
    assert can_answer(wanted, _FACETS)
    assert not can_answer(searched, _FACETS)
    for limit, offset in ((100, 0), (2, 1)):
        kept = store.search(SearchQuery("", wanted, limit=limit, offset=offset, facets=_FACETS))
        assert kept == store.search(SearchQuery("", searched, limit=limit, offset=offset, facets=_FACETS))


def test_identifiers_are_counted_anew(store: EntityStore) -> None:
    """Their counts are not kept: next to all differ."""
    assert not can_answer(Filter(), ("identifiers",))
    assert len(store.search(SearchQuery("", facets=("identifiers",))).facets["identifiers"]) == 3
