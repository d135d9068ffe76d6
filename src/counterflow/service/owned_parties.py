"""Whom listed parties own by OFAC's 50 percent rule, and how that is said where such a party is a hit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from counterflow.dossier.archive import Archive
from counterflow.dossier.exposure_sentence import percent_text
from counterflow.screen.quote import plain, quote

MOST_OWNERS = 2
"""Owners that are named; the others are counted."""

_OWNED = """
SELECT owned_id, owner_id, owner.caption AS owner, low, high, since, through
FROM ownership
JOIN entity owned ON owned.canonical_id = owned_id
JOIN entity owner ON owner.canonical_id = owner_id
WHERE rule = 'ofac-50' AND answer = 'certainly' AND NOT owned.listed_now
ORDER BY owned_id, len(through), owner_id
"""
_TOLD = """
SELECT edge.id FROM edge
WHERE NOT EXISTS (
    SELECT 1 FROM statement
    WHERE list_contains(edge.statements, statement.id) AND statement.dataset <> $documents
) AND edge.id IN (SELECT unnest($edges))
"""


def find_owned(archive: Archive, documents: str) -> dict[str, str]:
    """Say of each party that listed ones certainly own how much, by whom and since when.

    Args:
        archive: the build.
        documents: the dataset of what only reports tell: a stake that only they tell of is called so.

    Reads:
        `ownership`, `entity`, `edge`, `statement`.
    """
    rows = archive.rows(_OWNED)
    edges = sorted({edge for row in rows for edge in row["through"]})
    told = set() if len(edges) == 0 else {row["id"] for row in archive.rows(_TOLD, documents=documents, edges=edges)}
    by_party: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_party.setdefault(row["owned_id"], []).append(row)
    return {party: _words(some, told) for party, some in by_party.items()}


def _words(rows: Sequence[Mapping[str, Any]], told: set[str]) -> str:
    """Name the nearest owners first."""
    first = rows[0]
    names = [quote(row["owner"]) for row in rows[:MOST_OWNERS]]
    if len(rows) > len(names):
        names.append(f"{len(rows) - len(names)} more")
    owners = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    stake = "" if first["low"] is None or first["high"] is None else f"{percent_text(first['low'], first['high'])} "
    since = "" if first["since"] is None else f" since {plain(first['since']).replace('?', ' or later')}"
    doubt = (
        ", a stake being told by reports only" if any(edge in told for row in rows for edge in row["through"]) else ""
    )
    return f"owned {stake}by the listed {owners}{since} (OFAC's 50 percent rule{doubt})"
