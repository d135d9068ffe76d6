"""`counterflow serve`: the workbench, the API and screening, of a case or of an index alone."""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterflow.case import Case, load_case
from counterflow.cli.batch_progress import PATIENCE
from counterflow.exc import UsageError
from counterflow.model.decision import Decision
from counterflow.settings import Settings, load_settings

if TYPE_CHECKING:
    from counterflow.api.guard.metric import StateFigures
    from counterflow.api.taxii.router import TaxiiService
    from counterflow.screen.decision.record import Record
    from counterflow.screen.decision.replay import FindState
    from counterflow.service.current import CurrentState

_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""
_BACKLOG = 2048
"""Connections that wait to be taken; as many as uvicorn lets wait."""
THREADS = 2
"""Threads that search by default."""


@dataclass(frozen=True)
class Served:
    """What is served."""

    case: Case | None
    index: Path | None = None
    ledger: Path | None = None
    """Of an index alone: where keys and decisions are; a case has its own."""
    scope: str | None = None
    """Who of a case is screened against; None: as `screen` chooses."""
    threads: int = THREADS
    kept: tuple[Path, ...] = ()
    """Of an index alone: where earlier ones are, on which decisions were made."""
    taxii: str | None = None
    """Where collections for TAXII are: a case, a file or a URL; by default the case's, if it has any."""
    four_eyes: tuple[str, ...] = ()
    """Of an index alone: decisions that the ledger is to ask a second person for, from now on."""


@click.command()
@click.argument("case", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--index", type=click.Path(path_type=Path, file_okay=False), help="An index, not a case: screening alone."
)
@click.option("--ledger", type=click.Path(path_type=Path, dir_okay=False), help="Without a case: keys and decisions.")
@click.option(
    "--kept",
    type=click.Path(path_type=Path, file_okay=False),
    multiple=True,
    help="Of an index: folder of earlier ones, to replay decisions; several if repeated.",
)
@click.option(
    "--four-eyes",
    type=click.Choice([str(one) for one in Decision]),
    multiple=True,
    help="Of an index: a decision that a second person must approve, from now on; the ledger keeps it.",
)
@click.option(
    "--taxii", metavar="FILE|URL", help="Collections for TAXII; default: those of the case, if there are any."
)
@click.option("--port", type=click.IntRange(0, 65_535), default=None, help="Port; 0 takes a free one.")
@click.option(
    "--scope", type=click.Choice(("listed", "owned", "reported")), help="Who is screened against; as `screen` has it."
)
@click.option("--threads", type=click.IntRange(1, 64), default=THREADS, show_default=True, help="Threads that search.")
def serve(case: Path | None, index: Path | None, port: int | None, scope: str | None, **options: Any) -> None:
    """Serve a case, or an index alone, on 127.0.0.1 until interrupted.

    A case has its workbench; both have screening: /match, /search, /entities as yente's clients ask, and /reconcile for
    OpenRefine. A newer build or index on disk is taken up within a second, beside the requests. Collections for
    partners (counterflow taxii) are under /taxii2/; --taxii alone serves nothing else.
    """
    if case is not None and index is not None:
        raise click.UsageError("give a CASE, or --index with a folder that `counterflow index` made, not both")
    if case is None and index is None and options["taxii"] is None:
        raise click.UsageError("give a CASE, or --index with a folder that `counterflow index` made")
    ledger: Path | None = options["ledger"]
    kept: tuple[Path, ...] = options["kept"]
    if case is not None and (ledger is not None or len(kept) > 0):
        raise click.UsageError("--ledger and --kept belong to --index: a case has its own")
    four_eyes: tuple[str, ...] = options["four_eyes"]
    if len(four_eyes) > 0 and ledger is None:
        raise click.UsageError("--four-eyes belongs to --ledger: a case has its rules in case.toml")
    if index is not None and scope not in {None, "listed"}:
        raise click.UsageError("--scope chooses among the parties of a case: an index has those that it was made of")
    opened = None if case is None else load_case(case)
    served = Served(opened, index, ledger, scope, options["threads"], kept, options["taxii"], four_eyes)
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
    from counterflow.api.guard.address import check_address
    from counterflow.api.guard.keyring import Keyring

    _bound_memory()
    settings = load_settings(os.environ)
    record = _open_record(served)
    keyring = Keyring.read(None if record is None else record.ledger)
    check_address(settings, keyring)
    listener = _listen(settings, port)
    current = _make_current(served)
    if current is not None:
        # What compares names is loaded, in part by code that lets the interpreter free, while the web server is.
        current.start()
        _explain_wait(current)

    import uvicorn

    from counterflow.api.guard.drain import Drain
    from counterflow.api.guard.metric import Metrics
    from counterflow.api.guard.shutdown import DrainingServer, server_options
    from counterflow.api.guard.wall import Rails
    from counterflow.api.server import WEB_PATH, create_app

    drain = Drain()
    metrics = Metrics() if current is None else Metrics(state=_figures(current))
    rails = Rails(settings, keyring, metrics, drain)
    taxii = _open_taxii(served, settings)
    app = create_app(served.case, current, rails=rails, record=record, kept=_find_kept(served), taxii=taxii)
    address = f"http://{settings.host}:{listener.getsockname()[1]}"
    if served.case is not None and not (WEB_PATH / "index.html").exists():
        click.echo("the workbench is not built (make workbench); serving the API alone", err=True)
    # Who reads the address may come at once: the connection waits until the server takes it.
    listener.listen(_BACKLOG)
    what = "workbench" if served.case is not None else "screening" if current is not None else "TAXII"
    click.echo(f"{what}: {address}/{'taxii2/' if what == 'TAXII' else ''}   (Ctrl-C ends it)", err=True)
    DrainingServer(uvicorn.Config(app, **server_options(settings)), drain).run(sockets=[listener])


