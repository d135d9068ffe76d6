"""A service keeps answering right while lists, keys and servers come and go; the full run is the benchmark's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("benchmarks.service.endurance")

from benchmarks.service.endurance import Options, endure
from benchmarks.service.endurance_audit import check_ledger, check_spans
from benchmarks.service.endurance_change import Change
from benchmarks.service.endurance_client import Span
from benchmarks.service.endurance_request import digest_of, marks_in

from counterflow.ledger import Ledger

NAMES = ("Ri Hong Sop", "Yun Ho Jin", "Kim Yong Chol", "Pak Han Se", "Choe Chun Sik", "Jang Myong Chin", "O Kuk Ryol")
NOW = float("-inf")


def write(path: Path, *names: str) -> Path:
    entities = [
        {"id": f"own/{number}", "schema": "Person", "properties": {"name": [name], "nationality": ["kp"]}}
        for number, name in enumerate(names)
    ]
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_quarter_of_a_minute_of_everything(tmp_path: Path) -> None:
    """Updates, keys, decisions, SIGTERM, SIGKILL: no wrong, lost or mixed answer."""
    files = (write(tmp_path / "old.jsonl", *NAMES), write(tmp_path / "new.jsonl", *reversed(NAMES[1:])))
    few = {"every_s": 2.0, "clients": 2, "requests": 6, "pending": 4}
    patient = {"delay_s": 300.0, "key_s": 300.0, "drain_s": 300}  # a machine may be slow; the benchmark is not patient
    told: list[str] = []
    assert endure(Options(files, seconds=9.0, kill_seconds=6.0, **few, **patient), tmp_path, told.append) == []  # type: ignore[arg-type]
    counts = {line.split("  ")[1].strip(): line for line in told if line.startswith("  ")}
    assert {"match 200", "search 200", "answers 200", "reconcile 200", "decision 200"} <= set(counts)


CHANGES = (Change(0, NOW, NOW), Change(1, 10, 12), Change(2, 20, 22), Change(0, 30, 32))


@pytest.mark.parametrize(
    ("spans", "wrong"),
    [
        ([Span(0, 1, 2, 13), Span(1, 13, 14, 21), Span(2, 21, 22, 30), Span(0, 31, 32, 40)], None),
        ([Span(0, 1, 2, 3), Span(2, 23, 24, 25)], None),  # nothing was asked while 1 was there
        ([Span(0, 1, 2, 11), Span(1, 11, 12, 13), Span(0, 13, 14, 15)], "version 0 was answered again after version 1"),
        ([Span(1, 1, 2, 3)], "version 1 was answered again after version 0"),  # before it was there
        ([Span(0, 1, 2, 18)], "version 0 was answered 6.0 s after the next was in place"),
    ],
)
def test_versions_follow_each_other(spans: list[Span], wrong: str | None) -> None:
    assert list(check_spans(spans, CHANGES, 5.0)) == ([] if wrong is None else [wrong])


def test_an_answer_is_compared_whole_but_for_what_differs_each_time() -> None:
    one = b'{"answers": [{"results": [{"id": "a", "score": 0.5}], "seen": "1", "allowed": {}}]}'
    assert digest_of(200, one) == digest_of(200, one.replace(b'"1"', b'"2"'))
    assert digest_of(200, one) != digest_of(200, one.replace(b"0.5", b"0.6"))
    assert digest_of(200, one) != digest_of(404, one)
    assert marks_in(b'[{"caption": "Kim [version 2]"}, {"caption": "Ri [version 3]"}]') == {2, 3}


def test_what_was_acknowledged_and_is_lost(tmp_path: Path) -> None:
    """So is what was refused and is there."""
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger.of_file(path)
    ledger.append("note", {"text": "nothing was decided"})
    ledger.close()
    lines = [{"kind": "decision", "reason": "load 0 1"}, {"reason": "load 0 1", "status": 200, "hash": "f" * 64}]
    (tmp_path / "entered-load-0.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    assert list(check_ledger(path, tmp_path)) == ["ledger: 'load 0 1' was acknowledged and is there 0 times"]
