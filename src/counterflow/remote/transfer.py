"""One file over HTTP: asked for only if it changed, again if it did not come whole, and never for ever.

Sources: RFC 9110 (conditional requests, section 13; Retry-After, 10.2.3), RFC 9112 (bodies cut off, section 8);
exponential backoff with full jitter: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
"""

from __future__ import annotations

import email.utils
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import urljoin

import urllib3
from urllib3.util import parse_url

from counterflow import __version__
from counterflow.remote.clock import Clock
from counterflow.remote.coding import find_coding
from counterflow.remote.digest import Hashes, find_mismatch, read_announced
from counterflow.remote.failure import RefusedError, TransferError
from counterflow.remote.limits import Limits
from counterflow.remote.proxy import find_proxy
from counterflow.remote.trouble import explain
from counterflow.remote.watch import Watch

READ_BYTES = 1 << 16

Result = TypeVar("Result")

_NO_LIST = ("text/html", "application/xhtml+xml", "image/", "audio/", "video/", "font/", "multipart/")
"""Media types that no list has; what else a server may say of a list (`text/plain`, `application/octet-stream`) is
decided by its bytes."""


class Condition(NamedTuple):
    """What the server said of the copy at hand: it sends the file only if it says otherwise now."""

    etag: str | None
    last_modified: str | None


class Transfer(NamedTuple):
    """A file that came whole, or the server's word that the copy at hand is still its own."""

    status: int
    """200 or 304."""
    url: str
    """Where it was in the end, after redirects."""
    etag: str | None
    last_modified: str | None
    content_type: str | None
    sha256: str | None
    """Of the file; None with 304."""
    bytes: int | None
    """Size of the file; None with 304."""
    checked: tuple[str, ...] = ()
    """The publisher's checksums that it fits, e.g. `Repr-Digest sha256`."""


def check_url(url: str) -> str | None:
    """Say what is wrong with a URL; None: it can be fetched."""
    try:
        parts = parse_url(url)
    except ValueError as exc:
        return f"{url!r} is no URL ({exc})"
    if parts.scheme not in ("http", "https"):
        return f"{url!r} is no address of the web: https:// or http://"
    if parts.auth is not None:
        return f"the URL of {parts.host} names a user: it would stand in every receipt, and is not sent"
    return f"{url!r} names no host" if parts.host is None else None


def transfer(url: str, path: Path, *, condition: Condition | None, limits: Limits, clock: Clock) -> Transfer:
    """Fetch a URL into a file, which is then written whole and flushed to disk.

    Raises:
        TransferError: it did not come; the last attempt's reason. What is in the file then is worth nothing.
        RefusedError: something came that is too large, no list by its type, or does not fit the publisher's checksum.
    """
    return try_again(lambda left_s: _attempt(url, path, condition, limits, clock, left_s), limits, clock)


def try_again(attempt_once: Callable[[float], Result], limits: Limits, clock: Clock) -> Result:
    """Do one thing over the network, again after a wait where another attempt may succeed.

    Args:
        attempt_once: does it within so many seconds.
        limits: how often, and how long in all.
        clock: to wait by.

    Raises:
        TransferError: the last attempt's reason, or that the server asks for too long a wait.
    """
    began = clock.monotonic()
    for attempt in range(1, limits.attempts + 1):
        left_s = limits.total_s - (clock.monotonic() - began)
        try:
            return attempt_once(left_s)
        except TransferError as exc:
            wait_s = _wait(exc, attempt, limits, clock)
            left_s = limits.total_s - (clock.monotonic() - began)
            if not exc.is_passing or attempt == limits.attempts:
                raise
            if wait_s > limits.max_retry_after_s or wait_s >= left_s:
                raise TransferError(
                    f"{exc.what}; the next attempt would have to wait {wait_s:,.0f} s", status=exc.status
                ) from exc
            clock.sleep(wait_s)
    raise AssertionError("the last attempt returns or raises")


def _wait(error: TransferError, attempt: int, limits: Limits, clock: Clock) -> float:
    wait_s = clock.jitter(min(limits.max_backoff_s, limits.backoff_s * 2 ** (attempt - 1)))
    return max(wait_s, error.retry_after_s or 0.0)


def _attempt(
    url: str, path: Path, condition: Condition | None, limits: Limits, clock: Clock, left_s: float
) -> Transfer:
    path.unlink(missing_ok=True)  # what an earlier attempt left
    with Watch(left_s) as watch, ExitStack() as stack:
        try:
            response, url = _open(watch, stack, url, _headers(condition), limits)
            _check_status(response, condition, clock)
            if response.status == 304:
                return _describe(response, url)
            done = _receive(response, path, limits, clock)
        except urllib3.exceptions.HTTPError as exc:
            if not watch.is_over:
                raise explain(exc, limits) from exc
            raise say_late(limits) from exc
        if watch.is_over:
            raise say_late(limits)  # a body without a stated length seems to end where it was cut off
        return done._replace(url=url)


def say_late(limits: Limits) -> TransferError:
    """Say that an attempt's time was over."""
    return TransferError(f"it was not done after {limits.total_s:g} s")


