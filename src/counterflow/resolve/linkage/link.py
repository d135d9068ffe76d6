"""Linking: records in, pairs with their probability and clusters out, without labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from counterflow.resolve.linkage import kernel, model
from counterflow.resolve.linkage.block import Bounds, choose_keys, list_keys, make_pairs
from counterflow.resolve.linkage.cluster import Link, average_link, one_to_one
from counterflow.resolve.linkage.field import Field, Kind
from counterflow.resolve.linkage.level import LEVELS, compare_pairs, describe_level
from counterflow.resolve.linkage.stream import list_streams
from counterflow.resolve.linkage.value import Values, read_values

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Settings(NamedTuple):
    """What may be set; the defaults were chosen on half of the clusters of historical_50k (docs/methods/linkage.md)."""

    bounds: Bounds = Bounds()
    fit: model.Settings = model.Settings()
    sample: int = 400_000
    """Pairs that stand for all that are no candidates."""
    link: Link = Link()
    """When two clusters are one."""


class Linkage(NamedTuple):
    """What was found."""

    ids: Sequence[str]
    fields: Sequence[Field]
    left: Ints
    """Candidate pairs by their place in `ids`."""
    right: Ints
    levels: NDArray[np.uint8]
    log_odds: Floats
    model: model.Model
    clusters: Ints
    """The place of the cluster's first record, for each record."""
    keys: Sequence[tuple[str, int, float]]
    """The keys that gave candidates: name, pairs, share of likely matches in the sample."""

    @property
    def probability(self) -> Floats:
        """The probability of each candidate pair."""
        return model.as_probability(self.log_odds)

    def reasons(self, pair: int) -> list[dict[str, Any]]:
        """Say what each field adds to a pair's log-odds."""
        levels = self.levels[:, pair]
        shares = model.contributions(levels, self.model)
        return [
            {"feature": field.name, "level": describe_level(field.kind, int(level)), "contribution": share}
            for field, level, share in zip(self.fields, levels, shares, strict=True)
        ]


def link_records(
    records: pa.Table,
    fields: Sequence[Field],
    *,
    ids: str,
    side: str | None = None,
    settings: Settings | None = None,
) -> Linkage:
    """Find which records are one party.

    Args:
        records: one row a record; columns of strings or of lists of strings.
        fields: what is compared.
        ids: the column of the records' ids, which are distinct.
        side: the column that says which of two files a record is of: each has no duplicates of its own, and only pairs
            of both are looked for. None to find duplicates.
        settings: how; None for the defaults.

    Returns:
        Pairs and clusters. They depend on the records, not on their order.
    """
    records = records.take(pa.compute.sort_indices(records, [(ids, "ascending")]))
    settings = settings or Settings()
    names = records[ids].to_pylist()
    values = [read_values(field.kind, _rows(records, field)) for field in fields]
    sides = None if side is None else np.unique(records[side].to_pylist(), return_inverse=True)[1].astype(np.int8)
    count = len(names)
    sample = _sample_pairs(count, settings.sample, sides)
    sizes = [LEVELS[field.kind] for field in fields]
    guess = [_guess(field.kind) for field in fields]
    sampled = compare_pairs(values, *sample)
    keys = list(list_keys(list(list_streams(values)), count, settings.bounds))
    total = _count_pairs(count, sides)
    chosen = choose_keys(keys, count, settings.bounds, _first_worth(values, sampled, guess, count, total))
    left, right = make_pairs([key for key, _ in chosen], sides)
    levels = compare_pairs(values, left, right)
    apart = ~_contains(left << 32 | right, sample[0] << 32 | sample[1])
    weight = max(total - len(left), 0) / max(apart.sum(), 1)
    fitted = model.fit(model.Pairs(levels, sampled[:, apart], weight, sizes), guess, settings.fit)
    odds = model.log_odds(levels, fitted)
    if sides is None:
        clusters = average_link(count, left, right, odds, settings.link)
    else:
        clusters = one_to_one(count, left, right, odds, cut=settings.link.cut)
    said = [(key.name, key.pairs, share) for key, share in chosen]
    return Linkage(names, fields, left, right, levels, odds, fitted, clusters, said)


def _contains(known: Ints, wanted: Ints) -> NDArray[np.bool_]:
    """Tell which of the wanted stand among the known, which are in order."""
    at = np.minimum(np.searchsorted(known, wanted), max(len(known) - 1, 0))
    return np.zeros(len(wanted), bool) if len(known) == 0 else known[at] == wanted


def _rows(records: pa.Table, field: Field) -> list[list[str]]:
    columns = [records[name].to_pylist() for name in field.columns]
    if len(columns) == 1:
        return [_list(cell) for cell in columns[0]]
    return [[" ".join(text for cell in row for text in _list(cell))] for row in zip(*columns, strict=True)]


def _list(cell: Any) -> list[str]:
    if cell is None:
        return []
    return [cell] if isinstance(cell, str) else list(cell)


def _count_pairs(count: int, sides: NDArray[np.int8] | None) -> int:
    if sides is None:
        return count * (count - 1) // 2
    return int((sides == 0).sum()) * int((sides == 1).sum())


def _sample_pairs(count: int, size: int, sides: NDArray[np.int8] | None) -> tuple[Ints, Ints]:
    """Draw distinct pairs of records; all, where there are fewer."""
    rng = np.random.default_rng(0)
    if count * (count - 1) // 2 <= size:
        left, right = np.triu_indices(count, 1)
    else:
        drawn = rng.integers(0, count, (2, size))
        left, right = np.minimum(*drawn), np.maximum(*drawn)
    kept = left < right if sides is None else (left < right) & (sides[left] != sides[right])
    packed = np.unique(left[kept].astype(np.int64) << 32 | right[kept])
    return packed >> 32, packed & 0xFFFFFFFF


def _guess(kind: Kind) -> Floats:
    """Guess m of a kind's levels: mostly equal, sometimes near, seldom different."""
    if kind == Kind.NAME:
        width = len(kernel.NAME_CONFLICT) + 1
        rows = [0.5**row for row in range(len(kernel.NAME_AGREE) + 1)]
        table = np.array([(0.3 + row) * 0.4**low for row in rows for low in range(width)])
        table[-width:] *= 0.05
    else:
        table = np.full(LEVELS[kind], 0.02)
        table[: kernel.RARITIES] = 0.7 / kernel.RARITIES
        table[-1] = 0.1
    return np.asarray(table / table.sum(), np.float64)


def _first_worth(
    values: Sequence[Values], sampled: NDArray[np.uint8], guess: Sequence[Floats], count: int, total: int
) -> Callable[[Ints, Ints], Floats]:
    """Make the first guess of a pair's probability: m guessed, u of random pairs, two records a party."""

    def worth(left: Ints, right: Ints) -> Floats:
        levels = compare_pairs(values, left, right)
        odds = np.full(len(left), np.log(count / total))
        for field, one in enumerate(guess):
            u = np.bincount(sampled[field], minlength=256)[: len(one)] + 0.5
            weights = np.zeros(256)
            weights[: len(one)] = np.log(one) - np.log(u / u.sum())
            odds += weights[levels[field]]
        return model.as_probability(odds)

    return worth
