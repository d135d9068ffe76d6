"""Whom to ask what, when each can answer only so much: an assignment, solved exactly.

    max sum of w(q, p) x(q, p): each question goes to one partner at most, each partner gets as many as he can answer.

The program's matrix is that of a bipartite network, so its corners are whole (Hoffman and Kruskal, Integral boundary
points of convex polyhedra, 1956), and a linear program finds the best assignment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import highspy
import numpy as np

Pair = tuple[str, str]
"""Question and partner."""


def match_questions(worth: Mapping[Pair, float], capacity: Mapping[str, int]) -> dict[str, str]:
    """Assign questions to partners so that what they are worth together is the most.

    Args:
        worth: of each question to each partner who could answer it; what is worth nothing is asked of nobody.
        capacity: how many questions a partner can answer; one who states none can answer all.

    Returns:
        The partner of each question that is asked.
    """
    pairs = sorted(pair for pair, value in worth.items() if value > 0)
    if len(pairs) == 0:
        return {}
    rows = {
        side: number
        for number, side in enumerate(dict.fromkeys([(one, name) for pair in pairs for one, name in enumerate(pair)]))
    }
    ends = [[rows[one, name] for one, name in enumerate(pair)] for pair in pairs]
    most = [
        float(len(pairs) if one == 1 and name not in capacity else 1 if one == 0 else capacity[name])
        for one, name in rows
    ]
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(pairs), len(rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array([worth[pair] for pair in pairs])
    model.col_lower_, model.col_upper_ = np.zeros(len(pairs)), np.ones(len(pairs))
    model.row_lower_, model.row_upper_ = np.zeros(len(rows)), np.array(most)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(0, 2 * len(pairs) + 1, 2, dtype=np.int32)
    model.a_matrix_.index_ = np.array(ends, np.int32).ravel()
    model.a_matrix_.value_ = np.ones(2 * len(pairs))
    solver: Any = highspy._core._Highs()  # `highspy.Highs` prints its version to stdout when it is made
    for name, option in (("output_flag", False), ("solver", "simplex"), ("threads", 1)):
        solver.setOptionValue(name, option)
    solver.passModel(model)
    solver.run()
    taken = np.array(solver.getSolution().col_value) > 0.5
    return dict(pair for pair, is_taken in zip(pairs, taken.tolist(), strict=True) if is_taken)
