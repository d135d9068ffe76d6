"""Who may read the replies from a page: the origins given, on these routes alone (specification, 3.3).

Without this a browser lets no page elsewhere read a reply. `*` is not taken: a case may be private, and any page that
its user opens could then read it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from counterflow.api.reconcile.reply import PROBLEM_HEADER
from counterflow.api.standing import STANDING
from counterflow.exc import UsageError

_ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")
_REMEMBERED_S = 600
"""How long a browser may keep what it was told, in seconds."""


class ReconcileCors:
    """Adds CORS headers to the replies of `/reconcile/`, and answers the questions that browsers ask before."""

    def __init__(self, app: ASGIApp, *, origins: Sequence[str]) -> None:
        """Let pages of these origins read.

        Raises:
            UsageError: one is no origin, e.g. `*`.
        """
        self._app = app
        self._shared = CORSMiddleware(
            app,
            allow_origins=check_origins(origins),
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "X-Api-Key", "Content-Type"),
            expose_headers=(PROBLEM_HEADER, *STANDING),
            max_age=_REMEMBERED_S,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        is_shared = scope["type"] == "http" and scope["path"].startswith("/reconcile/")
        await (self._shared if is_shared else self._app)(scope, receive, send)


def check_origins(origins: Sequence[str]) -> list[str]:
    """Check that each is an origin: scheme, host in small letters and perhaps port, as browsers send it.

    Raises:
        UsageError: one is not. They also stand in the preview's policy, where a space or sign would mean something.
    """
    for origin in origins:
        if _ORIGIN.fullmatch(origin) is None:
            raise UsageError(
                f"{origin!a} is no origin", expected="e.g. http://127.0.0.1:3333, without a slash at the end"
            )
    return list(origins)
