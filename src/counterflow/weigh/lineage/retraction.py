"""What a publisher takes back: the passages that a correction says are wrong, and the report that they stood in.

A correction says again what it takes back: "Our report said that 150 kilograms were seized. That is wrong." Read by
itself that is one more report of 150 kilograms. So the passage that says so and the passage of the earlier report that
told it both count as denied by their publisher from then on, and so does what others have from there. Where the claim
holds figures, only what was told with these figures is taken back: the seizure stands, the 150 kilograms do not.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from counterflow.engine import Engine
from counterflow.tables import Lineage
from counterflow.weigh.lineage.credit import CREDIT_PATH
from counterflow.weigh.lineage.shingle import words_of

SAME_CLAIM = 0.6
"""Share of the telling words of a claim that is taken back that a passage must hold to be where it was told."""

MIN_LETTERS = 4
"""Letters of a word that tells something; figures tell whatever their length."""

REACH = 160
"""How far behind the passage the words that take it back may stand, in code points: in the next sentence."""

_SQL = """
SELECT evidence.id, evidence.document_id, evidence.start, evidence."end", evidence.text, statement.value
FROM evidence JOIN statement ON statement.id = evidence.statement_id
WHERE evidence.frame_id IS NOT NULL AND evidence.start IS NOT NULL
    AND evidence.document_id IN (SELECT unnest($documents))
ORDER BY evidence.id
"""


def find_taken_back(engine: Engine, lineage: Iterable[Lineage]) -> pa.Table:
    """Find the evidence that its own publisher took back: rows of evidence_id.

    Reads:
        `evidence`, `statement`, `document`.
    """
    corrections = [row for row in lineage if row.basis == "correction"]
    documents = sorted({one for row in corrections for one in (row.source_id, row.repeats_id)})
    found: set[str] = set()
    if len(documents) > 0:
        rows = engine.query(_SQL, {"documents": documents}).to_pylist()
        texts = {
            row["id"]: row["text"]
            for row in engine.query(
                "SELECT id, text FROM document WHERE id IN (SELECT unnest($documents))", {"documents": documents}
            ).to_pylist()
        }
        of_document: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in rows:
            of_document[row["document_id"]].append(row)
        for row in corrections:
            text = texts.get(row.source_id, "")
            found |= _taken_back(text, of_document[row.source_id], of_document[row.repeats_id])
    return pa.table({"evidence_id": pa.array(sorted(found), pa.string())})


def _taken_back(text: str, correction: Sequence[Mapping[str, Any]], corrected: Sequence[Mapping[str, Any]]) -> set[str]:
    """Give the ids of the evidence that one correction takes back, its own and that of the report that it corrects."""
    found: set[str] = set()
    for start, end in sorted({(row["start"], row["end"]) for row in correction}):
        claim = claim_taken_back(text[start:end], text[end : end + REACH])
        if claim is None:
            continue
        words, figures = _telling(claim), _figures(claim)
        here = [row for row in correction if (row["start"], row["end"]) == (start, end)]
        there = [row for row in corrected if len(words & _telling(row["text"])) >= SAME_CLAIM * max(len(words), 1)]
        for row in (*here, *there):
            if len(figures) == 0 or len(figures & _figures(row["value"])) > 0:
                found.add(row["id"])
    return found


def claim_taken_back(passage: str, after: str) -> str | None:
    """Give what a passage of a correction takes back; None: nothing.

    Args:
        passage: a passage of the correction.
        after: what follows it.
    """
    told, wrong, misstated = _patterns()
    found = misstated.search(passage)
    if found is not None:
        return passage[found.end() :]
    found = told.search(passage)
    if found is None:
        return None
    following = re.split(r"(?<=[.!?])\s", after.strip(), maxsplit=1)[0]
    rest = passage[found.end() :]
    return rest if wrong.search(rest) is not None or wrong.match(following) is not None else None


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = tomllib.loads(CREDIT_PATH.read_text(encoding="utf-8"))["taken_back"]
    told, wrong, misstated = (
        re.compile("|".join(rf"\b(?:{form})" for form in table[name]).replace(" ", r"\s+"), re.IGNORECASE)
        for name in ("told", "wrong", "misstated")
    )
    return told, wrong, misstated


def _telling(text: str) -> frozenset[str]:
    return frozenset(word for word in words_of(text) if len(word) >= MIN_LETTERS or word.isdigit())


def _figures(text: str) -> frozenset[str]:
    return frozenset(found.replace(",", "").rstrip(".") for found in re.findall(r"\d[\d,.]*", text))
