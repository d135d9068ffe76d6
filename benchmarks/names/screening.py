"""Screening queries against the UN's and OFAC's lists: must hit, must not, and names in their original script.

    .venv/bin/python -m benchmarks.names.screening ../shared/data --sample 2000

Ours answers every query from its index, at its default threshold; the peer gets a sample of those that must not hit.
nomenklatura has no index that answers a query without a server, so it scores the fifty parties whose names rapidfuzz's
token_ratio puts nearest to the query's, both in Latin letters, and the true party whether it is among them or not. What
it misses it was shown; in an index of its own it might hit more. A stranger is a hit that is neither the party nor the
same party on the other list, as far as people judged or names and births tell.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from benchmarks.names.ask import ask_ours, ask_peer, ask_rapidfuzz
from benchmarks.names.entity import Entity, Pair, make_entity
from benchmarks.names.environment import add_arguments
from benchmarks.names.labelled import read_queries
from benchmarks.names.nearest import Nearest
from benchmarks.names.ours import OurIndex, Ours
from benchmarks.names.report import print_table
from benchmarks.names.watchlist import (
    Watchlist,
    is_same_party,
    latin_only,
    original_names,
    read_watchlist,
    true_parties,
)

LIMIT = 100
"""Hits asked of an index; more than this at the threshold are not counted."""

CANDIDATES = 50
"""Parties a query that the peer scores."""

Hits = list[list[str]]
"""Ids at or above the threshold, for each query."""


class Screened(NamedTuple):
    """What screening queries of known parties gave."""

    found: float
    """Share of queries that hit their party on the UN's list."""
    others: float
    """Other hits a query."""
    strangers: float
    """Other hits a query that are not the same party on another list or entry."""


def read_screened(file: str, arguments: argparse.Namespace) -> list[Entity]:
    """Read queries with all attributes, or with their names alone."""
    queries = list(read_queries(arguments.data / "matching" / file, file.removesuffix(".csv")))
    if arguments.names_only:
        return [make_entity(one["id"], one["schema"], name=one["properties"]["name"]) for one in queries]
    return queries


def our_hits(parties: Sequence[Entity], queries: Sequence[Entity]) -> Hits:
    """Build an index of parties in a temporary folder and ask it every query."""
    threshold = Ours().threshold
    with tempfile.TemporaryDirectory() as folder:
        index = OurIndex.build(parties, Path(folder))
        index.search(queries[0], LIMIT, threshold)  # what is compiled is not counted
        began = time.process_time()
        hits = [[hit.id for hit in index.search(query, LIMIT, threshold)] for query in queries]
        print(f"  ours: {len(queries):,} queries in {time.process_time() - began:.1f} s of CPU")
    return hits


def peer_hits(
    parties: Sequence[Entity], queries: Sequence[Entity], truths: Sequence[list[Entity]], arguments: argparse.Namespace
) -> Hits:
    """Let the peer score the nearest parties of each query, and its true ones."""
    nearest, pairs, owners = Nearest(parties), list[Pair](), list[int]()
    for number, (query, truth) in enumerate(zip(queries, truths, strict=True)):
        candidates = {one["id"]: one for one in (*nearest.find(query, CANDIDATES), *truth)}
        pairs += [Pair(query, one, False) for _, one in sorted(candidates.items())]
        owners += [number] * len(candidates)
    scored = ask_peer(pairs, "logic-v2", arguments, processes=arguments.processes)
    hits: Hits = [[] for _ in queries]
    for at in np.flatnonzero(scored.values >= scored.threshold):
        hits[owners[at]].append(pairs[at].right["id"])
    return hits


def judge(hits: Hits, truths: Sequence[list[Entity]], watchlist: Watchlist) -> Screened:
    """Count what was found, and what else was hit."""
    parties = {one["id"]: one for one in (*watchlist.un, *watchlist.ofac)}
    found = others = strangers = 0
    for ids, truth in zip(hits, truths, strict=True):
        true_ids = {one["id"] for one in truth}
        rest = [parties[one] for one in ids if one not in true_ids]
        found += not true_ids.isdisjoint(ids)
        others += len(rest)
        strangers += sum(not any(is_same_party(party, one, watchlist.judged) for one in truth) for party in rest)
    return Screened(found / len(hits), others / len(hits), strangers / len(hits))


def screen_positives(watchlist: Watchlist, arguments: argparse.Namespace) -> None:
    """Screen the persons of the UN's list."""
    queries = read_screened("screening_positives_un.csv", arguments)
    truths = true_parties(queries, watchlist.un)
    parties = [*watchlist.un, *watchlist.ofac]
    hits = our_hits(parties, queries)
    rows = [("ours", len(queries), *judge(hits, truths, watchlist))]
    if arguments.sample > 0:
        theirs = peer_hits(parties, queries, truths, arguments)
        rows.append(("logic-v2", len(queries), *judge(theirs, truths, watchlist)))
    print_table(("must hit", "queries", "found", "others a query", "strangers a query"), rows)
    if arguments.errors:
        print_positives(queries, hits, truths, watchlist)


