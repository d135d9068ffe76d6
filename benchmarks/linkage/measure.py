"""Link the labelled sets, Splink beside us: `python -m benchmarks.linkage.measure DATA PEERS [NAME...]`.

DATA is the folder of the sets, PEERS that of the peers' environments (tool/make_peers.py). Each program runs in a
process of its own, one after the other, set by set. Labels are used here alone. Halves are of the true clusters.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from benchmarks.linkage.ours import MAPPINGS, read_records
from benchmarks.linkage.score import Score, count_pairs, score_best, score_clusters, score_half, score_threshold
from numpy.typing import NDArray

HERE = Path(__file__).parent
WITHOUT_SPLINK = ("historical_50k_same", "senzing_truthset")
"""Sets that no example of Splink's is of, or the same set again."""


def read_truth(data: Path, name: str) -> dict[str, str]:
    """Read each record's true cluster."""
    if name.startswith("historical_50k"):
        table = pq.read_table(data / "historical_figures_with_errors_50k.parquet", columns=["unique_id", "cluster"])
        return dict(zip(table["unique_id"].to_pylist(), table["cluster"].to_pylist(), strict=True))
    if name == "senzing_truthset":
        with (data / name / "actual_truthset_key.csv").open(encoding="utf-8", newline="") as stream:
            return {f"{row['DATA_SOURCE']} {row['RECORD_ID']}": row["CLUSTER_ID"] for row in csv.DictReader(stream)}
    records = read_records(data, name)
    if name == "fake_1000":
        return dict(zip(records["id"].to_pylist(), records["cluster"].to_pylist(), strict=True))
    return {id_: re.sub(r"-(org|dup).*", "", id_) for id_ in records["id"].to_pylist()}


def run(command: list[str]) -> dict[str, float]:
    """Run a program that ends with a line of JSON."""
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    line = next(line for line in reversed(done.stdout.splitlines()) if line.startswith("{"))
    found: dict[str, float] = json.loads(line)
    return found


def report(who: str, name: str, output: Path, truth: dict[str, str], seconds: dict[str, float], data: Path) -> None:
    """Print how one program did."""
    pairs, grouped = pq.read_table(output), pq.read_table(output.with_suffix(".clusters.parquet"))
    ids = [id_.strip() for id_ in grouped["id"].to_pylist()]
    known = [id_ for id_ in ids if id_ in truth]
    place = {id_: at for at, id_ in enumerate(known)}
    labels = np.unique([truth[id_] for id_ in known], return_inverse=True)[1]
    clusters = dict(zip(ids, np.unique(grouped["cluster_id"].to_pylist(), return_inverse=True)[1], strict=True))
    found = np.array([clusters[id_] for id_ in known])
    side = None
    if name == "febrl4":
        side = np.array(["dup" in id_ for id_ in known]).astype(np.int64)
    left, right = (_places(pairs[column].to_pylist(), place) for column in ("left_id", "right_id"))
    kept = (left >= 0) & (right >= 0)
    left, right, odds = left[kept], right[kept], pairs["probability"].to_numpy()[kept]
    true = count_pairs(labels)
    threshold, best = score_best(labels, left, right, odds, true)
    inside = np.array([int(hashlib.sha256(truth[id_].encode()).hexdigest(), 16) % 2 == 0 for id_ in known])
    print(f"\n{name}, {who}: " + ", ".join(f"{key} {value:,.1f}" for key, value in seconds.items()))
    recall = (labels[left] == labels[right]).sum() / true
    print(f"  {len(left):,} candidates, {recall:.4f} of {true:,} true pairs among them")
    _print(f"pairs, best threshold {threshold:.3f}", best)
    _print("pairs, .5", score_threshold(labels, left, right, odds, true, 0.5))
    _print("clusters", score_clusters(labels, found, side))
    _print("clusters, half A", score_half(labels, found, inside, side))
    _print("clusters, half B", score_half(labels, found, ~inside, side))
    sys.stdout.flush()


def _places(ids: list[str], place: dict[str, int]) -> NDArray[np.int64]:
    return np.array([place.get(id_.strip(), -1) for id_ in ids], np.int64)


def _print(what: str, found: Score) -> None:
    print(f"  {what:32} P {found.precision:.4f}  R {found.recall:.4f}  F1 {found.f1:.4f}")


def main() -> None:
    """Run all sets, or those named."""
    data, peers = Path(sys.argv[1]), Path(sys.argv[2])
    names = sys.argv[3:] or list(MAPPINGS)
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            truth, output = read_truth(data, name), Path(folder, f"{name}.parquet")
            arguments = [str(data), name, str(output)]
            if name not in WITHOUT_SPLINK:
                python = str(peers / "splink" / "bin" / "python")
                report("Splink", name, output, truth, run([python, str(HERE / "splink_alone.py"), *arguments]), data)
            ours = run([sys.executable, "-m", "benchmarks.linkage.ours", *arguments])
            report("ours", name, output, truth, ours, data)


if __name__ == "__main__":
    main()
