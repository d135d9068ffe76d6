"""The steps of `scale`, each run in a process of its own so that its time and memory are known apart.

    .venv/bin/python -m benchmarks.names.scale_step build PARTIES INDEX 2
    .venv/bin/python -m benchmarks.names.scale_step query INDEX QUERIES HITS
    .venv/bin/python -m benchmarks.names.scale_step exhaust INDEX QUERIES HITS

Each prints one JSON object. Hits are CSV: query, party, probability, rank.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.names.entity import Entity, read_entities
from benchmarks.names.ours import Hit, OurIndex

from counterflow.compare.index.files import RECORDS

LIMIT = 50


def build(parties: Path, folder: Path, workers: int) -> dict[str, Any]:
    """Build an index of a file.

    `bytes` are those of all its files, `search_bytes` those without the whole entities, which searching does not read.
    """
    began = time.perf_counter()
    OurIndex.build_file(parties, folder, workers)
    build_s = time.perf_counter() - began
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    kept = sum(sizes.values())
    return {"build_s": build_s, "bytes": kept, "search_bytes": kept - sizes.get(RECORDS, 0)}


def query(folder: Path, queries: Path, hits: Path) -> dict[str, Any]:
    """Open an index and ask it every query, each by itself.

    `query_ms` is of the clock, `cpu_s` of all queries together. `resident_mb` is what lies in memory afterwards,
    mapped pages of the index with it; `own_mb` the part of it that is no page of a file.
    """
    asked = list(read_entities(queries))
    before = _memory_mb()
    began = time.perf_counter()
    index = OurIndex(folder)
    loaded = time.perf_counter()
    index.search(asked[0], LIMIT)
    first = time.perf_counter()
    found, query_ms = [], []
    cpu = time.process_time()
    for one in asked:
        start = time.perf_counter()
        found.append(index.search(one, LIMIT))
        query_ms.append((time.perf_counter() - start) * 1000)
    cpu = time.process_time() - cpu
    memory = _memory_mb()
    _write_hits(hits, asked, found)
    p50, p95, p99 = (float(one) for one in np.percentile(query_ms, (50, 95, 99)))
    return {
        "load_s": loaded - began,
        "first_query_s": first - loaded,
        "p50_ms": p50,
        "p95_ms": p95,
        "p99_ms": p99,
        "queries_s": len(asked) / cpu,
        "names": index.name_count,
        "before_mb": before["Rss"],
        "resident_mb": memory["Rss"],
        "own_mb": memory["Anonymous"],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def exhaust(folder: Path, queries: Path, hits: Path) -> dict[str, Any]:
    """Score every party of an index for each query."""
    asked = list(read_entities(queries))
    index = OurIndex(folder)
    cpu = time.process_time()
    _write_hits(hits, asked, [index.exhaustive(one, LIMIT) for one in asked])
    return {"queries": len(asked), "cpu_s": time.process_time() - cpu}


def _write_hits(path: Path, queries: Sequence[Entity], found: Sequence[Sequence[Hit]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        rows = (
            (one["id"], hit.id, hit.score, hit.rank) for one, hits in zip(queries, found, strict=True) for hit in hits
        )
        csv.writer(handle).writerows(rows)


def _memory_mb() -> dict[str, float]:
    """Read the memory of this process as Linux counts it."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}


STEPS = (
    (build, ("parties", "folder", "workers")),
    (query, ("folder", "queries", "hits")),
    (exhaust, ("folder", "queries", "hits")),
)
"""What each step is given."""


def main() -> None:
    """Do one step and print what it cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(required=True)
    for function, words in STEPS:
        one = steps.add_parser(function.__name__, help=(function.__doc__ or "").splitlines()[0])
        one.set_defaults(function=function)
        for word in words:
            one.add_argument(word, type=int if word == "workers" else Path)
    arguments = vars(parser.parse_args())
    function = arguments.pop("function")
    print(json.dumps(function(**arguments)))


if __name__ == "__main__":
    main()
