"""A server of collections without a case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.api.taxii.router import TaxiiService
from counterflow.settings import Settings
from counterflow.share.taxii.store import open_store, sqlite_url

from .client import Client, fill


@pytest.fixture
def service(tmp_path: Path) -> TaxiiService:
    """Collections of every sort."""
    service = TaxiiService(open_store(sqlite_url(tmp_path / "taxii.sqlite")), max_body=200_000)
    fill(service)
    return service


@pytest.fixture
def taxii(service: TaxiiService) -> Iterator[Client]:
    """A client of a server without keys."""
    rails = Rails(settings=Settings(rate=0, log="off", max_body=service.max_body))
    with TestClient(create_app(None, rails=rails, taxii=service), base_url="http://127.0.0.1:8765") as client:
        yield Client(client)
