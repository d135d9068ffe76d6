"""Identity: games of ships and companies of a build, as rows with their statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from counterflow.engine import Engine
from counterflow.model.handling import strictest
from counterflow.model.identity import make_id
from counterflow.tables import IDENTITY
from counterflow.tables import Identity as Row
from counterflow.trace.company import PERSON, find_reborn
from counterflow.trace.ship import Claim, Game, find_ship_games

# A number that fails its check is kept as a registration number, with the words of the list, or FtM's field, that call
# it IMO. What several reports tell is of several sources, though their dataset is one.
_SHIP_SQL = """
SELECT canonical.canonical_id AS party, s.entity_id AS record,
    CASE WHEN s.prop IN ('registrationNumber', 'idNumber') THEN 'imoNumber' ELSE s.prop END AS prop, s.value,
    coalesce(v.document_id, s.dataset) AS source, min(v.first_seen) AS first, max(v.last_seen) AS last,
    s.id AS statement
FROM statement s
JOIN canonical USING (entity_id)
JOIN evidence v ON v.statement_id = s.id
WHERE s.schema = 'Vessel' AND v.polarity = 'affirmed' AND v.hedge IN ('fact', 'reported', 'former')
    AND (s.prop IN ('imoNumber', 'mmsi', 'name', 'alias', 'weakAlias', 'previousName', 'flag', 'pastFlags', 'callSign',
        'buildDate', 'grossRegisteredTonnage', 'tonnage')
        OR (s.prop IN ('registrationNumber', 'idNumber')
            AND (v.field = 'imoNumber'
                OR regexp_matches(concat_ws(' ', v.field, v.text), 'IMO[^0-9;]{0,12}' || regexp_escape(s.value)))))
GROUP BY ALL
ORDER BY ALL
"""

_COMPANY_SQL = """
WITH dated AS (
    SELECT DISTINCT canonical.canonical_id AS party FROM statement JOIN canonical USING (entity_id)
    WHERE prop IN ('incorporationDate', 'dissolutionDate')
), said AS (
    SELECT dated.party, s.id AS statement, s.prop, s.value, s.dataset AS source
    FROM statement s
    JOIN canonical ON canonical.entity_id = s.entity_id
    JOIN dated ON dated.party = canonical.canonical_id
    WHERE s.id IN (SELECT statement_id FROM evidence WHERE polarity = 'affirmed' AND hedge IN ('fact', 'reported'))
)
SELECT party, party AS record, prop, value, source, statement
FROM said WHERE prop IN ('name', 'address', 'incorporationDate', 'dissolutionDate')
UNION ALL
SELECT party, party, 'address', text.value, source, text.id
FROM said JOIN statement text ON text.entity_id = said.value AND text.prop = 'full'
WHERE said.prop = 'addressEntity'
UNION ALL
SELECT company, company, $person, person, '', unnest(statements)
FROM (
    SELECT e.target_id AS company, e.source_id AS person, e.statements FROM edge e
    UNION ALL
    SELECT e.source_id, e.target_id, e.statements FROM edge e
)
WHERE company IN (SELECT party FROM dated)
    AND person IN (SELECT canonical_id FROM entity WHERE schema = 'Person')
ORDER BY ALL
"""


def identity(engine: Engine) -> pa.Table:
    """Make the rows of `identity`: changes and contradictions in the identity of ships, and companies reborn.

    Reads:
        `statement`, `evidence`, `canonical`, `entity`, `edge`.
    """
    games = find_ship_games(_claims(engine.query(_SHIP_SQL).to_pylist()))
    companies = engine.query(_COMPANY_SQL, {"person": PERSON}).to_pylist()
    games += find_reborn(_claims(companies))
    wanted = sorted({one for game in games for one in game.statements})
    if len(wanted) == 0:
        return IDENTITY.from_rows([])
    sql = "SELECT id, handling FROM statement WHERE id IN (SELECT unnest($ids))"
    marked = engine.query(sql, {"ids": wanted})
    handling = dict(zip(*(marked.column(name).to_pylist() for name in ("id", "handling")), strict=True))
    rows = {row.id: row for game in games for row in (_row(game, handling),)}
    return IDENTITY.from_rows([rows[id_] for id_ in sorted(rows)])


def _claims(rows: Iterable[Mapping[str, Any]]) -> list[Claim]:
    return [Claim(**row) for row in rows]


def _row(game: Game, handling: Mapping[str, str]) -> Row:
    statements = tuple(sorted(game.statements))
    marking = strictest(handling[one] for one in statements)
    head = (game.kind, game.party, game.other, game.value, game.other_value)
    return Row(make_id(*head), *head, game.since, game.is_contradiction, statements, marking)
