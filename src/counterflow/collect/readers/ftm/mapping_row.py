"""One row of a table becomes entities by FollowTheMoney's mapping, each value with the columns that it comes from.

The mapping is FtM's own (`followthemoney.mapping`): its keys, filters, literals, templates, joins, splits and
formats. `EntityMapping.map` gives the values without saying where they stand; so the steps of that method are taken
here one by one, and a test asserts that both give the same entities.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from followthemoney.entity import ValueEntity
from followthemoney.mapping.entity import EntityMapping
from followthemoney.mapping.property import PropertyMapping
from followthemoney.mapping.query import QueryMapping
from followthemoney.types import registry

from counterflow.collect.party import Party
from counterflow.collect.readers.ftm.entity import is_id
from counterflow.collect.source import Source, SourceFile
from counterflow.stage import Row

LITERAL = "(mapping)"
"""Field of a value that stands in the mapping, not in the table."""

NAMES_MENTIONED = "namesMentioned"
"""FtM writes the names of the parties of a payment or a tie into it, so that a search for them finds it."""

Record = dict[str, str]
"""One row by column, empty cells left out."""


class MappedValue(NamedTuple):
    """One value of one property."""

    prop: str
    text: str
    value: str | None
    """As FtM cleans it; None: it is no value of its type."""
    field: str
    passage: str


@dataclass(slots=True)
class MappedEntity:
    """One entity of one row."""

    proxy: ValueEntity
    values: list[MappedValue]


class MappedRow(NamedTuple):
    """What one row gives."""

    entities: Mapping[str, MappedEntity]
    """By their name in the mapping."""
    nameless: tuple[str, ...]
    """Names of those whose key columns are empty, or hold what can be no id."""


def map_row(query: QueryMapping, record: Record) -> MappedRow:
    """Map one row. An entity that lacks what the mapping requires is left out, as the mapping says."""
    entities: dict[str, MappedEntity] = {}
    nameless: list[str] = []
    for mapping in query.entities:
        entity_id = mapping.compute_key(record)
        if entity_id is None or not is_id(entity_id):
            nameless.append(mapping.name)
            continue
        entity = _map_entity(mapping, record, entities)
        entity.proxy.id = entity_id
        if all(entity.proxy.has(prop.prop) for prop in mapping.properties if prop.required):
            entities[mapping.name] = entity
    return MappedRow(entities, tuple(nameless))


def _map_entity(mapping: EntityMapping, record: Record, others: Mapping[str, MappedEntity]) -> MappedEntity:
    entity = MappedEntity(ValueEntity(mapping.schema, {}), [])
    # Countries first, as FtM does: they help to read phone numbers.
    for prop in sorted(mapping.properties, key=lambda one: one.prop.type != registry.country):
        if prop.entity is not None:
            other = others.get(prop.entity)
            if other is not None:
                _refer(entity, prop, other)
            continue
        for text, passage in _texts(prop, record):
            if text.strip() != "":
                value = entity.proxy.unsafe_add(prop.prop, text, fuzzy=prop.fuzzy, format=prop.format)
                entity.values.append(MappedValue(prop.prop.name, text, value, _field(prop), passage))
    return entity


def _refer(entity: MappedEntity, prop: PropertyMapping, other: MappedEntity) -> None:
    """Link to another entity of the row, and mention its names where the schema has a place for them."""
    target = str(other.proxy.id)
    entity.proxy.unsafe_add(prop.prop, target, cleaned=True)
    entity.values.append(MappedValue(prop.prop.name, target, target, f"entity {prop.entity}", target))
    mentioned = entity.proxy.schema.get(NAMES_MENTIONED)
    for one in other.values if mentioned is not None else ():
        if one.value is not None and other.proxy.schema.properties[one.prop].type == registry.name:
            value = entity.proxy.unsafe_add(mentioned, one.value) if mentioned is not None else None
            entity.values.append(MappedValue(NAMES_MENTIONED, one.value, value, one.field, one.passage))


def _texts(prop: PropertyMapping, record: Record) -> Iterator[tuple[str, str]]:
    """Yield the values of a property before they are cleaned, each with the words of the row that carry it."""
    texts = prop.record_values(record)
    passages = list(texts)
    if prop.template is not None:
        passages = [" ".join(record[ref] for ref in prop.refs if ref in record) or texts[0]]
    if prop.join is not None:
        texts, passages = [prop.join.join(texts)], [" ".join(passages)]
    for text, passage in zip(texts, passages, strict=True):
        for part in text.split(prop.split) if prop.split is not None else (text,):
            yield part, passage


def _field(prop: PropertyMapping) -> str:
    return ", ".join(prop.refs) if len(prop.refs) > 0 else LITERAL


def rows_of(row: MappedRow, source: Source, extractor: str, record: str, file: SourceFile) -> Iterator[Row]:
    """Yield the rows of the entities of one row of a table."""
    for entity in row.entities.values():
        party = Party(source, extractor, entity.proxy.schema.name, str(entity.proxy.id), record)
        for one in entity.values:
            if one.value is not None:
                party.add(one.prop, one.text, value=one.value, field=one.field, passage=one.passage, file=file)
            else:
                kind = entity.proxy.schema.properties[one.prop].type.name
                party.problem(f"{one.prop} is not a valid {kind}", field=one.field, value=one.text, file=file)
        rows = list(party.rows())
        if all(one.value is None for one in entity.values):
            party.add_id(field=LITERAL)
            rows = list(party.rows())
        yield from rows


__all__ = ["LITERAL", "NAMES_MENTIONED", "MappedRow", "Record", "map_row", "rows_of"]
