"""A file of queries into a file of answers."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.exc import UsageError
from counterflow.screen import block
from counterflow.screen.answer import ScreenSummary
from counterflow.screen.batch import plan_batch, screen_file
from counterflow.screen.query import QueryReader
from counterflow.screen.screener import Screener
from counterflow.screen.source import find_source

CSV = "id,name,schema,note\n7,Ri Yong Ho,Person,a\n8,Nobody,Person,b\n9,😀,Person,c\n10,CHONG CHON GANG,,d\n"


def silent(_done: int, _total: int, _found: Mapping[str, int]) -> None:
    pass


def run(screener: Screener, input_: Path, output: Path, *, restart: bool = False) -> ScreenSummary:
    return screen_file(plan_batch(find_source(input_), output, restart=restart), screener, QueryReader(), silent)


def write(path: Path, text: str = CSV) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_into_csv(screener: Screener, tmp_path: Path) -> None:
    """One row a result, best first, and one for a query without any; the user's id and schema are kept beside ours."""
    summary = run(screener, write(tmp_path / "q.csv"), tmp_path / "out.csv")
    rows = read_csv(tmp_path / "out.csv")
    assert list(rows[0]) == [
        *("input_row", "input_id", "name", "input_schema", "note"),
        *("rank", "id", "caption", "schema", "datasets", "score", "match", "status", "explanation", "reasons", "error"),
    ]
    shown = [(row["input_row"], row["input_id"], row["rank"], row["id"], row["score"], row["match"]) for row in rows]
    assert shown == [
        ("1", "7", "1", "report-1", "0.9", "true"),
        ("1", "7", "2", "un-1", "0.9", "true"),
        ("2", "8", "", "", "", ""),
        ("3", "9", "", "", "", ""),
        ("4", "10", "1", "un-2", "0.4", "false"),
    ]
    assert [row["status"] for row in rows] == ["UNVERIFIED", "LISTED", "", "", "LISTED"]
    assert json.loads(rows[0]["reasons"]) == [
        {"feature": "name", "query": "Ri Yong Ho", "candidate": "RI YONG HO", "contribution": 3.25}
    ]
    assert [row["error"] for row in rows] == ["", "", "", "its name holds no letter and no digit", ""]
    assert (summary.queries, summary.matched, summary.results, summary.errors) == (4, 1, 3, 1)