def print_positives(
    queries: Sequence[Entity], hits: Hits, truths: Sequence[list[Entity]], watchlist: Watchlist
) -> None:
    """Print the queries that ours misses, and the strangers that it hits."""
    parties = {one["id"]: one for one in (*watchlist.un, *watchlist.ofac)}
    for query, ids, truth in zip(queries, hits, truths, strict=True):
        if {one["id"] for one in truth}.isdisjoint(ids):
            print(f"  missed {query['properties']}")
        for one in ids:
            if not any(is_same_party(parties[one], party, watchlist.judged) for party in truth):
                print(f"  {query['properties']}\n    hits {one} {_facts(parties[one])}")


def _facts(party: Entity) -> dict[str, list[str]]:
    return {prop: values for prop, values in party["properties"].items() if prop not in ("notes", "topics", "position")}


def screen_negatives(watchlist: Watchlist, arguments: argparse.Namespace) -> None:
    """Screen synthetic persons who are on no list."""
    queries = read_screened("screening_negatives_global_20k.csv", arguments)
    parties = [*watchlist.un, *watchlist.ofac]
    hits = our_hits(parties, queries)
    rows = [("ours", len(queries), _alerting(hits))]
    if arguments.sample > 0:
        chosen = sorted(random.Random("negatives").sample(range(len(queries)), min(arguments.sample, len(queries))))
        some = [queries[at] for at in chosen]
        rows.append(("ours, sample", len(some), _alerting([hits[at] for at in chosen])))
        rows.append(("logic-v2, sample", len(some), _alerting(peer_hits(parties, some, [[]] * len(some), arguments))))
    print_table(("must not hit", "queries", "alerting, %"), rows)
    if arguments.errors:
        known = {one["id"]: one for one in parties}
        for query, ids in zip(queries, hits, strict=True):
            for one in ids[:2]:
                print(f"  {query['properties']}\n    hits {one} {_facts(known[one])}")


def _alerting(hits: Hits) -> float:
    return 100 * float(np.mean([len(ids) > 0 for ids in hits]))


def screen_originals(watchlist: Watchlist, arguments: argparse.Namespace) -> None:
    """Screen names in their original script against lists without such names."""
    originals = original_names(watchlist.un)
    queries = [
        make_entity(f"original-{number}", party["schema"], name=[name])
        for number, (party, name) in enumerate(originals)
    ]
    truths = [[party] for party, _ in originals]
    un = [latin_only(one) for one in watchlist.un]
    rows: list[Sequence[str | float]] = []
    for title, parties in (("ours, UN", un), ("ours, UN and OFAC", [*un, *watchlist.ofac])):
        rows.append((title, len(queries), *judge(our_hits(parties, queries), truths, watchlist)))
    # To each of the others the one true party is shown: what it misses it would miss whatever its index.
    pairs = [Pair(query, latin_only(truth[0]), True) for query, truth in zip(queries, truths, strict=True)]
    others = [ask_ours(pairs), *(ask_peer(pairs, name, arguments) for name in arguments.algorithms)]
    for one in (*others, ask_rapidfuzz(pairs)):
        shown = float(np.mean(one.values >= one.threshold))
        rows.append((f"{one.algorithm}, shown the party", len(pairs), shown, "", ""))
    print_table(("original script", "queries", "found", "others a query", "strangers a query"), rows)


def main() -> None:
    """Screen and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--sample", type=int, default=2000, help="queries that must not hit for the peer; 0: no peer")
    parser.add_argument("--names-only", action="store_true", help="leave attributes of queries out")
    parser.add_argument("--processes", type=int, default=2, help="processes of the peer")
    parser.add_argument("--only", choices=("positives", "negatives", "originals"), help="one of the three")
    parser.add_argument(
        "--algorithms",
        nargs="*",
        default=["logic-v2", "logic-v1", "name-based", "regression-v1", "er-unstable"],
        help="of the peer, for the original script",
    )
    parser.add_argument("--errors", action="store_true", help="print what ours misses and what alerts")
    arguments = parser.parse_args()
    watchlist = read_watchlist(arguments.data, arguments.cache)
    print(f"{len(watchlist.un):,} parties of the UN, {len(watchlist.ofac):,} of OFAC")
    tasks = {"positives": screen_positives, "negatives": screen_negatives, "originals": screen_originals}
    for name, task in tasks.items():
        if arguments.only in (None, name):
            print()
            task(watchlist, arguments)


if __name__ == "__main__":
    main()
