"""Roles: what a party does in the network, by what ties and events state, and by what several of them come to.

Stated goes before structure: a role that a tie or an event states is `stated`, whatever else speaks for it. By
structure no natural person has a role.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from counterflow.engine import Engine, fit, strictest_column
from counterflow.model.schema import load_model
from counterflow.tables import ROLE
from counterflow.trace.former import is_former

RULE_PATH = Path(__file__).parent / "party_role.toml"
EDGE_RULE_PATH = Path(__file__).parent / "role.toml"

_TOLD = """
WITH by_rule AS (
    SELECT CASE WHEN tie_rule."end" = 'source' THEN source_id ELSE target_id END AS canonical_id,
        tie_rule.role AS role, tie_rule.party, edge.role || ' (' || edge.schema || ')' AS reason,
        false AS is_former, edge.id
    FROM edge JOIN tie_rule ON tie_rule.schema = edge.schema AND coalesce(tie_rule.edge_role = edge.role, true)
    WHERE NOT tie_rule.goods OR edge.interval_id IN (SELECT interval_id FROM edge WHERE role = 'commodity')
), by_word AS (
    SELECT CASE WHEN word_rule."end" = 'source' THEN source_id ELSE target_id END AS canonical_id,
        word_rule.role AS role, word_rule.party,
        CASE WHEN word_rule."end" = 'source' THEN '"' || edge.role || '"'
            ELSE 'of others: "' || edge.role || '"' END AS reason,
        word_rule.is_former, edge.id
    FROM edge JOIN word_rule ON word_rule.text = edge.role
    WHERE edge.interval_id IS NOT NULL AND edge.schema IN (SELECT schema FROM tie_schema)
), by_body AS (
    SELECT source_id AS canonical_id, $public_role AS role, 'person' AS party,
        '"' || edge.role || '" in a public body' AS reason, public_word.is_former, edge.id
    FROM edge
    JOIN public_schema USING (schema)
    JOIN public_word ON public_word.text = edge.role
    JOIN entity ON entity.canonical_id = edge.target_id
    JOIN public_body ON public_body.schema = entity.schema
), told AS (
    SELECT * FROM by_rule
    UNION
    -- The label of a tie that is a rule itself says it once.
    SELECT by_word.* FROM by_word
    ANTI JOIN by_rule ON by_rule.id = by_word.id AND by_rule.canonical_id = by_word.canonical_id
        AND by_rule.role = by_word.role
    UNION
    SELECT * FROM by_body
)
SELECT told.canonical_id, told.role, 'stated' AS basis, told.reason, told.is_former, edge.probability,
    [edge.id] AS edges, edge.start_date, edge.end_date, edge.statements, edge.handling
FROM told
JOIN edge ON edge.id = told.id
JOIN entity ON entity.canonical_id = told.canonical_id
JOIN party_kind ON party_kind.schema = entity.schema AND (told.party = 'any' OR told.party = party_kind.kind)
WHERE edge.evidence > 0
"""
# Each way is explained by its ties; a natural person has no role by structure.
_STRUCTURE = """
WITH side AS (
    SELECT told.canonical_id, told.role, told.edges[1] AS id, goods.target_id AS commodity, goods.id AS goods_id
    FROM told_role told
    JOIN edge ON edge.id = told.edges[1] AND edge.interval_id IS NOT NULL
    JOIN edge goods ON goods.interval_id = edge.interval_id AND goods.role = 'commodity'
    WHERE told.role IN ('supplier', 'buyer')
), concluded AS (
    SELECT DISTINCT buys.canonical_id, 'broker' AS role, 'buys and sells the same goods' AS reason,
        [buys.id, buys.goods_id, sells.id, sells.goods_id] AS edges
    FROM side buys
    JOIN side sells ON sells.canonical_id = buys.canonical_id AND sells.commodity = buys.commodity
        AND buys.role = 'buyer' AND sells.role = 'supplier' AND buys.id <> sells.id
    UNION ALL
    SELECT DISTINCT owner.target_id, 'carrier', 'owns what carried the goods', [owner.id, told.edges[1]]
    FROM told_role told
    JOIN vehicle_schema ON true
    JOIN entity ship ON ship.canonical_id = told.canonical_id AND ship.schema = vehicle_schema.schema
    JOIN edge owner ON owner.source_id = ship.canonical_id AND owner.role = 'owner' AND owner.interval_id IS NULL
    WHERE told.role = 'carrier'
    UNION ALL
    SELECT DISTINCT owner.source_id, 'carrier', 'owns what carried the goods', [owner.id, told.edges[1]]
    FROM told_role told
    JOIN vehicle_schema ON true
    JOIN entity ship ON ship.canonical_id = told.canonical_id AND ship.schema = vehicle_schema.schema
    JOIN edge owner ON owner.target_id = ship.canonical_id
        AND owner.schema IN (SELECT schema FROM ownership_schema)
    WHERE told.role = 'carrier'
    UNION ALL
    SELECT DISTINCT owner_id, 'controller', 'owns the most of others, alone or through them (' || rule || ')', through
    FROM ownership WHERE answer = 'certainly' AND len(through) > 0
), hop AS (
    SELECT DISTINCT canonical_id, role, reason, edges, unnest(edges) AS id FROM concluded
)
SELECT hop.canonical_id, hop.role, 'structure' AS basis, hop.reason, false AS is_former,
    product(coalesce(edge.probability, 0.5)) AS probability, hop.edges,
    min(edge.start_date) AS start_date,
    CASE WHEN bool_and(edge.end_date IS NOT NULL) THEN max(edge.end_date) END AS end_date,
    list_distinct(flatten(array_agg(edge.statements))) AS statements,
    string_agg(DISTINCT edge.handling, chr(10)) AS handling
