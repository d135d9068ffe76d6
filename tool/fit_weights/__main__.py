"""Fit the weights of names and facts and say how good they are.

    .venv/bin/python -m tool.fit_weights ../shared/data
    .venv/bin/python -m tool.fit_weights ../shared/data --write

Prints figures on pairs that were not fitted on. `--write` replaces `src/counterflow/compare/weights.toml`; whoever
commits it gives the algorithm another name (`counterflow.compare.algorithm`), as scores change with it.

Sources and licences are listed in `data.py`, prior means and the side that each weight may be on in `prior.py`.
The same data give the same weights on every machine.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from counterflow.compare.algorithm import load_algorithm

from .data import read_sets
from .prior import make_prior
from .report import cross_validate, print_report
from .train import start_weights, train
from .write import format_weights

WEIGHTS = Path(__file__).parents[2] / "src/counterflow/compare/weights.toml"


def main() -> None:
    """Fit, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of the shared data, with lists/ and matching/")
    parser.add_argument("--cache", type=Path, default=Path("build/names"), help="lists as they were read once")
    parser.add_argument("--write", action="store_true", help="replace weights.toml")
    options = parser.parse_args()
    prior = make_prior()
    sets = read_sets(options.data, options.cache, start_weights(prior))
    weights = train(sets, prior)
    threshold = load_algorithm().threshold
    print_report(sets, weights, cross_validate(sets, prior), threshold)
    if options.write:
        WEIGHTS.write_text(format_weights(weights, threshold), encoding="utf-8")


if __name__ == "__main__":
    main()
