"""An entity of FollowTheMoney as JSON writes it: read, checked, and turned into statements with their evidence.

{"id": "ofac-1", "schema": "Person", "properties": {"name": ["..."]}, "datasets": ["us_ofac_sdn"]}
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from followthemoney.exc import InvalidData

from counterflow.clean.date import read_date
from counterflow.collect.party import Party
from counterflow.collect.problem import make_problem
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.model.schema import load_model
from counterflow.stage import Row
from counterflow.tables import Problem, Statement

BASE_ID = "id"
"""FtM's property of an entity that has no other."""

NOT_TEXT = re.compile("[\ud800-\udfff]")
"""Half a letter, as JSON can write it and no text holds."""
_MAX_ID_CHARS = 255
_CHECKED = {"imoNumber": "registrationNumber"}
"""Numbers kept under another property where their check digit is wrong: a ship's false number is worth knowing."""


class Refused(Exception):  # noqa: N818 - a record's way into quarantine, caught by the readers
    """Why a line is not an entity; `args` are the message and what was expected."""


class FtmEntity(NamedTuple):
    """An entity before its values are read."""

    id: str
    schema: str
    properties: dict[str, Any]
    dataset: str | None
    first_seen: str | None
    last_seen: str | None


def read_lines(source: Source) -> Iterator[tuple[int, str, bool]]:
    """Yield number, text and whether it is the last line and has no line end, for every line that is not blank."""
    with source.main.open() as handle:
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


def line_problem(source: Source, refused: Refused, number: int, line: str) -> Problem:
    """Say why a line is in quarantine."""
    message, expected = refused.args
    return make_problem(
        source.main, message, record=f"line {number}", value=line, expected=expected, handling=source.handling
    )


def read_entity(line: str) -> FtmEntity:
    """Read one line.

    Raises:
        Refused: it is no entity.
    """
    return make_entity(read_object(line))


def read_object(line: str) -> dict[str, Any]:
    """Read one line as a JSON object.

    Raises:
        Refused: it is none.
    """
    try:
        data = json.loads(line)
    except json.JSONDecodeError as exc:
        raise Refused(f"no valid JSON: {exc}", "one JSON object a line") from None
    except RecursionError:
        raise Refused("the JSON is nested too deeply", "lists of values") from None
    except ValueError:
        raise Refused("a number has too many digits", "numbers of at most 4,300 digits") from None
    if not isinstance(data, dict):
        raise Refused(f"the line holds a JSON {type(data).__name__}", "an object")
    return data


def make_entity(data: object) -> FtmEntity:
    """Make an entity of what JSON holds.

    Raises:
        Refused: it is none.
    """
    if not isinstance(data, dict):
        raise Refused(f"the line holds a JSON {type(data).__name__}", "an object") from None
    entity_id, schema, properties = data.get("id"), data.get("schema"), data.get("properties", {})
    if not isinstance(entity_id, str) or not is_id(entity_id):
        message = "the entity has no id" if entity_id in (None, "") else "the id cannot be used"
        raise Refused(message, f"a text of 1 to {_MAX_ID_CHARS} printable characters, no space around it")
    if not isinstance(schema, str) or load_model().get(schema) is None:
        raise Refused(f"schema {schema!r} is not known", "a FollowTheMoney schema or one of docs/schema.md")
    if not isinstance(properties, dict):
        raise Refused("properties is not an object", 'an object of lists, e.g. {"name": ["..."]}')
    seen = [
        read_date(value) if isinstance(value := data.get(name), str) else None for name in ("first_seen", "last_seen")
    ]
    return FtmEntity(entity_id, schema, properties, _dataset(data), *seen)


def common_schema(known: str, entity: FtmEntity) -> str:
    """Give the schema of an entity that comes in several lines: one id that is a person and a ship is two parties."""
    if known == entity.schema:
        return known
    try:
        return load_model().common_schema(known, entity.schema).name
    except InvalidData:
        message = f"id {entity.id!r} was used before for a {known}, and this is a {entity.schema}"
        raise Refused(message, "one party an id") from None


def is_id(text: str) -> bool:
    """Whether a text can be the id of an entity or the name of a dataset."""
    return 0 < len(text) <= _MAX_ID_CHARS and text.isprintable() and text.strip() == text


def _dataset(data: dict[str, Any]) -> str | None:
    named = data.get("datasets", data.get("dataset"))
    if isinstance(named, list) and len(named) > 0:
        named = named[0]
    return named if isinstance(named, str) and is_id(named) else None


def entity_rows(entity: FtmEntity, source: Source, extractor: str, record: str | None = None) -> Iterator[Row]:
    """Yield the statements of an entity, with its own dates where it has any; `record` names it, default its id."""
    party = Party(source, extractor, entity.schema, entity.id, record or entity.id)
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
        shown = NOT_TEXT.sub("\ufffd", json.dumps(values, ensure_ascii=False))
        name = NOT_TEXT.sub("\ufffd", prop)
        party.problem(f"schema {party.schema} has no property {name!r}", field=name, value=shown)
        return
    for value in values:
        if value is None:
            continue
        if (
            isinstance(value, bool)
            or not isinstance(value, str | int | float)
            or (isinstance(value, float) and not math.isfinite(value))
            or NOT_TEXT.search(str(value)) is not None
        ):
            shown = NOT_TEXT.sub("\ufffd", json.dumps(value, ensure_ascii=False))
            party.problem("the value is not text", field=prop, value=shown, expected="a text or a number")
        elif prop in _CHECKED:
            party.add_identifier(prop, str(value), fallback=_CHECKED[prop], field=prop)
        elif str(value).strip() != "":
            party.add(prop, str(value), field=prop)
