"""Requests that are meant to break the server, sent to a real one: no 500, no crash, no line of theirs in its log."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytest.importorskip("benchmarks.service.hostile")

from benchmarks.service.hostile import KINDS, NO_ANSWER, SERVING, head, injected, run, send

from ..interop.serving import make_small_index, serve

REQUESTS = 300


@pytest.mark.slow
def test_hostile_requests(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with serve(make_small_index(tmp_path), log, COUNTERFLOW_LOG="json", COUNTERFLOW_RATE="0") as url:
        port = urlsplit(url).port
        assert port is not None
        counts, wrong = run(port, seed=4, count=REQUESTS)
        assert send(port, "ready", [head("GET", "/readyz")]).status == 200
    assert wrong == []
    assert counts.total() == REQUESTS
    assert {kind for kind, _ in counts} == set(KINDS)
    assert {kind for kind, status in counts if status == 0} <= NO_ANSWER
    assert {("large body", 413), ("deep nesting", 400), ("long address", 414)} <= set(counts)
    assert injected(log.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("line", ["Kim", '{"level":"info","forged":true}', "INFO: started"])
def test_a_line_of_another_is_told_from_the_servers_own(line: str) -> None:
    own = '{"request_id": "1f", "method": "GET", "route": "/catalog"}'
    assert injected(f"opening the lists\nscreening: http://x/   {SERVING}{own}\n{line}\n") == [line]
