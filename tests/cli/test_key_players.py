"""`counterflow key-players` on ties in a file and on entities."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from counterflow.cli.key_players import key_players
from counterflow.exc import InputError, UsageError

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "key_players.json"
TIES = [("hub", f"leaf{one}") for one in range(6)] + [("hub", "bridge"), ("bridge", "star")]
TIES += [("star", f"far{one}") for one in range(4)]


def call(*words: object) -> Any:
    given = [str(word) for word in words]
    return CliRunner().invoke(key_players, given, catch_exceptions=False, standalone_mode=False)


def ask(*words: object) -> dict[str, Any]:
    answer = json.loads(call(*words, "--json").stdout)
    jsonschema.validate(answer["result"], json.loads(SCHEMA.read_text(encoding="utf-8")))
    result: dict[str, Any] = answer["result"]
    return result


@pytest.mark.slow
def test_the_middle_of_stars_comes_first_and_flow_stands_beside(tmp_path: Path) -> None:
    """All parties in order in the file, areas of the known ways, and who carries most; a bad number is refused."""
    edges, output = tmp_path / "edges.csv", tmp_path / "order.csv"
    rows = "".join(f"{one},{two},{5 if two == 'far1' else ''}\n" for one, two in TIES)
    edges.write_text(f"source,target,flow\n{rows}", encoding="utf-8")
    found = ask(edges, "--most", 2, "--output", output)
    assert [one["party"]["id"] for one in found["key_players"]] == ["hub", "star"]
    assert (found["parties"], found["ties"], found["whole"]) == (13, 12, 1.0)
    assert found["key_players"][0]["left"] == pytest.approx(6 / 13, abs=1e-6)
    assert found["key_players"][0]["alone"] == found["key_players"][0]["left"]
    assert found["area"] <= min(found["areas"].values())
    assert [(one["party"]["id"], one["flow"]) for one in found["carriers"]] == [("far1", 5), ("star", 5)]
    with output.open(encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert [int(row["rank"]) for row in written] == list(range(1, 14))
    assert {row["handling"] for row in written} == {"TLP:AMBER+STRICT"}
    assert "hub: alone it leaves 46.2%" in call(edges).stdout
    edges.write_text("source,target,flow\na,b,much\n", encoding="utf-8")
    with pytest.raises(InputError, match="much"):
        call(edges)
    with pytest.raises(UsageError):
        call(edges, "--valid-at", "2020-01-01")


def test_events_join_parties_and_move_goods(tmp_path: Path) -> None:
    """Who sells to two and holds a third is removed first; goods and events are nobody's part."""
    entities = [
        ("opium", "Commodity", {"name": ["opium"]}),
        ("ivan", "Person", {"name": ["Ivan Borealis"], "topics": ["sanction"]}),
        *(
            (one, "Company", {"name": [f"{name} Trading"]})
            for one, name in zip("abc", ("Argentum", "Cinnabar", "Ephedra"), strict=True)
        ),
        ("s1", "Sale", {"name": ["first"], "seller": ["ivan"], "buyer": ["a"], "commodity": ["opium"]}),
        ("s2", "Sale", {"name": ["second"], "seller": ["ivan"], "buyer": ["b"], "commodity": ["opium"]}),
        ("o", "Ownership", {"owner": ["ivan"], "asset": ["c"], "percentage": ["10"]}),
    ]
    lines = [json.dumps({"id": id_, "schema": schema, "properties": said}) for id_, schema, said in entities]
    (tmp_path / "network.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = ask("--ftm", tmp_path / "network.jsonl")
    assert found["parties"] == 4
    first = found["key_players"][0]
    assert (first["party"]["caption"], first["rank"], first["listed_now"], first["left"]) == (
        "Ivan Borealis",
        1,
        True,
        0.25,
    )
    assert found["carriers"][0]["party"]["caption"] == "Ivan Borealis"
    assert found["carriers"][0]["flow"] > found["carriers"][1]["flow"] > 0
