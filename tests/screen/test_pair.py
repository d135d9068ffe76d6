"""Pairs into scores."""

from __future__ import annotations

from typing import Any

import pytest

from counterflow.compare.matcher import Matcher
from counterflow.screen.pair import compare_pairs, read_pair
from counterflow.screen.query import QueryReader
from counterflow.screen.row import Row

RI = {"schema": "Person", "properties": {"name": ["Ri Yong Ho"], "alias": ["RI Yong-ho"], "birthDate": ["1956-07-10"]}}
YUN = {"schema": "Person", "properties": {"name": ["Ho Jin Yun", "Yun Ho-jin"]}}
NOBODY = {"schema": "Person", "properties": {"passportNumber": ["290410121"]}}


def read(values: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["schema"], other["schema"]) for one, other in read_pair(Row(1, values), QueryReader()).readings]


@pytest.mark.parametrize(
    ("values", "schemata"),
    [
        ({"schema": "Person", "name1": "a", "name2": "b"}, [("Person", "Person")]),
        ({"left": RI, "right": YUN}, [("Person", "Person")]),
        ({"left": RI, "right": {"name": "b", "type": "company"}}, [("Person", "Company")]),
        ({"left": RI, "right": {"name": "b"}}, [("Person", "Person"), ("Person", "LegalEntity")]),
    ],
)
def test_a_pair_is_names_or_entities(values: dict[str, Any], schemata: list[tuple[str, str]]) -> None:
    """Without a schema each reading is compared."""
    assert read(values) == schemata


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"schema": "Person", "name1": "a", "name2": ""}, "name2: it has no name and no number"),
        ({"schema": "Person", "name1": "!", "name2": "b"}, "name1: its name holds no letter and no digit"),
        ({"left": RI}, "right is no object and there is no name2"),
        ({"left": RI, "right": "Ri Yong Ho"}, "right is no object and there is no name2"),
        (
            {"left": {"properties": {"name": [{}]}}, "right": RI},
            "left: a value is an object: texts or lists of texts are read",
        ),
    ],
)
def test_what_cannot_be_compared(values: dict[str, Any], error: str) -> None:
    """It says which side and why."""
    pair = read_pair(Row(1, values), QueryReader())
    assert (pair.readings, pair.error) == ((), error)


def test_many_pairs_score_as_each_alone() -> None:
    """With the same reasons, whoever stands before them; also of a party without a name."""
    matcher = Matcher()
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (YUN, RI),
        (RI, RI),
        (RI, NOBODY),
        (NOBODY, NOBODY),
        (YUN, YUN),
    ]
    threshold = matcher.algorithm.threshold
    assert compare_pairs(pairs, matcher, threshold) == [matcher.compare(one, other) for one, other in pairs]


def test_no_pairs() -> None:
    """An empty block."""
    assert compare_pairs([], Matcher(), 0.5) == []
