"""Suggestions while the user types: entities, types and properties (specification, 6)."""

from __future__ import annotations

from typing import Any

from counterflow.api.reconcile.dataset import Dataset
from counterflow.api.reconcile.describe import entity_id, entity_name, entity_type
from counterflow.api.reconcile.entity_type import AskedType, is_of_type
from counterflow.api.reconcile.form import shown
from counterflow.api.reconcile.query import MAX_CHARS
from counterflow.api.reconcile.service import Entity
from counterflow.exc import UsageError

PAGE_SIZE = 20
"""Suggestions in one reply."""

MAX_CURSOR = 10_000


def read_cursor(text: str | None) -> int:
    """Read how many suggestions to skip.

    Raises:
        UsageError: it is no number from 0 to `MAX_CURSOR`.
    """
    if text is None or text == "":
        return 0
    if not text.isdecimal() or len(text) > len(str(MAX_CURSOR)) or int(text) > MAX_CURSOR:
        raise UsageError(f"cursor {shown(text)} is no number", expected=f"0 to {MAX_CURSOR:,}")
    return int(text)


def read_prefix(text: str | None) -> str:
    """Read what the user has typed.

    Raises:
        UsageError: it is longer than any name.
    """
    if text is not None and len(text) > MAX_CHARS:
        raise UsageError("prefix is too long", expected=f"at most {MAX_CHARS} characters")
    return "" if text is None else text.strip()


def suggest_entities(dataset: Dataset, prefix: str, asked: AskedType, cursor: int) -> list[Any]:
    """Suggest entities; one whose id is the whole prefix comes first.

    Nothing is suggested for an empty prefix, and nothing of a type that is not known.
    """
    if prefix == "" or asked.is_unknown:
        return []
    type_name = asked.name
    named = dataset.entity(prefix)
    if named is not None and type_name is not None and not is_of_type(str(named.get("schema", "")), type_name):
        named = None
    shift = 0 if named is None else 1
    first = [named] if named is not None and cursor == 0 else []
    offset = max(cursor - shift, 0)
    found = dataset.suggest(prefix, type_name, offset, PAGE_SIZE - len(first))
    others = [one for one in found if named is None or entity_id(one) != entity_id(named)]
    return [_suggestion(one, dataset) for one in [*first, *others]]


def page(items: list[Any], cursor: int) -> list[Any]:
    """Give the suggestions from a cursor on."""
    return items[cursor : cursor + PAGE_SIZE]


def _suggestion(entity: Entity, dataset: Dataset) -> dict[str, Any]:
    return {
        "id": entity_id(entity),
        "name": entity_name(entity),
        "description": dataset.describe(entity),
        "notable": entity_type(entity),
    }
