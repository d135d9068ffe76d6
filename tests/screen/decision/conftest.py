"""A record of decisions in a folder of its own, and a hit with an answer that shows it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from counterflow.case import Screening
from counterflow.ledger import Entry
from counterflow.model.decision import Decision
from counterflow.screen.answer import Answer, IndexRef, ListRef, ReasonLine, Result, Status
from counterflow.screen.decision.decide import Pair, Said, decide
from counterflow.screen.decision.hit import Hit
from counterflow.screen.decision.record import Record, record_of_file
from counterflow.screen.decision.seen import Seen, conditions_of, see
from counterflow.screen.screener import Limits

NOW = datetime.datetime(2026, 11, 22, 10, tzinfo=datetime.UTC)
LIMITS = Limits(threshold=0.5, cutoff=0.1, results=10)

SUBJECT: Mapping[str, Any] = {
    "schema": "Person",
    "properties": {"name": ["Ri Yong Ho"], "birthDate": ["1980-05-01"], "nationality": ["kp"]},
}
PARTY: Mapping[str, Any] = {
    "id": "un-1",
    "schema": "Person",
    "caption": "RI YONG HO",
    "referents": ["un-0"],
    "datasets": ["un_sc_sanctions"],
    "properties": {
        "name": ["RI YONG HO"],
        "alias": ["RI YO'NG-HO"],
        "birthDate": ["1944"],
        "nationality": ["kp"],
        "topics": ["sanction"],
        "address": ["Pyongyang"],
    },
}
REASONS = (
    ReasonLine("name", "Ri Yong Ho", "RI YONG HO", 6.5),
    ReasonLine("birth_year_differs", "1980-05-01", "1944", -3.25),
    ReasonLine("nationality_shared", "kp", "kp", 0.5),
)
HIT = Hit("c-1", SUBJECT, PARTY, Status.LISTED, REASONS, 0.625)


def answer_of(hit: Hit) -> Answer:
    """An answer that shows a hit."""
    result = Result(
        id=hit.party["id"],
        caption=hit.party["caption"],
        schema=hit.party["schema"],
        datasets=tuple(hit.party["datasets"]),
        score=hit.score,
        match=True,
        status=hit.status,
        explanation="Likely.",
        reasons=tuple(hit.reasons),
    )
    lists = (ListRef("un_sc_sanctions", "2026-02-10", False),)
    return Answer({"id": hit.subject_id, **hit.subject}, (result,), IndexRef("b1", lists), False, "test-v1")


def seen_of(hit: Hit) -> Seen:
    return see(answer_of(hit), conditions_of(LIMITS, "listed", NOW, "f" * 64))


def change_party(hit: Hit, **changes: Any) -> Hit:
    """The hit with another party: `properties` are laid over its own, other keys take their place."""
    properties = {**hit.party["properties"], **changes.pop("properties", {})}
    return replace(hit, party={**hit.party, **changes, "properties": properties})


def enter(
    record: Record,
    hit: Hit = HIT,
    decision: Decision = Decision.CLEAR,
    by: str = "anna",
    *,
    allow_hit: Hit | None = None,
) -> Entry:
    """Decide on a hit as it is shown; `allow_hit` goes on the allow-list."""
    pair = Pair(hit.subject_id, hit.party["id"], hit.members)
    return decide(record, pair, seen_of(hit), Said(decision, "born in another year", by), allow_hit=allow_hit)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record without rules."""
    one = record_of_file(tmp_path / "ledger.sqlite")
    yield one
    one.ledger.close()


@pytest.fixture
def strict(record: Record) -> Record:
    """The record where clearing needs four eyes, and what was seen goes after 30 days."""
    return replace(record, rules=Screening(frozenset([Decision.CLEAR]), 30))
