"""Track record: what a publisher told that others, on their own, confirmed or contradicted, and the letter by that.

A publisher's Admiralty letter in case.toml is a Beta distribution worth 20 claims (`judge.LETTER`). Each claim that
another root speaks to adds to it what the claim then is expected to be: right, by the odds that the publisher, the best
root that says the same and the best that says otherwise give together. Claims that nobody else speaks to add nothing.
The letter moves by one at most: what goes beyond is for a person to write into case.toml. Of a publisher of F nothing
is known until ten claims are checked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa

from counterflow.case import Publisher
from counterflow.engine import Engine
from counterflow.model.doubt import Reliability
from counterflow.weigh.judge import FALSE_VALUES, LETTER

MIN_CHECKED = 10
"""Checked claims from which a publisher of F gets a letter."""

LEAST = {Reliability.A: 0.9, Reliability.B: 0.775, Reliability.C: 0.625, Reliability.D: 0.45, Reliability.E: 0.0}
"""Least accuracy of a letter: half-way between the means of `judge.LETTER`."""

UNCHECKED = ("id", "name", "summary", "keywords", "type", "hsCode", "role")
"""Properties that make a party or a good what it is, or that only the reader writes: sharing them confirms nothing."""


class Track(NamedTuple):
    """How a publisher's claims fared."""

    publisher: str
    letter: Reliability
    """As case.toml states it."""
    letter_now: Reliability
    """By the track record; at most one letter from the stated one."""
    claims: int
    """That others could speak to."""
    confirmed: int
    """Of these: another root says the same."""
    contradicted: int
    """Of these: another root says otherwise, or says that it is not so."""
    accuracy: float
    """Expected, after all this."""


_SQL = """
WITH told AS (
    SELECT DISTINCT canonical.canonical_id AS party, prop, coalesce(other.canonical_id, value) AS value,
        CASE WHEN taken_back.evidence_id IS NULL AND evidence.polarity = 'affirmed' THEN 1 ELSE 0 END AS affirms,
        coalesce(passage_root.root, 'publisher ' || coalesce(document.publisher, resource.publisher),
            'dataset ' || coalesce(resource.dataset, statement.dataset)) AS root
    FROM statement
    JOIN canonical ON canonical.entity_id = statement.entity_id
    LEFT JOIN canonical other ON prop_type = 'entity' AND other.entity_id = value
    JOIN evidence ON evidence.statement_id = statement.id
    LEFT JOIN resource ON resource.id = evidence.resource_id
    LEFT JOIN document ON document.id = evidence.document_id
    LEFT JOIN passage_root ON passage_root.evidence_id = evidence.id
    LEFT JOIN taken_back ON taken_back.evidence_id = evidence.id
    WHERE NOT list_contains($unchecked, prop)
        AND (evidence.frame_id IS NOT NULL OR list_contains($functional, prop))
        AND coalesce(passage_root.dependence, 0) = 0
        -- Who is accused denies what is true and what is not: no mark against who reported it.
        AND evidence.polarity <> 'denied'
), graded AS (
    SELECT told.*, coalesce(publisher_accuracy.accuracy, $unknown) AS accuracy
    FROM told LEFT JOIN publisher_accuracy ON root = 'publisher ' || publisher
), mine AS (
    SELECT * FROM graded WHERE affirms = 1 AND root IN (SELECT 'publisher ' || publisher FROM publisher_accuracy)
), same AS (
    SELECT mine.root, party, prop, value, max(other.accuracy) AS accuracy
    FROM mine JOIN graded other USING (party, prop, value)
    WHERE other.root <> mine.root AND other.affirms = 1 GROUP BY ALL
), against AS (
    SELECT mine.root, party, prop, value, max(other.accuracy) AS accuracy
    FROM mine JOIN graded other USING (party, prop, value)
    WHERE other.root <> mine.root AND other.affirms = 0 GROUP BY ALL
), otherwise AS (
    SELECT mine.root, party, prop, mine.value, max(other.accuracy) AS accuracy
    FROM mine JOIN graded other USING (party, prop)
    WHERE other.root <> mine.root AND other.affirms = 1 AND list_contains($functional, prop)
        AND NOT starts_with(other.value, mine.value) AND NOT starts_with(mine.value, other.value)
    GROUP BY ALL
)
SELECT mine.root, same.accuracy AS same, greatest(against.accuracy, otherwise.accuracy) AS against,
    count(*) AS claims
FROM mine LEFT JOIN same USING (root, party, prop, value) LEFT JOIN against USING (root, party, prop, value)
    LEFT JOIN otherwise USING (root, party, prop, value)
GROUP BY ALL ORDER BY ALL
"""


def track_records(engine: Engine, publishers: Mapping[str, Publisher], functional: frozenset[str]) -> list[Track]:
    """Give the track record of every publisher of case.toml, in their order.

    Args:
        engine: the tables, and the registered rows `passage_root` and `taken_back`.
        publishers: of case.toml.
        functional: properties of which a party has one value: two values contradict each other.

    Reads:
        `statement`, `evidence`, `canonical`, `resource`, `document`.
    """
    accuracy = {
        "publisher": list(publishers),
        "accuracy": [LETTER[one.reliability].mean for one in publishers.values()],
    }
    engine.register(
        "publisher_accuracy",
        pa.table(accuracy, schema=pa.schema([("publisher", pa.string()), ("accuracy", pa.float64())])),
    )
    given = {"unchecked": list(UNCHECKED), "functional": sorted(functional), "unknown": LETTER[Reliability.F].mean}
    rows = engine.query(_SQL, given).to_pylist()
    return [_record(one, [row for row in rows if row["root"] == f"publisher {key}"]) for key, one in publishers.items()]


def _record(publisher: Publisher, rows: list[dict[str, float | int | None]]) -> Track:
    letter = LETTER[publisher.reliability]
    true, false = letter
    claims = confirmed = contradicted = 0
    for row in rows:
        count, same, against = row["claims"] or 0, row["same"], row["against"]
        claims += int(count)
        if same is None and against is None:
            continue
        confirmed += int(count) if same is not None else 0
        contradicted += int(count) if against is not None else 0
        odds = _odds(letter.mean) + (0.0 if same is None else _odds(same) + math.log(FALSE_VALUES))
        odds -= 0.0 if against is None else _odds(against)
        right = 1 / (1 + math.exp(-odds))
        true, false = true + count * right, false + count * (1 - right)
    checked = true + false - letter.true - letter.false
    accuracy = true / (true + false)
    now = grade(publisher.reliability, accuracy, checked)
    return Track(publisher.key, publisher.reliability, now, claims, confirmed, contradicted, accuracy)


def grade(stated: Reliability, accuracy: float, checked: float) -> Reliability:
    """Give the letter of an accuracy, at most one from the stated one; F until enough is checked."""
    found = next(letter for letter, least in LEAST.items() if accuracy >= least)
    if stated == Reliability.F:
        return found if checked >= MIN_CHECKED else Reliability.F
    order = list(LEAST)
    at = order.index(stated)
    return order[min(max(order.index(found), at - 1), at + 1)]


def _odds(chance: float) -> float:
    return math.log(chance / (1 - chance))
