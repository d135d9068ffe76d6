"""JSON as it leaves: lone surrogates, which lists and hostile queries hold, stay escapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Response

from counterflow.screen.encode import dump_json


def reply(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a value as JSON."""
    return Response(dump_json(value), status, headers, media_type="application/json")
