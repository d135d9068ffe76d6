"""Beliefs: one distinct assertion each, with who states it and how firmly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from counterflow.case import Publisher
from counterflow.engine import Engine, fit, strictest_column
from counterflow.model.doubt import Hedge, Polarity, Reliability
from counterflow.model.identity import make_id
from counterflow.tables import BELIEF
from counterflow.weigh.probability import weigh_support
from counterflow.weigh.track import Track

BATCH_ROWS = 65_536
"""Beliefs whose ids are made at a time."""

SLICE_ROWS = 200_000
"""Rows of evidence weighed at a time, about: what the engine counts must fit in its memory."""

_SQL = """
WITH assertion AS (
    SELECT
        statement.id AS statement_id, canonical.canonical_id, prop, prop_type, statement.dataset, statement.handling,
        coalesce(CASE WHEN prop_type = 'entity' THEN other.canonical_id END, value) AS value,
        least(coalesce(own.chance, 1.0), coalesce(theirs.chance, 1.0)) AS chance
    FROM statement
    JOIN canonical ON canonical.entity_id = statement.entity_id
    LEFT JOIN canonical other ON prop_type = 'entity' AND other.entity_id = value
    LEFT JOIN linked own ON own.entity_id = statement.entity_id
    LEFT JOIN linked theirs ON prop_type = 'entity' AND theirs.entity_id = value
    WHERE prop <> 'id' AND hash(canonical.canonical_id) % $slices = $slice
), told AS (
    SELECT
        canonical_id, prop, value, evidence.polarity AS polarity_told, hedge.rank AS hedge, evidence.resource_id,
        CASE WHEN given_letter.evidence_id IS NULL THEN publisher_reliability.letter ELSE given_letter.letter END
            AS letter,
        CASE WHEN given_letter.evidence_id IS NULL THEN publisher_reliability.letter_now
            ELSE given_letter.letter_now END AS letter_now,
        evidence.handling, taken_back.evidence_id IS NOT NULL AS is_taken_back,
        -- A publisher that repeats itself is one root; of an unknown one, a dataset is the most that can be told.
        coalesce(passage_root.root, 'publisher ' || coalesce(document.publisher, resource.publisher),
            'dataset ' || coalesce(resource.dataset, assertion.dataset)) AS root,
        coalesce(dependence, 0) AS dependence, coalesce(is_own, false) AS is_own,
        evidence.hedge AS hedge_name, coalesce(estimative.word, '') AS word
    FROM assertion
    JOIN evidence USING (statement_id)
    JOIN hedge ON hedge.name = evidence.hedge
    LEFT JOIN resource ON resource.id = evidence.resource_id
    LEFT JOIN document ON document.id = evidence.document_id
    LEFT JOIN passage_root ON passage_root.evidence_id = evidence.id
    LEFT JOIN taken_back ON taken_back.evidence_id = evidence.id
    LEFT JOIN estimative ON estimative.evidence_id = evidence.id
    LEFT JOIN given_letter ON given_letter.evidence_id = evidence.id
    LEFT JOIN publisher_reliability
        ON publisher_reliability.publisher = coalesce(document.publisher, resource.publisher)
), stated_so AS (
    -- Who takes back what he told takes it back for all that have it from him.
    SELECT *, CASE WHEN bool_or(is_taken_back) OVER (PARTITION BY canonical_id, prop, value, root)
        AND polarity_told = 'affirmed' THEN 'negated' ELSE polarity_told END AS polarity_name
    FROM told
), report AS (
    SELECT stated_so.*, polarity.rank AS polarity
    FROM stated_so JOIN polarity ON polarity.name = polarity_name
), support AS (
    SELECT
        canonical_id, prop, value, polarity, min(hedge) AS hedge, min(letter) AS letter,
        count(DISTINCT resource_id) AS reports, count(DISTINCT root) AS roots,
        string_agg(DISTINCT handling, chr(10) ORDER BY handling) AS handling
    FROM report GROUP BY canonical_id, prop, value, polarity
), said AS (
    SELECT canonical_id, prop, value, string_agg(DISTINCT
        concat_ws(chr(31), root, coalesce(letter_now, 'F'), hedge_name, word, polarity_name, dependence, is_own::INT),
        chr(30) ORDER BY
        concat_ws(chr(31), root, coalesce(letter_now, 'F'), hedge_name, word, polarity_name, dependence, is_own::INT)
    ) AS support
    FROM report GROUP BY canonical_id, prop, value
), stance AS (
    SELECT canonical_id, prop, value, min(polarity) AS polarity FROM support GROUP BY canonical_id, prop, value
), stated AS (
    SELECT
        canonical_id, prop, value, min(prop_type) AS prop_type, max(chance) AS link_probability,
        array_sort(array_agg(statement_id)) AS statements,
        string_agg(DISTINCT handling, chr(10) ORDER BY handling) AS handling
    FROM assertion GROUP BY canonical_id, prop, value
)
SELECT
    canonical_id, prop, prop_type, value, statements, link_probability, held.time,
    coalesce(polarity, 0) AS polarity,
    coalesce(hedge, $reported) AS hedge,
    coalesce(letter, 'F') AS reliability,
    coalesce(reports, 0) AS reports,
    coalesce(roots, 0) AS roots,
    concat_ws(chr(10), stated.handling, support.handling) AS handling,
    said.support
