"""All lists resolved together, from nothing and after 500 records more: wall and CPU seconds, peak memory.

    .venv/bin/python -m benchmarks.resolve.lists CASE

CASE is a case that was collected (`counterflow run CASE --only collect`). The stage `resolve` runs without 500 of its
parties, drawn by the hash of their ids, and then with them: the second run finds in the cache what the first one kept.
`pairs` is the finding and scoring of pairs, `stage` all of resolve, tables of other readers among them.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb

from counterflow.case import Case
from counterflow.resolve import STAGE, party
from counterflow.resolve.candidate.find import find_pairs
from counterflow.stage import StageInput

ADDED = 500


class NoLedger:
    """A ledger that nobody wrote to."""

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """Give no entries."""
        return []


def run(folder: Path, case: Path, statements: Path) -> None:
    """Run the stage once and print what it cost."""
    spent = [0.0, 0.0]

    def timed(*words: Any) -> Any:
        began = time.perf_counter(), time.process_time()
        found = find_pairs(*words)
        spent[0] += time.perf_counter() - began[0]
        spent[1] += time.process_time() - began[1]
        return found

    given = {table.name: [folder / f"{table.name}.parquet"] for table in STAGE.reads} | {"statement": [statements]}
    began = time.perf_counter(), time.process_time()
    with mock.patch.object(party, "find_pairs", timed):
        made = STAGE.compute(StageInput(Case(case, "all"), given, NoLedger()))
        rows = {table.name: one.num_rows for table, one in made}
    wall, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"stage {wall:.1f} s, {cpu:.1f} CPU s; pairs {spent[0]:.1f} s, {spent[1]:.1f} CPU s; {peak:,.0f} MB; {rows}")


def main() -> None:
    """Resolve without the added records, then with them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path)
    folder = next(parser.parse_args().case.glob("builds/.*.partial/collect"))
    with tempfile.TemporaryDirectory() as name:
        fewer = Path(name) / "fewer.parquet"
        duckdb.sql(
            f"""COPY (SELECT * FROM '{folder}/statement.parquet' WHERE entity_id NOT IN (
                SELECT entity_id FROM '{folder}/statement.parquet' WHERE prop = 'name'
                GROUP BY entity_id ORDER BY md5(entity_id) LIMIT {ADDED})) TO '{fewer}'"""
        )
        run(folder, Path(name), fewer)
        run(folder, Path(name), folder / "statement.parquet")
        run(folder, Path(name), folder / "statement.parquet")


if __name__ == "__main__":
    main()
