"""The id of a frame: equal for an equal reading of an equal document, so that what people say of it holds."""

from __future__ import annotations

from collections.abc import Iterable

from counterflow.model.identity import make_id
from counterflow.tables.frame import Argument


def frame_id(document_id: str, type_: str, trigger: tuple[int, int], args: Iterable[Argument]) -> str:
    """Make the id of a frame: a hash of its document, type, trigger and arguments."""
    parts = (part for one in args for part in (one.role, one.start, one.end))
    return make_id(document_id, type_, *trigger, *parts)
