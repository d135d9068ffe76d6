"""`counterflow screen --calibrate`: a threshold from labelled rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from counterflow.cli import screen as screen_module
from counterflow.cli.screen import screen
from counterflow.compare.reason import Reason
from counterflow.exc import InputError, StorageError, UsageError
from counterflow.screen.answer import IndexRef, ListRef, Status
from counterflow.screen.party import Found

ROOT = Path(__file__).parents[2]
CSV = "name,true_id\nAlpha,un-1\nAlfa,un-1\nBravo,\n!,un-1\n"
SCORES = {"Alpha": 0.9, "Alfa": 0.3}


class OneParty:
    """A party that is found under two spellings, the second with a lower score."""

    index = IndexRef("b1", (ListRef("un_sc_sanctions", None, None),))
    algorithm = "test-v1"

    def warm_up(self) -> None:
        pass

    def holds(self, entity_id: str) -> bool:
        return entity_id == "un-1"

    def status(self, _entity_id: str) -> Status:
        return Status.LISTED

    def owner_words(self, _entity_id: str) -> str:
        return ""

    def search(self, entities: Sequence[Mapping[str, Any]], *, limit: int, cutoff: float) -> list[list[Found]]:
        found = []
        for entity in entities:
            name = entity["properties"]["name"][0]
            party = {"id": "un-1", "schema": "Person", "caption": "ALPHA", "datasets": ["un_sc_sanctions"]}
            reason = Reason("name", name, "ALPHA", 2.0)
            found.append([Found(party, SCORES[name], (reason,))] if SCORES.get(name, 0) >= cutoff else [])
        return found


@pytest.fixture(autouse=True)
def one_party(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open no index: what surrounds the search is tested without the kernel."""

    @contextmanager
    def give_party(*_words: Any, **_options: Any) -> Iterator[OneParty]:
        yield OneParty()

    monkeypatch.setattr(screen_module, "open_parties", give_party)


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def call(*words: str | Path, status: int = 0) -> Result:
    result = CliRunner().invoke(screen, ["--index", "i", *map(str, words)])
    assert result.exit_code == status, result.output
    return result


def test_it_says_what_to_put_where(labelled: Path) -> None:
    """The option to screen with, a table, a plot; rows that cannot be searched are named, and the exit status is 3."""
    done = call("--calibrate", labelled, "--recall", "0.9", "--alert-rate", "0.4", status=3)
    for part in (
        "3 rows, 2 of them parties of the index",
        "--threshold 0.3:",
        "--threshold 0.31:",
        "alerts on nobody",
        "┤",
        "└",
    ):
        assert part in done.stdout
    assert "row 4 could not be searched: its name holds no letter and no digit" in done.stderr


def test_what_cannot_be_reached_is_said(tmp_path: Path) -> None:
    """With what the lowest threshold gives."""
    path = tmp_path / "l.csv"
    path.write_text("name,true_id\nAlpha,un-1\nBravo,un-1\n", encoding="utf-8")
    assert "No threshold finds 99% of the parties" in call("--calibrate", path).stdout


def test_json_is_its_schema(labelled: Path) -> None:
    """On stdout, nothing else."""
    data = json.loads(call("--calibrate", labelled, "--json", status=3).stdout)
    schema = json.loads((ROOT / "docs/schema/calibration.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(data)
    assert (data["rows"], data["true_rows"], data["errors"]) == (3, 2, 1)
    assert (data["wanted_recall"], data["recall_threshold"], data["threshold"]) == (0.99, 0.3, 0.5)


def test_the_drawing_is_written_whole(labelled: Path, tmp_path: Path) -> None:
    """Under its name, and nothing beside it."""
    call("--calibrate", labelled, "--output", tmp_path / "plot.svg", "--quiet", status=3)
    assert (tmp_path / "plot.svg").read_text(encoding="utf-8").startswith("<svg ")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["labelled.csv", "plot.svg"]


@pytest.mark.parametrize(
    "words",
    [
        ["--calibrate", "l.csv", "--name", "x"],
        ["--calibrate", "l.csv", "--birth-date", "1944"],
        ["--calibrate", "l.csv", "--input", "q.csv"],
        ["--calibrate", "l.csv", "--cutoff", "0.2"],
        ["--calibrate", "l.csv", "--fail-on-match"],
        ["--calibrate", "l.csv", "--recall", "2"],
        ["--name", "x", "--recall", "0.9"],
        ["--name", "x", "--alert-rate", "0"],
    ],
)
def test_wrong_use(words: list[str]) -> None:
    """What does not go together is refused before anything is opened."""
    call(*words, status=2)


@pytest.mark.parametrize(
    ("text", "words", "error"),
    [
        ("name,true_id\nAlpha,un-7\n", [], InputError),
        ("name\nAlpha\n", [], UsageError),
        (CSV, ["--output", "plot.png"], UsageError),
        (CSV, ["--output", "no/such/folder/plot.svg"], StorageError),
        (CSV, ["--threshold", "0.01"], UsageError),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, words: list[str], error: type[Exception]) -> None:
    """Unknown ids, no labels, another drawing, a folder that is not there, a threshold below what is counted."""
    path = tmp_path / "l.csv"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(screen, ["--index", "i", "--calibrate", str(path), *words])
    assert isinstance(result.exception, error)
