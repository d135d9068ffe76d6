"""Transfer: every way in which a download goes wrong ends in time, in words, and never as a whole file."""

from __future__ import annotations

import base64
import gzip
import hashlib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from counterflow import __version__
from counterflow.remote.failure import RefusedError, TransferError
from counterflow.remote.limits import Limits
from counterflow.remote.transfer import Condition, Transfer, check_url, follow, transfer

BODY = b"<CONSOLIDATED_LIST>" + bytes(range(32, 127)) * 2_000 + b"</CONSOLIDATED_LIST>"
SHA256 = hashlib.sha256(BODY).hexdigest()
Get = Callable[..., Transfer]
Reply = Any


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the download goes."""
    return tmp_path / ".download"


@pytest.fixture
def get(publisher: Any, path: Path, clock: Any, limits: Limits) -> Get:
    """Fetch from the server; keyword arguments change the limits."""

    def call(condition: Condition | None = None, **changes: Any) -> Transfer:
        return transfer(publisher.url, path, condition=condition, limits=replace(limits, **changes), clock=clock)

    return call


def write_raw(
    *pieces: bytes, pause_s: float = 0.0, done: threading.Event | None = None
) -> Callable[[BaseHTTPRequestHandler], None]:
    """Write bytes as they are, and close; `done` is set if all of them could be."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause_s)
        if done is not None:
            done.set()

    return write


def test_a_whole_file(get: Get, publisher: Any, path: Path, reply: Reply) -> None:
    """Content, hash, size and what the server says of it; the request names the program and asks for gzip alone."""
    publisher.replies = [reply(BODY, headers={"ETag": '"v1"', "Last-Modified": "Wed, 11 Feb 2026 01:00:00 GMT"})]
    done = get()
    assert path.read_bytes() == BODY
    assert (done.status, done.sha256, done.bytes, done.url) == (200, SHA256, len(BODY), publisher.url)
    assert (done.etag, done.last_modified) == ('"v1"', "Wed, 11 Feb 2026 01:00:00 GMT")
    asked = publisher.asked[0]
    assert asked["User-Agent"] == f"counterflow/{__version__}"
    assert asked["Accept-Encoding"] == "gzip"
    assert "If-None-Match" not in asked
    assert "If-Modified-Since" not in asked


def test_a_condition_is_sent_and_304_writes_nothing(get: Get, publisher: Any, path: Path, reply: Reply) -> None:
    """Both the ETag and the date of the copy at hand."""
    publisher.replies = [reply(status=304, headers={"ETag": '"v1"'})]
    done = get(Condition('"v1"', "Wed, 11 Feb 2026 01:00:00 GMT"))
    assert (done.status, done.sha256, done.etag) == (304, None, '"v1"')
    assert publisher.asked[0]["If-None-Match"] == '"v1"'
    assert publisher.asked[0]["If-Modified-Since"] == "Wed, 11 Feb 2026 01:00:00 GMT"
    assert not path.exists()


def test_304_without_a_condition_is_no_answer(get: Get, publisher: Any, reply: Reply) -> None:
    """A server that says nothing changed to who has nothing."""
    publisher.replies = [reply(status=304)]
    with pytest.raises(TransferError, match="answers 304"):
        get()
    assert len(publisher.asked) == 1


def test_a_truncated_body_is_asked_for_again(get: Get, publisher: Any, clock: Any, reply: Reply) -> None:
    """Fewer bytes than Content-Length says, then all of them."""
    publisher.replies = [reply(BODY[:-50], length=len(BODY)), reply(BODY)]
    assert get().sha256 == SHA256
    assert clock.waits == [1.0]


def test_a_body_truncated_each_time_fails(get: Get, publisher: Any, clock: Any, reply: Reply) -> None:
    """As often as the limits say, with waits that double: half of 2, 4, 8 s, as this clock draws."""
    publisher.replies = [reply(BODY[:1_000], length=len(BODY))]
    with pytest.raises(TransferError, match="cut off after 1,000 bytes"):
        get()
    assert len(publisher.asked) == 4
    assert clock.waits == [1.0, 2.0, 4.0]


HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "pieces",
    [(b"10\r\n0123456789abcdef\r\n",), (b"10\r\n01234",), (b"10\r\n0123456789abcdef\r\nzz\r\n",)],
    ids=["between two chunks", "within one", "no number"],
)
def test_a_chunked_body_cut_off_fails(get: Get, publisher: Any, reply: Reply, pieces: tuple[bytes, ...]) -> None:
    """A chunked body without its last chunk is not whole."""
    publisher.replies = [reply(write=write_raw(HEAD, *pieces))]
    with pytest.raises(TransferError, match=r"cut off (after \d|within a chunk)"):
        get()
    assert len(publisher.asked) == 4


def test_a_chunked_body(get: Get, publisher: Any, path: Path, reply: Reply) -> None:
    """Its chunks are joined."""
    publisher.replies = [reply(write=write_raw(HEAD, b"3\r\nabc\r\n", b"2\r\nde\r\n", b"0\r\n\r\n"))]
    assert get().bytes == 5
    assert path.read_bytes() == b"abcde"


@pytest.mark.parametrize(
    ("wait", "seconds"),
    [("7", 7.0), ("Fri, 13 Feb 2026 12:00:40 GMT", 40.0), ("Fri, 13 Feb 2026 11:00:00 GMT", 1.0), ("soon", 1.0)],
)
def test_429_waits_as_asked(get: Get, publisher: Any, clock: Any, reply: Reply, wait: str, seconds: float) -> None:
    """Seconds or a date; what is past or unreadable leaves the wait of its own."""
    publisher.replies = [reply(status=429, headers={"Retry-After": wait}), reply(BODY)]
    assert get().sha256 == SHA256
    assert clock.waits == [seconds]


def test_a_wait_that_is_too_long_ends_the_fetch(get: Get, publisher: Any, clock: Any, reply: Reply) -> None:
    """Coming back sooner than asked would be refused again."""
    publisher.replies = [reply(status=503, headers={"Retry-After": "3600"})]
    with pytest.raises(TransferError, match=r"503.*wait 3,600 s"):
        get()
    assert clock.waits == []


def test_500_then_200(get: Get, publisher: Any, clock: Any, reply: Reply) -> None:
    """A passing error passes."""
    publisher.replies = [reply(status=500), reply(status=502), reply(BODY)]
    assert get().sha256 == SHA256
    assert clock.waits == [1.0, 2.0]


def test_500_for_ever(get: Get, publisher: Any, reply: Reply) -> None:
    """The last status is kept."""
    publisher.replies = [reply(status=500)]
    with pytest.raises(TransferError, match="answers 500 Internal Server Error") as caught:
        get()
    assert caught.value.status == 500
    assert len(publisher.asked) == 4


@pytest.mark.parametrize("status", [204, 206, 401, 403, 404, 410])
def test_what_does_not_pass_is_asked_once(get: Get, publisher: Any, reply: Reply, status: int) -> None:
    """An address that is gone or closed stays so; a part of a file is none."""
    publisher.replies = [reply(status=status, headers={})]
    with pytest.raises(TransferError, match=f"answers {status}"):
        get()
    assert len(publisher.asked) == 1


def test_waits_end_with_the_time_there_is(get: Get, publisher: Any, clock: Any, reply: Reply) -> None:
    """No attempt begins after the total time."""
    publisher.replies = [reply(status=500)]
    with pytest.raises(TransferError, match="500"):
        get(total_s=2.5)
    assert clock.waits == [1.0]


def test_a_slow_drip_is_ended_by_its_rate(get: Get, publisher: Any, clock: Any, reply: Reply) -> None:
    """A byte now and then, on a clock that runs 40 s each time it is asked."""
    clock.tick = 40.0
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    publisher.replies = [reply(write=write_raw(head, *[b"a"] * 20, pause_s=0.002))]
    with pytest.raises(TransferError, match="0 bytes a second, less than 8,192"):
        get(attempts=1)


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 OK\r\n", *[b"X"] * 60],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", *[b"a"] * 60],
        [b"HTTP/1.1 200 OK\r\n\r\n", *[b"a"] * 60],
        [HEAD, *[b"0"] * 60],
    ],
    ids=["headers", "body", "body of no stated length", "size of a chunk"],
)
def test_a_slow_drip_is_ended_by_the_total_time(get: Get, publisher: Any, reply: Reply, pieces: list[bytes]) -> None:
    """Wherever it drips: each byte comes well within the time to wait for one."""
    done = threading.Event()
    publisher.replies = [reply(write=write_raw(*pieces, pause_s=0.05, done=done))]
    with pytest.raises(TransferError, match=r"not done after 0\.3 s") as caught:
        get(total_s=0.3)
    assert not caught.value.is_passing
    assert not done.is_set()  # the server would have gone on


