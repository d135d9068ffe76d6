"""STIX identifiers: `type--UUID` (STIX 2.1, section 2.9), those of ours made of what they name (UUIDv5)."""

from __future__ import annotations

import re
import uuid

import orjson

_IDENTIFIER = re.compile(
    r"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE
)
_TYPE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
TYPE_LENGTHS = range(3, 251)
"""Characters that the name of a type may have (section 3.1)."""

NAMESPACE = uuid.UUID("1f6ab1c3-3d4b-5d0e-9c7e-5a2f1f0c8a55")
"""The namespace of our ids; any UUID of our own (section 2.9: not that of the standard's observables)."""


def identifier_type(text: str) -> str | None:
    """Give the type in an identifier; None: it is none."""
    found = _IDENTIFIER.fullmatch(text)
    return None if found is None else found[1].lower()


def is_type_name(text: str) -> bool:
    """Whether a text has the form of a type's name."""
    return len(text) in TYPE_LENGTHS and _TYPE.fullmatch(text) is not None


def make_identifier(type_: str, *parts: str) -> str:
    """Make the identifier of what `parts` name: equal parts, equal identifier, on any machine."""
    return f"{type_}--{uuid.uuid5(NAMESPACE, orjson.dumps((type_, *parts)).decode())}"
