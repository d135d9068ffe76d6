"""From what the rules read of a document to what the LLM reader is given."""

from __future__ import annotations

from collections.abc import Sequence

from counterflow.extract.llm.check import RuleReading
from counterflow.extract.llm.stance import TextStance
from counterflow.extract.parse.passage import fold, split_lines, split_sentences
from counterflow.extract.reading import Reading
from counterflow.stage import Row
from counterflow.tables import Frame, Mention, Quantity


def rule_reading(reading: Reading, rows: Sequence[Row], *, path: str, resource_id: str | None) -> RuleReading:
    """Put together a document, the rows that the rules made of it, and where its problems are to be shown."""
    folded = fold(reading.text)
    return RuleReading(
        reading.document_id,
        reading.text,
        split_sentences(folded, split_lines(folded)),
        mentions=[row for row in rows if isinstance(row, Mention)],
        quantities=[row for row in rows if isinstance(row, Quantity)],
        frames=[row for row in rows if isinstance(row, Frame)],
        handling=reading.handling,
        resource_id=resource_id,
        path=path,
        # The parser knows English alone.
        stance=TextStance(reading.text) if reading.language in (None, "eng") else None,
    )
