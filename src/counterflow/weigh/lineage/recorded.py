"""What is known of the roots of evidence, as rows: for those who share it, so that nobody counts it twice."""

from __future__ import annotations

import pyarrow as pa

from counterflow.engine import Engine, fit
from counterflow.tables import ROOT

_SQL = """
SELECT evidence.id AS evidence_id, passage_root.root, passage_root.dependence, passage_root.is_own,
    nullif(estimative.word, '') AS word, taken_back.evidence_id IS NOT NULL AS is_taken_back, evidence.handling
FROM evidence
JOIN passage_root ON passage_root.evidence_id = evidence.id
LEFT JOIN estimative ON estimative.evidence_id = evidence.id
LEFT JOIN taken_back ON taken_back.evidence_id = evidence.id
"""


def root(engine: Engine) -> pa.Table:
    """Make the rows of `root`.

    Reads:
        `evidence`, and the registered rows `passage_root`, `estimative` and `taken_back`.
    """
    return fit(engine.query(_SQL), ROOT)
