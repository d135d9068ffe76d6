"""A publisher's server on this machine that answers as it is told, and a clock that never waits."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from counterflow.case import Case, load_case
from counterflow.remote.folder import find_folder
from counterflow.remote.limits import Limits
from counterflow.remote.order import Order

DATASET = "un_sc_sanctions"
LIMITS = Limits(connect_s=2, read_s=2, total_s=600, attempts=4)


@dataclass
class Reply:
    """One answer of the server."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/xml"})
    length: int | None = None
    """Content-Length, if it is a lie."""
    write: Callable[[BaseHTTPRequestHandler], None] | None = None
    """Writes to the connection in its place, headers included."""


class Publisher(ThreadingHTTPServer):
    """Gives one reply after the other, and the last one again and again."""

    daemon_threads = True
    replies: list[Reply]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = []
        self.asked: list[dict[str, str]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/lists/consolidated.xml"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that went away."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Publisher

    def do_GET(self) -> None:
        self.server.asked.append({"path": self.path, **{name.title(): value for name, value in self.headers.items()}})
        reply = self.server.replies.pop(0) if len(self.server.replies) > 1 else self.server.replies[0]
        self.close_connection = True
        if reply.write is not None:
            reply.write(self)
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in reply.headers and reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


class StillClock:
    """Stands still unless it is told to wait or asked for the time."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.tick = 0.0
        """Seconds that pass each time that it is asked."""
        self.waits: list[float] = []

    def now(self) -> datetime.datetime:
        return datetime.datetime(2026, 2, 13, 12, tzinfo=datetime.UTC) + datetime.timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        self.seconds += self.tick
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds

    def jitter(self, most: float) -> float:
        return most / 2


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """The server, running."""
    server = Publisher()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def clock() -> StillClock:
    """A clock that stands at noon of 2026-02-13."""
    return StillClock()


@pytest.fixture
def limits() -> Limits:
    """Limits short enough for tests."""
    return LIMITS


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """An empty case."""
    root = tmp_path / "case"
    (root / "inputs").mkdir(parents=True)
    (root / "case.toml").write_text('[case]\nname = "lists"\n', encoding="utf-8")
    return load_case(root)


@pytest.fixture
def order(case: Case, publisher: Publisher) -> Order:
    """The UN's list, from the server."""
    return Order(find_folder(case, DATASET), publisher.url)


@pytest.fixture
def reply() -> type[Reply]:
    """What makes a reply."""
    return Reply


def _make_list(parties: int = 900, date: str = "2026-02-11", *, note: str = "") -> bytes:
    records = "".join(
        f"<ENTITY><DATAID>{6_900_000 + number}</DATAID><FIRST_NAME>ENTITY {number}</FIRST_NAME>"
        f"<UN_LIST_TYPE>DPRK</UN_LIST_TYPE><COMMENTS1>{note}</COMMENTS1></ENTITY>"
        for number in range(parties)
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="{date}T00:00:00Z">'
    return f"{head}<INDIVIDUALS/><ENTITIES>{records}</ENTITIES></CONSOLIDATED_LIST>".encode()


@pytest.fixture
def make_list() -> Callable[..., bytes]:
    """What makes a list of the UN's form: so many parties, its date, a note in each record."""
    return _make_list
