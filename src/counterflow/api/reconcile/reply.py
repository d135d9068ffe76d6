"""Replies: JSON whatever the texts hold, and word of the queries that could not be asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import islice
from typing import Any

from counterflow.api.reply import JsonReply

PROBLEM_HEADER = "X-Reconcile-Problems"
"""Header with what was wrong with parts of a request that was answered all the same: a JSON object, in ASCII, of
messages by query, property or parameter. The specification has no place for them in a reply."""
PROBLEMS: Mapping[str, Any] = {
    PROBLEM_HEADER: {
        "schema": {"type": "string"},
        "description": "JSON object: what was wrong with parts of the request, by query, property or parameter",
    }
}
"""The header as OpenAPI describes it."""

_MAX_SHOWN = 10
_MAX_KEY = 40
_MAX_MESSAGE = 200


def reply(
    content: Any, problems: Mapping[str, str] | None = None, standing: Mapping[str, str] | None = None
) -> JsonReply:
    """Give a reply, with the first problems in its header, and what is said of the lists in others."""
    headers = dict(standing or {})
    if problems is not None and len(problems) > 0:
        headers[PROBLEM_HEADER] = problem_text(problems)
    return JsonReply(content, headers=headers)


def problem_text(problems: Mapping[str, str]) -> str:
    """Write problems as a header's value: ASCII in one line, of bounded length."""
    first = {key[:_MAX_KEY]: text[:_MAX_MESSAGE] for key, text in islice(problems.items(), _MAX_SHOWN)}
    left = len(problems) - len(first)
    # A key that is cut may fall together with another: how many there were is said in any case.
    return json.dumps(first if left <= 0 else {**first, "…": f"{left:,} more"})
