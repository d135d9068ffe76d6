"""The stage `resolve`, from statements to canonical parties."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.exc import CaseError, LedgerError
from counterflow.resolve import STAGE
from counterflow.resolve.decide import ALGORITHM
from counterflow.tables import TABLES

Run = Callable[..., dict[str, pa.Table]]
Party = tuple[str, str, Mapping[str, Sequence[str]]]

KIM = {"name": ["KIM Yong Chol"], "birthDate": ["1962-02-18"]}


def canonical(tables: Mapping[str, pa.Table]) -> dict[str, str]:
    rows = tables["canonical"]
    return dict(zip(rows.column("entity_id").to_pylist(), rows.column("canonical_id").to_pylist(), strict=True))


def pairs(tables: Mapping[str, pa.Table]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["left_id"], row["right_id"]): row for row in tables["pair"].to_pylist()}


def test_one_party_of_two_lists_is_one(run_resolve: Run) -> None:
    """A shared name with a shared birth date merges, and says why in a pair and a link."""
    tables = run_resolve([("b:1", "Person", KIM), ("a:2", "Person", {**KIM, "name": ["Yong-Chol Kim"]})])
    assert canonical(tables) == {"a:2": "a:2", "b:1": "a:2"}
    pair = pairs(tables)["a:2", "b:1"]
    assert (pair["decision"], pair["algorithm"]) == ("same", ALGORITHM)
    assert 0.99 < pair["probability"] < 1
    reasons = json.loads(pair["reasons"])
    assert [reason["feature"] for reason in reasons] == ["name", "birth_date_day_equal", "schema_same", "prior"]
    odds = math.log(pair["probability"] / (1 - pair["probability"]))
    assert sum(reason["contribution"] for reason in reasons) == pytest.approx(odds, abs=0.01)
    (link,) = tables["link"].to_pylist()
    assert link["probability"] == pair["probability"]
    assert (link["source_id"], link["target_id"], link["kind"], link["decision"]) == ("b:1", "a:2", "entity", "same")


def test_a_name_in_two_records_of_one_list_merges_nothing(run_resolve: Run) -> None:
    """Lists rarely repeat a party: two records of a name stay two, and a third list's record joins neither."""
    two = [("a:1", "Company", {"name": ["Foo Trading"]}), ("a:2", "Company", {"name": ["Foo Trading"]})]
    tables = run_resolve([*two, ("b:1", "Company", {"name": ["Foo Trading"]})])
    assert len(set(canonical(tables).values())) == 3
    assert {row["decision"] for row in pairs(tables).values()} == {"candidate"}


def test_a_list_that_repeats_parties_is_treated_as_several(run_resolve: Run) -> None:
    """The EU's journal lists one party under several acts; a shared alias of differently named rows stays ambiguous."""
    rows: list[Party] = [
        ("eu:1", "Company", {"name": ["Foo Trading"], "alias": ["image of text"]}),
        ("eu:2", "Company", {"name": ["FOO TRADING"]}),
        ("eu:3", "Company", {"name": ["Bar Shipping"], "alias": ["image of text"]}),
    ]
    tables = run_resolve(rows, parameters={"repeating_datasets": ["eu"]})
    assert canonical(tables) == {"eu:1": "eu:1", "eu:2": "eu:1", "eu:3": "eu:3"}


def test_a_list_that_knows_both_names_does_not_bridge_a_repeating_one(run_resolve: Run) -> None:
    """Differently named rows of the EU's journal stay two, though one list gives both as aliases of one party.

    Both bid for that party, and neither is the likelier.
    """
    rows: list[Party] = [
        ("eu:1", "Company", {"name": ["Foo Paint"]}),
        ("eu:2", "Company", {"name": ["Foo Saffron"]}),
        ("b:1", "Company", {"name": ["Foo Group"], "alias": ["Foo Paint", "Foo Saffron"]}),
    ]
    tables = run_resolve(rows, parameters={"repeating_datasets": ["eu"]})
    assert len(set(canonical(tables).values())) == 3
    assert pairs(tables)["b:1", "eu:1"]["probability"] == pytest.approx(0.5, abs=0.05)


