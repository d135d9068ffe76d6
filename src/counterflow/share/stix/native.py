"""What a build holds of the entities that leave, row by row as its tables have it: nothing is lost on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from counterflow.engine import Engine
from counterflow.model.handling import strictest, widest
from counterflow.stix.row import Row, present

LEAVING_SQL = """
SELECT statement.*, canonical.canonical_id AS party_id
FROM statement JOIN canonical USING (entity_id) JOIN exported ON exported.canonical_id = canonical.canonical_id
WHERE EXISTS (SELECT 1 FROM evidence JOIN open_marking USING (handling) WHERE statement_id = statement.id)
    AND (prop_type <> 'entity' OR EXISTS (
        SELECT 1 FROM canonical AS target JOIN exported ON exported.canonical_id = target.canonical_id
        WHERE target.entity_id = statement.value))
"""
"""Statements of a bundle: of entities that leave also what is denied, doubted or no property of FtM's."""
_STATEMENT_SQL = f"{LEAVING_SQL} ORDER BY party_id, id"
_BESIDE_SQL = """
SELECT {table}.* FROM {table} JOIN open_marking USING (handling)
WHERE statement_id IN (SELECT id FROM ({leaving})) ORDER BY statement_id, id
"""
_BELIEF_SQL = f"""
SELECT belief.* FROM belief JOIN open_marking USING (handling) JOIN exported USING (canonical_id)
WHERE (prop_type <> 'entity' OR value IN (SELECT canonical_id FROM exported))
    AND NOT EXISTS (
        SELECT 1 FROM (SELECT unnest(statements) AS id) AS told WHERE told.id NOT IN (SELECT id FROM ({LEAVING_SQL})))
ORDER BY canonical_id, id
"""  # noqa: S608 - a constant


_AMOUNT_SQL = """
SELECT quantity.* FROM quantity JOIN open_marking USING (handling)
JOIN document ON document.id = quantity.document_id
JOIN open_marking AS told ON told.handling = document.handling
WHERE statement_id IS NULL ORDER BY document_id, quantity.id
"""
_SUBJECT_SQL = """
SELECT document.id, canonical_id FROM document
JOIN canonical ON canonical.entity_id = document.subject JOIN exported USING (canonical_id)
"""


class Native(NamedTuple):
    """What leaves of one entity."""

    statements: tuple[Row, ...]
    """Rows of `statement`, each with its rows of `evidence` and `quantity` under those names."""
    beliefs: tuple[Row, ...]
    quantities: tuple[Row, ...]
    """Rows of `quantity` that stand in narratives about it and belong to no statement."""
    handling: str
    """The strictest marking of anything in it."""


def read_native(engine: Engine, roots: Mapping[str, Row]) -> dict[str, Native]:
    """Read what leaves of each entity, by canonical id.

    A belief leaves only with all its statements: it was made of them. A statement's marking is the widest of the
    evidence that leaves with it.

    Args:
        engine: the tables.
        roots: what is said of the root of each piece of evidence, by its id.

    Reads:
        `statement`, `canonical`, `evidence`, `quantity`, `belief`, `document`, and what `select_statements` registered.
    """
    evidence, quantities = (_by_statement(engine, table) for table in ("evidence", "quantity"))
    parties: dict[str, list[Row]] = defaultdict(list)
    for row in engine.query(_STATEMENT_SQL).to_pylist():
        told = evidence[row["id"]]
        row["handling"] = widest(one["handling"] for one in told)
        whole = present(row) | {"evidence": [present(one) | {"root": roots[one["id"]]} for one in told]}
        if len(quantities[row["id"]]) > 0:
            whole["quantity"] = list(map(present, quantities[row["id"]]))
        parties[row.pop("party_id")].append(whole)
        whole.pop("party_id")
    beliefs: dict[str, list[Row]] = defaultdict(list)
    for row in engine.query(_BELIEF_SQL).to_pylist():
        beliefs[row["canonical_id"]].append(present(row))
    loose: dict[str, list[Row]] = defaultdict(list)
    amounts = read_amounts(engine)
    for row in engine.query(_SUBJECT_SQL).to_pylist():
        loose[row["canonical_id"]].extend(amounts.get(row["id"], ()))
    return {
        party_id: Native(
            tuple(rows),
            tuple(beliefs[party_id]),
            tuple(loose[party_id]),
            _strictest(rows, [*beliefs[party_id], *loose[party_id]]),
        )
        for party_id, rows in parties.items()
    }


def read_amounts(engine: Engine) -> dict[str, list[Row]]:
    """Read the amounts that belong to no statement and may leave, by the document that they stand in."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in engine.query(_AMOUNT_SQL).to_pylist():
        found[row["document_id"]].append(present(row))
    return found


def _by_statement(engine: Engine, table: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in engine.query(_BESIDE_SQL.format(table=table, leaving=LEAVING_SQL)).to_pylist():
        found[row["statement_id"]].append(row)
    return found


def _strictest(statements: Iterable[Row], others: Iterable[Row]) -> str:
    return strictest(
        [one["handling"] for row in statements for one in (*row["evidence"], *row.get("quantity", ()))]
        + [row["handling"] for row in others]
    )
