"""What pairs of entities share: numbers; and the names of all, in the form in which mentions are looked up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from counterflow.clean.name import normal_name
from counterflow.engine import Engine
from counterflow.model.told import IS_TOLD
from counterflow.resolve.identifier import Strength

STRONG_PROPS = ("name", "alias", "previousName")
"""Names that can make two entities one."""

WEAK_PROPS = ("weakAlias", "abbreviation")
"""Names that only make them a candidate: the publisher itself calls them low-quality, or they are initials."""

MAX_BLOCK = 50
"""A number that more entities have tells none of them apart; its pairs are not looked at. In entities."""


_AGAIN = "again_"
"""Before the names of rows that are asked for what few entities share."""


class Shared(NamedTuple):
    """One thing that two entities have in common."""

    feature: str
    """The kind of an identifier."""
    value: str
    strength: Strength
    is_ambiguous: bool
    """Whether several entities of one list have it, so that it does not say which of them is meant."""


_NAME_SQL = f"""
SELECT
    entity_id, holder.dataset, prefix || spelling.key AS key,
    max(tokens) AS tokens,
    bool_or(statement.prop = 'name') AS is_primary,
    bool_or(holder.family = 'person') AS is_person,
    bool_or(statement.prop IN ('name', 'alias', 'previousName')) AS is_strong
FROM statement
JOIN spelling USING (value)
JOIN (SELECT entity_id, dataset, family FROM member WHERE is_mergeable) holder USING (entity_id)
JOIN name_prefix USING (family, is_sorted)
WHERE statement.prop IN ('name', 'alias', 'previousName', 'weakAlias', 'abbreviation') AND NOT {IS_TOLD}
GROUP BY entity_id, holder.dataset, prefix || spelling.key
"""  # noqa: S608 - constants


def list_names(engine: Engine) -> pa.Table:
    """List the names of entities in comparable form: entity_id, dataset, key, tokens, is_primary, is_person, is_strong.

    Names that only documents use are left out: a text's words are no listing.

    Keys of persons, organisations and vehicles differ in their prefix; a legal entity that may be either has both.

    Reads:
        `statement`, and the registered rows `member`.
    """
    props = ", ".join(f"'{prop}'" for prop in (*STRONG_PROPS, *WEAK_PROPS))
    written = engine.query(f"SELECT DISTINCT value FROM statement WHERE prop IN ({props}) AND NOT {IS_TOLD}")  # noqa: S608 - our own
    engine.register("spelling", _spell(written.column("value")))
    prefixes = [("person", True, "p:"), ("organization", False, "o:"), ("vehicle", False, "v:")]
    prefixes += [("legal entity", True, "p:"), ("legal entity", False, "o:")]
    engine.register(
        "name_prefix",
        pa.Table.from_pylist([{"family": f, "is_sorted": s, "prefix": p} for f, s, p in prefixes]),
    )
    return engine.query(_NAME_SQL)


def _spell(written: pa.ChunkedArray) -> pa.Table:
    """Normalise each distinct spelling, as a phrase and with its tokens sorted."""
    values = written.to_pylist()
    phrases = [normal_name(value) for value in values]
    spelling = pa.table(
        {
            "value": pa.array(values * 2, pa.string()),
            "key": pa.array(phrases + [" ".join(sorted(phrase.split())) for phrase in phrases], pa.string()),
            "is_sorted": pa.array([False] * len(values) + [True] * len(values)),
            "tokens": pa.array([phrase.count(" ") + 1 for phrase in phrases] * 2, pa.int64()),
        }
    )
    return spelling.filter(pc.not_equal(spelling.column("key"), ""))


def _pair_sql(prefix: str) -> str:
    """SQL of `block_pairs`; `prefix` stands before the names of the rows, but for `repeating`."""
    return f"""
