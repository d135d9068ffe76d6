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
from counterflow.compare.algorithm import ALGORITHM
from counterflow.compare.index.store import Index
from counterflow.exc import CounterflowError, InputError, LedgerError, NotFoundError, UsageError
from counterflow.ledger import Entry, Ledger, Role
from counterflow.model.decision import Decision
from counterflow.remote.clock import SystemClock
from counterflow.screen.answer import Answer, IndexRef, ListRef, ReasonLine, Status
from counterflow.screen.answer import Result as Found
from counterflow.screen.decision.decide import Pair, Said
from counterflow.screen.decision.record import record_of_file
from counterflow.screen.decision.seen import load_seen
from counterflow.screen.encode import dump_json
from counterflow.screen.index_identity import read_identity
from counterflow.screen.screener import Limits
from counterflow.service.current import CurrentState
from counterflow.service.desk import Desk
from counterflow.service.source import IndexSource

from ..interop.serving import ENTITIES, make_small_index

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
    return dump_json(Answer(query, (found,), index, True, ALGORITHM)) + b"\n"


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
    said = ("--party", "ofac-12209", "--decision", decision, "--reason", "another office")
    return ("--screened", screened, "--screened-at", "2026-01-01T09:00:00Z", *said)


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
    (seen,) = (tmp_path / "decisions.sqlite-seen").iterdir()
    assert json.loads(seen.read_bytes())["answer"].encode() == screened.read_bytes().splitlines()[0]
    call("decide", "--ledger", path, *words(screened), "--row", "3", "--screened-at", "2026-01-02")
    said = entered(path)
    assert (said["subject"], said["content"]["now"]) == ("c-3", "2026-01-02T00:00:00+00:00")


