"""Edges: ties between parties."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Run = Callable[..., list[dict[str, Any]]]
Entity = tuple[str, str, Mapping[str, Sequence[str]]]

BANK: Entity = ("a:bank", "Company", {"name": ["Daesong Bank"]})
KIM: Entity = ("a:kim", "Person", {"name": ["Kim Yong Chol"]})


def tie(edge: Mapping[str, Any]) -> tuple[str, str, str, str, bool]:
    return edge["source_id"], edge["target_id"], edge["schema"], edge["role"], edge["is_directed"]


def test_an_interval_is_an_edge(run_trace: Run) -> None:
    """Ends, direction, role in the source's words, dates, evidence and statements."""
    properties = {"director": ["a:kim"], "organization": ["a:bank"], "role": ["Chairman"], "startDate": ["2010"]}
    (edge,) = run_trace([BANK, KIM, ("a:d", "Directorship", properties)])
    assert tie(edge) == ("a:kim", "a:bank", "Directorship", "Chairman", True)
    assert (edge["interval_id"], edge["start_date"], edge["end_date"]) == ("a:d", "2010", None)
    assert (edge["evidence"], edge["roots"], len(edge["statements"]), 0.5 < edge["probability"] < 1) == (3, 1, 3, True)


@pytest.mark.parametrize(
    ("schema", "source", "target", "role", "is_directed"),
    [
        ("Ownership", "owner", "asset", "owns", True),
        ("UnknownLink", "subject", "object", "linked to", False),
        ("Representation", "agent", "client", "represents", True),
    ],
)
def test_a_tie_without_a_role_has_its_schema_s_label(
    run_trace: Run, schema: str, source: str, target: str, role: str, is_directed: bool
) -> None:
    """Direction and label come from FtM's schema."""
    (edge,) = run_trace([BANK, KIM, ("a:t", schema, {source: ["a:kim"], target: ["a:bank"]})])
    assert tie(edge) == ("a:kim", "a:bank", schema, role, is_directed)


def test_a_property_that_names_a_party_is_an_edge(run_trace: Run) -> None:
    """From the holder of the property to the party it names, with the property as role."""
    (edge,) = run_trace([BANK, ("a:ship", "Vessel", {"name": ["Pong Su"], "owner": ["a:bank"]})])
    assert tie(edge) == ("a:ship", "a:bank", "Vessel", "owner", True)
    assert (edge["interval_id"], edge["evidence"], edge["roots"]) == (None, 1, 1)


def test_a_role_in_an_event_points_the_way_of_what_happens(run_trace: Run) -> None:
    """Who acts stands before the event, all others after it; the event is named, and its day begins the tie."""
    sale = {"name": ["one"], "seller": ["a:kim"], "buyer": ["a:bank"], "date": ["2013-07-15"]}
    edges = run_trace([BANK, KIM, ("a:sale", "Sale", sale)])
    assert {tie(edge) for edge in edges} == {
        ("a:kim", "a:sale", "Sale", "seller", True),
        ("a:sale", "a:bank", "Sale", "buyer", True),
    }
    assert {(edge["interval_id"], edge["start_date"], edge["end_date"]) for edge in edges} == {
        ("a:sale", "2013-07-15", None)
    }


@pytest.mark.parametrize(
    ("schema", "source", "target", "label"),
    [
        ("EconomicActivity", "sender", "receiver", "sends goods to"),
        ("Call", "caller", "receiver", "called"),
        ("Message", "sender", "recipients", "wrote to"),
    ],
)
def test_an_interval_that_is_no_edge_ties_who_it_names(
    run_trace: Run, schema: str, source: str, target: str, label: str
) -> None:
    """Customs records, calls and messages: one tie with its direction and dates."""
    named = {source: ["a:kim"], target: ["a:bank"], "startDate": ["2013"]}
    edges = run_trace([BANK, KIM, ("a:i", schema, named)])
    assert [(tie(edge), edge["start_date"]) for edge in edges] == [(("a:kim", "a:bank", schema, label, True), "2013")]


def test_further_parties_of_an_interval_are_tied_to_its_ends(run_trace: Run) -> None:
    """The accounts of a payment, and who carried a remittance."""
    ship: Entity = ("a:ship", "Company", {"name": ["Some Carrier"]})
    paid = {"payer": ["a:kim"], "beneficiary": ["a:bank"], "carrier": ["a:ship"]}
    edges = run_trace([BANK, KIM, ship, ("a:r", "Remittance", paid)])
    assert {tie(edge)[:2] + tie(edge)[3:4] for edge in edges} == {
        ("a:kim", "a:bank", "remits to"),
        ("a:kim", "a:ship", "sends by"),
    }


def test_what_is_no_tie_between_parties_is_no_edge(run_trace: Run) -> None:
    """Designations, papers, addresses and ends that no list describes."""
    entities: list[Entity] = [
        BANK,
        ("a:home", "Address", {"full": ["1 Street"]}),
        ("a:kim", "Person", {"name": ["Kim Yong Chol"], "addressEntity": ["a:home"]}),
        ("a:s", "Sanction", {"entity": ["a:kim"]}),
        ("a:p", "Passport", {"holder": ["a:kim"], "number": ["1234567"]}),
        ("a:t", "UnknownLink", {"subject": ["a:kim"], "object": ["a:nobody"]}),
    ]
    assert run_trace(entities) == []


def test_ends_are_canonical_and_no_party_is_tied_to_itself(run_trace: Run) -> None:
    """After merging, edges join clusters, and an edge within one is dropped."""
    other: Entity = ("b:kim", "Person", {"name": ["Another Spelling"]})
    entities = [
        BANK,
        KIM,
        other,
        ("b:t", "UnknownLink", {"subject": ["b:kim"], "object": ["a:bank"]}),
        ("b:u", "UnknownLink", {"subject": ["b:kim"], "object": ["a:kim"]}),
    ]
    assert {tie(edge)[:2] for edge in run_trace(entities)} == {("b:kim", "a:bank"), ("b:kim", "a:kim")}
    assert [tie(edge)[:2] for edge in run_trace(entities, same=[("a:kim", "b:kim")])] == [("a:kim", "a:bank")]


def test_a_denied_tie_is_no_edge(run_trace: Run) -> None:
    """A denial drawn as an edge would be an accusation."""
    entities = [BANK, KIM, ("a:t", "UnknownLink", {"subject": ["a:kim"], "object": ["a:bank"]})]
    assert len(run_trace(entities)) == 1
    assert run_trace(entities, denied=["a:t"]) == []


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("123"), st.sampled_from(["x", "y"])), max_size=5),
    st.randoms(),
)
def test_order_does_not_matter(run_trace: Run, ties: list[tuple[str, str, str]], random: Any) -> None:
    """The same entities in any order give the same edges, one for each tie and role between two parties."""
    entities: list[Entity] = [(f"a:{i}", "Person", {"name": [f"Person Number {i} Alone"]}) for i in "123"]
    for i, (left, right, role) in enumerate(ties):
        properties = {"subject": [f"a:{left}"], "object": [f"a:{right}"], "role": [role]}
        entities.append((f"a:t{i}", "UnknownLink", properties))
    edges = run_trace(entities)
    assert len(edges) == sum(left != right for left, right, _ in ties)
    random.shuffle(entities)
    assert run_trace(entities) == edges
