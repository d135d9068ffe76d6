"""A trial: the next run, had something more been said, and a case that nothing of it touches."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from counterflow.case import Case
from counterflow.cli.main import counterflow
from counterflow.dossier.archive import Archive
from counterflow.dossier.difference import Difference, compare_builds
from counterflow.dossier.withdraw import find_source
from counterflow.exc import AmbiguousNameError, LedgerError, NotFoundError
from counterflow.ledger import Ledger
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case
from counterflow.run.trial import try_entries

MakeCase = Callable[..., Case]
ONE = RunOptions(processes=1)


def files_of(case: Case) -> dict[str, bytes]:
    """The files of a case, but for what SQLite and the lock keep for themselves."""
    return {
        path.relative_to(case.root).as_posix(): path.read_bytes()
        for path in sorted(case.root.rglob("*"))
        if path.is_file() and path.name != ".lock" and not path.name.endswith(("-shm", "-wal"))
    }


def compare(case: Case, resource: str) -> Difference:
    with try_entries(case, [("withdrawal", {"resource_id": resource, "reason": "x"})], options=ONE) as (before, after):
        return compare_builds(before, after)


@pytest.fixture
def built(make_case: MakeCase) -> Case:
    """Three reports and a list, of which a second list repeats one alias."""
    case = make_case()
    office = {"id": "unsc-1", "schema": "Organization", "datasets": ["un_sc_sanctions"]}
    lines = [{**office, "properties": {"name": ["OFFICE 39"], "alias": ["KOREA OFFICE"]}}]
    (case.inputs_path / "un_sc_sanctions.ftm.json").write_text(json.dumps(lines[0]) + "\n", encoding="utf-8")
    run_case(case, options=ONE)
    return case


def resource_of(case: Case, word: str) -> str:
    archive = Archive(case, open_build(case))
    try:
        return find_source(archive, word).resource_id
    finally:
        archive.close()


def test_a_trial_is_the_next_run_and_leaves_the_case_alone(built: Case) -> None:
    """The build of a what-if has the id that the next run has once the same is entered; until then nothing changes."""
    before = files_of(built)
    resource = resource_of(built, "un_sc_sanctions.ftm.json")
    tried = compare(built, resource)
    assert files_of(built) == before
    assert tried.build_before == open_build(built).manifest.build
    ledger = Ledger.of_file(built.ledger_path)
    ledger.append("withdrawal", {"resource_id": resource, "reason": "x"}, by="somebody")
    ledger.close()
    report = run_case(built, options=ONE)
    assert report is not None
    assert report.build.manifest.build == tried.build_after


def test_what_only_the_withdrawn_source_says_is_gone_with_its_figures(built: Case) -> None:
    """A party that one list alone has goes with it, and so do its beliefs, with what they were before."""
    found = compare(built, resource_of(built, "un_sc_sanctions.ftm.json"))
    gone = [one for one in found.beliefs if one.change == "gone" and one.value == "KOREA OFFICE"]
    assert len(gone) == 1
    assert gone[0].after is None
    assert gone[0].before is not None
    assert gone[0].before.roots == 1
    assert {one.table for one in found.tables} >= {"resource", "statement", "belief"}
    assert all(one.before > one.after for one in found.tables if one.table in {"resource", "statement", "belief"})


def test_a_source_is_found_by_file_title_and_id(built: Case) -> None:
    """Path, file name, title and the first digits of an id name one source; what is unknown gets a suggestion."""
    archive = Archive(built, open_build(built))
    try:
        by_file = find_source(archive, "001.md")
        assert find_source(archive, "inputs/reports/001.md") == by_file
        assert find_source(archive, "a voyage 1") == by_file
        assert find_source(archive, by_file.resource_id[:12]) == by_file
        with pytest.raises(NotFoundError, match=r"001\.md"):
            find_source(archive, "01.md")
    finally:
        archive.close()


def test_two_files_of_one_name_are_told_apart(built: Case, tmp_path: Path) -> None:
    """A name that fits two sources names both instead of taking one."""
    folder = built.inputs_path / "more"
    folder.mkdir()
    text = (built.inputs_path / "reports" / "001.md").read_text(encoding="utf-8")
    (folder / "001.md").write_text(text.replace("A voyage 1", "Another"), encoding="utf-8")
    run_case(built, options=ONE)
    archive = Archive(built, open_build(built))
    try:
        with pytest.raises(AmbiguousNameError):
            find_source(archive, "001.md")
    finally:
        archive.close()


def test_a_wrong_entry_leaves_no_folder_behind(built: Case) -> None:
    """What the ledger refuses ends the trial, and its folder is gone."""
    with pytest.raises(LedgerError), try_entries(built, [("withdrawal", {"resource": "x"})], options=ONE):
        raise AssertionError
    assert [path.name for path in built.root.iterdir() if path.name.startswith(".trial-")] == []


def test_the_command_asks_writes_and_is_undone(built: Case) -> None:
    """what-if prints the change as JSON; --write enters it, the next run obeys, an undo brings the old build back."""
    first = open_build(built).manifest.build
    call = CliRunner()
    words = ["what-if", str(built.root), "--withdraw", "un_sc_sanctions.ftm.json"]
    asked = json.loads(call.invoke(counterflow, [*words, "--json"], catch_exceptions=False).stdout)
    assert asked["is_entered"] is False
    assert asked["withdrawn"][0]["path"] == "inputs/un_sc_sanctions.ftm.json"
    assert asked["difference"]["build_before"] == first
    assert any(one["change"] == "gone" and one["value"] == "KOREA OFFICE" for one in asked["difference"]["beliefs"])
    assert call.invoke(counterflow, [*words, "--write"]).exit_code == 2
    written = call.invoke(counterflow, [*words, "--write", "--reason", "retracted", "-q"], catch_exceptions=False)
    assert written.exit_code == 0
    assert "KOREA OFFICE" in written.stdout
    report = run_case(built, options=ONE)
    assert report is not None
    assert report.build.manifest.build == asked["difference"]["build_after"]
    ledger = Ledger.of_file(built.ledger_path)
    entered = ledger.entries()[-1]
    ledger.append("undo", {"hash": entered.hash, "reason": None})
    ledger.close()
    report = run_case(built, options=ONE)
    assert report is not None
    assert report.build.manifest.build == first
