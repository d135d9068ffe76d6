"""The workbench's files, and the headers that keep strangers' text from running in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

WEB_PATH = Path(__file__).parents[1] / "web"
"""The built workbench."""

HEADERS = {
    # Document text is untrusted: nothing but our own files may run, and nobody may frame the page.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def add_workbench(app: FastAPI) -> None:
    """Serve the built workbench under every address that is no other's; nothing if it is not built."""
    index = WEB_PATH / "index.html"
    if not index.exists():
        return
    app.mount("/assets", StaticFiles(directory=WEB_PATH / "assets"), name="assets")

    @app.get("/{rest:path}", include_in_schema=False)
    def page(rest: str) -> FileResponse:
        # Every other address is a page of the workbench, which reads it itself.
        return FileResponse(index, media_type="text/html")


async def add_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Add the headers to an answer."""
    response = await call_next(request)
    response.headers.update(HEADERS)
    if request.url.path.startswith("/assets/") and response.status_code == HTTPStatus.OK:
        # The names of built files carry a digest of their content, so a file never changes under its name.
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
