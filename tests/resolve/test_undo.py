"""Judgements through the real ledger: what is taken back leaves no trace, and nothing joins across a NEGATIVE."""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.ledger import Ledger
from counterflow.resolve.event.cluster import Pair, cluster_accounts
from counterflow.resolve.event.likeness import Likeness

Run = Callable[..., dict[str, pa.Table]]

PARTIES = [
    ("a:1", "Person", {"name": ["Kim Yong Chol"], "birthDate": ["1962"]}),
    ("b:1", "Person", {"name": ["Kim Yong-chol"], "birthDate": ["1962"]}),
    ("c:1", "Person", {"name": ["KIM, Yong Chol"]}),
    ("b:2", "Person", {"name": ["Kim Yong Chol"], "birthDate": ["1946"]}),
    ("c:2", "Person", {"name": ["Ri Kwang Il"]}),
]
IDS = [id_ for id_, _, _ in PARTIES]

pairs = st.sampled_from(sorted(itertools.combinations(sorted(IDS), 2)))
judgements = st.tuples(pairs, st.sampled_from(["positive", "negative", "unsure", "no_judgement"]))
acts = st.lists(st.one_of(judgements, st.integers(0, 6)), max_size=8)
"""A judgement, or that the entry of a number is taken back, be it a judgement or an undo."""

Judged = tuple[str, str, str]


@contextlib.contextmanager
def new_ledger() -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.of_file(Path(folder) / "ledger.sqlite")
        yield ledger
        ledger.close()


def said(ledger: Ledger) -> list[Judged]:
    return [(one["left_id"], one["right_id"], one["judgement"]) for one in ledger.of_kind("judgement")]


def judge(ledger: Ledger, pair: tuple[str, str], judgement: str) -> None:
    ledger.append("judgement", {"left_id": pair[0], "right_id": pair[1], "judgement": judgement}, by="ana")


def content(tables: Mapping[str, pa.Table]) -> dict[str, bytes]:
    """Give the bytes of each table."""
    found = {}
    for name, table in tables.items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table.combine_chunks())
        found[name] = sink.getvalue().to_pybytes()
    return found


@pytest.fixture(scope="module")
def untouched(run_resolve: Run) -> dict[str, bytes]:
    return content(run_resolve(PARTIES))


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(acts)
def test_what_is_taken_back_leaves_no_trace(run_resolve: Run, untouched: dict[str, bytes], done: Sequence[Any]) -> None:
    """Any judgements and undos give the bytes of those that stand alone; all taken back, those of an empty ledger."""
    with new_ledger() as ledger, new_ledger() as plain:
        for act in done:
            if not isinstance(act, int):
                judge(ledger, *act)
            elif act < len(entries := ledger.entries()):
                ledger.append("undo", {"hash": entries[act].hash}, by="bela")
        undone = ledger.undone()
        for entry in ledger.entries():
            if entry.kind == "judgement" and entry.hash not in undone:
                judge(plain, (entry.data["left_id"], entry.data["right_id"]), entry.data["judgement"])
        tables = run_resolve(PARTIES, judgements=said(ledger))
        assert content(tables) == content(run_resolve(PARTIES, judgements=said(plain)))
        last = {(left, right): judgement for left, right, judgement in said(ledger)}
        canonical = {row["entity_id"]: row["canonical_id"] for row in tables["canonical"].to_pylist()}
        for (left, right), judgement in last.items():
            assert judgement != "negative" or canonical[left] != canonical[right]
        for entry in ledger.effective(["judgement"]):
            ledger.append("undo", {"hash": entry.hash}, by="ana")
        assert content(run_resolve(PARTIES, judgements=said(ledger))) == untouched
        assert ledger.verify() == []


COUNT = 6
places = st.sampled_from(list(itertools.combinations(range(COUNT), 2)))
bits = st.one_of(st.none(), st.floats(-8, 8))


@given(st.dictionaries(places, bits), st.dictionaries(places, st.booleans(), max_size=6))
def test_no_event_holds_two_that_are_said_to_be_two(
    odds: Mapping[Pair, float | None], judged: Mapping[Pair, bool]
) -> None:
    """Whatever likeness and other judgements say; who is said to be one is one, unless a NEGATIVE stands between."""

    def compare(left: int, right: int) -> Likeness:
        found = odds.get((left, right), -4.0)
        return Likeness(0.0, "time", ()) if found is None else Likeness(found, None, ())

    clusters = cluster_accounts(COUNT, sorted(odds), compare, judged).clusters
    for (left, right), is_one in judged.items():
        assert is_one or not any({left, right} <= set(cluster) for cluster in clusters)
    if all(judged.values()):
        assert all(any({*pair} <= set(cluster) for cluster in clusters) for pair in judged)
