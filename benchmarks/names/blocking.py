"""Blocking: the two halves of OFAC's parties, primary name and aliases, found again among all.

    .venv/bin/python -m benchmarks.names.blocking ../shared/data

Each party of OFAC 2022-01 becomes a record of its primary name; each that has aliases becomes a second one, of its
aliases. Both know the schema and nothing else. A true pair is the two records of a party. Ours asks the index for the
nearest records of each record and ranks all pairs by score; the peer is nomenklatura's own blocker.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.names.ask import run_peer
from benchmarks.names.entity import Entity, make_entity, primary_name, write_entities
from benchmarks.names.environment import add_arguments, peer_python
from benchmarks.names.lists import read_list
from benchmarks.names.ours import OurIndex
from benchmarks.names.report import print_table

TOPS = (10_000, 50_000)
CANDIDATES = 10


class Blocked(NamedTuple):
    """What a blocker gives."""

    pairs: list[tuple[str, str]]
    """Of records, the likeliest first."""
    candidates: Mapping[str, list[str]]
    """Records by record, the likeliest first."""


def split_parties(parties: Sequence[Entity]) -> list[Entity]:
    """Make a record of each primary name, and one of each party's aliases."""
    records = []
    for one in parties:
        records.append(make_entity(f"{one['id']}-primary", one["schema"], name=[primary_name(one)]))
        aliases = one["properties"].get("alias", ())
        if len(aliases) > 0:
            records.append(make_entity(f"{one['id']}-aliases", one["schema"], name=aliases))
    return records


def true_pairs(records: Sequence[Entity]) -> set[tuple[str, str]]:
    """Pair the records of each party that has aliases."""
    # "-aliases" sorts before "-primary", so a true pair is in the order of every other.
    ids = [one["id"].removesuffix("-aliases") for one in records if one["id"].endswith("-aliases")]
    return {(f"{one}-aliases", f"{one}-primary") for one in ids}


def block_ours(records: Sequence[Entity]) -> tuple[Blocked, float]:
    """Ask our index for the nearest of each record; gives seconds of CPU too, those of building it among them."""
    began = _cpu_s()
    ranks: dict[tuple[str, str], float] = {}
    candidates = {}
    with tempfile.TemporaryDirectory() as folder:
        index = OurIndex.build(records, Path(folder))
        for record in records:
            hits = [hit for hit in index.search(record, CANDIDATES + 1) if hit.id != record["id"]]
            candidates[record["id"]] = [hit.id for hit in hits]
            for hit in hits:
                low, high = sorted((record["id"], hit.id))
                ranks[low, high] = max(hit.rank, ranks.get((low, high), hit.rank))
    pairs = sorted(ranks, key=lambda pair: (-ranks[pair], pair))
    return Blocked(pairs, candidates), _cpu_s() - began


def _cpu_s() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def block_peer(records: Sequence[Entity], python: Path) -> tuple[Blocked, dict[str, float]]:
    """Let the peer's blocker find pairs and candidates."""
    with tempfile.TemporaryDirectory() as folder:
        parties, answer = Path(folder) / "parties.jsonl", Path(folder) / "answer.jsonl"
        write_entities(parties, records)
        cost = run_peer(python, "block", parties, answer, "--number", str(max(TOPS)))
        pairs: list[tuple[str, str]] = []
        candidates: dict[str, list[str]] = {}
        for line in answer.read_text(encoding="utf-8").splitlines():
            kind, left, right, _ = json.loads(line)
            if kind == "pair":
                pairs.append((min(left, right), max(left, right)))
            else:
                candidates.setdefault(left, []).append(right)
    return Blocked(pairs, candidates), cost


def recalls(blocked: Blocked, truth: set[tuple[str, str]]) -> tuple[float, float, float, float]:
    """Give the shares of true pairs among the first pairs, and of alias records whose party is a first candidate."""
    ranked = [(blocked.candidates.get(aliases, []), primary) for aliases, primary in truth]

    def among_pairs(top: int) -> float:
        return len(truth.intersection(blocked.pairs[:top])) / len(truth)

    def among_candidates(top: int) -> float:
        return sum(primary in ids[:top] for ids, primary in ranked) / len(truth)

    return among_pairs(TOPS[0]), among_pairs(TOPS[1]), among_candidates(1), among_candidates(CANDIDATES)


def main() -> None:
    """Block and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--alone", action="store_true", help="ours without the peer")
    arguments = parser.parse_args()
    records = split_parties(read_list("ofac_2022_01", arguments.data, arguments.cache))
    truth = true_pairs(records)
    print(f"{len(records):,} records, {len(truth):,} true pairs\n")
    blocked, seconds = block_ours(records)
    # Of the largest process; the peer has one.
    peak_mb = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    rows = [("ours", *recalls(blocked, truth), seconds, peak_mb)]
    if not arguments.alone:
        theirs, cost = block_peer(records, peer_python(arguments))
        peer_mb = cost.pop("peak_mb")
        rows.append(("nomenklatura", *recalls(theirs, truth), sum(cost.values()), peer_mb))
    head = ("blocker", *(f"top {top:,}" for top in TOPS), "first", f"first {CANDIDATES}", "CPU s", "peak MB")
    print_table(head, rows)
    if len(rows) > 1:
        print(f"\nRecall in the top {TOPS[0]:,}, ours to the peer's: {rows[0][1] / rows[1][1]:.2f}")


if __name__ == "__main__":
    main()
