"""What every answer says of the lists it comes from, where the shape of its body belongs to others: headers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from counterflow.service.state import State

SCOPE, STALE, STATE = "X-Counterflow-Scope", "X-Counterflow-Stale", "X-Counterflow-State"
"""Which parties are looked through (`listed`, `reported`); whether a list is older than it may be (`true`, `false`,
`unknown`); the version of the lists."""

STANDING: Mapping[str, Any] = {
    SCOPE: {"schema": {"type": "string"}, "description": "Which parties are looked through: listed or reported"},
    STALE: {
        "schema": {"type": "string", "enum": ["true", "false", "unknown"]},
        "description": "Whether a list is older than it may be",
    },
    STATE: {"schema": {"type": "string"}, "description": "Version of the lists"},
}
"""The headers as OpenAPI describes them."""

_WORDS = {True: "true", False: "false", None: "unknown"}


def standing_of(state: State, now: datetime.datetime) -> Mapping[str, str]:
    """Give the headers of an answer that comes from a state."""
    return {SCOPE: state.scope, STALE: _WORDS[state.is_stale(now)], STATE: state.version}
