"""A run: the same inputs give the same build, only what changed is read, and no interruption does harm."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from counterflow.case import Case, load_case
from counterflow.exc import (
    CaseError,
    CaseLockedError,
    ChangedInputError,
    CountError,
    LedgerError,
    NotFoundError,
    StorageError,
)
from counterflow.ledger import Ledger
from counterflow.run import order
from counterflow.run.build import open_build
from counterflow.run.lock import hold_case
from counterflow.run.run import RunOptions, RunReport, run_case
from counterflow.stage import Part, PartStage, StageInput
from counterflow.tables import CANONICAL, LINK, MENTION, PROBLEM, QUANTITY, STATEMENT

MakeCase = Callable[..., Case]
ONE = RunOptions(processes=1)


def run(case: Case) -> RunReport:
    """Run a case as it stands on the disk now."""
    report = run_case(load_case(case.root), options=ONE)
    assert report is not None
    return report


def hashes(folder: Path) -> dict[str, str]:
    """Hash every table and the manifest of a build."""
    files = sorted([*folder.glob("*.parquet"), *folder.glob("*.json")])
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def enter(case: Case, kind: str, **payload: str) -> str:
    """Enter something into the ledger; gives the hash of the entry."""
    ledger = Ledger.of_file(case.ledger_path)
    entry = ledger.append(kind, payload, by="analyst")
    ledger.close()
    return entry.hash


def test_the_reports_name_resolves_to_the_lists_alias(make_case: MakeCase) -> None:
    """'Bureau 39' in a report is linked to the party that has it as an alias."""
    build = run(make_case()).build
    mentions = {row["id"]: row["text"] for row in MENTION.read([build.table_path(MENTION)]).to_pylist()}
    links = [row for row in LINK.read([build.table_path(LINK)]).to_pylist() if row["kind"] == "mention"]
    assert {mentions[row["source_id"]] for row in links if row["target_id"] == "ofac-12209"} == {"Bureau 39"}


def test_the_same_inputs_give_the_same_bytes_and_no_work(make_case: MakeCase) -> None:
    """A second run does nothing; a run from nothing, elsewhere, gives byte-identical tables under the same id."""
    case = make_case()
    first = run(case)
    second = run(case)
    assert (first.is_new, second.is_new) == (True, False)
    assert second.build.path == first.build.path
    elsewhere = run(make_case(name="elsewhere"))
    assert elsewhere.build.manifest.build == first.build.manifest.build
    assert hashes(elsewhere.build.path) == hashes(first.build.path)


@pytest.mark.slow
def test_the_number_of_processes_changes_nothing(make_case: MakeCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts read by two processes give the tables that one gives."""
    one = run(make_case())
    monkeypatch.setattr("counterflow.run.part.POOL_BYTES", 0)
    monkeypatch.setattr("counterflow.run.part.BATCH_BYTES", 1)
    two = run_case(make_case(name="two"), options=RunOptions(processes=2))
    assert two is not None
    assert hashes(two.build.path) == hashes(one.build.path)


def test_one_changed_document_is_the_only_one_read(make_case: MakeCase) -> None:
    """After one of 100 reports changed, collect and extract read one part each."""
    case = make_case(reports=100)
    assert run(case).parts_read == {"collect": 101, "extract": 100}
    path = case.inputs_path / "reports" / "007.md"
    path.write_text(path.read_text(encoding="utf-8").replace("$1 million", "$2 million"), encoding="utf-8")
    report = run(case)
    assert report.parts_read == {"collect": 1, "extract": 1}
    assert len(list(case.builds_path.iterdir())) == 2


def test_a_renamed_document_is_not_read_again_by_extract(make_case: MakeCase) -> None:
    """Where a file lies does not decide how its text is read."""
    case = make_case()
    run(case)
    (case.inputs_path / "reports" / "000.md").rename(case.inputs_path / "reports" / "zzz.md")
    assert run(case).parts_read["extract"] == 0


def test_going_back_finds_the_build_again(make_case: MakeCase) -> None:
    """A case in an earlier state is the earlier build, without work."""
    case = make_case()
    first = run(case)
    extra = case.inputs_path / "reports" / "new.md"
    shutil.copy(case.inputs_path / "reports" / "000.md", extra)
    assert run(case).build.path != first.build.path
    extra.unlink()
    again = run(case)
    assert (again.is_new, again.build.path) == (False, first.build.path)
    assert open_build(case).path == first.build.path


