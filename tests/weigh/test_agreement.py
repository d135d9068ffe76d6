"""Agreement between beliefs about one party."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

import pyarrow as pa
import pytest

from counterflow.model.schema import load_model
from counterflow.weigh.agreement import FUNCTIONAL_PATH

Run = Callable[..., dict[str, pa.Table]]


@pytest.mark.parametrize(
    ("prop", "left", "right", "expected"),
    [
        ("birthDate", "1941", "1941-08-24", ("within", "date-precision")),
        ("birthDate", "1941-08-24", "1941-08", ("within", "date-precision")),
        ("birthDate", "1941", "1942-01-01", ("conflicts", "functional-property")),
        ("gender", "male", "female", ("conflicts", "functional-property")),
        ("imoNumber", "9187629", "9074729", ("conflicts", "functional-property")),
        ("nationality", "kp", "ru", None),  # a party may have two
        ("passportNumber", "1", "2", None),
    ],
)
def test_rules(run_weigh: Run, prop: str, left: str, right: str, expected: tuple[str, str] | None) -> None:
    """Values of a property that has one value conflict, unless one date lies within another."""
    tables = run_weigh([("a:1", prop, left, "r1"), ("b:1", prop, right, "r2")], merged={"b:1": "a:1"})
    rows = tables["agreement"].to_pylist()
    assert [(row["kind"], row["basis"]) for row in rows] == ([] if expected is None else [expected])
    assert all(row["left_id"] < row["right_id"] for row in rows)


@pytest.mark.parametrize(
    ("left", "right", "is_within"),
    [
        (("location", "Sydney"), ("country", "au"), True),
        (("location", "Sydney Harbour, Australia"), ("country", "au"), True),
        (("location", "Sydney"), ("country", "kp"), False),  # an event has the countries of all who took part
        (("location", "Pittwater, Sydney"), ("location", "Sydney"), True),
        (("location", "Sydney"), ("location", "Sydney, Australia"), True),
        (("location", "Sydney"), ("location", "Melbourne"), False),
        (("birthPlace", "Pyongyang"), ("birthCountry", "kp"), True),
        (("birthPlace", "Pyongyang"), ("country", "kp"), False),  # where it lives
    ],
)
def test_a_place_lies_within_a_wider_one(
    run_weigh: Run, left: tuple[str, str], right: tuple[str, str], is_within: bool
) -> None:
    """Sydney and Australia agree; two places of which nothing more is known do not conflict."""
    for one, other in ((left, right), (right, left)):
        rows = run_weigh([("a:1", *one, "r1"), ("b:1", *other, "r2")], merged={"b:1": "a:1"})["agreement"].to_pylist()
        assert [(row["kind"], row["basis"]) for row in rows] == [("within", "place-hierarchy")] * is_within
        assert all(row["left_id"] < row["right_id"] for row in rows)


def test_two_parties_do_not_contradict_each_other(run_weigh: Run) -> None:
    """Only beliefs about one party are compared."""
    tables = run_weigh([("a:1", "gender", "male"), ("b:1", "gender", "female")])
    assert tables["agreement"].num_rows == 0


def test_a_denied_value_contradicts_nothing(run_weigh: Run) -> None:
    """Who denies a birth date states no other one."""
    denied = ("a:1", "birthDate", "1941", "r2", "date", "fact", "denied")
    assert run_weigh([("a:1", "birthDate", "1942", "r1"), denied])["agreement"].num_rows == 0


def test_functional_properties_exist() -> None:
    """Every property of the data file is one of the model, and of a kind that the rule knows."""
    known = {prop.name for schema in load_model().schemata.values() for prop in schema.properties.values()}
    functional = tomllib.loads(FUNCTIONAL_PATH.read_text(encoding="utf-8"))
    assert set(functional) <= known
    assert {one["kind"] for one in functional.values()} == {"date", "value"}
