"""Our own server of TAXII on a loopback port, and one that answers as a test says."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import uvicorn

from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.api.taxii.router import TaxiiService
from counterflow.case import Case, load_case
from counterflow.remote.limits import Limits
from counterflow.remote.taxii.pull import PullLimits
from counterflow.settings import Settings
from counterflow.share.taxii.catalog import EVERYONE, CollectionEntry, Grant, Root, add_collection, add_root
from counterflow.share.taxii.store import open_store, sqlite_url

from .exchange import Exchange, Fake, Partnered

REQUEST = Limits(connect_s=2, read_s=2, total_s=600, attempts=3, max_bytes=4 << 20)


@pytest.fixture
def limits() -> PullLimits:
    """Limits short enough for tests."""
    return PullLimits(request=REQUEST, page_objects=10)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, sa.Engine]]:
    """Our server with uvicorn, for all tests: each has a collection of its own."""
    engine = open_store(sqlite_url(tmp_path_factory.mktemp("served") / "taxii.sqlite"))
    add_root(engine, Root("main", "Main"))
    service = TaxiiService(engine, max_body=200_000)
    app = create_app(None, rails=Rails(settings=Settings(rate=0, log="off", max_body=200_000)), taxii=service)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/taxii2/main/collections/", engine
        server.should_exit = True
        thread.join()
    engine.dispose()


@pytest.fixture
def exchange(served: tuple[str, sa.Engine]) -> Exchange:
    """A collection of its own on our server."""
    base, engine = served
    id_ = add_collection(engine, CollectionEntry("main", "Exchange"), [Grant(EVERYONE, can_write=True)])
    return Exchange(f"{base}{id_}/", engine, id_)


@pytest.fixture
def partnered(tmp_path: Path) -> Partnered:
    """What makes a case with a partner."""

    def make(**keys: str) -> Case:
        root = tmp_path / "case"
        (root / "inputs").mkdir(parents=True, exist_ok=True)
        lines = [f'{name} = "{value}"' for name, value in keys.items()]
        (root / "case.toml").write_text("\n".join(['[case]\nname = "ours"', "[partner.them]", *lines]), "utf-8")
        return load_case(root)

    return make


@pytest.fixture
def fake() -> Iterator[Fake]:
    """The server that answers as it is told."""
    server = Fake()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
