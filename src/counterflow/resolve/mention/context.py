"""What is known around a name: the countries, dates and numbers of its document, and what lists say of a candidate."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa
from followthemoney.types import registry

from counterflow.engine import Engine
from counterflow.resolve.mention.spoken import Spoken

_IMO = re.compile(r"\W{0,4}(?:with |of )?(?:the )?(?:IMO)(?: number| no\.?| #)?:?\s*(\d{7})\b", re.IGNORECASE)
_BORN = re.compile(r"\b(?:born|birth|b\.)\b[^.;]{0,40}?\b(1[89]\d\d|20\d\d)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{4,}")
_COMMON = frozenset(
    [
        "with",
        "from",
        "that",
        "this",
        "have",
        "north",
        "korea",
        "korean",
        "former",
        "democratic",
        "republic",
        "official",
        "representative",
    ]
)

_VEHICLE_CUES = re.compile(
    r"\b(?:ships?|vessels?|freighters?|tankers?|carriers?|boats?|hulls?|IMO|flags?|sails|sailed)\b", re.IGNORECASE
)
_UNIONS = ("eu", "un")
"""Codes of the country list that are bodies."""
_NEAR_CHARS = 60
"""Characters before and behind a name in which a word says what it is."""

PROGRAMME_SQL = """
SELECT DISTINCT canonical.canonical_id, programme.value AS programme
FROM statement programme
JOIN statement holder ON holder.entity_id = programme.entity_id AND holder.prop = 'entity'
JOIN canonical ON canonical.entity_id = holder.value
WHERE programme.schema = 'Sanction' AND programme.prop = 'programId'
"""
"""The programmes under which parties are listed."""

_PARTY_SQL = f"""
SELECT canonical.canonical_id, statement.prop, statement.prop_type, statement.value
FROM statement
JOIN canonical USING (entity_id)
JOIN asked ON asked.canonical_id = canonical.canonical_id
JOIN member USING (entity_id)
WHERE NOT member.is_told
    AND (prop_type = 'country' OR prop IN ('position', 'imoNumber', 'birthDate'))
