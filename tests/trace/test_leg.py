"""Legs: who supplies, carries, receives and pays in an event, by what lists state and by what documents tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from counterflow import engine as engines
from counterflow.model.identity import make_id
from counterflow.model.told import frame_entity_id, party_id
from counterflow.tables import (
    BELIEF,
    CANONICAL,
    DOCUMENT,
    ENTITY,
    FRAME,
    MENTION,
    TABLES,
    Argument,
    Belief,
    Canonical,
    Entity,
    Frame,
    Mention,
)
from counterflow.trace.leg import leg

Run = Callable[..., list[dict[str, Any]]]
CLEAR = "TLP:CLEAR"
READ = (FRAME, MENTION, BELIEF, ENTITY, CANONICAL, DOCUMENT)
COAL = ("a:coal", "Commodity", {"name": ["coal"]})
PARTIES = [
    COAL,
    ("a:x", "Company", {"name": ["Alpha Holding"], "country": ["kp"]}),
    ("a:y", "Company", {"name": ["Beta Trading"]}),
    ("a:s", "Vessel", {"name": ["Sea Star"]}),
]


def ends(rows: Sequence[Mapping[str, Any]], what: str = "goods") -> list[tuple[str, str]]:
    return sorted((row["source_name"], row["target_name"]) for row in rows if row["what"] == what)


def test_a_stated_sale_goes_from_seller_over_broker_to_buyer_and_money_back(run_trace: Run) -> None:
    """A record states all; the money goes from the buyer to the seller."""
    said = {"seller": ["a:x"], "broker": ["a:y"], "country": ["cn"], "commodity": ["a:coal"], "date": ["2017"]}
    rows = run_trace([*PARTIES, ("a:1", "Sale", said)], wanted="leg")
    assert ends(rows) == [("Alpha Holding", "Beta Trading"), ("Beta Trading", "China")]
    assert ends(rows, "money") == [("China", "Alpha Holding")]
    assert {(row["commodities"], row["date"], row["is_stated"]) for row in _tuples(rows)} == {(("coal",), "2017", True)}
    assert {row["target_country"] for row in rows if row["target_name"] == "China"} == {"cn"}


def test_a_ship_that_was_seized_carries_nothing_any_more(run_trace: Run) -> None:
    """Neither what it carried then nor before; what it carries after is another thing."""
    way = {"originCountry": ["kp"], "vehicle": ["a:s"], "destinationCountry": ["cn"], "commodity": ["a:coal"]}
    seizure = ("a:2", "Seizure", {"asset": ["a:s"], "date": ["2018-05"]})
    for date, count in (("2017", 0), ("2018", 0), ("2019", 2)):
        rows = run_trace([*PARTIES, ("a:1", "Shipment", {**way, "date": [date]}), seizure], wanted="leg")
        assert len(rows) == count, date


def test_what_is_denied_moves_nothing(run_trace: Run) -> None:
    """No leg of an event that somebody only denies."""
    sale = ("a:1", "Sale", {"seller": ["a:x"], "buyer": ["a:y"], "commodity": ["a:coal"]})
    assert run_trace([*PARTIES, sale], denied=["a:1"], wanted="leg") == []
    assert len(run_trace([*PARTIES, sale], wanted="leg")) == 2


class Says(NamedTuple):
    """A frame of a text: its type, its own word and its roles."""

    type: str
    trigger: str
    roles: Sequence[tuple[str, str]]
    hedge: str = "fact"
    goods: Sequence[str] = ()


def kind_of(words: str) -> tuple[str, str]:
    """Type and form of a mention, as `extract` has them."""
    if words in ("North Korea", "Iran", "Pyongyang", "Middle East"):
        return "place", "name"
    if words in ("North Korean", "North Koreans"):
        return "group", "demonym"
    return (
        ("organization", "name")
        if words == "Bureau 39"
        else ("public_body" if "regime" in words else "person", "nominal")
    )


class Told:
    """Tables of what some documents tell."""

    def __init__(self, same: Sequence[Sequence[str]]) -> None:
        self.same = same
        self.rows: dict[str, list[Any]] = {one.name: [] for one in READ}

    def local(self, words: str) -> str:
        return next((some[0] for some in self.same if words in some), words)

    def name(self, document: str, text: str, words: str) -> None:
        """Add the mentions of some words, and the party that a name of a body is."""
        type_, form = kind_of(words)
        for found in re.finditer(re.escape(words), text):
            what = (words, type_, None, self.local(words), form, None, 0, len(text), "t/1", CLEAR)
            id_ = f"{document}-{words}-{found.start()}"
            self.rows["mention"].append(Mention._make((id_, document, *found.span(), *what)))
        if (type_, form) == ("organization", "name"):
            self.entity(party_id(document, self.local(words)), "Organization", words)

    def entity(self, key: str, schema: str, caption: str) -> None:
        self.rows["canonical"].append(Canonical(key, key, "case_documents", CLEAR))
        rest = ((), (), (), (), None, None, False, None, 1, CLEAR)
        self.rows["entity"].append(Entity(key, schema, caption, *rest))

    def tell(self, document: str, text: str, number: int, one: Says) -> None:
        """Add a frame, with the event that it becomes."""
        id_, args = f"{document}{number}", []
        for role, words in one.roles:
            at = text.index(words)
            what = (words, f"{document}-{words}-{at}", None, self.local(words))
            args.append(Argument(role, at, at + len(words), *what))
        at = text.index(one.trigger)
        place = (0, len(text), at, at + len(one.trigger))
        rest = (None, None, None, "affirmed", one.hedge, (), "t/1", CLEAR)
        self.rows["frame"].append(Frame._make((id_, document, one.type, None, *place, tuple(args), *rest)))
        event = frame_entity_id(id_)
        schema = {"trafficking": "Shipment", "sale": "Sale", "production": "Production"}.get(one.type, "Revenue")
        self.entity(event, schema, id_)
        for prop, value in [("summary", id_), *(("commodity", f"zgood-{key}") for key in one.goods)]:
            head = (make_id(event, prop, value), event, prop, "string", value, None, 0.8, 1.0, "F", 6, None)
            self.rows["belief"].append(Belief(*head, "affirmed", one.hedge, 1, 1, (f"s-{id_}",), CLEAR))


def told(
    folder: Path, texts: Mapping[str, tuple[str, Sequence[Says]]], same: Sequence[Sequence[str]] = ()
) -> list[dict[str, Any]]:
    """Give the legs of documents; `same` names what a document calls by several words."""
    made = Told(same)
    for document, (text, said) in texts.items():
        known = {words for some in same for words in some if words in text}
        for words in sorted({words for one in said for _, words in one.roles} | known):
            made.name(document, text, words)
        for number, one in enumerate(said):
            made.tell(document, text, number, one)
    paths = {name: [folder / f"{name}.parquet"] for name in TABLES}
    for table in READ:
        table.write(table.from_rows(made.rows[table.name]), paths[table.name][0])
    with engines.connect(paths) as engine:
        rows: list[dict[str, Any]] = leg(engine).to_pylist()
    return rows


MAKES = Says("production", "makes", (("agent", "North Korea"),), goods=("methamphetamine",))
SMUGGLE = Says("trafficking", "smuggle", (("agent", "Its diplomats"),), goods=("drug",))
TEXT = "North Korea makes meth. Its diplomats smuggle drugs."


def test_who_carries_gets_it_from_who_makes_it(tmp_path: Path) -> None:
    """The same document says who makes such goods; whoever buys is not named. Both are said to be no statement."""
    rows = told(tmp_path, {"d": (TEXT, [MAKES, SMUGGLE])}, [("North Korea", "Its")])
    diplomats = "diplomats (North Korea)"
    assert ends(rows) == [("North Korea", diplomats), (diplomats, "unnamed buyers of drug")]
    assert {row["source_kind"] for row in rows} == {"country", "group"}
    assert not any(row["is_stated"] for row in rows)
    assert {row["statements"] for row in _tuples(rows)} == {("s-d0", "s-d1")}


def test_another_document_speaks_of_other_makers(tmp_path: Path) -> None:
    """Who makes drugs in one report supplies nobody of another."""
    rows = told(tmp_path, {"d": ("North Korea makes meth.", [MAKES]), "e": ("Its diplomats smuggle drugs.", [SMUGGLE])})
    assert ends(rows) == [("diplomats", "unnamed buyers of drug")]


@pytest.mark.parametrize("hedge", ["planned", "possible", "estimated", "opinion", "former"])
def test_only_what_is_told_as_done_moves(tmp_path: Path, hedge: str) -> None:
    """A plan is no flow."""
    assert told(tmp_path, {"d": (TEXT, [MAKES, SMUGGLE._replace(hedge=hedge)])}) == []


def test_that_something_exists_is_no_way(tmp_path: Path) -> None:
    """Drug trafficking that nobody is said to do, drugs that are made or used."""
    exists = Says("trafficking", "trafficking", (), goods=("drug",))
    used = Says("consumption", "use", (("agent", "North Koreans"),), goods=("drug",))
    text = "There is trafficking in drugs. North Koreans use it. North Korea makes meth."
    assert told(tmp_path, {"d": (text, [used, MAKES])}) == []
    assert told(tmp_path, {"e": (text, [exists])}) == []


def test_who_earns_by_a_sale_sells_and_is_paid(tmp_path: Path) -> None:
    """The regime is the state it governs; the passage that names the sale tells who sells."""
    text = "The regime makes $2 billion from sales to Iran. North Korea"
    earns = Says("revenue", "makes", (("agent", "The regime"), ("source", "sales")))
    rows = told(
        tmp_path,
        {"d": (text, [earns, Says("sale", "sales", (("recipient", "Iran"),))])},
        [("North Korea", "The regime")],
    )
    assert ends(rows) == [("North Korea", "Iran")]
    assert ends(rows, "money") == [("Iran", "North Korea")]
    assert {row["events"] for row in _tuples(rows)} == {("zframe-d1", "zframe-d0")}


def test_who_runs_the_trade_supplies_and_those_beside_each_other_stay_so(tmp_path: Path) -> None:
    """A bureau that oversees the trafficking; sellers of a people; a place where buyers are."""
    text = "Bureau 39 oversees drug trafficking. North Koreans were selling drugs in the Middle East."
    runs = Says("controls", "oversees", (("agent", "Bureau 39"), ("patient", "drug trafficking")))
    trade = Says("trafficking", "trafficking", (), goods=("drug",))
    sells = Says("sale", "selling", (("agent", "North Koreans"), ("place", "Middle East")), goods=("drug",))
    rows = told(tmp_path, {"d": (text, [runs, trade, sells])})
    assert ends(rows) == [("Bureau 39", "unnamed buyers of drug"), ("North Koreans", "Middle East")]
    assert ends(rows, "money") == [("Middle East", "North Koreans")]
    kinds = {row["source_name"]: (row["source_kind"], row["source_country"]) for row in rows if row["what"] == "goods"}
    assert kinds == {"Bureau 39": ("party", None), "North Koreans": ("group", "kp")}


def _tuples(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Make lists tuples, for sets."""
    return [{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()} for row in rows]
