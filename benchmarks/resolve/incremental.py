"""500 records more: what the stage `resolve` costs then, beside a full run, and whether its tables are the same bytes.

    .venv/bin/python -m benchmarks.resolve.incremental CASE

CASE is a case that was collected (`counterflow run CASE --only collect`). 500 of its parties, drawn by the hash of
their ids, are left out with their designations, papers and evidence; then they are added. Four runs, each in a process
of its own: `full` over all without a cache; `before` without the 500, which fills the cache; `added` with them; `again`
with nothing new. Counted is the CPU time of the stage and of writing its tables, after modules and compiled code are
loaded. What finds statements by their entity (`statement.lookup`) is made before, as a run does when `collect` has
written; what that costs is printed apart. `added` and `again` must give the bytes of `full`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from counterflow.case import Case
from counterflow.engine.memory import give_memory_back
from counterflow.model.identity import statement_id
from counterflow.resolve import STAGE
from counterflow.resolve.lookup import write_lookup
from counterflow.stage import StageInput
from counterflow.tables import EVIDENCE, STATEMENT, Evidence, Statement, Table

ADDED = 500


class NoLedger:
    """A ledger that nobody wrote to."""

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """Give no entries."""
        return []


def leave_out(collected: Path, folder: Path) -> None:
    """Write `statement` and `evidence` without the parties that are added later."""
    statement, evidence = (f"'{collected / name}.parquet'" for name in ("statement", "evidence"))
    duckdb.sql(
        f"""CREATE TEMP TABLE party AS SELECT entity_id FROM {statement} WHERE prop = 'name'
        GROUP BY entity_id ORDER BY md5(entity_id) LIMIT {ADDED};
        CREATE TEMP TABLE gone AS SELECT entity_id FROM party UNION
        SELECT entity_id FROM {statement} WHERE prop IN ('entity', 'holder') AND value IN (SELECT entity_id FROM party);
        COPY (SELECT * FROM {statement} WHERE entity_id NOT IN (SELECT entity_id FROM gone) ORDER BY id)
        TO '{folder}/statement.parquet';
        COPY (SELECT * FROM {evidence} WHERE statement_id NOT IN (
            SELECT id FROM {statement} WHERE entity_id IN (SELECT entity_id FROM gone)) ORDER BY id)
        TO '{folder}/evidence.parquet'"""
    )


def run(folders: list[Path], case: Path, output: Path) -> dict[str, Any]:
    """Run the stage once; `folders` are where its tables lie, the first that has one counts."""
    given = {}
    for table in STAGE.reads:
        found = [path for folder in folders if (path := folder / f"{table.name}.parquet").exists()]
        given[table.name] = found[:1]
    output.mkdir(parents=True, exist_ok=True)
    give_memory_back()  # as a run does
    with tempfile.TemporaryDirectory() as folder:  # with a cache of an earlier process, it would load less
        warm(Path(folder))
    began = time.perf_counter(), time.process_time()
    rows = {}
    for table, content in STAGE.compute(StageInput(Case(case, "all"), given, NoLedger())):
        arranged = table.arrange([content])
        table.write(arranged, output / f"{table.name}.parquet")
        rows[table.name] = arranged.num_rows
    wall, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    digests = {name: hashlib.sha256((output / f"{name}.parquet").read_bytes()).hexdigest() for name in rows}
    return {**spent(wall, cpu), "rows": rows, "digests": digests}


def spent(wall: float, cpu: float) -> dict[str, float]:
    """Say what was spent, of the process too, and its peak of memory: that since it runs this program."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    return {"wall_s": wall, "cpu_s": cpu, "process_s": time.process_time(), "peak_mb": peak}


def warm(folder: Path) -> None:
    """Load modules, models and compiled code by runs over a few parties: from nothing, then with one more."""
    names = ("Ri Yong Ho", "Ri Yong-ho", "Рога и копыта", "صدام حسين", "华为技术", "Ocean Maritime Management Co Ltd")
    kinds = ("Person", "Person", "Company", "Person", "Organization", "Vessel")
    folder.mkdir(parents=True, exist_ok=True)
    for count in (len(names) - 1, len(names)):
        statements = [
            row
            for at, (name, schema) in enumerate(list(zip(names, kinds, strict=True))[:count])
            for row in _statements(f"list-{at}", f"list{at % 2}", schema, name)
        ]
        rows: dict[Table, list[Any]] = {STATEMENT: statements, EVIDENCE: [_evidence(one) for one in statements]}
        paths = {table.name: [folder / f"{table.name}.parquet"] for table in STAGE.reads}
        for table, values in rows.items():
            table.write(table.arrange([table.from_rows(values)]), paths[table.name][0])
        write_lookup(folder)
        for table, content in STAGE.compute(StageInput(Case(folder, "warm"), paths, NoLedger())):
            table.write(table.arrange([content]), folder / f"{table.name}.parquet")


