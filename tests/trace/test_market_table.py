"""Market leads of a build: who sells and who buys near goods and is not known to have dealt, with the grounds."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from counterflow.trace import market_measure

Run = Callable[..., list[dict[str, Any]]]
Entity = tuple[str, str, dict[str, list[str]]]

GOODS: list[Entity] = [
    (f"a:{name}", "Commodity", {"name": [name]}) for name in ("coal", "heroin", "opium", "rifle", "arms")
]
PARTIES: list[Entity] = [
    ("a:mine", "Company", {"name": ["Alpha Mining"], "country": ["kp"]}),
    ("a:mill", "Company", {"name": ["Beta Steel"], "country": ["cn"]}),
    ("a:port", "Company", {"name": ["Gamma Power"], "country": ["cn"]}),
    ("a:agent", "Company", {"name": ["Delta Brokers"]}),
    ("a:man", "Person", {"name": ["Epsilon Smith"]}),
    ("a:state", "PublicBody", {"name": ["Customs Office"]}),
]


def event(id_: str, schema: str, **said: str) -> Entity:
    return f"a:{id_}", schema, {"name": [f"event {id_}"], **{prop: value.split() for prop, value in said.items()}}


def market(rows: Sequence[dict[str, Any]]) -> list[tuple[str, str, str]]:
    found = [row for row in rows if row["kind"] == "market"]
    return [
        (row["source_id"].removeprefix("a:"), row["target_id"].removeprefix("a:"), row["commodity"])
        for row in sorted(found, key=lambda row: -row["score"])
    ]


def sale(
    id_: str = "1", *, seller: str = "a:mine", buyer: str = "a:mill", goods: str = "a:coal", **said: str
) -> Entity:
    return event(id_, "Sale", seller=seller, buyer=buyer, commodity=goods, **said)


def test_a_seller_and_a_buyer_of_the_same_goods_could_meet(run_trace: Run) -> None:
    """Who sold, with who received from another; not who dealt already. Few deals: no precision is measured."""
    other = event("2", "Shipment", receiver="a:port", commodity="a:coal", vehicle="a:ship", date="2018")
    ship: Entity = ("a:ship", "Vessel", {"name": ["Sea Star"]})
    rows = run_trace([*GOODS, *PARTIES, ship, sale(date="2017", broker="a:agent"), other], wanted="lead")
    assert market(rows) == [("mine", "port", "coal")]
    (row,) = [one for one in rows if one["kind"] == "market"]
    assert row["precision"] is None
    assert (row["algorithm"], row["handling"]) == ("market-v1", "TLP:AMBER+STRICT")


def test_the_grounds_say_why_with_the_statements_behind_them(run_trace: Run) -> None:
    """Each side by its part in an event, the broker of both, the country of both, and the years; all with evidence."""
    other = sale("2", seller="a:agent", buyer="a:port", broker="a:agent", date="2017", country="kp")
    rows = run_trace(
        [*GOODS, *PARTIES, sale(date="2016", endDate="2018", broker="a:agent", country="kp"), other], wanted="lead"
    )
    (row,) = [one for one in rows if (one["source_id"], one["target_id"]) == ("a:mine", "a:port")]
    grounds = json.loads(row["grounds"])
    assert [(one["side"], one["says"]) for one in grounds] == [
        ("seller", "coal: seller (Sale), 2016 to 2018"),
        ("buyer", "coal: buyer (Sale), 2017"),
        ("shared", "broker, carrier, courier or financier of both"),
        ("shared", "place of both: kp"),
        ("shared", "both active 2017"),
    ]
    assert grounds[2]["party_id"] == "a:agent"
    assert all(len(one["statements"]) > 0 for one in grounds[:4])
    assert set(row["statements"]) == {statement for one in grounds for statement in one["statements"]}


@pytest.mark.parametrize(
    ("sold", "bought", "meets"),
    [("heroin", "heroin", True), ("rifle", "arms", True), ("arms", "rifle", True), ("heroin", "opium", False)],
)
def test_near_goods_are_the_same_or_a_kind_of_each_other(run_trace: Run, sold: str, bought: str, meets: bool) -> None:
    """All drugs are not one market: who buys opium is nobody's lead for heroin."""
    made = event("1", "Production", producer="a:mine", commodity=f"a:{sold}")
    sent = event("2", "Shipment", receiver="a:port", commodity=f"a:{bought}", originCountry="kp")
    assert (market(run_trace([*GOODS, *PARTIES, made, sent], wanted="lead")) != []) is meets


