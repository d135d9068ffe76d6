"""The media types of TAXII 2.1, asked for and sent (section 1.6.8)."""

from __future__ import annotations

from fastapi import Request
from starlette.exceptions import HTTPException

TAXII = "application/taxii+json;version=2.1"
"""What every answer is."""

_NAME = "application/taxii+json"


def is_taxii(media_type: str) -> bool:
    """Whether a media type is TAXII 2.1, or TAXII without a version, which is the newest."""
    name, *parameters = (part.strip().lower() for part in media_type.split(";"))
    stated = dict(part.replace(" ", "").partition("=")[::2] for part in parameters if part != "")
    return name == _NAME and stated.get("version", "2.1").strip('"') == "2.1" and stated.get("q") not in {"0", "0.0"}


def check_accept(request: Request) -> None:
    """Refuse a request that does not ask for TAXII 2.1 by name: a browser's or a crawler's is a mistake.

    Raises:
        HTTPException: 406.
    """
    wanted = ",".join(request.headers.getlist("accept"))
    if not any(is_taxii(one) for one in wanted.split(",")):
        raise HTTPException(406, f"Accept must name {TAXII}")


def check_content_type(request: Request) -> None:
    """Refuse a body that is not said to be TAXII 2.1.

    Raises:
        HTTPException: 415.
    """
    if not is_taxii(request.headers.get("content-type", "")):
        raise HTTPException(415, f"Content-Type must be {TAXII}")
