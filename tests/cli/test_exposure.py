"""`counterflow exposure` on the command line, on entities alone and on a case made of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
from click.testing import CliRunner

from counterflow.case import load_case
from counterflow.cli.exposure import exposure
from counterflow.exc import InputError, NotFoundError
from counterflow.run.run import RunOptions, run_case

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "exposure.json"
Entity = dict[str, object]


def entity(id_: str, schema: str, **properties: str | Sequence[str]) -> Entity:
    lists = {name: [value] if isinstance(value, str) else list(value) for name, value in properties.items()}
    return {"id": id_, "schema": schema, "properties": lists}


def owns(owner: str, asset: str, **said: str) -> Entity:
    return entity(f"own-{owner}-{asset}", "Ownership", owner=owner, asset=asset, **said)


ENTITIES = [
    entity("ivan", "Person", name="Ivan Ownerov", topics="sanction"),
    entity("petra", "Person", name="Petra Partnerova", topics="sanction", phone="+49301234567"),
    entity("alpha", "Company", name="Alpha Holding"),
    entity("beta", "Company", name="Beta Trading", phone="+49 30 1234567"),
    entity("gamma", "Company", name="Gamma Shipping", address="Harbour Road 5, 20457 Hamburg"),
    entity("delta", "Vessel", name="Delta Star", owner="gamma"),
    entity("navy", "PublicBody", name="Some Navy"),
    entity("omega", "Company", name="Omega Foods", address="Harbour road 5; 20457 Hamburg"),
    entity("lone", "Company", name="Lone Bakery", address="Hamburg"),
    entity("self", "Company", name="Selfish Holding"),
    entity("loop", "Company", name="Loop Capital"),
    owns("ivan", "alpha", percentage="30", startDate="2015-03-01"),
    owns("petra", "alpha", percentage="25", startDate="2018-07"),
    owns("alpha", "beta", percentage="50.0"),
    owns("beta", "gamma", percentage="25-50"),
    owns("self", "self", percentage="40"),
    owns("ivan", "self", percentage="35"),
    owns("ivan", "loop", percentage="40"),
    owns("lone", "loop", percentage="90"),
    entity("dir", "Directorship", director="petra", organization="gamma", role="Managing director"),
    entity("ctl", "Control", controller="ivan", controlled="omega", role="appoints the board"),
    entity("s1", "Seizure", name="one", authority="navy", seizedFrom="lone"),
    entity("s2", "Seizure", name="two", authority="navy", seizedFrom="ivan"),
]


def write(path: Path, entities: Sequence[Mapping[str, object]] = ENTITIES) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("exposure")
    (root / "inputs").mkdir()
    (root / "case.toml").write_text('[case]\nname = "exposure"\n', encoding="utf-8")
    write(root / "inputs" / "network.jsonl")
    run_case(load_case(root), options=RunOptions(processes=1))
    return root


def call(*words: object) -> str:
    given = [str(word) for word in words]
    result = CliRunner().invoke(exposure, given, catch_exceptions=False, standalone_mode=False)
    return result.stdout


def ask(case: Path, name: str, *words: object) -> dict[str, Any]:
    answer = json.loads(call(case, name, "--json", *words))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.validate(answer["result"], schema)
    assert answer["version"] == schema["version"]
    result: dict[str, Any] = answer["result"]
    return result


def rules(answer: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    return {one["rule"]: (one["answer"], one["kind"]) for one in answer["ownership"]}


def test_stakes_of_several_listed_owners_add_up_through_a_company(case: Path) -> None:
    """Who, how much, through what, since when; each stake with its source."""
    answer = ask(case, "Beta Trading")
    ofac = answer["ownership"][0]
    assert (ofac["rule"], ofac["answer"], ofac["low"], ofac["high"]) == ("ofac-50", "certainly", 50.0, 50.0)
    assert (ofac["since"], ofac["is_since_sure"]) == ("2018-07-01", False)
    steps = [(step["owner"]["id"], step["owned"]["id"], step["low"]) for step in ofac["steps"]]
    assert steps == [("ivan", "alpha", 30.0), ("petra", "alpha", 25.0), ("alpha", "beta", 50.0)]
    assert all(len(step["evidence"]) > 0 for step in ofac["steps"])
    assert {owner["id"] for owner in ofac["owners"]} == {"ivan", "petra"}
    # No one of them owns more than half: the UK's rule says nothing.
    assert rules(answer) == {"ofac-50": ("certainly", "stake"), "eu-control": ("certainly", "stake")}
    assert "certainly owned by the listed Ivan Ownerov and Petra Partnerova, 50 %" in answer["sentence"]


def test_a_band_that_reaches_the_half_is_possibly_owned(case: Path) -> None:
    """And so is the ship of such a company; the listed at the top are named."""
    answer = ask(case, "Gamma Shipping")
    assert rules(answer)["ofac-50"] == ("possibly", "stake")
    assert {owner["id"] for owner in answer["ownership"][0]["owners"]} == {"ivan", "petra"}
    assert rules(ask(case, "Delta Star"))["ofac-50"] == ("possibly", "stake")


def test_control_is_another_fact_than_ownership(case: Path) -> None:
    """OFAC's rule speaks of ownership only (FAQ 398); the EU's and the UK's name the kind of control."""
    answer = ask(case, "Omega Foods")
    kind = ("certainly", "appoints the board")
    assert rules(answer) == {"eu-control": kind, "uk-control": kind}
    assert "certainly controlled by the listed Ivan Ownerov (appoints the board)" in answer["sentence"]