WITH item AS (
    SELECT entity_id, dataset, kind AS feature, number AS value, country,
        CASE WHEN needs_country AND country = '' THEN 'weak' ELSE strength END AS strength
    FROM {prefix}identifier JOIN (SELECT entity_id, dataset FROM {prefix}member WHERE is_mergeable) USING (entity_id)
), block AS (
    SELECT feature, value, country FROM item
    GROUP BY feature, value, country HAVING count(DISTINCT entity_id) BETWEEN 2 AND $max_block
), listed AS (
    -- Rows of a repeating dataset under one primary name count as one party.
    SELECT entity_id, min(key) AS party FROM {prefix}name
    WHERE is_primary AND dataset IN (SELECT dataset FROM repeating) GROUP BY entity_id
), crowd AS (
    SELECT feature, value, country, dataset
    FROM item JOIN block USING (feature, value, country) LEFT JOIN listed USING (entity_id)
    WHERE strength <> 'weak'
    GROUP BY feature, value, country, dataset
    HAVING count(DISTINCT coalesce(party, entity_id)) > 1
)
SELECT
    l.entity_id AS left_id, r.entity_id AS right_id, l.feature, l.value, l.country,
    CASE WHEN l.strength = 'weak' OR r.strength = 'weak' THEN 'weak' ELSE l.strength END AS strength,
    EXISTS (
        SELECT 1 FROM crowd WHERE crowd.feature = l.feature AND crowd.value = l.value AND crowd.country = l.country
        AND crowd.dataset IN (l.dataset, r.dataset)
    ) AS is_ambiguous
FROM item l
JOIN block USING (feature, value, country)
JOIN item r USING (feature, value, country)
WHERE l.entity_id < r.entity_id
ORDER BY left_id, right_id, feature, value, country, strength
"""  # noqa: S608 - constants


def block_pairs(engine: Engine, prefix: str = "") -> pa.Table:
    """Find the pairs of entities that share an identifier, and what they share.

    In a dataset that lists one party several times, a number is ambiguous only when entities with different primary
    names have it.

    Reads:
        the registered rows `member`, `name` and `identifier`, their names behind the prefix, and `repeating`.
    Returns:
        left_id, right_id, feature, value, country, strength, is_ambiguous; left_id < right_id, in order of all of them.
    """
    return engine.query(_pair_sql(prefix), {"max_block": MAX_BLOCK})


def block_again(engine: Engine, stored: pa.Table, moved: pa.Table, tables: Mapping[str, pa.Table]) -> pa.Table:
    """Give what `block_pairs` gives, where few identifiers have changed: of numbers that none of them has, all stands.

    Args:
        engine: any that has `repeating`: a second one would take 20 ms to start.
        stored: what was found earlier.
        moved: identifiers that are new or gone, and all those of entities that are new, gone or changed.
        tables: all rows of `member`, `name` and `identifier`.
    """
    numbers = pc.unique(moved.column("number").combine_chunks())
    if len(numbers) == 0:
        return stored
    identifiers = tables["identifier"].filter(pc.is_in(tables["identifier"].column("number"), numbers))
    holders = pc.unique(identifiers.column("entity_id").combine_chunks())
    engine.register(f"{_AGAIN}identifier", identifiers)
    for name in ("member", "name"):
        engine.register(f"{_AGAIN}{name}", tables[name].filter(pc.is_in(tables[name].column("entity_id"), holders)))
    found = block_pairs(engine, _AGAIN)
    still = stored.filter(pc.invert(pc.is_in(stored.column("value"), numbers)))
    order = [(name, "ascending") for name in ("left_id", "right_id", "feature", "value", "country", "strength")]
    return pa.concat_tables([still, found]).sort_by(order)


def read_shared(rows: pa.Table) -> dict[tuple[str, str], list[Shared]]:
    """Give what pairs share, by left_id and right_id, in order."""
    pairs: dict[tuple[str, str], list[Shared]] = {}
    columns = [rows.column(name).to_pylist() for name in _SHARED]
    for left, right, feature, value, country, strength, is_ambiguous in zip(*columns, strict=True):
        shown = f"{value} ({country})" if country != "" else value
        pairs.setdefault((left, right), []).append(Shared(feature, shown, Strength(strength), is_ambiguous))
    return pairs


_SHARED = ("left_id", "right_id", "feature", "value", "country", "strength", "is_ambiguous")
