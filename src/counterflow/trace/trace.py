"""The stage: ties and likely ties, what the listed own, roles, ways and stocks of goods, games with identity."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from counterflow import engine as engines
from counterflow.stage import StageInput
from counterflow.tables import EDGE, IDENTITY, LEAD, LEG, OWNERSHIP, ROLE, ROUTE, STOCKPILE, Table
from counterflow.trace.edge import edge
from counterflow.trace.identity import identity
from counterflow.trace.lead_table import lead
from counterflow.trace.leg import leg
from counterflow.trace.ownership import ownership
from counterflow.trace.role import role
from counterflow.trace.route import route
from counterflow.trace.stockpile import stockpile


def trace(inputs: StageInput) -> Iterator[tuple[Table, pa.Table]]:
    """Find ties and likely ties, what the listed own, roles, ways and stocks of goods, and games with identity.

    Reads:
        `statement`, `evidence`, `canonical`, `entity`, `belief`, `quantity`, `frame`, `mention`,
        `document`.
    Writes:
        `edge`, `ownership`, `role`, `route`, `stockpile`, `lead`, `leg`, `identity`.
    """
    with engines.connect(inputs.paths) as engine:
        edges = edge(engine)
        yield EDGE, edges
        engine.register("edge", edges)
        owned = ownership(engine)
        yield OWNERSHIP, owned
        engine.register("ownership", owned)
        roles = role(engine)
        yield ROLE, roles
        engine.register("role", roles)
        yield ROUTE, route(engine)
        stocks = stockpile(engine)
        yield STOCKPILE, stocks
        yield LEAD, lead(engine, roles, stocks)
        yield LEG, leg(engine)
        yield IDENTITY, identity(engine)
