"""`counterflow compare`: pairs in, scores out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from counterflow.cli.compare import compare
from counterflow.compare.algorithm import ALGORITHM, load_algorithm
from counterflow.exc import InputError, UsageError

ROOT = Path(__file__).parents[2]
PAIRS = (
    "case,schema,name1,name2\n"
    "a,Person,Ri Yong Ho,RI Yong-ho\n"
    "b,Person,Ri Yong Ho,Viktor Anatolyevich Bout\n"
    'c,Company,"Korea Mining Development Trading Corp., Ltd.",KOREA MINING DEVELOPMENT TRADING CORPORATION\n'
    "d,Person,,Ri Yong Ho\n"
)


def call(*words: str | Path, status: int = 0, stdin: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(compare, [str(word) for word in words], input=stdin)
    assert result.exit_code == status, result.output
    return result


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_rows_order_and_columns_stay(tmp_path: Path) -> None:
    """What is added stands last; a pair that cannot be compared is kept, said, and makes the exit status 3."""
    path = tmp_path / "pairs.csv"
    path.write_text(PAIRS, encoding="utf-8")
    done = call(path, "--output", tmp_path / "out.csv", status=3)
    found = rows((tmp_path / "out.csv").read_text(encoding="utf-8"))
    assert list(found[0]) == ["case", "schema", "name1", "name2", "score", "match", "reasons", "error"]
    assert [row["case"] for row in found] == ["a", "b", "c", "d"]
    assert [row["match"] for row in found] == ["true", "false", "true", ""]
    assert found[3]["error"] == "name1: it has no name and no number"
    assert json.loads(found[0]["reasons"])[0]["feature"] == "name"
    assert "1 pair could not be compared" in done.stderr


def test_stdin_to_stdout() -> None:
    """`-` is both; the data alone is on stdout, and equal to what a file gives."""
    done = call("-", "--output", "-", status=3, stdin=PAIRS)
    assert [row["case"] for row in rows(done.stdout)] == ["a", "b", "c", "d"]
    assert "4 pairs: 2 with a score of" in done.stderr


def test_jsonl_keeps_its_fields() -> None:
    """Entities with facts; a field of the user's that is called as one of ours moves aside."""
    left = {"schema": "Person", "properties": {"name": ["Ri Yong Ho"], "birthDate": ["1956-07-10"]}}
    right = {"schema": "Person", "properties": {"name": ["Ri Yong Ho"], "birthDate": ["1971"]}}
    lines = [
        json.dumps({"left": left, "right": left, "id": 7, "score": "old"}),
        json.dumps({"left": left, "right": right}),
        "nothing",
    ]
    done = call("-", "--output", "-", status=3, stdin="\n".join(lines))
    same, other, bad = [json.loads(line) for line in done.stdout.splitlines()]
    assert (same["id"], same["input_score"], same["left"]) == (7, "old", left)
    assert same["match"] is True
    assert 0 <= other["score"] < same["score"] <= 1
    assert {one["feature"] for one in other["reasons"]} >= {"name", "birth_year_differs"}
    assert (bad["line"], bad["score"], bad["match"]) == ("nothing", None, None)


def test_the_summary_is_its_json_schema(tmp_path: Path) -> None:
    """`--json` prints it on stdout."""
    path = tmp_path / "pairs.csv"
    path.write_text(PAIRS, encoding="utf-8")
    summary = json.loads(call(path, "--output", tmp_path / "out.jsonl", "--json", status=3).stdout)
    Draft202012Validator(json.loads((ROOT / "docs/schema/compare.json").read_text(encoding="utf-8"))).validate(summary)
    assert summary == {
        "pairs": 4,
        "matches": 2,
        "errors": 1,
        "output": str(tmp_path / "out.jsonl"),
        "threshold": load_algorithm().threshold,
        "algorithm": ALGORITHM,
    }


def test_the_threshold_decides_and_the_score_stays() -> None:
    """At 0 every pair matches."""
    done = call("-", "--output", "-", "--threshold", "0", status=3, stdin=PAIRS)
    assert [row["match"] for row in rows(done.stdout)] == ["true", "true", "true", ""]


def test_an_unknown_algorithm_lists_the_known_ones() -> None:
    """And its own name is taken."""
    result = CliRunner().invoke(compare, ["-", "--output", "-", "--algorithm", "logic-v1"], input=PAIRS)
    assert isinstance(result.exception, UsageError)
    assert ALGORITHM in str(result.exception)
    call("-", "--output", "-", "--algorithm", ALGORITHM, status=3, stdin=PAIRS)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("a,b\n1,2\n", UsageError, "name1"),
        ("", InputError, "empty"),
        ('[{"left": {}}]', InputError, "JSON array"),
    ],
)
def test_what_is_no_pairs(text: str, error: type[Exception], message: str) -> None:
    """Each says what was expected."""
    result = CliRunner().invoke(compare, ["-", "--output", "-"], input=text)
    assert isinstance(result.exception, error)
    assert message in str(result.exception)


def test_a_wrong_byte_names_its_line() -> None:
    """And --encoding reads it."""
    data = "schema,name1,name2\nPerson,José Peña,Jose Pena\n".encode("cp1252")
    result = CliRunner().invoke(compare, ["-", "--output", "-"], input=data)
    assert "stdin, line 2" in str(result.exception)
    done = call("-", "--output", "-", "--encoding", "cp1252", stdin=data)
    assert rows(done.stdout)[0]["name1"] == "José Peña"
