"""All rails in their order, around one application."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterflow.api.guard.access import Authorise, Identify
from counterflow.api.guard.address import host_names, local_user
from counterflow.api.guard.asgi import App, Receive, Scope, Send
from counterflow.api.guard.drain import Drain, DrainCheck
from counterflow.api.guard.host import HostCheck, OriginCheck
from counterflow.api.guard.keyring import Keyring
from counterflow.api.guard.limit import Buckets, RateLimit
from counterflow.api.guard.log import RequestLog
from counterflow.api.guard.metric import Measure, Metrics
from counterflow.api.guard.size import BodyLimit, HeadLimit, Sizes
from counterflow.settings import Settings

REFUSED_SOCKET = 1008
"""RFC 6455, 7.4.1: a WebSocket is closed for a policy; no route takes one."""


@dataclass(frozen=True)
class Rails:
    """What the rails are made of."""

    settings: Settings = field(default_factory=Settings)
    keyring: Keyring = field(default_factory=lambda: Keyring(None))
    metrics: Metrics = field(default_factory=Metrics)
    drain: Drain = field(default_factory=Drain)
    processes: int = 1
    """How many processes serve together; each takes its part of the rate."""


class Wall:
    """The rails around an application: `app.add_middleware(Wall, rails=rails)`, added last, so it stands outermost."""

    def __init__(self, app: App, rails: Rails) -> None:
        """Put the rails around an application."""
        self._app = app
        self._guarded = put_rails(app, rails)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard a request; start and end of the application pass."""
        if scope["type"] == "http":
            await self._guarded(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": REFUSED_SOCKET})


def put_rails(app: App, rails: Rails) -> App:
    """Put the rails around an application, the innermost first.

    A request is logged and measured whatever becomes of it. Its head is checked before its key is looked up, the rate
    is counted also for wrong keys, and its body is read only for those who may ask.
    """
    settings = rails.settings
    sizes = Sizes(body_bytes=settings.max_body)
    app = BodyLimit(app, sizes)
    app = Authorise(app)
    app = RateLimit(app, Buckets(settings.rate / rails.processes))
    app = Identify(app, rails.keyring, local_user(settings))
    app = OriginCheck(app, settings.cors_origins)
    app = HostCheck(app, host_names(settings))
    app = DrainCheck(app, rails.drain)
    app = HeadLimit(app, sizes)
    app = Measure(app, rails.metrics)
    return RequestLog(app, settings.log)
