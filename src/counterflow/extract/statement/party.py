"""The parties that a document names and tells something of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from counterflow.extract.mention.local import normalise
from counterflow.extract.mention.row import SUBJECT
from counterflow.extract.parse.passage import fold
from counterflow.extract.statement.line import load_lines
from counterflow.model.identity import make_id
from counterflow.model.schema import get_schema
from counterflow.model.told import party_id
from counterflow.tables import Frame, Mention

SCHEMATA = {
    "person": "Person",
    "organization": "Organization",
    "company": "Company",
    "public_body": "PublicBody",
    "group": "LegalEntity",
    "vessel": "Vessel",
    "facility": "Facility",
}
"""Types of mentions that are parties, and the schema of each. A group of people may be organised or not."""

MAX_ACRONYM_CHARS = 8

_ANY = re.compile(r"(?:any|each|every|no)\b|.*\b(?:convoy|fleet|flotilla)$", re.IGNORECASE | re.DOTALL)
"""Descriptions that mean no one ship."""


class Naming(NamedTuple):
    """One name of a party, where the document first writes it so."""

    prop: str
    """`name`, `alias` or `abbreviation`; `description` of a ship that the document does not name."""
    value: str
    mention: Mention


class Party(NamedTuple):
    """One party of a document."""

    entity_id: str
    schema: str | None
    """None: the document does not show what the implied subject is."""
    namings: tuple[Naming, ...]
    """Empty for the implied subject, whose names are its list's."""

    @property
    def is_described(self) -> bool:
        """Whether the document only describes it."""
        return len(self.namings) > 0 and self.namings[0].prop == "description"


def find_parties(
    document_id: str,
    mentions: Sequence[Mention],
    frames: Sequence[Frame],
    subject_id: str | None,
    numbered: Collection[str] = (),
) -> Mapping[str, Party]:
    """Find the parties that are named in a document and are arguments of a frame or bear a number, by their local id.

    A bare surname names nobody; an acronym alone is an abbreviation. A ship that is only described is a party where an
    event is told of it with its time: another document may name it.

    Args:
        document_id: of the document.
        mentions: all of its mentions, in order.
        frames: its frames.
        subject_id: `entity_id` of its implied subject.
        numbered: local ids of those that bear an identifying number.
    """
    wanted = set(numbered) | {
        one.entity
        for frame in frames
        for one in frame.args
        if one.entity is not None and (frame.type, one.role) != ("alias_of", "b")
    }
    grouped: dict[str, list[Mention]] = {}
    for one in mentions:
        if one.entity in wanted:
            grouped.setdefault(one.entity, []).append(one)
    subject = None if subject_id is None else make_id(document_id, "entity", SUBJECT)
    dated = {one.entity for frame in frames if frame.edtf is not None and _is_event(frame) for one in frame.args}
    found = {
        entity: Party(party_id(document_id, entity), *named)
        for entity, some in grouped.items()
        if entity != subject
        and (named := _name_party(some) or (_describe_ship(some) if entity in dated else None)) is not None
    }
    if subject is not None and subject_id is not None:
        type_ = _common_type([one for one in grouped.get(subject, ()) if one.type in SCHEMATA])
        found[subject] = Party(subject_id, SCHEMATA.get(type_ or ""), ())
    return found


def _name_party(mentions: Sequence[Mention]) -> tuple[str, tuple[Naming, ...]] | None:
    named = [one for one in mentions if one.form == "name"]
    schema = SCHEMATA.get(_common_type(named) or "")
    if schema is None:
        return None
    forms: dict[str, list[Mention]] = {}
    for one in named:
        forms.setdefault(normalise(fold(one.text)), []).append(one)
    spellings = [_best_spelling(some) for some in forms.values()]
    namings = tuple(_namings(schema, [(" ".join(fold(one.text).split()), one) for one in spellings]))
    return (schema, namings) if len(namings) > 0 else None


def _is_event(frame: Frame) -> bool:
    line = load_lines()[frame.type]
    return line.ends is None and line.holder is None


def _describe_ship(mentions: Sequence[Mention]) -> tuple[str, tuple[Naming, ...]] | None:
    """Describe a ship that no mention names, in the words that say most."""
    if any(one.form == "name" for one in mentions) or _common_type(mentions) != "vessel":
        return None
    described = [one for one in mentions if one.form == "nominal" and _ANY.match(one.text) is None]
    if len(described) == 0 or all(one.text.endswith("s") for one in described):
        return None
    fullest = max(described, key=lambda one: (len(one.text.split()), -one.start))
    return SCHEMATA["vessel"], (Naming("description", " ".join(fold(fullest.text).split()), fullest),)


def _common_type(mentions: Sequence[Mention]) -> str | None:
    """Give the type that most mentions have; of several, the one that comes first."""
    counts = Counter(one.type for one in mentions)
    return max(counts, key=lambda type_: counts[type_], default=None)


def _best_spelling(mentions: Sequence[Mention]) -> Mention:
    """Choose the first mention that is not in capitals throughout, as headlines are."""
    return next((one for one in mentions if not one.text.isupper()), mentions[0])


def _namings(schema: str, written: Sequence[tuple[str, Mention]]) -> Iterable[Naming]:
    has_abbreviation = get_schema(schema).get("abbreviation") is not None
    full = [(value, one) for value, one in written if " " in value or not _is_short(schema, value)]
    short = [(value, one) for value, one in written if is_acronym(value)] if has_abbreviation else []
    fullest = max(full, key=lambda pair: (len(pair[0].split()), len(pair[0])), default=None)
    if fullest is not None:
        yield Naming("name", *fullest)
    for value, one in full:
        if value != (fullest or ("",))[0] and " " in value:
            yield Naming("alias", value, one)
    for value, one in short:
        if schema != "Person":
            yield Naming("abbreviation", value, one)


def _is_short(schema: str, word: str) -> bool:
    """Whether one word is too little for a name: a surname, an acronym of what has abbreviations."""
    return schema == "Person" or (is_acronym(word) and get_schema(schema).get("abbreviation") is not None)


def is_acronym(word: str) -> bool:
    """Whether a word is written as an acronym: `KOMID`, `APT38`."""
    return word.isalnum() and word.isupper() and 2 <= len(word) <= MAX_ACRONYM_CHARS
