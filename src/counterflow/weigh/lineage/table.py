"""The rows of `lineage`, from the documents of a build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from counterflow.case import Publisher
from counterflow.engine import Engine
from counterflow.exc import LedgerError
from counterflow.tables import LINEAGE
from counterflow.weigh.lineage.lineage import Figure, Said, Text, find_lineage
from counterflow.weigh.lineage.shingle import words_of

MIN_DIGITS = 3
"""Digits, without noughts at the end, from which a figure is unusual: 693,333 and 2,990,000, not 200 or 1 billion."""

AROUND = 60
"""How far on each side of a figure its words are gathered, in code points."""

_DOCUMENT_SQL = """
SELECT id, title, publisher, published, text, handling FROM document
WHERE kind = 'report' AND text <> '' ORDER BY id
"""

_FIGURE_SQL = """
SELECT document_id, start, "end", quantity.text, norm_unit, norm_low, norm_high, per
FROM quantity JOIN document ON document.id = document_id
WHERE document.kind = 'report' AND document.text <> ''
    AND quantity.kind IN ('money', 'mass', 'volume', 'count') AND norm_unit IS NOT NULL
ORDER BY document_id, start
"""


def lineage(engine: Engine, publishers: Mapping[str, Publisher], said: Iterable[Said]) -> pa.Table:
    """Make the rows of `lineage`: one for each two reports of which one repeats the other.

    Reads:
        `document`, `quantity`.
    """
    rows = engine.query(_DOCUMENT_SQL).to_pylist()
    texts = {row["id"]: row["text"] for row in rows}
    figures: dict[str, list[Figure]] = defaultdict(list)
    for row in engine.query(_FIGURE_SQL).to_pylist():
        figure = _figure(row, texts[row["document_id"]])
        if figure is not None:
            figures[row["document_id"]].append(figure)
    documents = [Text(**row, figures=tuple(figures[row["id"]])) for row in rows]
    names = {key: one.name for key, one in publishers.items()}
    return LINEAGE.from_rows(find_lineage(documents, names, said))


def read_said(entries: Iterable[Mapping[str, Any]]) -> list[Said]:
    """Read what people said of who repeats whom; the last word on two documents stands.

    Args:
        entries: payloads with source_id, repeats_id and verdict, in the order they were entered.

    Raises:
        LedgerError: a document is said to repeat itself.
    """
    said = {}
    for entry in entries:
        source, repeats = str(entry["source_id"]), str(entry["repeats_id"])
        if source == repeats:
            raise LedgerError(f"document {source!r} cannot repeat itself", expected="two different documents")
        said[source, repeats] = Said(source, repeats, entry["verdict"] == "repeats")
    return [said[pair] for pair in sorted(said)]


def _figure(row: Mapping[str, Any], text: str) -> Figure | None:
    bounds = [value for value in (row["norm_low"], row["norm_high"]) if value is not None]
    if not any(_digits(value) >= MIN_DIGITS for value in bounds):
        return None
    value = " ".join(str(part) for part in (row["norm_unit"], row["norm_low"], row["norm_high"], row["per"]))
    before = text[max(0, row["start"] - AROUND) : row["start"]]
    after = text[row["end"] : row["end"] + AROUND]
    return Figure(value, frozenset(word for word in words_of(f"{before} {after}") if len(word) > 3), row["text"])


def _digits(value: float) -> int:
    return len(f"{value:.10g}".replace(".", "").split("e")[0].strip("0-"))
