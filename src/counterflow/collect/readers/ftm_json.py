"""FollowTheMoney entities as JSON lines: one entity a line, as `ftm` tools, OpenSanctions and Counterflow write them.

    {"id": "ofac-1", "schema": "Person", "properties": {"name": ["..."]}, "datasets": ["us_ofac_sdn"]}

Format: https://followthemoney.tech/docs/ (entity data). Of the other fields `first_seen` and `last_seen` are read;
`caption`, `referents`, `target`, `last_change` and `origin` follow from the rest or from another system's build, and
are not.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from followthemoney.exc import InvalidData

from counterflow.clean.date import read_date
from counterflow.collect.party import Party, make_problem
from counterflow.collect.reader import Head, Reader, Tally
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.model.schema import load_model
from counterflow.stage import Row
from counterflow.tables import Problem, Statement

BASE_ID = "id"
"""FtM's property of an entity that has no other."""

_NOT_TEXT = re.compile("[\ud800-\udfff]")
_ENTITY = re.compile(r'\s*\{.*"schema"\s*:\s*"', re.DOTALL)
_MAX_ID_CHARS = 255


class _Refused(Exception):  # noqa: N818 - a record's way into quarantine, caught in this module
    """Why a line is not an entity; `args` are the message and what was expected."""


class _Entity(NamedTuple):
    id: str
    schema: str
    properties: dict[str, Any]
    dataset: str | None
    first_seen: str | None
    last_seen: str | None


class FtmJson(Reader):
    """Reads a file of entities."""

    NAME = "ftm_json"
    MIME_TYPE = "application/json+ftm"
    IS_LIST = True

    def recognise(self, head: Head) -> bool:
        """Look at the first line: an object with an id, a schema and properties."""
        text = head.data.decode("utf-8-sig", "replace").lstrip()
        first, ended, _ = text.partition("\n")
        if not all(f'"{key}"' in first for key in ("id", "schema", "properties")) or _ENTITY.match(first) is None:
            return False
        if ended == "" and len(head.data) > len(first):
            return True
        try:
            return isinstance(json.loads(first), dict)
        except (ValueError, RecursionError):
            # A first line longer than the head is cut off; what stands before looks like an entity.
            return ended == ""

    def read(self, source: Source) -> Iterator[Row | Tally]:
        """Yield the statements of each entity in the order of the file, then the tally."""
        records = parties = 0
        sources: dict[str, Source] = {source.dataset: source}
        schemata: dict[str, str] = {}
        for number, line, is_last in _lines(source):
            records += 1
            try:
                entity = _read_entity(line)
            except _Refused as refused:
                if is_last and refused.args[0].startswith("no valid JSON"):
                    raise InputError(
                        f"the file ends inside a record, {line[-60:]!r}",
                        where=f"{source.main.name}, line {number}",
                        expected="one JSON object a line, the last one whole",
                        next_step="Download it again: this copy is cut off",
                    ) from None
                yield _problem(source, refused, number, line)
                continue
            try:
                schema = _common_schema(schemata.setdefault(entity.id, entity.schema), entity)
            except _Refused as refused:
                yield _problem(source, refused, number, line)
                continue
            schemata[entity.id] = schema
            parties += 1
            dataset = entity.dataset or source.dataset
            known = sources.setdefault(dataset, replace(source, dataset=dataset))
            yield from _entity_rows(entity, known, self.extractor())
        if records == 0 or parties * 2 < records:
            raise InputError(
                f"{records - parties} of {records} lines are not entities",
                where=source.main.name,
                expected="FollowTheMoney entities, one JSON object a line",
            )
        yield Tally(source.main, records, parties, "utf-8")


def _lines(source: Source) -> Iterator[tuple[int, str, bool]]:
    """Yield number, text and whether it is the last line and has no line end, for every line that is not blank."""
    with source.main.path.open("rb") as handle:
        for number, data in enumerate(handle, 1):
            try:
                text = data.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as exc:
                raise InputError(
                    f"byte {exc.start} of the line is not UTF-8",
                    where=f"{source.main.name}, line {number}",
                    expected="UTF-8, as JSON is",
                ) from exc
            if text.strip() != "":
                yield number, text.strip(), not data.endswith(b"\n")


