"""Decisions that stand from an earlier run are those of a run from nothing."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any, NamedTuple, cast

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from counterflow.model.doubt import Judgement
from counterflow.resolve.candidate.placed import Placed
from counterflow.resolve.candidate.score import SCORED
from counterflow.resolve.decided import Decided, decide_parties
from counterflow.resolve.earlier import Earlier
from counterflow.resolve.pair import Weighed
from counterflow.resolve.party import Parties

IDS = tuple("abcdefgh")


class Said(NamedTuple):
    """What lists and people say."""

    entities: Mapping[str, tuple[str, str]]
    """List and gender of each entity."""
    odds: Mapping[tuple[str, str], float]
    shared: tuple[tuple[str, str], ...]
    judgements: Mapping[tuple[str, str], Judgement]


@st.composite
def said(draw: st.DrawFn) -> Said:
    kinds = st.tuples(st.sampled_from(["x", "y", "z"]), st.sampled_from(["male", "male", "female"]))
    entities = draw(st.dictionaries(st.sampled_from(IDS), kinds, min_size=2))
    pairs = st.sampled_from([*combinations(sorted(entities), 2)])
    odds = draw(st.dictionaries(pairs, st.sampled_from([-1.5, 0.5, 1.0, 3.0, 5.0]), max_size=9))
    shared = draw(st.lists(pairs, unique=True, max_size=1))
    judgements = draw(st.dictionaries(pairs, st.sampled_from([*Judgement]), max_size=1))
    return Said(dict(sorted(entities.items())), dict(sorted(odds.items())), tuple(shared), judgements)


class Kept:
    """What an earlier run found, and what this one does."""

    def __init__(self, now: Said, before: Said | None, tables: Mapping[str, pa.Table]) -> None:
        self.ids = pa.array(list(now.entities), pa.string())
        known = {} if before is None else before.entities
        self.is_new = np.array([known.get(one) != kind for one, kind in now.entities.items()], np.bool_)
        new = [one for one, is_new in zip(now.entities, self.is_new.tolist(), strict=True) if is_new]
        self.touched = None if before is None else pa.array([*new, *(set(known) - set(now.entities))], pa.string())
        place = {one: at for at, one in enumerate(now.entities)}
        self._places = np.array([place.get(one, -1) for one in known], np.int64)
        self.stored = tables.__getitem__
        self.tables: dict[str, pa.Table] = {}

    def places_now(self, at: Any) -> Any:
        return self._places[at]

    def keep(self, name: str, rows: pa.Table) -> None:
        self.tables[name] = rows


def decide(now: Said, before: Said | None, tables: Mapping[str, pa.Table]) -> tuple[Decided, dict[str, pa.Table]]:
    ids, count = list(now.entities), len(now.entities)
    datasets = [list_ for list_, _ in now.entities.values()]
    marking = pa.array(["TLP:CLEAR"] * count, pa.string())
    schema = pa.array(["Person"] * count, pa.string())
    member = pa.table({"entity_id": ids, "dataset": datasets, "schema": schema, "handling": marking})
    fact = pa.table(
        {"entity_id": ids, "feature": ["genders"] * count, "values": [[gender] for _, gender in now.entities.values()]}
    )
    sides = {f"{side}_id": pa.array([pair[at] for pair in now.shared], pa.string()) for at, side in enumerate(SIDES)}
    texts = {"feature": "isin", "value": "1", "country": "", "strength": "unique"}
    shared = sides | {name: pa.array([one] * len(now.shared), pa.string()) for name, one in texts.items()}
    shared["is_ambiguous"] = pa.array([False] * len(now.shared), pa.bool_())
    record = pa.table({"dataset": datasets, "at": np.arange(count)})
    left, right = (np.array([ids.index(pair[at]) for pair in now.odds], np.int64) for at in (0, 1))
    rows = [
        {"left_id": one, "right_id": other, "odds": odds, "name_odds": odds, "is_weak": False, "is_alias": False}
        | {"has_number": False, "is_near": True, "reasons": "[]", "left_digest": "", "right_digest": ""}
        for (one, other), odds in now.odds.items()
    ]
    own = np.array(list(now.odds.values()), np.float64)
    weighed = Weighed(Placed.of(pa.Table.from_pylist(rows, SCORED), left, right), own, 1 / (1 + np.exp(-own)))
    earlier = Kept(now, before, tables)
    parties = Parties(member, fact, record, pa.table(shared), ("z",))
    return decide_parties(parties, weighed, now.judgements, cast("Earlier", earlier)), earlier.tables


SIDES = ("left", "right")


@given(st.lists(said(), min_size=2, max_size=3))
def test_any_history_gives_what_a_run_from_nothing_gives(history: list[Said]) -> None:
    before, tables = None, dict[str, pa.Table]()
    for now in history:
        found, tables = decide(now, before, tables)
        alone, _ = decide(now, None, {})
        for kept, made in zip(found, alone, strict=True):
            order = [(name, "ascending") for name in kept.column_names[:2]]
            assert kept.sort_by(order).to_pylist() == made.sort_by(order).to_pylist()
        before = now
