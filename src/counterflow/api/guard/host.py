"""Under which names the server may be asked, and which pages may have it change something."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from counterflow.api.guard.asgi import App, Receive, Scope, Send, header_values
from counterflow.api.guard.refuse import refuse
from counterflow.api.guard.route import READING
from counterflow.exc import ForbiddenError, UsageError

SHARED_PATH = "/reconcile/"
"""What pages of other origins may use, if a setting names them."""


class HostCheck:
    """Refuses a name that is not the server's: a page elsewhere could point its own name at this machine."""

    def __init__(self, app: App, hosts: Iterable[str]) -> None:
        """Take requests for these names and addresses, without port."""
        self._app = app
        self._hosts = frozenset(host.lower().strip("[]") for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on, or answer 400."""
        sent = header_values(scope, b"host")
        if len(sent) == 1 and host_name(sent[0]) in self._hosts:
            await self._app(scope, receive, send)
            return
        error = UsageError(
            "this server is not known under that name",
            next_step="Whoever runs it can name it in COUNTERFLOW_ALLOWED_HOSTS",
        )
        await refuse(send, error, HTTPStatus.BAD_REQUEST)


class OriginCheck:
    """Refuses changes that a page of another origin sends through its reader's browser."""

    def __init__(self, app: App, origins: Iterable[str]) -> None:
        """Take from these other origins what is under the shared path."""
        self._app = app
        self._origins = frozenset(origin.lower().encode("ascii") for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on, or answer 403."""
        if scope["method"] in READING | {"OPTIONS"} or self._is_ours(scope):
            await self._app(scope, receive, send)
            return
        error = ForbiddenError("a page of another origin may not do that", expected="a page of this server, or no page")
        await refuse(send, error, HTTPStatus.FORBIDDEN)

    def _is_ours(self, scope: Scope) -> bool:
        origins = {value.strip().lower() for value in header_values(scope, b"origin")}
        if len(origins) == 0:
            # A browser says this of every request; other programs say nothing.
            sites = set(header_values(scope, b"sec-fetch-site"))
            return sites <= {b"same-origin", b"none"}
        hosts = {value.strip().lower() for value in header_values(scope, b"host")}
        if {origin.partition(b"://")[2] for origin in origins} == hosts:
            return True
        return scope["path"].startswith(SHARED_PATH) and origins <= self._origins


def host_name(value: bytes) -> str:
    """Take the port off a Host header; in lower case, an IPv6 address without brackets (RFC 9110, 7.2)."""
    text = value.decode("latin-1").strip().lower()
    if text.startswith("["):
        name, end, port = text[1:].partition("]")
        return name if end != "" and (port == "" or port.startswith(":")) else ""
    name, _, port = text.partition(":")
    return name if port == "" or port.isdigit() else ""
