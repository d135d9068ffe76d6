"""The extension that carries what STIX has no place for: statements with their evidence, amounts, grades, markings."""

from __future__ import annotations

from typing import Any

from counterflow.stix.identifier import make_identifier

EXTENSION = make_identifier("extension-definition", "counterflow")
CREATOR = make_identifier("identity", "counterflow")
"""Who defines the extension: the program; who made an export is an identity of its own."""

_MOMENT = "2026-01-01T00:00:00.000Z"


def make_extension_definition() -> list[dict[str, Any]]:
    """Make the objects that say what our properties are (STIX 2.1, section 7.3)."""
    head = {"spec_version": "2.1", "created": _MOMENT, "modified": _MOMENT}
    creator = {"type": "identity", "id": CREATOR, **head, "name": "Counterflow", "identity_class": "system"}
    definition = {
        "type": "extension-definition",
        "id": EXTENSION,
        **head,
        "created_by_ref": CREATOR,
        "name": "Counterflow statements",
        "description": "Statements of an entity with their evidence, amounts, Admiralty grades and markings.",
        "schema": "docs/methods/share.md of Counterflow: each property is a column of the table of that name",
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }
    return [creator, definition]


def extend(**properties: Any) -> dict[str, Any]:
    """Make the value of an object's `extensions`."""
    return {EXTENSION: {"extension_type": "property-extension", **properties}}
