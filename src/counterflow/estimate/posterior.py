"""The posterior of a case model in one period, under one dependence setting: draws of all quantities together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from counterflow.estimate.claim import Claim
from counterflow.estimate.distribution import Distribution, grid, of_draws, of_prior
from counterflow.estimate.formula import evaluate
from counterflow.estimate.model import Channel, Model, Quantity, Total
from counterflow.estimate.pool import pool_claims
from counterflow.estimate.read import setting_rho
from counterflow.estimate.reconcile import (
    Bound,
    Floats,
    Opinion,
    draw_above,
    effective,
    resample,
    temper,
    weigh_bound,
    weigh_opinion,
    weigh_ratio,
    weights_of,
)
from counterflow.estimate.sample import correlation_matrix, sample

Claims = Mapping[str, Sequence[Claim]]
"""By the name of the quantity, channel or total that they are of."""
OVERSAMPLED = 4
"""Draws before reconciling, for each one after: the rest are what the reports speak against."""
MOST_BEFORE = 1_000_000
FEW = 1_000
"""Draws that a posterior stays worth; reports that would leave fewer are followed less far, and that is said."""


@dataclass(frozen=True)
class Posterior:
    """Draws in base units; the i-th of every name belongs together."""

    period: str
    setting: str
    draws: Mapping[str, Floats]
    """Of quantities, channels, overlaps, totals, and `NAME.channels`, the sum of a total's channels counted once."""
    effective: float
    """How many independent draws they are worth."""
    inputs: Mapping[str, Distribution] = field(default_factory=dict)
    """Of each quantity, before reconciling."""
    before: Mapping[str, Distribution] = field(default_factory=dict)
    """Of channels and sums, before reconciling: what their inputs alone say."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Channels and totals that cannot be computed, each with the reason."""
    followed: float = 1.0
    """How far the top-down reports could be followed; under 1 where they lie beyond all that the inputs can make."""


def years_of(period: str) -> tuple[int, int]:
    """Give the first and last year of a period."""
    years = period.split("/")
    return int(years[0]), int(years[-1])


def input_distributions(model: Model, claims: Claims, period: str) -> dict[str, Distribution]:
    """Make the distribution of each quantity, in base units; one of which nothing states a value has none."""
    found = {}
    for name, quantity in model.quantities.items():
        made = _pooled(model, quantity, claims.get(name, ()), period)
        if made is not None:
            found[name] = made
    return found


def _pooled(model: Model, one: Quantity | Channel | Total, claims: Sequence[Claim], period: str) -> Distribution | None:
    """Pool what is known of one figure itself."""
    stated = None if isinstance(one, Channel) else one.prior
    prior = None
    if stated is not None:
        low, high = one.unit.scale(model.price_year)
        prior = of_prior(stated) * ((low + high) / 2)
    is_share = one.unit.is_plain and stated is not None and stated.shape == "share"
    drift = one.drift if isinstance(one, Quantity) and one.drift is not None else model.drift
    way = one.pooling if isinstance(one, Quantity) and one.pooling is not None else model.pooling
    return pool_claims(claims, prior, way=way, period=years_of(period), drift=drift, is_share=is_share)


def computable(model: Model, inputs: Mapping[str, Distribution]) -> tuple[list[str], dict[str, str]]:
    """Name the channels that can be computed, in order, and those that cannot, each with the reason."""
    found, left_out = [], {}
    for name in model.order():
        missing = [one for one in model.inputs_of(name) if one not in inputs]
        if len(missing) > 0:
            left_out[name] = f"nothing states a value of {', '.join(missing)}"
        else:
            found.append(name)
    return found, left_out


def bottom_up(model: Model, names: Sequence[str], values: Mapping[str, Floats]) -> dict[str, Floats]:
    """Compute channels, and of each total the sum of its channels, what overlaps counted once."""
    found: dict[str, Floats] = {}
    seen = dict(values)
    size = len(next(iter(values.values())))
    for name in names:
        result = evaluate(model.channels[name].formula, seen, model.price_year)
        found[name] = seen[name] = np.broadcast_to(np.asarray(result, dtype=float), size)
    for name, total in model.totals.items():
        parts = [part for part in total.contains if part in found]
        if len(parts) > 0:
            found[sum_of(name)] = _sum(model, parts, found, values)
    return found


def sum_of(total: str) -> str:
    """Name the sum of a total's channels."""
    return f"{total}.channels"


def overlap_of(name: str) -> str:
    """Name the share of an overlap."""
    return f"{name}.share"


def _sum(model: Model, parts: Sequence[str], channels: Mapping[str, Floats], values: Mapping[str, Floats]) -> Floats:
    summed = np.sum([channels[part] for part in parts], axis=0)
    for overlap in model.overlaps:
        if overlap.inner in parts and overlap.outer in parts:
            inner = values[overlap_of(overlap.name)] * channels[overlap.inner]
            summed = summed - np.minimum(inner, channels[overlap.outer])
    for same in model.same:
        if same.one in parts and same.other in parts:
            summed = summed - (channels[same.one] + channels[same.other]) / 2
    return np.asarray(summed)