@pytest.mark.parametrize(
    ("name", "answer", "contradiction"),
    [("Selfish Holding", "possibly", "one itself"), ("Loop Capital", "not", "more than 100 percent")],
)
def test_contradictions_are_named(case: Path, name: str, answer: str, contradiction: str) -> None:
    """A company that owns a part of itself, and owners with more than the whole."""
    found = ask(case, name)
    (ofac,) = (one for one in found["ownership"] if one["rule"] == "ofac-50")
    assert ofac["answer"] == answer
    assert contradiction in " ".join(ofac["contradictions"])
    assert contradiction in found["sentence"]


def test_a_path_names_its_weakest_tie_and_every_source(case: Path) -> None:
    """Two ties to the nearest listed party; farther ones follow."""
    answer = ask(case, "Delta Star")
    first, second = answer["paths"]
    assert (first["to"]["id"], second["to"]["id"]) == ("petra", "ivan")
    assert [hop["role"] for hop in first["hops"]] == ["owner", "Managing director"]
    assert [hop["points"] for hop in first["hops"]] == ["on", "back"]
    assert [hop["words"] for hop in first["hops"]] == [
        "Delta Star [has as owner] Gamma Shipping",
        "Petra Partnerova [directs, as Managing director] Gamma Shipping",
    ]
    assert [hop["is_weakest"] for hop in first["hops"]].count(True) == 1
    product = first["hops"][0]["probability"] * first["hops"][1]["probability"]
    assert first["probability"] == pytest.approx(product, abs=1e-3)
    assert all(len(hop["evidence"]) > 0 for path in answer["paths"] for hop in path["hops"])
    assert [near["party"]["id"] for near in answer["proximity"]] == ["petra", "ivan"]


def test_who_seizes_from_two_does_not_tie_them(case: Path) -> None:
    """The navy took from a bakery and from a listed man: that is no path between the two."""
    answer = ask(case, "Lone Bakery", "--to", "Ivan Ownerov")
    assert [hop["target"]["id"] for path in answer["paths"] for hop in path["hops"]] == ["loop", "ivan"]
    assert ask(case, "Some Navy")["paths"] == []


