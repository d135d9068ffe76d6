"""Organisations as STIX identities: one name, one id, whoever writes it."""

from __future__ import annotations

from typing import Any, NamedTuple

from counterflow.clean.name import normal_name
from counterflow.stix.identifier import make_identifier

_MOMENT = "2026-01-01T00:00:00.000Z"


class Sender(NamedTuple):
    """Who sends what leaves: an organisation, or a case that names none."""

    organisation: str | None = None
    case: str = ""

    @property
    def id(self) -> str:
        """Its STIX id."""
        if self.organisation is None:
            return make_identifier("identity", "case", normal_name(self.case))
        return organisation_id(self.organisation)

    @property
    def known_as(self) -> str:
        """What tells it from others in words."""
        return f"case {normal_name(self.case)}" if self.organisation is None else normal_name(self.organisation)


def organisation_id(name: str) -> str:
    """Give the STIX id of an organisation by its name."""
    return make_identifier("identity", "organisation", normal_name(name))


def make_identity(name: str) -> dict[str, Any]:
    """Make the object of an organisation: equal names, equal objects."""
    head = {"type": "identity", "spec_version": "2.1", "id": organisation_id(name)}
    return {**head, "created": _MOMENT, "modified": _MOMENT, "name": name, "identity_class": "organization"}