def test_csv_into_jsonl(screener: Screener, tmp_path: Path) -> None:
    """One line a query, as the contract says, with the query as it was given."""
    run(screener, write(tmp_path / "q.csv"), tmp_path / "out.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_bytes().splitlines()]
    assert [len(line["results"]) for line in lines] == [2, 0, 0, 1]
    assert lines[1] == {
        "query": {"id": "8", "name": "Nobody", "schema": "Person", "note": "b"},
        "results": [],
        "index": {
            "build": "b1",
            "lists": [
                {"name": "un_sc_sanctions", "published": "2026-02-10", "stale": False},
                {"name": "own", "published": None, "stale": None},
            ],
        },
        "stale": False,
        "algorithm": "test-v1",
        "error": None,
    }


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_jsonl_into_a_table(screener: Screener, tmp_path: Path, name: str) -> None:
    """Records without common columns stand whole in one."""
    text = (
        '{"name": "Ri Yong Ho", "extra": 7}\nnothing\n{"id": "q", "schema": "Vessel", "properties": {"name": ["x"]}}\n'
    )
    summary = run(screener, write(tmp_path / "q.jsonl", text), tmp_path / name)
    path = tmp_path / name
    rows: Sequence[Mapping[str, Any]] = read_csv(path) if name == "out.csv" else pq.read_table(path).to_pylist()
    records = [json.loads(row["record"]) for row in rows]
    assert records[0] == records[1] == {"name": "Ri Yong Ho", "extra": 7}
    assert records[2] == {"line": "nothing"}
    assert rows[2]["error"].startswith("no JSON")
    assert summary.errors == 1


def test_parquet_into_parquet(screener: Screener, tmp_path: Path) -> None:
    """Types stay; lists are lists."""
    table = pa.table({"name": ["Ri Yong Ho", None], "imo": [None, 8017970], "amount": [1.5, None]})
    pq.write_table(table, tmp_path / "q.parquet")
    run(screener, tmp_path / "q.parquet", tmp_path / "out.parquet")
    out = pq.read_table(tmp_path / "out.parquet")
    assert out.schema.field("amount").type == pa.float64()
    assert out.column("datasets").to_pylist() == [["un_sc_sanctions"], ["un_sc_sanctions"], None]
    assert out.column("imo").to_pylist() == [None, None, 8017970]


def test_empty_tables(screener: Screener, tmp_path: Path) -> None:
    """A heading alone gives a heading alone."""
    assert run(screener, write(tmp_path / "q.csv", "name\n"), tmp_path / "out.csv").queries == 0
    assert read_csv(tmp_path / "out.csv") == []


def test_input_and_output_are_never_one_file(screener: Screener, tmp_path: Path) -> None:
    """Also by another path."""
    write(tmp_path / "q.csv")
    with pytest.raises(UsageError, match="one file"):
        run(screener, tmp_path / "q.csv", tmp_path / "." / "q.csv")


def test_a_table_without_names_is_wrong_use(screener: Screener, tmp_path: Path) -> None:
    """Its columns are said, and nothing is written."""
    with pytest.raises(UsageError, match="no column is a name or a number: 'shoe, date_of_birth'"):
        run(screener, write(tmp_path / "q.csv", "shoe,date_of_birth\n43,1984\n"), tmp_path / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["q.csv"]


class Stopping:
    """Parties that are stopped before a search, once for each number."""

    def __init__(self, parties: Any, stops: Sequence[int]) -> None:
        self.parties, self.stops, self.searches = parties, list(stops), 0
        self.index, self.algorithm, self.status = parties.index, parties.algorithm, parties.status
        self.owner_words = parties.owner_words

    def search(self, entities: Sequence[Any], *, limit: int, cutoff: float) -> Any:
        self.searches += 1
        if self.searches in self.stops:
            self.stops.remove(self.searches)
            raise KeyboardInterrupt
        return self.parties.search(entities, limit=limit, cutoff=cutoff)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stops=st.sets(st.integers(1, 14), max_size=4), name=st.sampled_from(["out.csv", "out.jsonl", "out.parquet"]))
def test_a_run_stopped_anywhere_gives_the_same(
    screener: Screener, tmp_path_factory: pytest.TempPathFactory, stops: set[int], name: str
) -> None:
    """Whenever it is stopped and called again: the same bytes, and no record searched twice."""
    folder = tmp_path_factory.mktemp("stop")
    text = "name\n" + "".join(f"{who}\n" for who in ("Ri Yong Ho", "nobody", "😀") * 7)
    input_ = write(folder / "q.csv", text)
    stopping = Stopping(screener.parties, sorted(stops))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block.cut_blocks, "__kwdefaults__", {"skip": 0, "most": 2})
        whole = run(screener, input_, folder / f"whole-{name}")
        while True:
            try:
                summary = run(Screener(stopping, screener.limits), input_, folder / name)
                break
            except KeyboardInterrupt:
                assert not (folder / name).exists()
    assert replace(summary, output="") == replace(whole, output="")
    assert (folder / name).read_bytes() == (folder / f"whole-{name}").read_bytes()
    # 21 records in blocks of two; a search that was stopped is the only one done again.
    assert stopping.searches == 11 + len(stops) - len(stopping.stops)
    assert not list(folder.glob("*.part")) + list(folder.glob("*.journal"))


def test_a_run_is_not_resumed_on_lists_of_other_dates(screener: Screener, tmp_path: Path) -> None:
    """The build is the same, so the identity of the index says that one file would mix two states of the lists."""
    source, output = find_source(write(tmp_path / "q.csv")), tmp_path / "out.csv"

    def stop(done: int, _total: int, _found: Mapping[str, int]) -> None:
        if done > 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        screen_file(plan_batch(source, output, identity="monday"), screener, QueryReader(), stop)
    with pytest.raises(UsageError):
        screen_file(plan_batch(source, output, identity="tuesday"), screener, QueryReader(), silent)
    done = screen_file(plan_batch(source, output, identity="monday"), screener, QueryReader(), silent)
    assert done.queries == 4