def test_only_what_changes_the_result_changes_the_build(make_case: MakeCase) -> None:
    """A note leaves the id, as do rules of screening; a judgement changes it; its undo gives the first build back."""
    case = make_case()
    first = run(case).build.manifest.build
    enter(case, "note", text="look at this again")
    assert run(case).build.manifest.build == first
    with case.toml_path.open("a", encoding="utf-8") as file:
        file.write('\n[screening]\nfour_eyes = ["clear"]\nretention_days = 30\n')
    case = load_case(case.root)
    assert case.screening.retention_days == 30
    assert run(case).build.manifest.build == first
    judged = enter(case, "judgement", left_id="ofac-12209", right_id="ofac-8100", judgement="positive")
    second = run(case)
    assert second.build.manifest.build != first
    assert second.parts_read == {"collect": 0, "extract": 0}
    canonical = CANONICAL.read([second.build.table_path(CANONICAL)]).to_pylist()
    assert {row["canonical_id"] for row in canonical if row["entity_id"] == "ofac-8100"} == {"ofac-12209"}
    enter(case, "undo", hash=judged)
    assert run(case).build.manifest.build == first


def test_an_entry_by_hand_is_a_statement_with_its_passage(make_case: MakeCase) -> None:
    """What a person enters is computed with, and a withdrawn resource no more."""
    case = make_case()
    enter(
        case,
        "entry",
        entity_id="ofac-12209",
        schema="Organization",
        prop="alias",
        value="Room 39",
        source="a book, page 7",
        passage="the so-called Room 39",
    )
    build = run(case).build
    rows = STATEMENT.read([build.table_path(STATEMENT)]).to_pylist()
    (entered,) = [row for row in rows if row["dataset"] == "manual"]
    assert (entered["value"], entered["entity_id"]) == ("Room 39", "ofac-12209")


def test_a_withdrawn_report_is_no_longer_read(make_case: MakeCase) -> None:
    """A withdrawal takes the resource out of the next build."""
    from counterflow.tables import DOCUMENT

    case = make_case()
    documents = DOCUMENT.read([run(case).build.table_path(DOCUMENT)]).to_pylist()
    enter(case, "withdrawal", resource_id=documents[0]["resource_id"], reason="retracted by its publisher")
    left = DOCUMENT.read([run(case).build.table_path(DOCUMENT)]).to_pylist()
    assert len(left) == len(documents) - 1
    assert documents[0]["id"] not in {row["id"] for row in left}


def test_what_cannot_be_read_is_said_and_the_rest_is_built(make_case: MakeCase) -> None:
    """A broken report, an unknown format and an empty file are problems that name the file and the next step."""
    case = make_case()
    reports = case.inputs_path / "reports"
    (reports / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (reports / "what.xyz").write_bytes(b"\x00\x01\x02")
    (reports / "empty.md").write_bytes(b"")
    report = run(case)
    assert report.quarantined == 3
    problems = {row["path"]: row for row in PROBLEM.read([report.build.table_path(PROBLEM)]).to_pylist()}
    assert set(problems) == {f"inputs/reports/{name}" for name in ("broken.pdf", "what.xyz", "empty.md")}
    assert all(row["severity"] == "file" and row["next_step"] is not None for row in problems.values())


def test_a_list_with_too_few_parties_stops_the_run(make_case: MakeCase) -> None:
    """Half a list is refused whole, and the build in use stays."""
    case = make_case()
    before = run(case).build.path
    folder = case.inputs_path / "ofac"
    folder.mkdir()
    line = '{n},"COMPANY {n}",-0- ,"DPRK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
    (folder / "sdn.csv").write_text("".join(line.format(n=n) for n in range(1, 40)), encoding="utf-8")
    with pytest.raises(CountError, match=r"ofac/sdn\.csv"):
        run(case)
    assert open_build(case).path == before


def test_a_second_run_says_who_holds_the_case(make_case: MakeCase) -> None:
    """Two runs at once: the second says which process holds the case, and waits when asked to."""
    case = make_case()
    with hold_case(case), pytest.raises(CaseLockedError, match=r"process \d+ on") as caught:
        run_case(case, options=RunOptions(processes=1, wait_s=0.3))
    assert caught.value.exit_code == 4
    assert run(case).is_new


@pytest.mark.slow
def test_a_full_disk_leaves_the_build_in_use(make_case: MakeCase) -> None:
    """No room for a file: an error with the next step, and `current` still opens."""
    case = make_case()
    before = run(case).build
    path = case.inputs_path / "reports" / "000.md"
    words = " ".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(6000))
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{words}\n", encoding="utf-8")
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from counterflow.case import load_case; from counterflow.run.run import RunOptions, run_case\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "run_case(load_case(Path(sys.argv[1])), options=RunOptions(processes=1))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(case.root)], capture_output=True, text=True, check=False)
    assert StorageError.__name__ in done.stderr, done.stderr[-2000:]
    assert "The build in use is untouched" in done.stderr
    assert open_build(case).path == before.path
    assert open_build(case).verify() == []
    assert run(case).is_new
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 100_000


