"""Answers as they leave."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi.responses import JSONResponse

from counterflow.api.standing import STANDING
from counterflow.api.yente.shape import ErrorResponse
from counterflow.screen.encode import dump_json
from counterflow.screen.entity_store.field import Entity, is_target, moment
from counterflow.screen.entity_store.row import caption_of

MAX_LIMIT = 500
MAX_OFFSET = 9_499
MAX_WINDOW = 9_999
"""How far results may be paged through: offset and limit together."""

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorResponse, "description": text}
    for status, text in ((400, "A parameter is wrong"), (404, "There is no such thing"))
}
"""What each route may answer instead."""

SAID: dict[int | str, dict[str, Any]] = {**ERRORS, 200: {"headers": STANDING}}
"""What each route answers whose body has no place for what is said of the lists."""


class YenteReply(JSONResponse):
    """JSON that every client can read, whatever a list holds."""

    def render(self, content: Any) -> bytes:
        """Write the body; a lone surrogate becomes `?`, for the peer's clients read no answer that holds one."""
        body = dump_json(content)
        if rb"\ud" not in body:
            return body
        return json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def entity_reply(entity: Entity) -> dict[str, Any]:
    """Give an entity, and those in the places of its values, in the peer's form (`EntityResponse`)."""
    return {
        "id": entity["id"],
        "caption": caption_of(entity),
        "schema": entity["schema"],
        "properties": {
            name: [entity_reply(value) if isinstance(value, Mapping) else value for value in values]
            for name, values in entity["properties"].items()
        },
        "datasets": list(entity.get("datasets", ())),
        "referents": list(entity.get("referents", ())),
        "target": is_target(entity),
        "first_seen": moment(entity.get("first_seen")),
        "last_seen": moment(entity.get("last_seen")),
        "last_change": moment(entity.get("last_change")),
    }


def window(limit: int, offset: int) -> tuple[int, int]:
    """Bring limit and offset into what may be paged through, as the peer does."""
    offset = min(max(offset, 0), MAX_WINDOW)
    return min(max(limit, 0), MAX_WINDOW - offset), offset