def _problem(source: Source, refused: _Refused, number: int, line: str) -> Problem:
    message, expected = refused.args
    return make_problem(
        source.main, message, record=f"line {number}", value=line, expected=expected, handling=source.handling
    )


def _read_entity(line: str) -> _Entity:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as exc:
        raise _Refused(f"no valid JSON: {exc}", "one JSON object a line") from None
    except RecursionError:
        raise _Refused("the JSON is nested too deeply", "lists of values") from None
    except ValueError:
        raise _Refused("a number has too many digits", "numbers of at most 4,300 digits") from None
    if not isinstance(data, dict):
        raise _Refused(f"the line holds a JSON {type(data).__name__}", "an object") from None
    entity_id, schema, properties = data.get("id"), data.get("schema"), data.get("properties", {})
    if not isinstance(entity_id, str) or not _is_id(entity_id):
        message = "the entity has no id" if entity_id in (None, "") else "the id cannot be used"
        raise _Refused(message, f"a text of 1 to {_MAX_ID_CHARS} printable characters, no space around it")
    if not isinstance(schema, str) or load_model().get(schema) is None:
        raise _Refused(f"schema {schema!r} is not known", "a FollowTheMoney schema or one of docs/schema.md")
    if not isinstance(properties, dict):
        raise _Refused("properties is not an object", 'an object of lists, e.g. {"name": ["..."]}')
    seen = [
        read_date(value) if isinstance(value := data.get(name), str) else None for name in ("first_seen", "last_seen")
    ]
    return _Entity(entity_id, schema, properties, _dataset(data), *seen)


def _common_schema(known: str, entity: _Entity) -> str:
    """Give the schema of an entity that comes in several lines: one id that is a person and a ship is two parties."""
    if known == entity.schema:
        return known
    try:
        return load_model().common_schema(known, entity.schema).name
    except InvalidData:
        message = f"id {entity.id!r} was used before for a {known}, and this is a {entity.schema}"
        raise _Refused(message, "one party an id") from None


def _is_id(text: str) -> bool:
    return 0 < len(text) <= _MAX_ID_CHARS and text.isprintable() and text.strip() == text


def _dataset(data: dict[str, Any]) -> str | None:
    named = data.get("datasets", data.get("dataset"))
    if isinstance(named, list) and len(named) > 0:
        named = named[0]
    return named if isinstance(named, str) and _is_id(named) else None


def _entity_rows(entity: _Entity, source: Source, extractor: str) -> Iterator[Row]:
    party = Party(source, extractor, entity.schema, entity.id, entity.id)
    for prop, values in entity.properties.items():
        _read_property(party, prop, values if isinstance(values, list) else [values])
    rows = list(party.rows())
    if not any(isinstance(row, Statement) for row in rows):
        party.add_id(field=BASE_ID)
        rows = list(party.rows())
    if entity.first_seen is None and entity.last_seen is None:
        yield from rows
        return
    for row in rows:
        if not isinstance(row, Statement):
            yield row
            continue
        first, last = entity.first_seen or row.first_seen, entity.last_seen or row.last_seen
        yield row._replace(first_seen=first, last_seen=last)


def _read_property(party: Party, prop: str, values: list[Any]) -> None:
    known = load_model().schemata[party.schema].get(prop)
    if known is None or known.stub:
        shown = _NOT_TEXT.sub("\ufffd", json.dumps(values, ensure_ascii=False))
        name = _NOT_TEXT.sub("\ufffd", prop)
        party.problem(f"schema {party.schema} has no property {name!r}", field=name, value=shown)
        return
    for value in values:
        if value is None:
            continue
        if (
            isinstance(value, bool)
            or not isinstance(value, str | int | float)
            or (isinstance(value, float) and not math.isfinite(value))
            or _NOT_TEXT.search(str(value)) is not None
        ):
            shown = _NOT_TEXT.sub("\ufffd", json.dumps(value, ensure_ascii=False))
            party.problem("the value is not text", field=prop, value=shown, expected="a text or a number")
        elif str(value).strip() != "":
            party.add(prop, str(value), field=prop)


__all__ = ["BASE_ID", "FtmJson"]
