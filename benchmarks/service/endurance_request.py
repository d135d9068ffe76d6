"""What the clients of the endurance run send, and how an answer is compared with what a version answers."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any, NamedTuple

MARKS = re.compile(r"\[version (\d+)\]")
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
_VOLATILE = frozenset({"seen", "allowed"})
"""Parts of an answer that differ each time: its digest, which counts the time of day, and what was decided since."""


class Request(NamedTuple):
    """What a client sends."""

    kind: str
    method: str
    path: str
    body: bytes = b""
    type: str = JSON


def digest_of(status: int, body: bytes) -> str:
    """Hash an answer, less what differs each time."""
    content = json.dumps(_lasting(json.loads(body)), sort_keys=True, ensure_ascii=True)
    return sha256(f"{status} {content}".encode()).hexdigest()


def _lasting(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lasting(one) for key, one in value.items() if key not in _VOLATILE}
    return [_lasting(one) for one in value] if isinstance(value, list) else value


def marks_in(body: bytes) -> set[int]:
    """Name the versions that parts of an answer are of."""
    return {int(number) for number in MARKS.findall(body.decode("utf-8", "replace"))}
