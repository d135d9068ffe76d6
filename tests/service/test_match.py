"""A filter is asked of each party once a request, however deep and often it is met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from counterflow.compare.reason import Reason
from counterflow.screen.entity_store.filter import Filter
from counterflow.screen.index_parties import IndexParties
from counterflow.screen.party import DEEPEST
from counterflow.service.match import Asked, match

from .conftest import CLOCK, DATES, LIMITS, QUERY, put

READ: list[str] = []


@dataclass
class Read:
    """A party that notes when it is read."""

    id: str
    score: float
    reasons: tuple[Reason, ...] = ()

    @property
    def entity(self) -> Mapping[str, Any]:
        READ.append(self.id)
        dataset = "wanted" if self.id == "p-3999" else "other"
        return {"id": self.id, "schema": "Person", "datasets": [dataset], "properties": {"name": ["Kim Yong Chol"]}}


def test_a_party_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two queries that meet the same four thousand, looked through from 250 on, twice as many each time."""

    def search(_parties: IndexParties, queries: Sequence[Any], *, limit: int, **_more: float) -> list[list[Read]]:
        return [[Read(f"p-{number}", 0.9 - number / 10_000) for number in range(limit)] for _ in queries]

    monkeypatch.setattr(IndexParties, "search", search)
    READ.clear()
    moment = put(tmp_path, DATES[0], None).at(CLOCK.now())
    found = match(moment, [QUERY, QUERY], Asked(LIMITS, Filter(scope=frozenset(["wanted"]))))
    assert [[hit.id for hit in one.hits] for one in found] == [["p-3999"]] * 2
    others = [one for one in READ if one != "p-3999"]
    assert len(others) == len(set(others)) == DEEPEST - 1