FROM stated
LEFT JOIN held USING (canonical_id)
LEFT JOIN said USING (canonical_id, prop, value)
LEFT JOIN (support JOIN stance USING (canonical_id, prop, value, polarity)) USING (canonical_id, prop, value)
"""


def belief(
    engine: Engine, publishers: Mapping[str, Publisher], functional: frozenset[str], tracks: Iterable[Track] = ()
) -> pa.Table:
    """Make the rows of `belief`: one a party, property and value, whoever states it.

    Support is counted among the evidence of the firmest polarity only: a denial does not support what it denies, and a
    value that is only denied stands as denied. Publishers that case.toml does not know are F. The probability is that
    of `judge`, from all evidence; it is of the value being true as far as the sources go, and says nothing of whether
    they speak of this party: that is `link_probability`, of the statement that is surest to.

    Args:
        engine: the tables.
        publishers: of case.toml.
        functional: properties of which a party has one value only.
        tracks: how the publishers' claims fared: probabilities go by the letters after that, `reliability` by those
            of case.toml.

    Reads:
        `statement`, `evidence`, `resource`, `document`, `canonical`, and the registered rows `passage_root`,
        `taken_back`, `estimative`, `linked` and `held`.
    """
    engine.register("polarity", _ranks(Polarity))
    engine.register("hedge", _ranks(Hedge))
    letters = {key: one.reliability for key, one in publishers.items() if one.reliability != Reliability.F}
    now = {one.publisher: one.letter_now for one in tracks if one.letter_now != Reliability.F}
    keys = sorted({*letters, *now})
    columns: dict[str, list[str | None]] = {
        "publisher": [*keys],
        "letter": [letters.get(key) for key in keys],
        "letter_now": [now.get(key) or letters.get(key) for key in keys],
    }
    engine.register("publisher_reliability", _texts(columns))
    evidence = engine.query("SELECT count(*) FROM evidence").column(0)[0].as_py()
    slices = evidence // SLICE_ROWS + 1
    return pa.concat_tables(_weigh_slice(engine, number, slices, functional) for number in range(slices))


def _weigh_slice(engine: Engine, number: int, slices: int, functional: frozenset[str]) -> pa.Table:
    """Weigh the parties that fall into one slice; every party falls into exactly one."""
    reported = list(Hedge).index(Hedge.REPORTED)
    rows = strictest_column(engine.query(_SQL, {"slices": slices, "slice": number, "reported": reported}))
    count = rows.num_rows
    probability, credibility = weigh_support(rows, functional)
    rows = rows.drop_columns(["support"])
    added: dict[str, pa.Array] = {
        "id": _ids(rows.select(["canonical_id", "prop", "value"])),
        "probability": probability,
        "credibility": credibility,
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


def _texts(columns: Mapping[str, Iterable[str | None]]) -> pa.Table:
    return pa.table(
        {
            name: pa.array([None if value is None else str(value) for value in values], pa.string())
            for name, values in columns.items()
        }
    )