def test_who_dealt_is_no_lead_in_these_goods_nor_in_goods_that_nobody_names(run_trace: Run) -> None:
    """A sale of rifles is one of arms; a supply without goods is a deal in whatever; another good may be a lead."""
    arms = event("2", "Production", producer="a:mine", commodity="a:arms")
    sought = event("3", "Shipment", receiver="a:mill", commodity="a:arms", originCountry="kp")
    assert market(run_trace([*GOODS, *PARTIES, sale(goods="a:rifle"), arms, sought], wanted="lead")) == []
    assert market(run_trace([*GOODS, *PARTIES, sale(goods="a:coal"), arms, sought], wanted="lead")) == [
        ("mine", "mill", "arms")
    ]
    supply: Entity = ("a:4", "Supply", {"subject": ["a:mine"], "object": ["a:mill"]})
    assert market(run_trace([*GOODS, *PARTIES, arms, sought, supply], wanted="lead")) == []


def test_who_holds_a_stock_and_who_controls_him_could_sell(run_trace: Run) -> None:
    """A stock is supply that could come to market."""
    stock: Entity = ("a:stock", "Stockpile", {"name": ["stock"], "holder": ["a:mill"], "commodity": ["a:heroin"]})
    parent: Entity = ("a:mill", "Company", {"parent": ["a:agent"]})
    sought = event("3", "Shipment", receiver="a:port", commodity="a:heroin", originCountry="kp")
    rows = run_trace([*GOODS, *PARTIES, parent, stock, sought], wanted="lead")
    assert set(market(rows)) == {("mill", "port", "heroin"), ("agent", "port", "heroin")}


def test_neither_an_authority_nor_what_is_denied_or_a_person_who_only_arranges(run_trace: Run) -> None:
    """Who seizes elsewhere buys nothing; a denied sale makes no seller; of a person who organises nothing is said."""
    sought = event("2", "Shipment", receiver="a:state", commodity="a:coal", originCountry="kp")
    seizure = event("3", "Seizure", authority="a:state", commodity="a:heroin")
    assert market(run_trace([*GOODS, *PARTIES, sale(), sought], wanted="lead")) == [("mine", "state", "coal")]
    assert market(run_trace([*GOODS, *PARTIES, sale(), sought, seizure], wanted="lead")) == []
    assert market(run_trace([*GOODS, *PARTIES, sale(), sought], denied=["a:1"], wanted="lead")) == []
    arranged = event("1", "Shipment", organizer="a:man", commodity="a:coal")
    assert market(run_trace([*GOODS, *PARTIES, arranged, sought], wanted="lead")) == []


def test_a_shared_broker_comes_before_none(run_trace: Run) -> None:
    """With too few deals to learn from, what is taken for granted ranks."""
    parties: list[Entity] = [(f"a:b{number}", "Company", {"name": [f"Buyer {number}"]}) for number in range(6)]
    sales = [
        event(f"s{number}", "Shipment", receiver=f"a:b{number}", commodity="a:coal", originCountry="id")
        for number in range(6)
    ]
    ties: Entity = ("a:t", "Representation", {"agent": ["a:agent"], "client": ["a:b3"], "role": ["broker"]})
    rows = run_trace([*GOODS, *PARTIES, *parties, *sales, ties, sale(broker="a:agent")], wanted="lead")
    assert market(rows)[0] == ("mine", "b3", "coal")
    assert len(market(rows)) == 6


def test_of_a_market_too_large_the_busiest_are_ranked(run_trace: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than none: parties are halved until the pairs are few enough."""
    monkeypatch.setattr(market_measure, "MOST_CANDIDATES", 2)
    parties: list[Entity] = [(f"a:b{number}", "Company", {"name": [f"Buyer {number}"]}) for number in range(6)]
    sent = [
        event(f"s{number}{again}", "Shipment", receiver=f"a:b{number}", commodity="a:coal", date=f"201{again}")
        for number in range(6)
        for again in range(1 + number // 5)
    ]
    made = [event(f"m{year}", "Production", producer="a:mine", commodity="a:coal", date=f"201{year}") for year in "123"]
    rows = run_trace([*GOODS, *PARTIES, *parties, *sent, *made], wanted="lead")
    assert ("mine", "b5", "coal") in market(rows)
    assert len(market(rows)) <= 2
