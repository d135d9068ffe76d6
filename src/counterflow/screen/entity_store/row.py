"""What a store keeps of one entity."""

from __future__ import annotations

import functools
import math
import zlib
from collections.abc import Iterable
from typing import Any, NamedTuple

from followthemoney.types import registry

from counterflow.compare.index.record import dump_entity, load_entity
from counterflow.exc import InputError
from counterflow.screen.entity_store.field import (
    Entity,
    group_values,
    has_words,
    is_target,
    moment,
    property_of,
    values_of,
)
from counterflow.screen.entity_store.layout import KINDS
from counterflow.screen.entity_store.words import folded_text, latin_spellings

EVERY = "\ue000"
"""A mark that every entity has: what is not something else is looked for among all."""

_LEVEL = 1
# Deflate copies what it has seen before; what all entities share it need not see in each. The end is copied cheapest.
_DICTIONARY = (
    b'"authority":["program":["programId":["startDate":["entity":["listingDate":["country":["addressEntity":["full":["'
    b'"position":["birthPlace":["notes":["gender":["male"],"female"],"nationality":["citizenship":["passportNumber":["'
    b'"idNumber":["registrationNumber":["taxNumber":["imoNumber":["flag":["type":["owner":["asset":["director":["'
    b'"organization":["jurisdiction":["address":["lastName":["firstName":["weakAlias":["alias":["birthDate":["'
    b'"schema":"Vessel","target":"schema":"Address","schema":"Sanction","schema":"Ownership","schema":"LegalEntity",'
    b'"schema":"Organization","schema":"Company","schema":"Person","sourceUrl":["https://www.","topics":["sanction"]},'
    b'"caption":"","datasets":[""],"first_seen":"2024-01-01T00:00:00","id":"","last_change":"2024-01-01T00:00:00",'
    b'"last_seen":"2024-01-01T00:00:00","origin":[],"properties":{"alias":[""],"name":[""],"target":true}'
    b'"referents":[],"schema":"","target":false}'
)


class Row(NamedTuple):
    """One entity, ready to be written. Text that SQLite cannot hold is `storable`; `record` holds it unchanged."""

    id: str
    schema: str
    caption: str
    first_seen: str | None
    last_seen: str | None
    last_change: str | None
    target: bool
    weight: float
    """What the number of its values adds to its rank: a party of whom much is known is oftener meant."""
    record: bytes
    name: str
    """Words of its names, Latin spellings of them included."""
    text: str
    """Words of all else."""
    mark: str
    """One word each for what a query may ask by field."""
    marks: frozenset[tuple[str, str]]
    """(kind, value) of what is filtered and counted."""
    edges: frozenset[tuple[str, str]]
    """(id it points to, property under which that one names it)."""
    former: frozenset[str]


def make_rows(entities: Iterable[Entity]) -> list[Row]:
    """Make the rows of entities: a task for another process."""
    return [make_row(entity) for entity in entities]


class _Role(NamedTuple):
    """What becomes of the values of a property."""

    group: str | None
    """FtM's group of its type."""
    is_text: bool
    """They are searched by their words, and no names."""
    reverse: str | None
    """Property by which those that it names name it."""


class _Sorted(NamedTuple):
    """Values of an entity by what becomes of them."""

    names: list[str]
    text: list[str]
    marks: set[tuple[str, str]]
    edges: set[tuple[str, str]]