def test_a_copied_file_does_not_say_when_it_was_screened(screened: Path, tmp_path: Path) -> None:
    """A list was too old then, and replay says so again only of that time; without such a list the file's is enough."""
    at = words(screened).index("--screened-at")
    undated = tmp_path / "undated.jsonl"
    undated.write_bytes(
        screened.read_bytes().replace(b'"stale": true', b'"stale": null').replace(b'"stale":true', b'"stale":null')
    )
    for file, fits in ((screened, False), (undated, True)):
        given = words(file)[:at] + words(file)[at + 2 :]
        if fits:
            call("decide", "--ledger", tmp_path / "d.sqlite", *given)
        else:
            with pytest.raises(UsageError, match=r"not when that was.*The file was written at"):
                call("decide", "--ledger", tmp_path / "d.sqlite", *given)


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
    assert not (case / "ledger.sqlite-seen").exists()


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
    assert len(list((case / "ledger.sqlite-seen").iterdir())) == 1


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a few entities."""
    return make_small_index(tmp_path_factory.mktemp("decide"))


@pytest.fixture
def found(index: Path, tmp_path: Path) -> Path:
    """What `screen` found in it for one customer."""
    customers, path = tmp_path / "customers.csv", tmp_path / "found.jsonl"
    customers.write_text("customer_id,name,date_of_birth\nc-7,Kim Yong Chol,1962\n", encoding="utf-8")
    call("screen", "--index", index, "-i", customers, "-o", path, "--quiet")
    return path


def test_a_pair_is_put_on_the_allow_list_and_taken_off(index: Path, found: Path, tmp_path: Path) -> None:
    """Of a ledger of its own: with the index that was screened; the list says what lapsed, and why."""
    path, folder = tmp_path / "decisions.sqlite", tmp_path / "names"
    shutil.copytree(index, folder)
    clear = ("--screened", found, "--party", "un-1", "--decision", "clear", "--reason", "another man")
    call("decide", "--ledger", path, *clear, "--index", folder, "--allow")
    assert '["old-1","old/1","un-1"]' in call("ledger", "--ledger", path, "list").stdout
    (line,) = call("ledger", "--ledger", path, "allowed", "--index", folder, "--json").stdout.splitlines()
    row = json.loads(line)
    validate(row, "allowed")
    assert (row["state"], row["subject"], row["entered_by"]) == ("holds", "c-7", "anna")
    assert "unknown  c-7" in call("ledger", "--ledger", path, "allowed", "--subject", "c-7").stdout
    changed = [{**one, "datasets": ["eu_fsf", *one["datasets"]]} for one in ENTITIES]
    make_small_index(tmp_path, changed, "names")
    listed = call("ledger", "--ledger", path, "allowed", "--index", folder).stdout
    assert (
        "lapsed  c-7 = old-1 old/1 un-1? (Kim Yong Chol = KIM Yong Chol?)  datasets of the party changed (eu_fsf came)"
        in listed
    )
    assert call("ledger", "--ledger", path, "allowed", "--subject", "c-8", "--index", folder).stdout == ""
    call("ledger", "--ledger", path, "revoke", row["hash"][:12], "a mistake")
    assert call("ledger", "--ledger", path, "allowed", "--index", folder).stdout == ""
    for digits in (row["hash"], row["decision"]):
        with pytest.raises(LedgerError, match=r"allow-list|taken off"):
            call("ledger", "--ledger", path, "revoke", digits)
    with pytest.raises(NotFoundError, match="not the index that was screened"):
        call("decide", "--ledger", path, *clear, "--index", folder, "--allow")
    with pytest.raises(NotFoundError, match="--allow needs the lists"):
        call("decide", "--ledger", path, *clear, "--allow")


def test_the_index_is_named_as_a_server_names_it(index: Path, found: Path, tmp_path: Path) -> None:
    """By its parties, dates and what is beside, where it is at hand; another is refused, and nothing is entered."""
    path, other = tmp_path / "decisions.sqlite", tmp_path / "other"
    say = ("decide", "--ledger", path, "--screened", found, "--party", "un-1", "--decision", "block", "--reason", "x")
    call(*say, "--index", index)
    call(*say)
    current = CurrentState(IndexSource(index, SystemClock(), threads=1))
    current.refresh()
    record = record_of_file(path)
    desk = Desk(current, SystemClock(), record)
    (shown,) = desk.answer([json.loads(found.read_bytes())["query"]], Limits(0.5, 0.1, 10))
    desk.decide(shown.seen, Pair("c-7", "un-1"), Said(Decision.BLOCK, "x", "anna"))
    kept = [record.folder.read(entry.data["seen"]) for entry in record.ledger.entries()]
    record.ledger.close()
    named, bare, served = (load_seen(content or b"").conditions for content in kept)
    assert (named.fingerprint, named.identity) == (served.fingerprint, served.identity)
    assert named.identity is not None
    assert (bare.fingerprint, bare.identity) == (str(named.fingerprint)[:16], None)
    make_small_index(tmp_path, ENTITIES[1:], "other")
    with pytest.raises(NotFoundError, match="not the index that was screened"):
        call(*say, "--index", other)
    assert "whole: 3 entries" in call("ledger", "--ledger", path, "verify").stderr


def test_the_index_of_a_case_is_named(screened: Path, case: Path) -> None:
    """Where the index of the build that was screened is still there."""
    names = case / "cache" / "names"
    names.mkdir(parents=True)
    kept = make_small_index(names, name=f"b1-listed-{ALGORITHM}")
    call("decide", case, *words(screened))
    record = record_of_file(case / "ledger.sqlite")
    (entry,) = record.ledger.entries()
    conditions = load_seen(record.folder.read(entry.data["seen"]) or b"").conditions
    record.ledger.close()
    assert conditions.identity == read_identity(kept)
    assert conditions.fingerprint == entry.data["content"]["fingerprint"] == Index.open(kept).manifest.fingerprint


def test_every_action_works_on_a_ledger_of_its_own(found: Path, tmp_path: Path) -> None:
    """Without a case; it takes notes, and the days that documents are kept are said with the command."""
    path, audit = tmp_path / "decisions.sqlite", tmp_path / "audit.csv"
    call("ledger", "--ledger", path, "list", status=2)
    call("decide", "--ledger", path, "--screened", found, "--party", "un-1", "--decision", "block", "--reason", "him")
    of_file = ("ledger", "--ledger", path)
    assert "block (in force)  c-7 = un-1?" in call(*of_file, "decisions", "--state", "in force").stdout
    assert call(*of_file, "decisions", "--state", "pending").stdout == ""
    call(*of_file, "add", "note", "text=checked")
    call(*of_file, "add", "judgement", "left_id=a", "right_id=b", "judgement=positive", status=2)
    call(*of_file, "export", "-o", audit)
    assert len(audit.read_text(encoding="utf-8").splitlines()) == 2
    assert json.loads(call(*of_file, "forget", "--days", "30", "--json").stdout) == {"erased": 0}
    note = json.loads(call(*of_file, "list", "--json").stdout.splitlines()[-1])
    call(*of_file, "undo", note["hash"])
    assert "whole: 3 entries" in call(*of_file, "verify").stderr
    with pytest.raises(LedgerError, match="is in force"):
        call(*of_file, "approve", json.loads(call(*of_file, "decisions", "--json").stdout)["hash"], user="ben")


def test_a_ledger_of_its_own_has_rules(found: Path, tmp_path: Path) -> None:
    """The rule makes the ledger; no option of a later command leaves it out, and one person does not take it back."""
    path = tmp_path / "decisions.sqlite"
    of_file = ("ledger", "--ledger", path)
    call(*of_file, "rule", "forgive", status=2)
    (line,) = call(*of_file, "rule", "clear", "block", "--json").stdout.splitlines()[:1]
    rule = json.loads(line)
    assert [line.split()[-1] for line in call(*of_file, "rule").stdout.splitlines()] == ["clear", "block"]
    say = ("--screened", found, "--party", "un-1", "--decision", "clear", "--reason", "another man")
    assert f"ledger --ledger {path} approve" in call("decide", "--ledger", path, *say).stderr
    assert "a second person" in call(*of_file, "undo", rule["hash"], user="ben").stderr
    assert "(pending)" in call(*of_file, "decisions").stdout
    assert rule["hash"][:12] in call(*of_file, "rule").stdout
    assert "a second person" not in call(*of_file, "undo", rule["hash"], user="cleo").stderr
    assert "clear" not in call(*of_file, "rule").stdout
    call("decide", "--ledger", path, *say)
    assert "clear (in force)" in call(*of_file, "decisions").stdout


def test_what_waits_is_listed_without_the_rest(found: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits and what was rejected, in the order of entry; decisions that needed nobody else are not parsed."""
    path = tmp_path / "decisions.sqlite"
    of_file = ("ledger", "--ledger", path)

    def enter(decision: str) -> str:
        say = ("--screened", found, "--party", "un-1", "--decision", decision, "--reason", "x")
        return str(json.loads(call("decide", "--ledger", path, *say, "--json").stdout)["hash"])

    final = enter("block")
    call(*of_file, "rule", "block")
    waits = [enter("block"), enter("block"), enter("block")]
    call(*of_file, "reject", waits.pop(1), user="ben")

    def listed(state: str) -> list[str]:
        lines = call(*of_file, "decisions", "--state", state, "--json").stdout.splitlines()
        return [json.loads(line)["hash"] for line in lines]

    assert listed("in force") == [final]
    parsed = Entry.data

    def parse(entry: Entry) -> Any:
        assert entry.hash != final
        return parsed.fget(entry)  # type: ignore[attr-defined]

    monkeypatch.setattr(Entry, "data", property(parse))
    assert listed("pending") == waits
    assert len(listed("rejected")) == 1


