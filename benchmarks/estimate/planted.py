"""Planted money: how often the truth lies in the 90 % interval, and how good the interval is, beside naive Monte Carlo.

    .venv/bin/python -m benchmarks.estimate.planted [CASES] [SEED] [PEER_PYTHON]

Each case has three to six channels of two or three factors whose true values are known, one to five reports of each
factor, and one or two reports of the total. Every report states a calibrated 90 % range of its own error. The errors of
all go together by a factor that nobody knows: their correlation is drawn from 0 to .8 for each case, while ours assumes
its headline, a rank correlation of .3. A third of the reports copy another one word for word; half of the copies are
known. Half of the totals hold a flow that is in no channel. Two channels overlap by a share known as a range.

Naive Monte Carlo multiplies precisions, takes each report for independent, sums channels as they stand and looks at no
total. The middle way pools and draws as ours, without the totals. Scores are of natural logarithms of the true sum of
channels, counted once (Gneiting and Raftery 2007); with PEER_PYTHON, which has scoringrules, its scores are compared.
Nothing was chosen by these cases: ours are the defaults.
"""

from __future__ import annotations

import dataclasses
import json
import math
import subprocess
import sys
from typing import NamedTuple

import numpy as np
from benchmarks.estimate.pooling import interval_score

from counterflow.estimate.claim import Claim
from counterflow.estimate.model import Model
from counterflow.estimate.posterior import bottom_up, posterior, sum_of
from counterflow.estimate.read import read_model
from counterflow.estimate.reconcile import Floats

ENDS = np.array([0.05, 0.95])
DRAWS = 20_000
COPIED, KNOWN = 1 / 3, 0.5


class Case(NamedTuple):
    """One planted case."""

    model: Model
    claims: dict[str, list[Claim]]
    truth: float
    """Sum of the channels, counted once."""
    channels: dict[str, float]


def planted(random: np.random.Generator) -> Case:
    """Make a case whose truth is known."""
    rho, common = random.uniform(0, 0.8), random.standard_normal()
    data: dict[str, dict[str, dict[str, object]]] = {"quantity": {}, "channel": {}, "total": {}, "overlap": {}}
    claims: dict[str, list[Claim]] = {}
    truths: dict[str, float] = {}

    def report(name: str, value: float, number: int) -> None:
        spread = random.uniform(0.15, 0.6)
        error = math.sqrt(rho) * common + math.sqrt(1 - rho) * random.standard_normal()
        told = value * math.exp(spread * error)
        reach = math.exp(1.645 * spread)
        key = f"{name}-{number}"
        known = claims.setdefault(name, [])
        if len(known) > 0 and random.random() < COPIED:
            root = known[0].root if random.random() < KNOWN else key
            known.append(dataclasses.replace(known[0], id=key, root=root))
        else:
            known.append(Claim(key, key, told / reach, told * reach, "range", probability=1.0, root=key, level=0.9))

    for number in range(random.integers(3, 7)):
        factors = [f"q{number}_{part}" for part in range(random.integers(2, 4))]
        for one in factors:
            value = float(random.lognormal(0, 1))
            data["quantity"][one] = {"unit": "1", "claims": ["-"]}
            truths[one] = value
            for copy in range(random.integers(1, 6)):
                report(one, value, copy)
        data["channel"][f"c{number}"] = {"formula": " * ".join(factors), "unit": "1"}
        truths[f"c{number}"] = math.prod(truths[one] for one in factors)
    names = list(data["channel"])
    share = float(1 / (1 + math.exp(-1.3 * random.standard_normal())))
    stated = {"low": 0.105, "high": 0.895, "reason": "planted"}  # 90 % of a normal log-odds of deviation 1.3
    data["overlap"]["o"] = {"inner": names[0], "outer": names[1], "share": stated}
    truth = sum(truths[one] for one in names) - min(share * truths[names[0]], truths[names[1]])
    rest = truth * float(random.uniform(0.1, 0.5)) if random.random() < 0.5 else 0.0
    is_complete = rest == 0 and random.random() < 0.5
    data["total"]["t"] = {"contains": names, "unit": "1", "claims": ["-"], "complete": is_complete}
    for copy in range(random.integers(1, 3)):
        report("t", truth + rest, copy)
    model = read_model({**data, "periods": ["2013"], "draws": DRAWS, "seed": int(random.integers(2**31))}, "planted")
    return Case(model, claims, truth, {one: truths[one] for one in names})


