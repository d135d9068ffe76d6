"""Whole lists resolved, against human judgements of pairs of OFAC's, the UN's and the United Kingdom's lists.

    .venv/bin/python -m benchmarks.resolve.crosslist ../shared/data --peer PEER/bin/python

All records of the three lists (2021-04, 2020-11, 2018-04) are resolved together by `counterflow resolve`; a judged pair
counts as merged when both have one canonical id. Distinct pairs count once; doubtful are negatives whose two names are
the very same but for case, marks and order, and pairs of which a side is on no vintage at hand: both are left out. The
peer scores the judged pairs alone, at its own threshold and without clustering. Brackets are Wilson's intervals, 95 %.
"""

from __future__ import annotations

import argparse
import csv
import math
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
from benchmarks.names.ask import run_peer
from benchmarks.names.entity import Entity, write_entities
from benchmarks.names.environment import add_arguments, peer_python
from benchmarks.names.labelled import JUDGED_LISTS, half, read_rows
from benchmarks.names.lists import read_list
from benchmarks.names.report import print_table

from counterflow.clean.name import normal_name

PEER_THRESHOLD = 0.7


def wilson(hits: int, of: int) -> str:
    """Give a share with its interval."""
    z, share = 1.96, hits / max(of, 1)
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    width = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"{share:.4f} [{middle - width:.3f}, {min(middle + width, 1):.3f}]"


def read_pairs(data: Path, known: dict[str, Entity]) -> dict[tuple[str, str], tuple[bool, bool, str]]:
    """Read distinct judged pairs that are not doubtful: whether they are one, of two lists, and their half."""
    pairs: dict[tuple[str, str], tuple[bool, bool, str]] = {}
    for row in read_rows(data / "matching" / "crosslist_pairs_dev.csv"):
        left, right = sorted(
            f"{JUDGED_LISTS[row[f'{side}_list']][1]}-{row[f'{side}_id']}" for side in ("left", "right")
        )
        names = {normal_name(row[f"{side}_name"], sort_tokens=True) for side in ("left", "right")}
        is_match = row["judgement"] == "positive"
        if left in known and right in known and (is_match or len(names) > 1):
            pairs.setdefault((left, right), (is_match, row["left_list"] != row["right_list"], half(row)))
    return pairs


def resolve_lists(arguments: argparse.Namespace, folder: Path, *options: str) -> dict[str, Entity]:
    """Resolve all records of the judged lists together, with options of the command; gives the records by id."""
    known: dict[str, Entity] = {}
    files = []
    for vintage, prefix in JUDGED_LISTS.values():
        entities = read_list(vintage, arguments.data, arguments.cache)
        known |= {one["id"]: {**one, "datasets": [prefix]} for one in entities}
        files.append(folder / f"{prefix}.jsonl")
        write_entities(files[-1], [known[one["id"]] for one in entities])
    subprocess.run([sys.executable, "-m", "counterflow", "resolve", *map(str, files), *options, "--quiet"], check=True)
    return known


def main() -> None:
    """Resolve and print precision and recall."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--algorithm", default="logic-v2", help="the peer's")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        output = folder / "out.csv"
        known = resolve_lists(arguments, folder, "-o", str(output))
        with output.open(encoding="utf-8") as handle:
            canonical = {row["entity_id"]: row["canonical_id"] for row in csv.DictReader(handle)}
        pairs = read_pairs(arguments.data, known)
        ids, truth = list(pairs), list(pairs.values())
        ours = [canonical[a] == canonical[b] for a, b in ids]
        asked, scores = folder / "pairs.jsonl", folder / "scores"
        write_entities(asked, [{"left": known[a], "right": known[b]} for a, b in ids])
        run_peer(peer_python(arguments), "score", asked, scores, "--algorithm", arguments.algorithm)
        theirs = [score >= PEER_THRESHOLD for score in np.loadtxt(scores)]
    rows = []
    for scope in ("two lists", "all", "half A", "half B"):
        for who, said in (("ours", ours), (arguments.algorithm, theirs)):
            counts = Counter(
                (is_match, is_merged)
                for (is_match, is_cross, own), is_merged in zip(truth, said, strict=True)
                if (scope != "two lists" or is_cross) and (not scope.startswith("half") or own == scope[-1])
            )
            hits = counts[True, True]
            merged, positive = hits + counts[False, True], hits + counts[True, False]
            rows.append((scope, who, sum(counts.values()), wilson(hits, merged), wilson(hits, positive)))
    print_table(("pairs", "who", "count", "precision", "recall"), rows)


if __name__ == "__main__":
    main()
