"""Names alone: 421 labelled pairs of names in many scripts, by ours and every peer.

    .venv/bin/python -m benchmarks.names.cases ../shared/data --errors

Each algorithm decides at its own default threshold and at the one that is best for it on these very pairs. A strong
case is one that its authors hold to be beyond doubt. Misses are printed for each script.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np
from benchmarks.names.ask import Scored, ask_all
from benchmarks.names.entity import Pair, primary_name
from benchmarks.names.environment import add_arguments
from benchmarks.names.labelled import read_cases
from benchmarks.names.quality import Bools, best_quality, quality, wrong_places
from benchmarks.names.report import print_table
from benchmarks.names.script import print_misses


def report(scored: Sequence[Scored], matches: Bools, strong: Bools) -> None:
    """Print a row for each algorithm, and how ours compares with the best of the others."""
    rows = []
    for one in scored:
        default, best = quality(one.values, matches, one.threshold), best_quality(one.values, matches)
        wrong = int(np.count_nonzero(((one.values >= one.threshold) != matches) & strong))
        rows.append(
            (
                one.algorithm,
                default.threshold,
                default.precision,
                default.recall,
                default.f1,
                best.f1,
                best.threshold,
                wrong,
            )
        )
    head = ("algorithm", "default", "precision", "recall", "F1", "best F1", "at", "strong wrong")
    print_table(head, rows)
    peers = max(row[4] for row in rows[1:])
    print(f"\nF1 at the default, ours to the best peer's: {rows[0][4]:.3f} / {peers:.3f} = {rows[0][4] / peers:.2f}")


def print_errors(pairs: Sequence[Pair], ours: Scored, matches: Bools) -> None:
    """Print the pairs that ours decides wrongly, misses first, the worst of each first."""
    for at in wrong_places(ours.values, matches, ours.threshold):
        one = pairs[at]
        verdict = "missed" if one.is_match else "false "
        names = f"{primary_name(one.left)!r} {primary_name(one.right)!r}"
        print(f"{verdict} {ours.values[at]:.3f}  {names}  [{one.left['schema']}, {one.note}]")


def main() -> None:
    """Score the cases and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--errors", action="store_true", help="print the pairs that ours decides wrongly")
    arguments = parser.parse_args()
    rows, pairs = zip(*read_cases(arguments.data / "matching" / "name_cases_dev.csv"), strict=True)
    matches = np.array([one.is_match for one in pairs])
    scored = ask_all(pairs, arguments)
    report(scored, matches, np.array([row["quality"] == "STRONG" for row in rows]))
    print_misses(scored, pairs, matches)
    if arguments.errors:
        print_errors(pairs, scored[0], matches)


if __name__ == "__main__":
    main()
