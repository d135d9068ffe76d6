"""A mock of Counterflow's server: the built workbench and canned answers, under the real security policy.

Run it by hand with `python tests/workbench/mock_server.py 8039`; it prints its address.
"""

from __future__ import annotations

import importlib
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Json = dict[str, Any]
# Beside this file: run as a program, its folder is searched.
mock_case: Any = importlib.import_module("mock_case")
mock_screening: Any = importlib.import_module("mock_screening")

WEB = Path(__file__).resolve().parents[2] / "src" / "counterflow" / "web"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8"}


class MockHandler(BaseHTTPRequestHandler):
    """Answers like the real server; `broken` in a search makes it fail."""

    def do_GET(self) -> None:
        """Answer one request."""
        parts = urlsplit(self.path)
        if parts.path.startswith("/api/"):
            self._send_json(*answer(parts.path, parse_qs(parts.query)))
        elif parts.path.startswith("/assets/"):
            self._send_file(WEB / "assets" / Path(parts.path).name)
        else:
            self._send_file(WEB / "index.html")

    def do_POST(self) -> None:
        """Answer one request with a JSON body; a form, which any page could send here, is refused."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Type"] != "application/json":
            self._send_json(415, {"detail": "JSON alone is read"})
            return
        _, _, kind, *rest = urlsplit(self.path).path.split("/")
        reply = mock_screening.post(rest, json.loads(body)) if kind == "screening" else None
        self._send_json(*(reply or (404, {"detail": "no such address"})))

    def _send_json(self, status: int, body: Json) -> None:
        self._send(status, "application/json", json.dumps(body).encode())

    def _send_file(self, path: Path) -> None:
        if path.is_file():
            self._send(200, TYPES.get(path.suffix, "application/octet-stream"), path.read_bytes())
        else:
            self._send(404, "text/plain", b"")

    def _send(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


def answer(path: str, query: dict[str, list[str]]) -> tuple[int, Json]:
    """Give status and body for one API address."""
    _, _, kind, *rest = path.split("/")
    key = unquote(rest[0]) if len(rest) > 0 else ""
    if kind == "screening":
        return mock_screening.get(rest, query) or (404, {"detail": "no such address"})
    if kind == "served":
        return 200, {"case": True, "screening": True}
    if kind == "case":
        return 200, mock_case.CASE
    if kind == "search":
        return answer_search(query.get("q", [""])[0], int(query.get("limit", ["20"])[0]))
    if kind == "entities" and key in mock_case.DOSSIERS:
        return 200, mock_case.DOSSIERS[key]
    if kind == "exposure" and key in mock_case.DOSSIERS:
        return 200, mock_case.exposure(key)
    if kind == "documents" and rest[1:] == ["reviews"]:
        return 200, {"reviewer": None, "reviews": [], "roles": {}, "hedges": [], "polarities": []}
    if kind == "documents" and key in mock_case.DOCUMENTS:
        return 200, {name: part for name, part in mock_case.DOCUMENTS[key].items() if name != "field"}
    return 404, error(f"{key!r} is not in this build", "an id of this build", "search for the name instead")


def answer_search(query: str, limit: int) -> tuple[int, Json]:
    """Give status and body for one search."""
    if query == "broken":
        return 400, error("The search cannot be read", "words, or words in quotation marks", "leave out the sign")
    return 200, mock_case.search(query, limit)


def error(what: str, expected: str, next_step: str) -> Json:
    """Give the body of a failure."""
    return {"error": {"what": what, "expected": expected, "next_step": next_step}}


def main() -> None:
    """Serve until the process is ended."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    server = ThreadingHTTPServer(("127.0.0.1", port), MockHandler)
    sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
