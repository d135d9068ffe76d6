"""How the kernel's log-odds become probabilities of resolution: fitted on judged pairs, ten-fold cross-validated.

    .venv/bin/python -m benchmarks.resolve.calibrate ../shared/data

Prints what `resolve/probability.toml` rounds: slope and offset of pairs of two lists (Platt, Probabilistic Outputs for
Support Vector Machines, 1999), the offset of pairs of one list, and Brier scores of the log-odds as they are, of the
fit, and of the fit on folds it has not seen.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
from benchmarks.names.entity import Entity, write_entities
from benchmarks.names.environment import add_arguments
from benchmarks.names.labelled import JUDGED_LISTS
from benchmarks.names.lists import read_list
from benchmarks.names.report import print_table
from benchmarks.resolve.crosslist import read_pairs

FOLDS = 10
STEPS = 50
Floats = npt.NDArray[np.float64]


def fit(odds: Floats, truth: Floats, *, has_slope: bool) -> tuple[float, float]:
    """Fit slope and offset by maximum likelihood (Newton's method); without a slope it is 1."""
    slope, offset = 1.0, 0.0
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(slope * odds + offset)))
        weight = np.maximum(chance * (1 - chance), 1e-9)
        by_offset, curve = (truth - chance).sum(), weight.sum()
        if not has_slope:
            offset += float(np.clip(by_offset / curve, -1, 1))
            continue
        gradient = np.array([((truth - chance) * odds).sum(), by_offset])
        cross = (weight * odds).sum()
        step = np.linalg.solve(np.array([[(weight * odds**2).sum(), cross], [cross, curve]]), gradient)
        slope, offset = slope + float(np.clip(step[0], -1, 1)), offset + float(np.clip(step[1], -1, 1))
    return slope, offset


def brier(odds: Floats, truth: Floats) -> float:
    """Give the mean squared error of the probabilities."""
    return float(np.mean((1 / (1 + np.exp(-odds)) - truth) ** 2))


def held_out(odds: Floats, truth: Floats, *, has_slope: bool) -> Floats:
    """Give the fitted log-odds of each pair by the folds that it is not in."""
    fold = np.random.default_rng(1).permutation(len(odds)) % FOLDS
    found = np.zeros(len(odds))
    for number in range(FOLDS):
        slope, offset = fit(odds[fold != number], truth[fold != number], has_slope=has_slope)
        found[fold == number] = slope * odds[fold == number] + offset
    return found


def main() -> None:
    """Print slope, offset and scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    arguments = parser.parse_args()
    known: dict[str, Entity] = {}
    for vintage, prefix in JUDGED_LISTS.values():
        known |= {
            one["id"]: {**one, "datasets": [prefix]} for one in read_list(vintage, arguments.data, arguments.cache)
        }
    judged = read_pairs(arguments.data, known)
    with tempfile.TemporaryDirectory() as folder:
        asked, scored = Path(folder) / "pairs.jsonl", Path(folder) / "scored.jsonl"
        write_entities(asked, [{"left": known[a], "right": known[b]} for a, b in judged])
        command = [sys.executable, "-m", "counterflow", "compare", str(asked), "--output", str(scored), "--quiet"]
        subprocess.run(command, check=True)
        scores = [json.loads(line)["score"] for line in scored.read_text(encoding="utf-8").splitlines()]
    chance = np.clip(np.array(scores, np.float64), 1e-12, 1 - 1e-12)
    odds = np.log(chance / (1 - chance))
    truth, is_cross = (np.array([one[at] for one in judged.values()], np.float64) for at in (0, 1))
    table: list[tuple[str | float, ...]] = []
    for name, chosen, has_slope in (("two lists", is_cross == 1, True), ("one list", is_cross == 0, False)):
        s, t = odds[chosen], truth[chosen]
        slope, offset = fit(s, t, has_slope=has_slope)
        briers = (brier(s, t), brier(slope * s + offset, t), brier(held_out(s, t, has_slope=has_slope), t))
        table.append((name, len(s), f"{slope:.2f}", f"{offset:+.2f}", *(f"{one:.4f}" for one in briers)))
    print_table(("pairs", "count", "slope", "offset", "Brier: as stated", "fitted", "cross-validated"), table)


if __name__ == "__main__":
    main()
