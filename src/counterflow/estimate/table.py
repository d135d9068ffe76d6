"""The tables of the stage: draws of every quantity, and what flows along the legs of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

import numpy as np
import pyarrow as pa

from counterflow import engine as engines
from counterflow.engine import Engine
from counterflow.estimate.figure import Given, find_claims, load_figures
from counterflow.estimate.leg import Legs, shares
from counterflow.estimate.model import Channel, Model, Quantity, Total
from counterflow.estimate.posterior import Posterior, posterior
from counterflow.estimate.propose import propose
from counterflow.estimate.read import read_model
from counterflow.estimate.reconcile import Floats
from counterflow.model.handling import strictest
from counterflow.stage import StageInput
from counterflow.tables import ESTIMATE, FLOW, Estimate, Flow, Table

KEPT_BITS = 12
"""Bits of a draw's mantissa that are kept: one in four thousand, far below what draws can say, and half the room."""
FLOW_VALUES = 16_000_000
"""Draws of all flows together; with more legs fewer of each are kept, so that memory stays bounded."""
FLOW_LEAST = 200
"""Draws of a flow that are always kept."""


def given_model(engine: Engine, section: Mapping[str, Any], where: str, period: str | None) -> Given | None:
    """Read the case's model, or propose one where it has none; None where nothing can be proposed.

    Reads:
        `belief`, `quantity`, `evidence`, `entity`, `lineage`.
    """
    figures = load_figures(engine)
    if len(section) > 0:
        model = read_model(section, where)
    else:
        proposal = propose(figures, period)
        if proposal is None:
            return None
        model = read_model(proposal.data, "the proposed model", is_proposed=True)
    return Given(model, find_claims(model, figures), figures)


def estimate(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    """Estimate what the case model asks for, or what can be proposed.

    Reads:
        `belief`, `quantity`, `evidence`, `entity`, `lineage`, `leg`.
    Writes:
        `estimate`, `flow`.
    """
    case = inputs.case
    with engines.connect(inputs.paths) as engine:
        given = given_model(engine, case.parameters.get("estimate", {}), str(case.toml_path), case.period)
        if given is None:
            yield ESTIMATE, ESTIMATE.from_rows([])
            yield FLOW, FLOW.from_rows([])
            return
        drawn = [
            posterior(given.model, given.found.claims, period, setting, where=str(case.toml_path))
            for period in given.model.periods
            for setting in given.model.settings
        ]
        yield (
            ESTIMATE,
            _stack([_estimate_row(given, one, name, case.handling) for one in drawn for name in one.draws], ESTIMATE),
        )
        head = [one for one in drawn if one.setting == given.model.headline]
        yield FLOW, _stack(list(_flow_rows(Legs.load(engine, given), given, head, case.handling)), FLOW)


def _stack(rows: Sequence[NamedTuple], table: Table) -> pa.Table:
    """Make the table of rows whose draws are arrays, not tuples: a Python object for each draw would take seconds."""
    if len(rows) == 0:
        return table.from_rows([])
    columns = {}
    for number, name in enumerate(table.schema.names):
        values = [row[number] for row in rows]
        field = table.schema.field(name)
        if name == "draws":
            offsets = np.cumsum([0, *(len(one) for one in values)]).astype(np.int32)
            columns[name] = pa.ListArray.from_arrays(
                pa.array(offsets), pa.array(np.concatenate(values)), type=field.type
            )
        else:
            columns[name] = pa.array(values, type=field.type)
    return pa.Table.from_pydict(columns, schema=table.schema)


def rounded(draws: Floats) -> Floats:
    """Round draws to the bits that are kept."""
    mantissa, exponent = np.frexp(draws)
    return np.asarray(np.ldexp(np.round(mantissa * 2**KEPT_BITS), exponent - KEPT_BITS))


def unit_text(model: Model, name: str) -> str:
    """Write the base unit of a name, money with the year of its prices: `USD2013/year`."""
    owner = name.removesuffix(".channels")
    items: dict[str, Quantity | Channel | Total] = {**model.quantities, **model.channels, **model.totals}
    if owner not in items:
        return "1"
    text = str(items[owner].unit)
    return text if model.price_year is None else text.replace("USD", f"USD{model.price_year}")


def beliefs_of(given: Given, name: str) -> tuple[str, ...]:
    """List the beliefs that inform a name: its own, and those of its inputs."""
    owner = name.removesuffix(".channels")
    known = {**given.model.quantities, **given.model.channels, **given.model.totals}
    if owner not in known:
        return ()
    parts = given.model.inputs_of(owner)
    others = given.model.totals[owner].contains if owner in given.model.totals else ()
    return tuple(sorted({one.id for part in (owner, *parts, *others) for one in given.found.claims.get(part, ())}))


def _handling(given: Given, name: str, default: str) -> str:
    ids = set(beliefs_of(given, name))
    found = {one.handling for some in given.found.claims.values() for one in some if one.id in ids}
    return str(strictest(found | {default}))


def _estimate_row(given: Given, drawn: Posterior, name: str, handling: str) -> Estimate:
    return Estimate(
        quantity=name,
        period=drawn.period,
        setting=drawn.setting,
        unit=unit_text(given.model, name),
        draws=cast("tuple[float, ...]", rounded(drawn.draws[name])),
        beliefs=beliefs_of(given, name),
        handling=_handling(given, name, handling),
    )


def _flow_rows(legs: Legs, given: Given, drawn: Sequence[Posterior], handling: str) -> Iterator[Flow]:
    """Share each channel out over its ways, and let each leg of a way carry what its way does."""
    own = {
        (at, name): ways
        for at, one in enumerate(drawn)
        for name, channel in given.model.channels.items()
        if name in one.draws and not channel.is_stock and len(ways := legs.ways_of(given, name)) > 0
    }
    rows = sum(len(way.legs) for ways in own.values() for way in ways)
    kept = min(given.model.draws, max(FLOW_LEAST, FLOW_VALUES // max(rows, 1)))
    numbers = {name: number for number, name in enumerate(given.model.channels)}
    for (at, name), ways in own.items():
        money = drawn[at].draws[name][:kept]
        for leg, share in shares(ways, len(money), [given.model.seed, 3, numbers[name]]):
            yield Flow(
                leg_id=leg["id"],
                channel=name,
                period=drawn[at].period,
                unit=unit_text(given.model, name),
                draws=cast("tuple[float, ...]", rounded(money * share)),
                handling=str(strictest({leg["handling"], _handling(given, name, handling)})),
            )
