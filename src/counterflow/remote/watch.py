"""The end of an attempt's time, whatever its connection is doing then.

A socket's timeout begins anew with each byte, so a server that sends one a minute would hold a download for ever, in
its headers as in its body. A watch shuts the connection down from another thread instead.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType
from urllib.parse import unquote

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import parse_url


class Watch:
    """Ends the connections made while it runs, once its time is over."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(max(0.0, seconds), self._end)
        self._timer.daemon = True

    def __enter__(self) -> Watch:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for one in self._sockets:
                one.close()
            self._sockets.clear()

    def add(self, connection: socket.socket) -> None:
        """Watch a connection by a second handle, which reaches it also when TLS has taken over the first."""
        handle = connection.dup()
        with self._lock:
            self._sockets.append(handle)
            if self.is_over:
                _shut_down(handle)

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            for one in self._sockets:
                _shut_down(one)

    def manager(self, proxy: str | None) -> urllib3.PoolManager:
        """Make the connections, directly or through a proxy, that this watch ends."""
        if proxy is None:
            manager = urllib3.PoolManager()
        else:
            auth = parse_url(proxy).auth
            headers = None if auth is None else urllib3.make_headers(proxy_basic_auth=unquote(auth))
            manager = urllib3.ProxyManager(proxy, proxy_headers=headers)
        manager.pool_classes_by_scheme = _watched_pools(self)
        return manager


def _shut_down(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it has ended by itself
        connection.shutdown(socket.SHUT_RDWR)


def _watched_pools(watch: Watch) -> dict[str, type[urllib3.HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            connection = super()._new_conn()
            watch.add(connection)
            return connection

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            connection = super()._new_conn()
            watch.add(connection)
            return connection

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
