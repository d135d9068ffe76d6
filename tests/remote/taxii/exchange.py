"""What the tests of pulls and pushes share: objects, a collection of our own server, a server that lies."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import sqlalchemy as sa

from counterflow.case import Case
from counterflow.share.taxii.change import add_objects

TAXII = "application/taxii+json;version=2.1"
MOMENT = "2026-01-01T00:00:00.000Z"
COLLECTION = "/root/collections/one/"

Partnered = Callable[..., Case]


def make_object(number: int, *, modified: str = MOMENT, **more: Any) -> dict[str, Any]:
    """Make an object; equal numbers, one object."""
    head = {"type": "campaign", "spec_version": "2.1", "id": f"campaign--{uuid.UUID(int=number)}"}
    return {**head, "created": MOMENT, "modified": modified, "name": f"campaign {number}", **more}


def read_all(case: Case) -> list[dict[str, Any]]:
    """Give the objects in all files of the partner, in the order of the pulls, definitions repeated left out."""
    seen, found = set(), []
    lines = (case.inputs_path / "fetched" / "them" / ".receipt.jsonl").read_text("utf-8").splitlines()
    for receipt in map(json.loads, lines):
        if receipt["outcome"] == "new":
            path = case.inputs_path / "fetched" / "them" / receipt["file"]
            bundle = json.loads(path.read_text("utf-8"))
            assert bundle["type"] == "bundle"
            for one in bundle["objects"]:
                if one["type"] == "marking-definition" and one["id"] in seen:
                    continue
                seen.add(one["id"])
                found.append(one)
    return found


class Exchange(NamedTuple):
    """A collection of our own server."""

    url: str
    engine: sa.Engine
    id: str

    def add(self, *objects: Mapping[str, Any], at: int | None = None) -> None:
        """Add objects, all at one time if one is given (microseconds since 1970)."""
        outcomes = add_objects(self.engine, self.id, objects, date_added=at)
        assert [one.fault for one in outcomes] == [None] * len(objects)


@dataclass
class Reply:
    """One answer of the fake server."""

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": TAXII})
    length: int | None = None
    """Content-Length, if it is a lie."""


def page(*objects: Any, more: bool = False, next_: str | None = None, last: str | None = MOMENT) -> Reply:
    """Make a page."""
    body: dict[str, Any] = {"more": more, "objects": list(objects)} | ({} if next_ is None else {"next": next_})
    headers = {"Content-Type": TAXII} | ({} if last is None else {"X-TAXII-Date-Added-Last": last})
    return Reply(json.dumps(body).encode(), headers=headers)


Answering = Callable[[dict[str, str]], Reply]


class Fake(ThreadingHTTPServer):
    """Gives the replies of a function, or of a list one after the other and the last one again and again."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: list[Reply] = []
        self.answer: Answering | None = None
        self.asked: list[dict[str, str]] = []
        self.posted: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}{COLLECTION}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that went away."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Fake

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {"path": parts.path, **dict(parse_qsl(parts.query))}
        self.server.asked.append(asked)
        self.server.headers.append({name.title(): value for name, value in self.headers.items()})
        length = int(self.headers.get("Content-Length", "0"))
        if length > 0:
            self.server.posted.append(self.rfile.read(length))
            asked["method"] = "POST"
        if self.server.answer is not None:
            self._send(self.server.answer(asked))
        else:
            self._send(self.server.replies.pop(0) if len(self.server.replies) > 1 else self.server.replies[0])

    do_POST = do_GET  # noqa: N815 - as the class of the standard library calls it

    def _send(self, reply: Reply) -> None:
        self.close_connection = True
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""