def _bound_memory() -> None:
    """Let threads share two of glibc's arenas: with one for each what they free is not given back.

    In ten minutes of replaced lists a server grew by half, and does not grow with two. Elsewhere there is no `mallopt`.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)


def _explain_wait(current: CurrentState) -> None:
    """Say why nobody can be screened yet, if it takes long: compiling is silent, and takes minutes."""
    from counterflow.exc import NotReadyError

    def explain() -> None:
        try:
            current.get()
        except NotReadyError:
            click.echo(
                "opening the lists; the first start on a machine compiles what compares names: minutes", err=True
            )

    said = threading.Timer(PATIENCE, explain)
    said.daemon = True
    said.start()


def _open_record(served: Served) -> Record | None:
    from counterflow.screen.decision.record import record_of_case, record_of_file

    if served.case is not None:
        return record_of_case(served.case)
    if served.ledger is None:
        return None
    record = record_of_file(served.ledger)
    if len(served.four_eyes) > 0:
        from counterflow.cli.decide import decider
        from counterflow.screen.decision.rule import add_rules

        add_rules(record.ledger, [Decision(one) for one in served.four_eyes], by=decider())
    return record


def _open_taxii(served: Served, settings: Settings) -> TaxiiService | None:
    """Open the collections that are named, or those of the case if it has any."""
    where = served.taxii
    if where is None and served.case is not None and (served.case.root / "taxii.sqlite").exists():
        where = str(served.case.root)
    if where is None:
        return None
    from counterflow.api.taxii.router import TaxiiService
    from counterflow.cli.taxii import store_url
    from counterflow.share.taxii.store import open_store

    title = "Counterflow" if served.case is None else served.case.name
    return TaxiiService(open_store(store_url(where)), settings.max_body, title)


def _find_kept(served: Served) -> FindState:
    """Say where the lists are that decisions were made on; no index is made for a request."""
    from counterflow.remote.clock import SystemClock
    from counterflow.service.kept import KeptIndexes
    from counterflow.service.kept_builds import KeptBuilds

    if served.case is None:
        return KeptIndexes(served.kept, SystemClock()).find
    return KeptBuilds(served.case, SystemClock(), None).find


def _make_current(served: Served) -> CurrentState | None:
    if served.case is None and served.index is None:
        return None
    from counterflow.remote.clock import SystemClock
    from counterflow.service.current import CurrentState

    clock = SystemClock()
    if served.index is not None:
        from counterflow.service.source import IndexSource

        return CurrentState(IndexSource(served.index, clock, threads=served.threads))
    assert served.case is not None  # one of the two is given
    from counterflow.service.case_source import CaseSource

    def say(text: str) -> None:
        click.echo(text, err=True)

    return CurrentState(CaseSource(served.case, served.scope, clock, say, threads=served.threads))


def _figures(current: CurrentState) -> Callable[[], StateFigures | None]:
    from counterflow.api.guard.metric import StateFigures
    from counterflow.exc import NotReadyError
    from counterflow.remote.clock import SystemClock

    def figures() -> StateFigures | None:
        try:
            moment = current.get().at(SystemClock().now())
        except NotReadyError:
            return None
        state, stale = moment.state, sum(one.stale is True for one in moment.lists)
        return StateFigures(
            state.version,
            len(state.parties.names),
            state.opened_at.timestamp(),
            moment.list_ages,
            stale,
            current.error is not None,
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
