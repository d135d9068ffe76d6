"""How near goods are to each other by the ontology: whether who buys the one might buy the other."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from counterflow.model.commodity.ontology import load_ontology, wider
from counterflow.trace.hidden import Matrix

KIN = 0.5
"""Nearness of a good and a wider or narrower kind of it: a deal in the one is a deal in the other."""
BESIDE = 0.25
"""Nearness of two kinds of one good that is no root of a branch: brown and black coal, but not heroin and cocaine."""


def nearness(goods: Sequence[str]) -> Matrix:
    """Give how near each of some goods is to each: 1 for the same, `KIN`, `BESIDE`, or 0.

    All that is called drugs or arms is not one market, so the root of a branch puts nothing beside each other; who is
    told to buy arms, of whatever kind, may buy rifles all the same.
    """
    found = np.zeros((len(goods), len(goods)))
    for row, one in enumerate(goods):
        for column, other in enumerate(goods):
            found[row, column] = near(one, other)
    return found


@functools.cache
def near(one: str, other: str) -> float:
    """Give how near two goods are."""
    if one == other:
        return 1.0
    if one in wider(other) or other in wider(one):
        return KIN
    parents = [load_ontology()[key].parent if key in load_ontology() else None for key in (one, other)]
    parent = parents[0]
    return BESIDE if parent is not None and parent == parents[1] and load_ontology()[parent].parent is not None else 0.0
