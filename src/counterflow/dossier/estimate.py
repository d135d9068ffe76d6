"""An estimate for people: intervals by channel and period, what they stand on, and which figures cannot both hold."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence

import numpy as np

from counterflow.dossier.archive import Archive
from counterflow.dossier.estimate_shape import (
    AskingItem,
    CheckItem,
    ConflictItem,
    Drawn,
    DriverItem,
    EstimateAnswer,
    FlipItem,
    Interval,
    UnusedFigure,
)
from counterflow.estimate.explain import Flip, askings, checks, conflicts, drivers, flips
from counterflow.estimate.figure import Given, load_figures
from counterflow.estimate.model import Model
from counterflow.estimate.posterior import Posterior, posterior, sum_of
from counterflow.estimate.propose import proposal_text, propose
from counterflow.estimate.table import beliefs_of, given_model, unit_text
from counterflow.exc import NotFoundError

LEVELS = np.array([0.05, 0.25, 0.5, 0.75, 0.95])


def proposed_text(archive: Archive) -> str:
    """Write the model that the reports of a case make by themselves, as sections of case.toml.

    Raises:
        NotFoundError: the reports state no money that flows.
    """
    made = propose(load_figures(archive.engine), archive.case.period)
    if made is None:
        raise _nothing(archive)
    return proposal_text(made)


def estimate_case(archive: Archive, of: str | None = None) -> EstimateAnswer:
    """Estimate a case anew from its build; equal to what the build's tables hold.

    Args:
        archive: the build.
        of: channel or total to explain; None: the first total, else the largest channel.

    Raises:
        NotFoundError: nothing can be estimated, or nothing has that name.
    """
    given = given_of(archive)
    if given is None:
        raise _nothing(archive)
    model, claims, where = given.model, given.found.claims, str(archive.case.toml_path)
    drawn = [posterior(model, claims, period, one, where=where) for period in model.periods for one in model.settings]
    head = next(one for one in drawn if one.setting == model.headline)
    name = _chosen(model, head, of)
    moved = flips(model, claims, name, head.period, head)
    roots = _labels(archive, [one.root for one in moved])
    partners = {one.key: one.name for one in model.partners}
    intervals = tuple(_interval(given, one, key) for one in drawn for key in one.draws)
    left_out = [f"{key} is left out: {why}" for key, why in head.left_out.items()]
    return EstimateAnswer(
        is_proposed=model.is_proposed,
        headline=model.headline,
        of=name,
        draws=model.draws,
        price_year=model.price_year,
        intervals=intervals,
        drawn=tuple(
            Drawn(period=one.period, setting=one.setting, effective=one.effective, followed=one.followed)
            for one in drawn
        ),
        drivers=tuple(
            DriverItem(name=one.name, first=one.first, total=one.total)
            for one in drivers(model, head.inputs, sum_of(name) if name in model.totals else name)
        ),
        flips=tuple(_flip(one, roots) for one in moved),
        askings=tuple(
            AskingItem(name=one.name, narrower=one.narrower, partners=tuple(partners[key] for key in one.partners))
            for one in askings(model, head, name)
        ),
        conflicts=tuple(
            ConflictItem(
                one=one.one, other=one.other, relation=one.relation, probability=one.probability, beliefs=one.beliefs
            )
            for one in conflicts(model, claims, head)
        ),
        checks=tuple(
            CheckItem(
                name=one.name,
                unit=unit_text(model, one.name),
                low=one.low,
                high=one.high,
                taken_low_90=one.taken_low,
                taken_high_90=one.taken_high,
                one=one.one,
                other=one.other,
                probability=one.probability,
                beliefs=one.beliefs,
            )
            for one in checks(model, claims, head)
        ),
        unused=tuple(
            UnusedFigure(belief=one.belief, says=one.says, schema_=one.schema, unit=one.unit)
            for one in {figure.belief: figure for figure in given.figures}.values()
            if one.belief not in given.found.used
        ),
        notes=(*given.found.notes, *left_out),
        sentence=_sentence(intervals, name, model, moved, roots),
    )


def given_of(archive: Archive) -> Given | None:
    """Read the model of a build and what its reports say to it; None: no report says anything."""
    manifest = archive.build.manifest
    where = str(archive.case.toml_path)
    return given_model(archive.engine, manifest.parameters.get("estimate", {}), where, manifest.case.get("period"))


def _nothing(archive: Archive) -> NotFoundError:
    return NotFoundError(
        "no report of this case states money that flows, or goods that are made or stored",
        where=archive.place,
        next_step="Write a model under [estimate] in case.toml, or add reports, and run the case again",
    )


def _chosen(model: Model, head: Posterior, of: str | None) -> str:
    known = [name for name in (*model.totals, *model.channels) if name in head.draws]
    if of is not None and of not in known:
        near = difflib.get_close_matches(of, known, 2)
        raise NotFoundError(
            f"no channel or total {of!r} is estimated",
            expected="one of " + ", ".join(known),
            next_step=f"Did you mean {' or '.join(repr(one) for one in near)}?" if len(near) > 0 else None,
        )
    if of is not None or len(known) == 0:
        return of or ""
    totals = [name for name in model.totals if name in head.draws]
    flowing = [name for name in known if name in model.channels and not model.channels[name].is_stock] or known
    return totals[0] if len(totals) > 0 else max(flowing, key=lambda name: float(np.median(head.draws[name])))


def _interval(given: Given, drawn: Posterior, name: str) -> Interval:
    model, owner = given.model, name.removesuffix(".channels")
    known = model.channels.get(name)
    kind = "quantity" if name in model.quantities else "total" if name in model.totals else "share"
    if known is not None:
        kind = "stock" if known.is_stock else "channel"
    kind = "sum" if name != owner else kind
    described = {**model.quantities, **model.channels, **model.totals}.get(owner)
    ends = [float(one) for one in np.quantile(drawn.draws[name], LEVELS)]
    return Interval(
        name=name,
        kind=kind,
        description=getattr(described, "description", ""),
        period=drawn.period,
        setting=drawn.setting,
        unit=unit_text(model, name),
        **dict(zip(("low_90", "low_50", "median", "high_50", "high_90"), ends, strict=True)),
        beliefs=beliefs_of(given, name),
    )


def _flip(one: Flip, labels: Mapping[str, str]) -> FlipItem:
    is_left = math.isfinite(one.shift)
    return FlipItem(
        root=one.root,
        label=labels.get(one.root, one.root),
        low_90=one.low if is_left else None,
        high_90=one.high if is_left else None,
        shift=one.shift if is_left else None,
        beliefs=one.beliefs,
    )


def _labels(archive: Archive, roots: Sequence[str]) -> dict[str, str]:
    """Give titles of roots that are documents; who is named by the reports keeps the name."""
    rows = archive.rows(
        "SELECT id, title FROM document WHERE id IN (SELECT unnest($ids))", ids=sorted(set(roots)) or [""]
    )
    return {row["id"]: row["title"] or row["id"][:12] for row in rows}


def _sentence(
    intervals: Sequence[Interval], name: str, model: Model, moved: Sequence[Flip], labels: Mapping[str, str]
) -> str:
    """Say the result in one or two sentences."""
    found = {one.setting: one for one in intervals if one.name == name and one.period == model.periods[0]}
    if model.headline not in found:
        return "Nothing can be computed of what the model asks for."
    head = found[model.headline]
    others = [one for setting, one in found.items() if setting != model.headline]
    widest = max(others, key=lambda one: one.high_90 / max(one.low_90, 1e-300), default=head)
    said = (
        f"In {head.period}, {name} is {amount_text(head.median)} {head.unit}, "
        f"with 90 % between {amount_text(head.low_90)} and {amount_text(head.high_90)}; "
        f"{widest.setting}, {amount_text(widest.low_90)} to {amount_text(widest.high_90)}."
    )
    if len(moved) == 0:
        return said
    first = moved[0]
    label = labels.get(first.root, first.root)
    if not math.isfinite(first.shift):
        return f"{said} Without {label!r} there would be no figure."
    return (
        f"{said} It hangs most on {label!r}: without that it is {amount_text(first.low)} to {amount_text(first.high)}."
    )


def amount_text(value: float) -> str:
    """Write an amount in two significant digits: "1.2 billion", "340,000", "0.045"."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    rounded = float(f"{value:.1e}")
    for size, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"), (1.0, "")):
        if abs(rounded) >= size or size == 1:
            rounded /= size
            places = max(1 - math.floor(math.log10(abs(rounded))), 0)
            return f"{rounded:,.{places}f}{word}"
    raise AssertionError  # the last size takes all
