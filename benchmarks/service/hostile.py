"""What the server answers to requests that are meant to break it, and whether any of them reaches its log as a line.

    .venv/bin/python -m benchmarks.service.hostile INDEX --requests 10000

Serves an index and sends, over plain sockets and from a fixed seed: empty and long texts, control and bidirectional
characters, lone surrogates, SQL, HTML, NUL, lines that look like the log's own, bodies of 10 MB, deep nesting, wrong
types of content, broken chunks, huge headers, and bytes that are no HTTP. Prints how many answers had each status;
fails on a 500, a server that ended, a request without an answer that should have one, or a line of the
log that a request wrote.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import json
import os
import random
import re
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

FORGED = '{"level":"info","forged":true}'
"""A line that a request would like to see in the log."""

TEXTS = (
    "",
    " ",
    "x" * 10_000,
    "名" * 3_000,
    "a " * 5_000,
    "\x00",
    "Kim\x00Yong",
    "".join(map(chr, range(1, 32))),
    f"Kim\r\n{FORGED}\r\n",
    f"Kim\u2028{FORGED}\u0085{FORGED}",
    "\x1b[2J\x1b]0;x\x07",
    "\u202eluhC gnoY miK\u202c",
    "\u2066\u2067\u2068\u2069\u200f",
    "\ud800",
    "Kim \udfff Chol",
    "\ufffe\uffff\U0010ffff",
    "e" + "\u0301" * 2_000,
    "ﷺ" * 500,
    "'; DROP TABLE entity; --",
    '" OR 1=1 --',
    "NEAR(kim chol, 99999999999999999999)",
    "*",
    '"',
    "(((((((((",
    "-" * 500,
    "name:^kim* AND NOT",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{7*7}}${7*7}%s%n%x",
    "../../../../etc/passwd",
    "1e999",
    "NaN",
    "-1",
    "99999999999999999999999999",
)

PATHS = ("/match/{}", "/search/{}", "/entities/{}", "/entities/{}/adjacent", "/reconcile/{}", "/api/{}", "/{}")
PARAMETERS = (
    "q", "limit", "offset", "filter", "sort", "changed_since", "schema", "threshold", "cutoff", "facets", "queries",
    "extend", "algorithm", "nested", "topics", "fuzzy",
)  # fmt: skip
TYPES = ("application/json", "text/plain", "text/html", "application/x-www-form-urlencoded", "multipart/form-data",
         "application/xml", "application/json; charset=utf-16", "x" * 200, "")  # fmt: skip

LARGE = 10_000_000

NOT_READ = "WARNING:  Invalid HTTP request received."
"""What uvicorn says of bytes that are no HTTP, always in these words."""


class Answer(NamedTuple):
    """What came back."""

    kind: str
    status: int
    """0: none."""
    body: bytes


Bytes = Iterable[bytes]
"""A request in pieces."""


def requests(seed: int, count: int) -> Iterator[tuple[str, Bytes]]:
    """Make requests: the kind of each, and its bytes. The same seed makes the same."""
    choose = random.Random(seed)
    kinds = list(KINDS)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        if kind in RARE and number // len(kinds) % RARE[kind] != 0:
            kind = "match"
        yield kind, KINDS[kind](choose)


def head(method: str, target: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """Write the head of a request."""
    lines = [f"{method} {target} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogatepass")


def post(target: str, body: bytes, kind: str = "application/json") -> Bytes:
    """Write a request with a body."""
    yield head("POST", target, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    yield body


def _text(choose: random.Random) -> str:
    texts = choose.choices(TEXTS, k=choose.choice((1, 1, 2, 3)))
    return "".join(texts)


def _match(choose: random.Random) -> Bytes:
    text = _text(choose)
    values = choose.choice((text, [text], [[text]], {"a": text}, None, 7, True, [None, 1e308], [text] * 500))
    schema = choose.choice(("Person", "Company", "Vessel", "Thing", "Banana", text))
    prop = choose.choice(("name", "birthDate", "idNumber", "country", "alias", text))
    query = {"schema": schema, "properties": {"name": ["Kim"], prop: values}}
    return post("/match/default", json.dumps({"queries": {text: query}}).encode())


def _reconcile(choose: random.Random) -> Bytes:
    text = _text(choose)
    batch = {"q0": {"query": text, "type": choose.choice(("Person", text)), "limit": choose.choice((1, -1, text))}}
    field = choose.choice(("queries", "extend", text))
    form = f"{quote(field, errors='replace')}={quote(json.dumps(batch))}"
    return post("/reconcile/default", form.encode(), "application/x-www-form-urlencoded")


def _answers(choose: random.Random) -> Bytes:
    text = _text(choose)
    body = {"queries": [{"name": text, text: text}], "threshold": choose.choice((0.5, -1, 2, text, None))}
    return post("/api/screening/answers", json.dumps(body).encode())


def _get(choose: random.Random) -> Bytes:
    path = choose.choice(PATHS).format(quote(_text(choose)[:2_000], safe="", errors="surrogatepass"))
    query = "&".join(
        f"{choose.choice(PARAMETERS)}={quote(_text(choose)[:2_000], safe='', errors='surrogatepass')}" for _ in range(2)
    )
    return [head("GET", f"{path}?{query}")]


def _search(choose: random.Random) -> Bytes:
    text = quote(_text(choose)[:3_000], safe="", errors="surrogatepass")
    return [head("GET", f"/search/default?{choose.choice(PARAMETERS)}={text}&q={text}")]


def _raw_path(choose: random.Random) -> Bytes:
    raw = bytes(choose.randrange(33, 256) for _ in range(choose.choice((1, 20, 300))))
    return [b"GET /search/" + raw + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"]


def _long_address(choose: random.Random) -> Bytes:
    return [head("GET", "/search/default?q=" + "x" * choose.choice((50_000, 62_000, 200_000)))]


def _large(choose: random.Random) -> Bytes:
    body = b'{"queries": {"q": {"schema": "Person", "properties": {"name": ["' + b"x" * LARGE + b'"]}}}}'
    return post(choose.choice(("/match/default", "/api/screening/answers", "/reconcile/default")), body)


def _deep(choose: random.Random) -> Bytes:
    depth = choose.choice((31, 100, 100_000))
    opened, closed = choose.choice(((b"[", b"]"), (b'{"a":', b"}")))
    return post("/match/default", b'{"queries":' + opened * depth + b"1" + closed * depth + b"}")


def _wrong_type(choose: random.Random) -> Bytes:
    body = json.dumps({"queries": {"q": {"schema": "Person", "properties": {"name": "Kim"}}}}).encode()
    body = choose.choice((body, body.decode().encode("utf-16"), b"\xff\xfe\x00", b"", b"<x/>", b"{" * 30))
    return post(choose.choice(("/match/default", "/reconcile/default", "/updatez")), body, choose.choice(TYPES))


def _chunked(choose: random.Random) -> Bytes:
    headers = [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")]
    yield head("POST", "/match/default", headers)
    yield choose.choice((
        b"2\r\n{}\r\n0\r\n\r\n",
        b"zz\r\n{}\r\n0\r\n\r\n",
        b"-1\r\n\r\n",
        b"ffffffffffffffff\r\n{}",
        b"".join(b"1\r\n[\r\n" for _ in range(5_000)) + b"0\r\n\r\n",
        b"2;" + b"x" * 100_000 + b"\r\n{}\r\n0\r\n\r\n",
    ))  # fmt: skip


def _headers(choose: random.Random) -> Bytes:
    text = _text(choose).replace("\n", "").replace("\r", "")
    return [
        head(
            choose.choice(("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW")),
            choose.choice(("/catalog", "/match/default", "/algorithms", "/metrics", "/api/openapi.json")),
            choose.choice(
                (
                    [("X-Long", "x" * choose.choice((10_000, 20_000, 70_000)))],
                    [(f"X-{number}", "x") for number in range(choose.choice((50, 150)))],
                    [("If-None-Match", text)],
                    [("Authorization", f"ApiKey {text}")],
                    [("User-Agent", text)],
                    [("X-Forwarded-For", text), ("X-Request-Id", text), ("traceparent", text)],
                    [("Host", "evil.example")],
                    [("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")],
                    [("Range", "bytes=0-99999999999999"), ("Accept-Encoding", text)],
                )
            ),
        )
    ]


def _no_http(choose: random.Random) -> Bytes:
    return [choose.choice((
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"\r\n" * 1_000,
        FORGED.encode() + b"\n" + FORGED.encode() + b"\r\n\r\n",
        b"POST /match/default HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /match/default HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ))]  # fmt: skip


KINDS: dict[str, Callable[[random.Random], Bytes]] = {
    "match": _match,
    "search": _search,
    "get": _get,
    "reconcile": _reconcile,
    "answers": _answers,
    "raw path": _raw_path,
    "long address": _long_address,
    "large body": _large,
    "deep nesting": _deep,
    "wrong type": _wrong_type,
    "chunked": _chunked,
    "headers": _headers,
    "no HTTP": _no_http,
}
"""How each kind of request is made."""

RARE = {"large body": 5}
"""Kinds that come once in so many rounds."""

NO_ANSWER = frozenset({"no HTTP", "chunked"})
"""Kinds that may be answered by closing the connection: some of them seem to go on, and nothing follows."""
GOES_ON_S = 0.5
"""Seconds after which a client of these says that nothing follows."""


def send(port: int, kind: str, request: Bytes, *, timeout_s: float = 60) -> Answer:
    """Send a request and read all of the answer."""
    received = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=timeout_s) as connection:
        try:
            for part in request:
                connection.sendall(part)
        except OSError:
            pass  # refused before it was sent whole: the answer is there all the same
        try:
            if kind in NO_ANSWER and not _is_answered(connection):
                # Not before: whoever closes its side while an answer is made is taken for gone, and gets none.
                connection.shutdown(socket.SHUT_WR)
            while len(read := connection.recv(65_536)) > 0:
                received += read
        except ConnectionError:
            pass
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", received)
    return Answer(kind, 0 if found is None else int(found[1]), bytes(received.partition(b"\r\n\r\n")[2]))


def _is_answered(connection: socket.socket) -> bool:
    with selectors.DefaultSelector() as waiting:
        waiting.register(connection, selectors.EVENT_READ)
        return len(waiting.select(GOES_ON_S)) > 0


def complaints(answer: Answer) -> Iterator[str]:
    """Say what is wrong with an answer."""
    if answer.status >= 500:
        yield f"{answer.kind}: {answer.status} {answer.body[:200]!r}"
    if answer.status == 0 and answer.kind not in NO_ANSWER:
        yield f"{answer.kind}: no answer"


SERVING = "(Ctrl-C ends it)\n"
"""End of the line that names the address."""


def injected(log: str) -> list[str]:
    """List the lines of a log in JSON that are not the server's own."""
    # Before the line that names the address a slow start may explain itself.
    lines = log.partition(SERVING)[2].split("\n")
    return [line for line in lines if line != "" and not _is_own(line)]


