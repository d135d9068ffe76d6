"""Linking end to end, on records made here with known errors."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from counterflow.resolve.linkage import Linkage, infer_fields, link_records

_GIVEN = "william john thomas george henry james mary anna charles edward robert alice emma arthur frank sarah".split()
_STEMS = "clar wood row haw bur pen cul mun hal kin brid mack strat low bev mad".split()
_ENDS = "ke gate land kins ney ny peper ro stead ley ford enzie ham den ington ock".split()
_PLACES = "bristol leeds york bath truro derby ripon wells ely lincoln chester exeter".split()
PROPERTIES = {"name": "name", "born": "birthDate", "place": "birthPlace", "code": "postalCode"}


def make_records(parties: int, copies: int, seed: int = 0) -> list[dict[str, Any]]:
    """Make parties, and of each several records with an error in one or two of the four fields."""
    rng = random.Random(seed)
    rows = []
    for party in range(parties):
        name = f"{rng.choice(_GIVEN)} {rng.choice(_STEMS)}{rng.choice(_ENDS)}"
        born = f"{rng.randint(1840, 1869)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        code = f"{rng.choice('abcdefgh')}{rng.randint(1, 9)} {rng.randint(1, 9)}{rng.choice('abcdef')}x"
        place = rng.choice(_PLACES)
        for copy in range(copies):
            row: dict[str, Any] = {"name": name, "born": born, "place": place, "code": code}
            for field in rng.sample(sorted(row), rng.randint(0, 2) if copy > 0 else 0):
                row[field] = None if rng.random() < 0.5 else _spoil(row[field], rng)
            rows.append({**row, "id": f"{rng.getrandbits(48):012x}", "party": party, "file": str(copy % 2)})
    rng.shuffle(rows)
    return rows


def _spoil(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return text[:at] + rng.choice("abcde" if text[at].isalpha() else "12345") + text[at + 1 :]


def link(rows: list[dict[str, Any]], side: str | None = None) -> Linkage:
    """Link rows by all four fields."""
    return link_records(pa.Table.from_pylist(rows), infer_fields(PROPERTIES), ids="id", side=side)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    """600 records of 150 parties."""
    return make_records(150, 4)


@pytest.fixture(scope="module")
def found(rows: list[dict[str, Any]]) -> Linkage:
    """What is found in them."""
    return link(rows)


def _pairs(labels: list[Any]) -> set[tuple[int, int]]:
    return {(i, j) for i in range(len(labels)) for j in range(i + 1, len(labels)) if labels[i] == labels[j]}


def test_finds_duplicates(rows: list[dict[str, Any]], found: Linkage) -> None:
    """Records with errors come together by party, with hardly a false pair, without labels."""
    party = {row["id"]: row["party"] for row in rows}
    true, said = _pairs([party[id_] for id_ in found.ids]), _pairs(found.clusters.tolist())
    assert len(true & said) / len(said) > 0.97
    assert len(true & said) / len(true) > 0.95


def test_order_does_not_matter(rows: list[dict[str, Any]], found: Linkage) -> None:
    """Records in another order give the same clusters and the same probabilities."""
    again = link(rows[::-1])
    assert again.ids == found.ids
    assert np.array_equal(again.clusters, found.clusters)
    assert np.array_equal(again.probability, found.probability)


def test_reasons_add_up(found: Linkage) -> None:
    """What the fields contribute and the prior are the log-odds, and each field is named."""
    for pair in (0, len(found.left) // 2, len(found.left) - 1):
        reasons = found.reasons(pair)
        assert [reason["feature"] for reason in reasons] == ["name", "birthDate", "birthPlace", "postalCode"]
        assert found.model.prior + sum(one["contribution"] for one in reasons) == pytest.approx(found.log_odds[pair])


def test_links_two_files(rows: list[dict[str, Any]]) -> None:
    """Of two files without duplicates, each record has one partner at most, of the other file."""
    once = make_records(150, 2, seed=1)
    found = link(once, side="file")
    by_id = {row["id"]: row for row in once}
    pairs = [(by_id[found.ids[i]], by_id[found.ids[j]]) for i, j in enumerate(found.clusters.tolist()) if i != j]
    assert all(left["file"] != right["file"] for left, right in pairs)
    assert sum(left["party"] == right["party"] for left, right in pairs) >= 0.95 * 150
    assert sum(left["party"] != right["party"] for left, right in pairs) <= 1
    assert np.unique(found.clusters, return_counts=True)[1].max() == 2


def test_few_or_no_records() -> None:
    """No record, one record and records without any value give no pairs and no error."""
    schema = pa.schema([(name, pa.string()) for name in ("id", *PROPERTIES)])
    for size in (0, 1, 3):
        table = pa.Table.from_pylist([{"id": str(one)} for one in range(size)], schema=schema)
        found = link_records(table, infer_fields(PROPERTIES), ids="id")
        assert len(found.left) == 0
        assert found.clusters.tolist() == list(range(size))
