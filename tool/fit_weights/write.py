"""Weights as a file that a reader can argue with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from counterflow.compare.fact.feature import FEATURES
from counterflow.compare.kernel.feature import NameFeature
from counterflow.compare.kernel.party import Weights

HEAD = """\
# What each feature is worth, in log-odds (natural logarithm): 0.7 doubles the odds, 2.3 makes them ten times as high.
# Fitted by tool/fit_weights on pairs of names from nomenklatura's test cases (MIT); on human judgements of pairs of the
# lists of OFAC (public domain), the UN and the UK (OGL), half A of them, inputs under CC-BY-4.0; and on names of OFAC's
# SDN list of 2022-01 (public domain), changed as writers change them, with the most similar of its parties and of
# parties recombined from it.
# Where pairs are few, a weight is near its prior: tool/fit_weights/prior.py, compare/fact/fact_weights.toml.
"""


def format_weights(weights: Weights, threshold: float) -> str:
    """Give the text of weights.toml: three decimals a weight; beside those of facts stands what the feature means."""
    lines = [HEAD, "# The least probability of a match.", f"threshold = {threshold}"]
    names = [feature.name.lower() for feature in NameFeature]
    meanings = [feature.meaning for feature in FEATURES]
    lines += ["", "# Features are explained in compare/kernel/feature.py.", "[person]"]
    lines += _lines(names, weights.name[0])
    lines += ["", "[other]", *_lines(names, weights.name[1])]
    facts = list(_lines([feature.name for feature in FEATURES], weights.fact))
    width = max(len(line) for line in facts) + 2
    lines += ["", "[fact]", *(f"{line:<{width}}# {text}" for line, text in zip(facts, meanings, strict=True))]
    return "\n".join(lines) + "\n"


def _lines(names: Iterable[str], values: Iterable[float]) -> Iterator[str]:
    for name, value in zip(names, values, strict=True):
        yield f"{name} = {round(float(value), 3) + 0.0}"  # + 0.0: minus nought is nought
