"""Every way in which the reports of one value may repeat each other, summed at once.

Each report of a value either was looked for by its source or repeats another report of the value, and nobody repeats
himself in a circle: the ways are the forests on the reports whose roots looked for themselves. With a weight for each
"looked for itself" and each "repeats that one", the sum over all forests of the product of their weights is the
determinant of one matrix (the matrix-tree theorem of Kirchhoff and Tutte: W. T. Tutte, "The dissection of equilateral
triangles into equilateral triangles", 1948), and the share of the forests in which one report is a root, or repeats a
certain other, stands in its inverse. So nothing is drawn and no way is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from counterflow.weigh.truth.claims import Flags, Floats, Ints


@dataclass(frozen=True)
class Grove:
    """Values that about as many sources report: one row a value, one column a report."""

    candidate: Ints
    rows: Ints
    """Report rows; 0 where there is none."""
    there: Flags
    """Whether there is a report."""
    free: Flags
    """Whether nothing is recorded of the report's origin."""
    recorded: Floats
    """From the report (second axis) to each that it is recorded to repeat (third): shares that add up to 1."""


class Summed(NamedTuple):
    """What the sum over all forests says of each value of a grove."""

    log: Floats
    """Logarithm of the sum."""
    root: Floats
    """Of each report: share of the forests in which it is a root."""
    arc: Floats
    """Of each report (second axis): share of the forests in which it repeats each other (third axis)."""


def plant(candidate: Ints, own: Flags, repeating: Ints, repeated: Ints) -> list[Grove]:
    """Gather the reports of each value, values of like numbers of reports together.

    Args:
        candidate: of each report, sorted.
        own: whether a report is recorded as looked for by its source.
        repeating, repeated: pairs of reports of which the one is recorded to repeat the other.
    """
    starts = np.flatnonzero(np.diff(candidate, prepend=-1))
    sizes = np.diff(np.append(starts, len(candidate)))
    place = np.arange(len(candidate)) - np.repeat(starts, sizes)
    value = np.repeat(np.arange(len(starts)), sizes)
    known = own.copy()
    known[repeating] = True
    classes = np.ceil(np.log2(np.maximum(sizes, 1)) * 2).astype(np.int64)
    groves = []
    for one in np.unique(classes).tolist():
        chosen = np.flatnonzero(classes == one)
        width = int(sizes[chosen].max())
        there = np.arange(width)[None, :] < sizes[chosen][:, None]
        rows = np.where(there, starts[chosen][:, None] + np.arange(width)[None, :], 0)
        number = np.full(len(starts), -1, np.int64)
        number[chosen] = np.arange(len(chosen))
        arcs = number[value[repeating]] >= 0
        recorded = np.zeros((len(chosen), width, width))
        recorded[number[value[repeating[arcs]]], place[repeating[arcs]], place[repeated[arcs]]] = 1.0
        recorded /= np.maximum(recorded.sum(axis=2, keepdims=True), 1.0)
        groves.append(Grove(candidate[starts[chosen]], rows, there, there & ~known[rows], recorded))
    return groves


def sum_forests(grove: Grove, root: Floats, arc: Floats) -> Summed:
    """Sum over all forests.

    Args:
        grove: the values.
        root: weight of each report as a root.
        arc: weight of each report (second axis) as a repeat of each other (third axis); 0 where there is none.
    """
    weight = np.where(grove.there, root, 1.0)
    matrix = -arc
    each = np.arange(arc.shape[1])
    matrix[:, each, each] = weight + arc.sum(axis=2)
    _, log = np.linalg.slogdet(matrix)
    inverse = np.linalg.inv(matrix)
    diagonal = inverse[:, each, each]
    return Summed(log, weight * diagonal * grove.there, arc * (diagonal[:, :, None] - np.swapaxes(inverse, 1, 2)))
