"""Pairs a second on one core, and one name against every name of OFAC's list.

    .venv/bin/python -m benchmarks.names.speed ../shared/data

Pairs have all their attributes, and both sides give their reasons. They are the judged pairs of `crosslist`, which
have many aliases, and those that an index of OFAC's list suggests for parties of the UN's and the United Kingdom's:
what a matcher is asked when lists are joined. `in a new process` counts all that a first call costs, libraries and
data loaded; `from entities` begins with FtM's JSON entities; `prepared` compares parties that were analysed before,
which for the peer means the same entity objects once more, with all that it keeps of them. Names are spoilt ones of
OFAC's own parties; the peer compares each with every party, as it has no index without a server. Seconds are of CPU,
but for the queries to our index, which are of the clock.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from benchmarks.lists.process import run
from benchmarks.names.ask import SCRIPT, run_peer, write_pairs
from benchmarks.names.entity import Entity, Pair, names, write_entities
from benchmarks.names.environment import add_arguments, peer_python
from benchmarks.names.labelled import read_judged
from benchmarks.names.lists import read_list
from benchmarks.names.ours import OurIndex, Ours
from benchmarks.names.own_process import run_ours
from benchmarks.names.perturb import CHANGES, draw_some, spoil
from benchmarks.names.report import print_table

LIMIT = 10
"""Hits asked of the index, each with its reasons."""

SUGGESTED = 3
"""Pairs that the index suggests for each party."""

MIN_S = 1.0
"""Ours is repeated until it has taken so long."""


def seconds_each(work: Callable[[], object]) -> float:
    """Give the seconds of CPU that a call takes, over as many as take a second together; the first is not counted."""
    work()
    calls, began = 0, time.process_time()
    while time.process_time() - began < MIN_S:
        work()
        calls += 1
    return (time.process_time() - began) / calls


class Rates(NamedTuple):
    """Pairs a second on one core, with reasons."""

    in_a_new_process: float
    from_entities: float
    prepared: float


def time_our_pairs(pairs: Sequence[Pair], asked: Path) -> Rates:
    """Time ours; the file holds the pairs for a new process."""
    ours = Ours()
    lefts, rights = [one.left for one in pairs], [one.right for one in pairs]
    each_s = seconds_each(lambda: ours.compare_many(lefts, rights))
    prepared = ours.prepare([*lefts, *rights])
    # The same pairs over and over, drawn so that neighbours differ, until there are enough to be timed.
    at = np.random.default_rng(0).integers(0, len(pairs), 100_000, dtype=np.int64)
    prepared_s = seconds_each(lambda: ours.compare_prepared(prepared, at, at + len(pairs)))
    cold = run_ours("benchmarks.names.score", asked)
    return Rates(len(pairs) / cold.cpu_s, len(pairs) / each_s, len(at) / prepared_s)


def time_peer_pairs(pairs: Sequence[Pair], asked: Path, python: Path) -> Rates:
    """Time logic-v2 on the pairs of a file."""
    answer = asked.with_suffix(".scores")
    cold = run([python, SCRIPT, "score", asked, answer], environment={})
    cost = run_peer(python, "score", asked, answer, "--again")
    each_s = cost["prepare_s"] + cost["compare_s"] + cost["explain_s"]
    return Rates(len(pairs) / cold.cpu_s, len(pairs) / each_s, len(pairs) / cost["again_s"])


def suggest_pairs(data: Path, cache: Path) -> list[Pair]:
    """Give pairs of parties of other lists with the parties of OFAC's list that are likest to them."""
    listed = {one["id"]: one for one in read_list("ofac_2022_01", data, cache)}
    asked = [*read_list("un_2020_11", data, cache), *read_list("uk_2018_04", data, cache)]
    with tempfile.TemporaryDirectory() as folder:
        index = OurIndex.build(listed.values(), Path(folder))
        suggested = [(one, hit) for one in asked for hit in index.search(one, SUGGESTED)]
    return [Pair(one, listed[hit.id], False) for one, hit in suggested]


def draw_queries(parties: Sequence[Entity], number: int) -> list[Entity]:
    """Draw spoilt names, equally many of each change, in an order in which changes alternate."""
    each = [draw_some(spoil(parties, change), -(-number // len(CHANGES))) for change in CHANGES]
    return [one.query for some in zip(*each, strict=True) for one in some][:number]


def time_our_queries(parties: Sequence[Entity], queries: Sequence[Entity]) -> list[float]:
    """Give milliseconds of the clock for each query to the index, with reasons."""
    with tempfile.TemporaryDirectory() as folder:
        index = OurIndex.build(parties, Path(folder))
        for query in queries[:20]:
            index.search_with_reasons(query, LIMIT)
        return [_clock_ms(index, query) for query in queries]


def _clock_ms(index: OurIndex, query: Entity) -> float:
    began = time.perf_counter()
    index.search_with_reasons(query, LIMIT)
    return (time.perf_counter() - began) * 1000


def time_peer_queries(parties: Sequence[Entity], queries: Sequence[Entity], python: Path) -> list[float]:
    """Give milliseconds of CPU for each query against every party, with reasons of the best."""
    with tempfile.TemporaryDirectory() as folder:
        known, asked = Path(folder) / "parties.jsonl", Path(folder) / "queries.jsonl"
        write_entities(known, parties)
        write_entities(asked, queries)
        report = run_peer(python, "exhaust", known, asked)
    return [seconds * 1000 for seconds in report["seconds"]]


def _at_percentile(percent: int, ours: Sequence[float], theirs: Sequence[float]) -> tuple[str, float, float, float]:
    left, right = (float(np.percentile(values, percent)) for values in (ours, theirs))
    return f"p{percent} ms", left, right, right / left


def compare_pairs(title: str, pairs: Sequence[Pair], python: Path) -> None:
    """Time both on the same pairs and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "pairs.jsonl"
        write_pairs(asked, pairs)
        ours, theirs = time_our_pairs(pairs, asked), time_peer_pairs(pairs, asked, python)
    rows = [
        (name.replace("_", " "), round(left), round(right), left / right)
        for name, left, right in zip(Rates._fields, ours, theirs, strict=True)
    ]
    names_each = np.mean([len(names(one.left)) * len(names(one.right)) for one in pairs])
    print(f"{len(pairs):,} {title} pairs of parties, {names_each:.0f} pairs of names each")
    print_table(("pairs a second a core", "ours", "logic-v2", "ratio"), rows)
    print(flush=True)


def main() -> None:
    """Measure both and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--queries", type=int, default=1000, help="names that ours is asked")
    parser.add_argument("--peer-queries", type=int, default=7, help="the first of them, which the peer is asked")
    arguments = parser.parse_args()
    python = peer_python(arguments)
    judged = [one.pair for one in read_judged(arguments.data, arguments.cache)[0]]
    compare_pairs("judged", judged, python)
    compare_pairs("suggested", suggest_pairs(arguments.data, arguments.cache), python)
    parties = read_list("ofac_2022_01", arguments.data, arguments.cache)
    queries = draw_queries(parties, arguments.queries)
    print(f"One name against {len(parties):,} parties, {sum(len(names(one)) for one in parties):,} names")
    ours_ms = time_our_queries(parties, queries)
    peer_ms = time_peer_queries(parties, queries[: arguments.peer_queries], python)
    print_table(
        ("", "ours, index", "logic-v2, all", "ratio"), [_at_percentile(n, ours_ms, peer_ms) for n in (50, 95, 99)]
    )


if __name__ == "__main__":
    main()
