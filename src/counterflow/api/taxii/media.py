"""The media types of TAXII 2.1, asked for and sent (section 1.6.8)."""

from __future__ import annotations

import re
from typing import NamedTuple

from fastapi import Request
from starlette.exceptions import HTTPException

TAXII = "application/taxii+json;version=2.1"
"""What every answer is."""

_NAME = "application/taxii+json"
_RANGES = ("application/*", "*/*")
"""Ranges that a TAXII media type lies in, the narrower first (RFC 9110, section 12.5.1)."""
_NOUGHT = re.compile(r"0(\.0{0,3})?")
"""A weight by which a client says that it does not take something."""


class _Type(NamedTuple):
    """A media type or range, as a header has it."""

    name: str
    parameters: dict[str, str]

    @property
    def is_ours(self) -> bool:
        """Whether it is TAXII 2.1, or TAXII without a version, which is the newest."""
        return self.name == _NAME and self.parameters.get("version", "2.1") == "2.1"

    @property
    def is_taken(self) -> bool:
        """Whether its weight is above nought; without one it is 1."""
        return _NOUGHT.fullmatch(self.parameters.get("q", "1")) is None


def _read_type(text: str) -> _Type:
    name, *parts = (part.strip().lower() for part in text.split(";"))
    pairs = (part.replace(" ", "").partition("=")[::2] for part in parts if part != "")
    return _Type(name, {key: value.strip('"') for key, value in pairs})


def is_taxii(media_type: str) -> bool:
    """Whether a media type is TAXII 2.1, or TAXII without a version, which is the newest."""
    return _read_type(media_type).is_ours


def accepts_taxii(accept: str) -> bool:
    """Whether a client that sends this takes TAXII 2.1: of what it says, the narrowest that speaks of it decides."""
    known = [_read_type(one) for one in accept.split(",")]
    named = [one.is_taken for one in known if one.is_ours]
    if len(named) > 0:
        return any(named)
    found = ([one.is_taken for one in known if one.name == name] for name in _RANGES)
    return next((any(taken) for taken in found if len(taken) > 0), False)


def check_accept(request: Request) -> None:
    """Refuse a request that does not take TAXII 2.1, by its name or within a range.

    Whoever sends no header takes anything by HTTP, but TAXII's clients must say what they take (section 1.6.8).

    Raises:
        HTTPException: 406.
    """
    if not accepts_taxii(",".join(request.headers.getlist("accept"))):
        raise HTTPException(406, f"Accept must take {TAXII}")


def check_content_type(request: Request) -> None:
    """Refuse a body that is not said to be TAXII 2.1.

    Raises:
        HTTPException: 415.
    """
    if not is_taxii(request.headers.get("content-type", "")):
        raise HTTPException(415, f"Content-Type must be {TAXII}")
