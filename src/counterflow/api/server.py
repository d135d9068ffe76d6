"""The HTTP API and the workbench: reads builds, writes nothing."""

from __future__ import annotations

import functools
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.dossier.find import list_problems, search, sum_up, view_document
from counterflow.dossier.party import build_dossier
from counterflow.dossier.shape import (
    CaseSummary,
    DocumentView,
    Dossier,
    ErrorBody,
    ErrorDetail,
    PartyRef,
    ProblemItem,
    SearchResults,
)
from counterflow.exc import AmbiguousNameError, CounterflowError, InputError, NotFoundError, UsageError
from counterflow.run.build import open_build
from counterflow.settings import LOOPBACK

WEB_PATH = Path(__file__).parents[1] / "web"
"""The built workbench."""

MAX_QUERY_CHARS = 500
MAX_RESULTS = 100

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

STATUS: dict[type[CounterflowError], int] = {
    NotFoundError: 404,
    AmbiguousNameError: 409,
    UsageError: 400,
    InputError: 400,
    CounterflowError: 500,
}
"""HTTP status of each error; the nearest class counts."""


class CurrentArchive:
    """The build in use, opened once and again when `current` names another one."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._lock = threading.Lock()
        self._archive: Archive | None = None
        self._readers: Counter[Archive] = Counter()

    @contextmanager
    def read(self) -> Iterator[Archive]:
        """Give the archive of the build in use; one that was replaced is closed when its last reader is done."""
        archive = self._enter()
        try:
            yield archive
        finally:
            self._leave(archive)

    def close(self) -> None:
        """Close the archive in use, now or with its last reader."""
        with self._lock:
            self._replace(None)

    def _enter(self) -> Archive:
        build = open_build(self.case)
        with self._lock:
            if self._archive is None or self._archive.build.path != build.path:
                self._replace(Archive(self.case, build))
            assert self._archive is not None  # just opened
            self._readers[self._archive] += 1
            return self._archive

    def _leave(self, archive: Archive) -> None:
        with self._lock:
            self._readers[archive] -= 1
            if self._readers[archive] == 0:
                del self._readers[archive]
                if archive is not self._archive:
                    archive.close()

    def _replace(self, archive: Archive | None) -> None:
        replaced, self._archive = self._archive, archive
        if replaced is not None and replaced not in self._readers:
            replaced.close()


def create_app(case: Case) -> FastAPI:
    """Make the application that serves one case.

    Raises:
        NotFoundError: the case has no build yet.
    """
    current = CurrentArchive(case)
    with current.read():
        pass  # a case without a build is refused now, not at the first request

    @asynccontextmanager
    async def close_at_end(_app: FastAPI) -> AsyncIterator[None]:
        yield
        current.close()

    app = FastAPI(
        title="Counterflow",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=close_at_end,
    )
    app.add_exception_handler(CounterflowError, _render_error)
    app.add_exception_handler(RequestValidationError, _render_wrong_request)
    app.add_exception_handler(HTTPException, _render_http_error)
    # A page elsewhere that points its own name at this machine must not read the case through the user's browser.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOOPBACK, "[::1]"])
    app.middleware("http")(_add_headers)
    _add_routes(app, current)
    _add_workbench(app)
    return app


def _add_routes(app: FastAPI, current: CurrentArchive) -> None:
    errors: dict[int | str, dict[str, object]] = {404: {"model": ErrorBody}, 400: {"model": ErrorBody}}
    get = functools.partial(app.get, responses=errors)

    @get("/api/case")
    def case() -> CaseSummary:
        """Say what the case is and what its build holds."""
        with current.read() as archive:
            return sum_up(archive)

    @get("/api/search")
    def find(
        q: Annotated[str, Query(max_length=MAX_QUERY_CHARS)] = "",
        limit: Annotated[int, Query(ge=1, le=MAX_RESULTS)] = 20,
    ) -> SearchResults:
        """Search parties by name and identifier, and documents by their words."""
        with current.read() as archive:
            return search(archive, q, limit=limit)

    @get("/api/entities/{entity_id:path}")
    def entity(entity_id: str) -> Dossier:
        """Give the dossier of one party, by its canonical id or that of any member of its cluster."""
        with current.read() as archive:
            found = archive.rows("SELECT canonical_id FROM canonical WHERE entity_id = $id", id=entity_id)
            return build_dossier(archive, found[0]["canonical_id"] if len(found) > 0 else entity_id)

    @get("/api/documents/{document_id}")
    def document(document_id: str) -> DocumentView:
        """Give one document with what was found in it."""
        with current.read() as archive:
            return view_document(archive, document_id)

    @get("/api/problems")
    def problems() -> list[ProblemItem]:
        """List what could not be read."""
        with current.read() as archive:
            return list_problems(archive)

    @get("/healthz")
    def health() -> dict[str, str]:
        """Say that the server is up and which build it serves."""
        with current.read() as archive:
            return {"status": "ok", "build": archive.build.manifest.build}

    @app.get("/api/{rest:path}", include_in_schema=False)
    def unknown(rest: str) -> Response:
        raise NotFoundError(f"/api/{rest} is no address of this API", next_step="See /api/openapi.json")


def _add_workbench(app: FastAPI) -> None:
    index = WEB_PATH / "index.html"
    if not index.exists():
        return
    app.mount("/assets", StaticFiles(directory=WEB_PATH / "assets"), name="assets")

    @app.get("/{rest:path}", include_in_schema=False)
    def page(rest: str) -> FileResponse:
        # Every other address is a page of the workbench, which reads it itself.
        return FileResponse(index, media_type="text/html")


async def _add_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    response.headers.update(HEADERS)
    if request.url.path.startswith("/assets/") and response.status_code == HTTPStatus.OK:
        # The names of built files carry a digest of their content, so a file never changes under its name.
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _render_wrong_request(_request: Request, exc: Exception) -> JSONResponse:
    """Say what is wrong with a request's parameters, in the shape of every error."""
    assert isinstance(exc, RequestValidationError)
    first = exc.errors()[0]
    name = ".".join(str(part) for part in first["loc"][1:])
    detail = ErrorDetail(what=f"{name}: {first['msg']}", next_step="See /api/openapi.json")
    return JSONResponse(ErrorBody(error=detail).model_dump(), HTTPStatus.BAD_REQUEST)


def _render_http_error(request: Request, exc: Exception) -> JSONResponse:
    """Say what the server itself refuses (no such file, a method that is not GET) in the shape of every error."""
    assert isinstance(exc, HTTPException)
    detail = ErrorDetail(what=f"{request.method} {request.url.path}: {exc.detail}", next_step="See /api/openapi.json")
    return JSONResponse(ErrorBody(error=detail).model_dump(), exc.status_code, exc.headers)


def _render_error(_request: Request, exc: Exception) -> JSONResponse:
    """Turn an error into its answer: the one place where that is done."""
    assert isinstance(exc, CounterflowError)
    status = next(STATUS[kind] for kind in type(exc).__mro__ if kind in STATUS)
    candidates: tuple[PartyRef, ...] = ()
    if isinstance(exc, AmbiguousNameError):
        candidates = tuple(PartyRef(id=one[0], caption=one[1], schema_=one[2]) for one in exc.candidates)
    detail = ErrorDetail(what=exc.what, expected=exc.expected, next_step=exc.next_step, candidates=candidates)
    return JSONResponse(ErrorBody(error=detail).model_dump(), status)
