"""`counterflow resolve` on the command line."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.resolve.linkage.test_link import PROPERTIES, make_records

from counterflow.cli.resolve import resolve
from counterflow.exc import InputError, UsageError

KIM = {"name": ["Kim Yong Chol"], "birthDate": ["1962-02-18"]}


def entity(id_: str, schema: str, properties: Mapping[str, Sequence[str]], *datasets: str) -> dict[str, object]:
    return {"id": id_, "schema": schema, "properties": properties, "datasets": list(datasets)}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two lists: one person on both, a name twice on one, a number on papers, a designation that quotes the UN."""
    one = [
        entity("a-1", "Person", KIM, "a"),
        entity("a-2", "Company", {"name": ["Foo Trading"]}, "a"),
        entity("a-3", "Company", {"name": ["Foo Trading"]}, "a"),
        entity("a-4", "Person", {"name": ["Pak Chol Su"]}, "a"),
        entity("a-4-p", "Passport", {"holder": ["a-4"], "number": ["654123456"]}, "a"),
        entity("a-5", "Organization", {"name": ["Second Economic Committee"]}, "a"),
        entity("a-5-s", "Sanction", {"entity": ["a-5"], "unscId": ["KPe.032"]}, "a"),
    ]
    other = [
        entity("b-1", "Person", {**KIM, "name": ["KIM, Yo'ng-ch'o'l"]}),
        entity("b-4", "Person", {"name": ["Ri Song Ho"], "passportNumber": ["654123456"]}),
        entity("b-5", "Organization", {"name": ["Kyongje Wiwonhoe"]}),
        entity("b-5-s", "Sanction", {"entity": ["b-5"], "unscId": ["KPe.032"]}),
    ]
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for path, entities in zip(paths, (one, other), strict=True):
        path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    return paths


def call(*words: object) -> tuple[str, str]:
    result = CliRunner().invoke(resolve, [str(word) for word in words], catch_exceptions=False, standalone_mode=False)
    return result.stdout, result.stderr


def canonical(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as handle:
        return {row["entity_id"]: row["canonical_id"] for row in csv.DictReader(handle)}


def test_entities_of_files_become_parties(files: list[Path], tmp_path: Path) -> None:
    """Spellings, papers and the UN's reference join; namesakes of one list, and what are no parties, stay apart."""
    call(*files, "--output", tmp_path / "out.csv")
    found = canonical(tmp_path / "out.csv")
    assert len(found) == 11
    assert {one: found[one] for one in ("b-1", "b-4", "b-5")} == {"b-1": "a-1", "b-4": "a-4", "b-5": "a-5"}
    assert found["a-3"] == "a-3"
    assert found["b-5-s"] == "b-5-s"


def test_order_of_files_changes_nothing_but_the_list_they_are(files: list[Path], tmp_path: Path) -> None:
    """Bytes are the same whichever file comes first."""
    call(*files, "--output", tmp_path / "one.csv", "--pairs", tmp_path / "one.jsonl")
    call(*reversed(files), "--output", tmp_path / "two.csv", "--pairs", tmp_path / "two.jsonl")
    for name in ("csv", "jsonl"):
        assert (tmp_path / f"one.{name}").read_bytes() == (tmp_path / f"two.{name}").read_bytes()


def test_pairs_say_why(files: list[Path], tmp_path: Path) -> None:
    """Each pair has its probability, its decision and its reasons; what waits for a person is among them."""
    call(*files, "--output", tmp_path / "out.csv", "--pairs", tmp_path / "pairs.jsonl")
    lines = (tmp_path / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    rows = {(row["left_id"], row["right_id"]): row for row in map(json.loads, lines)}
    assert rows["a-1", "b-1"]["decision"] == "same"
    assert rows["a-1", "b-1"]["probability"] > 0.99
    assert "birth_date_day_equal" in [reason["feature"] for reason in rows["a-1", "b-1"]["reasons"]]
    assert ("a-2", "a-3") not in rows or rows["a-2", "a-3"]["decision"] == "candidate"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("j.csv", "left_id,right_id,judgement\nb-1,a-1,negative\na-2,a-3,positive\n"),
        (
            "j.ijson",
            '["b-1","a-1","negative",null,"me","2026-01-01"]\n["a-3","a-2","positive",1.0,"me","2026-01-01"]\n',
        ),
        (
            "canonical.ijson",
            '["NK-x","a-2","positive",1.0,"me","2026"]\n["a-3","NK-x","positive",1.0,"me","2026"]\n'
            '["NK-y","b-1","positive",1.0,"me","2026"]\n["a-1","NK-y","negative",null,"me","2026"]\n'
            '["a-1","b-4","positive",1.0,"me","2026","2026-02-02"]\n',
        ),
    ],
)
def test_judgements_stand_over_the_score(files: list[Path], tmp_path: Path, name: str, text: str) -> None:
    """nomenklatura's file, through canonical ids or not, and CSV: NEGATIVE parts, POSITIVE joins."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    call(*files, "--output", tmp_path / "out.csv", "--judgements", tmp_path / name)
    found = canonical(tmp_path / "out.csv")
    assert (found["b-1"], found["a-3"], found["b-4"]) == ("b-1", "a-2", "a-4")


def test_json_says_what_was_done(files: list[Path], tmp_path: Path) -> None:
    """The summary is one JSON object on stdout, and fits its schema's required keys."""
    said, _ = call(*files, "--output", tmp_path / "out.jsonl", "--json")
    summary = json.loads(said)
    schema = json.loads((Path(__file__).parents[2] / "docs/schema/resolve.json").read_text(encoding="utf-8"))
    assert set(summary) == set(schema["required"])
    assert (summary["entities"], summary["parties"], summary["canonical"], summary["merged"]) == (11, 8, 5, 6)


