"""Routes and stockpiles of a case: what records state and documents tell, with volumes that stay ranges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from counterflow.case import Case, load_case
from counterflow.dossier.archive import Archive
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case
from counterflow.trace.goods import Volume, _rules, _told_place, read_amount
from counterflow.trace.stockpile import are_of_a_kind, controllers_of

Run = Callable[..., list[dict[str, Any]]]
Entity = tuple[str, str, Mapping[str, Sequence[str]]]
COAL: Entity = ("a:coal", "Commodity", {"name": ["coal"]})
IRON: Entity = ("a:iron", "Commodity", {"name": ["iron"]})
PARTIES: list[Entity] = [
    COAL,
    IRON,
    ("a:x", "Company", {"name": ["Alpha Holding"]}),
    ("a:y", "Company", {"name": ["Beta Trading"]}),
    ("a:z", "Organization", {"name": ["Gamma Bureau"]}),
]


def shipment(id_: str, **more: Sequence[str]) -> Entity:
    said: dict[str, Sequence[str]] = {
        "commodity": ["a:coal"],
        "originCountry": ["kp"],
        "destinationCountry": ["cn"],
        "startDate": ["2018-03-14"],
        "quantity": ["100 tonnes"],
    }
    return id_, "Shipment", {**said, **more}


def ways(rows: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    return {(row["commodity"], row["from_place"], tuple(row["via"]), row["to_place"], row["period"]) for row in rows}


def volumes(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(row["low"], row["high"], row["unit"], row["events"]) for row in rows]


def test_events_of_one_way_and_year_add_up(run_trace: Run) -> None:
    """With the statements of all; another year is another row."""
    events = [shipment("a:1"), shipment("a:2", quantity=["50 tonnes"]), shipment("a:3", startDate=["2019"])]
    rows = run_trace([*PARTIES, *events], wanted="route")
    assert ways(rows) == {("coal", "kp", (), "cn", "2018"), ("coal", "kp", (), "cn", "2019")}
    (of_2018,) = [row for row in rows if row["period"] == "2018"]
    assert volumes([of_2018]) == [(150_000.0, 150_000.0, "kg", 2)]
    assert of_2018["standing"] == "recorded"
    assert len(of_2018["statements"]) == 4


def test_a_place_on_the_way_and_a_port_before_its_country(run_trace: Run) -> None:
    """Addresses give their city; a country of which a city is named is not named again."""
    port: Entity = ("a:port", "Address", {"city": ["Dandong"], "country": ["cn"]})
    rows = run_trace([*PARTIES, port, shipment("a:1", viaLocation=["a:port"], country=["ru", "cn"])], wanted="route")
    assert ways(rows) == {("coal", "kp", ("Dandong", "ru"), "cn", "2018")}


def test_an_amount_of_several_goods_is_of_none_of_them(run_trace: Run) -> None:
    """Nor of one of several destinations: nobody says how it divides. Each has its way all the same."""
    rows = run_trace([*PARTIES, shipment("a:1", commodity=["a:coal", "a:iron"])], wanted="route")
    assert {(row["commodity"], row["low"], row["unit"]) for row in rows} == {("coal", None, None), ("iron", None, None)}
    rows = run_trace([*PARTIES, shipment("a:1", destinationCountry=["cn", "ru"])], wanted="route")
    assert {(row["to_place"], row["low"]) for row in rows} == {("cn", None), ("ru", None)}


def test_accounts_of_one_amount_are_its_bounds(run_trace: Run) -> None:
    """Not added up; units that differ are rows of their own, and tons have all their readings."""
    rows = run_trace([*PARTIES, shipment("a:1", quantity=["100 tonnes", "120 tonnes"])], wanted="route")
    assert volumes(rows) == [(100_000.0, 120_000.0, "kg", 1)]
    rows = run_trace([*PARTIES, shipment("a:1", quantity=["100 tons", "30 bags"])], wanted="route")
    assert {row["unit"]: row["is_ambiguous"] for row in rows} == {"kg": True, "bags": False}
    (tons,) = [row for row in rows if row["unit"] == "kg"]
    assert (tons["low"], tons["high"]) == pytest.approx((90_718.474, 101_604.69088))


def test_customs_records_are_routes(run_trace: Run) -> None:
    """By their countries, with the goods as the record describes them."""
    record: Entity = (
        "a:r",
        "EconomicActivity",
        {
            "sender": ["a:x"],
            "receiver": ["a:y"],
            "goodsDescription": ["anthracite"],
            "originCountry": ["kp"],
            "departureCountry": ["ru"],
            "destinationCountry": ["cn"],
            "date": ["2020-01-01"],
        },
    )
    assert ways(run_trace([*PARTIES, record], wanted="route")) == {("anthracite", "kp", ("ru",), "cn", "2020")}


def test_a_denied_event_is_no_route(run_trace: Run) -> None:
    """Nor is a denied stock one."""
    stock: Entity = ("a:s", "Stockpile", {"commodity": ["a:coal"], "holder": ["a:x"]})
    given = [*PARTIES, shipment("a:1"), stock]
    assert run_trace(given, wanted="route", denied=["a:1", "a:s"]) == []
    assert run_trace(given, wanted="stockpile", denied=["a:1", "a:s"]) == []


def test_a_stockpile_has_its_holder_and_who_controls_him(run_trace: Run) -> None:
    """Nearest first, through companies, with sales of such goods beside it."""
    stock: Entity = (
        "a:s",
        "Stockpile",
        {"commodity": ["a:coal"], "holder": ["a:x"], "quantity": ["5 tonnes"], "date": ["2015"]},
    )
    over = [
        ("a:c", "Control", {"controller": ["a:y"], "controlled": ["a:x"]}),
        ("a:l", "UnknownLink", {"subject": ["a:y"], "object": ["a:z"], "role": ["subordinate to"]}),
        ("a:k", "UnknownLink", {"subject": ["a:z"], "object": ["a:x"], "role": ["subordinate to"]}),
    ]
    sale: Entity = ("a:sale", "Sale", {"seller": ["a:x"], "commodity": ["a:coal"]})
    (row,) = run_trace([*PARTIES, stock, *over, sale], wanted="stockpile")
    assert (row["holders"], row["controllers"]) == (["a:x"], ["a:y", "a:z"])
    assert (row["low"], row["high"], row["unit"], row["period"]) == (5000.0, 5000.0, "kg", "2015")
    assert (row["commodity"], row["offers"]) == ("coal", 1)


def test_a_circle_of_control_ends() -> None:
    """Each controller once, and no holder is its own."""
    above = {"a": ["b"], "b": ["c"], "c": ["a", "b", "d"]}
    assert controllers_of(["a"], above) == ("b", "c", "d")


def test_goods_are_of_a_kind_by_the_ontology() -> None:
    """One is a kind of the other; two kinds of one are not."""
    assert are_of_a_kind("rocket launcher", "arms")
    assert are_of_a_kind("arms", "rocket launcher")
    assert not are_of_a_kind("rocket launcher", "ammunition")
    assert are_of_a_kind("what no ontology has", "what no ontology has")


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("150 kilograms", Volume(150.0, 150.0, "kg", False)),
        ("1,200 tonnes", Volume(1_200_000.0, 1_200_000.0, "kg", False)),
        ("30 bags", Volume(30.0, 30.0, "bags", False)),
        ("a large share", None),
        ("30", None),
    ],
)
def test_amounts_are_read_where_no_reader_has(text: str, volume: Volume | None) -> None:
    """Of records whose amounts stand as text."""
    assert read_amount(text) == volume


def test_rules_name_what_there_is() -> None:
    """Slots, and roles of frames that become an event of goods."""
    assert all(set(rule) <= {"from", "via", "to"} for rule in _rules()["frame"].values())
    assert all(set(rule) <= {"commodity", "from", "via", "to"} for rule in _rules()["property"].values())


@pytest.mark.parametrize(
    ("role", "text", "form", "place"),
    [
        ("agent", "North Korea", "name", "kp"),
        ("agent", "Pyongyang", "name", "kp"),
        ("agent", "Tanchon", "name", None),
        ("origin", "Nampo", "name", "Nampo"),
        ("origin", "North Korean", "demonym", "kp"),
        ("destination", "West Africa", "name", "West Africa"),
        ("destination", "the coast", "nominal", None),
    ],
)
def test_a_place_that_acts_is_its_state(role: str, text: str, form: str, place: str | None) -> None:
    """A city that is no capital is a party there that is called like it; where something happens it is a place."""
    kind = "group" if form == "demonym" else "place"
    assert _told_place({"role": role, "text": text, "form": form, "kind": kind}) == place


def test_routes_of_the_example_come_from_its_reports(example_archive: Archive) -> None:
    """Coal from Nampo in 2018, by several accounts of one voyage; opium and heroin apart by destination."""
    rows = example_archive.rows("SELECT * FROM route")
    (coal,) = [row for row in rows if row["from_place"] == "Nampo" and row["period"] == "2018"]
    assert (coal["commodity"], coal["standing"], coal["events"]) == ("coal", "told", 1)
    assert {(row["commodity"], row["to_place"]) for row in rows if row["to_place"] in ("cn", "kr")} == {
        ("opium", "cn"),
        ("opium", "kr"),
        ("heroin", "cn"),
        ("heroin", "kr"),
    }
    meth = [row for row in rows if row["to_place"] == "us"]
    assert [(row["standing"], row["high"], row["unit"]) for row in meth] == [("intended", None, "kg")]
    assert meth[0]["low"] == pytest.approx(90.718474)
    assert all(len(row["statements"]) > 0 for row in rows)


@pytest.fixture(scope="module")
def report_case(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The two reports, read."""
    root = tmp_path_factory.mktemp("reports") / "case"
    (root / "inputs").mkdir(parents=True)
    for path in (shared_data / "text" / "reports").glob("*.txt"):
        (root / "inputs" / path.name).write_bytes(path.read_bytes())
    (root / "case.toml").write_text('[case]\nname = "reports"\n', encoding="utf-8")
    case = load_case(root)
    run_case(case, options=RunOptions(processes=1))
    return case


@pytest.mark.shared_data
def test_the_stock_of_chemical_weapons_keeps_its_tons(report_case: Case) -> None:
    """2,500 to 5,000 tons: short, metric or long, held by a state; negated stocks are none."""
    archive = Archive(report_case, open_build(report_case))
    try:
        stocks = {row["commodity"]: row for row in archive.rows("SELECT * FROM stockpile")}
    finally:
        archive.close()
    chemical = stocks["chemical weapon"]
    assert (chemical["place"], chemical["is_ambiguous"], chemical["unit"]) == ("kp", True, "kg")
    assert (chemical["low"], chemical["high"]) == pytest.approx((2500 * 907.18474, 5000 * 1016.0469088))
    assert stocks["arms"]["offers"] > 0
    assert "mass destruction" not in stocks