def test_shared_identifiers_are_compared_without_signs(case: Path) -> None:
    """A phone and an address written in two ways; a town is no address."""
    shared = {(one["kind"], one["other"]["id"], one["is_listed"]) for one in ask(case, "Beta Trading")["shared"]}
    assert shared == {("phone", "petra", True)}
    assert {one["other"]["id"] for one in ask(case, "Gamma Shipping")["shared"]} == {"omega"}
    assert ask(case, "Lone Bakery")["shared"] == []


def test_a_day_leaves_out_what_had_not_begun(case: Path) -> None:
    """Before the second owner bought, the first had 30 percent."""
    answer = ask(case, "Alpha Holding", "--valid-at", "2017-01-01")
    assert (answer["ownership"][0]["answer"], answer["ownership"][0]["low"]) == ("not", 30.0)
    assert "it is not owned: the listed Ivan Ownerov has 30 %" in answer["sentence"]


def test_a_stake_that_was_sold_counts_on_its_days_alone(tmp_path: Path) -> None:
    """Until 2019 it made the company owned; a stake that is to end later than the newest source still does."""
    (tmp_path / "inputs").mkdir()
    (tmp_path / "case.toml").write_text('[case]\nname = "sold"\n', encoding="utf-8")
    report = '---\ntitle: "Prices"\ndate: "2022-05-07"\n---\n\n# Prices\n\nPrices rose.\n'
    (tmp_path / "inputs" / "report.md").write_text(report, encoding="utf-8")
    stakes = [
        owns("ivan", "alpha", percentage="70", startDate="2017-11-03", endDate="2019-01-27"),
        owns("ivan", "beta", percentage="60", startDate="2017-11-03", endDate="2030-01-01"),
    ]
    write(tmp_path / "inputs" / "network.jsonl", [*ENTITIES[:4], *stakes])
    run_case(load_case(tmp_path), options=RunOptions(processes=1))
    assert rules(ask(tmp_path, "Alpha Holding")) == {}
    assert "[owns] Alpha Holding until 2019-01-27" in ask(tmp_path, "Alpha Holding")["sentence"]
    assert rules(ask(tmp_path, "Alpha Holding", "--valid-at", "2018-06"))["ofac-50"] == ("certainly", "stake")
    assert rules(ask(tmp_path, "Alpha Holding", "--valid-at", "2020")) == {}
    assert rules(ask(tmp_path, "Beta Trading"))["ofac-50"] == ("certainly", "stake")


def test_the_terminal_shows_sentence_and_parts(case: Path) -> None:
    """The same in words."""
    shown = call(case, "Beta Trading")
    for words in ("OWNERSHIP AND CONTROL", "STRONGEST EVIDENCED PATHS", "SHARED IDENTIFIERS", "Alpha Holding > Beta"):
        assert words in shown
    assert "no evidenced path leads from it to Some Navy" in " ".join(
        call(case, "Omega Foods", "--to", "Some Navy").split()
    )


def test_files_alone_are_enough(tmp_path: Path) -> None:
    """Without a case; nothing is left behind, and a file that cannot be read is an error."""
    file = write(tmp_path / "network.jsonl")
    answer = json.loads(call("--ftm", file, "Beta Trading", "--json"))["result"]
    assert answer["ownership"][0]["answer"] == "certainly"
    assert [one.name for one in tmp_path.iterdir()] == ["network.jsonl"]
    with pytest.raises(NotFoundError):
        call("--ftm", file, "Nobody At All", "--quiet")
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "x", "schema": "Person"\n', encoding="utf-8")
    with pytest.raises(InputError):
        call("--ftm", broken, "Nobody At All", "--quiet")


@pytest.mark.parametrize("words", [("only",), ("--ftm", __file__, "a", "b")])
def test_wrong_words_are_wrong_use(words: Sequence[str]) -> None:
    """A case and a name, or files and a name."""
    with pytest.raises(click.UsageError):
        call(*words)
