"""What a person decides on a hit, and what another person says of that."""

from __future__ import annotations

from enum import StrEnum


class Decision(StrEnum):
    """What is done about one party that a subject may be."""

    CLEAR = "clear"
    """The subject is not that party, or nothing forbids the dealing."""
    ESCALATE = "escalate"
    """Somebody else must look."""
    BLOCK = "block"
    """No dealing."""


class Verdict(StrEnum):
    """What a second person says of a decision."""

    APPROVE = "approve"
    REJECT = "reject"