def test_wrong_use_is_refused(files: list[Path], tmp_path: Path) -> None:
    """Nothing is computed when an output cannot be what is asked."""
    output = tmp_path / "out.csv"
    for words in (
        ["--output", tmp_path / "out.xlsx"],
        ["--output", files[0]],
        ["--output", "-", "--json"],
        ["--output", output, "--pairs", output],
    ):
        with pytest.raises(UsageError):
            call(*files, *words)
    with pytest.raises(InputError, match="second entity"):
        call(files[0], files[0], "--output", output)


@pytest.mark.parametrize("text", ["{", '{"id": "x", "schema": "Persona", "properties": {}}', '{"id": "x"}'])
def test_what_is_no_entity_is_an_error_with_its_place(tmp_path: Path, text: str) -> None:
    """The line is named, and nothing is written."""
    (tmp_path / "a.jsonl").write_text(text + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        call(tmp_path / "a.jsonl", "--output", tmp_path / "out.csv")
    assert caught.value.where == "a.jsonl, line 1"
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    "text", ['["a-1", "b-1"]\n', '["a-1", "b-1", "perhaps"]\n', "nonsense\n", '["a-1", "a-1", "positive"]\n']
)
def test_what_is_no_judgement_is_an_error_with_its_line(files: list[Path], tmp_path: Path, text: str) -> None:
    """A judgement that is none is named, not skipped."""
    (tmp_path / "j.ijson").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        call(*files, "--output", tmp_path / "out.csv", "--judgements", tmp_path / "j.ijson")
    assert str(caught.value.where).endswith("line 1")


