"""`counterflow leads` on the command line."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from click.testing import CliRunner

from counterflow.cli.leads import leads
from counterflow.exc import InputError, UsageError
from counterflow.trace.lead import find_leads
from counterflow.trace.lead_graphml import NAMESPACE

GROUPS = [[f"{letter}{number}" for number in range(6)] for letter in "abc"]
HIDDEN = {("a0", "a1"), ("b2", "b3")}


def call(*words: object) -> str:
    result = CliRunner().invoke(leads, [str(word) for word in words], catch_exceptions=False, standalone_mode=False)
    return result.stderr


@pytest.fixture
def edges(tmp_path: Path) -> Path:
    """Three groups in which all know each other, but for two pairs, and a few ties between the groups."""
    pairs = [pair for group in GROUPS for pair in itertools.combinations(group, 2) if pair not in HIDDEN]
    pairs += [("a5", "b5"), ("b4", "c4")]
    path = tmp_path / "edges.csv"
    path.write_text("source,target,note\n" + "".join(f"{one},{two},x\n" for one, two in pairs), encoding="utf-8")
    return path


def test_ties_missing_in_a_group_come_first(edges: Path, tmp_path: Path) -> None:
    """Marked as leads in every row, with the precision that was measured, and why."""
    said = call(edges, "--output", tmp_path / "leads.csv", "--most", 10)
    with (tmp_path / "leads.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {(row["source"], row["target"]) for row in rows[:2]} == HIDDEN
    assert {(row["status"], row["handling"]) for row in rows} == {("LEAD, NOT A FINDING", "TLP:AMBER+STRICT")}
    assert len(rows) == 10
    assert all(0.0 <= float(row["precision"]) <= 1.0 for row in rows)
    assert rows[0]["reasons"] != ""
    assert "leads, not findings" in said
    assert "sellers" not in said


def test_the_same_ties_give_the_same_leads(edges: Path, tmp_path: Path) -> None:
    """In any order and direction."""
    lines = edges.read_text(encoding="utf-8").splitlines()
    turned = [lines[0], *(",".join([two, one, note]) for one, two, note in (line.split(",") for line in lines[:0:-1]))]
    other = tmp_path / "turned.csv"
    other.write_text("\n".join(turned) + "\n", encoding="utf-8")
    outputs = [tmp_path / "one.jsonl", tmp_path / "other.jsonl"]
    for given, output in zip((edges, other), outputs, strict=True):
        call(given, "--output", output, "--quiet")
    assert outputs[0].read_bytes() == outputs[1].read_bytes()
    assert json.loads(outputs[0].read_text(encoding="utf-8").splitlines()[0])["algorithm"] == "hidden-tie-v1"


@pytest.mark.parametrize(
    ("text", "words"),
    [("a,b\n1,2\n", "columns"), ("source,target\n1,\n", "line 2"), ("source,target\n1,2\n", "too few")],
)
def test_what_cannot_be_ranked_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """Other columns, a missing end, and too few ties to learn from."""
    path = tmp_path / "edges.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        call(path, "--output", tmp_path / "leads.csv")
    with pytest.raises(UsageError):
        call(path, "--output", path)


COMPANIES = """Argentum Borealis Cinnabar Dolomite Ephedra Feldspar Gadolinium Hyacinth Iridium Juniper Krypton Lazulite
Magnolia Neptunium Obsidian Porphyry Quartzite Rutherford"""


def test_a_case_of_files_has_leads(tmp_path: Path) -> None:
    """Groups of companies of which one member took part in an event with another; marked in every row, and ranked."""
    pairs = [pair for group in GROUPS for pair in itertools.combinations(group, 2) if pair not in HIDDEN]
    names = dict(zip(itertools.chain(*GROUPS), COMPANIES.split(), strict=True))
    lines = [{"id": one, "schema": "Company", "properties": {"name": [name]}} for one, name in names.items()]
    lines += [
        {"id": f"{one}-{two}", "schema": "UnknownLink", "properties": {"subject": [one], "object": [two]}}
        for one, two in pairs
    ]
    lines.append(
        {"id": "sale", "schema": "Sale", "properties": {"seller": ["a5"], "buyer": ["b5"], "name": ["a sale"]}}
    )
    network = tmp_path / "network.jsonl"
    network.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    said = call("--ftm", network, "--output", tmp_path / "leads.csv", "--most", 5)
    with (tmp_path / "leads.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    assert {(row["source_id"], row["target_id"]) for row in rows[:2]} == HIDDEN
    assert rows[0]["source"] == names[rows[0]["source_id"]]
    assert {(row["status"], row["kind"], row["handling"]) for row in rows} == {
        ("LEAD, NOT A FINDING", "hidden-tie", "TLP:AMBER+STRICT")
    }
    # The two of the sale are tied by it, and no lead.
    assert ("a5", "b5") not in {(row["source_id"], row["target_id"]) for row in rows}
    assert "leads, not findings" in said
    assert "no leads of sellers and buyers who could meet" in said


def test_a_case_of_files_has_market_leads_with_their_grounds(tmp_path: Path) -> None:
    """Seller and buyer by name, the goods, why, and the statements behind it; too few deals to measure are told."""
    lines: list[dict[str, object]] = [
        {"id": "coal", "schema": "Commodity", "properties": {"name": ["coal"]}},
        {"id": "a", "schema": "Company", "properties": {"name": ["Argentum"]}},
        {"id": "b", "schema": "Company", "properties": {"name": ["Borealis"]}},
        {"id": "c", "schema": "Company", "properties": {"name": ["Cinnabar"]}},
        {"id": "x", "schema": "Company", "properties": {"name": ["Xenon Brokers"]}},
    ]
    for number, (seller, buyer) in enumerate((("a", "b"), ("x", "c"))):
        said = {
            "name": [f"sale {number}"],
            "seller": [seller],
            "buyer": [buyer],
            "broker": ["x"],
            "commodity": ["coal"],
        }
        lines.append({"id": f"sale-{number}", "schema": "Sale", "properties": {**said, "date": ["2017"]}})
    network = tmp_path / "network.jsonl"
    network.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    said_there = call("--ftm", network, "--output", tmp_path / "leads.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "leads.jsonl").read_text(encoding="utf-8").splitlines()]
    (row,) = [one for one in rows if (one["source"], one["target"]) == ("Argentum", "Cinnabar")]
    assert (row["status"], row["kind"], row["commodity"]) == ("LEAD, NOT A FINDING", "market", "coal")
    assert (row["precision"], row["handling"]) == (None, "TLP:AMBER+STRICT")
    assert row["grounds"] == [
        "seller: coal: seller (Sale), 2017",
        "buyer: coal: buyer (Sale), 2017",
        "shared: broker, carrier, courier or financier of both: Xenon Brokers",
        "shared: both active 2017",
    ]
    assert len(row["statements"]) > 0
    assert "2 market leads of sellers and buyers who could meet; precision not measured" in said_there
    call("--ftm", network, "--output", tmp_path / "leads.csv", "--most", 1, "--quiet")
    with (tmp_path / "leads.csv").open(encoding="utf-8") as file:
        assert [one["precision"] for one in csv.DictReader(file)] == [""]
    call("--ftm", network, "--output", tmp_path / "leads.graphml", "--quiet")
    edges = ET.parse(tmp_path / "leads.graphml").getroot().findall(f".//{{{NAMESPACE}}}edge")
    assert {(one.get("source"), one.get("target")) for one in edges} == {
        (one["source_id"], one["target_id"]) for one in rows
    }
    for edge in edges:
        data = {one.get("key"): one.text for one in edge}
        assert (data["status"], data["kind"], data["handling"]) == ("LEAD, NOT A FINDING", "market", "TLP:AMBER+STRICT")
        assert "precision" not in data
        assert edge.get("directed") == "true"


def test_a_tree_is_ranked_by_what_finds_ties_in_it() -> None:
    """Where nobody shares a neighbour with whom he is tied, pairs that share none may come first."""
    hub = np.zeros(12, np.int64)
    leaves = np.arange(1, 13)
    found = find_leads(15, np.append(hub, [13]), np.append(leaves, [14]), 3)
    assert all(0 in (int(left), int(right)) for left, right in zip(found.left[:2], found.right[:2], strict=True))
