"""What a text is read with."""

from __future__ import annotations

from typing import NamedTuple


class Reading(NamedTuple):
    """What a text is read with."""

    document_id: str
    text: str
    published: str | None = None
    """Date of publication in EDTF; relative dates are resolved only against a full one."""
    language: str | None = None
    """ISO 639-3; None: not known, read as English."""
    handling: str = "TLP:CLEAR"
    subject: str | None = None
    """Name of the implied subject of a narrative; None: the text is a report."""
