"""A filter as SQL over the tables of a store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from counterflow.screen.entity_store.field import is_in_words
from counterflow.screen.entity_store.filter import FieldFilter, Filter
from counterflow.screen.entity_store.layout import KINDS
from counterflow.screen.entity_store.row import fold, unpack
from counterflow.screen.entity_store.words import words


class Condition(NamedTuple):
    """What a row of `entity` (as `e`) has to fulfil."""

    clauses: list[str]
    values: list[object]
    match: list[str]
    """Words that an entity which fulfils it must hold, as expressions of FTS5: they leave few to look at closely."""


def make_condition(connection: sqlite3.Connection, wanted: Filter, *, few: bool) -> Condition:
    """Turn a filter into SQL.

    What no column holds is asked of the entity itself, by a function `passes` that this sets on the connection; until
    the next call the connection answers for this filter alone.

    Args:
        connection: an open store.
        wanted: the filter.
        few: words narrow the entities, so each is looked up; otherwise a column is read through.
    """
    made = Condition([], [], [])
    if wanted.schemata is not None:
        _add_list(made, "e.schema IN", wanted.schemata)
    if len(wanted.without_schemata) > 0:
        _add_list(made, "e.schema NOT IN", wanted.without_schemata)
    if len(wanted.without_ids) > 0:
        _add_list(made, "e.id NOT IN", wanted.without_ids)
        _add_list(made, "e.number NOT IN (SELECT number FROM former_id WHERE id IN", wanted.without_ids, ")")
    if wanted.changed_since is not None:
        made.clauses.append("e.last_change > ?")
        made.values.append(wanted.changed_since)
    if wanted.scope is not None:
        made.clauses.append(_any_mark(connection, "datasets", wanted.scope, few=few))
    rest = [field for field in wanted.fields if not _add_field(connection, made, field, few=few)]
    if len(rest) > 0:
        made.clauses.append("passes((SELECT json FROM record r WHERE r.number = e.number))")
        made.match.extend(found for field in rest if (found := _narrow(field)) is not None)
        connection.create_function("passes", 1, lambda record: _pass(rest, record))
    return made


def _add_field(connection: sqlite3.Connection, made: Condition, field: FieldFilter, *, few: bool) -> bool:
    """Add what columns can answer; false if they cannot."""
    if field.field == "target":
        wanted = {value.casefold() for value in field.values}
        if field.every and len(wanted) > 1:
            wanted = set()  # nothing is two things
        _add_list(made, "e.target IN", [value == "true" for value in wanted & {"true", "false"}])
        return True
    if field.field not in KINDS:
        return False
    groups = [[value] for value in field.values] if field.every else [list(field.values)]
    made.clauses.extend(_any_mark(connection, field.field, group, few=few) for group in groups)
    return True


def _add_list(made: Condition, head: str, values: Iterable[object], tail: str = "") -> None:
    listed = sorted(values, key=str)
    made.clauses.append(f"{head} ({','.join('?' * len(listed))}){tail}")
    made.values.extend(listed)


def _any_mark(connection: sqlite3.Connection, kind: str, values: Iterable[str], *, few: bool) -> str:
    folded = sorted({fold(kind, value) for value in values})
    marks = ",".join("?" * len(folded))
    find = f"SELECT number FROM term WHERE kind = ? AND folded IN ({marks})"  # noqa: S608, question marks alone
    numbers = ",".join(str(int(row[0])) for row in connection.execute(find, [KINDS[kind], *folded]))
    is_one = f"kind = {KINDS[kind]} AND term IN ({numbers})"
    if few:
        return f"EXISTS (SELECT 1 FROM mark WHERE entity = e.number AND {is_one})"  # noqa: S608, numbers alone
    return f"e.number IN (SELECT entity FROM mark INDEXED BY mark_term WHERE {is_one})"  # noqa: S608, numbers alone


def _narrow(field: FieldFilter) -> str | None:
    """Give the words that an entity must hold to pass; None where the values are no words."""
    if not is_in_words(field.field):
        return None
    phrases = [words(value) for value in field.values]
    if any(len(phrase) == 0 for phrase in phrases):
        return None
    joint = " AND " if field.every else " OR "
    return "(" + joint.join(f'"{" ".join(phrase)}"' for phrase in phrases) + ")"


def _pass(fields: list[FieldFilter], record: bytes) -> bool:
    entity = unpack(record)
    return all(field.passes(entity) for field in fields)
