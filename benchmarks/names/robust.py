"""Spoilt names of OFAC's parties: do they still match, and does the index still find their party?

    .venv/bin/python -m benchmarks.names.robust ../shared/data --number 1000

`ours` and the peer's column are the share of spoilt names that match the name they were made from, by name alone, at
each one's default. `first ten` is the share whose party is among the first ten hits of an index of the whole list;
`possible` is the share of names that at most ten parties become when spoilt so: initials may fit more.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from benchmarks.names.ask import Scored, ask_ours, ask_peer
from benchmarks.names.entity import Pair, primary_name
from benchmarks.names.environment import add_arguments
from benchmarks.names.lists import read_list
from benchmarks.names.ours import OurIndex
from benchmarks.names.perturb import CHANGES, Spoilt, draw_some, spoil
from benchmarks.names.report import print_table

FIRST = 10
"""Hits that a person looks at."""


def found_among_first(index: OurIndex, spoilt: Sequence[Spoilt]) -> float:
    """Give the share of spoilt names whose party is among the first hits."""
    hits = [{hit.id for hit in index.search(one.query, FIRST)} for one in spoilt]
    return float(np.mean([one.party["id"] in ids for one, ids in zip(spoilt, hits, strict=True)]))


def possible_share(drawn: Sequence[Spoilt], all_spoilt: Sequence[Spoilt]) -> float:
    """Give the share of spoilt names that no more parties become than a person looks at."""
    become = Counter(_key(one) for one in all_spoilt)
    return float(np.mean([become[_key(one)] <= FIRST for one in drawn]))


def _key(one: Spoilt) -> str:
    return (primary_name(one.query) or "").casefold()


def matched_share(scored: Scored) -> float:
    """Give the share of pairs at or above the default threshold."""
    return float(np.mean(scored.values >= scored.threshold))


def print_missed(pairs: Sequence[Pair], ours: Scored, number: int) -> None:
    """Print the first pairs that ours does not match."""
    for at in np.flatnonzero(ours.values < ours.threshold)[:number]:
        left, right = (primary_name(side) for side in (pairs[at].left, pairs[at].right))
        print(f"    {ours.values[at]:.3f}  {left!r} from {right!r}")


def main() -> None:
    """Spoil names, score them and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--number", type=int, default=1000, help="names spoilt in each way")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print so many that ours misses of each way")
    parser.add_argument("--alone", action="store_true", help="ours without the peer")
    parser.add_argument("--pairs-only", action="store_true", help="leave the index out")
    arguments = parser.parse_args()
    parties = read_list("ofac_2022_01", arguments.data, arguments.cache)
    with tempfile.TemporaryDirectory() as folder:
        index = None if arguments.pairs_only else OurIndex.build(parties, Path(folder))
        rows = []
        for change in CHANGES:
            all_spoilt = spoil(parties, change)
            drawn = draw_some(all_spoilt, arguments.number)
            pairs = [Pair(one.query, one.original, True) for one in drawn]
            ours = ask_ours(pairs)
            print_missed(pairs, ours, arguments.errors)
            peer = "" if arguments.alone else matched_share(ask_peer(pairs, "logic-v2", arguments))
            first = "" if index is None else found_among_first(index, drawn)
            rows.append((change, len(drawn), matched_share(ours), peer, first, possible_share(drawn, all_spoilt)))
    print_table(("change", "names", "ours", "logic-v2", "first ten", "possible"), rows)


if __name__ == "__main__":
    main()
