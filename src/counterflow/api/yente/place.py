"""What the path of a request names, read as it was sent: `%2F` within an entity's id parts nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

ROOT = "/entities/"
_ADJACENT = "adjacent"


class Place(NamedTuple):
    """An entity, or what is next to it."""

    entity_id: str
    is_adjacent: bool = False
    property_name: str | None = None

    def path(self) -> str:
        """Write the path, quoted."""
        parts = [self.entity_id, *([_ADJACENT] if self.is_adjacent else [])]
        if self.property_name is not None:
            parts.append(self.property_name)
        return ROOT + "/".join(quote(part, safe="") for part in parts)


def read_place(scope: Mapping[str, Any]) -> Place:
    """Read the path of an ASGI request to `/entities/`.

    A router sees it unquoted, in which an id such as `un/adjacent` cannot be told from a question about `un`. An id
    whose slashes were sent bare is read too, as far as it does not end like such a question.
    """
    raw = scope.get("raw_path") or quote(scope["path"]).encode("ascii")
    parts = raw.decode("latin-1").partition(ROOT)[2].split("/")
    if len(parts) > 2 and parts[-2] == _ADJACENT:
        return Place(_unquoted(parts[:-2]), True, unquote(parts[-1], errors="replace"))
    if len(parts) > 1 and parts[-1] == _ADJACENT:
        return Place(_unquoted(parts[:-1]), True)
    return Place(_unquoted(parts))


def _unquoted(parts: list[str]) -> str:
    return unquote("/".join(parts), errors="replace")
