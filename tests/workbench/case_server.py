"""A real server of a case, in the test's own process."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from counterflow.api.guard.keyring import Keyring
from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.case import Case
from counterflow.screen.decision.record import record_of_case
from counterflow.settings import Settings


@contextmanager
def serving(case: Case, *, deciding: bool = False) -> Iterator[str]:
    """Serve a case; gives its address. Decisions are kept where asked for."""
    record = record_of_case(case) if deciding else None
    rails = Rails(Settings(log="off", rate=0, user="ana"), Keyring.read(None if record is None else record.ledger))
    app = create_app(case, rails=rails, record=record)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
    if record is not None:
        record.ledger.close()
