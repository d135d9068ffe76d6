"""Sobol indices beside SALib's, on the sum of seven channels over thirteen quantities.

    .venv/bin/python -m benchmarks.estimate.sobol PYTHON_WITH_SALIB

SALib evaluates the same logarithm of the sum on its own Saltelli design of about as many points.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time

from benchmarks.estimate.draw import CHANNELS, SPREADS

from counterflow.estimate.distribution import lognormal
from counterflow.estimate.explain import SOBOL_DRAWS, drivers
from counterflow.estimate.read import read_model

_PEER = """
import json, sys, time, numpy as np
from SALib.sample import sobol as design
from SALib.analyze import sobol
spreads, channels, draws = json.load(sys.stdin)
names = list(spreads)
start = time.process_time()
bounds = [[0, spreads[n]] for n in names]
problem = {"num_vars": len(names), "names": names, "bounds": bounds, "dists": ["norm"] * len(names)}
values = np.exp(design.sample(problem, draws, calc_second_order=False, seed=1))
at = {n: values[:, i] for i, n in enumerate(names)}
result = np.log(sum(at[a] * at[b] for a, b in channels))
found = sobol.analyze(problem, result, calc_second_order=False, seed=1)
print(json.dumps([time.process_time() - start, dict(zip(names, found["ST"])), dict(zip(names, found["S1"]))]))
"""


def main() -> None:
    """Print the table."""
    data = {
        "periods": ["2013"],
        "quantity": {name: {"unit": "1", "claims": ["-"]} for name in SPREADS},
        "channel": {
            **{f"c{n}": {"formula": f"{one} * {other}", "unit": "1"} for n, (one, other) in enumerate(CHANNELS)},
            "all": {"formula": " + ".join(f"c{n}" for n in range(len(CHANNELS))), "unit": "1"},
        },
    }
    model = read_model(data, "benchmark")
    inputs = {name: lognormal(1.0, spread) for name, spread in SPREADS.items()}
    begin = time.process_time()
    found = {one.name: one for one in drivers(model, inputs, "all")}
    seconds = time.process_time() - begin
    given = json.dumps([SPREADS, CHANNELS, SOBOL_DRAWS])
    done = subprocess.run([sys.argv[1], "-c", _PEER], input=given, capture_output=True, text=True, check=True)
    their_seconds, total, first = json.loads(done.stdout)
    far = max(abs(found[name].total - total[name]) for name in SPREADS)
    far_first = max(abs(found[name].first - first[name]) for name in SPREADS)
    print(f"{SOBOL_DRAWS:,} base draws, {len(SPREADS)} inputs")
    print("| way | CPU s | largest total index |\n|---|---|---|")
    name = max(total, key=lambda one: float(total[one]))
    print(f"| ours | {seconds:.2f} | {name} {found[name].total:.3f} |")
    print(f"| SALib | {their_seconds:.2f} | {name} {total[name]:.3f} |")
    print(f"largest difference: total {far:.3f}, first {far_first:.3f}")


if __name__ == "__main__":
    main()
