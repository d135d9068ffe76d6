"""What an estimate stands on: what drives its width, which report it hangs on, and whom asking would help.

All widths are of logarithms: half as wide means that the ratio of the ends is its square root.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from counterflow.estimate.claim import Claim, stated_of
from counterflow.estimate.conflict import SHOWN, Conflict, can_be_equal, can_be_part
from counterflow.estimate.distribution import Distribution, below, of_prior, point, quantile
from counterflow.estimate.figure import without_root
from counterflow.estimate.formula import Name, names_of
from counterflow.estimate.model import Model
from counterflow.estimate.posterior import Claims, Posterior, bottom_up, computable, overlap_of, posterior, sum_of
from counterflow.estimate.reconcile import Floats
from counterflow.estimate.sample import correlation_matrix, sample

SOBOL_DRAWS = 16_384
FLIP_DRAWS = 20_000
BANDS = 20
"""Bands into which the draws of a quantity are cut to see what knowing it would leave."""
ENDS = np.array([0.05, 0.95])


@dataclass(frozen=True)
class Driver:
    """How much of the variance of a result's logarithm one quantity brings."""

    name: str
    first: float
    """Share that would go if it were known, alone (first-order Sobol index)."""
    total: float
    """Share that it has a part in (total Sobol index)."""


@dataclass(frozen=True)
class Flip:
    """What the interval would be if everything that one root says were left out."""

    root: str
    low: float
    high: float
    shift: float
    """How far the ends move, in natural logarithms, both together."""
    beliefs: tuple[str, ...]


@dataclass(frozen=True)
class Asking:
    """What learning one quantity would do to the width of the 90 % interval."""

    name: str
    narrower: float
    """Expected share of the width (of logarithms) that goes, 0 to 1."""
    partners: tuple[str, ...]
    """Keys of partners who can see it."""


@dataclass(frozen=True)
class Check:
    """What two figures of the reports imply together, beside what the model takes for it."""

    name: str
    """Quantity that is implied."""
    low: float
    """In its base unit, as the next three."""
    high: float
    taken_low: float
    """The model's own 90 % interval of it, before anything is reconciled."""
    taken_high: float
    one: str
    """The figure of the result."""
    other: str
    """The figure of an input."""
    probability: float
    """Probability that the model gives to the implied range."""
    beliefs: tuple[str, ...] = ()


def drivers(model: Model, inputs: Mapping[str, Distribution], name: str, draws: int = SOBOL_DRAWS) -> list[Driver]:
    """Compute Sobol indices of a channel or a sum of channels over its inputs, taken as independent.

    Two samples A and B, and for each input i one of A with its column from B. First order: Saltelli et al. 2010 (b of
    their table 2); total: Jansen 1999. The result is taken on logarithms where it is positive, which is how intervals
    of money are read.
    """
    owner = name.removesuffix(".channels")
    # What two channels share is a matter of sums alone.
    overlaps = model.overlaps if owner in model.totals else ()
    shares = {overlap_of(one.name): of_prior(one.share) for one in overlaps}
    wanted = set(model.inputs_of(owner))
    given = {key: value for key, value in {**inputs, **shares}.items() if key in wanted or key in shares}
    if len(given) == 0:
        return []
    names, _ = computable(model, given)
    bare = model if owner in model.totals else dataclasses.replace(model, totals={})
    matrix = correlation_matrix(list(given), 0.0)
    one, other = (sample(given, matrix, draws, model.seed + number) for number in (101, 102))

    def result(values: Mapping[str, Floats]) -> Floats:
        found = bottom_up(bare, names, values)[name]
        return np.log(np.maximum(found, 1e-300)) if float(np.min(found)) > 0 else found

    base, second = result(one), result(other)
    middle, variance = float(np.mean(base)), float(np.var(np.concatenate([base, second])))
    if variance == 0:
        return []
    found = []
    for key in given:
        mixed = result({**one, key: other[key]})
        first = float(np.mean((second - middle) * (mixed - base))) / variance
        total = float(np.mean((base - mixed) ** 2)) / (2 * variance)
        found.append(Driver(key, min(max(first, 0.0), 1.0), min(max(total, 0.0), 1.0)))
    return sorted(found, key=lambda row: (-row.total, row.name))


def flips(model: Model, claims: Claims, name: str, period: str, whole: Posterior) -> list[Flip]:
    """Leave out each root in turn, and say how far the 90 % interval of a result moves; farthest first."""
    roots = sorted({one.root for some in claims.values() for one in some if one.root != ""})
    low, high = (float(one) for one in np.quantile(whole.draws[name], ENDS))
    found = []
    for root in roots:
        drawn = posterior(model, without_root(claims, root), period, whole.setting, draws=min(FLIP_DRAWS, model.draws))
        beliefs = tuple(sorted({one.id for some in claims.values() for one in some if one.root == root}))
        # A total of which nothing is stated any more is at least what its channels are.
        key = name if name in drawn.draws else sum_of(name)
        if key not in drawn.draws:
            found.append(Flip(root, math.nan, math.nan, math.inf, beliefs))
            continue
        ends = np.quantile(drawn.draws[key], ENDS)
        shift = abs(_log(float(ends[0])) - _log(low)) + abs(_log(float(ends[1])) - _log(high))
        found.append(Flip(root, float(ends[0]), float(ends[1]), shift, beliefs))
    return sorted(found, key=lambda row: (-row.shift, row.root))


def _log(value: float) -> float:
    return math.log(max(value, 1e-300))


