"""Why two parties score as they do: one row a feature, with what either side says and what it adds to the log-odds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from counterflow.compare.builder import analyse_names
from counterflow.compare.fact.feature import FEATURES, FeatureInfo
from counterflow.compare.kernel.party import Rows, Weights
from counterflow.compare.score import name_odds, names_differ, score_row

Entity = Mapping[str, Any]


REVIEW_CAP = "review_cap"
"""Feature of the row that says how much a contradicting number took off what all else adds up to."""
NAMES_DIFFER = "names_differ"
"""Feature of the row that says what facts are worth less because the names are others'."""
_ROUNDING = 1e-3


class Reason(NamedTuple):
    """One row of an explanation."""

    feature: str
    query: str
    candidate: str
    contribution: float
    """What it adds to the log-odds: natural logarithm, 0.69 doubles the odds."""


def explain(  # noqa: PLR0913, PLR0917 - two parties, each with its name, and the row that says what was found
    left: Entity, left_name: int, right: Entity, right_name: int, rows: Rows, row: int, weights: Weights
) -> list[Reason]:
    """Explain row `row` of what the kernel found.

    Args:
        left: the query as an FtM entity.
        left_name: place of the name that agreed best among its names (`analyse_names`); below 0: it has none.
        right: the candidate.
        right_name: as left_name.
        rows: what `describe_pairs` wrote.
        row: the pair's number.
        weights: those that it was scored with.

    Returns:
        The name first, then facts by how much they move the score, most first.
    """
    name = Reason(
        "name", name_text(left, left_name), name_text(right, right_name), float(name_odds(rows, weights, row))
    )
    facts = [
        Reason(
            feature.name,
            _values(left, feature),
            _values(right, feature),
            float(weights.fact[number] * rows.fact[row, number]),
        )
        for number, feature in enumerate(FEATURES)
        if rows.fact[row, number] != 0
    ]
    facts.sort(key=lambda reason: (-abs(reason.contribution), reason.feature))
    less = float(names_differ(rows, row, np.float32(name.contribution)))
    if less > _ROUNDING:
        facts.append(Reason(NAMES_DIFFER, "", "", -less))
    cap = float(score_row(rows, weights, row)) - name.contribution - sum(reason.contribution for reason in facts)
    if abs(cap) > _ROUNDING:
        facts.append(Reason(REVIEW_CAP, "", "", cap))
    return [name, *facts]


def name_text(entity: Entity, place: int) -> str:
    """Give the name of an entity that stands at a place among its analysed names, as written."""
    names = analyse_names(entity["schema"], entity.get("properties", {})) if place >= 0 else []
    return names[place].text if place < len(names) and place >= 0 else ""


def _values(entity: Entity, feature: FeatureInfo) -> str:
    """Show what an entity says where a feature is read from."""
    properties: Mapping[str, Sequence[str]] = entity.get("properties", {})
    if feature.properties == ("schema",):
        return str(entity["schema"])
    return "; ".join(value for name in feature.properties for value in properties.get(name, ()))
