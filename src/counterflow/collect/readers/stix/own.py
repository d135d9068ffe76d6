"""Objects that carry our extension: the rows that they were made of, each checked before anybody relies on it.

An object is taken whole or not at all: of one that was changed on the way nobody knows what else was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from counterflow.clean.date import read_date
from counterflow.collect.readers.stix.sent import Refused, Sent
from counterflow.exc import InputError, TableError
from counterflow.model.doubt import Hedge, Polarity, Reliability
from counterflow.model.handling import parse_handling, strictest
from counterflow.model.identity import statement_id
from counterflow.model.schema import load_model, property_type
from counterflow.stix.row import Row, present, whole
from counterflow.tables import DOCUMENT, EVIDENCE, QUANTITY, RESOURCE, STATEMENT, Table

Offered = tuple[str, str, Row]
"""Kind, key and content of what is offered."""

_KEY = re.compile("[0-9a-f]{40}")
_LOCAL: dict[str, dict[str, Any]] = {"resource": {"path": ""}, "document": {"text": "", "pages": [], "offsets": []}}
"""Columns that do not travel, and what they are taken for."""

_ROOT_TEXTS = ("root", "origin", "origin_id", "publisher", "publisher_name", "reliability", "reliability_now", "word")


def own_rows(one: Mapping[str, Any], ours: Mapping[str, Any], marking: str, sent: Sent) -> Iterator[Offered]:
    """Yield the rows of an object, each under its marking.

    A row keeps its own marking; where the object's is stricter than all of them it was marked again on the way, and
    that stands for each row.

    Raises:
        Refused: something of it cannot be what was sent.
    """
    found = [*_statements(ours), *_beside(ours), *_links(ours)]
    markings = [_marking(row) for _, _, row in found]
    stated = strictest([*markings, *map(_marking, _list(ours, "belief"))])
    floor = [sent.source.handling, *([] if strictest([marking, stated]) == stated else [marking])]
    for (kind, row_id, row), own in zip(found, markings, strict=True):
        yield kind, row_id, {**row, "handling": strictest([own, *floor])}


def _marking(row: Mapping[str, Any]) -> str:
    try:
        return str(parse_handling(row["handling"]))
    except (InputError, AttributeError, KeyError, TypeError):
        raise Refused("a row has no marking that can be read", "a TLP label", value=str(row.get("handling"))) from None


def _statements(ours: Mapping[str, Any]) -> Iterator[Offered]:
    rows = _list(ours, "statement")
    _check_table(STATEMENT, rows)
    for row in rows:
        _check_statement(row)
        evidence = _list(row, "evidence")
        _check_table(EVIDENCE, evidence)
        if len(evidence) == 0:
            raise Refused("a statement has no evidence", "one at least", field="statement", value=row["id"])
        kept = present(row, ("evidence", "quantity"))
        yield "statement", row["id"], kept
        for told in evidence:
            _check_evidence(told, row["id"])
            yield "evidence", told["id"], told
        yield from _quantities(_list(row, "quantity"), row["id"])


def _check_statement(row: Mapping[str, Any]) -> None:
    schema, prop, value = row["schema"], row["prop"], row["value"]
    known = load_model().get(schema)
    if known is None or (prop != "id" and known.get(prop) is None):
        raise Refused(f"schema {schema!r} has no property {prop!r}", "one of docs/schema.md", field="statement")
    key = statement_id(row["dataset"], row["entity_id"], prop, value, external=row["external"], lang=row.get("lang"))
    if row["id"] != key:
        raise Refused("the id is not that of the statement", key, field="statement", value=row["id"])
    if row["prop_type"] != ("id" if prop == "id" else property_type(schema, prop)):
        raise Refused(f"{prop} is of no type {row['prop_type']!r}", property_type(schema, prop), field="statement")
    for name in ("first_seen", "last_seen"):
        _check_date(row, name)
    if row["canonical_id"] != row["entity_id"]:
        raise Refused("a statement names another entity as its own", "canonical_id as entity_id", value=row["id"])


def _check_evidence(row: Mapping[str, Any], statement: str) -> None:
    _check_key(row["id"], "evidence")
    if row["statement_id"] != statement:
        raise Refused("evidence is of another statement", statement, field="evidence", value=row["statement_id"])
    for name, scale in (("hedge", Hedge), ("polarity", Polarity)):
        if row[name] not in list(scale):
            raise Refused(f"{name} is {row[name]!r}", ", ".join(scale), field="evidence", value=row["id"])
    for name in ("first_seen", "last_seen", "gone_on"):
        _check_date(row, name)
    root = row.get("root", {})
    if not isinstance(root, dict) or any(not isinstance(root.get(name, ""), str) for name in _ROOT_TEXTS):
        raise Refused("the root of evidence is no object of texts", "docs/methods/share.md", field="root")
    for name in ("reliability", "reliability_now"):
        if root.get(name, "F") not in list(Reliability):
            raise Refused(f"{name} is {root[name]!r}", "an Admiralty letter, A to F", field="root", value=row["id"])
    dependence = root.get("dependence", 0.0)
    if isinstance(dependence, bool) or not isinstance(dependence, int | float) or not 0 <= dependence <= 1:
        raise Refused(f"dependence is {dependence!r}", "a probability", field="root", value=row["id"])


def _beside(ours: Mapping[str, Any]) -> Iterator[Offered]:
    for name, table in (("resource", RESOURCE), ("document", DOCUMENT)):
        rows = [{**row, **_LOCAL[name]} for row in _list(ours, name)]
        _check_table(table, rows)
        for row in rows:
            _check_key(row["id"], name)
            yield name, row["id"], present(row, tuple(_LOCAL[name]))
    yield from _quantities(_list(ours, "quantity"), None)


def _quantities(rows: Sequence[Row], statement: str | None) -> Iterator[Offered]:
    _check_table(QUANTITY, rows)
    for row in rows:
        _check_key(row["id"], "quantity")
        if row.get("statement_id") != statement:
            raise Refused("an amount is of another statement", str(statement), field="quantity", value=row["id"])
        yield "quantity", row["id"], row


def _links(ours: Mapping[str, Any]) -> Iterator[Offered]:
    """Yield the pairs that make one party of the records in an object, and its records.

    Where pairs do not reach - what stands between two may not leave - they stand in one object all the same.
    """
    members = sorted({row["entity_id"] for row in _list(ours, "statement")})
    for row in _list(ours, "link"):
        left, right = row.get("left_id"), row.get("right_id")
        chance = row.get("probability")
        is_number = chance is None or (isinstance(chance, int | float) and not isinstance(chance, bool))
        if left not in members or right not in members or not str(left) < str(right) or not is_number:
            raise Refused("a link is not of two records of the object", "left_id and right_id", field="link")
        yield "link", f"{left} {right}", {"handling": "TLP:CLEAR", **row}
    if len(members) > 1:
        marking = strictest(one["handling"] for row in _list(ours, "statement") for one in _list(row, "evidence"))
        yield "party", members[0], {"members": members, "handling": marking}


def _list(ours: Mapping[str, Any], name: str) -> list[Row]:
    """Give a property of the extension that is a list of objects; a single object is a list of one."""
    value = ours.get(name, [])
    rows = [value] if isinstance(value, dict) else value
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refused(f"{name} is no list of rows", "rows of the table of that name", field=name)
    return rows


def _check_table(table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Check that values fit the columns of a table."""
    try:
        table.from_rows([table.row(**whole(table, row)) for row in rows])
    except TableError as exc:
        raise Refused(
            f"a row does not fit the table {table.name}", "its columns", field=table.name, value=str(exc)
        ) from None


def _check_key(key: Any, field: str) -> None:
    if not isinstance(key, str) or _KEY.fullmatch(key) is None:
        raise Refused(f"an id of {field} is none", "40 hexadecimal digits", field=field, value=str(key))


def _check_date(row: Mapping[str, Any], name: str) -> None:
    if row.get(name) is not None and read_date(row[name]) is None:
        raise Refused(f"{name} is no date", "a date as EDTF has it", field=name, value=str(row[name]))
