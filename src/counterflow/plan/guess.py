"""What the adversary may open against arcs closed in part: good choices, found fast; nothing here is a proof.

Closing a share of an arc takes that share of what flows over it. Opening latent arcs by the part lets a price on his
budget stand for it, which is one priced flow; the arcs most of which he then opens are a choice, and choices are
bettered by opening one more arc or another in place of one.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np

from counterflow.plan.answer import Latent
from counterflow.plan.cut import Residual
from counterflow.plan.network import Bools, Floats, FlowNetwork
from counterflow.plan.priced import PricedFlow, priced_flow

PRICES = 12
"""Prices of his budget that are tried."""

NEXT = 4
"""Arcs tried at a time: those that could add most."""


class Guess(NamedTuple):
    """A choice and what it is worth to him."""

    worth: float
    opened: Bools


class Guesser:
    """One adversary in one network."""

    def __init__(self, network: FlowNetwork, latent: Latent) -> None:
        self.network, self.latent, self.residual = network, latent, Residual.of(network)
        self.can_open = latent.arcs & (network.capacity > 0) & (latent.cost <= latent.budget)
        self.rate = np.where(self.can_open, latent.cost / np.maximum(network.capacity, 1e-300), 0.0)

    def worth(self, opened: Bools, closed: Bools | Floats) -> float:
        """Say how much flows, less what the closed shares take of it."""
        return self._flow(opened, closed.astype(np.float64)).worth

    def guess(self, closed: Bools | Floats, begin: list[Bools]) -> Guess:
        """Find a good choice, from those given or found by price."""
        price = closed.astype(np.float64)
        choices = {one.tobytes(): one for one in itertools.chain(begin, self._by_price(price))}
        ranked = sorted(choices.values(), key=lambda one: -self._flow(one, price).worth)
        return max((self._better(one, price) for one in ranked[:2]), key=lambda one: one.worth)

    def _flow(self, opened: Bools, price: Floats) -> PricedFlow:
        capacity = np.where(self.latent.arcs & ~opened, 0.0, self.network.capacity)
        return priced_flow(self.residual, self.network.source, self.network.sink, capacity, price)

    def _by_price(self, price: Floats) -> list[Bools]:
        """Open by the part at several prices, and of each the arcs that are opened most."""
        if not bool(self.can_open.any()):
            return [np.zeros_like(self.can_open)]
        low, high = 0.0, float((1.0 / self.rate[self.can_open]).max())
        choices = []
        for _ in range(PRICES):
            middle = (low + high) / 2
            flow = self._flow(self.can_open, price + middle * self.rate).flow
            part = flow * self.rate / np.where(self.can_open, self.latent.cost, 1.0)
            choices.append(self._fill(part))
            if float((flow * self.rate).sum()) > self.latent.budget:
                low = middle
            else:
                high = middle
        return choices

    def _fill(self, rank: Floats) -> Bools:
        """Open by rank while his budget lasts."""
        opened, left = np.zeros_like(self.can_open), self.latent.budget
        for arc in np.argsort(-rank, kind="stable").tolist():
            if rank[arc] <= 0:
                break
            if self.latent.cost[arc] <= left:
                opened[arc] = True
                left -= float(self.latent.cost[arc])
        return opened

    def _better(self, opened: Bools, price: Floats) -> Guess:
        """Open one more, or another in place of one, while that lets more flow."""
        worth = self._flow(opened, price).worth
        while True:
            found = self._step(opened, worth, price)
            if found is None:
                return Guess(worth, opened)
            worth, opened = found

    def _step(self, opened: Bools, worth: float, price: Floats) -> Guess | None:
        """Find the next better choice; what potentials differ by over an arc says what it could add at most."""
        tries: list[tuple[float, int, Bools]] = []
        left = self.latent.budget - float(self.latent.cost[opened].sum())
        for without in [-1, *np.flatnonzero(opened).tolist()]:
            base = opened.copy()
            room = left
            if without >= 0:
                base[without] = False
                room += float(self.latent.cost[without])
            can = self.can_open & ~base & (self.latent.cost <= room)
            can[without if without >= 0 else []] = False
            if not bool(can.any()):
                continue
            flow = self._flow(base, price)
            slope = flow.potential[self.network.head] - flow.potential[self.network.tail] - price
            most = flow.worth + np.where(can, self.network.capacity * np.maximum(0.0, slope), 0.0)
            tries += [(float(most[arc]), int(arc), base) for arc in np.argsort(-most, kind="stable")[:NEXT] if can[arc]]
        for most_worth, arc, base in sorted(tries, key=lambda one: -one[0])[: 3 * NEXT]:
            if most_worth <= worth * (1 + 1e-6):
                return None
            choice = base.copy()
            choice[arc] = True
            found = self._flow(choice, price).worth
            if found > worth * (1 + 1e-6):
                return Guess(found, choice)
        return None
