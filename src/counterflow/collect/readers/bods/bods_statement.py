"""One statement of the Beneficial Ownership Data Standard, whatever its version: what it is and which record it is of.

    version    type                                          id            record      what it says
    0.2, 0.3   statementType, e.g. personStatement           statementID   itself      in the statement
    0.4        recordType, e.g. person                       statementId   recordId    in recordDetails

In 0.2 and 0.3 a statement that replaces others names them (`replacesStatements`); in 0.4 all statements of one record
have its recordId, and the newest stands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from counterflow.collect.readers.ftm.entity import is_id

Json = Mapping[str, object]
"""An object of JSON."""

_KINDS = {
    "entityStatement": "entity",
    "personStatement": "person",
    "ownershipOrControlStatement": "relationship",
    "entity": "entity",
    "person": "person",
    "relationship": "relationship",
}


class Refused(Exception):  # noqa: N818 - a record's way into quarantine, caught by the reader
    """Why a value is no statement; `args` are the message and what was expected."""


class BodsStatement(NamedTuple):
    """One statement."""

    id: str
    record: str
    """The record that it is of; in 0.2 and 0.3, where there are none, its own id."""
    kind: str
    """`entity`, `person` or `relationship`."""
    date: str
    """statementDate, empty where there is none."""
    is_closed: bool
    replaces: tuple[str, ...]
    prefix: str
    """Path of the object that says it: `recordDetails/` or empty."""
    data: Json
    content: bytes
    """The statement in one way of writing."""

    @property
    def details(self) -> Json:
        """The object that says it."""
        return mapping(self.data, "recordDetails") if self.prefix != "" else self.data


def make_statement(data: object) -> BodsStatement:
    """Read the frame of a statement.

    Raises:
        Refused: it is none.
    """
    if not isinstance(data, dict):
        raise Refused(f"a JSON {type(data).__name__} is no statement", "an object")
    is_record = "recordType" in data or "recordDetails" in data
    statement_id = text(data, "statementId" if is_record else "statementID")
    kind = _KINDS.get(text(data, "recordType" if is_record else "statementType") or "")
    record = text(data, "recordId") if is_record else statement_id
    if statement_id is None or record is None or not is_id(statement_id) or not is_id(record):
        message = "the statement has no id" if statement_id is None or record is None else "the id cannot be used"
        raise Refused(message, "printable characters, no space around them")
    if kind is None:
        raise Refused("the type of statement is not known", "an entity, a person, a relationship")
    if is_record and not isinstance(data.get("recordDetails"), dict):
        raise Refused("the statement has no recordDetails", "an object")
    try:
        content = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise Refused("the statement holds half a character", "text in Unicode") from None
    except (ValueError, RecursionError):
        raise Refused("a number of the statement cannot be written", "numbers of at most 4,300 digits") from None
    replaced = [] if is_record else [*items(data, "replacesStatements"), data.get("replacesStatement")]
    return BodsStatement(
        id=statement_id,
        record=record,
        kind=kind,
        date=text(data, "statementDate") or "",
        is_closed=text(data, "recordStatus") == "closed",
        replaces=tuple(one for one in replaced if isinstance(one, str) and one not in ("", statement_id)),
        prefix="recordDetails/" if is_record else "",
        data=data,
        content=content,
    )


def text(data: object, *path: str) -> str | None:
    """Give the value at a path as text; None where there is none."""
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    if isinstance(data, bool):
        return str(data).lower()
    if isinstance(data, str | int | float):
        return str(data).strip() or None
    return None


def items(data: Json, key: str) -> list[object]:
    """Give the values of a list; none where there is no list."""
    found = data.get(key)
    return found if isinstance(found, list) else []


def objects(data: Json, key: str) -> list[Json]:
    """Give the objects of a list."""
    return [one for one in items(data, key) if isinstance(one, dict)]


def mapping(data: Json, key: str) -> Json:
    """Give the object at a key; an empty one where there is none."""
    found = data.get(key)
    return found if isinstance(found, dict) else {}


__all__ = ["BodsStatement", "Json", "Refused", "items", "make_statement", "mapping", "objects", "text"]