def test_verify_finds_a_changed_table(make_case: MakeCase) -> None:
    """A build knows its own tables."""
    build = run(make_case()).build
    assert build.verify() == []
    path = build.table_path(STATEMENT)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert build.verify() == ["statement.parquet was changed after it was built"]


def test_the_manifest_names_inputs_and_no_time(make_case: MakeCase) -> None:
    """A manifest says what went in, by hash; nothing in it depends on when or where."""
    build = run(make_case()).build
    data = json.loads((build.path / "manifest.json").read_text(encoding="utf-8"))
    assert {file["path"] for one in data["inputs"] for file in one["files"]} == {
        "inputs/us_ofac_sdn.ftm.json",
        *(f"inputs/reports/00{number}.md" for number in range(3)),
    }
    assert str(build.path.parent.parent) not in json.dumps(data)


def test_a_changed_ledger_stops_the_run(make_case: MakeCase) -> None:
    """What nobody said is never computed with: a judgement turned round behind the ledger's back stops the run."""
    case = make_case()
    enter(case, "judgement", left_id="ofac-12209", right_id="ofac-8100", judgement="positive")
    before = run(case).build.path
    with contextlib.closing(sqlite3.connect(case.ledger_path)) as connection:
        connection.execute("DROP TRIGGER entry_no_UPDATE")
        connection.execute("UPDATE entry SET payload = replace(payload, 'positive', 'negative')")
        connection.commit()
    with pytest.raises(LedgerError, match=r"entry 1 .* was changed"):
        run(case)
    assert open_build(case).path == before


def test_a_removed_ledger_stops_the_run(make_case: MakeCase) -> None:
    """A ledger that is gone is not an empty one: its note is still there."""
    case = make_case()
    enter(case, "note", text="one")
    run(case)
    case.ledger_path.unlink()
    with pytest.raises(LedgerError, match="entry 1"):
        run(case)


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["removed", "cut", "changed", "no index", "no manifest"])
def test_a_damaged_build_is_built_again(make_case: MakeCase, damage: str) -> None:
    """A build that is not whole is never 'up to date', nor read as if a table were empty."""
    case = make_case()
    first = run(case)
    whole = hashes(first.build.path)
    path = first.build.table_path(STATEMENT)
    path.chmod(0o644)
    if damage == "removed":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-10])
    elif damage == "changed":
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    elif damage == "no index":
        shutil.rmtree(first.build.text_index_path)
    else:
        (first.build.path / "manifest.json").unlink()
    if damage != "changed":
        with pytest.raises((CaseError, NotFoundError), match="counterflow run"):
            open_build(case)
    again = run(case)
    assert again.is_new
    assert hashes(again.build.path) == whole
    assert again.parts_read == {"collect": 0, "extract": 0}


def test_a_damaged_table_is_not_taken_over_into_another_build(make_case: MakeCase) -> None:
    """A table reused from an earlier build is checked first."""
    case = make_case()
    path = run(case).build.table_path(CANONICAL)
    path.chmod(0o644)
    path.write_bytes(b"x" * path.stat().st_size)
    enter(
        case, "entry", entity_id="ofac-12209", schema="Organization", prop="notes", value="x", source="s", passage="x"
    )
    assert run(case).build.verify() == []


def test_rubbish_in_current_is_said(make_case: MakeCase) -> None:
    """`current` names a build and nothing else; a run mends it."""
    case = make_case()
    path = run(case).build.path
    for rubbish in (b"\xff\xfe", b"../../elsewhere", b""):
        case.current_path.write_bytes(rubbish)
        with pytest.raises(CaseError, match="Delete it and run again"):
            open_build(case)
    assert run(case).build.path == path
    assert open_build(case).path == path


