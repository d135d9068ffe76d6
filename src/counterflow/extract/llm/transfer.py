"""One attempt: a request sent, an answer's bytes received, within a time and a size.

The standard library's client, without a proxy, redirects, cookies or compression: a document goes to the address that
`endpoint` allowed and nowhere else.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from typing import NamedTuple

from counterflow.extract.llm.deadline import Cancel, Deadline
from counterflow.extract.llm.endpoint import Endpoint, is_loopback_address

PIECE_BYTES = 65_536
CONNECT_S = 10.0
"""Time for a connection to be made, in seconds, within the attempt's own."""
_PASSING = frozenset([408, 425, 429, 500, 502, 503, 504, 529])
"""Statuses that may be gone the next time."""


class Reply(NamedTuple):
    """What an endpoint answered."""

    status: int
    body: bytes
    retry_after_s: float | None

    @property
    def is_passing(self) -> bool:
        """Whether the same request may be answered another time."""
        return self.status in _PASSING


class TransferError(Exception):
    """No answer came whole; says why in words of ours alone, so that it can be logged."""

    def __init__(self, reason: str, *, is_passing: bool) -> None:
        super().__init__(reason)
        self.is_passing = is_passing
        """Whether the same request may be answered another time."""


class Limits(NamedTuple):
    """What one attempt may take."""

    timeout_s: float
    max_bytes: int


def post(endpoint: Endpoint, body: bytes, key: str | None, limits: Limits, cancel: Cancel) -> Reply:
    """Send one request and give the answer, whatever its status.

    Raises:
        TransferError: no connection, no whole answer in time, or a larger one than allowed.
    """
    with Deadline(limits.timeout_s, cancel) as deadline:
        try:
            reply = _exchange(endpoint, body, key, limits, deadline)
        except TransferError:
            if deadline.is_over:
                raise _time_over(limits) from None
            raise
        except (OSError, http.client.HTTPException, ValueError) as exc:
            # A connection that is shut down ends a read in any of these.
            if deadline.is_over:
                raise _time_over(limits) from exc
            raise TransferError(_reason(exc), is_passing=not isinstance(exc, ssl.SSLCertVerificationError)) from exc
        if deadline.is_over:  # headers or a body of unstated length that were shut down look whole
            raise _time_over(limits)
        return reply


def _time_over(limits: Limits) -> TransferError:
    return TransferError(f"no whole answer came in {limits.timeout_s:g} s", is_passing=True)


def _reason(exc: Exception) -> str:
    match exc:
        case ConnectionRefusedError():
            return "nothing listens at the endpoint"
        case socket.gaierror():
            return "the endpoint's name is not known"
        case ssl.SSLCertVerificationError():
            return "the endpoint's certificate is not trusted"
        case ssl.SSLError():
            return "no encrypted connection could be made"
        case TimeoutError():
            return "the endpoint cannot be reached in time"
        case OSError() | http.client.IncompleteRead():
            return "the connection broke off"
    return "the answer is no HTTP"


def _exchange(endpoint: Endpoint, body: bytes, key: str | None, limits: Limits, deadline: Deadline) -> Reply:
    raw = socket.create_connection((endpoint.host, endpoint.port), min(CONNECT_S, limits.timeout_s))
    with raw:
        deadline.watch(raw)
        if endpoint.is_loopback and not is_loopback_address(str(raw.getpeername()[0]).split("%", 1)[0]):
            raise TransferError(f"{endpoint.host} does not lead to this machine", is_passing=False)
        raw.settimeout(limits.timeout_s + CONNECT_S)  # the deadline comes first
        if endpoint.scheme == "http":
            return _ask(endpoint, body, key, limits.max_bytes, raw)
        with ssl.create_default_context().wrap_socket(raw, server_hostname=endpoint.host) as secure:
            return _ask(endpoint, body, key, limits.max_bytes, secure)


def _ask(endpoint: Endpoint, body: bytes, key: str | None, max_bytes: int, over: socket.socket) -> Reply:
    connection = http.client.HTTPConnection(endpoint.host, endpoint.port)
    connection.sock = over  # made and checked above; the client makes no other
    headers = {
        "Host": endpoint.authority,
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": "counterflow",
    }
    if key is not None:
        headers["Authorization"] = f"Bearer {key}"
    connection.request("POST", f"{endpoint.path}/chat/completions", body, headers)
    response = connection.getresponse()
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise TransferError("the answer is compressed, which was not asked for", is_passing=False)
    return Reply(response.status, _read(response, max_bytes), _seconds(response.headers.get("Retry-After")))


def _read(response: http.client.HTTPResponse, most: int) -> bytes:
    stated = response.headers.get("Content-Length", "")
    if len(stated) > 15 or (stated.isdigit() and int(stated) > most):
        raise TransferError(f"the answer is larger than {most:,} bytes", is_passing=False)
    pieces = bytearray()
    while len(piece := response.read1(PIECE_BYTES)) > 0:
        pieces += piece
        if len(pieces) > most:
            raise TransferError(f"the answer is larger than {most:,} bytes", is_passing=False)
    if response.length not in (None, 0):
        raise TransferError("the connection broke off", is_passing=True)
    return bytes(pieces)


def _seconds(text: str | None) -> float | None:
    """Read Retry-After in seconds; a date, or what is none, counts as not given."""
    return float(text) if text is not None and text.isascii() and text.isdigit() and len(text) <= 6 else None