def _is_own(line: str) -> bool:
    if line == NOT_READ:
        return True
    try:
        entry = json.loads(line)
    except ValueError:
        return False
    return isinstance(entry, dict) and "forged" not in entry and {"request_id", "route"} <= set(entry)


def main() -> None:
    """Serve, send, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="folder of an index (counterflow index)")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        server, port = start(options.index, log)
        try:
            counts, wrong = run(port, options.seed, options.requests)
            wrong += ["the server ended"] if server.poll() is not None else []
        finally:
            server.terminate()
            server.wait(30)
        wrong += [f"in the log: {line[:200]!a}" for line in injected(log.read_text(encoding="utf-8"))]
    for (kind, status), count in sorted(counts.items()):
        print(f"{kind:14} {status or 'closed':>6} {count:7,}")
    print("\n".join(wrong[:50]) or f"{sum(counts.values()):,} requests: no 500, no crash, no line injected")
    sys.exit(len(wrong) > 0)


def run(port: int, seed: int, count: int) -> tuple[collections.Counter[tuple[str, int]], list[str]]:
    """Send requests; gives how many had each status, and what was wrong."""
    counts: collections.Counter[tuple[str, int]] = collections.Counter()
    wrong: list[str] = []
    for kind, request in requests(seed, count):
        answer = send(port, kind, request)
        counts[kind, answer.status] += 1
        wrong.extend(complaints(answer))
    return counts, wrong


def start(index: Path, log: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Serve an index on a free port, its log in a file; returns once it screens."""
    command = [sys.executable, "-m", "counterflow", "serve", "--index", str(index), "--port", "0"]
    with log.open("wb") as written:
        server = subprocess.Popen(command, stderr=written, env=os.environ | {"COUNTERFLOW_RATE": "0"})
    while server.poll() is None:
        found = re.search(r"http://[\d.]+:(\d+)", log.read_text(encoding="utf-8"))
        with contextlib.suppress(ConnectionError):
            if found is not None and send(int(found[1]), "ready", [head("GET", "/readyz")]).status == 200:
                return server, int(found[1])
        time.sleep(0.2)
    raise SystemExit(f"the server did not start: {log.read_text(encoding='utf-8')}")


if __name__ == "__main__":
    main()
