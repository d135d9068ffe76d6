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
