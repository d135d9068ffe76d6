"""Pairs scored by each algorithm there is: ours, the peer's in its own process, rapidfuzz.

What the peer says of pairs it has scored before is read from the cache, under the peer's version; then nothing is
timed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from benchmarks.names.entity import Pair, names
from benchmarks.names.environment import peer_python, peer_version
from benchmarks.names.ours import Ours
from benchmarks.names.quality import Floats
from rapidfuzz import fuzz, process, utils

PEER_ALGORITHMS = ("logic-v2", "logic-v1", "name-based", "name-qualified", "regression-v1", "er-unstable")
"""nomenklatura's; `ofac`, which imitates OFAC's own search page, compares names only and is not for deciding."""

PEER_THRESHOLD = 0.7
"""Default of yente and nomenklatura for all of their algorithms; rapidfuzz has none and is given the same."""

SCRIPT = Path(__file__).with_name("peer.py")


class Scored(NamedTuple):
    """Scores of pairs by one algorithm."""

    algorithm: str
    threshold: float
    """Its default."""
    values: Floats
    cost: Mapping[str, float]
    """Seconds of CPU by step; empty for what comes from the cache."""


def ask_ours(pairs: Sequence[Pair]) -> Scored:
    """Score pairs by ours."""
    ours = Ours()
    values = ours.score([one.left for one in pairs], [one.right for one in pairs])
    return Scored(ours.name, ours.threshold, values, {})


def ask_peer(pairs: Sequence[Pair], algorithm: str, arguments: argparse.Namespace, *, processes: int = 1) -> Scored:
    """Score pairs by an algorithm of nomenklatura, or read what it said of them before."""
    python = peer_python(arguments)
    lines = _pair_lines(pairs)
    digest = hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    known = Path(arguments.cache) / f"nomenklatura-{peer_version(python)}" / f"{algorithm}-{digest}.csv"
    cost: Mapping[str, float] = {}
    if not known.exists():
        known.parent.mkdir(parents=True, exist_ok=True)
        size = -(-len(lines) // processes)
        parts = [lines[at : at + size] for at in range(0, len(lines), size)]
        with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(processes) as pool:
            asked = partial(_ask_part, python, algorithm, Path(folder))
            answers = list(pool.map(asked, range(len(parts)), parts))
        known.write_text("".join(scores for scores, _ in answers), encoding="utf-8")
        cost = {step: sum(one[step] for _, one in answers) for step in answers[0][1]}
    values = np.array([float(line) for line in known.read_text(encoding="utf-8").splitlines()])
    return Scored(algorithm, PEER_THRESHOLD, values, cost)


def _ask_part(
    python: Path, algorithm: str, folder: Path, number: int, lines: Sequence[str]
) -> tuple[str, dict[str, float]]:
    pairs, scores = folder / f"{number}.jsonl", folder / f"{number}.csv"
    pairs.write_text("".join(lines), encoding="utf-8")
    cost = run_peer(python, "score", pairs, scores, "--algorithm", algorithm)
    return scores.read_text(encoding="utf-8"), cost


def _pair_lines(pairs: Sequence[Pair]) -> list[str]:
    return [json.dumps({"left": one.left, "right": one.right}, ensure_ascii=False) + "\n" for one in pairs]


def write_pairs(path: Path, pairs: Sequence[Pair]) -> None:
    """Write pairs as the peer reads them."""
    path.write_text("".join(_pair_lines(pairs)), encoding="utf-8")


def run_peer(python: Path, *words: str | Path) -> dict[str, Any]:
    """Run the peer's script in its environment and give what it prints."""
    done = subprocess.run([python, SCRIPT, *words], check=True, stdout=subprocess.PIPE, text=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def ask_rapidfuzz(pairs: Sequence[Pair]) -> Scored:
    """Score pairs by rapidfuzz's WRatio, of the two names that are nearest."""
    values = np.zeros(len(pairs))
    for number, one in enumerate(pairs):
        left, right = names(one.left), names(one.right)
        if left and right:
            table = process.cdist(left, right, scorer=fuzz.WRatio, processor=utils.default_process)
            values[number] = float(table.max()) / 100
    return Scored("rapidfuzz WRatio", PEER_THRESHOLD, values, {})


def ask_all(pairs: Sequence[Pair], arguments: argparse.Namespace) -> list[Scored]:
    """Score pairs by every algorithm, ours first."""
    peers = [ask_peer(pairs, algorithm, arguments) for algorithm in PEER_ALGORITHMS]
    return [ask_ours(pairs), *peers, ask_rapidfuzz(pairs)]