UNION
SELECT canonical_id, 'programId', 'string', programme FROM ({PROGRAMME_SQL}) JOIN asked USING (canonical_id)
ORDER BY ALL
"""  # noqa: S608 - a constant

_TIE_SQL = """
WITH told_of AS (
    -- A tie is an entity of its own (two parties are its values), or a value of a party.
    SELECT statement.entity_id AS tie, canonical.canonical_id
    FROM statement JOIN canonical ON canonical.entity_id = statement.value
    WHERE statement.prop_type = 'entity' AND statement.schema <> 'Sanction' AND statement.dataset <> $told
    UNION
    SELECT statement.entity_id, canonical.canonical_id
    FROM statement JOIN canonical USING (entity_id) JOIN member USING (entity_id)
    WHERE statement.prop_type = 'entity' AND statement.schema <> 'Sanction' AND member.is_mergeable
        AND statement.dataset <> $told
)
SELECT DISTINCT one.canonical_id AS one, other.canonical_id AS other
FROM told_of one JOIN told_of other USING (tie)
WHERE one.canonical_id <> other.canonical_id AND one.canonical_id IN (SELECT canonical_id FROM asked)
ORDER BY ALL
"""


class Party(NamedTuple):
    """What lists say of one party, as far as the surroundings of a name can bear it out."""

    countries: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    positions: frozenset[str] = frozenset()
    """Words of what it is or does."""
    imo: frozenset[str] = frozenset()
    births: frozenset[str] = frozenset()
    """Years."""
    ties: frozenset[str] = frozenset()
    """Parties that lists tie it to."""


class Around(NamedTuple):
    """What stands around the names of one thing in its document."""

    countries: frozenset[str]
    """Countries that its sentences name."""
    document_countries: frozenset[str]
    words: frozenset[str]
    """Of its sentences."""
    imo: frozenset[str]
    """IMO numbers that follow its name."""
    births: frozenset[str]
    """Years of birth that its sentences give."""
    says_vehicle: bool
    """A word beside it is a ship's, or an article stands before a name that is no body's."""


def read_parties(engine: Engine, wanted: Collection[str], told_dataset: str) -> dict[str, Party]:
    """Read what lists say of some parties, by canonical id.

    Reads:
        `statement`, and the registered rows `member` and `canonical`.
    """
    engine.register("asked", pa.table({"canonical_id": pa.array(sorted(wanted), pa.string())}))
    said: dict[str, dict[str, set[str]]] = {one: {} for one in wanted}
    for row in engine.query(_PARTY_SQL).to_pylist():
        field, values = _field(row["prop"], row["prop_type"], row["value"])
        said[row["canonical_id"]].setdefault(field, set()).update(values)
    for row in engine.query(_TIE_SQL, {"told": told_dataset}).to_pylist():
        said[row["one"]].setdefault("ties", set()).add(row["other"])
    return {one: Party(**{field: frozenset(values) for field, values in some.items()}) for one, some in said.items()}


def _field(prop: str, prop_type: str, value: str) -> tuple[str, Collection[str]]:
    if prop_type == "country":
        return "countries", [value]
    if prop == "position":
        return "positions", words_of(value)
    if prop == "birthDate":
        return "births", [value[:4]]
    return ("imo", [_digits(value)]) if prop == "imoNumber" else ("programmes", [value])


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))


def words_of(text: str) -> frozenset[str]:
    """Give the words of a text that say something."""
    return frozenset(_WORD.findall(text.casefold())) - _COMMON


def look_around(
    names: Sequence[Spoken], text: str | None, countries: Mapping[str, Mapping[int, Collection[str]]]
) -> Around:
    """Look at the sentences of a thing's names.

    Args:
        names: of one thing of one document.
        text: of the document; None where it is not looked at.
        countries: of each document, by the sentence that names them.
    """
    own = countries.get(names[0].document_id, {})
    everywhere = frozenset(code for codes in own.values() for code in codes)
    if text is None:
        return Around(frozenset(), everywhere, frozenset(), frozenset(), frozenset(), False)
    sentences = sorted({(one.sentence_start, one.sentence_end) for one in names})
    read = [text[start:end] for start, end in sentences]
    return Around(
        frozenset(code for start, _ in sentences for code in own.get(start, ())),
        everywhere,
        frozenset(word for one in read for word in words_of(one)),
        frozenset(number for one in names for number in _numbers_behind(one, text)),
        frozenset(year for one in read for year in _BORN.findall(one)),
        any(_says_vehicle(one, text) for one in names),
    )


def _numbers_behind(one: Spoken, text: str) -> list[str]:
    """Find the IMO number that follows a name at once: another ship's stands behind another name."""
    end = one.start + max(len(one.text), len(one.wording))
    found = _IMO.match(text, end)
    return [] if found is None else [found[1]]


def _says_vehicle(one: Spoken, text: str) -> bool:
    before = text[max(one.sentence_start, one.start - _NEAR_CHARS) : one.start]
    behind = text[one.end : min(one.sentence_end, one.end + _NEAR_CHARS)]
    return _VEHICLE_CUES.search(before + " " + behind) is not None or before.casefold().endswith("the ")


def read_countries(engine: Engine) -> dict[str, dict[int, set[str]]]:
    """Read which countries documents name: by document, by where the sentence begins.

    Reads:
        `mention`.
    """
    rows = engine.query(
        "SELECT DISTINCT document_id, sentence_start, text FROM mention WHERE form IN ('name', 'demonym') ORDER BY ALL"
    ).to_pylist()
    found: dict[str, dict[int, set[str]]] = {}
    for row in rows:
        code = country_of(row["text"])
        if code is not None:
            found.setdefault(row["document_id"], {}).setdefault(row["sentence_start"], set()).add(code)
    return found


@functools.lru_cache(maxsize=100_000)
def country_of(text: str) -> str | None:
    """Give the country that words name: itself, its people, its capital."""
    words = " ".join(text.split())
    words = words.removeprefix("the ").removeprefix("The ")
    code = registry.country.clean(words) or registry.country.clean(words.removesuffix("s"))
    return None if code in _UNIONS else code