def askings(model: Model, drawn: Posterior, name: str) -> list[Asking]:
    """Say what learning each quantity would narrow, by cutting the draws into bands of it; most first.

    Within a band the quantity is as good as known; the mean of the bands' widths is what learning it would leave, and
    beside it stands what cutting at random leaves, which is no knowledge.
    """
    result = np.log(np.maximum(drawn.draws[name], 1e-300))
    width = _width(result)
    owner = name.removesuffix(".channels")
    parts = [one for one in model.inputs_of(owner) if one in drawn.draws]
    if width <= 0:
        return []
    found = []
    for part in parts:
        order = np.argsort(drawn.draws[part], kind="stable")
        left = float(np.mean([_width(result[band]) for band in np.array_split(order, BANDS)]))
        partners = tuple(one.key for one in model.partners if part in one.sees)
        found.append(Asking(part, max(0.0, 1 - left / width), partners))
    return sorted(found, key=lambda row: (-row.narrower, row.name))


def _width(values: Floats) -> float:
    low, high = np.quantile(values, ENDS)
    return float(high - low)


def checks(model: Model, claims: Claims, drawn: Posterior) -> list[Check]:
    """Recompute the reports' own arithmetic: what a figure of a result and one of an input imply for another input.

    3,000 kg that bring 100 to 200 million dollars imply 33,000 to 67,000 dollars a kg, if all of it is sold.
    """
    found = []
    for name, channel in model.channels.items():
        parts = [one.name for one in names_of(channel.formula) if one.name in model.quantities]
        for result in claims.get(name, ()):
            for part in parts:
                for input_ in claims.get(part, ()):
                    unit = channel.unit / model.quantities[part].unit
                    for other in parts:
                        fits = other != part and model.quantities[other].unit.fits(unit)
                        if fits and other in drawn.inputs and not unit.is_plain:
                            made = _check(other, result, input_, drawn.inputs[other])
                            found += [] if made is None else [made]
    return found


def _check(name: str, result: Claim, input_: Claim, taken: Distribution) -> Check | None:
    ends = (result.low, result.high, input_.low, input_.high)
    if any(one is None or one <= 0 for one in ends):
        return None
    low, high, least, most = (float(one) for one in ends if one is not None)
    implied_low, implied_high = low / most, high / least
    own = quantile(taken, ENDS)
    inside = below(taken, np.array([implied_low, implied_high]))
    return Check(
        name=name,
        low=implied_low,
        high=implied_high,
        taken_low=float(own[0]),
        taken_high=float(own[1]),
        one=result.text,
        other=input_.text,
        probability=float(inside[1] - inside[0]),
        beliefs=tuple(sorted({result.id, input_.id})),
    )


def conflicts(model: Model, claims: Claims, drawn: Posterior) -> list[Conflict]:
    """Find figures that can hardly both hold; least probable first."""
    found: list[Conflict | None] = []
    for name in (*model.quantities, *model.channels, *model.totals):
        some = claims.get(name, ())
        for number, one in enumerate(some):
            found += [_of_pair(one, other, "is") for other in some[number + 1 :] if one.root != other.root]
    for name, total in model.totals.items():
        for whole in claims.get(name, ()):
            for part in total.contains:
                # What is stated of a quantity that is all of a channel is stated of the channel.
                alone = model.channels[part].formula
                keys = [part, alone.name] if isinstance(alone, Name) else [part]
                found += [_of_pair(one, whole, "part of") for key in keys for one in claims.get(key, ())]
            if sum_of(name) in drawn.before:
                found.append(_of_sum(model, name, whole, drawn))
    for name in model.channels:
        for one in claims.get(name, ()):
            stated = stated_of(one)
            if stated is not None and name in drawn.before:
                probability = can_be_equal(stated, drawn.before[name])
                found.append(Conflict(one.text, f"{name} from its inputs", "is", probability, (one.id,)))
    shown = [one for one in found if one is not None and one.probability < SHOWN]
    return sorted(dict.fromkeys(shown), key=lambda row: (row.probability, row.one, row.other))


def _of_pair(one: Claim, other: Claim, relation: str) -> Conflict | None:
    """Compare two claims; an open end is as good as any value beyond it. None where nothing can be compared."""
    stated = stated_of(one), stated_of(other)
    if relation == "is" and stated[0] is not None and stated[1] is not None:
        probability = can_be_equal(stated[0], stated[1])
    else:
        # Equal values are each at most the other; of a part that is asked in one direction alone.
        pairs = [(_least(one), _most(other)), *([(_least(other), _most(one))] if relation == "is" else [])]
        found = [can_be_part(least, most) for least, most in pairs if least is not None and most is not None]
        if len(found) == 0:
            return None
        probability = min(found)
    return Conflict(one.text, other.text, relation, probability, tuple(sorted({one.id, other.id})))


def _least(claim: Claim) -> Distribution | None:
    """Give the smallest that a claim lets its quantity be; None where it has no lower end."""
    stated = stated_of(claim)
    if stated is not None:
        return stated
    return point(claim.low) if claim.low is not None and claim.bound is not None and claim.bound[0] == ">=" else None


def _most(claim: Claim) -> Distribution | None:
    """Give the largest that a claim lets its quantity be; None where it has no upper end."""
    stated = stated_of(claim)
    if stated is not None:
        return stated
    return point(claim.high) if claim.high is not None and claim.bound is not None and claim.bound[0] == "<=" else None


def _of_sum(model: Model, name: str, whole: Claim, drawn: Posterior) -> Conflict | None:
    most = _most(whole)
    if most is None:
        return None
    listed = drawn.before[sum_of(name)]
    if model.totals[name].is_complete:
        return Conflict(f"the channels of {name}", whole.text, "is", can_be_equal(listed, most), (whole.id,))
    return Conflict(f"the channels of {name}", whole.text, "part of", can_be_part(listed, most), (whole.id,))
