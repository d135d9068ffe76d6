"""A small case whose reports state what the two that the project grew from state, as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from counterflow.case import Case
from counterflow.model.identity import make_id
from counterflow.stage import StageInput
from counterflow.tables import (
    BELIEF,
    ENTITY,
    EVIDENCE,
    LEG,
    LINEAGE,
    QUANTITY,
    TABLES,
    Belief,
    Entity,
    Evidence,
    Leg,
    Lineage,
    Quantity,
)


class Told(NamedTuple):
    """One figure of one report."""

    event: str
    schema: str
    text: str
    kind: str
    low: float | None
    high: float | None
    unit: str
    per: str | None = None
    modifier: str = "="
    hedge: str = "reported"
    probability: float = 0.7
    says: tuple[str, ...] = ()
    document: str = "d1"
    facts: tuple[tuple[str, str], ...] = ()
    """Other properties of the event: (property, value); `zgood-` values are entities."""
    norm: tuple[float, float, str] | None = None


REPORTS = (
    Told("zframe-quota", "Remittance", "$100,000 per year", "money", 1e5, 1e5, "USD", "embassy/year", hedge="planned"),
    Told("zframe-birthday", "Revenue", "$300,000", "money", 3e5, 3e5, "USD", "diplomat", hedge="planned",
         facts=(("date", "2012-04-15"),)),
    Told("zframe-made", "Production", "3,000 kilograms", "mass", 3000, 3000, "kg", hedge="estimated",
         says=("South Korean authorities",), facts=(("date", "2013"), ("commodity", "zgood-drug"))),
    Told("zframe-earned", "Revenue", "between $100 million and $200 million", "money", 1e8, 2e8, "USD", None, "range",
         "possible", says=("South Korean authorities",), facts=(("date", "2013"),)),
    Told("zframe-ship", "Shipment", "150 kilograms", "mass", 150, 150, "kg", facts=(("date", "2003"),)),
    Told("zframe-stock", "Stockpile", "2,500 to 5,000 tons", "mass", 2500, 5000, "tons", None, "range",
         says=("think tank",), document="d2", facts=(("commodity", "zgood-chemical-weapon"),)),
    Told("zframe-all", "Revenue", "about $1 billion annually", "money", 1e9, 1e9, "USD", "year", "~", "estimated",
         document="d2", facts=(("activity", "black market activity"),)),
    Told("zframe-iran", "Revenue", "at least $2 billion", "money", 2e9, None, "USD", None, ">=", "fact", 0.8,
         document="d2", facts=(("activity", "sales"),)),
)  # fmt: skip
"""What the two reports say, each figure as `extract` reads it."""
CLEAR = "TLP:CLEAR"


def write_tables(folder: Path, told: Sequence[Told], ways: Sequence[Mapping[str, Any]] = ()) -> dict[str, list[Path]]:
    """Write the tables that the stage reads."""
    paths = {name: [folder / f"{name}.parquet"] for name in TABLES}
    beliefs, quantities, evidence, entities = [], [], [], {}

    def believe(one: Told, prop: str, value: str, statement: str, type_: str = "string") -> None:
        rest = (None, one.probability, 1.0, "F", 6, None, "affirmed", one.hedge, 1, 1, (statement,), CLEAR)
        beliefs.append(Belief(make_id(one.event, prop), one.event, prop, type_, value, *rest))

    def entity(id_: str, schema: str, caption: str) -> None:
        entities[id_] = Entity(id_, schema, caption, (), (), (), (), None, None, False, None, 1, CLEAR)

    for number, one in enumerate(told):
        statement = f"s{number}"
        entity(one.event, one.schema, one.event)
        believe(one, "amount" if one.kind == "money" else "quantity", one.text, statement)
        for prop, value in one.facts:
            kind = "entity" if value.startswith("zgood-") else "country" if prop == "country" else "string"
            believe(one, prop, value, f"{statement}-{prop}", kind)
            if value.startswith("zgood-"):
                entity(value, "Commodity", value.removeprefix("zgood-").replace("-", " "))
        norm = one.norm or (one.low, one.high, one.unit)
        amount = (one.text, one.kind, one.low, one.high, one.unit, *norm, one.modifier, one.per, one.unit == "tons")
        quantities.append(Quantity(f"q{number}", statement, one.document, 0, 1, *amount, CLEAR))
        passage = (one.document, number * 100, number * 100 + 9, None, None, f"They say {one.text}.", None, one.says)
        evidence.append(
            Evidence(
                f"e{number}", statement, "r", *passage, one.hedge, "affirmed", None, None, None, None, "t/1", CLEAR
            )
        )
    legs = []
    for way in ways:
        ends = (way["source"], way["source"], "party", way.get("country"), way["target"], way["target"], "party", None)
        what = (way["id"], way["events"], way.get("what", "goods"), way.get("commodities", ()))
        legs.append(Leg(*what, *ends, True, None, way.get("probability"), 1, way.get("statements", ()), CLEAR))
    for table, rows in (
        (BELIEF, beliefs),
        (QUANTITY, quantities),
        (EVIDENCE, evidence),
        (ENTITY, list(entities.values())),
        (LEG, legs),
        (LINEAGE, [Lineage("d3", "d1", "syndication", True, 1.0, None, CLEAR)]),
    ):
        table.write(table.from_rows(rows), paths[table.name][0])
    return paths


MakeInput = Callable[..., StageInput]


@pytest.fixture
def make_input(tmp_path: Path) -> MakeInput:
    """Make the input of the stage: figures of reports, a case model, legs."""

    def make(
        told: Sequence[Told] = REPORTS,
        model: Mapping[str, Any] | None = None,
        ways: Sequence[Mapping[str, Any]] = (),
        handling: str = CLEAR,
    ) -> StageInput:
        parameters = {} if model is None else {"estimate": dict(model)}
        case = Case(tmp_path, "test", parameters=parameters, handling=handling)
        return StageInput(case, write_tables(tmp_path, told, ways), None)  # type: ignore[arg-type]

    return make
