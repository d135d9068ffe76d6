"""Forms and JSON as clients send them: read within limits, refused in words that repeat nothing of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.exceptions import HTTPException

from counterflow.exc import UsageError

MEDIA_TYPE = "application/x-www-form-urlencoded"

MAX_BODY_BYTES = 1_048_576
"""A batch of 50 queries with a dozen properties each has about 50,000."""

MAX_FIELDS = 16
"""One field is asked for; browsers and extensions add a few."""

_SHOWN = 40
"""Characters of a client's text that a message repeats."""


async def read_form(request: Request) -> Mapping[str, str]:
    """Read the form in a request's body.

    Raises:
        HTTPException: 413 the body is too large, 415 it is no form.
        UsageError: it has too many fields.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != MEDIA_TYPE:
        raise HTTPException(415, f"the body must be {MEDIA_TYPE}")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise HTTPException(413, f"the body is larger than {MAX_BODY_BYTES:,} bytes")
    return parse_form(bytes(body))


def parse_form(body: bytes) -> dict[str, str]:
    """Read a form; of several fields of one name the first counts. Bytes that are no UTF-8 become U+FFFD.

    Raises:
        UsageError: it has more than `MAX_FIELDS` fields.
    """
    text = body.decode("utf-8", "replace")
    try:
        fields = parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=MAX_FIELDS)
    except ValueError as exc:
        raise UsageError("the form cannot be read", expected=f"at most {MAX_FIELDS} fields") from exc
    return dict(reversed(fields))


def read_object(text: str, field: str) -> dict[str, Any]:
    """Read the JSON object in a field. Numbers may be NaN or infinite: whoever uses one checks.

    Raises:
        UsageError: it is no JSON, no object, or nested too deeply.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise UsageError(f"{field} is no JSON that can be read", expected="one JSON object") from exc
    if not isinstance(value, dict):
        raise UsageError(f"{field} is JSON, but no object", expected="one JSON object")
    return value


def shown(text: str) -> str:
    """Show a client's text in a message: short, and in ASCII, so it can be no line of its own."""
    return ascii(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
