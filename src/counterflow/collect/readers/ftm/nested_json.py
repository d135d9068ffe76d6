"""OpenSanctions' targets.nested.json: one target a line, with the entities beside it as objects among its properties.

    {"id": "a", "schema": "Person", "properties": {"sanctions": [{"id": "a-s", "schema": "Sanction", ...}], ...}}

Each nested entity becomes an entity of its own, linked by id: where the property is the inverse of one that FtM stores
(`sanctions` of `Sanction:entity`), the nested entity gets the stored one. An entity nested in several lines is one.
Format: https://www.opensanctions.org/docs/bulk/json/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head
from counterflow.collect.readers.ftm.entity import FtmEntity, Refused, entity_rows, make_entity
from counterflow.collect.readers.ftm.entity_json import FtmJson
from counterflow.collect.source import Source
from counterflow.model.schema import load_model
from counterflow.stage import Row
from counterflow.tables import Problem

_NESTED = re.compile(r'"\s*:\s*\[\s*\{\s*"(?:id|caption|schema)"\s*:')


FIELDS = {**FtmJson.FIELDS, "properties": "the statements; an object among the values is an entity of its own"}


class _Flat(NamedTuple):
    """What one line holds, flat."""

    entities: list[FtmEntity]
    """The target first; values are texts and numbers alone."""
    refused: list[tuple[str, Any, Refused]]
    """Property and object of each nested entity that is none."""


class FtmNestedJson(FtmJson):
    """Reads a file of targets."""

    NAME = "ftm_nested_json"
    SOURCE = "https://www.opensanctions.org/docs/bulk/json/"
    FIELDS = FIELDS

    def recognise(self, head: Head) -> bool:
        """Look for an entity among the properties of another, in several lines: many targets have none."""
        if not super().recognise(head):
            return False
        text = head.data.decode("utf-8-sig", "replace")
        return any(_NESTED.search(line) is not None and _holds_entity(line) for line in text.split("\n"))

    def rows_of(self, entity: FtmEntity, source: Source) -> Iterable[Row]:
        """Yield the rows of a target and of what is nested in it."""
        flat, seen = _flatten(entity), set[str]()
        for one in flat.entities:
            dataset = one.dataset or source.dataset
            known = source if dataset == source.dataset else replace(source, dataset=dataset)
            for row in entity_rows(one, known, self.extractor(), entity.id):
                if row.id not in seen:  # type: ignore[attr-defined]  # every row of a reader has an id
                    seen.add(row.id)  # type: ignore[attr-defined]
                    yield row
        yield from (_problem(source, entity.id, *one) for one in flat.refused)


def _holds_entity(line: str) -> bool:
    """Whether a line, unless it is cut off, really nests an entity: a text may quote one."""
    try:
        properties = json.loads(line)["properties"]
    except (ValueError, RecursionError, LookupError, TypeError):
        return True  # cut off at the end of the head; its shape decides
    lists = properties.values() if isinstance(properties, dict) else ()
    return any(isinstance(value, dict) for values in lists if isinstance(values, list) for value in values)


def _flatten(target: FtmEntity) -> _Flat:
    flat = _Flat([], [])
    waiting = [target]
    while len(waiting) > 0:
        one = waiting.pop(0)
        schema = load_model().schemata[one.schema]
        plain: dict[str, Any] = {}
        for name, values in one.properties.items():
            prop, kept = schema.get(name), []
            for value in values if isinstance(values, list) else [values]:
                if not isinstance(value, dict) or prop is None or prop.range is None:
                    kept.append(value)
                    continue
                try:
                    inner = make_entity(value)
                except Refused as refused:
                    flat.refused.append((name, value, refused))
                    continue
                if not prop.stub:
                    kept.append(inner.id)
                elif prop.reverse is not None:
                    inner = _link(inner, prop.reverse.name, one.id)
                waiting.append(inner)
            if len(kept) > 0:
                plain[name] = kept
        flat.entities.append(one._replace(properties=plain))
    return flat


def _link(entity: FtmEntity, prop: str, target: str) -> FtmEntity:
    """Give a nested entity with the property that points back to the one it is nested in."""
    values = entity.properties.get(prop, [])
    values = values if isinstance(values, list) else [values]
    is_there = any(value == target or (isinstance(value, dict) and value.get("id") == target) for value in values)
    linked = values if is_there else [*values, target]
    return entity._replace(properties={**entity.properties, prop: linked})


def _problem(source: Source, record: str, prop: str, value: object, refused: Refused) -> Problem:
    message, expected = refused.args
    shown = json.dumps(value, ensure_ascii=True)
    return make_problem(
        source.main,
        f"a nested entity: {message}",
        severity="value",
        record=record,
        field=prop,
        value=shown,
        expected=expected,
        handling=source.handling,
    )


__all__ = ["FtmNestedJson"]
