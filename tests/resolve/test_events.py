"""The stage joins the accounts of one event, keeps their differences, and names what another report names."""

from __future__ import annotations

from typing import Any

import pytest

from counterflow.case import load_case
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case
from counterflow.tables import TABLES

NAVY = "In 2003, the Australian navy seized the North Korean freighter Chong Su, which carried 150 kilograms of heroin."
STATE = (
    "In 2003, Australia intercepted a North Korean ship trying to deliver 150 kilograms of heroin."
    " The Australians blew up the seized ship in 2006."
)

Tables = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Run a case of two reports, one that names the ship and one that does not."""
    root = tmp_path_factory.mktemp("events") / "case"
    (root / "inputs").mkdir(parents=True)
    (root / "case.toml").write_text('[case]\nname = "A ship"\nquestion = "Whose?"\n', encoding="utf-8")
    for name, text in (("navy.md", NAVY), ("state.md", STATE)):
        (root / "inputs" / name).write_text(f"---\nlanguage: eng\n---\n\n{text}\n", encoding="utf-8")
    case = load_case(root)
    run_case(case, options=RunOptions(processes=1))
    paths = open_build(case).paths()
    return {name: TABLES[name].read(paths[name]).to_pylist() for name in ("link", "canonical", "belief", "mention")}


def test_the_seizure_is_one_event_with_both_accounts(built: Tables) -> None:
    """By the navy and by the state: one event, and what each says of who did it stands beside the other."""
    events = {row["canonical_id"] for row in built["canonical"] if row["entity_id"].startswith("zframe-")}
    accounts = [row for row in built["canonical"] if row["entity_id"].startswith("zframe-")]
    joined = {row["canonical_id"] for row in accounts if row["canonical_id"] != row["entity_id"]}
    assert len(joined) == 2 and len(events) == len(accounts) - 2
    said = {(row["canonical_id"], row["value"]) for row in built["belief"] if row["prop"] in ("country", "quantity")}
    assert {value for id_, value in said if id_ in joined} >= {"au", "150 kilograms"}


def test_the_unnamed_ship_is_the_named_one(built: Tables) -> None:
    """Also where it is sunk, three years later, and another report alone says so."""
    texts = {row["id"]: row["text"] for row in built["mention"]}
    links = [row for row in built["link"] if row["kind"] == "mention" and row["algorithm"] == "accounts-v1"]
    assert {texts[row["source_id"]] for row in links} == {"North Korean ship", "seized ship"}
    assert len({row["target_id"] for row in links}) == 1
    assert all(row["decision"] == "same" and row["probability"] > 0.9 for row in links)


def test_what_was_told_of_the_unnamed_ship_is_told_of_the_named_one(built: Tables) -> None:
    """The sinking has its event, and its ship is the one that the other report names."""
    ships = {row["canonical_id"] for row in built["belief"] if row["prop"] == "name" and row["value"] == "Chong Su"}
    (ship,) = ships
    sunk = {row["canonical_id"] for row in built["belief"] if row["prop"] == "date" and row["value"] == "2006"}
    assert len(sunk) == 1
    assert {row["value"] for row in built["belief"] if row["canonical_id"] in sunk} >= {ship}
    parties = [row for row in built["canonical"] if row["entity_id"].startswith("zdoc-")]
    assert ship == min(row["entity_id"] for row in parties if row["canonical_id"] == ship)
    links = [row for row in built["link"] if row["kind"] == "entity" and row["source_id"].startswith("zdoc-")]
    assert [(row["algorithm"], row["decision"]) for row in links] == [("accounts-v1", "same")]
