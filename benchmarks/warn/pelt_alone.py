"""PELT by ruptures, in an environment with nothing but numpy and ruptures: reads series, prints change points.

PEER/bin/python benchmarks/warn/pelt_alone.py SERIES.npz RATE
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
import ruptures  # type: ignore[import-not-found,unused-ignore]


def main() -> None:
    """Find the penalty on `train`, then search `null` and `shifted`."""
    rate = float(sys.argv[2])
    with np.load(sys.argv[1]) as file:
        models = {name: [fit(row) for row in file[name]] for name in ("train", "null", "shifted")}
    low, high = 1.0, 100.0
    while high - low > 0.1:
        penalty = (low + high) / 2
        alarms = np.mean([len(search(model, penalty)) > 0 for model in models["train"]])
        low, high = (penalty, high) if alarms > rate else (low, penalty)
    found = {name: [search(model, high) for model in models[name]] for name in ("null", "shifted")}
    at_six = float(np.mean([len(search(model, 6.0)) > 0 for model in models["null"]]))
    print(json.dumps({"penalty": high, "at_six": at_six, **found}))


def fit(series: Any) -> Any:
    """Prepare one series: the linear kernel is least squares, compiled."""
    return ruptures.KernelCPD(kernel="linear", min_size=2).fit(series)


def search(model: Any, penalty: float) -> list[int]:
    """Give the first indices of new levels."""
    return [int(index) for index in model.predict(pen=penalty)[:-1]]


if __name__ == "__main__":
    main()
