"""Parties of a handful, searched by equal names: what surrounds the search is tested without the kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from counterflow.compare.reason import Reason
from counterflow.screen.answer import IndexRef, ListRef, Status
from counterflow.screen.party import Found
from counterflow.screen.screener import Limits, Screener


class FewParties:
    """Finds a party by a name that it has; a second reading finds it with a lower score."""

    index = IndexRef("b1", (ListRef("un_sc_sanctions", "2026-02-10", False), ListRef("own", None, None)))
    algorithm = "test-v1"

    def __init__(self, entities: Sequence[Mapping[str, Any]]) -> None:
        self.entities = entities
        self.asked = 0

    def search(self, entities: Sequence[Mapping[str, Any]], *, limit: int, cutoff: float) -> list[list[Found]]:
        self.asked += len(entities)
        return [
            [one for one in (self._score(query, party) for party in self.entities) if one.score >= cutoff]
            for query in entities
        ]

    def status(self, entity_id: str) -> Status:
        return Status.UNVERIFIED if entity_id.startswith("report-") else Status.LISTED

    def owner_words(self, entity_id: str) -> str:
        return ""

    @staticmethod
    def _score(query: Mapping[str, Any], party: Mapping[str, Any]) -> Found:
        names = query["properties"].get("name", [])
        known = [name.casefold() for name in party["properties"]["name"]]
        is_same = any(name.casefold() in known for name in names)
        is_sort = query["schema"] == party["schema"]
        score = (0.9 if is_sort else 0.4) if is_same else 0.01
        return Found(party, score, (Reason("name", names[0] if len(names) > 0 else "", party["caption"], 3.25),))


def party(entity_id: str, schema: str, name: str) -> dict[str, Any]:
    return {
        "id": entity_id,
        "schema": schema,
        "caption": name,
        "datasets": ["un_sc_sanctions"],
        "properties": {"name": [name]},
    }


@pytest.fixture
def parties() -> FewParties:
    """Two parties of one name, one listed and one only reported, and a ship."""
    return FewParties(
        [
            party("un-1", "Person", "Ri Yong Ho"),
            party("report-1", "Person", "RI YONG HO"),
            party("un-2", "Vessel", "Chong Chon Gang"),
        ]
    )


@pytest.fixture
def screener(parties: FewParties) -> Screener:
    return Screener(parties, Limits(threshold=0.5, cutoff=0.1, results=10))
