"""`counterflow key`: keys of a case's ledger or of a ledger file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from counterflow.api.guard.key import key_id
from counterflow.cli.main import counterflow
from counterflow.exc import CaseError, NotFoundError, UsageError
from counterflow.ledger import Ledger


def call(*words: str | Path, status: int = 0) -> Result:
    """Call the command and check its exit status."""
    result = CliRunner().invoke(counterflow, ["key", *(str(word) for word in words)])
    assert result.exit_code == status, result.output
    return result


@pytest.fixture(params=["case", "ledger"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> list[str | Path]:
    """Where the keys are: a case, or a ledger file beside an index."""
    if request.param == "ledger":
        return ["--ledger", tmp_path / "ledger.sqlite"]
    assert CliRunner().invoke(counterflow, ["init", str(tmp_path / "case")]).exit_code == 0
    return [tmp_path / "case"]


def test_a_key_is_shown_once(place: list[str | Path]) -> None:
    """stdout has the key alone, so that it can be piped; the list has what is kept."""
    done = call(*place, "add", "anna", "--scope", "screen", "--scope", "read", "--expires", "2999-01-01")
    text = done.stdout.strip()
    assert key_id(text) is not None
    assert "shown this once" in done.stderr
    listed = call(*place, "list").stdout
    assert text not in listed
    for part in (key_id(text), "valid", "anna", "read screen", "expires 2999-01-01"):
        assert str(part) in listed


def test_a_key_is_changed_without_a_gap(place: list[str | Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A second for the same holder, then the first is taken back; who did it stands in the ledger."""
    monkeypatch.setenv("COUNTERFLOW_USER", "admin")
    first, second = (json.loads(call(*place, "add", "bank", "--scope", "screen", "--json").stdout) for _ in range(2))
    assert first["id"] == key_id(first["key"]) != second["id"]
    assert json.loads(call(*place, "revoke", first["id"], "--json").stdout)["state"] == "revoked"
    listed = [json.loads(line) for line in call(*place, "list", "--json").stdout.splitlines()]
    assert [(one["id"], one["state"]) for one in listed] == [(first["id"], "revoked"), (second["id"], "valid")]
    assert all("key" not in one for one in listed)
    path = Path(place[-1]) if place[0] == "--ledger" else Path(place[0]) / "ledger.sqlite"
    ledger = Ledger.of_file(path)
    assert {(one.kind, one.entered_by) for one in ledger.entries()} == {("key", "admin"), ("undo", "admin")}
    assert ledger.verify() == []
    ledger.close()


def test_an_expired_key_is_listed_as_such(place: list[str | Path]) -> None:
    """It stays in the list: it was used once."""
    call(*place, "add", "bank", "--scope", "metrics", "--expires", "2020-01-01")
    assert "expired" in call(*place, "list").stdout


def test_a_key_that_is_not_there_cannot_be_taken_back(place: list[str | Path]) -> None:
    """The error says how to find the right id."""
    error = call(*place, "revoke", "abcdefgh", status=1).exception
    assert isinstance(error, NotFoundError)
    assert error.next_step is not None
    made = json.loads(call(*place, "add", "bank", "--scope", "screen", "--json").stdout)
    assert f"key {made['id']} of bank is taken back" in call(*place, "revoke", made["id"]).stderr
    assert isinstance(call(*place, "revoke", made["id"], status=1).exception, NotFoundError)


def test_what_makes_no_key_is_refused(place: list[str | Path]) -> None:
    """No scope, or a date that is none: nothing is entered."""
    assert isinstance(call(*place, "add", "bank", status=1).exception, UsageError)
    wrong = call(*place, "add", "bank", "--scope", "screen", "--expires", "soon", status=1)
    assert isinstance(wrong.exception, UsageError)
    assert call(*place, "list").stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["add"],
        ["add", "bank", "more"],
        ["list", "more"],
        ["revoke"],
        ["remove", "abcdefgh"],
        ["list", "--scope", "screen"],
        ["revoke", "abcdefgh", "--expires", "2030-01-01"],
        ["add", "bank", "--scope", "everything"],
    ],
)
def test_wrong_words_are_wrong_use(place: list[str | Path], words: list[str]) -> None:
    """Exit status 2 before anything is opened."""
    call(*place, *words, status=2)


def test_a_folder_that_is_no_case_is_said(tmp_path: Path) -> None:
    """A ledger is not made beside anything."""
    assert isinstance(call(tmp_path, "list", status=1).exception, CaseError)
    assert list(tmp_path.iterdir()) == []
