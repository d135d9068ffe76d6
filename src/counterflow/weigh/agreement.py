"""Agreement: which beliefs about one party or event cannot both hold, and which lie within one another."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pyarrow as pa

from counterflow.engine import Engine, fit, strictest_column
from counterflow.model.handling import strictest
from counterflow.tables import AGREEMENT, Agreement
from counterflow.weigh.account import TOLD_SQL, Stance, Telling, compare_role, compare_tellings, gather_tellings
from counterflow.weigh.place import places_within

FUNCTIONAL_PATH = Path(__file__).parent / "functional.toml"
"""The properties of which a party has one value only."""

EVENT_BASIS = "event-account"
"""Basis of rows between beliefs that two accounts of one event state."""

_STATED_SQL = """
SELECT s.entity_id, b.id, b.prop, b.value, b.handling
FROM (SELECT unnest(statements) AS statement_id, * FROM belief WHERE starts_with(canonical_id, 'zframe-')) b
JOIN statement s ON s.id = b.statement_id
WHERE b.polarity = 'affirmed'
ORDER BY s.entity_id, b.prop, b.id
"""

_SQL = """
WITH said AS (
    SELECT id, canonical_id, prop, value, kind, handling
    FROM belief JOIN functional USING (prop)
    WHERE polarity = 'affirmed'
), compared AS (
    SELECT
        l.id AS left_id, r.id AS right_id, l.kind,
        l.kind = 'date' AND (starts_with(l.value, r.value) OR starts_with(r.value, l.value)) AS is_within,
        l.handling || chr(10) || r.handling AS handling
    FROM said l JOIN said r USING (canonical_id, prop)
    WHERE l.id < r.id
)
SELECT
    left_id, right_id,
    CASE WHEN is_within THEN 'within' ELSE 'conflicts' END AS kind,
    CASE WHEN is_within THEN 'date-precision' ELSE 'functional-property' END AS basis,
    handling
FROM compared
"""


def functional_properties() -> frozenset[str]:
    """Read which properties a party has one value of only."""
    return frozenset(tomllib.loads(FUNCTIONAL_PATH.read_text(encoding="utf-8")))


def agreement(engine: Engine) -> pa.Table:
    """Make the rows of `agreement`: properties of which a party has one value, places, and accounts of one event.

    A date of lower precision lies within one of higher precision that begins like it (1941-08-24 within 1941).

    Reads:
        the registered rows `belief`; `statement`, `canonical`, `frame`, `mention`, `link`, `quantity`.
    """
    functional = tomllib.loads(FUNCTIONAL_PATH.read_text(encoding="utf-8"))
    rows = {"prop": list(functional), "kind": [one["kind"] for one in functional.values()]}
    engine.register("functional", pa.table(rows))
    found = pa.concat_tables([engine.query(_SQL), places_within(engine)], promote_options="default")
    rules = fit(strictest_column(found), AGREEMENT)
    known = set(zip(rules.column("left_id").to_pylist(), rules.column("right_id").to_pylist(), strict=True))
    of_events = [row for row in _event_rows(engine) if (row.left_id, row.right_id) not in known]
    return pa.concat_tables([rules, AGREEMENT.from_rows(of_events)])


def _event_rows(engine: Engine) -> list[Agreement]:
    """Make the rows between beliefs that accounts of one event state: their summaries, and single values of a role."""
    events = gather_tellings(engine.query(TOLD_SQL).to_pylist())
    stated: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    if len(events) > 0:
        for row in engine.query(_STATED_SQL).to_pylist():
            stated[row["entity_id"]].append(row)
    found: dict[tuple[str, str], Agreement] = {}
    for tellings in events.values():
        for left, right in combinations(tellings, 2):
            for one, other, stance in _differing(left, right, stated[left.entity_id], stated[right.entity_id]):
                ids = min(one["id"], other["id"]), max(one["id"], other["id"])
                handling = strictest([one["handling"], other["handling"]])
                found.setdefault(ids, Agreement(*ids, stance, EVENT_BASIS, handling))
    return [found[ids] for ids in sorted(found)]


def _differing(
    left: Telling, right: Telling, stated: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any], Stance]]:
    """Give the beliefs of two accounts in which they differ; what one of them states itself beside it does not."""
    both = {row["id"] for row in stated} & {row["id"] for row in others}
    mine, theirs = ([row for row in rows if row["id"] not in both] for rows in (stated, others))
    for one, other in product(mine, theirs):
        if one["prop"] != other["prop"]:
            continue
        if one["prop"] == "summary":
            yield one, other, compare_tellings(left, right)
            continue
        for role in sorted(set(left.roles) & set(right.roles)):
            if _says(left, role, one["value"]) and _says(right, role, other["value"]):
                yield one, other, compare_role(role, left.roles[role], right.roles[role])


def _says(telling: Telling, role: str, value: str) -> bool:
    """Whether a value is all that an account says in a role."""
    fillers = telling.roles[role]
    return len(fillers) == 1 and value in (fillers[0].text, fillers[0].party)
