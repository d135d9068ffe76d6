"""One request to a partner's TAXII server, and its answer: whole, not too large, and of the media type asked for."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin

import orjson
import urllib3
from urllib3.util import parse_url

from counterflow import __version__
from counterflow.exc import CaseError
from counterflow.model.partner import Partner
from counterflow.remote.clock import Clock
from counterflow.remote.coding import find_coding
from counterflow.remote.failure import RefusedError, TransferError
from counterflow.remote.limits import Limits
from counterflow.remote.proxy import find_proxy
from counterflow.remote.taxii.secret import say_where
from counterflow.remote.transfer import check_url, read_pieces, refuse_status, say_late, try_again
from counterflow.remote.trouble import explain
from counterflow.remote.watch import Watch

TAXII = "application/taxii+json;version=2.1"
"""The media type of TAXII 2.1 (section 1.6.8)."""

LIMITS = Limits(total_s=600.0, max_bytes=32 << 20, redirects=2)
"""Of one request, its attempts and waits together: a page is in memory whole, so it must not be large."""

_SAID_CHARS = 300
"""Characters of a server's own words that a message repeats."""


class TooMuchError(RefusedError):
    """An answer is larger than is taken: fewer objects may be asked for."""


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: dict[str, Any]


@dataclass(frozen=True)
class Asker:
    """Asks the server of one partner."""

    partner: Partner
    authorization: str | None
    clock: Clock
    limits: Limits = LIMITS

    def get(self, url: str, parameters: Mapping[str, str] | None = None) -> Answer:
        """Ask for something.

        Raises:
            TransferError: it was not given; the last attempt's reason.
            RefusedError: what came is no answer of TAXII 2.1; `TooMuchError`: it is too large.
        """
        query = "" if not parameters else "?" + urlencode(parameters)
        return self._ask("GET", url + query, None)

    def post(self, url: str, body: bytes) -> Answer:
        """Send something; it may be sent twice, so the server must take it for the same then.

        Raises:
            TransferError: it was not taken; the last attempt's reason.
            RefusedError: what came is no answer of TAXII 2.1.
        """
        return self._ask("POST", url, body)

    def _ask(self, method: str, url: str, body: bytes | None) -> Answer:
        return try_again(lambda left_s: self._attempt(method, url, body, left_s), self.limits, self.clock)

    def _attempt(self, method: str, url: str, body: bytes | None, left_s: float) -> Answer:
        with Watch(left_s) as watch, ExitStack() as stack:
            try:
                response = self._open(watch, stack, method, url, body)
                data = self._receive(response)
            except urllib3.exceptions.HTTPError as exc:
                raise (say_late(self.limits) if watch.is_over else explain(exc, self.limits)) from exc
            if watch.is_over:
                raise say_late(self.limits)
        return self._read(response, data)

    def _open(
        self, watch: Watch, stack: ExitStack, method: str, url: str, body: bytes | None
    ) -> urllib3.BaseHTTPResponse:
        headers = {
            "User-Agent": f"counterflow/{__version__}",
            "Accept": TAXII,
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        headers |= {} if self.authorization is None else {"Authorization": self.authorization}
        headers |= {} if body is None else {"Content-Type": TAXII}
        for _ in range(self.limits.redirects + 1):
            manager = stack.enter_context(watch.manager(find_proxy(url)))
            timeout = urllib3.Timeout(connect=self.limits.connect_s, read=self.limits.read_s)
            response = manager.request(
                method,
                url,
                body=body,
                headers=headers,
                timeout=timeout,
                retries=False,
                redirect=False,
                preload_content=False,
            )
            stack.callback(response.close)
            location = response.get_redirect_location()
            if not location:
                return response
            url = self._follow(method, url, location, response.status)
        raise TransferError(f"it redirects more than {self.limits.redirects} times, last to {url}")

    def _follow(self, method: str, url: str, location: str, status: int) -> str:
        """Give the address that a redirect leads to: on the same server, for the secret goes to no other."""
        try:
            target = urljoin(url, location)
            here, there = parse_url(url), parse_url(target)
        except ValueError as exc:
            raise TransferError(f"it redirects to {location!r}, which is no URL", status=status) from exc
        if method != "GET" or (here.scheme, here.netloc) != (there.scheme, there.netloc):
            raise TransferError(
                f"it redirects to {target!r}, which is not followed",
                status=status,
                next_step=f"If that is right, write it to [partner.{self.partner.key}] in case.toml",
            )
        return target

    def _receive(self, response: urllib3.BaseHTTPResponse) -> bytes:
        coding = find_coding(response.headers.get("Content-Encoding", ""))
        parts, size = [], 0
        for data in read_pieces(response, self.limits, self.clock):
            for piece in coding.decode(data):
                size += len(piece)
                if size > self.limits.max_bytes:
                    raise TooMuchError(f"it is larger than {self.limits.max_bytes:,} bytes", status=response.status)
                parts.append(piece)
        if not coding.is_whole():
            raise TransferError(f"it was cut off after {size:,} bytes", status=response.status, is_passing=True)
        return b"".join(parts)

    def _read(self, response: urllib3.BaseHTTPResponse, data: bytes) -> Answer:
        if response.status not in (200, 202):
            raise self._refuse(response, data)
        kind = response.headers.get("Content-Type", "")
        if not is_taxii(kind):
            raise RefusedError(f"the server sends {kind or 'no media type'!r}, not {TAXII}", status=response.status)
        try:
            body = orjson.loads(data)
        except orjson.JSONDecodeError as exc:
            # Cut off within a chunked body it may be; another attempt tells.
            raise TransferError(
                f"the server sends no whole JSON: {exc.msg} after {len(data):,} bytes",
                status=response.status,
                is_passing=True,
            ) from exc
        if not isinstance(body, dict):
            raise RefusedError("the server sends JSON that is no object", status=response.status)
        return Answer(response.status, response.headers, body)

    def _refuse(self, response: urllib3.BaseHTTPResponse, data: bytes) -> TransferError:
        error = refuse_status(response, self.clock)
        said = _said(data)
        what = error.what if said is None else f"{error.what}: {said}"
        return TransferError(
            what,
            status=error.status,
            is_passing=error.is_passing,
            retry_after_s=error.retry_after_s,
            next_step=self._advise(response.status),
        )

    def _advise(self, status: int) -> str | None:
        section = f"[partner.{self.partner.key}] in case.toml"
        match status:
            case 401 if self.authorization is None:
                return say_where(self.partner)
            case 401 | 403:
                return f"Ask {self.partner.name} for a key that may do this. {say_where(self.partner)}"
            case 404:
                return (
                    f"Compare {section} with the partner's address, <root>/collections/<id>/; a key may be needed too"
                )
            case 406 | 415:
                return f"This server does not speak TAXII 2.1; correct {section}"
        return None


def _said(data: bytes) -> str | None:
    """Give what a server says of an error in TAXII's form (section 3.6.1), on one line and not too long."""
    try:
        body = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    words = [body.get(name) for name in ("title", "description")] if isinstance(body, dict) else []
    text = ": ".join(dict.fromkeys(one for one in words if isinstance(one, str) and one != ""))
    plain = "".join(char if char.isprintable() else " " for char in text)
    return plain[:_SAID_CHARS] or None


def is_taxii(media_type: str) -> bool:
    """Whether a media type is TAXII's, of version 2.1 or without one."""
    name, *parts = (part.strip().lower() for part in media_type.split(";"))
    versions = [part.partition("=")[2].strip(' "') for part in parts if part.startswith("version")]
    return name == "application/taxii+json" and all(one == "2.1" for one in versions)


def check_collection_url(url: str, where: str) -> str:
    """Check the address of a collection; gives it with its last slash.

    Raises:
        CaseError: it is no URL, not secure and not this machine's, or not of a collection.
    """
    trouble = check_url(url)
    if trouble is not None:
        raise CaseError(trouble, where=where)
    parts = parse_url(url)
    if parts.scheme != "https" and not _is_loopback(parts.host or ""):
        raise CaseError(f"{url!r} is not secure", where=where, expected="https://, but for this machine itself")
    names = (parts.path or "").rstrip("/").split("/")
    if len(names) < 3 or names[-2] != "collections" or parts.query is not None or parts.fragment is not None:
        raise CaseError(
            f"{url!r} is no collection's address",
            where=where,
            expected="https://<server>/<API root>/collections/<id>/",
        )
    return url.rstrip("/") + "/"


def root_of(collection_url: str) -> str:
    """Give the address of the API root that a collection belongs to."""
    return collection_url.rstrip("/").rpartition("/collections/")[0] + "/"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