def test_a_schema_that_is_not_known_is_said_once(tmp_path: Path) -> None:
    """What was expected stands in the message once."""
    (tmp_path / "a.jsonl").write_text('{"id": "x", "schema": "Persona", "properties": {}}\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        call(tmp_path / "a.jsonl", "--output", tmp_path / "out.csv")
    assert caught.value.message.count("Expected") == 1


def test_entities_come_from_stdin(files: list[Path], tmp_path: Path) -> None:
    """- is stdin, beside files or alone; the answer is that of files."""
    call(*files, "--output", tmp_path / "out.csv")
    words = ["-", str(files[1]), "--output", str(tmp_path / "in.csv")]
    CliRunner().invoke(resolve, words, input=files[0].read_bytes(), catch_exceptions=False, standalone_mode=False)
    assert (tmp_path / "in.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()
    with pytest.raises(UsageError, match="twice"):
        call("-", "-", "--output", tmp_path / "out.csv")


def test_a_file_of_judgements_without_column_names_is_an_error(files: list[Path], tmp_path: Path) -> None:
    """A first row of values is no row of names: nothing would be read."""
    (tmp_path / "j.csv").write_text("a-1,b-1,negative\na-2,a-3,positive\n", encoding="utf-8")
    with pytest.raises(InputError, match="column 'left_id' is missing"):
        call(*files, "--output", tmp_path / "out.csv", "--judgements", tmp_path / "j.csv")


def test_judgements_that_do_nothing_are_counted(files: list[Path], tmp_path: Path) -> None:
    """An id that no entity has is said, with how many there are."""
    text = "left_id,right_id,judgement\na-1,b-1,negative\na-1,gone,negative\nx,y,positive\n"
    (tmp_path / "j.csv").write_text(text, encoding="utf-8")
    said, warned = call(*files, "--output", tmp_path / "out.csv", "--judgements", tmp_path / "j.csv", "--json")
    assert (json.loads(said)["judgements"], json.loads(said)["unused_judgements"]) == (1, 2)
    assert "2 judgements name ids that no entity of the input has" in warned


def register(path: Path, prefix: str, records: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Write persons with attributes as a file; gives the party of each id."""
    lines, party = [], {}
    for row in records:
        properties = {name: [row[column]] for column, name in PROPERTIES.items() if row[column] is not None}
        lines.append(json.dumps({"id": f"{prefix}{row['id']}", "schema": "Person", "properties": properties}))
        party[f"{prefix}{row['id']}"] = row["party"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return party


def shares(found: Mapping[str, str], party: Mapping[str, object]) -> tuple[float, int]:
    """Give the share of joins that are right, and how many there are."""
    joined = [(one, other) for one, other in found.items() if one != other]
    return sum(party[one] == party[other] for one, other in joined) / max(len(joined), 1), len(joined)


@pytest.mark.slow
def test_a_register_teaches_its_own_weights(tmp_path: Path) -> None:
    """Records of attributes in one file are joined by weights learnt from them, and a judgement stands over these."""
    party = register(tmp_path / "r.jsonl", "", make_records(400, 2, seed=3))
    said, _ = call(
        tmp_path / "r.jsonl", "--output", tmp_path / "out.csv", "--pairs", tmp_path / "pairs.jsonl", "--json"
    )
    (learnt,) = json.loads(said)["learnt"]
    assert (learnt["family"], learnt["records"]) == ("person", 800)
    found = canonical(tmp_path / "out.csv")
    precision, joins = shares(found, party)
    assert precision > 0.97
    assert joins > 300
    rows = [json.loads(line) for line in (tmp_path / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    first = next(row for row in rows if row["decision"] == "same" and found[row["right_id"]] == row["left_id"])
    odds = sum(reason["contribution"] for reason in first["reasons"])
    assert abs(1 / (1 + math.exp(-odds)) - first["probability"]) < 0.001
    pair = f"{first['left_id']},{first['right_id']}"
    (tmp_path / "j.csv").write_text(f"left_id,right_id,judgement\n{pair},negative\n", encoding="utf-8")
    call(tmp_path / "r.jsonl", "--output", tmp_path / "again.csv", "--judgements", tmp_path / "j.csv")
    again = canonical(tmp_path / "again.csv")
    assert again[first["left_id"]] != again[first["right_id"]]


def test_two_registers_are_linked_one_to_one(tmp_path: Path) -> None:
    """Of two files, whichever comes first, no two records of one are joined."""
    records = sorted(make_records(400, 2, seed=3), key=lambda row: row["party"])
    party = register(tmp_path / "a.jsonl", "a-", records[::2]) | register(tmp_path / "b.jsonl", "b-", records[1::2])
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    call(*files, "--output", tmp_path / "one.csv")
    call(*reversed(files), "--output", tmp_path / "two.csv")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    found = canonical(tmp_path / "one.csv")
    precision, joins = shares(found, party)
    assert precision > 0.97
    assert joins > 300
    sides: dict[str, list[str]] = {}
    for one, other in found.items():
        sides.setdefault(other, []).append(one[0])
    assert max(map(len, sides.values())) == 2
    assert ["a", "a"] not in sides.values()


def test_lists_of_who_is_sought_are_left_to_the_kernel(tmp_path: Path) -> None:
    """Aliases say that a list names who is sought; --weights decides where the rule does not."""
    register(tmp_path / "r.jsonl", "", make_records(400, 2, seed=3))
    lines = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    for at, line in enumerate(lines):
        if at % 5 == 0:
            line["properties"]["alias"] = [f"Alias {at}"]
    (tmp_path / "s.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    for name, weights, expected in (("s", "auto", 0), ("s", "learnt", 1), ("r", "kernel", 0)):
        said, _ = call(tmp_path / f"{name}.jsonl", "--weights", weights, "--output", tmp_path / "out.csv", "--json")
        assert len(json.loads(said)["learnt"]) == expected, (name, weights)
