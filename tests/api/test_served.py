"""What is served is said to everybody, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from counterflow.api.guard.key import add_key
from counterflow.api.guard.keyring import Keyring
from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.case import Case
from counterflow.ledger import Ledger
from counterflow.settings import Settings


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    one = Ledger.of_file(tmp_path / "ledger.sqlite")
    yield one
    one.close()


def test_without_a_case_or_screening() -> None:
    """A page asks this first, so that it asks for nothing that is not there."""
    client = TestClient(create_app(None, rails=Rails(Settings(log="off"))), base_url="http://127.0.0.1")
    assert client.get("/api/served").json() == {"case": False, "screening": False}


def test_a_case_says_nothing_more_without_a_key(example_case: Case, ledger: Ledger) -> None:
    add_key(ledger, "anna", ["read"])
    rails = Rails(Settings(log="off"), Keyring.read(ledger))
    with TestClient(create_app(example_case, rails=rails), base_url="http://127.0.0.1") as client:
        assert client.get("/api/served").json() == {"case": True, "screening": False}
        assert client.get("/api/case").status_code == 401
        assert client.post("/api/served").status_code == 401