def test_only_things_merge(run_resolve: Run) -> None:
    """Designations, papers and ties are what lists say about parties; equal ones stay apart."""
    parties: list[Party] = []
    for name in ("a", "b"):
        parties += [
            (f"{name}:1", "Person", KIM),
            (f"{name}:1-s", "Sanction", {"entity": [f"{name}:1"], "program": ["X"]}),
            (f"{name}:1-p", "Passport", {"holder": [f"{name}:1"], "number": ["123456789"], "country": ["kp"]}),
        ]
    tables = run_resolve(parties, judgements=[("a:1-s", "b:1-s", "positive")])
    assert canonical(tables)["b:1"] == "a:1"
    assert canonical(tables)["b:1-s"] == "b:1-s"
    assert pairs(tables)["a:1-s", "b:1-s"]["decision"] == "candidate"


def test_identifiers_on_papers_belong_to_their_holders(run_resolve: Run) -> None:
    """A passport's number joins its holders, of whom one list knows another name; without it they are two."""
    names = {"a": "Pak Chol Su", "b": "Pak Song Ho"}
    persons: list[Party] = [(f"{name}:1", "Person", {"name": [text]}) for name, text in names.items()]
    papers: list[Party] = [
        (f"{name}:p", "Passport", {"holder": [f"{name}:1"], "number": ["654-123 456"]}) for name in names
    ]
    assert canonical(run_resolve([*persons, *papers]))["b:1"] == "a:1"
    assert canonical(run_resolve(persons))["b:1"] == "b:1"


def test_the_un_reference_joins_lists_that_quote_it(run_resolve: Run) -> None:
    """A designation elsewhere that quotes the UN's permanent number names the same party."""
    parties: list[Party] = []
    for name in ("a", "b"):
        parties += [
            (f"{name}:1", "Organization", {"name": [f"Name in {name}"]}),
            (f"{name}:s", "Sanction", {"entity": [f"{name}:1"], "unscId": ["KPe.031"]}),
        ]
    assert canonical(run_resolve(parties))["b:1"] == "a:1"


def test_judgements_stand_over_the_rules(run_resolve: Run) -> None:
    """NEGATIVE parts what rules would join, POSITIVE joins what they would not, UNSURE joins nothing."""
    parties = [("a:1", "Person", KIM), ("b:1", "Person", KIM), ("c:1", "Person", {"name": ["Someone Else"]})]
    tables = run_resolve(parties, judgements=[("b:1", "a:1", "negative"), ("c:1", "a:1", "positive")])
    assert canonical(tables) == {"a:1": "a:1", "b:1": "b:1", "c:1": "a:1"}
    assert pairs(tables)["a:1", "b:1"]["decision"] == "different"
    assert tables["link"].num_rows == 0  # what a person decided is no automatic link
    tables = run_resolve(parties, judgements=[("a:1", "b:1", "positive"), ("a:1", "b:1", "unsure")])
    assert canonical(tables)["b:1"] == "b:1"


def test_a_refused_merge_says_what_stood_in_its_way(run_resolve: Run) -> None:
    """A POSITIVE judgement across differing IMO numbers is not followed, and the pair shows it."""
    ships = [("a:1", "Vessel", {"imoNumber": ["9187629"]}), ("b:1", "Vessel", {"imoNumber": ["9074729"]})]
    tables = run_resolve(ships, judgements=[("a:1", "b:1", "positive")])
    assert canonical(tables)["b:1"] == "b:1"
    reasons = json.loads(pairs(tables)["a:1", "b:1"]["reasons"])
    assert ("refused: imoNumber", "9187629", "9074729") in [(r["feature"], r["left"], r["right"]) for r in reasons]


def test_a_judgement_on_an_unknown_entity_waits(run_resolve: Run) -> None:
    """The ledger outlives lists: a judgement on an entity that no list has now changes nothing."""
    parties = [("a:1", "Person", KIM)]
    assert canonical(run_resolve(parties, judgements=[("a:1", "gone:1", "positive")])) == {"a:1": "a:1"}


@pytest.mark.parametrize("entry", [("a:1", "a:1", "positive"), ("a:1", "b:1", "perhaps")])
def test_a_malformed_judgement_is_an_error(run_resolve: Run, entry: tuple[str, str, str]) -> None:
    """A judgement that is none is named, not skipped."""
    with pytest.raises(LedgerError, match="a:1"):
        run_resolve([("a:1", "Person", KIM)], judgements=[entry])


