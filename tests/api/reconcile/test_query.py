"""Queries into example entities."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

from counterflow.api.reconcile.query import BATCH_SIZE, MAX_CHARS, MAX_LIMIT, MAX_VALUES, Question, read_batch

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
QUERY = st.fixed_dictionaries(
    {},
    optional={
        "query": st.text(st.characters()) | JSON,
        "type": st.sampled_from(["Person", "Vessel", "Q5", ["Company", "Person"]]) | JSON,
        "limit": st.integers() | st.floats() | JSON,
        "type_strict": st.sampled_from(["any", "all", "should"]) | JSON,
        "properties": st.lists(st.fixed_dictionaries({"pid": st.sampled_from(["birthDate", "x"]) | JSON, "v": JSON}))
        | JSON,
    },
)


def question(**query: Any) -> Question:
    batch = read_batch({"q0": query})
    assert batch.problems == {}
    return batch.questions["q0"]


def problem(**query: Any) -> str:
    batch = read_batch({"q0": query})
    assert batch.questions == {}
    return batch.problems["q0"]


@given(st.dictionaries(st.text(), QUERY | JSON, max_size=5))
def test_every_query_is_asked_or_is_a_problem(queries: dict[str, Any]) -> None:
    """Nothing that a client sends is an error of the batch, or is lost."""
    batch = read_batch(queries)
    assert batch.keys == tuple(queries)
    assert set(batch.questions) | set(batch.problems) == set(queries)
    for one in batch.questions.values():
        assert len(one.entities) > 0
        assert 1 <= one.limit <= MAX_LIMIT
        json.dumps(one.entities, ensure_ascii=False).encode("utf-8")  # no lone surrogate goes on


def test_a_lone_surrogate_goes_no_further() -> None:
    """No list's file can hold one, and what reads names expects none."""
    asked = question(query="K\ud800im", properties=[{"pid": "alias", "v": "\udfffKim"}], type="Person")
    assert asked.entities[0]["properties"] == {"name": ["K\ufffd\ufffd\ufffdim"], "alias": ["\ufffd\ufffd\ufffdKim"]}


def test_a_name_without_a_type_is_read_as_every_sort() -> None:
    """As screening reads a row that does not say."""
    assert [one["schema"] for one in question(query="Kim").entities] == ["Person", "LegalEntity"]


def test_each_type_is_a_reading() -> None:
    """Several may be asked for."""
    asked = question(query="Kim", type=["Company", "Vessel", "Company"])
    assert [one["schema"] for one in asked.entities] == ["Company", "Vessel"]


@pytest.mark.parametrize("pid", ["birthDate", "Person:birthDate"])
@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("1984-01-08", ["1984-01-08"]),
        (1984, ["1984"]),
        (1984.0, ["1984"]),
        (["1984", 1985, True], ["1984", "1985"]),
        ({"id": "Q1", "name": "1984"}, ["1984"]),
        ({"id": "1984"}, ["1984"]),
        (False, []),
    ],
)
def test_values_become_texts(pid: str, value: Any, texts: list[str]) -> None:
    """Numbers, lists and cells that were reconciled themselves."""
    (entity,) = question(query="Kim", type="Person", properties=[{"pid": pid, "v": value}]).entities
    assert entity["properties"].get("birthDate", []) == texts


def test_names_may_stand_among_the_properties() -> None:
    """`query` may be left out."""
    asked = question(properties=[{"pid": "name", "v": "Kim"}, {"pid": "alias", "v": "Jong"}], type="Person")
    assert asked.entities[0]["properties"] == {"name": ["Kim"], "alias": ["Jong"]}


def test_a_property_that_is_not_known_is_left_out_and_said() -> None:
    """The rest of the query is asked."""
    batch = read_batch(
        {"q0": {"query": "Kim", "properties": [{"pid": "P31\n", "v": "x"}, {"pid": "schema", "v": "x"}]}}
    )
    assert len(batch.questions) == 1
    assert batch.problems == {"q0": "Not known and left out: 'P31\\n', 'schema'."}


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({}, "no name and no number"),
        ({"query": "!!!"}, "no letter and no digit"),
        ({"query": 5}, "query is no text"),
        ({"query": "Kim", "type": "Q5"}, "type 'Q5' is not known"),
        ({"query": "Kim", "type": [5]}, "a type is no text"),
        ({"query": "Kim", "type": {"id": "Person"}}, "type is no list"),
        ({"query": "Kim", "type_strict": "maybe"}, "should or any or all"),
        ({"query": "Kim", "limit": 0}, "limit is no positive number"),
        ({"query": "Kim", "limit": float("nan")}, "limit is no positive number"),
        ({"query": "Kim", "limit": True}, "limit is no positive number"),
        ({"query": "Kim", "properties": {"pid": "name"}}, "properties is no list"),
        ({"query": "Kim", "properties": [{"v": "x"}]}, "has no pid"),
        ({"query": "Kim", "properties": [{"pid": "birthDate"}]}, "no text, number or entity"),
        ({"query": "Kim", "properties": [{"pid": "birthDate", "v": float("inf")}]}, "infinite"),
        ({"query": "Kim", "properties": [{"pid": "birthDate", "v": 10 ** (MAX_CHARS + 1)}]}, "too long"),
        ({"query": "K" * (MAX_CHARS + 1)}, "too long"),
        ({"query": "Kim", "properties": [{"pid": "alias", "v": ["K"] * MAX_VALUES}]}, "too many values"),
        ({"query": "Kim", "properties": [{"pid": "x", "v": "K"}] * (MAX_VALUES + 1)}, "too many values"),
    ],
)
def test_what_cannot_be_asked_is_said(query: dict[str, Any], why: str) -> None:
    """In words that the user can act on."""
    assert why in problem(**query)


def test_a_batch_that_is_too_large_is_refused() -> None:
    """The manifest says how many are taken."""
    queries = {f"q{number}": {"query": "Kim"} for number in range(BATCH_SIZE)}
    assert len(read_batch(queries).questions) == BATCH_SIZE
    with pytest.raises(HTTPException) as caught:
        read_batch({**queries, "more": {"query": "Kim"}})
    assert caught.value.status_code == 413


@pytest.mark.parametrize(
    ("strictness", "types", "schema", "is_taken"),
    [
        ("should", "Person", "Vessel", True),
        ("any", "Person", "Vessel", False),
        ("any", ["Person", "Vessel"], "Vessel", True),
        ("any", "Organization", "Company", True),
        ("all", ["Organization", "Person"], "Company", False),
        ("all", ["Organization", "LegalEntity"], "Company", True),
        ("all", [], "Company", True),
    ],
)
def test_types_are_as_firm_as_asked(strictness: str, types: Any, schema: str, is_taken: bool) -> None:
    """`should` orders candidates, `any` and `all` leave some out."""
    assert question(query="Kim", type=types, type_strict=strictness).takes(schema) is is_taken
