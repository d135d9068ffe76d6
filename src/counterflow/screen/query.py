"""Records in, queries out: what is asked of the index, in FtM's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from counterflow.compare.builder import NAME_PROPERTIES, analyse_names
from counterflow.compare.fact.country import read_country_numbers
from counterflow.compare.fact.date import read_intervals
from counterflow.compare.fact.identifier import IDENTIFIER_PROPERTIES
from counterflow.screen.column import NAME_PARTS, ROW_ID, SCHEMA, property_of
from counterflow.screen.row import Row
from counterflow.screen.sort import guess_schemata, read_schema

Entity = dict[str, Any]

_DATES = frozenset(["birthDate", "deathDate", "incorporationDate"])
_COUNTRIES = frozenset(["nationality", "citizenship", "country", "mainCountry", "jurisdiction", "birthCountry", "flag"])
_SHOWN = 60
"""Characters of a value that a message repeats."""


class Query(NamedTuple):
    """A record, and what is asked for it."""

    row: Row
    readings: tuple[Entity, ...]
    """FtM entities by which it is searched; the best score of them counts. Empty: it cannot be searched."""
    error: str | None
    """Why it cannot be searched."""


class Note(NamedTuple):
    """How often something could not be used."""

    times: int
    example: str
    """The first; empty of a column."""


Notes = dict[str, Note]
"""What could not be used, in the order in which it was met."""


class QueryReader:
    """Turns records into queries, and notes what it could not use, so that it is said once and not a million times."""

    def __init__(self) -> None:
        """Start without notes."""
        self.noted: Notes = {}
        """What was not used so far."""

    def read(self, row: Row) -> Query:
        """Read one record: an FtM entity (`schema`, `properties`) or columns."""
        if row.error is not None:
            return Query(row, (), row.error)
        try:
            schema, properties = self._collect(row)
        except ValueError as exc:
            return Query(row, (), str(exc))
        schemata = (schema,) if schema is not None else guess_schemata(properties)
        readings = tuple(Entity(schema=name, properties=properties) for name in schemata)
        error = _check(readings)
        return Query(row, () if error is not None else readings, error)

    def notes(self) -> Sequence[str]:
        """Say what was not used, each thing once with how often and an example."""
        return [f"{what}{_times(note.times)}{note.example}" for what, note in self.noted.items()]

    def take_in(self, notes: Notes) -> None:
        """Add what another reader noted of later records."""
        for what, note in notes.items():
            known = self.noted.get(what)
            # A column without an example is noted once, in however many records it is.
            times = note.times if known is None else known.times + note.times * (note.example != "")
            self.noted[what] = Note(times, note.example if known is None else known.example)

    def _collect(self, row: Row) -> tuple[str | None, dict[str, list[str]]]:
        """Find the schema and the properties of a record."""
        given = row.values.get("properties")
        is_entity = isinstance(given, Mapping)
        cells: Mapping[str, Any] = given if isinstance(given, Mapping) else row.values
        words: list[str] = _texts(row.values.get("schema")) if is_entity else []
        properties: dict[str, list[str]] = {}
        for name, value in cells.items():
            prop = name if is_entity else self._property(name)
            if prop == SCHEMA:
                words += _texts(value)
            elif prop is not None and prop != ROW_ID:
                self._add(properties, prop, _texts(value, is_split=not is_entity), row)
        return self._schema(row, words), properties

    def _add(self, properties: dict[str, list[str]], prop: str, texts: Sequence[str], row: Row) -> None:
        if len(texts) == 0:
            return
        properties.setdefault(prop, []).extend(texts)
        for text in texts:
            if prop in _DATES and len(read_intervals(text)) == 0:
                self._note(f"a {prop} is no date that can be read, and is not compared", text, row)
            elif prop in _COUNTRIES and len(read_country_numbers(text)) == 0:
                self._note(f"a {prop} is no country that is known, and is not compared", text, row)

    def _schema(self, row: Row, words: Sequence[str]) -> str | None:
        for word in words:
            schema = read_schema(word)
            if schema is not None:
                return schema
            self._note("a sort of party is not known, and every sort is searched", word, row)
        return None

    def _property(self, column: str) -> str | None:
        prop = property_of(column)
        if prop is None:
            self.noted.setdefault(f"the column {column!a} is kept and not compared", Note(1, ""))
        return prop

    def _note(self, what: str, value: str, row: Row) -> None:
        known = self.noted.get(what, Note(0, f", e.g. {value[:_SHOWN]!a} in record {row.number:,}"))
        self.noted[what] = known._replace(times=known.times + 1)


def _texts(value: Any, *, is_split: bool = True) -> list[str]:
    """Give the texts of a cell; several stand in a list, or in one text with semicolons between them."""
    if value is None or isinstance(value, bool):
        return []
    if isinstance(value, list | tuple | set):
        return [text for one in value for text in _texts(one, is_split=False)]
    if isinstance(value, Mapping):
        raise ValueError("a value is an object: texts or lists of texts are read")
    parts = str(value).split(";") if is_split else [str(value)]
    return [text for part in parts if (text := part.strip()) != ""]


def _check(readings: Sequence[Entity]) -> str | None:
    """Say why nothing could be found by a query; None: something could."""
    properties = readings[0]["properties"]
    if any(name in IDENTIFIER_PROPERTIES for name in properties):
        return None
    if any(_has_name(one["schema"], properties) for one in readings):
        return None
    is_named = any("name" in prop.lower() or "alias" in prop.lower() for prop in properties)
    return "its name holds no letter and no digit" if is_named else "it has no name and no number"


def _has_name(schema: str, properties: Mapping[str, Sequence[str]]) -> bool:
    """Say whether a name is left when what is no word is taken away; the first one that is settles it."""
    for prop in (name for name, _ in NAME_PROPERTIES):
        if any(len(analyse_names(schema, {prop: [text]})) > 0 for text in properties.get(prop, ())):
            return True
    return len(analyse_names(schema, {prop: properties[prop] for prop in NAME_PARTS if prop in properties})) > 0


def _times(count: int) -> str:
    return "" if count == 1 else f" ({count:,} times)"
