"""The root of each passage that supports a statement, as rows that beliefs are counted by."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa

from counterflow.case import Publisher
from counterflow.clean.name import normal_name
from counterflow.engine import Engine
from counterflow.tables import Lineage
from counterflow.weigh.lineage.root import Passage, Roots

_PASSAGE_SQL = """
SELECT
    evidence.id, evidence.document_id, evidence.text, evidence.attribution,
    coalesce('publisher ' || coalesce(document.publisher, resource.publisher),
        'dataset ' || coalesce(resource.dataset, 'unknown')) AS owner
FROM evidence
JOIN document ON document.id = evidence.document_id AND document.kind = 'report'
LEFT JOIN resource ON resource.id = evidence.resource_id
ORDER BY evidence.id
"""

SURE = 0.95
"""Probability from which a passage counts as a copy; the same figure in other words may come from one source or two."""

_DIGITS = 3
"""Of a probability of dependence: finer ones would make beliefs differ that are weighed alike."""


def passage_roots(
    engine: Engine,
    lineage: Sequence[Lineage],
    publishers: Mapping[str, Publisher],
    independent: Collection[str] = (),
) -> pa.Table:
    """Find who is behind each passage of a report: id of the evidence, root, dependence, is_own.

    `root` is the root that the passage is counted with: the one it repeats, if that is recorded or copied word for
    word; `dependence` is the chance that it repeats another all the same: what is only inferred stays a root, and
    weighs less.

    Args:
        engine: the tables.
        lineage: who repeats whom.
        publishers: of case.toml.
        independent: documents of which a person said that they repeat another not: they looked for themselves.
    Reads:
        `evidence`, `document`, `resource`.
    """
    rows = engine.query(_PASSAGE_SQL).to_pylist()
    texts = engine.query("SELECT id, text FROM document WHERE kind = 'report'").to_pylist()
    owners = {row["document_id"]: row["owner"] for row in rows}
    # A document that states nothing itself can still be what others copy.
    owners |= {row["id"]: f"document {row['id']}" for row in texts if row["id"] not in owners}
    names = {
        normal_name(re.sub(r"\s*\([^)]*\)\s*$", "", one.name)): f"publisher {key}" for key, one in publishers.items()
    }
    roots = Roots(lineage, {row["id"]: row["text"] for row in texts}, names)
    found: dict[str, list[object]] = {"evidence_id": [], "root": [], "dependence": [], "is_own": []}
    for row in rows:
        passage = Passage(row["document_id"], row["text"], tuple(row["attribution"]), row["owner"])
        root = roots.of(passage, owners)
        is_repeat = root.key != root.own and root.probability >= SURE
        found["evidence_id"].append(row["id"])
        found["root"].append(root.key if is_repeat else root.own)
        found["dependence"].append(0.0 if is_repeat or root.key == root.own else round(root.probability, _DIGITS))
        is_independent = row["document_id"] in independent and not is_repeat
        found["is_own"].append(root.key.startswith("source ") or is_independent)
    return pa.table(
        {
            "evidence_id": pa.array(found["evidence_id"], pa.string()),
            "root": pa.array(found["root"], pa.string()),
            "dependence": pa.array(found["dependence"], pa.float64()),
            "is_own": pa.array(found["is_own"], pa.bool_()),
        }
    )
