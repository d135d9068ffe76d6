"""Beliefs: one distinct assertion each, with its support."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Run = Callable[..., dict[str, pa.Table]]


def beliefs(tables: dict[str, pa.Table]) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {(row["canonical_id"], row["prop"], row["value"]): row for row in tables["belief"].to_pylist()}


def test_equal_values_of_one_party_are_one_belief(run_weigh: Run) -> None:
    """Two lists that state a value of merged entities support one belief; another value is another."""
    claims = [
        ("a:1", "position", "Banker", "r1"),
        ("b:1", "position", "Banker", "r2"),
        ("b:1", "position", "Clerk", "r2"),
    ]
    found = beliefs(run_weigh(claims, merged={"b:1": "a:1"}))
    assert set(found) == {("a:1", "position", "Banker"), ("a:1", "position", "Clerk")}
    banker = found["a:1", "position", "Banker"]
    assert (banker["reports"], banker["roots"], len(banker["statements"])) == (2, 2, 2)


def test_nothing_is_invented(run_weigh: Run) -> None:
    """No confidence without an analyst, no time that is not told; of an unknown source, no credibility."""
    (row,) = run_weigh([("a:1", "position", "Banker")])["belief"].to_pylist()
    for name in ("confidence", "time"):
        assert row[name] is None
    assert row["link_probability"] == 1.0
    assert (row["credibility"], row["reliability"]) == (6, "F")


def test_entities_are_named_by_their_canonical_id(run_weigh: Run) -> None:
    """A value that is an entity becomes the id of its cluster; one that no list holds stays as it is."""
    claims = [("s:1", "entity", "b:1", "r", "entity"), ("s:1", "entity", "gone:1", "r", "entity")]
    found = beliefs(run_weigh(claims, merged={"b:1": "a:1", "a:1": "a:1"}))
    assert set(found) == {("s:1", "entity", "a:1"), ("s:1", "entity", "gone:1")}


def test_a_publisher_that_repeats_itself_is_one_root(run_weigh: Run) -> None:
    """Roots are publishers, a document's before its file's; of unknown ones a dataset is the most that can be told."""
    claims: list[tuple[Any, ...]] = [
        ("a:1", "position", "Banker", "vintage-1"),
        ("a:1", "position", "Banker", "vintage-2"),
        ("a:1", "position", "Banker", "unknown-1"),
        ("a:1", "position", "Banker", "press", "string", "reported", "affirmed", "d1"),
    ]
    resources = {"vintage-1": "treasury", "vintage-2": "treasury", "unknown-1": None, "press": None}
    found = beliefs(run_weigh(claims, resources=resources, documents={"d1": "treasury"}))
    row = found["a:1", "position", "Banker"]
    assert (row["reports"], row["roots"], row["hedge"]) == (4, 2, "fact")


@pytest.mark.parametrize(
    ("letters", "expected"),
    [({}, "F"), ({"p1": "C"}, "C"), ({"p1": "C", "p2": "B"}, "B"), ({"p1": "F", "p2": "E"}, "E"), ({"p3": "A"}, "F")],
)
def test_reliability_is_the_best_letter_of_its_publishers(
    run_weigh: Run, letters: dict[str, str], expected: str
) -> None:
    """F cannot be judged: any letter that can is better, and a publisher of something else lends none."""
    claims = [("a:1", "position", "Banker", "r1"), ("a:1", "position", "Banker", "r2")]
    (row,) = run_weigh(claims, resources={"r1": "p1", "r2": "p2"}, letters=letters)["belief"].to_pylist()
    assert row["reliability"] == expected


def test_a_denial_supports_nothing(run_weigh: Run) -> None:
    """Support is counted among the firmest polarity; what is only denied stands as denied."""
    claims = [
        ("a:1", "position", "Banker", "r1", "string", "possible", "affirmed"),
        ("a:1", "position", "Banker", "r2", "string", "fact", "denied"),
        ("a:1", "position", "Spy", "r2", "string", "reported", "denied"),
    ]
    found = beliefs(run_weigh(claims))
    banker, spy = found["a:1", "position", "Banker"], found["a:1", "position", "Spy"]
    assert (banker["polarity"], banker["hedge"], banker["reports"]) == ("affirmed", "possible", 1)
    assert (spy["polarity"], spy["hedge"], spy["reports"]) == ("denied", "reported", 1)


def test_a_belief_carries_the_strictest_marking(run_weigh: Run) -> None:
    """What was derived from a restricted passage is restricted."""
    claims = [
        ("a:1", "position", "Banker", "r1"),
        ("a:1", "position", "Banker", "r2", "string", "fact", "affirmed", None, "TLP:AMBER"),
    ]
    (row,) = run_weigh(claims[::-1])["belief"].to_pylist()
    assert row["handling"] == "TLP:AMBER"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a:1", "b:1", "c:1"]),
            st.sampled_from(["position", "alias"]),
            st.sampled_from(["x", "y"]),
            st.sampled_from(["r1", "r2", "r3"]),
            st.just("string"),
            st.sampled_from(["fact", "possible", "opinion"]),
            st.sampled_from(["affirmed", "denied"]),
        ),
        unique=True,
        max_size=12,
    ),
    st.randoms(),
)
def test_laws(run_weigh: Run, claims: list[tuple[Any, ...]], random: Any) -> None:
    """Order does not matter; roots never exceed reports; every statement is in exactly one belief."""
    resources = {"r1": "p", "r2": "p", "r3": None}
    tables = run_weigh(claims, resources=resources, merged={"b:1": "a:1", "a:1": "a:1"})
    random.shuffle(claims)
    assert run_weigh(claims, resources=resources, merged={"b:1": "a:1", "a:1": "a:1"})["belief"].equals(
        tables["belief"]
    )
    rows = tables["belief"].to_pylist()
    assert all(1 <= row["roots"] <= row["reports"] for row in rows)
    statements = [id_ for row in rows for id_ in row["statements"]]
    assert len(statements) == len(set(statements)) == len({claim[:3] for claim in claims})


def probability_of(tables: dict[str, Any], value: str) -> float:
    """Give the probability of a value."""
    (found,) = [row["probability"] for row in tables["belief"].to_pylist() if row["value"] == value]
    return float(found)


def test_more_roots_make_a_value_more_probable_and_copies_do_not(run_weigh: Run) -> None:
    """Two publishers of one letter say more than one; a second list of the same publisher says nothing more."""
    letters, one = {"p1": "B", "p2": "B"}, [("a:1", "position", "Banker", "r1")]
    two = [*one, ("a:1", "position", "Banker", "r2")]
    alone = probability_of(run_weigh(one, resources={"r1": "p1"}, letters=letters), "Banker")
    same = probability_of(run_weigh(two, resources={"r1": "p1", "r2": "p1"}, letters=letters), "Banker")
    both = probability_of(run_weigh(two, resources={"r1": "p1", "r2": "p2"}, letters=letters), "Banker")
    assert alone == same < both < 1


def test_a_better_letter_and_a_firmer_word_are_believed_more(run_weigh: Run) -> None:
    """A against D; fact against possible; a denial lowers."""

    def of(letter: str, hedge: str, *more: tuple[Any, ...]) -> float:
        claims = [("a:1", "position", "Banker", "r1", "string", hedge, "affirmed"), *more]
        resources = {"r1": "p1", "r2": "p2"}
        return probability_of(run_weigh(claims, resources=resources, letters={"p1": letter, "p2": "B"}), "Banker")

    assert of("A", "fact") > of("D", "fact") > 0.5
    assert of("B", "fact") > of("B", "possible")
    assert of("B", "fact") > of("B", "fact", ("a:1", "position", "Banker", "r2", "string", "fact", "denied"))


def test_values_of_a_property_that_has_one_compete(run_weigh: Run) -> None:
    """Two birth dates share what one alone would have; a year does not compete with a day in it."""
    letters = {"p1": "B", "p2": "B"}
    resources = {"r1": "p1", "r2": "p2"}

    def of(value: str, *claims: tuple[Any, ...]) -> float:
        return probability_of(run_weigh(list(claims), resources=resources, letters=letters), value)

    day, other = ("a:1", "birthDate", "1941-08-24", "r1"), ("a:1", "birthDate", "1950-01-02", "r2")
    assert of("1941-08-24", day) > of("1941-08-24", day, other)
    assert of("1941", ("a:1", "birthDate", "1941", "r2"), day) >= of("1941-08-24", day) - 0.01
