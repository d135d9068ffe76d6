"""An index that is replaced is kept whole, whoever made it, and whatever else is being made."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from counterflow.compare.index.manifest import MANIFEST
from counterflow.screen.index_identity import read_identity
from counterflow.screen.index_lock import index_lock
from counterflow.screen.keep_index import keep_index
from counterflow.screen.list_dates import GivenDates, ListDate, read_list_dates
from counterflow.screen.make_index import make_index, update_index


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    entity = {"id": "a", "schema": "Person", "datasets": ["un"], "properties": {"name": ["Kim"]}}
    path.write_text(json.dumps(entity) + "\n", encoding="utf-8")
    return path


def dated(date: str) -> GivenDates:
    return GivenDates({"un": ListDate(date)})


def test_each_date_of_a_list_is_kept(tmp_path: Path, file: Path) -> None:
    """The parties are the same in all of them."""
    index, kept = tmp_path / "index", tmp_path / "kept"
    assert keep_index(index, kept) is None
    make_index([file], index, workers=1, tell=lambda *_: None, dates=dated("2026-02-01"), keep=kept)
    for date in ("2026-02-02", "2026-02-03"):
        update_index([file], index, workers=1, tell=lambda *_: None, dates=dated(date), keep=kept)
    make_index([file], index, workers=1, tell=lambda *_: None, dates=dated("2026-02-04"), keep=kept)
    found = sorted(read_list_dates(one)["un"].published for one in kept.iterdir())
    assert found == ["2026-02-01", "2026-02-02", "2026-02-03"]
    assert all(read_identity(one).startswith(one.name) for one in kept.iterdir())


def test_an_index_of_another_algorithm_is_kept(tmp_path: Path, file: Path) -> None:
    """The version that made it replays what was decided on it; this one only makes the next."""
    index, kept = tmp_path / "index", tmp_path / "kept"
    make_index([file], index, workers=1, tell=lambda *_: None)
    manifest = json.loads((index / MANIFEST).read_text())
    for algorithm in ("bits-v0", "bits-v1"):
        (index / MANIFEST).write_text(json.dumps({**manifest, "algorithm": algorithm}))
        make_index([file], index, workers=1, tell=lambda *_: None, keep=kept)
    found = sorted(json.loads((one / MANIFEST).read_text())["algorithm"] for one in kept.iterdir())
    assert found == ["bits-v0", "bits-v1"]
    assert json.loads((index / MANIFEST).read_text())["algorithm"] == manifest["algorithm"]


@pytest.mark.parametrize("work", [make_index, update_index])
def test_what_is_kept_is_what_is_replaced(tmp_path: Path, file: Path, work: object) -> None:
    """A run that waits for another keeps what that one made, not what was there when it was called."""
    index, kept = tmp_path / "index", tmp_path / "kept"
    make_index([file], index, workers=1, tell=lambda *_: None, dates=dated("2026-02-01"))
    has_waited = threading.Event()

    def second() -> None:
        assert callable(work)
        work([file], index, workers=1, tell=lambda *_: has_waited.set(), dates=dated("2026-02-03"), keep=kept)

    with index_lock(index):
        thread = threading.Thread(target=second)
        thread.start()
        assert has_waited.wait(10)
        assert not kept.exists()
        dates = index / "lists.json"
        dates.write_text(dates.read_text().replace("2026-02-01", "2026-02-02"))
    thread.join(60)
    (one,) = kept.iterdir()
    assert read_list_dates(one)["un"].published == "2026-02-02"
    assert read_list_dates(index)["un"].published == "2026-02-03"
