"""`counterflow serve`: the workbench and the API on this machine."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import click

from counterflow.case import Case, load_case
from counterflow.cli.argument import case_argument
from counterflow.exc import UsageError
from counterflow.settings import load_settings


@click.command()
@case_argument
@click.option("--port", type=click.IntRange(0, 65_535), default=None, help="Port; 0 takes a free one.")
def serve(case: Path, port: int | None) -> None:
    """Serve the workbench and the API of a case on 127.0.0.1, until interrupted."""
    serve_case(load_case(case), port)


def serve_case(case: Case, port: int | None) -> None:
    """Serve a case until interrupted.

    Raises:
        UsageError: the port is taken.
    """
    import uvicorn

    from counterflow.api.server import WEB_PATH, create_app

    settings = load_settings(os.environ)
    port = settings.port if port is None else port
    app = create_app(case)
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, port))
    except OSError as exc:
        raise UsageError(
            f"port {port} is taken ({exc.strerror})", next_step="Choose another: --port N, or 0 for any"
        ) from exc
    address = f"http://{settings.host}:{listener.getsockname()[1]}"
    if not (WEB_PATH / "index.html").exists():
        click.echo("the workbench is not built (make workbench); serving the API alone", err=True)
    click.echo(f"workbench: {address}/   (Ctrl-C ends it)", err=True)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])
