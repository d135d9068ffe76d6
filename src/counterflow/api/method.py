"""Which methods an address takes: what a 405 must say (RFC 9110, 15.5.6)."""

from __future__ import annotations

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.routing import Match

from counterflow.api.guard.route import METHODS

REST = "{rest:path}"
"""How the path of a route ends that takes whatever no other does: it says nothing of an address."""


def allowed_methods(request: Request) -> list[str]:
    """Name the methods that the routes of a request's address take, all of them together, in order."""
    routes = [route for route in request.app.router.routes if not getattr(route, "path", "").endswith(REST)]
    return [
        method
        for method in sorted(METHODS)
        if any(route.matches({**request.scope, "method": method})[0] == Match.FULL for route in routes)
    ]


def refuse_known(request: Request) -> None:
    """Refuse to read an address that exists, but only to be written to: a page there would hide the mistake.

    Raises:
        HTTPException: 405; it does not take the request's method.
    """
    if len(allowed_methods(request)) > 0:
        raise HTTPException(405)
