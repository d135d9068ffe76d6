"""A tie in words that leave no doubt who is what to whom: a property names its holder's operator, a role its bearer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterflow.model.schema import get_schema
from counterflow.trace.former import is_former

_STEM = 3


def say_tie(edge: Mapping[str, Any], source: str, target: str) -> str:
    """Say a tie as its source states it, whichever way a path takes it.

    Args:
        edge: a row of `edge`: source_id, target_id, schema, role, is_directed, interval_id.
        source: name of the party that it starts from.
        target: name of the party that it leads to.
    """
    return f"{source} [{_verb(edge)}] {target}"


def _verb(edge: Mapping[str, Any]) -> str:
    role, interval = spaced(edge["role"]), edge["interval_id"]
    if interval is None or interval == edge["source_id"]:
        return f"has as {role}"
    if interval == edge["target_id"]:
        return f"is {role} in"
    label = get_schema(edge["schema"]).edge_label
    if not edge["is_directed"] or label is None or is_former(role) or role.lower().startswith(label.lower()):
        return role
    # "owns, as owner" says nothing twice.
    return label if role[:_STEM].lower() == label[:_STEM].lower() else f"{label}, as {role}"


def spaced(word: str) -> str:
    """Write a property's name as words: registrationNumber, registration number."""
    if " " in word:
        return word
    return "".join(f" {char.lower()}" if char.isupper() else char for char in word).strip()