def test_a_silent_server(get: Get, publisher: Any, reply: Reply) -> None:
    """Nothing comes."""
    publisher.replies = [reply(write=write_raw(b"", pause_s=0.5))]
    with pytest.raises(TransferError, match=r"sent nothing for 0.1 s"):
        get(read_s=0.1, attempts=1)


def test_a_server_that_closes_at_once(get: Get, publisher: Any, reply: Reply) -> None:
    """Another attempt may find it in a better state."""
    publisher.replies = [reply(write=write_raw()), reply(BODY)]
    assert get().sha256 == SHA256


def test_a_server_that_speaks_something_else(get: Get, publisher: Any, reply: Reply) -> None:
    """No HTTP, however often."""
    publisher.replies = [reply(write=write_raw(b"SSH-2.0-OpenSSH_9.2\r\n"))]
    with pytest.raises(TransferError, match="connection ended"):
        get()


def test_connection_refused(path: Path, clock: Any, limits: Limits) -> None:
    """A port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(TransferError, match="no connection: Connection refused") as caught:
        transfer(f"http://127.0.0.1:{port}/", path, condition=None, limits=limits, clock=clock)
    assert caught.value.is_passing
    assert clock.waits == [1.0, 2.0, 4.0]


def test_tls_to_a_server_that_speaks_none(publisher: Any, path: Path, clock: Any, limits: Limits, reply: Reply) -> None:
    """It fails in words."""
    publisher.replies = [reply(BODY)]
    with pytest.raises(TransferError, match="no secure connection"):
        transfer(publisher.url.replace("http:", "https:"), path, condition=None, limits=limits, clock=clock)


def test_gzip_is_undone(get: Get, publisher: Any, path: Path, reply: Reply) -> None:
    """The file is what was packed; several gzip streams are one file."""
    packed = gzip.compress(BODY[:5_000]) + gzip.compress(BODY[5_000:])
    publisher.replies = [reply(packed, headers={"Content-Encoding": "gzip"})]
    done = get()
    assert path.read_bytes() == BODY
    assert (done.sha256, done.bytes) == (SHA256, len(BODY))


@pytest.mark.parametrize("cut", [1, 9, 2_000])
def test_gzip_cut_off_fails(get: Get, publisher: Any, reply: Reply, cut: int) -> None:
    """Also where Content-Length fits what came."""
    packed = gzip.compress(BODY * 3, 0)[:-cut]
    publisher.replies = [reply(packed, headers={"Content-Encoding": "gzip"})]
    with pytest.raises(TransferError, match="cut off"):
        get(attempts=1)


def test_gzip_that_is_none_and_other_codings_fail(get: Get, publisher: Any, reply: Reply) -> None:
    """A coding is not guessed."""
    publisher.replies = [reply(BODY, headers={"Content-Encoding": "gzip"})]
    with pytest.raises(TransferError, match="sent as gzip and is none"):
        get(attempts=1)
    publisher.replies = [reply(BODY, headers={"Content-Encoding": "br"})]
    with pytest.raises(TransferError, match="'br', which was not asked for"):
        get()


def test_a_redirect_is_followed(get: Get, publisher: Any, reply: Reply) -> None:
    """By a relative address too; the final one is told."""
    publisher.replies = [reply(status=302, headers={"Location": "../new/list.xml?v=2"}), reply(BODY)]
    done = get()
    assert done.url == publisher.url.replace("lists/consolidated.xml", "new/list.xml?v=2")
    assert publisher.asked[1]["path"] == "/new/list.xml?v=2"


def test_a_redirect_loop_ends(get: Get, publisher: Any, reply: Reply) -> None:
    """Five redirects, six requests."""
    publisher.replies = [reply(status=301, headers={"Location": "/lists/consolidated.xml"})]
    with pytest.raises(TransferError, match="more than 5 times"):
        get()
    assert len(publisher.asked) == 6


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/list.xml", "gopher://x/", "http://[/"])
def test_a_redirect_elsewhere_is_not_followed(get: Get, publisher: Any, reply: Reply, target: str) -> None:
    """Only addresses of the web are."""
    publisher.replies = [reply(status=302, headers={"Location": target})]
    with pytest.raises(TransferError, match="redirects elsewhere"):
        get()
    assert len(publisher.asked) == 1


def test_a_redirect_from_https_to_http_is_not_followed() -> None:
    """Who is on the way could change the list; the other way round is better than before."""
    with pytest.raises(TransferError, match="from https to http:"):
        follow("https://example.org/a", "http://example.org/b", 302)
    assert follow("https://example.org/a", "/b", 302) == "https://example.org/b"
    assert follow("http://example.org/a", "https://example.org/b", 302) == "https://example.org/b"


def test_oversize_is_refused(get: Get, publisher: Any, path: Path, reply: Reply) -> None:
    """By its stated length, by its bytes, and by what gzip unpacks to; nothing of it stays."""
    publisher.replies = [reply(BODY)]
    with pytest.raises(RefusedError, match=r"has 190,039 bytes, more than 1,000"):
        get(max_bytes=1_000)
    publisher.replies = [reply(write=write_raw(b"HTTP/1.1 200 OK\r\n\r\n", BODY))]
    with pytest.raises(RefusedError, match="larger than 1,000 bytes"):
        get(max_bytes=1_000)
    publisher.replies = [reply(gzip.compress(bytes(50 << 20)), headers={"Content-Encoding": "gzip"})]
    with pytest.raises(RefusedError, match="larger than 2,000,000 bytes"):
        get(max_bytes=2_000_000)
    assert not path.exists()


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/xhtml+xml", "image/png"])
def test_a_type_that_is_no_list_is_refused(get: Get, publisher: Any, path: Path, reply: Reply, kind: str) -> None:
    """Before its body is read."""
    publisher.replies = [reply(BODY, headers={"Content-Type": kind})]
    with pytest.raises(RefusedError, match=kind.partition(";")[0].replace("+", r"\+")):
        get()
    assert not path.exists()


def _digest(data: bytes, name: str = "sha256") -> str:
    return base64.b64encode(hashlib.new(name, data).digest()).decode()


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Repr-Digest", f"sha-256=:{_digest(BODY)}:"),
        ("Content-Digest", f"unixsum=:MA==:, sha-512=:{_digest(BODY, 'sha512')}:"),
        ("Digest", f"SHA-256={_digest(BODY)},MD5={_digest(BODY, 'md5')}"),
        ("Content-MD5", _digest(BODY, "md5")),
    ],
)
def test_the_publishers_checksum(get: Get, publisher: Any, path: Path, reply: Reply, header: str, value: str) -> None:
    """Each form is read; a file that does not fit is refused, and stays for looking at."""
    publisher.replies = [reply(BODY, headers={header: value})]
    assert all(one.startswith(header) for one in get().checked)
    assert len(get().checked) > 0
    publisher.replies = [reply(BODY + b"\n", headers={header: value})]
    with pytest.raises(RefusedError, match=rf"checksum \({header} "):
        get()
    assert path.read_bytes() == BODY + b"\n"


def test_a_checksum_of_the_packed_or_the_unpacked_bytes(get: Get, publisher: Any, reply: Reply) -> None:
    """The standard means the former, many servers the latter."""
    packed = gzip.compress(BODY, mtime=0)
    for data in (packed, BODY):
        headers = {"Content-Encoding": "gzip", "Digest": f"sha-256={_digest(data)}"}
        publisher.replies = [reply(packed, headers=headers)]
        assert get().checked == ("Digest sha256",)


def test_what_a_failed_attempt_left_is_gone(get: Get, publisher: Any, path: Path, reply: Reply) -> None:
    """A refusal after a truncated attempt must not show the truncated file as what was refused."""
    publisher.replies = [reply(BODY[:100], length=500), reply(BODY, headers={"Content-Type": "text/html"})]
    with pytest.raises(RefusedError):
        get()
    assert not path.exists()


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("https://example.org/list.xml", None),
        ("http://127.0.0.1:8080", None),
        ("file:///etc/hostname", "no address of the web"),
        ("list.xml", "no address of the web"),
        ("https://", "names no host"),
        ("https://[::1", "no URL"),
        ("https://user:secret@example.org/list.xml", "the URL of example.org names a user"),
    ],
)
def test_check_url(url: str, trouble: str | None) -> None:
    """What can be fetched at all."""
    found = check_url(url)
    assert found is None if trouble is None else trouble in str(found)
