"""Mentions: which party a name in a text means, where its words alone can say so."""

from __future__ import annotations

import json
from typing import NamedTuple

import pyarrow as pa
from followthemoney.types import registry

from counterflow.clean.name import mentioned_name
from counterflow.engine import Engine
from counterflow.model.handling import strictest
from counterflow.resolve.decide import ALGORITHM, Decision
from counterflow.tables import Link

TYPE_PREFIXES = (
    ("person", "p:"),
    ("organization", "o:"),
    ("company", "o:"),
    ("public_body", "o:"),
    ("group", "o:"),
    ("vessel", "v:"),
)
"""Types of mentions that are linked, and the prefix of the names of parties that they can mean.

Places, dates, commodities and documents are no parties; a facility is a place until a report says otherwise."""

_SQL = """
WITH spoken AS (
    SELECT mention.id, mention.type, mentioned.prefix || mentioned.key AS key, mentioned.tokens, mentioned.is_country,
        mention.handling, document.subject
    FROM mention
    JOIN mentioned ON mentioned.text = mention.text AND mentioned.type = mention.type
    LEFT JOIN document ON document.id = mention.document_id
    WHERE mention.form = 'name'
), party AS (
    SELECT key, canonical_id, bool_and(is_strong) AS is_strong
    FROM name JOIN canonical USING (entity_id)
    WHERE key IN (SELECT key FROM spoken)
    GROUP BY key, canonical_id
), crowd AS (
    SELECT key, count(*) FILTER (WHERE is_strong) AS parties FROM party GROUP BY key
), used AS (
    SELECT token, count(DISTINCT canonical_id) AS users FROM (
        SELECT unnest(string_split(substr(key, 3), ' ')) AS token, canonical_id
        FROM name JOIN canonical USING (entity_id) WHERE is_strong AND tokens > 1
    )
    WHERE token IN (SELECT substr(key, 3) FROM spoken WHERE tokens = 1)
    GROUP BY token
)
SELECT
    spoken.id, spoken.type, substr(spoken.key, 3) AS name, spoken.tokens, spoken.is_country, spoken.handling,
    party.canonical_id, party.is_strong, crowd.parties, coalesce(used.users, 0) AS users,
    marking.handling AS party_handling,
    coalesce(subject.canonical_id = party.canonical_id, false) AS is_subject
FROM spoken
JOIN party USING (key)
JOIN crowd USING (key)
JOIN member marking ON marking.entity_id = party.canonical_id
LEFT JOIN used ON used.token = substr(spoken.key, 3) AND spoken.tokens = 1
LEFT JOIN canonical subject ON subject.entity_id = spoken.subject
ORDER BY spoken.id, party.canonical_id
"""


class Candidate(NamedTuple):
    """One party whose name a mention bears."""

    type: str
    name: str
    tokens: int
    is_country: bool
    """Whether the words name a country."""
    is_strong: bool
    """Whether the party has it as a name or alias, and not only as a weak one."""
    parties: int
    """Parties that have it as a name or alias."""
    users: int
    """Parties in whose longer names the word stands, for a name of one word."""
    is_subject: bool
    """Whether the party is the implied subject of the document."""


def decide_mention(candidate: Candidate) -> tuple[Decision, str]:
    """Decide whether a mention is the party, and name the rule.

    The words alone say so only when one party bears them as a name or strong alias and they are no common word: a
    bare surname, a word of other parties' names or a country's name means a party only by its context.
    """
    if not candidate.is_strong:
        return Decision.CANDIDATE, "weak alias"
    if candidate.is_country:
        return Decision.CANDIDATE, "name of a country"
    if candidate.tokens == 1 and candidate.type == "person":
        return Decision.CANDIDATE, "single word of a person's name"
    if candidate.tokens == 1 and candidate.users > 1:
        return Decision.CANDIDATE, "common word"
    if candidate.parties > 1 and not candidate.is_subject:
        return Decision.CANDIDATE, "several parties"
    return Decision.SAME, "name of the document's subject" if candidate.parties > 1 else "name"


def link_mentions(engine: Engine) -> list[Link]:
    """Link mentions to the parties whose names they bear.

    Reads:
        `mention`, `document`, and the registered rows `member`, `name` and `canonical`.
    Returns:
        rows of `link` of kind `mention`, in order.
    """
    engine.register("mentioned", _spell(engine))
    rows = []
    for row in engine.query(_SQL).to_pylist():
        decision, rule = decide_mention(Candidate(*(row[name] for name in Candidate._fields)))
        reason = {"feature": rule, "source": row["name"], "target": row["name"], "contribution": None}
        reasons = json.dumps([reason], ensure_ascii=False)
        marking = strictest((row["handling"], row["party_handling"]))
        rows.append(Link(row["id"], row["canonical_id"], "mention", decision, None, reasons, ALGORITHM, marking))
    return rows


def _spell(engine: Engine) -> pa.Table:
    """Normalise each distinct text of a linked type as the names of parties are."""
    engine.register(
        "type_prefix", pa.table({"type": [t for t, _ in TYPE_PREFIXES], "prefix": [p for _, p in TYPE_PREFIXES]})
    )
    rows = engine.query(
        "SELECT DISTINCT text, type, prefix FROM mention JOIN type_prefix USING (type) WHERE form = 'name'"
    ).to_pylist()
    for row in rows:
        phrase = mentioned_name(row["text"])
        row["key"] = " ".join(sorted(phrase.split())) if row["prefix"] == "p:" else phrase
        row["tokens"] = phrase.count(" ") + 1
        row["is_country"] = _is_country(row["text"])
    schema = pa.schema(
        [(name, pa.string()) for name in ("text", "type", "prefix", "key")]
        + [("tokens", pa.int64()), ("is_country", pa.bool_())]
    )
    return pa.Table.from_pylist([row for row in rows if row["key"] != ""], schema=schema)


def _is_country(text: str) -> bool:
    return registry.country.clean(text) is not None
