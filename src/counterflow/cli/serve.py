"""`counterflow serve`: the workbench, the API and screening, of a case or of an index alone."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterflow.case import Case, load_case
from counterflow.exc import UsageError
from counterflow.settings import Settings, load_settings

if TYPE_CHECKING:
    from counterflow.api.guard.metric import StateFigures
    from counterflow.screen.decision.record import Record
    from counterflow.service.current import CurrentState

THREADS = 2
"""Threads that search by default."""


@dataclass(frozen=True)
class Served:
    """What is served."""

    case: Case | None
    index: Path | None = None
    ledger: Path | None = None
    """Of an index alone: where keys and decisions are; a case has its own."""
    scope: str = "listed"
    threads: int = THREADS


@click.command()
@click.argument("case", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--index", type=click.Path(path_type=Path, file_okay=False), help="An index, not a case: screening alone."
)
@click.option("--ledger", type=click.Path(path_type=Path, dir_okay=False), help="Of an index: keys and decisions.")
@click.option("--port", type=click.IntRange(0, 65_535), default=None, help="Port; 0 takes a free one.")
@click.option(
    "--scope", type=click.Choice(("listed", "owned", "reported")), help="Who is screened against; as `screen` has it."
)
@click.option("--threads", type=click.IntRange(1, 64), default=THREADS, show_default=True, help="Threads that search.")
def serve(
    case: Path | None, index: Path | None, ledger: Path | None, port: int | None, scope: str | None, threads: int
) -> None:
    """Serve a case, or an index alone, on 127.0.0.1 until interrupted.

    A case has its workbench; both have screening: /match, /search, /entities as yente's clients ask, and /reconcile for
    OpenRefine. A newer build or index on disk is taken up within a second, beside the requests.
    """
    if (case is None) == (index is None):
        raise click.UsageError("give a CASE, or --index with a folder that `counterflow index` made")
    if case is not None and ledger is not None:
        raise click.UsageError("--ledger belongs to --index: a case has its own")
    if index is not None and scope not in {None, "listed"}:
        raise click.UsageError("--scope chooses among the parties of a case: all of an index are listed")
    served = Served(None if case is None else load_case(case), index, ledger, scope or "listed", threads)
    serve_all(served, port)


def serve_case(case: Case, port: int | None) -> None:
    """Serve a case until interrupted.

    Raises:
        UsageError: the port is taken.
    """
    serve_all(Served(case), port)


def serve_all(served: Served, port: int | None) -> None:
    """Serve a case or an index until interrupted.

    Raises:
        UsageError: the port is taken, or the address is open to others without what that takes.
    """
    import uvicorn

    from counterflow.api.guard.address import check_address
    from counterflow.api.guard.drain import Drain
    from counterflow.api.guard.keyring import Keyring
    from counterflow.api.guard.metric import Metrics
    from counterflow.api.guard.shutdown import DrainingServer, server_options
    from counterflow.api.guard.wall import Rails
    from counterflow.api.server import WEB_PATH, create_app

    settings = load_settings(os.environ)
    record = _open_record(served)
    keyring = Keyring.read(None if record is None else record.ledger)
    check_address(settings, keyring)
    current = _make_current(served)
    drain = Drain()
    rails = Rails(settings, keyring, Metrics(state=_figures(current)), drain)
    app = create_app(served.case, current, rails=rails, record=record)
    listener = _listen(settings, port)
    address = f"http://{settings.host}:{listener.getsockname()[1]}"
    if served.case is not None and not (WEB_PATH / "index.html").exists():
        click.echo("the workbench is not built (make workbench); serving the API alone", err=True)
    what = "screening" if served.case is None else "workbench"
    click.echo(f"{what}: {address}/   (Ctrl-C ends it)", err=True)
    DrainingServer(uvicorn.Config(app, **server_options(settings)), drain).run(sockets=[listener])


def _open_record(served: Served) -> Record | None:
    from counterflow.screen.decision.record import record_of_case, record_of_file

    if served.case is None:
        return None if served.ledger is None else record_of_file(served.ledger)
    return record_of_case(served.case)


def _make_current(served: Served) -> CurrentState:
    from counterflow.remote.clock import SystemClock
    from counterflow.service.current import CurrentState
    from counterflow.service.source import CaseSource, IndexSource

    clock = SystemClock()
    if served.index is not None:
        return CurrentState(IndexSource(served.index, clock, threads=served.threads))
    assert served.case is not None  # one of the two is given

    def say(text: str) -> None:
        click.echo(text, err=True)

    return CurrentState(CaseSource(served.case, served.scope, clock, say, threads=served.threads))


def _figures(current: CurrentState) -> Callable[[], StateFigures | None]:
    from counterflow.api.guard.metric import StateFigures
    from counterflow.exc import NotReadyError
    from counterflow.remote.clock import SystemClock

    def figures() -> StateFigures | None:
        now = SystemClock().now()
        try:
            state = current.get()
        except NotReadyError:
            return None
        stale = sum(one.stale is True for one in state.lists(now))
        return StateFigures(
            state.version, len(state.parties.names), state.opened_at.timestamp(), state.list_ages(now), stale
        )

    return figures


def _listen(settings: Settings, port: int | None) -> socket.socket:
    port = settings.port if port is None else port
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sends small answers at once only where the protocol is named; unnamed, each waits 40 ms for the client.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, port))
    except OSError as exc:
        raise UsageError(
            f"port {port} is taken ({exc.strerror})", next_step="Choose another: --port N, or 0 for any"
        ) from exc
    return listener
