"""The sources of a case: publishers with their record, and who repeats whom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from counterflow.case import Case
from counterflow.cli.main import counterflow
from counterflow.dossier.archive import Archive
from counterflow.dossier.source import list_sources


def test_publishers_and_lineage_of_the_example(example_archive: Archive) -> None:
    """Every publisher of case.toml with its letter, and the planted copies; copies confirm nothing."""
    found = list_sources(example_archive)
    records = {one.publisher: one for one in found.publishers}
    assert set(records) == set(example_archive.case.publishers)
    assert records["example-wire"].reports == 6
    # The numbers of two ships, which lists and a court give too, and who operates one of them; that two papers copy the
    # wire is nothing, and so is the denial by who is accused.
    assert (records["example-wire"].confirmed, records["example-wire"].contradicted) == (3, 0)
    assert records["un-security-council"].confirmed > 50
    # Numbers of ships that lists give too are worth a letter, from 70 to 78 per cent; nobody else is so near a bound.
    moved = {one.publisher: (one.reliability, one.reliability_now) for one in found.publishers}
    assert {key: letters for key, letters in moved.items() if letters[0] != letters[1]} == {
        "straits-gazette": ("C", "B")
    }
    kinds = {(one.report.publisher, one.repeats.publisher): (one.basis, one.is_recorded) for one in found.lineage}
    assert kinds["harbour-ledger", "example-wire"] == ("syndication", True)
    assert kinds["straits-gazette", "example-wire"] == ("near-duplicate", False)


def test_show_sources_prints_ids_that_the_ledger_takes(example_case: Case) -> None:
    """The terminal and the JSON name the two documents by what `ledger add lineage` needs."""
    call = CliRunner()
    asked = json.loads(call.invoke(counterflow, ["show", str(example_case.root), "--sources", "--json"]).stdout)[
        "result"
    ]
    shown = call.invoke(counterflow, ["show", str(example_case.root), "--sources"]).stdout
    assert len(asked["lineage"]) >= 4
    for one in asked["lineage"]:
        assert one["report"]["document_id"] in shown.replace("\n", " ")


@pytest.mark.parametrize("more", ["--problems", "--changes", "--passages", "OFFICE 39"])
def test_sources_are_of_the_whole_case(example_case: Case, more: str) -> None:
    """--sources goes with no name and no other kind."""
    assert CliRunner().invoke(counterflow, ["show", str(example_case.root), "--sources", more]).exit_code == 2


def test_reports_of_nobody_are_named(tmp_path: Path) -> None:
    """Files dropped in without front matter count as one source, and the reader is told so and what to do."""
    (tmp_path / "case.toml").write_text('[case]\nname = "nobody"\n', encoding="utf-8")
    (tmp_path / "inputs").mkdir()
    for name in ("one", "two"):
        (tmp_path / "inputs" / f"{name}.md").write_text(f"Redline Trading sold rifles in {name}.\n", encoding="utf-8")
    call = CliRunner()
    assert call.invoke(counterflow, ["run", str(tmp_path), "--quiet"]).exit_code == 0
    shown = " ".join(call.invoke(counterflow, ["show", str(tmp_path), "--sources"]).stdout.split())
    assert "2 reports name no publisher and count together as one source: one.md, two.md" in shown
    assert "publisher: KEY" in shown
