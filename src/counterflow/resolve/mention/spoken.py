"""What documents name: the mentions of each thing that a document speaks of, with the words that its names may be."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from counterflow.clean.name import mentioned_name
from counterflow.engine import Engine

PARTY_TYPES = ("person", "organization", "company", "public_body", "group", "vessel")
"""Types of mentions that are parties: of these, names are looked up everywhere."""

LOOSE_TYPES = ("facility", "place", "programme", "document", "other")
"""Types that a reader gives to names that it does not know: in reports these are looked up too, with doubt."""

NUMBERED = ("bureau", "department", "division", "office", "room")
"""Words for one and the same numbered office: Bureau 39, Office No. 39, Room 39."""

_MOST_BEFORE, _MOST_BEHIND = 2, 4
"""Words by which a listed name may be longer than what the reader took for the name."""

_WORD = re.compile(r"\S+")
_PLACING = ("in", "at", "on", "from", "near")
"""Words that say where something is, more often than they join a name."""

_SQL = """
SELECT
    mention.id, mention.document_id, mention.entity, mention.type, mention.text, mention.start, mention."end",
    mention.sentence_start, mention.sentence_end, mention.handling,
    coalesce(document.kind = 'report', false) AS in_report
FROM mention
LEFT JOIN document ON document.id = mention.document_id
WHERE (mention.form = 'name' AND mention.type IN (SELECT unnest($party)))
    OR (mention.form IN ('name', 'demonym') AND document.kind = 'report' AND mention.type IN (SELECT unnest($all)))
ORDER BY mention.document_id, mention.entity, mention.start, mention.id
"""


class Spoken(NamedTuple):
    """One name where it stands."""

    id: str
    document_id: str
    entity: str
    type: str
    text: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    handling: str
    in_report: bool
    wording: str = ""
    """The name: the text, or the longer listed name that it is a part of where it stands."""


def read_spoken(engine: Engine, texts: Mapping[str, str]) -> list[Spoken]:
    """Read the names of all documents, grouped by what they name.

    Reads:
        `mention`, `document`, and the registered rows `name`.
    Args:
        engine: the tables.
        texts: of reports, by document id.
    """
    parameters = {"party": list(PARTY_TYPES), "all": [*PARTY_TYPES, *LOOSE_TYPES]}
    rows = [Spoken(**row) for row in engine.query(_SQL, parameters).to_pylist()]
    listed = _listed_phrases(engine) if any(one.in_report for one in rows) else frozenset()
    return [one._replace(wording=_wording(one, texts.get(one.document_id), listed)) for one in rows]


def read_texts(engine: Engine) -> dict[str, str]:
    """Read the texts of reports, by document id."""
    rows = engine.query("SELECT id, text FROM document WHERE kind = 'report'")
    return dict(zip(rows.column("id").to_pylist(), rows.column("text").to_pylist(), strict=True))


def _listed_phrases(engine: Engine) -> frozenset[str]:
    """List the names of several words that are compared word by word, those of persons left out."""
    rows = engine.query(
        "SELECT DISTINCT substr(key, 3) AS phrase FROM name WHERE tokens > 1 AND NOT starts_with(key, 'p:')"
    )
    return frozenset(rows.column("phrase").to_pylist())


def _wording(one: Spoken, text: str | None, listed: Collection[str]) -> str:
    """Give the longest listed name around a mention, else its own words."""
    if text is None:
        return one.text
    own = mentioned_name(one.text)
    words = [
        (found.start() + one.sentence_start, found.end() + one.sentence_start)
        for found in _WORD.finditer(text[one.sentence_start : one.sentence_end])
    ]
    inside = [at for at, (start, end) in enumerate(words) if start < one.end and end > one.start]
    if len(inside) == 0 or own == "":
        return one.text
    first, last = inside[0], inside[-1]
    spans = itertools.product(range(_MOST_BEFORE + 1), range(_MOST_BEHIND + 1))
    for before, behind in sorted(spans, key=lambda span: (-sum(span), span)):
        if before + behind == 0 or first < before or last + behind >= len(words):
            continue
        joints = [*words[first - before : first], *words[last + 1 : last + 1 + behind]]
        if any(text[start:end].casefold() in _PLACING for start, end in joints):
            continue
        longer = text[words[first - before][0] : words[last + behind][1]]
        phrase = mentioned_name(longer)
        if phrase in listed and len(phrase) > len(own) and f" {own} " in f" {phrase} ":
            return longer.strip(" ,.;:()\"'“”’‘")
    return one.text


def variants(wording: str) -> Iterator[str]:
    """Give other names of a numbered office: other words for "office" before its number."""
    words = mentioned_name(wording).split()
    if len(words) == 2 and words[0] in NUMBERED and words[1].isdigit():
        for word in NUMBERED:
            if word != words[0]:
                yield f"{word.title()} {words[1]}"


def by_thing(spoken: Sequence[Spoken]) -> list[tuple[Spoken, ...]]:
    """Group names by the thing that their document uses them for, whatever words it uses.

    A name that is part of a longer listed one is for itself: its document grouped what it did not see in full.
    """
    grouped: dict[tuple[str, str, str], list[Spoken]] = {}
    for one in spoken:
        own = "" if one.wording == one.text else mentioned_name(one.wording)
        grouped.setdefault((one.document_id, one.entity, own), []).append(one)
    return [tuple(some) for _, some in sorted(grouped.items())]
