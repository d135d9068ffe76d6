"""Roles: by what ties and events state first, by structure second, and never of a natural person without a tie."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.dossier.clock import Clock
from counterflow.dossier.find import find_party
from counterflow.dossier.party import build_dossier
from counterflow.model.schema import get_property, get_schema, load_model
from counterflow.run.build import open_build
from counterflow.trace.role import _rules

Run = Callable[..., list[dict[str, Any]]]
Entity = tuple[str, str, Mapping[str, Sequence[str]]]
ROLES = frozenset("producer supplier broker courier carrier front_company financier official buyer controller".split())
COAL: Entity = ("a:coal", "Commodity", {"name": ["coal"]})


def person(id_: str, name: str, **more: str) -> Entity:
    return id_, "Person", {"name": [name], **{prop: [value] for prop, value in more.items()}}


def company(id_: str, name: str) -> Entity:
    return id_, "Company", {"name": [name]}


def link(id_: str, source: str, target: str, role: str) -> Entity:
    return id_, "UnknownLink", {"subject": [source], "object": [target], "role": [role]}


def roles(rows: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    return {(row["canonical_id"], row["role"]): row["basis"] for row in rows}


PARTIES = [
    person("a:p", "Ivan Personov"),
    company("a:x", "Alpha Holding"),
    company("a:y", "Beta Trading"),
    ("a:ship", "Vessel", {"name": ["Wise Ship"], "owner": ["a:y"]}),
    ("a:ministry", "PublicBody", {"name": ["Ministry of Coal"]}),
    COAL,
]
SALE: Entity = (
    "a:sale",
    "Sale",
    {"seller": ["a:x"], "buyer": ["a:y"], "broker": ["a:p"], "commodity": ["a:coal"], "date": ["2015-03-01"]},
)


def test_parts_in_events_are_roles(run_trace: Run) -> None:
    """With the tie, its day and why."""
    rows = run_trace([*PARTIES, SALE], wanted="role")
    assert roles(rows) == {("a:x", "supplier"): "stated", ("a:y", "buyer"): "stated", ("a:p", "broker"): "stated"}
    (seller,) = [row for row in rows if row["role"] == "supplier"]
    assert (seller["reason"], seller["start_date"], len(seller["edges"])) == ("seller (Sale)", "2015-03-01", 1)
    edges = {row["id"]: row for row in run_trace([*PARTIES, SALE])}
    edge = edges[seller["edges"][0]]
    assert (edge["source_id"], edge["target_id"], edge["role"]) == ("a:x", "a:sale", "seller")
    assert set(seller["statements"]) == set(edge["statements"])


def test_money_makes_neither_supplier_nor_buyer(run_trace: Run) -> None:
    """Who sends money supplies nobody with goods; who receives goods has not bought them."""
    money: Entity = ("a:m", "Shipment", {"sender": ["a:x"], "receiver": ["a:y"], "amount": ["$20 million"]})
    assert run_trace([*PARTIES, money], wanted="role") == []
    coal: Entity = ("a:m", "Shipment", {"sender": ["a:x"], "receiver": ["a:y"], "commodity": ["a:coal"]})
    assert roles(run_trace([*PARTIES, coal], wanted="role")) == {("a:x", "supplier"): "stated"}
    supply: Entity = ("a:s", "Supply", {"subject": ["a:x"], "object": ["a:y"]})
    assert roles(run_trace([*PARTIES, supply], wanted="role")) == {("a:x", "supplier"): "stated"}


@pytest.mark.parametrize(
    ("carrier", "role"),
    [("a:p", "courier"), ("a:x", "carrier")],
)
def test_who_carries_is_a_courier_or_a_carrier(run_trace: Run, carrier: str, role: str) -> None:
    """A natural person is the one, a company the other; the ship is a carrier, and its owner by structure."""
    shipment: Entity = ("a:s", "Shipment", {"carrier": [carrier], "vehicle": ["a:ship"], "commodity": ["a:coal"]})
    found = roles(run_trace([*PARTIES, shipment], wanted="role"))
    assert found == {(carrier, role): "stated", ("a:ship", "carrier"): "stated", ("a:y", "carrier"): "structure"}


@pytest.mark.parametrize(
    ("words", "party", "role"),
    [
        ("front company for", "a:x", "front_company"),
        ("subordinate to", "a:y", "controller"),
        ("directs the activities of", "a:x", "controller"),
        ("Provides financial services to", "a:x", "financier"),
        ("facilitates shipments for", "a:x", "broker"),
    ],
)
def test_words_of_a_tie_state_roles(run_trace: Run, words: str, party: str, role: str) -> None:
    """Of the party that they speak of: others are subordinate to a controller."""
    assert roles(run_trace([*PARTIES, link("a:l", "a:x", "a:y", words)], wanted="role")) == {(party, role): "stated"}


@pytest.mark.parametrize(
    "words", ["linked to", "owned or controlled by, or acting for", "representative", "competes with"]
)
def test_what_states_no_role_gives_none(run_trace: Run, words: str) -> None:
    """To be tied is no role, and of several that a list leaves open none is chosen."""
    assert run_trace([*PARTIES, link("a:l", "a:x", "a:y", words)], wanted="role") == []


def test_who_heads_a_public_body_is_an_official(run_trace: Run) -> None:
    """Not who heads a company; and one who did so formerly is a former one."""
    head = [link("a:l", "a:p", "a:ministry", "Director")]
    assert roles(run_trace([*PARTIES, *head], wanted="role")) == {("a:p", "official"): "stated"}
    assert run_trace([*PARTIES, link("a:l", "a:p", "a:x", "Director")], wanted="role") == []
    (former,) = run_trace([*PARTIES, link("a:l", "a:p", "a:ministry", "Former Director")], wanted="role")
    assert former["is_former"] is True
    both = [*head, link("a:m", "a:p", "a:ministry", "Former Deputy Minister")]
    assert [row["is_former"] for row in run_trace([*PARTIES, *both], wanted="role")] == [False]


def test_a_natural_person_has_no_role_without_a_tie(run_trace: Run) -> None:
    """Neither by what a list calls him, nor by structure, however much speaks for it."""
    minister = person("a:m", "Ivan Ministerov", position="Minister of Coal", topics="role.pep")
    assert run_trace([*PARTIES, minister], wanted="role") == []
    again: Entity = ("a:again", "Sale", {"seller": ["a:p"], "buyer": ["a:x"], "commodity": ["a:coal"]})
    first: Entity = ("a:first", "Sale", {"seller": ["a:y"], "buyer": ["a:p"], "commodity": ["a:coal"]})
    found = roles(run_trace([*PARTIES, first, again], wanted="role"))
    assert ("a:p", "broker") not in found
    assert found["a:p", "supplier"] == found["a:p", "buyer"] == "stated"


def test_a_company_that_buys_and_sells_the_same_goods_is_a_broker_by_structure(run_trace: Run) -> None:
    """With all ties that it is concluded from, and their joint probability; other goods make none."""
    again: Entity = ("a:again", "Sale", {"seller": ["a:y"], "buyer": ["a:p"], "commodity": ["a:coal"]})
    rows = run_trace([*PARTIES, SALE, again], wanted="role")
    (broker,) = [row for row in rows if (row["canonical_id"], row["role"]) == ("a:y", "broker")]
    (buyer,) = [row for row in rows if (row["canonical_id"], row["role"]) == ("a:y", "buyer")]
    assert (broker["basis"], len(broker["edges"])) == ("structure", 4)
    assert broker["probability"] < buyer["probability"]
    iron: Entity = ("a:iron", "Commodity", {"name": ["iron"]})
    other: Entity = ("a:again", "Sale", {"seller": ["a:y"], "buyer": ["a:p"], "commodity": ["a:iron"]})
    assert ("a:y", "broker") not in roles(run_trace([*PARTIES, SALE, iron, other], wanted="role"))


def test_an_owner_of_most_controls_by_structure(run_trace: Run) -> None:
    """Of a listed company; a listed person owns, and has no role by it."""
    listed: Entity = ("a:l", "Company", {"name": ["Listed Corp"], "topics": ["sanction"]})
    stake: Entity = ("a:o", "Ownership", {"owner": ["a:l"], "asset": ["a:x"], "percentage": ["60"]})
    assert roles(run_trace([*PARTIES, listed, stake], wanted="role")) == {("a:l", "controller"): "structure"}
    someone = person("a:l", "Listed Person", topics="sanction")
    assert run_trace([*PARTIES, someone, stake], wanted="role") == []


def test_a_denied_tie_gives_no_role(run_trace: Run) -> None:
    """Nobody affirms it."""
    assert run_trace([*PARTIES, SALE], wanted="role", denied=["a:sale"]) == []


def test_rules_name_what_there_is() -> None:
    """Schemata and properties of the model, roles of the table, and patterns that compile."""
    rules = _rules()
    labels = {"sends goods to", "ships by", "sends by"}
    for tie in rules["tie"]:
        assert tie["role"] in ROLES
        assert get_schema(tie["schema"]) is not None
        if "edge_role" in tie and tie["edge_role"] not in labels:
            assert get_property(tie["schema"], tie["edge_role"]).type.name == "entity"
    for word in rules["word"]:
        assert word["role"] in ROLES
        assert all(re.compile(word[end]) for end in ("source", "target") if end in word)
    assert set(rules["public"]["schemata"]) <= set(load_model().schemata)


def test_roles_of_the_example_stand_in_dossiers(example_archive: Archive) -> None:
    """A front company, and a vice director of a public body, each with the record or passage that says so."""
    front = build_dossier(example_archive, find_party(example_archive, "DCB Finance Limited"))
    (role,) = [one for one in front.roles if one.role == "front_company"]
    assert (role.basis, role.reason) == ("stated", '"front company for"')
    assert role.evidence != ()
    office = build_dossier(example_archive, find_party(example_archive, "Office 39"))
    assert "controller" in {one.role for one in office.roles}
    rows = example_archive.rows("SELECT role.*, schema FROM role JOIN entity USING (canonical_id)")
    assert {row["role"] for row in rows} <= ROLES
    assert all(len(row["edges"]) > 0 and len(row["statements"]) > 0 for row in rows)
    assert not [row for row in rows if row["schema"] == "Person" and row["basis"] == "structure"]


def test_a_role_stands_only_as_long_as_its_ties_were_known(example_case: Case) -> None:
    """Before anything had been published nobody had a role."""
    archive = Archive(example_case, open_build(example_case), Clock(known_at="1990-01-01"))
    try:
        assert archive.rows("SELECT * FROM role") == []
    finally:
        archive.close()
