"""How uvicorn is run: it believes only the proxy that is named, logs nothing of a request, and ends in order."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any

import uvicorn

from counterflow.api.guard.drain import Drain
from counterflow.settings import Settings

KEEP_ALIVE_SECONDS = 10
HEAD_BYTES = 131_072
"""Bytes of address and headers that uvicorn reads: above our own limits, so that the answer is ours and says which."""


class DrainingServer(uvicorn.Server):
    """Stops accepting at SIGTERM or SIGINT, finishes what is in flight, then ends."""

    def __init__(self, config: uvicorn.Config, drain: Drain) -> None:
        """Run with a configuration, and tell `drain` at the first signal."""
        super().__init__(config)
        self._drain = drain

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Note the end before the sockets are closed: a connection that is open still hears it from /readyz."""
        self._drain.begin()
        if sig == signal.SIGTERM:
            self.should_exit = True  # kept by uvicorn, it would end the process by the signal and not with 0
        else:
            super().handle_exit(sig, frame)


def server_options(settings: Settings) -> dict[str, Any]:
    """Give the arguments for uvicorn.Config."""
    return {
        "access_log": False,  # it writes addresses and whole paths; our own line has neither
        "log_level": "warning",
        "server_header": False,
        "http": "h11",
        "ws": "none",
        "h11_max_incomplete_event_size": HEAD_BYTES,
        # Always a list: left out, uvicorn believes whatever runs on this machine, or what FORWARDED_ALLOW_IPS says.
        "proxy_headers": len(settings.tls_proxy) > 0,
        "forwarded_allow_ips": list(settings.tls_proxy),
        "timeout_keep_alive": KEEP_ALIVE_SECONDS,
        "timeout_graceful_shutdown": settings.drain_seconds,
    }
