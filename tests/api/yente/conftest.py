"""The peer's routes over a small store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient

from counterflow.api.yente.catalog import make_catalog_router
from counterflow.api.yente.entity import make_entity_router
from counterflow.api.yente.search import make_search_router
from counterflow.api.yente.service import YenteState
from counterflow.api.yente.shape import (
    AlgorithmDocs,
    AlgorithmResponse,
    AlgorithmsResponse,
    CatalogResponse,
    DatasetResponse,
)
from counterflow.exc import CounterflowError, NotFoundError
from counterflow.screen.entity_store.read import EntityStore
from counterflow.screen.entity_store.write import make_store


def _entity(entity_id: str, schema: str, datasets: list[str], **properties: list[str]) -> dict[str, Any]:
    return {"id": entity_id, "schema": schema, "datasets": datasets, "properties": properties}


ENTITIES = [
    _entity("NK-ri", "Person", ["un", "us"], name=["Ri Yong Ho", "리용호"], topics=["sanction"], country=["kp"])
    | {"referents": ["ofac-1", "un/2 %"], "last_change": "2024-06-01", "first_seen": "2020"},
    _entity("un/adjacent", "Company", ["un"], name=["Ocean Maritime"], country=["kp"]),
    _entity("odd %2F?#\u00fc", "Vessel", ["us"], name=["Odd \udc80 Ship 😀"], owner=["un/adjacent"]),
    _entity("s-1", "Sanction", ["un"], entity=["NK-ri"], program=["DPRK"]),
    _entity("o-1", "Ownership", ["us"], owner=["NK-ri"], asset=["un/adjacent"]),
]


class FewState:
    """A state of five entities."""

    def __init__(self, store: EntityStore) -> None:
        self._store = store

    def store(self) -> EntityStore:
        return self._store

    def catalog(self) -> CatalogResponse:
        names = [DatasetResponse(name="default", children=["un", "us"]), DatasetResponse(name="un", title="UN list")]
        return CatalogResponse(datasets=[*names, DatasetResponse(name="empty")], current=["un"], outdated=[])

    def algorithms(self) -> AlgorithmsResponse:
        docs = AlgorithmDocs(name="bits-v2", description="Ours", features={})
        return AlgorithmsResponse(
            algorithms=[AlgorithmResponse(name="bits-v2", docs=docs)], default="bits-v2", best="bits-v2"
        )

    def version(self) -> str:
        return "state-1"

    def standing(self) -> Mapping[str, str]:
        return {"X-Counterflow-Scope": "listed", "X-Counterflow-Stale": "unknown"}


class FewService:
    """Lends it, and counts who holds it."""

    def __init__(self, state: FewState) -> None:
        self._state = state
        self.lent = 0

    @contextmanager
    def state(self) -> Iterator[YenteState]:
        self.lent += 1
        try:
            yield self._state
        finally:
            self.lent -= 1


def _render(_request: Request, exc: Exception) -> JSONResponse:
    """As the application renders errors."""
    assert isinstance(exc, CounterflowError)
    return JSONResponse({"detail": exc.message}, 404 if isinstance(exc, NotFoundError) else 400)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FewService]:
    """The service behind the routes."""
    folder = tmp_path_factory.mktemp("yente")
    make_store(ENTITIES, folder)
    store = EntityStore.open(folder, connections=2)
    yield FewService(FewState(store))
    store.close()


@pytest.fixture(scope="session")
def client(service: FewService) -> Iterator[TestClient]:
    """A client of the routes."""
    app = FastAPI()
    app.add_exception_handler(CounterflowError, _render)
    for make_router in (make_search_router, make_entity_router, make_catalog_router):
        app.include_router(make_router(service))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client
        assert service.lent == 0
