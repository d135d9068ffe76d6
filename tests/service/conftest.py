"""An index whose one list has a date, and a search that needs no kernel."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from counterflow.compare.reason import Reason
from counterflow.remote.clock import SystemClock
from counterflow.screen.decision.record import Record, record_of_file
from counterflow.screen.index_parties import IndexParties
from counterflow.screen.list_dates import GivenDates, ListDate
from counterflow.screen.make_index import update_index
from counterflow.screen.screener import Limits
from counterflow.service.source import open_index_state
from counterflow.service.state import State

from ..interop.serving import ENTITIES, make_small_index

CLOCK = SystemClock()
LIMITS = Limits(0.5, 0.1, 10)
QUERY = {"id": "c-1", "name": "Kim Yong Chol"}
DATES = ("2026-02-01", "2026-02-02", "2026-02-03")


@dataclass
class Found:
    """The party that is always found."""

    entity: Mapping[str, Any]
    id: str = "un-1"
    score: float = 0.9
    reasons: tuple[Reason, ...] = ()


@pytest.fixture
def always_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search without the kernel: which lists are asked is tested, not what they find."""

    def search(parties: IndexParties, queries: Sequence[Any], **_limits: float) -> list[list[Found]]:
        return [[Found(parties.names.entity(parties.names.number("un-1")))] for _ in queries]

    monkeypatch.setattr(IndexParties, "search", search)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    one = record_of_file(tmp_path / "decisions.sqlite")
    yield one
    one.ledger.close()


def put(folder: Path, date: str, keep: Path | None, entities: Sequence[Mapping[str, Any]] = ENTITIES) -> State:
    """Say another date of one list, and keep what was there."""
    index = folder / "index"
    if not index.exists():
        make_small_index(folder)
    (folder / "e.jsonl").write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    dates = GivenDates({"un_sc_sanctions": ListDate(date)})
    update_index([folder / "e.jsonl"], index, workers=1, tell=lambda *_: None, dates=dates, keep=keep)
    return open_index_state(index, CLOCK, threads=1)
