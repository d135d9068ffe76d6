"""`counterflow decide` and what `counterflow ledger` does with decisions."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from counterflow.case import Case
from counterflow.cli.main import counterflow
from counterflow.exc import CounterflowError, InputError, LedgerError, NotFoundError, UsageError
from counterflow.ledger import Ledger, Role
from counterflow.screen.answer import Answer, IndexRef, ListRef, ReasonLine, Status
from counterflow.screen.answer import Result as Found
from counterflow.screen.encode import dump_json

ROOT = Path(__file__).parents[2]
RULES = '[case]\nname = "x"\n[screening]\nfour_eyes = ["clear"]\nretention_days = 30\n'


def call(*words: str | Path, user: str = "anna", status: int = 0) -> Result:
    done = CliRunner().invoke(counterflow, [str(word) for word in words], env={"COUNTERFLOW_USER": user})
    if isinstance(done.exception, CounterflowError):
        raise done.exception
    assert done.exit_code == status, done.output
    return done


def validate(data: object, shape: str) -> None:
    schema = json.loads((ROOT / f"docs/schema/{shape}.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(data)


def answer(query: dict[str, Any], party: str = "ofac-12209", build: str = "b1") -> bytes:
    reasons = (ReasonLine("name", "Office 39", "OFFICE 39", 8.0),)
    found = Found(party, "OFFICE 39", "Organization", ("us_ofac_sdn",), 0.9, True, Status.LISTED, "Likely.", reasons)
    index = IndexRef(build, (ListRef("us_ofac_sdn", "2022-01-28", True),))
    return dump_json(Answer(query, (found,), index, True, "bits-v3")) + b"\n"


@pytest.fixture
def screened(tmp_path: Path) -> Path:
    """Three answers; the second query has no id."""
    path = tmp_path / "answers.jsonl"
    entity = {"id": "c-3", "schema": "Company", "properties": {"name": ["Office 39"]}}
    path.write_bytes(
        answer({"Customer ID": 17, "name": "Office 39"}) + b"\n" + answer({"name": "Office 39"}) + answer(entity)
    )
    return path


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case without a build, where clearing needs four eyes."""
    root = tmp_path / "case"
    root.mkdir()
    (root / "case.toml").write_text(RULES, encoding="utf-8")
    return root


def words(screened: Path, decision: str = "clear") -> tuple[str | Path, ...]:
    return ("--screened", screened, "--party", "ofac-12209", "--decision", decision, "--reason", "another office")


def entered(path: Path) -> dict[str, Any]:
    store = Ledger.of_file(path)
    newest = store.newest()
    store.close()
    assert newest is not None
    return newest.data


def test_a_decision_goes_to_a_ledger_of_its_own(screened: Path, tmp_path: Path) -> None:
    """Without a case; the subject is the id that the query brought, the answer is kept to the byte."""
    path = tmp_path / "decisions.sqlite"
    done = call("decide", "--ledger", path, *words(screened), "--json")
    line = json.loads(done.stdout)
    assert (line["kind"], line["entered_by"]) == ("decision", "anna")
    said = entered(path)
    assert (said["subject"], said["party"], said["content"]["fingerprint"]) == ("17", ["ofac-12209"], "b1")
    (seen,) = (tmp_path / "seen").iterdir()
    assert json.loads(seen.read_bytes())["answer"].encode() == screened.read_bytes().splitlines()[0]
    call("decide", "--ledger", path, *words(screened), "--row", "3", "--screened-at", "2026-01-02")
    said = entered(path)
    assert (said["subject"], said["content"]["now"]) == ("c-3", "2026-01-02T00:00:00+00:00")


def test_wrong_use_is_said(screened: Path, case: Path, tmp_path: Path) -> None:
    """Neither or both places, no such line, no such party, no id, no answer, no time."""
    call("decide", *words(screened), status=2)
    call("decide", case, "--ledger", tmp_path / "x.sqlite", *words(screened), status=2)
    for more, error, message in (
        (("--row", "4"), NotFoundError, "no line 4.*1 to 3"),
        (("--party", "x"), NotFoundError, "no party 'x'"),
        (("--row", "2"), UsageError, "--subject"),
        (("--screened-at", "soon"), UsageError, "'soon' is no time"),
    ):
        with pytest.raises(error, match=message):
            call("decide", case, *words(screened), *more)
    for content in ("no json\n", '{"query": {}}\n', "[]\n"):
        screened.write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match="line 1"):
            call("decide", case, *words(screened), "--subject", "c-1")
    assert not (case / "seen").exists()


