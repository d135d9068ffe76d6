"""`counterflow weigh` on the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from counterflow.cli.main import counterflow
from counterflow.exc import InputError, UsageError

CLAIMS = "item,source,value\nship,a,Sydney\nship,b,Sydney\nship,c,Perth\n"


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.csv"
    path.write_text(CLAIMS, encoding="utf-8")
    return path


def call(*words: object) -> tuple[str, str]:
    result = CliRunner().invoke(counterflow, ["weigh", *map(str, words)], catch_exceptions=False, standalone_mode=False)
    return result.stdout, result.stderr


def test_values_come_out_with_probability_and_roots(claims: Path, tmp_path: Path) -> None:
    """One row a value, the most probable first; recorded lineage joins reports into roots."""
    lineage = tmp_path / "lineage.csv"
    lineage.write_text("source,repeats\nb,a\n", encoding="utf-8")
    output = tmp_path / "out.csv"
    call(claims, "--output", output, "--lineage", lineage)
    with output.open(encoding="utf-8") as handle:
        rows = {row["value"]: row for row in csv.DictReader(handle)}
    assert (rows["Sydney"]["roots"], rows["Sydney"]["reports"]) == ("1", "2")
    assert float(rows["Sydney"]["probability"]) == pytest.approx(float(rows["Perth"]["probability"]))


def test_json_says_what_was_done(claims: Path, tmp_path: Path) -> None:
    """The summary is one JSON object on stdout, and fits its schema's required keys."""
    said, _ = call(claims, "--output", tmp_path / "out.jsonl", "--json")
    summary = json.loads(said)
    schema = json.loads((Path(__file__).parents[2] / "docs/schema/weigh.json").read_text(encoding="utf-8"))
    assert set(summary) == set(schema["required"])
    assert (summary["claims"], summary["items"], summary["values"]) == (3, 1, 2)


@pytest.mark.parametrize("name", ["out.csv", "out.tsv", "out.jsonl", "out.parquet", "-"])
def test_every_format_is_written(claims: Path, tmp_path: Path, name: str) -> None:
    """The extension says the format; - is CSV on stdout."""
    said, _ = call(claims, "--output", name if name == "-" else tmp_path / name)
    assert ("Sydney" in said) == (name == "-")
    assert name == "-" or (tmp_path / name).stat().st_size > 0


def test_wrong_use_is_refused(claims: Path, tmp_path: Path) -> None:
    """Nothing is computed when the output cannot be what is asked."""
    for words in ([claims, "--output", tmp_path / "out.xlsx"], [claims, "--output", claims]):
        with pytest.raises(UsageError):
            call(*words)
    with pytest.raises(UsageError, match="stdout"):
        call(claims, "--output", "-", "--json")
    with pytest.raises(InputError, match="no such file"):
        call(tmp_path / "no.csv", "--output", tmp_path / "out.csv")


def test_what_of_the_input_does_nothing_is_counted(claims: Path, tmp_path: Path) -> None:
    """Letters and lineage of sources that claim nothing, circles, and claims that tell nothing are said with counts."""
    claims.write_text(CLAIMS + "ship,d,nan\nship,e,N/A\n", encoding="utf-8")
    letters, lineage = tmp_path / "letters.csv", tmp_path / "lineage.csv"
    letters.write_text("source,reliability\na,B\nwire,C\nA ,B\nnobody,C\n", encoding="utf-8")
    lineage.write_text("source,repeats\na,wire\nwire,desk\nb,c\nc,b\nx,a\na,a\n", encoding="utf-8")
    words = [claims, "--output", tmp_path / "out.csv", "--reliability", letters, "--lineage", lineage]
    said, warned = call(*words, "--json")
    summary = json.loads(said)
    counts = [summary[name] for name in ("silent", "unknown_letters", "unknown_lineage", "circular_sources")]
    assert counts == [2, 2, 1, 2]
    for part in ("2 claims tell nothing", "2 sources that no claim has, first 'A'", "1 row", "2 sources repeat"):
        assert part in warned
    assert call(*words, "--quiet")[1] == ""


def test_nothing_is_warned_of_where_all_is_used(claims: Path, tmp_path: Path) -> None:
    """A wire story that nobody claims, and is repeated, is known."""
    lineage = tmp_path / "lineage.csv"
    lineage.write_text("source,repeats\na,wire\nb,wire\n", encoding="utf-8")
    assert "warning" not in call(claims, "--output", tmp_path / "out.csv", "--lineage", lineage)[1]
