"""Four eyes on a release, and what becomes of what was given."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from tests.cli.release_case import write_case

from counterflow.case import Case
from counterflow.cli.main import counterflow
from counterflow.exc import DecisionError, LedgerError, UsageError
from counterflow.ledger import Ledger
from counterflow.service.release.given import Copies, copies_of

Call = Callable[..., Result]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case whose partner gets nothing that no second person has approved."""
    root = tmp_path_factory.mktemp("request") / "case"
    case = write_case(root, with_secret=False)
    text = case.toml_path.read_text("utf-8")
    case.toml_path.write_text(text.replace("[partner.them]", "[partner.them]\nfour_eyes = true"), encoding="utf-8")
    return case


@pytest.fixture
def case(built: Case, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(built.root, tmp_path / "case")
    return tmp_path / "case"


@pytest.fixture
def call(case: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call the command as somebody."""

    def run(by: str, *words: str | Path) -> Result:
        monkeypatch.setenv("COUNTERFLOW_USER", by)
        done = CliRunner().invoke(counterflow, ["release", str(case), *map(str, words)], standalone_mode=False)
        if done.exception is not None:
            raise done.exception
        assert done.return_value == 0, done.output
        return done

    return run


def ask(call: Call, *words: str) -> str:
    """Ask for a release as Anna; gives the hash of the request."""
    done = call("anna", "ask", "--to", "them", "--reason", "they asked", "--format", "ftm", *words, "--json")
    return str(json.loads(done.stdout)["hash"])


def states(call: Call, *words: str) -> list[tuple[str, str]]:
    lines = call("anna", "list", "--json", *words).stdout.splitlines()
    return [(row["kind"], row["state"]) for row in map(json.loads, lines)]


def test_what_two_approve_leaves_once(call: Call, case: Path, tmp_path: Path) -> None:
    """Asked for by one, approved by another, and then as the same bytes; never twice."""
    output = tmp_path / "a.ftm"
    request = ask(call, "--what", "OFFICE 39", "--expires", "2999-01-01")
    with pytest.raises(DecisionError, match="is waiting"):
        call("bert", "make", request[:12], "--output", output)
    with pytest.raises(DecisionError, match="made request"):
        call("ANNA ", "approve", request[:12])
    assert states(call) == [("request", "waiting")]
    shown = call("bert", "approve", request[:12], "looked", "at", "--quiet").stdout
    assert "What them would get".upper() in shown
    assert states(call) == [("request", "approved")]
    call("anna", "make", request[:12], "--output", output, "--quiet")
    assert states(call) == [("release", "held")]
    with closing(Ledger.of_file(case / "ledger.sqlite")) as ledger:
        (release,) = ledger.entries_of(["release"])
        asked = ledger.find(request)
    assert (release.data["request"], release.data["sha256"]) == (request, asked.data["sha256"])
    assert release.data["content"]["expires"] == "2999-01-01"
    with pytest.raises(DecisionError, match="is left"):
        call("anna", "make", request[:12], "--output", tmp_path / "b.ftm")
    assert not (tmp_path / "b.ftm").exists()


@pytest.mark.slow
def test_what_is_not_approved_as_it_is_stays(call: Call, case: Path, tmp_path: Path) -> None:
    """Rejected, taken back, or no more what was asked for."""
    first, second = ask(call), ask(call)
    call("bert", "reject", first[:12], "too", "much")
    assert states(call) == [("request", "rejected"), ("request", "waiting")]
    with pytest.raises(DecisionError, match="is rejected"):
        call("bert", "make", first[:12], "--output", tmp_path / "a")
    # What leaves is another now: an entry by hand, which the next run takes in.
    with closing(Ledger.of_file(case / "ledger.sqlite")) as ledger:
        said = {"entity_id": "ofac-12209", "schema": "Company", "prop": "name", "value": "KDB", "source": "a"}
        ledger.append("entry", said | {"passage": "KDB"}, by="anna")
    assert CliRunner().invoke(counterflow, ["run", str(case), "--quiet"]).exit_code == 0
    with pytest.raises(DecisionError, match="is not what request"):
        call("bert", "approve", second[:12], "--quiet")
    with closing(Ledger.of_file(case / "ledger.sqlite")) as ledger:
        ledger.append("undo", {"hash": second}, by="anna")
    assert states(call) == [("request", "rejected"), ("request", "taken back")]


def test_without_a_second_person_nothing_leaves(call: Call, case: Path, tmp_path: Path) -> None:
    """Whatever the way: where case.toml says four_eyes, only an approved release does."""
    output = tmp_path / "a"
    with pytest.raises(UsageError, match="a second person must approve"):
        call("anna", "--to", "them", "--output", output)
    for words in (
        ["export", str(case), "--format", "ftm", "--to", "them", "--output", str(output)],
        ["push", str(case), "--to", "them", "--dry-run"],
    ):
        done = CliRunner().invoke(counterflow, words, standalone_mode=False)
        assert isinstance(done.exception, UsageError)
        assert "a second person must approve" in done.exception.what
    assert not output.exists()


def test_copies_that_are_not_confirmed_are_listed(case: Path) -> None:
    """Expired and recalled ones, until the partner says that there are none."""
    payload = {"partner": "them", "way": "file", "place": "a", "build": "b", "marking": "TLP:CLEAR", "sha256": "0"}
    with closing(Ledger.of_file(case / "ledger.sqlite")) as ledger:
        kept, old = (
            ledger.append("release", {**payload, "content": {"expires": day}}, by="anna")
            for day in ("2026-03-01", "2026-02-01T10:00:00Z")
        )
        day = datetime.date(2026, 2, 1)
        assert [copies_of(ledger, one, day) for one in (kept, old)] == [Copies.HELD, Copies.EXPIRED]
        assert copies_of(ledger, old, datetime.date(2026, 1, 31)) is Copies.HELD


def test_a_recall_stands_until_it_is_confirmed(call: Call, case: Path) -> None:
    """Each word is an entry of the ledger and is said once."""
    payload = {"partner": "them", "way": "taxii", "place": "a", "build": "b", "marking": "TLP:CLEAR", "sha256": "0"}
    with closing(Ledger.of_file(case / "ledger.sqlite")) as ledger:
        release = ledger.append("release", {**payload, "content": {"taken": 1}}, by="anna").hash
    assert states(call, "--unconfirmed") == []
    with pytest.raises(click.UsageError, match="why"):
        call("anna", "recall", release[:12])
    done = call("anna", "recall", release[:12], "a", "source", "is", "at", "risk")
    assert "--as taxii --recall" in done.stderr
    assert states(call, "--unconfirmed") == [("release", "recalled")]
    with pytest.raises(LedgerError, match="recalled before"):
        call("anna", "recall", release[:12], "again")
    call("anna", "confirm", release[:12], "Mr Lee", "by", "telephone")
    assert (states(call, "--unconfirmed"), states(call)) == ([], [("release", "gone")])
    with pytest.raises(LedgerError, match="entered before"):
        call("anna", "confirm", release[:12], "again")
    with pytest.raises(LedgerError, match="is a recall"):
        call("anna", "confirm", recall_of(case), "x")


def recall_of(case: Path) -> str:
    """Give the hash of the recall of a case."""
    with closing(Ledger.of_file(case / "ledger.sqlite")) as ledger:
        (recall,) = ledger.entries_of(["recall"])
    return recall.hash


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["frobnicate"], "is no action"),
        ([], "'--to'"),
        (["ask", "--to", "them"], "ask needs --reason"),
        (["approve"], "needs the hash"),
        (["make", "ab", "--to", "them"], "takes --to, --what and --expires from the ledger"),
        (["list", "x"], "takes no 'x'"),
        (["--to", "them", "--unconfirmed"], "belongs to list"),
    ],
)
def test_wrong_words(call: Call, words: list[str], message: str) -> None:
    """Said before anything is computed."""
    with pytest.raises(click.UsageError, match=message):
        call("anna", *words)
