"""What is known of the roots of evidence, as rows: for those who share it, so that nobody counts it twice.

That one report repeats another is known of both. Whoever may see one alone must not learn of the other by its root, so
a row is marked as everything is that its document was found to repeat, and the corrections of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyarrow as pa

from counterflow.engine import Engine, fit, strictest_column
from counterflow.model.handling import strictest
from counterflow.tables import ROOT, Lineage

_SQL = """
SELECT evidence.id AS evidence_id, passage_root.root, passage_root.dependence, passage_root.is_own,
    nullif(estimative.word, '') AS word, taken_back.evidence_id IS NOT NULL AS is_taken_back,
    concat_ws(chr(10), evidence.handling, found_from.handling) AS handling
FROM evidence
JOIN passage_root ON passage_root.evidence_id = evidence.id
LEFT JOIN estimative ON estimative.evidence_id = evidence.id
LEFT JOIN taken_back ON taken_back.evidence_id = evidence.id
LEFT JOIN found_from ON found_from.document_id = evidence.document_id
"""


def root(engine: Engine, lineage: Iterable[Lineage]) -> pa.Table:
    """Make the rows of `root`.

    Args:
        engine: the tables.
        lineage: who repeats whom.

    Reads:
        `evidence`, and the registered rows `passage_root`, `estimative` and `taken_back`.
    """
    found = found_from(lineage)
    columns = {"document_id": list(found), "handling": list(found.values())}
    engine.register("found_from", pa.table({name: pa.array(one, pa.string()) for name, one in columns.items()}))
    return fit(strictest_column(engine.query(_SQL)), ROOT)


def found_from(lineage: Iterable[Lineage]) -> dict[str, str]:
    """Give the marking of all lineage that tells of a document, by the document.

    That is what it repeats, what that repeats in turn, and what corrects any of these.
    """
    told: dict[str, list[Lineage]] = defaultdict(list)
    for one in lineage:
        told[one.source_id].append(one)
        if one.basis == "correction":
            told[one.repeats_id].append(one)
    return {document: strictest(one.handling for one in _reached(document, told)) for document in told}


def _reached(document: str, told: dict[str, list[Lineage]]) -> list[Lineage]:
    seen, waiting, found = {document}, [document], []
    while len(waiting) > 0:
        for one in told.get(waiting.pop(), ()):
            found.append(one)
            ends = {one.source_id, one.repeats_id} - seen
            seen |= ends
            waiting += ends
    return found