def test_a_build_cannot_be_written(make_case: MakeCase) -> None:
    """The files of a build are read-only, so a slip cannot change what two builds share."""
    build = run(make_case()).build
    assert all(file.stat().st_mode & 0o222 == 0 for file in build.path.glob("*.parquet"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[parameter.reslove]\nrepeating_datasets = []", r"parameter\.reslove.*'resolve'"),
        ("[parameter.resolve]\nrepeating_dataset = []", r"repeating_dataset is read by no stage.*'repeating_datasets'"),
    ],
)
def test_a_parameter_that_no_stage_reads_is_refused(make_case: MakeCase, text: str, message: str) -> None:
    """A typo in a parameter never leaves the default in force in silence."""
    case = make_case(reports=0)
    case.toml_path.write_text(f"[case]\nname = 'x'\n{text}\n", encoding="utf-8")
    with pytest.raises(CaseError, match=message):
        run(case)


def test_a_plan_that_cannot_be_made_is_said_and_hinders_no_build(make_case: MakeCase) -> None:
    """Only the plan is made anew where its section changed; a mistake that can be seen before is refused."""
    case = make_case(reports=1)
    assert "plan" not in run(case).stages
    text = case.toml_path.read_text(encoding="utf-8")
    case.toml_path.write_text(text + '\n[plan]\nbudget = 2\nbudget_unit = "measures"\n', encoding="utf-8")
    report = run(case)
    assert report.stages["plan"].startswith(f"nothing: the case {case.name}: no money or goods flow along its ties")
    assert report.stages["trace"].startswith("reused")
    assert {name: report.build.manifest.tables[name].rows for name in ("measure", "measure_effect", "plan")} == {
        "measure": 0,
        "measure_effect": 0,
        "plan": 0,
    }
    case.toml_path.write_text(text + "\n[plan]\nbudget = 0\n", encoding="utf-8")
    with pytest.raises(CaseError, match="budget is 0"):
        run(case)


@pytest.mark.parametrize("damage", ["removed", "cut", "other table", "marker"])
def test_a_damaged_cache_is_read_again(make_case: MakeCase, damage: str) -> None:
    """Half of a batch is never taken for the whole: nothing may be missing from a build because a cache file is."""
    case = make_case()
    before = hashes(run(case).build.path)
    for path in case.cache_path.glob("collect/*/*/statement.parquet"):
        if damage == "removed":
            path.unlink()
        elif damage == "cut":
            path.write_bytes(path.read_bytes()[:-20])
        elif damage == "other table":
            path.write_bytes((path.parent / "resource.parquet").read_bytes())
        else:
            (path.parent / "parts.json").write_text('{"parts": [', encoding="utf-8")
    shutil.rmtree(case.builds_path)
    again = run(case)
    assert hashes(again.build.path) == before


def test_a_file_swapped_while_it_is_read_is_refused(make_case: MakeCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text of another file is never kept under the hash of the one that was listed, even at equal size."""
    from counterflow.collect import stage

    case = make_case(reports=1)
    path = case.inputs_path / "reports" / "000.md"
    listed, original = stage.list_parts, path.read_text(encoding="utf-8")

    def list_then_swap(given: StageInput) -> Sequence[Part]:
        parts = listed(given)
        path.write_text(original.replace("$1 million", "$9 million"), encoding="utf-8")
        return parts

    collect = order.STAGES[0]
    assert isinstance(collect, PartStage)
    swapped = dataclasses.replace(collect, parts=list_then_swap)
    monkeypatch.setattr("counterflow.run.run.STAGES", (swapped, *order.STAGES[1:]))
    monkeypatch.setattr("counterflow.run.order.STAGES", (swapped, *order.STAGES[1:]))
    monkeypatch.setattr("counterflow.run.assemble.STAGES", (swapped, *order.STAGES[1:]))
    with pytest.raises(ChangedInputError, match=r"000\.md: the file changed while it was read"):
        run(case)
    monkeypatch.undo()
    path.write_text(original, encoding="utf-8")
    quantities = QUANTITY.read([run(case).build.table_path(QUANTITY)]).to_pylist()
    assert "$1 million" in {row["text"] for row in quantities}


def test_a_changed_case_gives_the_bytes_of_a_new_one(make_case: MakeCase) -> None:
    """What is kept from run to run, or put beside tables for one run, is in no build and changes none."""
    case, elsewhere = make_case(reports=3), make_case(reports=3, name="elsewhere")
    run(case)
    for one in (case, elsewhere):
        path = one.inputs_path / "reports" / "001.md"
        path.write_text(path.read_text(encoding="utf-8").replace("$1 million", "$3 million"), encoding="utf-8")
    second, alone = run(case), run(elsewhere)
    assert hashes(second.build.path) == hashes(alone.build.path)
    assert list(case.root.rglob("*.lookup")) == []