def _statements(entity_id: str, dataset: str, schema: str, name: str) -> list[Statement]:
    nothing: dict[str, Any] = dict.fromkeys(Statement._fields)
    known: dict[str, Any] = {"entity_id": entity_id, "canonical_id": entity_id, "schema": schema, "dataset": dataset}
    known |= {"external": False, "handling": "TLP:CLEAR", "last_seen": "2025-01-01"}
    street = "ул. Победы 12, Пхеньян"
    said = {"name": name, "country": "kp", "topics": "sanction", "address": street, "alias": f"{name} Companny Limited"}
    return [
        Statement(**{**nothing, **known, "prop": prop, "prop_type": prop, "value": value})._replace(
            id=statement_id(dataset, entity_id, prop, value)
        )
        for prop, value in said.items()
    ]


def _evidence(statement: Statement) -> Evidence:
    nothing: dict[str, Any] = dict.fromkeys(Evidence._fields)
    known = {"id": statement.id, "statement_id": statement.id, "resource_id": "file", "text": statement.value}
    said = {"attribution": (), "hedge": "fact", "polarity": "affirmed", "extractor": "test/1", "handling": "TLP:CLEAR"}
    return Evidence(**{**nothing, **known, **said})


def look_up(folder: Path) -> dict[str, float]:
    """Make the lookup of a folder."""
    give_memory_back()
    began = time.perf_counter(), time.process_time()
    write_lookup(folder)
    return spent(time.perf_counter() - began[0], time.process_time() - began[1])


def _run(*words: str) -> dict[str, Any]:
    """Run this program in a process of its own."""
    asked = [sys.executable, "-m", "benchmarks.resolve.incremental", *words]
    found: dict[str, Any] = json.loads(subprocess.run(asked, check=True, stdout=subprocess.PIPE).stdout)
    return found


def main() -> None:
    """Run what is asked for, or all four and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path, nargs="?")
    parser.add_argument("--lookup", type=Path, metavar="FOLDER", help=argparse.SUPPRESS)
    parser.add_argument("--one", nargs=3, type=Path, metavar=("FEWER", "CASE", "OUTPUT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.lookup is not None:
        sys.stdout.write(json.dumps(look_up(given.lookup)))
        return
    if given.one is not None:
        fewer, case, output = given.one
        sys.stdout.write(json.dumps(run([fewer, given.case], case, output)))
        return
    if given.case is None:
        parser.error("which case?")
    collected = next(given.case.glob("builds/.*.partial/collect")).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole, fewer = folder / "whole", folder / "fewer"
        whole.mkdir()
        fewer.mkdir()
        leave_out(collected, fewer)
        for path in collected.glob("*.parquet"):
            (whole / path.name).symlink_to(path)
        for part in (whole, fewer):
            made = _run("--lookup", str(part))
            print(f"lookup of {part.name}: {made['cpu_s']:.2f} CPU s, {made['peak_mb']:,.0f} MB", flush=True)
        steps = (
            ("full", whole, "full"),
            ("before", fewer, "kept"),
            ("added", whole, "kept"),
            ("again", whole, "kept"),
        )
        found = {}
        for label, left_out, case in steps:
            one = found[label] = _run(str(whole), "--one", str(left_out), str(folder / case), str(folder / label))
            ratio = one["cpu_s"] / found["full"]["cpu_s"]
            print(
                f"{label:7} {one['wall_s']:6.1f} s {one['cpu_s']:6.2f} CPU s {ratio:7.2%} (process"
                f" {one['process_s']:.1f} CPU s) {one['peak_mb']:6,.0f} MB"
                f" {one['rows']}",
                flush=True,
            )
        for label in ("added", "again"):
            same = found[label]["digests"] == found["full"]["digests"]
            print(f"{label}: {'the bytes of a full run' if same else 'OTHER BYTES than a full run'}")


if __name__ == "__main__":
    main()
