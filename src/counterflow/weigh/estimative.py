"""Which estimative word each passage uses: "likely" and "highly unlikely" are one hedge, and not one meaning."""

from __future__ import annotations

import pyarrow as pa

from counterflow.engine import Engine
from counterflow.weigh.hedge import find_word

_SQL = """
SELECT evidence.id, evidence.text, frame.trigger_start - evidence.start AS at
FROM evidence JOIN frame ON frame.id = evidence.frame_id
WHERE evidence.hedge IN ('possible', 'estimated', 'opinion', 'reported') AND evidence.document_id IS NOT NULL
ORDER BY evidence.id
"""


def estimative_words(engine: Engine) -> pa.Table:
    """Find the word by which each passage says how probable it is: evidence_id, word; passages without one have no row.

    Reads:
        `evidence`, `frame`.
    """
    rows = engine.query(_SQL).to_pylist()
    found = [(row["id"], find_word(row["text"], row["at"])) for row in rows if 0 <= row["at"] < len(row["text"])]
    said = [(evidence, word) for evidence, word in found if word is not None]
    return pa.table(
        {
            "evidence_id": pa.array([evidence for evidence, _ in said], pa.string()),
            "word": pa.array([word for _, word in said], pa.string()),
        }
    )
