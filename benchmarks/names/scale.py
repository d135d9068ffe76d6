"""The index at growing sizes: build, load, queries, memory, and what it finds of what exhaustive scoring finds.

    .venv/bin/python -m benchmarks.names.scale ../shared/data --parties 10000 100000 1000000 4000000
    .venv/bin/python -m benchmarks.names.scale ../shared/data --parties 1000000 --exhaustive 5000 --processes 2

Parties and queries are those of `population`, written once into the cache: names of its parties changed as people
change them, half of them with facts, and a tenth that no party has. `found` is the share of the others whose party is
among the first fifty hits. Against exhaustive scoring by the same scorer, which is kept in the cache under the
algorithm's name: `best` is the share of queries whose best party is among the fifty, `matches` the share of parties at
or above the threshold, `top` that of the fifty best. Every step runs in a process of its own; queries have one core.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.lists.process import Cost
from benchmarks.names.entity import read_entities, write_entities
from benchmarks.names.environment import add_arguments
from benchmarks.names.ours import Ours
from benchmarks.names.own_process import run_ours
from benchmarks.names.ranking import Recall, add_up, recall
from benchmarks.names.report import print_table

STEP = "benchmarks.names.scale_step"


class Answer(NamedTuple):
    """A hit as it was written."""

    party: str
    score: float
    rank: float


class Measured(NamedTuple):
    """All that was measured at one size."""

    parties: int
    build: Cost
    built: Mapping[str, Any]
    asked: Mapping[str, Any]
    found: Mapping[str, tuple[int, int]]
    """Queries whose party is among the hits, and all, by what was done to the name."""
    recall: Recall | None


def measure(size: int, arguments: argparse.Namespace) -> Measured:
    """Build an index of so many parties, ask it, and compare with exhaustive scoring."""
    folder = arguments.cache / f"scale-{size}"
    folder.mkdir(parents=True, exist_ok=True)
    parties, queries, hits = (
        folder / "parties.jsonl",
        folder / f"queries-{arguments.queries}.jsonl",
        folder / "hits.csv",
    )
    if not queries.exists():
        write_population(size, parties, queries, arguments)
    if not arguments.keep or not (folder / "build.json").exists():
        shutil.rmtree(folder / "index", ignore_errors=True)
        build = run_ours(STEP, "build", parties, folder / "index", str(arguments.processes))
        (folder / "build.json").write_text(json.dumps(build._asdict()), encoding="utf-8")
    build = Cost(**json.loads((folder / "build.json").read_text(encoding="utf-8")))
    asked = run_ours(STEP, "query", folder / "index", queries, hits)
    answers = read_hits(hits)
    found = count_found(queries, answers)
    compared = None
    if arguments.exhaustive > 0:
        compared = compare_exhaustive(folder, queries, answers, arguments)
    return Measured(size, build, json.loads(build.output), json.loads(asked.output), found, compared)


def write_population(size: int, parties: Path, queries: Path, arguments: argparse.Namespace) -> None:
    """Write so many parties, and queries for them; the queries appear last and whole."""
    part = queries.with_suffix(".part")
    words: list[str | Path] = ["--parties", str(size), "--output", parties, "--queries", part]
    words += ["--count", str(arguments.queries), "--data", arguments.data]
    run_ours("benchmarks.names.population", *words)
    part.replace(queries)


def count_found(queries: Path, answers: Mapping[str, list[Answer]]) -> dict[str, tuple[int, int]]:
    """Count the queries whose party is among the hits, and all, by what was done to the name; strangers left out."""
    counts: dict[str, tuple[int, int]] = {}
    for query in read_entities(queries):
        if query["true_id"] is not None:
            found, all_ = counts.get(query["perturbation"], (0, 0))
            hit = any(one.party == query["true_id"] for one in answers[query["id"]])
            counts[query["perturbation"]] = (found + hit, all_ + 1)
    return counts


def compare_exhaustive(
    folder: Path, queries: Path, answers: Mapping[str, list[Answer]], arguments: argparse.Namespace
) -> Recall:
    """Compare the index's hits of every n-th query with those of exhaustive scoring, computed where not known yet."""
    every = list(read_entities(queries))
    chosen = every[:: max(1, len(every) // arguments.exhaustive)][: arguments.exhaustive]
    ours = Ours()
    known = folder / f"exhaustive-{ours.name}-{len(every)}-{len(chosen)}.csv"
    if not known.exists():
        parts = [chosen[at :: arguments.processes] for at in range(arguments.processes)]
        with ThreadPoolExecutor(arguments.processes) as pool:
            texts = pool.map(lambda at: exhaust_part(folder, f"part-{at}", parts[at]), range(len(parts)))
            known.write_text("".join(texts), encoding="utf-8")
    true = read_hits(known)
    recalls = []
    for one in chosen:
        best = true[one["id"]]
        matches = sum(hit.score >= ours.threshold for hit in best)
        recalls.append(recall([hit.rank for hit in answers[one["id"]]], [hit.rank for hit in best], matches))
    return add_up(recalls)


def exhaust_part(folder: Path, name: str, queries: Sequence[Any]) -> str:
    """Score every party for some of the queries in a process of its own."""
    asked, hits = folder / f"{name}.jsonl", folder / f"{name}.csv"
    write_entities(asked, queries)
    run_ours(STEP, "exhaust", folder / "index", asked, hits)
    text = hits.read_text(encoding="utf-8")
    asked.unlink()
    hits.unlink()
    return text


def read_hits(path: Path) -> Mapping[str, list[Answer]]:
    """Read hits by query, in their order."""
    hits = defaultdict[str, list[Answer]](list)
    with path.open(encoding="utf-8", newline="") as handle:
        for query, party, score, rank in csv.reader(handle):
            hits[query].append(Answer(party, float(score), float(rank)))
    return hits


def print_measured(all_measured: Sequence[Measured]) -> None:
    """Print a table of cost and, where it was measured, one of recall."""
    times_head = "load s|first s|p50 ms|p95 ms|p99 ms|queries/s"
    head = f"parties names|build s|build MB|bytes a name|with entities|{times_head}|MB|own MB|peak MB|found"
    rows = []
    for one in all_measured:
        asked = one.asked
        title = f"{one.parties:,} {asked['names']:,}"
        per_name = [one.built[name] / asked["names"] for name in ("search_bytes", "bytes")]
        times = [asked[name] for name in ("load_s", "first_query_s", "p50_ms", "p95_ms", "p99_ms")]
        memory = [round(asked[name]) for name in ("queries_s", "resident_mb", "own_mb", "peak_mb")]
        build = (one.built["build_s"], round(one.build.peak_mb))
        rows.append((title, *build, *per_name, *times, *memory, _share(one.found.values())))
    print_table(head.split("|"), rows)
    print()
    changes = sorted({change for one in all_measured for change in one.found})
    shares = [[_share([one.found.get(change, (0, 0))]) for change in changes] for one in all_measured]
    titles = [f"{one.parties:,}" for one in all_measured]
    print_table(("found, parties", *changes), [(title, *row) for title, row in zip(titles, shares, strict=True)])
    compared = [(one.parties, one.recall) for one in all_measured if one.recall is not None]
    if len(compared) > 0:
        print()
        rows = [
            (
                f"{parties:,}",
                one.queries,
                one.best / one.queries,
                one.matches_found / max(1, one.matches),
                one.top_found / max(1, one.top),
            )
            for parties, one in compared
        ]
        print_table(("recall at 50, parties", "queries", "best", "matches", "top"), rows)


def _share(counts: Iterable[tuple[int, int]]) -> float:
    found, all_ = map(sum, zip(*counts, strict=True))
    return found / max(1, all_)


def main() -> None:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--parties", type=int, nargs="+", default=[10_000, 100_000], help="sizes")
    parser.add_argument("--queries", type=int, default=5000, help="queries of each size")
    parser.add_argument("--exhaustive", type=int, default=0, help="so many of them compared with exhaustive scoring")
    parser.add_argument("--processes", type=int, default=2, help="processes of building and of exhaustive scoring")
    parser.add_argument(
        "--keep", action="store_true", help="ask an index that stands in the cache, and do not build it"
    )
    arguments = parser.parse_args()
    measured = []
    for size in arguments.parties:
        measured.append(measure(size, arguments))
        print(f"{size:,} parties measured", flush=True)
    print()
    print_measured(measured)


if __name__ == "__main__":
    main()
