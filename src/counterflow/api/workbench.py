"""The workbench's files, and the headers that keep strangers' text from running in it."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from counterflow.api.method import REST, refuse_known

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

    @app.get(f"/{REST}", include_in_schema=False)
    def page(request: Request, rest: str) -> FileResponse:
        refuse_known(request)
        # Every other address is a page of the workbench, which reads it itself.
        return FileResponse(index, media_type="text/html")


class Headers:
    """Adds the headers to every answer that does not set its own; a plain ASGI layer, which holds no answer back."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/assets/") and message["status"] == HTTPStatus.OK:
                    # Names of built files carry a digest of their content, so a file never changes under its name.
                    headers["Cache-Control"] = "public, max-age=31536000, immutable"
            await send(message)

        await self._app(scope, receive, send_with_headers)