def test_what_was_seen_is_shown_to_the_second_person(found: Path, tmp_path: Path) -> None:
    """In words and as JSON; erased, it says so and keeps what the ledger knows."""
    path = tmp_path / "decisions.sqlite"
    of_file = ("ledger", "--ledger", path)
    call(*of_file, "rule", "block")
    say = ("--screened", found, "--party", "un-1", "--decision", "block", "--reason", "him")
    digits = json.loads(call("decide", "--ledger", path, *say, "--json").stdout)["hash"]
    row = json.loads(call(*of_file, "seen", digits, "--json").stdout)
    validate(row, "decision_seen")
    assert row["result"] == next(one for one in json.loads(found.read_bytes())["results"] if one["id"] == "un-1")
    text = call(*of_file, "seen", digits[:12]).stdout
    for word in ("what was seen is whole", "name: Kim Yong Chol", "KIM Yong Chol", row["result"]["explanation"][:20]):
        assert word in text
    next((tmp_path / "decisions.sqlite-seen").glob("*.json")).unlink()
    row = json.loads(call(*of_file, "seen", digits, "--json").stdout)
    validate(row, "decision_seen")
    assert (row["document"], row["query"]) == ("forgotten", None)
    assert "was erased" in call(*of_file, "seen", digits).stdout


