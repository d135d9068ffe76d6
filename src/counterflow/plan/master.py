"""The game of one set of closings, in part if need be, against several networks, solved as a linear program by HiGHS.

For each network the program is the dual of the largest flow (Wood, Deterministic network interdiction, Mathematical and
Computer Modelling 17, 1993), and the closings are shared:

    min t: t >= sum over a of u(s, a) b(s, a), b(s, a) + x(a) + p(s, tail) - p(s, head) >= 0, sum of r(a) x(a) <= R.

An interior point of it is enough: its duals are read as flows and weights, which `saddle.prove` makes a proof of.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from counterflow.plan.network import Floats
from counterflow.plan.saddle import Game, Point

TOLERANCE = 1e-6
"""How near the interior point's value has to be to its bound; the proof does not trust it."""


def solve(game: Game, bounds: tuple[Floats, Floats], seconds: float) -> Point | None:
    """Find closings, flows and weights of the game where the worst network counts; none where time did not allow any.

    Args:
        game: what is played.
        bounds: least and most share that is closed of each arc.
        seconds: give up after so long.
    """
    count, arcs = game.capacity.shape
    # Nothing flows over a loop, and the program cannot write one.
    used = [np.flatnonzero((row > 0) & (game.tail != game.head)) for row in game.capacity]
    sizes = np.array([len(one) for one in used])
    columns = 1 + arcs + np.concatenate([[0], np.cumsum(game.node_count + sizes)])
    rows = 1 + np.concatenate([[0], np.cumsum(sizes + 1)])
    solver: Any = highspy._core._Highs()  # `highspy.Highs` prints its version to stdout when it is made
    # Single-threaded: the caller's other work and its time are as planned, and answers are the same on each machine.
    for name, option in (("output_flag", False), ("solver", "ipm"), ("run_crossover", "off"), ("threads", 1)):
        solver.setOptionValue(name, option)
    solver.setOptionValue("ipm_optimality_tolerance", TOLERANCE)
    solver.setOptionValue("time_limit", max(0.01, seconds))
    solver.passModel(_model(game, bounds, used, columns, rows))
    solver.run()
    solution = solver.getSolution()
    value, dual = np.array(solution.col_value), np.array(solution.row_dual)
    if len(value) != columns[-1] or len(dual) != rows[-1] or not bool(np.isfinite(np.r_[value, dual]).all()):
        return None
    flow, potential, spare = np.zeros((count, arcs)), np.zeros((count, game.node_count)), np.zeros((count, arcs))
    weight = np.maximum(0.0, dual[rows[1:] - 1])
    for one, (column, row, some) in enumerate(zip(columns[:-1].tolist(), rows[:-1].tolist(), used, strict=True)):
        flow[one, some] = np.maximum(0.0, dual[row : row + len(some)])
        potential[one] = value[column : column + game.node_count]
        spare[one, some] = value[column + game.node_count : column + game.node_count + len(some)]
    if weight.sum() <= 0:
        return None
    return Point(np.clip(value[1 : 1 + arcs], *bounds), potential, spare, flow, weight)


def _model(
    game: Game,
    bounds: tuple[Floats, Floats],
    used: list[npt.NDArray[np.int64]],
    columns: npt.NDArray[np.int64],
    rows: npt.NDArray[np.int64],
) -> Any:
    """Write the program: column 0 is what flows, then what is closed, then each network's potentials and spare."""
    arcs, nodes = len(game.tail), game.node_count
    low, high = np.zeros(columns[-1]), np.full(columns[-1], highspy.kHighsInf)
    low[0] = -highspy.kHighsInf  # or weights would not sum to one where nothing flows
    low[1 : 1 + arcs], high[1 : 1 + arcs] = bounds
    least, most = np.zeros(rows[-1]), np.full(rows[-1], highspy.kHighsInf)
    least[0], most[0] = -highspy.kHighsInf, game.budget
    row, column, value = [np.zeros(arcs, np.int64)], [np.arange(1, 1 + arcs)], [game.cost]
    for one, (begin, first, some) in enumerate(zip(columns[:-1].tolist(), rows[:-1].tolist(), used, strict=True)):
        high[begin : begin + nodes] = 1.0
        high[begin + game.source], low[begin + game.sink] = 0.0, 1.0
        line, spare, ones = first + np.arange(len(some)), begin + nodes + np.arange(len(some)), np.ones(len(some))
        row += [line, line, line, line, np.full(1 + len(some), first + len(some))]
        column += [begin + game.tail[some], begin + game.head[some], spare, 1 + some, np.r_[0, spare]]
        value += [ones, -ones, ones, ones, np.r_[1.0, -game.capacity[one, some]]]
    order = np.argsort(np.concatenate(row), kind="stable")
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = int(columns[-1]), int(rows[-1])
    model.col_cost_ = np.r_[1.0, np.zeros(columns[-1] - 1)]
    model.col_lower_, model.col_upper_, model.row_lower_, model.row_upper_ = low, high, least, most
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.searchsorted(np.concatenate(row)[order], np.arange(rows[-1] + 1)).astype(np.int32)
    model.a_matrix_.index_ = np.concatenate(column)[order].astype(np.int32)
    model.a_matrix_.value_ = np.concatenate(value)[order]
    return model
