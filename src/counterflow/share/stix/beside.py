"""What leaves beside an entity's statements: where their evidence stands, and what makes its records one party.

Each object says it for itself, so that objects can travel alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from counterflow.engine import Engine
from counterflow.stix.organisation import Sender
from counterflow.stix.row import Row, present

_RESOURCE_SQL = "SELECT resource.* EXCLUDE (path) FROM resource JOIN open_marking USING (handling)"
_DOCUMENT_SQL = """
SELECT document.* EXCLUDE (text, pages, offsets, subject),
    -- A party that stays is not named.
    CASE WHEN exported.canonical_id IS NOT NULL THEN subject END AS subject,
    CASE WHEN exported.canonical_id IS NOT NULL THEN subject_name END AS subject_name
FROM document JOIN open_marking USING (handling)
LEFT JOIN canonical ON canonical.entity_id = subject
LEFT JOIN exported ON exported.canonical_id = canonical.canonical_id
"""
_LINK_SQL = """
WITH tie AS (
    SELECT left_id AS one, right_id AS other, probability, reasons, handling FROM pair WHERE decision = 'same'
    UNION ALL
    SELECT source_id, target_id, probability, reasons, handling FROM link
    WHERE kind = 'entity' AND decision = 'same'
        AND (starts_with(source_id, 'zdoc-') OR starts_with(source_id, 'zframe-'))
)
SELECT l.canonical_id, least(one, other) AS left_id, greatest(one, other) AS right_id,
    CASE WHEN contains(reasons, '"contribution": null') THEN NULL ELSE tie.probability END AS probability,
    contains(reasons, '"judgement"') AS is_judgement, given_link.origin_id, tie.handling
FROM tie
JOIN open_marking ON open_marking.handling = tie.handling
JOIN canonical l ON l.entity_id = one
JOIN canonical r ON r.entity_id = other AND r.canonical_id = l.canonical_id
JOIN exported ON exported.canonical_id = l.canonical_id
LEFT JOIN given_link ON given_link.left_id = least(one, other) AND given_link.right_id = greatest(one, other)
ORDER BY ALL
"""


class Beside(NamedTuple):
    """What stands beside the statements of a build."""

    resources: Mapping[str, Row]
    documents: Mapping[str, Row]
    links: Mapping[str, list[Row]]
    """Pairs of entities that are one, by the canonical id of their party."""

    def of(self, party: str, members: Iterable[str], evidence: Iterable[Mapping[str, Any]]) -> dict[str, list[Row]]:
        """Give what leaves with one entity: rows of `resource` and `document`, and links, each under its name.

        Args:
            party: its canonical id.
            members: entities of which statements leave.
            evidence: rows that leave.
        """
        rows = list(evidence)
        documents = {str(one["document_id"]) for one in rows if one.get("document_id") is not None}
        resources = {str(one["resource_id"]) for one in rows if one.get("resource_id") is not None}
        known = set(members)
        found = {
            "resource": [self.resources[one] for one in sorted(resources) if one in self.resources],
            "document": [self.documents[one] for one in sorted(documents) if one in self.documents],
            "link": [one for one in self.links.get(party, ()) if one["left_id"] in known and one["right_id"] in known],
        }
        return {name: rows for name, rows in found.items() if len(rows) > 0}

    def standing_in(self, document: str) -> dict[str, Row]:
        """Give the row of a document and that of its resource, each under its name."""
        row = self.documents[document]
        resource = self.resources.get(row["resource_id"])
        return {"document": row} | ({} if resource is None else {"resource": resource})


def read_beside(engine: Engine, sender: Sender) -> Beside:
    """Read what may leave beside statements.

    Reads:
        `resource`, `document`, `pair`, `link`, `given_link`, `canonical`, and the registered rows `open_marking` and
        `exported`.
    """
    links: dict[str, list[Row]] = defaultdict(list)
    for row in engine.query(_LINK_SQL).to_pylist():
        party, said = row.pop("canonical_id"), row.pop("is_judgement")
        row["origin_id"] = row["origin_id"] or sender.id
        links[party].append(present(row) | ({"is_judgement": True} if said else {}))
    return Beside(
        {row["id"]: present(row) for row in engine.query(_RESOURCE_SQL).to_pylist()},
        {row["id"]: present(row) for row in engine.query(_DOCUMENT_SQL).to_pylist()},
        links,
    )