def test_another_person_approves(screened: Path, case: Path) -> None:
    """The decider cannot; the list of decisions shows who said what."""
    done = call("decide", case, *words(screened), "--row", "2", "--subject", "c-9")
    assert "the party is entered under ofac-12209 alone" in done.stderr
    assert "pending" in done.stderr
    (line,) = call("ledger", case, "decisions", "--json").stdout.splitlines()
    row = json.loads(line)
    validate(row, "decision")
    assert (row["state"], row["subject"]) == ("pending", "c-9")
    with pytest.raises(LedgerError, match="anna made decision"):
        call("ledger", case, "approve", row["hash"][:12])
    assert "next run" not in call("ledger", case, "approve", row["hash"][:12], "I agree", user="ben").stderr
    text = call("ledger", case, "decisions", "--subject", "c-9").stdout
    assert "clear (in force)  c-9 = ofac-12209?  0.90  another office" in text
    assert "approve  ben" in text
    assert call("ledger", case, "decisions", "--party", "ofac-12209").stdout == text
    assert call("ledger", case, "decisions", "--party", "x").stdout == ""
    assert call("ledger", case, "decisions", "--party", "x", "--subject", "c-9").stdout == ""


def test_a_rejection_is_said(screened: Path, case: Path) -> None:
    """And taking it back changes no build, so nothing is said of a run."""
    call("decide", case, *words(screened))
    (row,) = [json.loads(one) for one in call("ledger", case, "decisions", "--json").stdout.splitlines()]
    rejection = json.loads(call("ledger", case, "reject", row["hash"], "--json", user="ben").stdout)
    assert "clear (rejected)" in call("ledger", case, "decisions").stdout
    undo = call("ledger", case, "undo", rejection["hash"])
    assert "entered as" in undo.stderr
    assert "next run" not in undo.stderr
    assert "clear (pending)" in call("ledger", case, "decisions").stdout


def test_the_record_is_exported(screened: Path, case: Path, tmp_path: Path) -> None:
    """As the file is called, or as --format says; the newest hash is said, to be kept elsewhere."""
    call("decide", case, *words(screened, "block"))
    as_csv, as_json = tmp_path / "audit.csv", tmp_path / "audit.jsonl"
    summary = json.loads(call("ledger", case, "export", "-o", as_csv, "--json").stdout)
    validate(summary, "decision_export")
    assert (summary["decisions"], summary["entries"]) == (1, 1)
    assert summary["newest"] in call("ledger", case, "export", "--output", as_json).stderr
    with as_csv.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert json.loads(as_json.read_bytes())["hash"] == row["hash"] == summary["newest"]
    call("ledger", case, "export", "-o", as_csv, "--format", "json")
    assert as_csv.read_bytes() == as_json.read_bytes()


def test_what_was_seen_is_forgotten_in_time(screened: Path, case: Path) -> None:
    """Not before its days are over."""
    call("decide", case, *words(screened))
    assert json.loads(call("ledger", case, "forget", "--json").stdout) == {"erased": 0}
    assert len(list((case / "seen").iterdir())) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("export",),
        ("approve",),
        ("decisions", "x"),
        ("list", "--subject", "x"),
        ("verify", "-o", "x"),
        ("add", "decision", "subject=x"),
        ("add", "approval", "verdict=approve"),
        ("add", "allow", "subject=x"),
    ],
)
def test_wrong_use_of_the_ledger_is_exit_2(case: Path, words: tuple[str, ...]) -> None:
    """What has a command of its own is not added by hand."""
    call("ledger", case, *words, status=2)


def test_a_party_is_entered_by_all_its_members(example_case: Case, tmp_path: Path) -> None:
    """Those of the build that was screened, so that another canonical id does not lose the decision."""
    root = tmp_path / "copy"
    shutil.copytree(example_case.root, root)
    build = (root / "current").read_text(encoding="utf-8").strip()
    screened = tmp_path / "answers.jsonl"
    party, other = _cluster(root / "builds" / build)
    screened.write_bytes(answer({"id": "c-1", "name": "x"}, party, build))
    call("decide", root, *words(screened)[:2], "--party", party, *words(screened)[4:])
    store = Ledger.of_file(root / "ledger.sqlite")
    assert len(store.about(Role.PARTY, other)) == len(store.about(Role.PARTY, party)) == 1
    store.close()


def _cluster(build: Path) -> tuple[str, str]:
    """Find a party of several entities; gives its id and another member."""
    from counterflow.tables import CANONICAL

    rows = CANONICAL.read([build / "canonical.parquet"], ["entity_id", "canonical_id"]).to_pylist()
    row = next(row for row in rows if row["entity_id"] != row["canonical_id"])
    return row["canonical_id"], row["entity_id"]
