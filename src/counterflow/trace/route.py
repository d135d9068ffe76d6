"""Routes of a case: events of goods that have the same way, year and standing, added up."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import pyarrow as pa

from counterflow.engine import Engine
from counterflow.model.handling import strictest
from counterflow.model.identity import make_id
from counterflow.tables import ROUTE
from counterflow.tables import Route as Row
from counterflow.trace.goods import Goods, Volume, load_goods

ROUTE_SCHEMATA = ("EconomicActivity", "Shipment", "Seizure", "Production", "Sale")


class _Way(NamedTuple):
    """What tells a route from others."""

    commodity: str
    from_place: str | None
    via: tuple[str, ...]
    to_place: str | None
    period: str
    unit: str | None
    standing: str


def route_id(way: tuple[str | None, ...]) -> str:
    """Make the id of a route: of goods, first place, places on the way, last place, period, unit and standing."""
    commodity, origin, via, *rest = way
    return make_id(commodity, origin, via, *rest)


def route(engine: Engine) -> pa.Table:
    """Make the rows of `route`.

    An event that names several goods, or several places where it ends or begins, is in the routes of each, without its
    volume: nobody says how it divides. Events without any place are routes without places.

    Reads:
        `belief`, `entity`, `canonical`, `quantity`, `frame`, `mention`.
    """
    events: dict[_Way, list[tuple[Goods, Volume | None]]] = defaultdict(list)
    for goods in load_goods(engine, ROUTE_SCHEMATA):
        for way, volume in _ways(goods):
            events[way].append((goods, volume))
    return ROUTE.from_rows([_row(way, some) for way, some in sorted(events.items(), key=lambda item: repr(item[0]))])


def _ways(goods: Goods) -> Iterator[tuple[_Way, Volume | None]]:
    """Yield the ways of one event, each with each of its volumes."""
    starts, ends = goods.places.get("from") or (None,), goods.places.get("to") or (None,)
    ways = list(itertools.product(goods.commodities, starts, ends))
    volumes: tuple[Volume | None, ...] = goods.volumes if len(ways) == 1 and len(goods.volumes) > 0 else (None,)
    for commodity, start, end in ways:
        via = tuple(place for place in goods.places.get("via", ()) if place not in (start, end))
        for volume in volumes:
            unit = None if volume is None else volume.unit
            yield _Way(commodity, start, via, end, goods.period, unit, goods.standing), volume


def _row(way: _Way, events: list[tuple[Goods, Volume | None]]) -> Row:
    volumes = [volume for _, volume in events if volume is not None]
    goods = {one.id: one for one, _ in events}.values()
    surest = max((one.probability for one in goods if one.probability is not None), default=None)
    return Row(
        id=route_id((*way[:2], "\x1e".join(way.via), *way[3:])),
        commodity=way.commodity,
        from_place=way.from_place,
        via=way.via,
        to_place=way.to_place,
        period=way.period,
        standing=way.standing,
        low=_sum([one.low for one in volumes], at_least=True),
        high=_sum([one.high for one in volumes], at_least=False),
        unit=way.unit,
        is_ambiguous=any(one.is_ambiguous for one in volumes),
        events=len(goods),
        probability=surest,
        statements=tuple(sorted({statement for one in goods for statement in one.statements})),
        handling=strictest({marking for one in goods for marking in one.handling}),
    )


def _sum(bounds: list[float | None], *, at_least: bool) -> float | None:
    """Add bounds up: an open lower end counts as nothing, an open upper one leaves the sum open."""
    known = [bound for bound in bounds if bound is not None]
    if len(known) == 0 or (not at_least and len(known) < len(bounds)):
        return None
    return float(sum(sorted(known)))