def _headers(condition: Condition | None) -> Mapping[str, str]:
    headers = {
        "User-Agent": f"counterflow/{__version__}",
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if condition is not None and condition.etag is not None:
        headers["If-None-Match"] = condition.etag
    if condition is not None and condition.last_modified is not None:
        headers["If-Modified-Since"] = condition.last_modified
    return headers


def _open(
    watch: Watch, stack: ExitStack, url: str, headers: Mapping[str, str], limits: Limits
) -> tuple[urllib3.BaseHTTPResponse, str]:
    """Ask for a URL and for those it redirects to; gives the response with its body unread, and where it was found."""
    for _ in range(limits.redirects + 1):
        manager = stack.enter_context(watch.manager(find_proxy(url)))
        timeout = urllib3.Timeout(connect=limits.connect_s, read=limits.read_s)
        response = manager.request(
            "GET", url, headers=headers, timeout=timeout, retries=False, redirect=False, preload_content=False
        )
        stack.callback(response.close)
        location = response.get_redirect_location()
        if not location:
            return response, url
        url = follow(url, location, response.status)
    raise TransferError(f"it redirects more than {limits.redirects} times, last to {url}", status=response.status)


def follow(url: str, location: str, status: int) -> str:
    """Give the address that a redirect leads to.

    Raises:
        TransferError: it leads out of the web, or from a secure address to one that is not.
    """
    try:
        target = urljoin(url, location)
        trouble = check_url(target)
    except ValueError:
        target, trouble = url, f"{location!r} is no URL"
    if trouble is not None:
        raise TransferError(f"it redirects elsewhere: {trouble}", status=status)
    if parse_url(url).scheme == "https" and parse_url(target).scheme != "https":
        raise TransferError(f"it redirects from https to {target}, where anybody could change it", status=status)
    return target


def _check_status(response: urllib3.BaseHTTPResponse, condition: Condition | None, clock: Clock) -> None:
    status = response.status
    if status == 200 or (status == 304 and condition is not None):
        return
    raise refuse_status(response, clock)


def refuse_status(response: urllib3.BaseHTTPResponse, clock: Clock) -> TransferError:
    """Say which status the server answers with, and whether and when another attempt may succeed."""
    status = response.status
    what = f"the server answers {status} {response.reason or ''}".strip()
    is_passing = status in (408, 425, 429) or status >= 500
    wait_s = _read_retry_after(response.headers.get("Retry-After"), clock) if is_passing else None
    return TransferError(what, status=status, is_passing=is_passing, retry_after_s=wait_s)


def _read_retry_after(text: str | None, clock: Clock) -> float | None:
    """Read seconds or a date; None when it is neither."""
    if text is None:
        return None
    if text.strip().isdecimal():
        return float(text)
    try:
        date = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (date - clock.now()).total_seconds()) if date.tzinfo is not None else None


def _describe(response: urllib3.BaseHTTPResponse, url: str) -> Transfer:
    headers = response.headers
    return Transfer(
        status=response.status,
        url=url,
        etag=headers.get("ETag"),
        last_modified=headers.get("Last-Modified"),
        content_type=headers.get("Content-Type"),
        sha256=None,
        bytes=None,
    )


def _receive(response: urllib3.BaseHTTPResponse, path: Path, limits: Limits, clock: Clock) -> Transfer:
    """Write a body to a file as it comes, and check it against what its headers say of it."""
    _check_headers(response, limits)
    announced = read_announced(response.headers)
    algorithms = {one.algorithm for one in announced}
    coding = find_coding(response.headers.get("Content-Encoding", ""))
    sent, file = Hashes(algorithms), Hashes({"sha256", *algorithms})
    size = 0
    with path.open("wb") as handle:
        for data in read_pieces(response, limits, clock):
            sent.update(data)
            for piece in coding.decode(data):
                size += len(piece)
                if size > limits.max_bytes:
                    path.unlink()
                    raise RefusedError(f"it is larger than {limits.max_bytes:,} bytes", status=response.status)
                file.update(piece)
                handle.write(piece)
        handle.flush()
        os.fsync(handle.fileno())
    if not coding.is_whole():
        raise TransferError(f"it was cut off after {size:,} bytes", status=response.status, is_passing=True)
    mismatch = find_mismatch(announced, sent, file)
    if mismatch is not None:
        raise RefusedError(f"it does not fit the publisher's checksum ({mismatch.label})", status=response.status)
    checked = tuple(one.label for one in announced)
    return _describe(response, "")._replace(sha256=file.digest("sha256").hex(), bytes=size, checked=checked)


def _check_headers(response: urllib3.BaseHTTPResponse, limits: Limits) -> None:
    kind = response.headers.get("Content-Type", "").lower()
    if kind.startswith(_NO_LIST):
        raise RefusedError(f"the server sends {kind.partition(';')[0]}, which is no list", status=response.status)
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > limits.max_bytes:
        raise RefusedError(f"it has {int(length):,} bytes, more than {limits.max_bytes:,}", status=response.status)


def read_pieces(response: urllib3.BaseHTTPResponse, limits: Limits, clock: Clock) -> Iterator[bytes]:
    """Yield the bytes of a body as they come; ends an attempt that is too slow."""
    began, received = clock.monotonic(), 0
    while len(data := response.read1(READ_BYTES, decode_content=False) or b"") > 0:
        received += len(data)
        yield data
        seconds = clock.monotonic() - began
        if seconds > limits.slow_after_s and received < seconds * limits.slow_bytes_s:
            raise TransferError(
                f"it came at {received / seconds:,.0f} bytes a second, less than {limits.slow_bytes_s:,}",
                status=response.status,
                is_passing=True,
            )