FROM hop
JOIN edge ON edge.id = hop.id
JOIN entity ON entity.canonical_id = hop.canonical_id
JOIN party_kind ON party_kind.schema = entity.schema AND party_kind.kind <> 'person'
GROUP BY hop.canonical_id, hop.role, hop.reason, hop.edges
HAVING count(DISTINCT edge.id) = len(list_distinct(hop.edges)) AND min(edge.evidence) > 0
"""
_ROLES = """
WITH said AS (
    SELECT * FROM told_role
    UNION ALL
    SELECT structure_role.* FROM structure_role
    WHERE NOT EXISTS (
        SELECT 1 FROM told_role told
        WHERE told.canonical_id = structure_role.canonical_id AND told.role = structure_role.role
    )
)
SELECT canonical_id, role, min(basis) AS basis, string_agg(DISTINCT reason, '; ' ORDER BY reason) AS reason,
    bool_and(is_former) AS is_former, min(start_date) AS start_date,
    CASE WHEN bool_and(end_date IS NOT NULL) THEN max(end_date) END AS end_date, max(probability) AS probability,
    array_sort(list_distinct(flatten(array_agg(edges)))) AS edges,
    array_sort(list_distinct(flatten(array_agg(statements)))) AS statements,
    string_agg(DISTINCT handling, chr(10)) AS handling
FROM said GROUP BY canonical_id, role ORDER BY canonical_id, role
"""


def role(engine: Engine) -> pa.Table:
    """Make the rows of `role`, one a party and role.

    A role is given by an edge only: a tie or a part in an event that somebody affirms. So a natural person has none
    without an evidenced edge, and none at all by structure. What is called former everywhere is marked so.

    Reads:
        `edge`, `entity`, `ownership`.
    """
    rules = _rules()
    _register_rules(engine, rules)
    engine.register("told_role", engine.query(_TOLD, {"public_role": rules["public"]["role"]}))
    engine.register("structure_role", _like(engine, engine.query(_STRUCTURE)))
    return fit(strictest_column(engine.query(_ROLES)), ROLE)


def _like(engine: Engine, rows: pa.Table) -> pa.Table:
    """Order columns as those that are stated have them."""
    names = engine.query("SELECT * FROM told_role LIMIT 0").schema.names
    return rows.select(names)


@functools.cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(RULE_PATH.read_text(encoding="utf-8"))


def _register_rules(engine: Engine, rules: Mapping[str, Any]) -> None:
    """Give the rules as rows: by schemata with all that descend from them, and by the words that ties really have."""
    acting = tomllib.loads(EDGE_RULE_PATH.read_text(encoding="utf-8"))["acting"]
    ties = [
        {
            "schema": schema,
            "edge_role": tie.get("edge_role"),
            "end": tie.get("end", "source" if tie.get("edge_role") in acting else "target"),
            "role": tie["role"],
            "party": tie.get("party", "any"),
            "goods": tie.get("goods", False),
        }
        for tie in rules["tie"]
        for schema in _descending(tie["schema"])
    ]
    engine.register("tie_rule", pa.Table.from_pylist(ties))
    schemata = load_model().schemata.values()
    kinds = [
        {"schema": one.name, "kind": _kind(one)} for one in schemata if one.is_a("LegalEntity") or one.is_a("Vehicle")
    ]
    engine.register("party_kind", pa.Table.from_pylist(kinds))
    engine.register("tie_schema", _names([one.name for one in schemata if one.edge]))
    engine.register("public_schema", _names([one for name in rules["public"]["schemata"] for one in _descending(name)]))
    engine.register("public_body", _names(_descending(rules["public"]["body"])))
    engine.register("vehicle_schema", _names(_descending("Vehicle")))
    engine.register("ownership_schema", _names(_descending("Ownership")))
    found = engine.query("SELECT DISTINCT role FROM edge ORDER BY role").column("role").to_pylist()
    engine.register("word_rule", _words(list(_word_rows(found, rules)), ("text", "end", "role", "party")))
    engine.register("public_word", _words(list(_public_rows(found, rules)), ("text",)))


def _word_rows(texts: list[str], rules: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for rule in rules["word"]:
        for end in ("source", "target"):
            if end in rule:
                pattern = re.compile(rule[end], re.IGNORECASE)
                for text in texts:
                    if pattern.search(text) is not None:
                        row = {"text": text, "end": end, "role": rule["role"], "party": rule.get("party", "any")}
                        yield {**row, "is_former": is_former(text)}


def _public_rows(texts: list[str], rules: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    pattern = re.compile(rules["public"]["words"], re.IGNORECASE)
    for text in texts:
        if pattern.search(text) is not None:
            yield {"text": text, "is_former": is_former(text)}


def _words(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pa.Table:
    fields = [(name, pa.string()) for name in columns] + [("is_former", pa.bool_())]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def _kind(schema: Any) -> str:
    return "person" if schema.is_a("Person") else "vehicle" if schema.is_a("Vehicle") else "body"


def _descending(name: str) -> list[str]:
    """Name a schema and all that descend from it."""
    return sorted(one for one, schema in load_model().schemata.items() if schema.is_a(name))


def _names(schemata: list[str]) -> pa.Table:
    return pa.table({"schema": pa.array(sorted(set(schemata)), pa.string())})