def naive(case: Case, *, is_pooled: bool) -> dict[str, Floats]:
    """Draw bottom up: by inverse variance and independent, or pooled and drawn as ours; sums as they stand."""
    if is_pooled:
        bare = dataclasses.replace(case.model, totals={})
        return dict(posterior(bare, case.claims, "2013", bare.headline).draws)
    random = np.random.default_rng(case.model.seed)
    draws: dict[str, Floats] = {}
    for name in case.model.quantities:
        middles = np.array([math.log(one.low * one.high) / 2 for one in case.claims[name] if one.low and one.high])
        widths = np.array([math.log(one.high / one.low) / 3.29 for one in case.claims[name] if one.low and one.high])
        weight = widths**-2.0
        centre = float(np.sum(weight * middles) / np.sum(weight))
        draws[name] = np.exp(centre + random.standard_normal(DRAWS) / math.sqrt(float(np.sum(weight))))
    found = bottom_up(dataclasses.replace(case.model, totals={}, overlaps=()), list(case.model.channels), draws)
    return {**draws, **found}


def ends_of(draws: Floats) -> tuple[float, float]:
    """Give the 90 % interval of natural logarithms."""
    low, high = np.log(np.maximum(np.quantile(draws, ENDS), 1e-12))
    return float(low), float(high)


def main() -> None:
    """Print the table."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    ways = ["ours: rho .3", "ours: independent", "ours: comonotone", "ours without totals", "naive Monte Carlo"]
    of_sum: dict[str, list[tuple[float, float, float]]] = {way: [] for way in ways}
    of_channel: dict[str, list[tuple[float, float, float]]] = {way: [] for way in ways}
    for number in range(cases):
        case = planted(np.random.default_rng([seed, number]))
        drawn = {
            f"ours: {name}": dict(posterior(case.model, case.claims, "2013", setting).draws)
            for name, setting in (("rho .3", "rho-0.3"), ("independent", "independent"), ("comonotone", "comonotone"))
        }
        drawn["ours without totals"] = naive(case, is_pooled=True)
        drawn["naive Monte Carlo"] = naive(case, is_pooled=False)
        for way, draws in drawn.items():
            names = list(case.channels)
            summed = draws.get(sum_of("t"), np.sum([draws[one] for one in names], axis=0))
            of_sum[way].append((*ends_of(summed), math.log(case.truth)))
            of_channel[way] += [(*ends_of(draws[one]), math.log(truth)) for one, truth in case.channels.items()]
    print(f"{cases} cases, seed {seed}, {DRAWS:,} draws each")
    print(
        "| way | sum: coverage of 90 % | mean interval score | mean width | channels: coverage | mean interval score |"
    )
    print("|---|---|---|---|---|---|")
    for way in ways:
        line = []
        for rows in (of_sum[way], of_channel[way]):
            hits = float(np.mean([low <= truth <= high for low, high, truth in rows]))
            line += [f"{hits:.1%} ± {math.sqrt(hits * (1 - hits) / len(rows)):.1%}"]
            line += [f"{np.mean([interval_score(*one) for one in rows]):.3f}"]
            line += [f"{np.mean([high - low for low, high, _ in rows]):.2f}"] if rows is of_sum[way] else []
        print(f"| {way} | {' | '.join(line)} |")
    if len(sys.argv) > 3:
        print(f"scoringrules, largest difference from ours: {_peer(sys.argv[3], of_sum[ways[0]]):.1e}")


_PEER = """
import json, sys, scoringrules, numpy as np
low, high, truth = np.array(json.load(sys.stdin)).T
print(json.dumps(np.asarray(scoringrules.interval_score(truth, low, high, 0.1)).tolist()))
"""


def _peer(python: str, rows: list[tuple[float, float, float]]) -> float:
    done = subprocess.run([python, "-c", _PEER], input=json.dumps(rows), capture_output=True, text=True, check=True)
    theirs = json.loads(done.stdout)
    return float(max(abs(interval_score(*one) - other) for one, other in zip(rows, theirs, strict=True)))


if __name__ == "__main__":
    main()
