"""Records into queries."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.screen.query import QueryReader
from counterflow.screen.row import Row

KIM = {"name": ["Kim Jong Un"]}


def read(values: dict[str, Any]) -> list[dict[str, Any]]:
    query = QueryReader().read(Row(1, values))
    assert query.error is None
    return list(query.readings)


def test_columns_become_properties() -> None:
    """Several values stand in one cell with semicolons; empty ones are none."""
    values = {"id": "7", "full_name": " Kim Jong Un ", "DOB": "1984-01-08", "nationality": "kp; KP ;", "passport": ""}
    properties = {**KIM, "birthDate": ["1984-01-08"], "nationality": ["kp", "KP"]}
    assert read(values) == [{"schema": "Person", "properties": properties}]


def test_an_entity_stays_as_it_is() -> None:
    """Its values are lists already: a semicolon is part of them."""
    properties = {"name": ["A; B"], "innCode": "7701234567"}
    (entity,) = read({"id": "x", "schema": "Company", "properties": properties})
    assert entity == {"schema": "Company", "properties": {"name": ["A; B"], "innCode": ["7701234567"]}}


def test_flat_json_may_hold_lists_and_numbers() -> None:
    """As exports from databases do."""
    assert read({"name": ["Pong Su", None], "type": "vessel", "imo": 8017970})[0]["properties"] == {
        "name": ["Pong Su"],
        "imoNumber": ["8017970"],
    }


def test_without_a_sort_every_sort_is_searched() -> None:
    """A name alone is read as a person's and as another's."""
    assert [one["schema"] for one in read({"name": "Kim"})] == ["Person", "LegalEntity"]


def test_an_unknown_sort_is_noted_and_every_sort_searched() -> None:
    """A column `type` with words of the user's own loses no query."""
    reader = QueryReader()
    for number in (1, 2):
        query = reader.read(Row(number, {"name": "Kim", "type": "customer"}))
        assert len(query.readings) == 2
    assert reader.notes() == [
        "a sort of party is not known, and every sort is searched (2 times), e.g. 'customer' in record 1"
    ]


def test_what_is_not_used_is_said_once() -> None:
    """An unknown column, a date and a country that cannot be read."""
    reader = QueryReader()
    for number in (1, 2, 3):
        reader.read(Row(number, {"name": "Kim", "shoe size": "43", "dob": "soon", "country": "Narnia"}))
    assert reader.notes() == [
        "the column 'shoe size' is kept and not compared",
        "a birthDate is no date that can be read, and is not compared (3 times), e.g. 'soon' in record 1",
        "a country is no country that is known, and is not compared (3 times), e.g. 'Narnia' in record 1",
    ]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"name": ""}, "it has no name and no number"),
        ({"dob": "1984"}, "it has no name and no number"),
        ({}, "it has no name and no number"),
        ({"name": "😀 !?"}, "its name holds no letter and no digit"),
        ({"name": "\u202e\ud800\x00"}, "its name holds no letter and no digit"),
        ({"name": {"first": "Kim"}}, "a value is an object: texts or lists of texts are read"),
        ({"schema": "Person", "properties": {"name": [{}]}}, "a value is an object: texts or lists of texts are read"),
    ],
)
def test_what_cannot_be_searched(values: dict[str, Any], error: str) -> None:
    """It says why."""
    query = QueryReader().read(Row(1, values))
    assert (query.readings, query.error) == ((), error)


@pytest.mark.parametrize("values", [{"imo": "8017970"}, {"name": "😀", "passport": "P1234567"}, {"name": "12345"}])
def test_a_number_is_enough(values: dict[str, Any]) -> None:
    """A ship is found by its IMO number alone, and a name of digits is a name."""
    assert len(read(values)) >= 1


def test_a_record_with_an_error_keeps_it() -> None:
    """What the reader of the file found wrong stays."""
    assert QueryReader().read(Row(1, {"name": "Kim"}, "3 cells")).error == "3 cells"


@given(
    st.dictionaries(
        st.sampled_from(["name", "dob", "country", "type", "imo", "notes", "properties", "schema", "id"]),
        st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5)
        | st.dictionaries(st.sampled_from(["name", "birthDate"]), st.text() | st.lists(st.text())),
    )
)
def test_every_record_is_a_query_or_an_error(values: dict[str, Any]) -> None:
    """Whatever it holds, there is an answer, and never both."""
    query = QueryReader().read(Row(1, values))
    assert (query.error is None) == (len(query.readings) > 0)


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "name": st.just("Kim"),
                "dob": st.sampled_from(["soon", "1984"]),
                "a": st.just("1"),
                "b": st.just("2"),
            },
        )
    ),
    st.integers(1, 4),
)
def test_notes_of_parts_are_those_of_the_whole(records: list[dict[str, Any]], size: int) -> None:
    """However a file is cut into blocks: the same words, numbers, examples and order."""
    rows = [Row(number, values) for number, values in enumerate(records, 1)]
    whole, joined = QueryReader(), QueryReader()
    for row in rows:
        whole.read(row)
    for at in range(0, len(rows), size):
        part = QueryReader()
        for row in rows[at : at + size]:
            part.read(row)
        joined.take_in(part.noted)
    assert joined.notes() == whole.notes()
