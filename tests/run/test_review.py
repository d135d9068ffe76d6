"""A review of a frame: the next build obeys it, and taking it back restores the one before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from counterflow.case import Case, load_case
from counterflow.extract import document
from counterflow.extract.frame.identity import frame_id
from counterflow.extract.reading import Reading
from counterflow.ledger import Ledger
from counterflow.run.build import Build
from counterflow.run.run import RunOptions, RunReport, run_case
from counterflow.stage import Row
from counterflow.tables import FRAME, PROBLEM, Argument, Frame

MakeCase = Callable[..., Case]


def fake_read(reading: Reading) -> Iterator[Row]:
    """Read one payment in each report."""
    start = reading.text.find("paid")
    if start < 0:
        return
    agent = reading.text.index("Bureau 39")
    args = (Argument("payer", agent, agent + 9, "Bureau 39", None, None, "e1"),)
    yield Frame(
        frame_id(reading.document_id, "payment", (start, start + 4), args), reading.document_id, "payment", "Payment",
        0, start + 4, start, start + 4, args, None, None, None, "affirmed", "fact", (), "fake/1", reading.handling,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "read", fake_read)


def run(case: Case) -> RunReport:
    report = run_case(load_case(case.root), options=RunOptions(processes=1))
    assert report is not None
    return report


def hashes(build: Build) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in build.path.glob("*.parquet")}


def frames(build: Build) -> list[dict[str, Any]]:
    return list(FRAME.read([build.table_path(FRAME)]).to_pylist())


def enter(case: Case, kind: str, **payload: Any) -> str:
    ledger = Ledger.of_file(case.ledger_path)
    entry = ledger.append(kind, payload, by="ana")
    ledger.close()
    return entry.hash


def said(frame: dict[str, Any], review: str, **more: Any) -> dict[str, Any]:
    payload = {"frame_id": frame["id"], "document_id": frame["document_id"], "review": review, "reason": "why"}
    return payload | {"reviewer": "ana", "passage": "words", "seen": {"type": frame["type"]}} | more


def test_the_next_build_obeys_and_undo_restores_the_same_bytes(make_case: MakeCase) -> None:
    """One document is read again, its frame is gone; undone, the first build is in use, byte for byte."""
    case = make_case()
    first = run(case)
    one, *others = frames(first.build)
    assert len(others) == 2
    before = hashes(first.build)
    entry = enter(case, "review", **said(one, "reject"))
    second = run(case)
    assert second.build.manifest.build != first.build.manifest.build
    assert frames(second.build) == others
    assert second.parts_read["extract"] == 1
    assert second.quarantined == 0
    enter(case, "undo", hash=entry)
    third = run(case)
    assert third.build.path == first.build.path
    assert hashes(third.build) == before


def test_a_corrected_frame_stands_in_the_build(make_case: MakeCase) -> None:
    """With who corrected it."""
    case = make_case(reports=1)
    (one,) = frames(run(case).build)
    correction: dict[str, Any] = {
        "type": "financing",
        "args": [],
        "time": None,
        "polarity": "denied",
        "hedge": "reported",
    }
    enter(case, "review", **said(one, "correct", correction=correction))
    (corrected,) = frames(run(case).build)
    assert {name: corrected[name] for name in ("type", "polarity", "hedge", "extractor", "args")} == {
        "type": "financing", "polarity": "denied", "hedge": "reported", "extractor": "review:ana", "args": [],
    }  # fmt: skip


def test_a_changed_text_voids_a_review_aloud(make_case: MakeCase) -> None:
    """The rejected frame comes back, because nobody has seen what stands there now; the run says so."""
    case = make_case(reports=1)
    (one,) = frames(run(case).build)
    enter(case, "review", **said(one, "reject"))
    assert frames(run(case).build) == []
    report = case.inputs_path / "reports" / "000.md"
    report.write_text(report.read_text(encoding="utf-8").replace("in July 2013", "in August 2013"), encoding="utf-8")
    changed = run(case)
    assert len(frames(changed.build)) == 1
    assert changed.quarantined == 1
    (problem,) = PROBLEM.read([changed.build.table_path(PROBLEM)]).to_pylist()
    assert problem["message"].startswith("the reject is not obeyed: the case no longer has its document")
