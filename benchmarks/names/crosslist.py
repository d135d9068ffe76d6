"""Parties of two lists: human judgements of pairs of OFAC, the UN and the UK, with all that the lists say of them.

    .venv/bin/python -m benchmarks.names.crosslist ../shared/data
    .venv/bin/python -m benchmarks.names.crosslist ../shared/data --half A --bins

Pairs that were judged to be two although their names are the very same, under two programmes, are doubtful and left out
unless `--doubtful` is given. Half A and B are drawn by the ids of a pair, so that what is fitted on one is measured on
the other.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np
from benchmarks.names.ask import Scored, ask_all, ask_ours
from benchmarks.names.entity import Pair, primary_name
from benchmarks.names.environment import add_arguments
from benchmarks.names.labelled import read_judged
from benchmarks.names.quality import (
    Bin,
    Bools,
    average_precision,
    best_quality,
    bins_of_equal_mass,
    bins_of_equal_width,
    calibration_error,
    quality,
    tied_share,
    wrong_places,
)
from benchmarks.names.report import print_table
from benchmarks.names.script import print_misses


def report(scored: Sequence[Scored], matches: Bools) -> None:
    """Print a row for each algorithm, and how ours at its default compares with the others at their best."""
    rows = []
    for one in scored:
        default, best = quality(one.values, matches, one.threshold), best_quality(one.values, matches)
        tied, _ = tied_share(one.values)
        area = average_precision(one.values, matches)
        rows.append((one.algorithm, default.precision, default.recall, default.f1, best.f1, best.threshold, area, tied))
    head = ("algorithm", "precision", "recall", "F1", "best F1", "at", "average precision", "tied")
    print_table(head, rows)
    if len(rows) > 1:
        peers = max(row[4] for row in rows[1:])
        print(f"\nF1, ours at its default to the best peer's at its best: {rows[0][3]:.4f} / {peers:.4f}")
        print(f"Errors, (1 - F1): {1 - rows[0][3]:.4f} / {1 - peers:.4f}")


def print_calibration(ours: Scored, matches: Bools, shows_bins: bool) -> None:
    """Print the calibration error of ours by bins of two kinds, and on request the bins."""
    kinds: dict[str, list[Bin]] = {
        "equal mass": bins_of_equal_mass(ours.values, matches),
        "equal width": bins_of_equal_width(ours.values, matches),
    }
    for kind, bins in kinds.items():
        print(f"Calibration error of ours, {len(bins)} bins of {kind}: {calibration_error(bins):.4f}")
        if shows_bins:
            print_table(("from", "to", "pairs", "stated", "true"), [(f"{one.low:.4f}", *one[1:]) for one in bins])


def print_errors(pairs: Sequence[Pair], ours: Scored, matches: Bools) -> None:
    """Print the pairs that ours decides wrongly, misses first, the worst of each first."""
    for at in wrong_places(ours.values, matches, ours.threshold):
        one = pairs[at]
        print(f"{'missed' if one.is_match else 'false '} {ours.values[at]:.3f}  [{one.note}]")
        for side in (one.left, one.right):
            facts = {prop: values for prop, values in side["properties"].items() if prop not in ("notes", "topics")}
            print(f"    {side['id']} {side['schema']} {primary_name(side)!r} {facts}")


def main() -> None:
    """Score the pairs and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--half", choices=("A", "B"), help="only pairs of that half")
    parser.add_argument("--doubtful", action="store_true", help="keep doubtful pairs")
    parser.add_argument("--bins", action="store_true", help="print the bins of the calibration error")
    parser.add_argument("--alone", action="store_true", help="ours without the peers")
    parser.add_argument("--errors", action="store_true", help="print the pairs that ours decides wrongly")
    arguments = parser.parse_args()
    judged, missing = read_judged(arguments.data, arguments.cache)
    kept = np.array([arguments.doubtful or not one.is_doubtful for one in judged])
    if arguments.half is not None:
        kept &= np.array([one.half == arguments.half for one in judged])
    pairs = [one.pair for one in judged]
    # All are scored and then chosen from: so the peers' scores in the cache serve every choice.
    scored = [ask_ours(pairs)] if arguments.alone else ask_all(pairs, arguments)
    scored = [one._replace(values=one.values[kept]) for one in scored]
    chosen = [one for one, keep in zip(pairs, kept, strict=True) if keep]
    matches = np.array([one.is_match for one in chosen])
    print(
        f"{len(judged):,} pairs, {sum(one.is_doubtful for one in judged):,} doubtful; {missing} sides with a name only"
    )
    print(f"Measured: {len(chosen):,} pairs, {int(matches.sum()):,} of them matches\n")
    report(scored, matches)
    print_calibration(scored[0], matches, arguments.bins)
    print_misses(scored, chosen, matches)
    if arguments.errors:
        print_errors(chosen, scored[0], matches)


if __name__ == "__main__":
    main()
