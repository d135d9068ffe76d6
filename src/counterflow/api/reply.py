"""JSON as it leaves: lone surrogates, which lists and hostile queries hold, stay escapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Response

from counterflow.screen.encode import dump_json


class JsonReply(Response):
    """A value as JSON in UTF-8."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Write the value."""
        return dump_json(content)


def reply(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a value as JSON."""
    return JsonReply(value, status, headers)
