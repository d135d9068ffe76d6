"""What an orchestrator asks: whether the process lives, and whether it may be relied on."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from counterflow.api.case import CurrentArchive
from counterflow.api.error import render_errors
from counterflow.api.health import make_router
from counterflow.dossier.archive import Archive
from counterflow.exc import CaseError
from counterflow.remote.clock import SystemClock


class Damaged:
    """A case that cannot be read."""

    def read(self) -> AbstractContextManager[Archive]:
        raise CaseError("the build is damaged")


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/readyz", 503)])
def test_a_damaged_case_is_no_reason_to_end_the_process(path: str, status: int) -> None:
    app = FastAPI()
    render_errors(app)
    app.include_router(make_router(cast("CurrentArchive", Damaged()), None, SystemClock()))
    assert TestClient(app).get(path).status_code == status
