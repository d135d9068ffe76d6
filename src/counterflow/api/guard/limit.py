"""How often one caller may ask: a bucket of tokens each, filled at a constant rate."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus

from counterflow.api.guard.access import caller_of
from counterflow.api.guard.asgi import App, Receive, Scope, Send
from counterflow.api.guard.refuse import refuse
from counterflow.api.guard.route import HEALTH_PATHS
from counterflow.exc import RateLimitError

BURST_SECONDS = 2.0
"""How much a bucket holds: what this time fills into it, so that a page may ask for its parts at once."""

BUCKETS = 10_000
"""How many callers are remembered; beyond that the one that was away longest starts with a full bucket."""


class Buckets:
    """A bucket of tokens for each caller; a request takes one."""

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Fill `rate` tokens a second; 0: there is no limit. `clock` gives seconds."""
        self._rate = rate
        self._size = max(1.0, rate * BURST_SECONDS)
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> float:
        """Take a token; gives 0, or where there is none in how many seconds there will be one."""
        if self._rate <= 0:
            return 0.0
        now = self._clock()
        left, then = self._left.get(caller, (self._size, now))
        left = min(self._size, left + (now - then) * self._rate)
        wait_s = 0.0 if left >= 1.0 else (1.0 - left) / self._rate
        self._left[caller] = (left - 1.0 if wait_s <= 0 else left, now)
        self._left.move_to_end(caller)
        if len(self._left) > BUCKETS:
            self._left.popitem(last=False)
        return wait_s


class RateLimit:
    """Refuses a caller that asks too often."""

    def __init__(self, app: App, buckets: Buckets) -> None:
        """Count with these buckets."""
        self._app = app
        self._buckets = buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on, or answer 429 and say when to come again."""
        wait_s = 0.0 if scope["path"] in HEALTH_PATHS else self._buckets.take(_bucket(scope))
        if wait_s <= 0:
            await self._app(scope, receive, send)
            return
        seconds = max(1, math.ceil(wait_s))
        error = RateLimitError("too many requests", retry_after_s=seconds, expected="fewer requests a second")
        retry = (b"retry-after", str(seconds).encode("ascii"))
        await refuse(send, error, HTTPStatus.TOO_MANY_REQUESTS, [retry])


def _bucket(scope: Scope) -> str:
    caller = caller_of(scope)
    if caller is not None and caller.key_id is not None:
        return f"key {caller.key_id}"
    client = scope.get("client")
    return f"address {_network_of(client[0])}" if client is not None else "address unknown"


def _network_of(host: str) -> str:
    """Take an IPv6 client by its network of 64 bits: one machine has all addresses in it (RFC 4291, 2.5.1)."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host[:64]
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address.packed, 64), strict=False))
    return str(address)
