"""Trades of a build: events and stocks of goods, with who sells, who buys and who stands between by `market.toml`."""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from counterflow.engine import Engine
from counterflow.model.commodity.ontology import find_in_phrase, load_ontology
from counterflow.model.schema import get_schema, load_model
from counterflow.trace.goods import INTENDED, Goods, load_goods
from counterflow.trace.network import Network
from counterflow.trace.party_net import authorities_of

RULE_PATH = Path(__file__).parent / "market.toml"
SELLER, BUYER, MIDDLEMAN = "seller", "buyer", "middleman"
STOCK = "Stockpile"
NO_CHANCE = 0.5
"""Of what nobody could state a probability for."""

_KINDS = "SELECT canonical_id, schema FROM entity"


@dataclass(frozen=True)
class Part:
    """What one source makes of one party in a trade."""

    party: str
    words: str
    """E.g. `seller (Sale)`."""
    statements: tuple[str, ...]
    handling: str


@dataclass
class Trade:
    """What is told of one event or stock of goods."""

    id: str
    goods: tuple[str, ...]
    """Keys of the ontology; empty: none that is known."""
    places: tuple[str, ...]
    years: tuple[int, int] | None
    chance: float
    statements: tuple[str, ...]
    """That say which goods."""
    handling: tuple[str, ...]
    parts: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    """By side: seller, buyer, middleman."""

    def of(self, side: str) -> list[str]:
        """Name the parties of a side, each once."""
        return sorted({one.party for one in self.parts.get(side, ())})


def load_trades(engine: Engine, network: Network, stocks: Iterable[Mapping[str, Any]]) -> list[Trade]:
    """Load the trades that name anybody.

    Only ties that somebody affirms as a fact or as reported, with evidence, give a part; so a natural person has none
    without an evidenced tie. Who acts as an authority somewhere, and is not listed, has none.

    Reads:
        `belief`, `entity`, `canonical`, `quantity`, `frame`, `mention`, and rows of `stockpile`.
    """
    rules = _rules()["part"]
    wanted = sorted({one["schema"] for one in rules})
    by_id = {one.id: _trade(one) for one in load_goods(engine, wanted) if one.standing != INTENDED}
    kinds = {row["canonical_id"]: row["schema"] for row in engine.query(_KINDS).to_pylist()}
    left_out = {network.graph.id_of(one) for one in authorities_of(network)}
    by_schema = {name: [one for one in rules if _is(name, one["schema"])] for name in load_model().schemata}
    of_trade = pc.is_in(network.edges.column("interval_id"), value_set=pa.array(sorted(by_id), pa.string()))
    for edge in network.edges.filter(pc.and_(of_trade, pc.greater(network.edges.column("evidence"), 0))).to_pylist():
        trade = by_id[edge["interval_id"]]
        for rule in by_schema[edge["schema"]]:
            if rule.get("role", edge["role"]) != edge["role"]:
                continue
            end = rule.get("end") or ("source" if edge["target_id"] == trade.id else "target")
            party = edge[f"{end}_id"]
            if party in left_out or not _may_be(kinds.get(party), rule.get("party")):
                continue
            words = f"{edge['role']} ({edge['schema']})"
            trade.parts[rule["side"]].append(Part(party, words, tuple(edge["statements"]), edge["handling"]))
    found = [one for one in by_id.values() if len(one.parts) > 0]
    return found + [_stock(row) for row in stocks if row["standing"] != INTENDED and len(row["holders"]) > 0]


def _trade(goods: Goods) -> Trade:
    return Trade(
        id=goods.id,
        goods=goods_of(goods.commodities),
        places=tuple(dict.fromkeys(place for places in goods.places.values() for place in places)),
        years=None if goods.years is None else (int(goods.years[0]), int(goods.years[1])),
        chance=NO_CHANCE if goods.probability is None else goods.probability,
        statements=tuple(sorted(goods.statements)),
        handling=tuple(sorted(goods.handling)),
    )


def _stock(row: Mapping[str, Any]) -> Trade:
    """Who holds a stock, and who controls the holder, could sell of it."""
    year = row["period"][:4]
    trade = Trade(
        id=row["id"],
        goods=goods_of([row["commodity"]]),
        places=() if row["place"] is None else (row["place"],),
        years=(int(year), int(year)) if year.isdigit() else None,
        chance=NO_CHANCE if row["probability"] is None else row["probability"],
        statements=tuple(row["statements"]),
        handling=(row["handling"],),
    )
    for words, parties in ((f"holds it ({STOCK})", row["holders"]), ("controls who holds it", row["controllers"])):
        for party in parties:
            trade.parts[SELLER].append(Part(party, words, tuple(row["statements"]), row["handling"]))
    return trade


def goods_of(names: Sequence[str]) -> tuple[str, ...]:
    """Give the goods of the ontology that words name; what says nothing of the kind ("cargo") is none."""
    ontology = load_ontology()
    found = set()
    for name in names:
        key = name.replace(" ", "_")
        good = ontology.get(key) or find_in_phrase(name)
        if good is not None and not good.is_generic:
            found.add(good.key)
    return tuple(sorted(found))


def middleman_roles() -> frozenset[str]:
    """Name the roles of who stands between."""
    return frozenset(_rules()["middleman"]["roles"])


@functools.cache
def _rules() -> Mapping[str, Any]:
    return tomllib.loads(RULE_PATH.read_text(encoding="utf-8"))


@functools.cache
def _is(schema: str, base: str) -> bool:
    return bool(get_schema(schema).is_a(base))


def _may_be(schema: str | None, wanted: str | None) -> bool:
    """Whether a party may have a part: who is no good, event or post, and of the kind that the rule says."""
    if schema is None or not (_is(schema, "LegalEntity") or _is(schema, "Vehicle")):
        return False
    if wanted == "body":
        return not _is(schema, "Person") and not _is(schema, "Vehicle")
    return wanted is None or _is(schema, "Person")
