"""The reader in a case: off unless asked for, the same bytes with the endpoint gone, and no run is lost to it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterflow.case import Case, load_case
from counterflow.exc import CaseError
from counterflow.run.run import RunReport, run_case
from counterflow.tables import FRAME, PROBLEM

from .serving import Server, frames, payment, reply

REPORT = """\
---
title: A voyage
date: 2013-07-11
language: eng
---

The Foreign Ministry in Pyongyang kept silent for a week about all of this.

Bureau 39 slipped over $5 million to the crew of the ship, officials in Canberra said.
"""
SLIPPED = payment(
    trigger={"quote": "slipped"},
    arguments=[{"role": "agent", "quote": "Bureau 39"}, {"role": "money", "quote": "over $5 million", "number": 5e6}],
)


@pytest.fixture
def make_case(tmp_path: Path, server: Server) -> Callable[..., Case]:
    """Write a case with one report whose section leads to the endpoint of this test."""

    def make(name: str = "case", handling: str = "TLP:GREEN", **values: Any) -> Case:
        root = tmp_path / name
        (root / "inputs").mkdir(parents=True, exist_ok=True)
        (root / "inputs" / "voyage.md").write_text(REPORT, encoding="utf-8")
        section = {"endpoint": server.address, "model": "m", "backoff_s": 0.01, "attempts": 1} | values
        lines = [f"{key} = {json.dumps(value)}" for key, value in section.items()]
        head = f'[case]\nname = "small"\nhandling = "{handling}"\n\n[parameter.extract.llm]\n'
        (root / "case.toml").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
        return load_case(root)

    return make


def build(case: Case) -> RunReport:
    """Run a case."""
    report = run_case(case)
    assert report is not None
    return report


def llm_frames(report: RunReport) -> list[dict[str, Any]]:
    """Give the frames of the build that a model found."""
    rows = FRAME.read([report.build.table_path(FRAME)]).to_pylist()
    return [row for row in rows if row["extractor"].startswith("llm:m/")]


def llm_problems(report: RunReport) -> list[dict[str, Any]]:
    """Give what is in quarantine."""
    return [row for row in PROBLEM.read([report.build.table_path(PROBLEM)]).to_pylist() if row["field"] == "llm"]


def test_a_case_asks_once_and_can_be_built_again(make_case: Callable[..., Case], server: Server) -> None:
    """Frames and problems stand in the build; without cache, builds and endpoint it comes out byte for byte."""
    server.answer = lambda handler, _: reply(handler, frames(SLIPPED, payment(trigger={"quote": "stole"})))
    case = make_case()
    first = build(case)
    (frame,) = llm_frames(first)
    assert (frame["type"], frame["handling"], frame["hedge"]) == ("payment", "TLP:GREEN", "reported")
    assert [arg["text"] for arg in frame["args"]] == ["Bureau 39", "over $5 million"]
    (problem,) = llm_problems(first)
    assert (problem["path"], problem["record"]) == ("inputs/voyage.md", "sentence 2")
    assert first.quarantined == 0
    before = first.build.manifest.dump()
    for folder in (case.builds_path, case.cache_path):
        for path in sorted(folder.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
    asked = len(server.requests)
    server.answer = lambda handler, _: handler.connection.close()
    assert build(case).build.manifest.dump() == before
    assert len(server.requests) == asked == 1


def test_an_endpoint_that_is_gone_costs_its_frames_alone(make_case: Callable[..., Case], server: Server) -> None:
    """The run is done; another round asks again, and is another build."""
    server.answer = lambda handler, _: handler.connection.close()
    case = make_case()
    first = build(case)
    assert llm_frames(first) == []
    assert [row["message"][:26] for row in llm_problems(first)] == ["the model gave no answer: "]
    assert not build(case).is_new
    server.answer = lambda handler, _: reply(handler, frames(SLIPPED))
    second = build(make_case(round=2))
    assert second.build.manifest.build != first.build.manifest.build
    assert (len(llm_frames(second)), llm_problems(second)) == (1, [])


def test_a_marked_document_stays_here(make_case: Callable[..., Case]) -> None:
    """The endpoint is another machine's: nothing is sent, and the build says so."""
    report = build(make_case(endpoint="https://llm.invalid/v1"))
    assert llm_frames(report) == []
    (problem,) = llm_problems(report)
    assert "forbids to send it to llm.invalid" in problem["message"]
    assert not (report.build.path.parents[1] / "llm").exists()


def test_the_manifest_names_the_model(make_case: Callable[..., Case], server: Server) -> None:
    """Whom a build asked is said beside its other parameters."""
    parameters = build(make_case()).build.manifest.parameters["extract"]["llm"]
    assert (parameters["endpoint"], parameters["model"]) == (server.address, "m")


def test_a_typo_stops_the_run(make_case: Callable[..., Case], server: Server) -> None:
    """Before anything is asked."""
    with pytest.raises(CaseError, match="unknown key 'timeout'"):
        build(make_case(timeout=5))
    assert server.requests == []


@pytest.mark.slow
@pytest.mark.parametrize("reports", [1, 12], ids=["one process", "several"])
def test_ctrl_c_waits_for_no_model(make_case: Callable[..., Case], server: Server, reports: int) -> None:
    """The run ends at once, in whatever process it asks; what left is in the log, and the next run is whole."""
    asked, done = threading.Event(), threading.Event()

    def answer(handler: Any, _: object) -> None:
        asked.set()
        done.wait(60)
        reply(handler, frames())

    server.answer = answer
    case = make_case(timeout_s=60)
    for number in range(reports if reports > 1 else 0):
        text = " ".join(f"Bureau 39 paid ${amount} million to bank {number}." for amount in range(2500))
        (case.inputs_path / f"{number}.md").write_text(f"---\nlanguage: eng\n---\n\n{text}\n", encoding="utf-8")
    # In the background of a shell the signal would be ignored; here it is heeded, as at a terminal.
    heeding = ["env", "--default-signal=INT"]
    run = [*heeding, sys.executable, "-m", "counterflow", "run", str(case.root), "--quiet", "--processes", "2"]
    with subprocess.Popen(run, stderr=subprocess.DEVNULL) as process:
        assert asked.wait(120)
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert time.monotonic() - begin < 10
    lines = [json.loads(line) for line in (case.root / "llm" / "log.jsonl").read_text().splitlines()]
    assert len([line for line in lines if line["event"] == "ask"]) >= 1
    assert list((case.root / "llm").glob("answer/*/*.json")) == []
    done.set()
    if reports == 1:
        assert build(case).is_new
