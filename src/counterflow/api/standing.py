"""What every answer says of the lists it comes from, where the shape of its body belongs to others: headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterflow.service.state import Moment

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


def standing_of(moment: Moment) -> Mapping[str, str]:
    """Give the headers of an answer that comes from a state."""
    return {SCOPE: moment.state.scope, STALE: _WORDS[moment.is_stale], STATE: moment.state.version}