def posterior(
    model: Model, claims: Claims, period: str, setting: str, *, draws: int | None = None, where: str = "[estimate]"
) -> Posterior:
    """Draw from the posterior of a model.

    Args:
        model: the case model.
        claims: what the reports state, in base units, by the name that it is of.
        period: one of the model's.
        setting: one of the model's.
        draws: how many; None: as the model says.
        where: the file of the model, for errors.

    Raises:
        CaseError: stated correlations cannot hold together under this setting.
    """
    wanted = model.draws if draws is None else draws
    inputs = input_distributions(model, claims, period)
    names, left_out = computable(model, inputs)
    shares = {overlap_of(one.name): of_prior(one.share) for one in model.overlaps}
    rho = setting_rho(setting)
    assert rho is not None  # the reader of the model knows each setting
    steps = _steps(model, claims, period, names)
    errors = {step.error: grid() for step in steps if step.is_opinion}
    matrix = correlation_matrix([*inputs, *shares, *errors], rho, model.correlations, where)
    if len(inputs) == 0:
        return Posterior(period, setting, {}, 0.0, left_out=left_out)
    size = wanted if len(steps) == 0 else max(wanted, min(OVERSAMPLED * wanted, MOST_BEFORE))
    given = {**inputs, **shares, **errors}
    drawn = sample(given, matrix, size, model.seed, lambda values: bottom_up(model, names, values))
    before = {name: of_draws(drawn[name]) for name in drawn if name not in given}
    logs = np.zeros(size)
    for step in steps:
        logs = step.weigh(drawn, logs)
    worth, followed = float(size), 1.0
    if len(steps) > 0:
        followed = temper(logs, min(FEW, wanted / 10))
        weights = weights_of(followed * logs)
        worth = effective(weights)
        chosen = resample(weights, wanted, [model.seed, 1])
        drawn = {name: values[chosen] for name, values in drawn.items() if name not in errors}
    drawn |= _totals(model, claims, period, drawn, left_out)
    return Posterior(period, setting, drawn, min(worth, float(wanted)), inputs, before, left_out, followed)


@dataclass(frozen=True)
class _Step:
    """One thing that the reports say of a result."""

    name: str
    said: Distribution | Bound | tuple[str, float]
    """What it is; an end that it has; or another result that is the same flow, and the spread between them."""
    is_ceiling: bool = False
    is_same_root: bool = False
    """Whether who says it says something of the inputs too."""

    @property
    def error(self) -> str:
        """Name of the error of what is said, which goes with those of the inputs as they go with each other."""
        return f"{self.name} (error)"

    @property
    def is_opinion(self) -> bool:
        return isinstance(self.said, np.ndarray)

    def weigh(self, drawn: Mapping[str, Floats], logs: Floats) -> Floats:
        values = drawn[self.name]
        if isinstance(self.said, Bound):
            return weigh_bound(values, self.said, logs)
        if isinstance(self.said, tuple):
            return weigh_ratio(values, drawn[self.said[0]], self.said[1], logs)
        r = 1.0 if self.is_same_root else _correlation(values, drawn[self.error])
        return weigh_opinion(values, Opinion(self.said, r, is_ceiling=self.is_ceiling), logs)


def _correlation(values: Floats, scores: Floats) -> float:
    """Say how the error of a result goes with that of a report of it: not below 0."""
    logs = np.log(values) if float(np.min(values)) > 0 else values
    if float(np.std(logs)) == 0:
        return 0.0
    return min(max(float(np.corrcoef(logs, scores)[0, 1]), 0.0), 1.0)


def _steps(model: Model, claims: Claims, period: str, names: Sequence[str]) -> list[_Step]:
    """List what is to be reconciled: pairs that are one flow, channels that have claims, totals, then open ends."""
    steps = [_Step(one.one, (one.other, one.spread)) for one in model.same if one.one in names and one.other in names]
    bounds = []
    for name in names:
        said = claims.get(name, ())
        made = _pooled(model, model.channels[name], [one for one in said if not one.is_open], period)
        if made is not None:
            steps.append(_Step(name, made, is_same_root=_shares_root(model, claims, name)))
        bounds += [_Step(name, _bound(one)) for one in said if one.bound is not None]
    for name, total in model.totals.items():
        if not any(part in names for part in total.contains):
            continue
        said = claims.get(name, ())
        at = sum_of(name)
        made = _pooled(model, total, [one for one in said if not total.is_complete or not one.is_open], period)
        if made is not None:
            shared = _shares_root(model, claims, name)
            steps.append(_Step(at, made, is_ceiling=not total.is_complete, is_same_root=shared))
        if total.is_complete:
            bounds += [_Step(at, _bound(one)) for one in said if one.bound is not None]
    return steps + bounds


def _bound(claim: Claim) -> Bound:
    assert claim.bound is not None  # the caller has asked
    return Bound(*claim.bound, claim.held)


def _shares_root(model: Model, claims: Claims, name: str) -> bool:
    """Whether a root that speaks of a result speaks of one of its inputs too: it is then no second opinion."""
    roots = {one.root for one in claims.get(name, ()) if one.root != ""}
    return any(one.root in roots for part in model.inputs_of(name) for one in claims.get(part, ()))


def _totals(
    model: Model, claims: Claims, period: str, drawn: Mapping[str, Floats], left_out: dict[str, str]
) -> dict[str, Floats]:
    """Draw each total: the sum of its channels where they are all of it, otherwise at least that."""
    found = {}
    for number, (name, total) in enumerate(model.totals.items()):
        made = None if total.is_complete else _pooled(model, total, claims.get(name, ()), period)
        listed = drawn.get(sum_of(name))
        if listed is None:
            left_out[name] = "none of its channels can be computed"
        elif total.is_complete:
            found[name] = listed
        elif made is not None:
            found[name] = draw_above(made, listed, [model.seed, 2, number])
        else:
            left_out[name] = "it may be more than its channels, and nothing states a value of it"
    return found