def test_an_unknown_parameter_is_an_error(run_resolve: Run) -> None:
    """A typo in case.toml is named, not ignored."""
    with pytest.raises(CaseError, match="repeating_dataset'"):
        run_resolve([], parameters={"repeating_dataset": ["eu"]})


def test_no_statements_give_empty_tables(run_resolve: Run) -> None:
    """An empty case resolves to nothing, with the columns of its tables."""
    tables = run_resolve([])
    assert {name: rows.num_rows for name, rows in tables.items()} == dict.fromkeys(
        ("pair", "canonical", "link", "entity", "problem"), 0
    )
    assert all(rows.schema == TABLES[name].schema for name, rows in tables.items())


NAMES = ["Kim Yong Chol", "Yong Chol Kim", "Ri Je Son", "Foo Trading", "Bar Bank"]
DATASETS = ["a", "b", "c", "eu"]


@st.composite
def small_lists(draw: st.DrawFn) -> list[Party]:
    parties: list[Party] = []
    for i in range(draw(st.integers(1, 7))):
        schema = draw(st.sampled_from(["Person", "LegalEntity", "Organization", "Company", "PublicBody"]))
        properties = {"name": draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))}
        properties["alias"] = draw(st.lists(st.sampled_from(NAMES), max_size=1))
        if schema == "Person":
            properties["birthDate"] = draw(st.lists(st.sampled_from(["1962", "1962-02-18", "1970"]), max_size=1))
        if schema not in ("Person", "LegalEntity"):
            properties["leiCode"] = draw(
                st.lists(st.sampled_from(["529900T8BM49AURSDO55", "HWUPKR0MPOU8FGXBT394"]), max_size=1)
            )
        parties.append((f"{draw(st.sampled_from(DATASETS))}:{i}", schema, properties))
    return parties


def judgements_on(parties: Sequence[Party]) -> st.SearchStrategy[list[tuple[str, str, str]]]:
    ids = [entity_id for entity_id, _, _ in parties]
    pair = st.tuples(st.sampled_from(ids), st.sampled_from(ids), st.sampled_from(["positive", "negative", "unsure"]))
    return st.lists(pair.filter(lambda one: one[0] != one[1]), max_size=4)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_laws_of_the_whole_stage(run_resolve: Run, data: st.DataObject) -> None:
    """Order does not matter; NEGATIVE pairs stay apart; a canonical id is its cluster's smallest; undo restores all."""
    parties = data.draw(small_lists())
    entries = data.draw(judgements_on(parties)) if len(parties) > 1 else []
    # The order of judgements on one pair counts, of statements nothing does.
    tables = run_resolve(parties, judgements=entries)
    again = run_resolve(data.draw(st.permutations(parties)), judgements=entries)
    assert all(tables[name].equals(again[name]) for name in tables)

    found = canonical(tables)
    assert set(found) == {entity_id for entity_id, _, _ in parties}
    for canonical_id in found.values():
        assert canonical_id == min(other for other, one in found.items() if one == canonical_id)
    last = {tuple(sorted(entry[:2])): entry[2] for entry in entries}
    assert all(found[a] != found[b] for (a, b), judgement in last.items() if judgement == "negative")
    codes = {entity_id: set(properties.get("leiCode", ())) for entity_id, _, properties in parties}
    for a in found:
        for b in found:
            if found[a] == found[b] and len(codes[a]) > 0 and len(codes[b]) > 0:
                assert codes[a] == codes[b]
    assert set(tables["entity"].column("canonical_id").to_pylist()) == set(found.values())


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_undoing_a_judgement_restores_the_same_tables(run_resolve: Run, data: st.DataObject) -> None:
    """What a ledger without the undone entry gives is what stood before it, even after later entries and back."""
    parties = data.draw(small_lists().filter(lambda some: len(some) > 1))
    before = run_resolve(parties)
    run_resolve(parties, judgements=data.draw(judgements_on(parties)))
    after = run_resolve(parties, judgements=[])
    assert all(before[name].equals(after[name]) for name in before)


def test_importing_the_stage_is_cheap() -> None:
    """The order of the run is known without loading the engine or the model."""
    code = "import sys, counterflow.resolve, counterflow.weigh, counterflow.trace as t; "
    code += "sys.exit(any(name in sys.modules for name in ('duckdb', 'followthemoney', 'rigour')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert STAGE.ledger_kinds == ("judgement",)
