"""Settings of the program, read once from the environment; what decides a result is in case.toml instead."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass

from counterflow.exc import UsageError


@dataclass(frozen=True)
class Settings:
    """Every setting, with its default."""

    host: str = "127.0.0.1"
    """COUNTERFLOW_HOST: address the server listens on; other than loopback only behind `tls_proxy` and with keys."""
    port: int = 8765
    """COUNTERFLOW_PORT: port the server listens on."""
    user: str | None = None
    """COUNTERFLOW_USER: who enters what in the ledger; default: the login name."""
    tls_proxy: tuple[str, ...] = ()
    """COUNTERFLOW_TLS_PROXY: addresses or networks of the proxy that ends TLS; it alone may name the client."""
    allowed_hosts: tuple[str, ...] = ()
    """COUNTERFLOW_ALLOWED_HOSTS: names under which the server may be asked, besides those of loopback."""
    rate: int = 1000
    """COUNTERFLOW_RATE: requests a second of one key, or of one address without keys; 0: no limit."""
    max_body: int = 2_000_000
    """COUNTERFLOW_MAX_BODY: bytes of a request's body."""
    cors_origins: tuple[str, ...] = ("http://127.0.0.1:3333", "http://localhost:3333")
    """COUNTERFLOW_CORS_ORIGINS: origins whose pages may use reconciliation; by default OpenRefine's on this machine."""
    log: str = "json"
    """COUNTERFLOW_LOG: form of the line that each request writes on stderr."""
    drain_seconds: int = 20
    """COUNTERFLOW_DRAIN_SECONDS: how long requests in flight may go on once the server was told to end."""


LOOPBACK = ("127.0.0.1", "::1", "localhost")
LOG_FORMS = ("json", "text", "off")

ELSEWHERE = (
    "an address other than loopback needs both: COUNTERFLOW_TLS_PROXY, the addresses of the proxy that ends TLS in "
    "front of the server, and at least one valid API key in the ledger (counterflow key CASE add HOLDER)"
)
"""What a server that others can reach must have."""

_HOST_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})*", re.IGNORECASE)
_ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?", re.IGNORECASE)


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings; a bad value stops the program.

    Raises:
        UsageError: a value is not of its type, or the host is no loopback address and no TLS proxy is named.
    """
    proxies = _list(environment, "TLS_PROXY", Settings.tls_proxy)
    hosts = _list(environment, "ALLOWED_HOSTS", Settings.allowed_hosts)
    origins = _list(environment, "CORS_ORIGINS", Settings.cors_origins)
    return Settings(
        host=_host(environment, has_proxy=len(proxies) > 0),
        port=_number(environment, "PORT", Settings.port, 65_535),
        user=environment.get("COUNTERFLOW_USER"),
        tls_proxy=tuple(_network(one) for one in proxies),
        allowed_hosts=tuple(_host_name("ALLOWED_HOSTS", one) for one in hosts),
        rate=_number(environment, "RATE", Settings.rate, 1_000_000),
        max_body=_number(environment, "MAX_BODY", Settings.max_body, 1_000_000_000),
        cors_origins=tuple(_origin(one) for one in origins),
        log=_log(environment),
        drain_seconds=_number(environment, "DRAIN_SECONDS", Settings.drain_seconds, 3600),
    )


def _host(environment: Mapping[str, str], *, has_proxy: bool) -> str:
    host = environment.get("COUNTERFLOW_HOST", Settings.host)
    if host in LOOPBACK:
        return host
    if not has_proxy:
        raise UsageError(
            f"COUNTERFLOW_HOST={host!r} is not a loopback address",
            expected=f"{', '.join(LOOPBACK)}; {ELSEWHERE}",
        )
    return _host_name("HOST", host)


def _host_name(name: str, host: str) -> str:
    if _HOST_NAME.fullmatch(host) is None and not _is_network(host.strip("[]"), is_address=True):
        raise UsageError(f"COUNTERFLOW_{name}: {host!r} is no host", expected="names or addresses, without * or port")
    return host.lower()


def _network(text: str) -> str:
    if not _is_network(text, is_address=False):
        raise UsageError(
            f"COUNTERFLOW_TLS_PROXY: {text!r} names no proxy",
            expected="addresses or networks like 10.0.0.7 or 10.0.0.0/28, commas between; never all addresses",
        )
    return text


def _is_network(text: str, *, is_address: bool) -> bool:
    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        return False
    # Whoever names all addresses believes every client's word on who it is.
    return "/" not in text if is_address else network.prefixlen > 0


def _origin(text: str) -> str:
    if _ORIGIN.fullmatch(text) is None:
        raise UsageError(
            f"COUNTERFLOW_CORS_ORIGINS: {text!r} is no origin",
            expected="origins like https://refine.example.org or http://127.0.0.1:3333, commas between",
        )
    return text.lower()


def _log(environment: Mapping[str, str]) -> str:
    log = environment.get("COUNTERFLOW_LOG", Settings.log)
    if log not in LOG_FORMS:
        raise UsageError(f"COUNTERFLOW_LOG={log!r} is no form of log", expected=", ".join(LOG_FORMS))
    return log


def _number(environment: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = environment.get(f"COUNTERFLOW_{name}", str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= 12 and int(text) <= most):
        kind = "port" if name == "PORT" else "such number"
        raise UsageError(f"COUNTERFLOW_{name}={text!r} is no {kind}", expected=f"a number from 0 to {most}")
    return int(text)


def _list(environment: Mapping[str, str], name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    text = environment.get(f"COUNTERFLOW_{name}")
    if text is None:
        return default
    return tuple(part.strip() for part in text.split(",") if part.strip() != "")
