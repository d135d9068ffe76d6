"""Grounds of a market lead: why the one sells and the other buys, and what they share, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from counterflow.trace.market_good import near
from counterflow.trace.market_trade import BUYER, MIDDLEMAN, SELLER, Part, Trade
from counterflow.trace.network import Network

MOST_GROUNDS = 3
"""Grounds of one side that are given, the surest; the others count in the score alone."""
SHARED = "shared"


class Ground(NamedTuple):
    """One thing that speaks for a lead."""

    side: str
    """`seller`, `buyer`, or `shared` by both."""
    says: str
    party: str | None
    """`canonical_id` of the middleman that both use."""
    statements: tuple[str, ...]
    handling: tuple[str, ...]


@dataclass(frozen=True)
class MarketTies:
    """What is known of the parties of a market outside its trades."""

    network: Network
    uses: Mapping[tuple[str, str], Sequence[int]]
    """Party and middleman, with the rows of the network's edges between them."""
    homes: Mapping[str, Sequence[str]]

    def of(self, parties: Sequence[str]) -> MarketTies:
        """Give what is known of some of the parties."""
        kept = set(parties)
        uses = {pair: rows for pair, rows in self.uses.items() if pair[0] in kept}
        return MarketTies(self.network, uses, {one: self.homes[one] for one in parties if one in self.homes})


def grounds_of(trades: Sequence[Trade], ties: MarketTies, ends: tuple[str, str], good: str) -> list[Ground]:
    """Give the grounds of one lead: of the seller, of the buyer, then of both."""
    found = [*_of_side(trades, SELLER, ends[0], good), *_of_side(trades, BUYER, ends[1], good)]
    return [*found, *_shared_middlemen(trades, ties, ends), *_shared_places(trades, ties, ends), *_years(trades, ends)]


def _of_side(trades: Sequence[Trade], side: str, party: str, good: str) -> Iterator[Ground]:
    told = []
    for trade in trades:
        parts = [one for one in trade.parts.get(side, ()) if one.party == party]
        nearest = max((near(good, one) for one in trade.goods), default=0.0)
        if len(parts) > 0 and nearest > 0.0:
            told.append((nearest * trade.chance, trade, parts))
    told.sort(key=lambda one: (-one[0], one[1].id))
    for _, trade, parts in told[:MOST_GROUNDS]:
        words = ", ".join(sorted({one.words for one in parts}))
        goods = ", ".join(one.replace("_", " ") for one in trade.goods)
        yield Ground(side, f"{goods}: {words}{_when(trade)}", None, *_support([trade], parts))


def _when(trade: Trade) -> str:
    if trade.years is None:
        return ""
    first, last = trade.years
    return f", {first}" if first == last else f", {first} to {last}"


def _support(trades: Sequence[Trade], parts: Sequence[Part]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    statements = {one for trade in trades for one in trade.statements} | {
        one for part in parts for one in part.statements
    }
    markings = {one for trade in trades for one in trade.handling} | {part.handling for part in parts}
    return tuple(sorted(statements)), tuple(sorted(markings))


def _shared_middlemen(trades: Sequence[Trade], ties: MarketTies, ends: tuple[str, str]) -> Iterator[Ground]:
    ours, theirs = (_middlemen(trades, ties, party, side) for party, side in zip(ends, (SELLER, BUYER), strict=True))
    for middleman in sorted(ours.keys() & theirs.keys() - set(ends)):
        statements, markings = (tuple(sorted({*ours[middleman][place], *theirs[middleman][place]})) for place in (0, 1))
        yield Ground(SHARED, "broker, carrier, courier or financier of both", middleman, statements, markings)


def _middlemen(
    trades: Sequence[Trade], ties: MarketTies, party: str, side: str
) -> dict[str, tuple[set[str], set[str]]]:
    """Give the middlemen of a party with the statements and markings behind each."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for trade in trades:
        own = [one for one in trade.parts.get(side, ()) if one.party == party]
        for part in trade.parts.get(MIDDLEMAN, ()) if len(own) > 0 else ():
            statements, markings = _support([trade], [*own, part])
            known = found.setdefault(part.party, (set(), set()))
            known[0].update(statements)
            known[1].update(markings)
    for (user, middleman), rows in ties.uses.items():
        if user == party:
            known = found.setdefault(middleman, (set(), set()))
            for row in rows:
                known[0].update(ties.network.edges.column("statements")[row].as_py())
                known[1].add(ties.network.edges.column("handling")[row].as_py())
    return found


def _shared_places(trades: Sequence[Trade], ties: MarketTies, ends: tuple[str, str]) -> Iterator[Ground]:
    """Name the places that both their ways touch; of countries in which both are at home no statement is given."""
    touched = []
    for party, side in zip(ends, (SELLER, BUYER), strict=True):
        here: dict[str, list[Trade]] = {place: [] for place in ties.homes.get(party, ())}
        for trade in trades:
            if party in trade.of(side):
                for place in trade.places:
                    here.setdefault(place, []).append(trade)
        touched.append(here)
    for place in sorted(touched[0].keys() & touched[1].keys()):
        yield Ground(SHARED, f"place of both: {place}", None, *_support([*touched[0][place], *touched[1][place]], []))


def _years(trades: Sequence[Trade], ends: tuple[str, str]) -> Iterator[Ground]:
    spans = []
    for party, side in zip(ends, (SELLER, BUYER), strict=True):
        years = [trade.years for trade in trades if trade.years is not None and party in trade.of(side)]
        if len(years) == 0:
            return
        spans.append((min(one[0] for one in years), max(one[1] for one in years)))
    first, last = max(one[0] for one in spans), min(one[1] for one in spans)
    if first <= last:
        yield Ground(SHARED, f"both active {first}" + ("" if first == last else f" to {last}"), None, (), ())
