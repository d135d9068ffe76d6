"""Draws of quantities with a stated rank correlation (Gaussian copula), and of the formulas over them.

Draws come in blocks that fit into a processor's cache; each block has a stream of random numbers of its own, so that
what comes out depends on the seed alone, and not on how many threads there are.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from counterflow.estimate.distribution import REACH, STEP, Distribution, grid
from counterflow.estimate.model import Correlation
from counterflow.exc import CaseError

BLOCK = 16_384
"""Draws of a block: 128 kB a quantity."""
Floats = NDArray[np.float64]
Compute = Callable[[Mapping[str, Floats]], Mapping[str, Floats]]


def correlation_matrix(
    names: Sequence[str], rho: float, stated: Sequence[Correlation] = (), where: str = "[[estimate.correlation]]"
) -> Floats:
    """Make the correlation of normal scores from rank correlations: rho for each pair, but those that are stated.

    Raises:
        CaseError: no distribution has these correlations together.
    """
    ranks = np.full((len(names), len(names)), float(rho))
    at = {name: number for number, name in enumerate(names)}
    for one in stated:
        if one.one in at and one.other in at:
            ranks[at[one.one], at[one.other]] = ranks[at[one.other], at[one.one]] = one.rank
    # Spearman's coefficient of a Gaussian copula: 6 / pi * arcsin(r / 2); Pearson 1907.
    matrix = 2 * np.sin(math.pi / 6 * ranks)
    np.fill_diagonal(matrix, 1.0)
    if len(stated) > 0 and np.linalg.eigvalsh(matrix)[0] < -1e-9:
        raise CaseError(
            f"these rank correlations cannot hold together where the others are {rho:g}",
            where=where,
            expected="correlations that agree: where a goes with b and b with c, a does not go against c",
            next_step="Weaken them, or state more of them",
        )
    return matrix


def root_of(matrix: Floats) -> Floats:
    """Give a matrix whose product with its transpose is a correlation matrix, also of a singular one."""
    values, vectors = np.linalg.eigh(matrix)
    root: Floats = vectors * np.sqrt(np.maximum(values, 0.0))
    return root


def common_share(matrix: Floats) -> float | None:
    """Give the correlation of all pairs where it is one and the same, from 0 to 1; else None."""
    if len(matrix) < 2:
        return 0.0
    first = float(matrix[0, 1])
    off = matrix[~np.eye(len(matrix), dtype=bool)]
    return first if 0 <= first <= 1 and np.allclose(off, first, atol=1e-12) else None


def sample(
    distributions: Mapping[str, Distribution],
    matrix: Floats,
    draws: int,
    seed: int,
    compute: Compute | None = None,
    *,
    keep_inputs: bool = True,
) -> dict[str, Floats]:
    """Draw quantities, and compute what stands on them.

    Args:
        distributions: of each quantity.
        matrix: correlation of their normal scores, in the order of `distributions`.
        draws: how many.
        seed: equal seeds give equal draws.
        compute: what to compute of a block of draws, by name.
        keep_inputs: whether the draws of the quantities are wanted too.

    Cost: a million draws of 13 quantities and 7 formulas .3 s on two cores (benchmarks/estimate/draw.py).
    """
    names = list(distributions)
    tables = [_Table(distributions[name]) for name in names]
    mix = _Mixer(matrix)
    out: dict[str, Floats] = {name: np.empty(draws) for name in names} if keep_inputs else {}
    blocks = [(number, slice(at, min(at + BLOCK, draws))) for number, at in enumerate(range(0, draws, BLOCK))]

    def work(block: tuple[int, slice]) -> Mapping[str, Floats]:
        number, part = block
        scores = mix.scores(np.random.default_rng([seed, number]), part.stop - part.start)
        values = {name: table.draw(row) for name, table, row in zip(names, tables, scores, strict=True)}
        for name in names if keep_inputs else ():
            out[name][part] = values[name]
        return {} if compute is None else compute(values)

    with np.errstate(all="ignore"), ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        for (_, part), found in zip(blocks, pool.map(work, blocks), strict=True):
            for name, values in found.items():
                if name not in out:
                    out[name] = np.empty(draws)
                out[name][part] = values
    return out


class _Mixer:
    """Makes correlated normal scores."""

    def __init__(self, matrix: Floats) -> None:
        self.size = len(matrix)
        self.share = common_share(matrix)
        self.root = root_of(matrix) if self.share is None else None

    def scores(self, random: np.random.Generator, draws: int) -> Floats:
        """Give scores, one row a quantity."""
        if self.share == 1:
            return np.broadcast_to(random.standard_normal(draws), (self.size, draws))
        own = random.standard_normal((self.size, draws))
        if self.root is not None:
            mixed: Floats = self.root @ own
            return mixed
        if self.share is not None and self.share > 0:
            # One common factor gives all pairs the same correlation.
            own *= math.sqrt(1 - self.share)
            own += math.sqrt(self.share) * random.standard_normal(draws)
        return own


class _Table:
    """A distribution, ready for being drawn from: values at scores, and their differences."""

    def __init__(self, distribution: Distribution) -> None:
        self.values = distribution
        self.steps = np.append(np.diff(distribution), 0.0)

    def draw(self, scores: Floats) -> Floats:
        """Give the values at scores; beyond the grid its ends."""
        at = scores * (1 / STEP)
        at += REACH / STEP
        np.clip(at, 0.0, len(self.values) - 1.0, out=at)
        index = at.astype(np.int32)
        at -= index
        at *= self.steps.take(index)
        at += self.values.take(index)
        return at


def draw_scores(names: Sequence[str], matrix: Floats, draws: int, seed: int) -> dict[str, Floats]:
    """Draw normal scores themselves, as `sample` does."""
    return sample({name: grid() for name in names}, matrix, draws, seed)
