"""Beliefs: one distinct assertion each, with who states it and how firmly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from counterflow.case import Publisher
from counterflow.engine import Engine, fit, strictest_column
from counterflow.model.doubt import CREDIBILITY_UNKNOWN, Hedge, Polarity, Reliability
from counterflow.model.identity import make_id
from counterflow.tables import BELIEF

BATCH_ROWS = 65_536
"""Beliefs whose ids are made at a time."""

_SQL = """
WITH assertion AS (
    SELECT
        statement.id AS statement_id, canonical.canonical_id, prop, prop_type, statement.dataset, statement.handling,
        coalesce(CASE WHEN prop_type = 'entity' THEN other.canonical_id END, value) AS value
    FROM statement
    JOIN canonical ON canonical.entity_id = statement.entity_id
    LEFT JOIN canonical other ON prop_type = 'entity' AND other.entity_id = value
    WHERE prop <> 'id'
), report AS (
    SELECT
        evidence.statement_id, evidence.resource_id, polarity.rank AS polarity, hedge.rank AS hedge, evidence.handling,
        coalesce(document.publisher, resource.publisher) AS publisher, resource.dataset
    FROM evidence
    JOIN polarity ON polarity.name = evidence.polarity
    JOIN hedge ON hedge.name = evidence.hedge
    LEFT JOIN resource ON resource.id = evidence.resource_id
    LEFT JOIN document ON document.id = evidence.document_id
), stance AS (
    SELECT canonical_id, prop, value, min(polarity) AS polarity
    FROM assertion LEFT JOIN report USING (statement_id)
    GROUP BY canonical_id, prop, value
), stated AS (
    SELECT
        assertion.canonical_id, assertion.prop, prop_type, assertion.value, assertion.statement_id, assertion.handling,
        stance.polarity, hedge, resource_id, publisher, report.handling AS report_handling,
        -- A publisher that repeats itself is one root; of an unknown one, a dataset is the most that can be told.
        CASE WHEN report.publisher IS NOT NULL THEN 'publisher ' || report.publisher
            ELSE 'dataset ' || coalesce(report.dataset, assertion.dataset) END AS root
    FROM assertion
    JOIN stance USING (canonical_id, prop, value)
    LEFT JOIN report ON report.statement_id = assertion.statement_id AND report.polarity = stance.polarity
)
SELECT
    canonical_id, prop, min(prop_type) AS prop_type, value,
    coalesce(min(stated.polarity), 0) AS polarity,
    coalesce(min(hedge), $reported) AS hedge,
    coalesce(min(letter), 'F') AS reliability,
    count(DISTINCT resource_id) AS reports,
    count(DISTINCT root) FILTER (WHERE resource_id IS NOT NULL) AS roots,
    array_agg(DISTINCT statement_id ORDER BY statement_id) AS statements,
    string_agg(DISTINCT stated.handling, chr(10) ORDER BY stated.handling)
        || coalesce(chr(10) || string_agg(DISTINCT report_handling, chr(10) ORDER BY report_handling), '') AS handling
FROM stated LEFT JOIN publisher_reliability USING (publisher)
GROUP BY canonical_id, prop, value
ORDER BY canonical_id, prop, value
"""


def belief(engine: Engine, publishers: Mapping[str, Publisher]) -> pa.Table:
    """Make the rows of `belief`: one a party, property and value, whoever states it.

    Support is counted among the evidence of the firmest polarity only: a denial does not support what it denies, and a
    value that is only denied stands as denied. Publishers that case.toml does not know are F. Probabilities are null,
    because nothing was calibrated; credibility is 6, because nothing was judged.

    Reads:
        `statement`, `evidence`, `resource`, `document`, `canonical`.
    """
    engine.register("polarity", _ranks(Polarity))
    engine.register("hedge", _ranks(Hedge))
    letters = {key: one.reliability for key, one in publishers.items() if one.reliability != Reliability.F}
    engine.register("publisher_reliability", _texts({"publisher": letters.keys(), "letter": letters.values()}))
    rows = strictest_column(engine.query(_SQL, {"reported": list(Hedge).index(Hedge.REPORTED)}))
    count = rows.num_rows
    added: dict[str, pa.Array] = {
        "id": _ids(rows.select(["canonical_id", "prop", "value"])),
        "time": pa.nulls(count, pa.string()),
        "probability": pa.nulls(count, pa.float64()),
        "link_probability": pa.nulls(count, pa.float64()),
        "credibility": pa.repeat(CREDIBILITY_UNKNOWN, count),
        "confidence": pa.nulls(count, pa.string()),
        "polarity": _names(Polarity, rows.column("polarity")),
        "hedge": _names(Hedge, rows.column("hedge")),
    }
    for name, column in added.items():
        rows = rows.drop_columns([name] if name in rows.schema.names else []).append_column(name, column)
    return fit(rows, BELIEF)


def _ids(keys: pa.Table) -> pa.ChunkedArray:
    """Make the ids, batch by batch: a million keys as Python texts at once would not fit in memory."""
    batches = keys.to_batches(max_chunksize=BATCH_ROWS)
    columns = (batch.to_pydict().values() for batch in batches)
    ids = [pa.array([make_id(*key, None) for key in zip(*values, strict=True)], pa.string()) for values in columns]
    return pa.chunked_array(ids, pa.string())


def _ranks(scale: type[Polarity] | type[Hedge]) -> pa.Table:
    """Give a scale as rows, firmest first."""
    return _texts({"name": scale}).append_column("rank", pa.array(range(len(scale)), pa.int64()))


def _names(scale: type[Polarity] | type[Hedge], ranks: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.take(pa.array([str(one) for one in scale], pa.string()), ranks)


def _texts(columns: Mapping[str, Iterable[str]]) -> pa.Table:
    return pa.table({name: pa.array([str(value) for value in values], pa.string()) for name, values in columns.items()})
