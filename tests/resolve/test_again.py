"""Which pairs are decided again: those that changed, and the parts of the graph of merges that may change with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.resolve.again import JUDGED, LINK, MERGE, MERGED, PAIR, SHARED, WEIGHED, Again, find_again
from counterflow.resolve.earlier import Earlier
from counterflow.resolve.probability import group

Pairs = Sequence[tuple[str, str]]

IDS = tuple("abcdefg")
MERGES = (("a", "b"), ("c", "d"), ("e", "f"), ("f", "g"))
"""Three clusters."""
CANDIDATES = {(one, other): 0.9 if (one, other) in MERGES else 0.1 for one in IDS for other in IDS if one < other}


class Kept:
    """What an earlier run kept of these entities."""

    def __init__(self, ids: Sequence[str], is_new: Sequence[str], tables: Mapping[str, pa.Table]) -> None:
        self.ids = pa.array(ids)
        self.is_new = np.array([one in is_new for one in ids])
        self.touched = pa.array([*is_new, *(one for one in IDS if one not in ids)], pa.string())
        self.stored = tables.__getitem__

    def places_now(self, at: Any) -> Any:
        return np.array([self.ids.index(one).as_py() for one in IDS], np.int64)[at]


def sides(pairs: Pairs, **columns: Any) -> pa.Table:
    ids = {name: pa.array([pair[at] for pair in pairs], pa.string()) for at, name in enumerate(("left_id", "right_id"))}
    return pa.table(ids | columns)


def weighed(ids: Sequence[str], probability: Mapping[tuple[str, str], float]) -> pa.Table:
    known = {pair: one for pair, one in probability.items() if pair[0] in ids and pair[1] in ids}
    places = {
        f"{side}_at": pa.array([ids.index(pair[at]) for pair in known]) for at, side in enumerate(("left", "right"))
    }
    return pa.table(places | {name: pa.array(list(known.values())) for name in ("own", "probability")})


def said(ids: Sequence[str], probability: Mapping[tuple[str, str], float], judged: Pairs = ()) -> dict[str, pa.Table]:
    judgements = sides(judged, judgement=pa.array(["negative"] * len(judged), pa.string()))
    return {
        WEIGHED: weighed(ids, probability),
        SHARED: sides([], feature=pa.array([], pa.string())),
        JUDGED: judgements,
    }


def asked(
    ids: Sequence[str] = IDS, changed: Mapping[tuple[str, str], float] | None = None, judged: Pairs = (), new: str = ""
) -> tuple[set[str], Again]:
    """Find what is decided again, as pairs."""
    members = sorted({one for pair in MERGES for one in pair})
    tables = said(IDS, CANDIDATES) | {
        PAIR: sides(list(CANDIDATES)),
        MERGE: sides(MERGES),
        LINK: pa.table({"source_id": [pair[1] for pair in MERGES]}),
        MERGED: pa.table({"entity_id": members}),
    }
    now = said(ids, {**CANDIDATES, **(changed or {})}, judged)
    found = find_again(cast("Earlier", Kept(ids, new, tables)), now)
    assert found is not None
    at = now[WEIGHED].filter(pa.array(found.asked[WEIGHED]))
    left, right = (at.column(f"{side}_at").to_pylist() for side in ("left", "right"))
    pairs = {ids[one] + ids[other] for one, other in zip(left, right, strict=True)}
    kept = {one + other for one, other in CANDIDATES if one in ids and other in ids}
    stands = tables[PAIR].filter(pa.array(found.stands[PAIR]))
    assert {one + other for one, other in zip(*(column.to_pylist() for column in stands.columns), strict=True)} == (
        kept - pairs
    )
    return pairs, found


def test_nothing_that_is_as_it_was() -> None:
    pairs, found = asked()
    assert pairs == set()
    assert all(stands.all() for stands in found.stands.values())


def test_a_pair_that_merges_nothing_alone() -> None:
    """Whatever is decided on it, the clusters of both sides stand."""
    pairs, found = asked(changed={("a", "c"): 0.2})
    assert pairs == {"ac"}
    assert found.stands[MERGED].all()
    assert found.stands[LINK].all()


@pytest.mark.parametrize("pair", [("a", "c"), ("b", "c")])
def test_a_pair_that_may_merge_with_the_parts_of_both_sides(pair: tuple[str, str]) -> None:
    pairs, found = asked(changed={pair: 0.95})
    assert pairs == {"ab", "ac", "ad", "bc", "bd", "cd"}
    assert found.stands[MERGED].tolist() == [False] * 4 + [True] * 3
    assert found.stands[LINK].tolist() == [False, False, True, True]


def test_a_merge_that_is_no_longer_likely() -> None:
    assert asked(changed={("a", "b"): 0.2})[0] == {"ab"}


def test_a_pair_within_a_part() -> None:
    """Its likeness bears on whether all members are one."""
    assert asked(changed={("e", "g"): 0.2})[0] == {"ef", "eg", "fg"}


def test_a_judgement() -> None:
    """It may keep apart what others join."""
    pairs, found = asked(judged=[("b", "d")])
    assert pairs == {"ab", "ac", "ad", "bc", "bd", "cd"}
    assert found.asked[JUDGED].tolist() == [True]


def test_what_was_merged_with_an_entity_that_is_gone() -> None:
    pairs, found = asked(ids=[one for one in IDS if one != "b"])
    assert pairs == set()
    assert found.stands[MERGED].tolist() == [False] * 2 + [True] * 5
    assert found.stands[MERGE].tolist() == [False, True, True, True]


def test_all_pairs_of_an_entity_that_changed() -> None:
    pairs, _ = asked(new="g")
    assert pairs == {"ag", "bg", "cg", "dg", "ef", "eg", "fg"}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_what_is_joined_has_the_smallest_number(pairs: list[tuple[int, int]]) -> None:
    joined = {one: {one} for one in range(10)}
    for one, other in pairs:
        whole = joined[one] | joined[other]
        for member in whole:
            joined[member] = whole
    left, right = (np.array([pair[at] for pair in pairs], np.int64) for at in (0, 1))
    assert group(10, left, right).tolist() == [min(joined[one]) for one in range(10)]