def test_what_screen_found_is_replayed(index: Path, found: Path, tmp_path: Path) -> None:
    """From the index that was kept when it was replaced; what differs ends with 1, what is gone does not."""
    path, folder, kept = tmp_path / "decisions.sqlite", tmp_path / "names", tmp_path / "kept"
    shutil.copytree(index, folder)
    for party in ("un-1", "us-1"):
        call("decide", "--ledger", path, "--screened", found, "--party", party, "--decision", "block", "--reason", "x")
    entities = tmp_path / "new.jsonl"
    entities.write_text("".join(json.dumps({**one, "caption": "X"}) + "\n" for one in ENTITIES), encoding="utf-8")
    call("index", entities, "--output", folder, "--update", "--keep", kept, "--quiet")
    replay = ("replay", "--ledger", path)
    done = call(*replay, "--index", folder)
    assert "2 decisions: 0 equal, 0 differs, 2 gone" in done.stderr
    rows = [
        json.loads(line) for line in call(*replay, "--index", kept, "--index", folder, "--json").stdout.splitlines()
    ]
    for row in rows:
        validate(row, "replay")
    assert [row["outcome"] for row in rows] == ["equal", "equal"]
    (one,) = call(*replay, rows[1]["hash"][:12], "--index", kept).stdout.splitlines()
    assert one.startswith(rows[1]["hash"][:12])
    (seen,) = path.with_name(path.name + "-seen").glob("*.json")
    seen.write_bytes(seen.read_bytes().replace(b"Kim", b"Kin"))
    assert "differs  c-7" in call(*replay, "--index", kept, status=1).stdout
    call(*replay, status=2)
    data = bytearray(path.read_bytes())
    data[data.index(b"un-1")] ^= 1
    path.write_bytes(data)
    with pytest.raises(LedgerError, match=r"changed|damaged|no ledger"):
        call(*replay, "--index", kept)


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
        ("list", "x"),
        ("verify", "x"),
        ("revoke",),
        ("seen",),
        ("rule", "x"),
        ("allowed", "--index", "."),
        ("allowed", "--party", "x"),
        ("forget", "--days", "30"),
        ("nothing",),
        (),
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
    call("decide", root, *words(screened)[:4], "--party", party, *words(screened)[6:])
    store = Ledger.of_file(root / "ledger.sqlite")
    assert len(store.about(Role.PARTY, other)) == len(store.about(Role.PARTY, party)) == 1
    store.close()


def _cluster(build: Path) -> tuple[str, str]:
    """Find a party of several entities; gives its id and another member."""
    from counterflow.tables import CANONICAL

    rows = CANONICAL.read([build / "canonical.parquet"], ["entity_id", "canonical_id"]).to_pylist()
    row = next(row for row in rows if row["entity_id"] != row["canonical_id"])
    return row["canonical_id"], row["entity_id"]
