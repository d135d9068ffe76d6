"""The HTTP API and the workbench, put together: what is served is a case, an index, or both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response

from counterflow.api.describe import DescribedApp
from counterflow.api.error import OPENAPI, render_errors
from counterflow.api.guard.metric import metrics_route
from counterflow.api.guard.route import TAXII_PATH
from counterflow.api.guard.wall import Rails, Wall
from counterflow.api.health import make_router as make_health
from counterflow.api.method import REST, refuse_known
from counterflow.api.reconcile.cors import ReconcileCors
from counterflow.api.reconcile.router import make_router as make_reconcile_router
from counterflow.api.reconcile.view import ReconcileService
from counterflow.api.reply import reply
from counterflow.api.screening.router import make_router as make_screening_router
from counterflow.api.served import Served
from counterflow.api.served import make_router as make_served
from counterflow.api.taxii.error import TaxiiErrors
from counterflow.api.update import make_router as make_update_router
from counterflow.api.workbench import WEB_PATH, Headers, add_workbench
from counterflow.api.yente.catalog import make_catalog_router
from counterflow.api.yente.entity import make_entity_router
from counterflow.api.yente.match import make_router as make_match_router
from counterflow.api.yente.search import make_search_router
from counterflow.api.yente.view import Lender
from counterflow.case import Case
from counterflow.dossier.shape import ErrorBody
from counterflow.exc import NotFoundError
from counterflow.remote.clock import Clock, SystemClock
from counterflow.screen.decision.record import Record
from counterflow.screen.decision.replay import FindState
from counterflow.service.current import CurrentState
from counterflow.service.desk import Desk

if TYPE_CHECKING:
    from counterflow.api.case import CurrentArchive
    from counterflow.api.network import CurrentNetwork
    from counterflow.api.taxii.router import TaxiiService
    from counterflow.ledger.ledger import Ledger

__all__ = ["WEB_PATH", "create_app"]


def create_app(  # noqa: PLR0913 - what is served is put together here, and each part may be missing
    case: Case | None,
    screening: CurrentState | None = None,
    *,
    rails: Rails | None = None,
    record: Record | None = None,
    clock: Clock | None = None,
    kept: FindState | None = None,
    taxii: TaxiiService | None = None,
) -> FastAPI:
    """Make the application that serves a case, an index to screen against, collections, or several of them.

    Args:
        case: what the workbench shows; None: there is no case.
        screening: the parties to screen against; it begins to open when the server starts.
        rails: what guards every route; by default those of a server for this machine alone.
        record: where decisions are entered; None: none are taken.
        clock: tells how old lists are.
        kept: finds the lists of decisions that were made on others than those in use.
        taxii: the collections that are served by TAXII 2.1; None: there are none.

    Raises:
        NotFoundError: the case has no build yet.
    """
    clock = SystemClock() if clock is None else clock
    rails = Rails() if rails is None else rails
    archive = None if case is None else _open_archive(case)

    @asynccontextmanager
    async def run(_app: FastAPI) -> AsyncIterator[None]:
        if screening is not None:
            screening.start()
        if archive is not None and network is not None:
            network.start(archive)
        yield
        if screening is not None:
            screening.stop()
        if archive is not None:
            archive.close()
        if taxii is not None:
            taxii.engine.dispose()

    responses: dict[int | str, dict[str, object]] = {404: {"model": ErrorBody}, 400: {"model": ErrorBody}}
    app = DescribedApp(
        title="Counterflow",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=OPENAPI,
        lifespan=run,
        responses=responses,
    )
    render_errors(app)
    app.add_middleware(Headers)
    app.include_router(make_health(archive, screening, clock))
    app.get("/metrics", include_in_schema=False)(metrics_route(rails.metrics))
    app.include_router(make_served(Served(case=archive is not None, screening=screening is not None)))
    network = None if archive is None else _add_case(app, archive, None if record is None else record.ledger)
    if screening is not None:
        _add_screening(app, screening, rails, Desk(screening, clock, record, kept))
    if taxii is not None:
        _add_taxii(app, taxii)
    _refuse_unknown(app)
    add_workbench(app)
    app.add_middleware(Wall, rails=rails)
    app.add_middleware(TaxiiErrors)
    return app


def _open_archive(case: Case) -> CurrentArchive:
    # Imported here: an index alone is served without what reads a case, which takes a third of the time to start.
    from counterflow.api.case import CurrentArchive

    archive = CurrentArchive(case)
    with archive.read():
        pass  # a case without a build is refused now, not at the first request
    return archive


def _add_case(app: FastAPI, archive: CurrentArchive, ledger: Ledger | None) -> CurrentNetwork:
    from counterflow.api import case as case_routes
    from counterflow.api import exposure as exposure_routes
    from counterflow.api import money as money_routes
    from counterflow.api import network as network_routes
    from counterflow.api import plan as plan_routes
    from counterflow.api import queue as queue_routes
    from counterflow.api import review as review_routes

    app.include_router(case_routes.make_router(archive))
    network = network_routes.CurrentNetwork()
    app.include_router(network_routes.make_router(archive, network))
    app.include_router(exposure_routes.make_router(archive, network))
    app.include_router(money_routes.make_router(archive))
    app.include_router(plan_routes.make_router(archive))
    app.include_router(review_routes.make_router(archive, ledger))
    app.include_router(queue_routes.make_router(archive, ledger))
    return network


def _add_taxii(app: FastAPI, taxii: TaxiiService) -> None:
    from counterflow.api.taxii.router import make_router

    app.include_router(make_router(taxii))


def _add_screening(app: FastAPI, screening: CurrentState, rails: Rails, desk: Desk) -> None:
    clock = desk.clock
    lender = Lender(screening, clock)
    app.include_router(make_match_router(screening, clock, rails.metrics))
    app.include_router(make_search_router(lender))
    app.include_router(make_entity_router(lender))
    app.include_router(make_catalog_router(lender))
    app.include_router(make_update_router(screening))
    app.include_router(make_screening_router(desk, rails.metrics))
    origins = rails.settings.cors_origins
    app.include_router(make_reconcile_router(ReconcileService(screening, clock, origins)))
    app.add_middleware(ReconcileCors, origins=origins)
    app.get("/openapi.json", include_in_schema=False)(lambda: reply(app.openapi()))


def _refuse_unknown(app: FastAPI) -> None:
    @app.get(f"/api/{REST}", include_in_schema=False)
    def unknown(request: Request, rest: str) -> Response:
        refuse_known(request)
        raise NotFoundError(f"/api/{rest} is no address of this API", next_step=f"See {OPENAPI}")

    @app.get(f"{TAXII_PATH}{REST}", include_in_schema=False)
    def no_taxii(request: Request, rest: str) -> Response:
        refuse_known(request)
        raise NotFoundError("there is nothing at this address", next_step="Addresses of TAXII end in a slash")

    @app.get("/statements", include_in_schema=False)
    def statements() -> Response:
        raise NotFoundError("statements are not served", next_step="counterflow export CASE --format statements")
