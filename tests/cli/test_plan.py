"""`counterflow plan` on a network of flows in a file."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
from click.testing import CliRunner

from counterflow.cli.plan import given_budget, plan
from counterflow.exc import InputError, UsageError
from counterflow.plan.measure import kinds

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "plan.json"

NODES = [
    {"id": "bureau", "name": "Bureau"},
    {"id": "broker", "name": "Broker", "country": "xa"},
    {"id": "front", "name": "Front company", "country": "xb"},
    {"id": "port", "name": "Port", "kind": "place", "country": "xb"},
    {"id": "buyer", "name": "Buyer", "country": "xc"},
]
ARCS: list[dict[str, Any]] = [
    {"id": "1", "from": "bureau", "to": "broker", "flow": [50, 70], "probability": 0.9, "statements": ["s1", "s2"]},
    {"id": "2", "from": "broker", "to": "buyer", "flow": [40, 60], "probability": 0.8, "statements": ["s3"]},
    {"id": "3", "from": "bureau", "to": "port", "flow": 30, "probability": 0.95, "commodity": "coal"},
    {"id": "4", "from": "port", "to": "buyer", "flow": 30, "commodity": "coal"},
    {"id": "5", "from": "bureau", "to": "front", "flow": 40, "latent": True},
    {"id": "6", "from": "front", "to": "buyer", "flow": 40, "latent": True},
]
MEASURES = [
    {"kind": "designate", "target": "broker"},
    {"kind": "freeze", "target": "bureau"},
    {"kind": "deny_port", "target": "port"},
    {"kind": "interdict", "target": "2"},
    {"kind": "persuade", "target": "xc"},
]


def network(tmp_path: Path, **change: object) -> Path:
    data: dict[str, object] = {
        "unit": "USD a year",
        "nodes": NODES,
        "arcs": ARCS,
        "adversary": {"budget": 2},
        "measures": MEASURES,
    }
    data |= change
    path = tmp_path / "network.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def call(path: Path, *words: object) -> Any:
    given = ["--network", str(path), *(str(word) for word in words)]
    # click keeps the first names of --help that it meets, and docs/commands.md prints those of the whole program.
    names = ["-h", "--help"]
    return CliRunner().invoke(plan, given, catch_exceptions=False, standalone_mode=False, help_option_names=names)


def ask(path: Path, *words: object) -> dict[str, Any]:
    answer = json.loads(call(path, *words, "--json").stdout)
    jsonschema.validate(answer["result"], json.loads(SCHEMA.read_text(encoding="utf-8")))
    result: dict[str, Any] = answer["result"]
    return result


def test_claimed_surviving_bound_and_gap_stand_together(tmp_path: Path) -> None:
    """The figures agree with one another, more money keeps more cut, and each tie of a measure has its statements."""
    found = ask(network(tmp_path), "--budget", 3, "--budget-unit", "measures", "--draws", 20)
    assert found["claimed_cut"] >= found["surviving_cut"]
    assert found["bound"] >= found["surviving_cut"] > 0
    assert found["gap"] == pytest.approx((found["bound"] - found["surviving_cut"]) / found["bound"])
    for name in ("budget", "surviving_cut", "bound"):
        along = [point[name] for point in found["curve"]]
        assert along == sorted(along)
    assert all(point["bound"] >= point["surviving_cut"] for point in found["curve"])
    assert [point["budget"] for point in found["curve"]] == [1, 2, 3, 5]
    assert len(found["measures"]) <= 3
    ties = {tie["arc"]: tie for one in found["measures"] for tie in one["ties"]}
    assert ties["1"]["statements"] == ["s1", "s2"]
    assert all(one["surviving_cut_without"] <= found["surviving_cut"] + 1e-9 for one in found["measures"])
    assert found["handling"] == "TLP:AMBER+STRICT"


def test_what_is_in_force_or_lacks_evidence_is_never_chosen(tmp_path: Path) -> None:
    """Both are named, the second with what is missing."""
    force = [{"kind": "designate", "target": "broker", "since": "2016-03-02", "jurisdiction": "un"}]
    missing = [{"kind": "designate", "target": "bureau", "missing": ["a second source"]}]
    path = network(tmp_path, in_force=force, measures=missing, propose=True)
    found = ask(path, "--budget", 20, "--budget-unit", "measures", "--draws", 2, "--seconds", 5)
    chosen = {one["id"] for one in found["measures"]}
    assert chosen.isdisjoint({"designate:broker", "designate:bureau"})
    assert [one["id"] for one in found["in_force"]] == ["designate:broker"]
    (gap,) = found["blocked"]
    assert gap["missing"] == ["a second source"]
    assert {tie["arc"] for tie in gap["ties"]} == {"1", "3", "5"}
    assert gap["surviving_cut_with"] >= found["surviving_cut"]


def test_a_file_of_ties_and_a_briefing_are_written(tmp_path: Path) -> None:
    """A row a tie; a page with the marking, whose names are text and no tags."""
    nodes = [{**one, "name": "<b>Bureau"} if one["id"] == "bureau" else one for one in NODES]
    path, table, page = network(tmp_path, nodes=nodes), tmp_path / "plan.csv", tmp_path / "plan.html"
    for output in (table, page):
        call(path, "--budget", 500_000, "--draws", 5, "--output", output)
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert len(rows) > 0
    assert all(row["handling"] == "TLP:AMBER+STRICT" for row in rows)
    text = page.read_text(encoding="utf-8")
    assert "<b>Bureau" not in text
    assert "&lt;b&gt;Bureau" in text
    assert text.count("TLP:AMBER+STRICT") == 2
    with pytest.raises(UsageError, match="says no format"):
        call(path, "--budget", 1, "--output", tmp_path / "plan.pdf")


def test_what_is_blocked_is_written_statement_by_statement(tmp_path: Path) -> None:
    """A row for each statement on a tie of the target, then one for each thing that is missing."""
    measures = [MEASURES[3], {"kind": "designate", "target": "broker", "missing": ["a second source"]}]
    path, gaps, body = network(tmp_path, measures=measures), tmp_path / "gaps.csv", tmp_path / "plan.json"
    call(path, "--budget", 1, "--budget-unit", "measures", "--draws", 5, "--gaps", gaps, "--output", body)
    rows = list(csv.DictReader(gaps.read_text(encoding="utf-8").splitlines()))
    assert [(row["row"], row["statement"] or row["says"]) for row in rows] == [
        ("stated", "s1"),
        ("stated", "s2"),
        ("stated", "s3"),
        ("missing", "a second source"),
    ]
    assert {row["handling"] for row in rows} == {"TLP:AMBER+STRICT"}
    assert [one["id"] for one in json.loads(body.read_text(encoding="utf-8"))["result"]["blocked"]] == [rows[0]["id"]]


def test_he_who_adapts_later_loses_more_at_first(tmp_path: Path) -> None:
    """Nothing is cut before a measure bites; within the year the claimed cut holds, then the surviving one."""
    measures = [{"kind": "interdict", "target": arc, "delay": 73, "probability": 1} for arc in ("2", "4")]
    arcs = [{**arc, "flow": 40.0, "probability": 1} for arc in ARCS]
    path = network(tmp_path, measures=measures, arcs=arcs)
    found = ask(path, "--budget", 2, "--budget-unit", "measures", "--draws", 3)
    first, second, third = found["years"]
    claimed, surviving = found["claimed_cut"], found["surviving_cut"]
    assert claimed > surviving
    assert (first["at_once"], first["after_a_year"]) == pytest.approx((0.8 * surviving, 0.8 * claimed))
    assert (second["at_once"], second["after_a_year"]) == pytest.approx((surviving, 0.2 * claimed + 0.8 * surviving))
    assert (third["at_once"], third["after_a_year"]) == pytest.approx((surviving, surviving))
    assert first["biting"] == third["biting"] == ["interdict:2", "interdict:4"]


def test_the_picture_has_each_tie_before_and_after(tmp_path: Path) -> None:
    """What a measure stops is gone from the ties it bears on, and latent ties say how often they are opened."""
    found = ask(network(tmp_path), "--budget", 3, "--budget-unit", "measures", "--draws", 20)
    borne = {tie["arc"] for one in found["measures"] for tie in one["ties"]}
    assert [arc["id"] for arc in found["arcs"]] == [arc["id"] for arc in ARCS]
    assert all((arc["left"] < arc["flow"]) == (arc["id"] in borne) for arc in found["arcs"])
    assert {arc["id"]: arc["opened"] for arc in found["arcs"] if arc["opened"] > 0} == {
        one["arc"]: one["share"] for one in found["opened"]
    }
    assert {"id": "port", "name": "Port", "kind": "place"} in found["nodes"]


def test_no_time_gives_a_plan_all_the_same(tmp_path: Path) -> None:
    """Stopped at once: nothing is chosen, the bound holds and it says so."""
    found = ask(network(tmp_path), "--budget", 3, "--budget-unit", "measures", "--draws", 5, "--seconds", 0)
    assert found["is_stopped"]
    assert found["bound"] >= found["surviving_cut"]


def test_the_terminal_says_both_cuts(tmp_path: Path) -> None:
    """Headline, marking, measures, other budgets."""
    said = call(network(tmp_path), "--budget", 2, "--budget-unit", "measures", "--draws", 5).stdout
    for word in (
        "claimed cut",
        "surviving cut",
        "gap",
        "TLP:AMBER+STRICT",
        "WHAT TO TAKE",
        "OTHER BUDGETS",
        "YEAR BY YEAR",
    ):
        assert word in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"arcs": ARCS[:1] + ARCS[3:4], "sources": ["bureau"], "sinks": ["buyer"]}, "the network is disconnected"),
        ({"arcs": [{**ARCS[0], "to": "nobody"}]}, "'nobody' is no node"),
        ({"arcs": [{**ARCS[0], "flow": -1}]}, "-1 is no amount"),
        ({"arcs": [{**ARCS[0], "probability": 2}]}, "the probability is 2"),
        ({"measures": [{"kind": "bribe", "target": "broker"}]}, "'bribe' is not known"),
        ({"measures": [{"kind": "designate", "target": "broke"}]}, "no arc has the party 'broke'"),
        (
            {"measures": [{"kind": "designate", "target": "broker", "probability": 3}]},
            "probability of the measure is 3",
        ),
        ({"measures": [{"kind": "designate", "target": "broker", "costs": 3}]}, "'costs' is no part of a measure"),
        ({"measures": []}, "no measure to choose from"),
        ({"arcs": 5}, "no arcs and nodes"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, change: dict[str, object], said: str) -> None:
    """What, where and what was expected."""
    with pytest.raises(InputError) as caught:
        call(network(tmp_path, **change), "--budget", 1, "--budget-unit", "measures")
    assert said in str(caught.value)


def test_a_budget_that_pays_for_nothing_names_the_cheapest(tmp_path: Path) -> None:
    """The message says what the cheapest takes."""
    with pytest.raises(UsageError, match=r"no plan within 10 USD: the cheapest measure, .* takes [\d,]+ USD"):
        call(network(tmp_path), "--budget", 10)


def test_every_kind_names_its_law_and_says_what_is_assumed() -> None:
    """The library is whole."""
    assert set(kinds()) == {
        "designate", "freeze", "ban_trade", "ban_travel", "deny_port", "interdict", "watch_border", "persuade",
    }  # fmt: skip
    for kind in kinds().values():
        assert kind.legal_basis != ""
        assert kind.assumed != ""
        assert 0 < kind.probability < 1


def test_a_case_says_what_may_be_spent(tmp_path: Path) -> None:
    """What is asked for goes first; without either there is nothing to plan for."""
    (tmp_path / "case.toml").write_text('[plan]\nbudget = 3\nbudget_unit = "measures"\n', encoding="utf-8")
    assert given_budget(tmp_path, None, None) == (3, "measures")
    assert given_budget(tmp_path, 7, None) == (7, "usd")
    for unit, case in (("usd", tmp_path), (None, None)):
        with pytest.raises(click.UsageError, match="give --budget"):
            given_budget(case, None, unit)
