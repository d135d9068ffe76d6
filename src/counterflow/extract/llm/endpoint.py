"""Where a document may be sent: to this machine always, elsewhere only what is open to everyone.

The rule: a loopback address takes every document. Another host takes a document alone whose marking is TLP:CLEAR
without a limit of release and without originator control, and over https alone. The address is checked when case.toml
is read, and again on the connection itself before the first byte is sent, since a name can point anywhere.
"""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from counterflow.exc import CaseError
from counterflow.model.handling import parse_handling

_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.(?!-)[a-z0-9_-]{1,63})*\.?", re.IGNORECASE)
_PATH = re.compile(r"[A-Za-z0-9/._~-]*")
_PORTS = {"http": 80, "https": 443}


class Endpoint(NamedTuple):
    """An address that answers."""

    scheme: str
    host: str
    port: int
    path: str
    """Without a slash at its end."""

    @property
    def is_loopback(self) -> bool:
        """Whether it names this machine: `localhost` or a loopback address; no other name is believed."""
        return self.host == "localhost" or is_loopback_address(self.host)

    @property
    def authority(self) -> str:
        """Host and port as in an address; the port that the scheme implies is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def is_loopback_address(text: str) -> bool:
    """Whether a numeric address is one of this machine's own."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((address if mapped is None else mapped).is_loopback)


def read_endpoint(text: str, where: str) -> Endpoint:
    """Read the address of an interface.

    Raises:
        CaseError: not http or https, a user or a query in it (they would stand in logs), or http to another machine.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as exc:
        raise CaseError(
            "it is no address", where=where, expected="http://127.0.0.1:PORT/v1 or https://HOST/v1"
        ) from exc
    is_address = _is_address(host)
    if (
        parts.scheme not in ("http", "https")
        or not (is_address or _HOST.fullmatch(host))
        or _PATH.fullmatch(parts.path) is None
    ):
        raise CaseError(
            f"{_shown(text)!r} is no address", where=where, expected="http://127.0.0.1:PORT/v1 or https://HOST/v1"
        )
    if "@" in parts.netloc or "?" in text or "#" in text:
        raise CaseError(
            "the address holds a user, a query or a fragment",
            where=where,
            expected="a scheme, a host, a port and a path alone",
            next_step="Give the key in COUNTERFLOW_LLM_KEY",
        )
    endpoint = Endpoint(parts.scheme, host, port or _PORTS[parts.scheme], parts.path.rstrip("/"))
    if endpoint.scheme == "http" and not endpoint.is_loopback:
        raise CaseError(
            f"{endpoint} is another machine's, and is not encrypted",
            where=where,
            expected="https, or a loopback address: localhost, 127.0.0.1, [::1]",
        )
    return endpoint


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _shown(text: str) -> str:
    """Leave out what may be secret."""
    return re.sub(r"//[^/]*@", "//...@", text.split("?", 1)[0])


def may_receive(endpoint: Endpoint, marking: str) -> bool:
    """Whether an endpoint may be sent a document under its marking."""
    if endpoint.is_loopback:
        return True
    handling = parse_handling(marking)
    return (
        endpoint.scheme == "https"
        and handling.tlp == "TLP:CLEAR"
        and handling.releasable_to is None
        and not handling.originator_control
    )