def make_row(entity: Entity) -> Row:
    """Make the row of an entity. Equal entities have equal rows."""
    found = _sort_values(entity)
    names = list(dict.fromkeys([caption_of(entity), *found.names]))
    entity_id, schema = storable(entity["id"]), storable(entity["schema"])
    return Row(
        id=entity_id,
        schema=schema,
        caption=storable(names[0]),
        first_seen=_moment(entity, "first_seen"),
        last_seen=_moment(entity, "last_seen"),
        last_change=_moment(entity, "last_change"),
        target=is_target(entity),
        weight=math.sqrt(sum(len(values) for values in entity.get("properties", {}).values()) / 2),
        record=pack(entity),
        name=" ".join([folded_text(names), *(way for name in names for way in latin_spellings(name))]),
        text=folded_text([entity_id, *found.text, *_countries(found.marks)]),
        mark=" ".join(sorted(_mark_words(schema, found.marks))),
        marks=frozenset(found.marks),
        edges=frozenset(found.edges),
        former=frozenset(storable(one) for one in entity.get("referents", ()) if isinstance(one, str)) - {entity_id},
    )


def _sort_values(entity: Entity) -> _Sorted:
    found = _Sorted([], [], {("datasets", storable(value)) for value in group_values(entity, "datasets")}, set())
    for name in sorted(entity.get("properties", {})):
        values, role = values_of(entity, name), _role(entity["schema"], name)
        if role.group == "names":
            found.names.extend(values)
        elif role.is_text:
            found.text.extend(values)
        if role.group in KINDS:
            found.marks.update((str(role.group), storable(value)) for value in values)
        if role.reverse is not None:
            found.edges.update((storable(value), role.reverse) for value in values)
    return found


@functools.cache
def _role(schema: str, name: str) -> _Role:
    prop = property_of(schema, name)
    if prop is None:
        return _Role(None, True, None)
    reverse = prop.reverse.name if prop.type.name == "entity" and prop.reverse is not None else None
    return _Role(prop.type.group, has_words(schema, name) and prop.type.group != "names", reverse)


def caption_of(entity: Entity) -> str:
    """Give the caption, or what stands for it: the first name, or the id."""
    caption = entity.get("caption")
    if isinstance(caption, str) and caption != "":
        return caption
    return next(iter(values_of(entity, "name")), str(entity["id"]))


@functools.lru_cache(maxsize=65_536)
def mark_word(kind: str, value: str) -> str:
    """Give the word that stands for a value of a kind; no text holds such a word.

    ASCII other than letters and digits would part the word in two, so it moves to the plane of private use.
    """
    plain = storable(value).casefold()
    return f"{kind}{EVERY}" + "".join(
        chr(0xE000 + ord(one)) if one.isascii() and not one.isalnum() else one for one in plain
    )


def storable(text: str) -> str:
    """Give text that SQLite can hold: a lone surrogate becomes `?`."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def pack(entity: Entity) -> bytes:
    """Compress an entity's JSON."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15, zdict=_DICTIONARY)
    return deflate.compress(dump_entity(entity)) + deflate.flush()


def unpack(record: bytes) -> dict[str, Any]:
    """Read an entity back.

    Raises:
        InputError: the record is damaged; which file holds it is not known here.
    """
    inflate = zlib.decompressobj(-15, zdict=_DICTIONARY)
    try:
        return load_entity(inflate.decompress(record) + inflate.flush())
    except (zlib.error, ValueError) as exc:
        raise InputError(
            f"a record cannot be read: {exc}", next_step="Build the index again: counterflow index"
        ) from exc


def fold(kind: str, value: str) -> str:
    """Bring a value to the form in which a filter compares it: names of datasets as they are, all else without case."""
    return value if kind == "datasets" else value.casefold()


def _moment(entity: Entity, field: str) -> str | None:
    value = entity.get(field)
    return moment(value) if isinstance(value, str) else None


def _countries(marks: Iterable[tuple[str, str]]) -> list[str]:
    return sorted(country_name(value) for kind, value in marks if kind == "countries")


@functools.lru_cache(maxsize=1024)
def country_name(code: str) -> str:
    """Name a country as FtM does; the code itself where it has no name."""
    return registry.country.caption(code) or code


def _mark_words(schema: str, marks: Iterable[tuple[str, str]]) -> Iterable[str]:
    yield EVERY
    yield mark_word("schema", schema)
    for kind, value in marks:
        yield mark_word(kind, value)
