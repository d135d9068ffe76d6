"""What an earlier run found of entities changes no later one."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow import engine as engines
from counterflow.model.identity import make_id
from counterflow.resolve.earlier import Earlier
from counterflow.resolve.kept import STATE
from counterflow.resolve.lookup import open_lookups, write_lookup
from counterflow.tables import EVIDENCE, STATEMENT, Statement

Party = tuple[str, str, Mapping[str, Sequence[str]]]
Run = Callable[..., dict[str, pa.Table]]

NAMES = ("Ri Yong Ho", "Kim Yong Chol", "Foo Trading", "Mansu Air")


@st.composite
def vintages(draw: st.DrawFn) -> dict[str, Any]:
    """Draw two lists with papers and designations, some of which are gone, and what documents and people say."""
    rows: list[Party] = []
    for at in range(draw(st.integers(0, 4))):
        one = f"{draw(st.sampled_from('ab'))}:{at}"
        schema = draw(st.sampled_from(["Person", "Company"]))
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))
        topics = draw(st.lists(st.just("sanction"), max_size=1))
        rows.append((one, schema, {"name": names, "country": draw(st.sampled_from([["kp"], []])), "topics": topics}))
        if draw(st.booleans()):
            number = draw(st.sampled_from(["654123456", "777123456"]))
            rows.append((f"{one}-p", "Passport", {"holder": [one], "number": [number], "country": ["kp"]}))
        if draw(st.booleans()):
            ends = draw(st.sampled_from([[], ["2020"], ["2030"]]))
            rows.append((f"{one}-s", "Sanction", {"entity": [one], "unscId": ["KPi.001"], "endDate": ends}))
    ids = [one for one, _, _ in rows]
    gone = draw(st.lists(st.sampled_from(ids), unique=True)) if len(ids) > 0 else []
    parties = [f"{list_}:{at}" for list_ in "ab" for at in range(4)]
    pairs = st.sampled_from([(one, other) for one in parties for other in parties if one < other])
    said = st.sampled_from(["positive", "negative", "unsure"])
    judged = draw(st.dictionaries(pairs, said, max_size=2))
    named = draw(st.lists(st.sampled_from([(NAMES[0], "person"), (NAMES[2], "company")]), max_size=2))
    return {
        "parties": rows,
        "gone_on": dict.fromkeys(gone, "2024-05-05"),
        "judgements": [(*pair, one) for pair, one in judged.items()],
        "mentions": named,
    }


_NUMBER = itertools.count()


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(vintages(), min_size=2, max_size=3))
def test_any_history_gives_what_a_run_from_nothing_gives(run_resolve: Run, history: list[dict[str, Any]]) -> None:
    """Records that come, change, go and are delisted leave the tables of a case that saw the last state alone."""
    cache = f"history-{next(_NUMBER)}"
    for vintage in history:
        kept = run_resolve(**vintage, cache=cache)
        alone = run_resolve(**vintage, cache=None)
        assert all(kept[name].equals(alone[name]) for name in kept)


def names_of(engine: engines.Engine) -> pa.Table:
    return engine.query("SELECT entity_id, value FROM statement WHERE prop = 'name'")


def keep(folder: Path, statements: Sequence[tuple[str, str]], *, look_up: bool) -> tuple[list[tuple[str, str]], int]:
    """Run over names of entities; gives all rows, and of how many entities they were made anew."""
    nothing: dict[str, Any] = dict.fromkeys(Statement._fields)
    rows = [
        Statement(**{**nothing, "id": make_id(one, value), "entity_id": one, "canonical_id": one, "prop": "name"}
        | {"prop_type": "name", "schema": "Person", "value": value, "dataset": "a", "external": False}
        | {"handling": "TLP:CLEAR"})
        for one, value in statements
    ]  # fmt: skip
    paths = {"statement": [folder / "statement.parquet"], "evidence": [folder / "evidence.parquet"]}
    STATEMENT.write(STATEMENT.from_rows(rows), paths["statement"][0])
    EVIDENCE.write(EVIDENCE.from_rows([]), paths["evidence"][0])
    if look_up:
        write_lookup(folder)
    lookups = open_lookups(paths)
    assert (lookups is not None) == look_up
    made = []

    def make(one: engines.Engine) -> pa.Table:
        made.append(names_of(one))
        return made[-1]

    with engines.connect(paths) as engine, Earlier(engine, folder / "cache", "1", lookups) as earlier:
        found = earlier.rows("member", make).select(["entity_id", "value"])
        for name in ("identifier", "name"):
            earlier.rows(name, names_of)
        canonical = "SELECT DISTINCT entity_id, entity_id AS canonical_id FROM statement"
        rows = engine.query(canonical)
        engine.register("canonical", rows)
        earlier.clusters(lambda one: one.query("SELECT canonical_id FROM canonical ORDER BY 1"), rows, ())
        earlier.save()
    found_rows = sorted(zip(*(column.to_pylist() for column in found.columns), strict=True))
    return found_rows, sum(one.num_rows for one in made)


@pytest.mark.parametrize("look_up", [False, True])
def test_only_what_changed_is_made_again(tmp_path: Path, look_up: bool) -> None:
    """A new entity and a changed one are made, one that is gone is left out; damage makes everything anew."""
    first = [("a:1", "A"), ("a:2", "B"), ("a:3", "C")]
    assert keep(tmp_path, first, look_up=look_up) == (first, 3)
    assert keep(tmp_path, first, look_up=look_up) == (first, 0)
    second = [("a:1", "A"), ("a:2", "X"), ("a:4", "D")]
    assert keep(tmp_path, second, look_up=look_up) == (second, 2)
    (member,) = (tmp_path / "cache" / "1").glob("member-*")
    member.write_bytes(b"damaged")
    assert keep(tmp_path, second, look_up=look_up) == (second, 3)
    (tmp_path / "cache" / "1" / STATE).unlink()
    assert keep(tmp_path, second, look_up=look_up) == (second, 3)
