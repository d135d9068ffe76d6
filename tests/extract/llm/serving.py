"""A local endpoint that answers as a test tells it, and a document that the rules have read."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from counterflow.extract.llm.check import RuleReading
from counterflow.extract.parse.passage import fold, split_lines, split_sentences
from counterflow.extract.read import read
from counterflow.extract.reading import Reading
from counterflow.tables import Mention, Quantity

TEXT = (
    "In April 2003, the Australian navy seized the vessel Pong Su, which carried 150 kilograms of heroin. "
    "Bureau 39 paid over $5 million for the voyage, officials in Canberra said. "
    "Was the ship sold to Syria?\n\n"
    "Kim met Kim in Macau."
)


class Server(ThreadingHTTPServer):
    """An OpenAI-compatible endpoint; `answer` decides what it says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.lock = threading.Lock()
        self.now = 0
        self.most = 0
        self.answer: Callable[[Any, dict[str, Any]], None] = lambda handler, _: reply(handler, frames())

    @property
    def address(self) -> str:
        """Base address."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            self.server.requests.append({"path": self.path, **body})
            self.server.headers.append(dict(self.headers))
            self.server.now += 1
            self.server.most = max(self.server.most, self.server.now)
        try:
            self.server.answer(self, body)
        finally:
            with self.server.lock:
                self.server.now -= 1

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def frames(*candidates: Any) -> str:
    """Write what a model writes."""
    return json.dumps({"frames": list(candidates)})


def reply(handler: Any, content: Any, *, finish: str = "stop") -> None:
    """Send a chat's answer."""
    message = {"choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": finish}]}
    send(handler, json.dumps(message | {"usage": {"prompt_tokens": 7, "completion_tokens": 3}}).encode())


def send(handler: Any, body: bytes, status: int = 200, **headers: str) -> None:
    """Send a body."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def seizure(**changes: Any) -> dict[str, Any]:
    """Give a candidate that holds, with changes."""
    return {
        "sentence": 1,
        "type": "seizure",
        "trigger": {"quote": "seized", "occurrence": None},
        "arguments": [
            {"role": "agent", "quote": "the Australian navy", "occurrence": None, "number": None},
            {"role": "patient", "quote": "Pong Su", "occurrence": None, "number": None},
            {"role": "quantity", "quote": "150 kilograms", "occurrence": None, "number": 150},
        ],
        "time": {"quote": "In April 2003", "occurrence": None},
        "polarity": "affirmed",
        "hedge": "fact",
        "attribution": [],
    } | changes


def payment(**changes: Any) -> dict[str, Any]:
    """Give another."""
    return {
        "sentence": 2,
        "type": "payment",
        "trigger": {"quote": "paid"},
        "arguments": [
            {"role": "agent", "quote": "Bureau 39"},
            {"role": "money", "quote": "$5 million", "number": 5_000_000},
        ],
        "polarity": "affirmed",
        "hedge": "reported",
        "attribution": [{"quote": "officials in Canberra"}],
    } | changes


@functools.cache
def read_rules(text: str) -> RuleReading:
    """Read a text by the rules; its frames are left to the test."""
    rows = list(read(Reading("d1", text)))
    folded = fold(text)
    return RuleReading(
        "d1",
        text,
        split_sentences(folded, split_lines(folded)),
        mentions=[row for row in rows if isinstance(row, Mention)],
        quantities=[row for row in rows if isinstance(row, Quantity)],
        path="inputs/report.txt",
    )
