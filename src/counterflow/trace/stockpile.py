"""Stockpiles: goods that someone holds and could bring to market, with who controls the holder."""

from __future__ import annotations

import functools
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa

from counterflow.engine import Engine
from counterflow.model.commodity import load_ontology
from counterflow.model.handling import strictest
from counterflow.model.identity import make_id
from counterflow.tables import STOCKPILE
from counterflow.tables import Stockpile as Row
from counterflow.trace.goods import Goods, Volume, load_goods

MOST_STEPS = 8
"""Steps from a holder to who controls it in the end."""

_CONTROL = """
SELECT DISTINCT role.canonical_id AS controller,
    CASE WHEN source_id = role.canonical_id THEN target_id ELSE source_id END AS controlled
FROM (SELECT canonical_id, unnest(edges) AS edge_id FROM role WHERE role = 'controller' AND NOT is_former) role
JOIN edge ON edge.id = edge_id AND role.canonical_id IN (source_id, target_id)
ORDER BY ALL
"""


def stockpile(engine: Engine) -> pa.Table:
    """Make the rows of `stockpile`, one a stock and commodity.

    Reads:
        `belief`, `entity`, `canonical`, `quantity`, `frame`, `mention`, `edge`, `role`.
    """
    stocks = load_goods(engine, ["Stockpile"])
    if len(stocks) == 0:
        return STOCKPILE.from_rows([])
    sales = load_goods(engine, ["Sale"])
    above: dict[str, list[str]] = defaultdict(list)
    for row in engine.query(_CONTROL).to_pylist():
        above[row["controlled"]].append(row["controller"])
    return STOCKPILE.from_rows([row for stock in stocks for row in _rows(stock, sales, above)])


def _rows(stock: Goods, sales: Sequence[Goods], above: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    for commodity in stock.commodities:
        # An amount of several goods together is of none of them.
        volumes: Iterable[Volume | None] = stock.volumes if len(stock.commodities) == 1 and stock.volumes else (None,)
        offers = {sale.id for sale in sales for sold in sale.commodities if are_of_a_kind(commodity, sold)}
        for volume in volumes:
            unit = None if volume is None else volume.unit
            yield Row(
                id=make_id(stock.id, commodity, unit),
                stock_id=stock.id,
                commodity=commodity,
                holders=stock.holders,
                controllers=controllers_of(stock.holders, above),
                place=next(iter(stock.places.get("from", ())), None),
                period=stock.period,
                standing=stock.standing,
                low=None if volume is None else volume.low,
                high=None if volume is None else volume.high,
                unit=unit,
                is_ambiguous=volume is not None and volume.is_ambiguous,
                offers=len(offers),
                probability=stock.probability,
                statements=tuple(sorted(stock.statements)),
                handling=strictest(stock.handling),
            )


def controllers_of(holders: Sequence[str], above: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Give who controls a holder, and who controls those, nearest first; a circle ends where it began."""
    found: dict[str, None] = {}
    waiting = deque((holder, 0) for holder in holders)
    while len(waiting) > 0:
        party, steps = waiting.popleft()
        for controller in above.get(party, ()):
            if controller not in found and controller not in holders and steps < MOST_STEPS:
                found[controller] = None
                waiting.append((controller, steps + 1))
    return tuple(found)


def are_of_a_kind(one: str, other: str) -> bool:
    """Whether two goods are one, or one is a kind of the other by the ontology: chemical weapons and arms."""
    return one == other or one in _wider(other) or other in _wider(one)


@functools.cache
def _wider(name: str) -> frozenset[str]:
    """Name the wider kinds of a good."""
    goods = load_ontology()
    keys = {good.key.replace("_", " "): good.key for good in goods.values()}
    found: set[str] = set()
    key = keys.get(name)
    while key is not None and (parent := goods[key].parent) is not None and parent not in found:
        found.add(parent)
        key = parent
    return frozenset(parent.replace("_", " ") for parent in found)
