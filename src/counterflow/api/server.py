"""The HTTP API and the workbench, put together: what is served is a case, an index, or both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response
from fastapi.middleware.trustedhost import TrustedHostMiddleware

from counterflow.api import case as case_routes
from counterflow.api.case import CurrentArchive
from counterflow.api.error import OPENAPI, render_errors
from counterflow.api.health import make_router as make_health
from counterflow.api.workbench import WEB_PATH, add_headers, add_workbench
from counterflow.case import Case
from counterflow.dossier.shape import ErrorBody
from counterflow.exc import NotFoundError
from counterflow.remote.clock import Clock, SystemClock
from counterflow.service.current import CurrentState
from counterflow.settings import LOOPBACK

__all__ = ["WEB_PATH", "create_app"]


def create_app(case: Case | None, screening: CurrentState | None = None, *, clock: Clock | None = None) -> FastAPI:
    """Make the application that serves a case, an index to screen against, or both.

    Args:
        case: what the workbench shows; None: there is no case.
        screening: the parties to screen against; it begins to open when the server starts.
        clock: tells how old lists are.

    Raises:
        NotFoundError: the case has no build yet.
    """
    clock = SystemClock() if clock is None else clock
    archive = None if case is None else CurrentArchive(case)
    if archive is not None:
        with archive.read():
            pass  # a case without a build is refused now, not at the first request

    @asynccontextmanager
    async def run(_app: FastAPI) -> AsyncIterator[None]:
        if screening is not None:
            screening.start()
        yield
        if archive is not None:
            archive.close()

    responses: dict[int | str, dict[str, object]] = {404: {"model": ErrorBody}, 400: {"model": ErrorBody}}
    app = FastAPI(
        title="Counterflow",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=OPENAPI,
        lifespan=run,
        responses=responses,
    )
    render_errors(app)
    # A page elsewhere that points its own name at this machine must not read the case through the user's browser.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOOPBACK, "[::1]"])
    app.middleware("http")(add_headers)
    app.include_router(make_health(archive, screening, clock))
    if archive is not None:
        app.include_router(case_routes.make_router(archive))
    _refuse_unknown(app)
    add_workbench(app)
    return app


def _refuse_unknown(app: FastAPI) -> None:
    @app.get("/api/{rest:path}", include_in_schema=False)
    def unknown(rest: str) -> Response:
        raise NotFoundError(f"/api/{rest} is no address of this API", next_step=f"See {OPENAPI}")
