"""Entities of FollowTheMoney as records, where there are enough of them to learn weights from.

The kernel of names has weights learnt elsewhere and needs no volume. A model fitted to the file itself knows how its
errors are, but only where many records have attributes besides names; `link_entities` decides by the data, family by
family (persons, organisations, ...), and leaves the rest to the kernel.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from counterflow.resolve.linkage.field import NAME_PARTS, Field, Kind, kind_of
from counterflow.resolve.linkage.link import Linkage, Settings, link_records
from counterflow.resolve.schema import name_family

MIN_RECORDS = 500
"""Records with enough attributes from which weights are learnt."""
MIN_ATTRIBUTES = 2
"""Attributes besides names that such a record has."""
MIN_FILLED = 0.02
"""Share of the records that have a property, from which it is compared."""
_NAMES = ("name", "alias", "previousName")
"""Weak aliases are left out: they say who may be meant, not who it is."""


class Records(NamedTuple):
    """Entities of one family as a table that `link_records` takes."""

    family: str
    table: pa.Table
    """Column `id`, and one of lists of strings for each field."""
    fields: Sequence[Field]

    @property
    def is_enough(self) -> bool:
        """Whether weights can be learnt from them: `MIN_RECORDS` with `MIN_ATTRIBUTES` besides names."""
        columns = [self.table[field.name].to_pylist() for field in self.fields if field.kind != Kind.NAME]
        filled = [sum(len(cell) > 0 for cell in row) for row in zip(*columns, strict=True)]
        return sum(count >= MIN_ATTRIBUTES for count in filled) >= MIN_RECORDS


def read_entities(entities: Iterable[Mapping[str, Any]]) -> Iterator[Records]:
    """Make records of entities, those of one family together, in order of family.

    Args:
        entities: of FollowTheMoney, as its JSON has them (id, schema, properties).
    """
    families: dict[str, list[Mapping[str, Any]]] = {}
    for entity in entities:
        families.setdefault(name_family(entity["schema"]), []).append(entity)
    for family, members in sorted(families.items()):
        filled = Counter(name for entity in members for name, held in entity["properties"].items() if len(held) > 0)
        least = MIN_FILLED * len(members)
        fields = [Field("name", Kind.NAME, ("name",))]
        for name in sorted(filled):
            kind = kind_of(name)
            if kind is not None and kind != Kind.NAME and filled[name] >= least:
                fields.append(Field(name, kind, (name,)))
        columns: dict[str, list[Any]] = {"id": [entity["id"] for entity in members]}
        for field in fields:
            columns[field.name] = [list(read_field(entity, field)) for entity in members]
        types = {name: pa.string() if name == "id" else pa.list_(pa.string()) for name in columns}
        table = pa.table({name: pa.array(cells, types[name]) for name, cells in columns.items()})
        yield Records(family, table, fields)


def read_field(entity: Mapping[str, Any], field: Field) -> Sequence[str]:
    """Give what an entity says in a field: all strong names, or, where it has none, the parts of its name as one."""
    properties: Mapping[str, Sequence[str]] = entity["properties"]
    if field.kind != Kind.NAME:
        return [text for name in field.columns for text in properties.get(name, ())]
    whole = [text for name in _NAMES for text in properties.get(name, ())]
    parts = [text for name in NAME_PARTS for text in properties.get(name, ())]
    return whole if len(whole) > 0 else [" ".join(parts)] if len(parts) > 0 else []


def link_entities(
    entities: Iterable[Mapping[str, Any]], settings: Settings | None = None, lists: Mapping[str, str] | None = None
) -> Iterator[tuple[Records, Linkage | None]]:
    """Link the entities of each family by weights learnt from them; None where there are too few to learn from.

    Args:
        entities: of FollowTheMoney, as its JSON has them.
        settings: how; None for the defaults.
        lists: the list that each entity is of, where no list has a party twice: a family of two is linked one to one.

    Yields:
        The records of a family and what was found, or None: compare these by the kernel of names.
    """
    for records in read_entities(entities):
        if not records.is_enough:
            yield records, None
            continue
        list_of = [] if lists is None else [lists[one] for one in records.table["id"].to_pylist()]
        side = "list" if len(set(list_of)) == 2 else None
        table = records.table if side is None else records.table.append_column("list", pa.array(list_of, pa.string()))
        yield records, link_records(table, records.fields, ids="id", side=side, settings=settings)
