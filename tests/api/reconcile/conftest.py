"""A dozen parties and an address behind the routes, found by equal names and words, so that no kernel is needed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from referencing import Registry
from referencing.jsonschema import DRAFT7
from starlette.responses import JSONResponse

from counterflow.api.reconcile.cors import ReconcileCors
from counterflow.api.reconcile.router import make_router
from counterflow.api.reconcile.service import CALLED_FROM, LEAST_SCORE, Entity, Lists, Scored
from counterflow.exc import CounterflowError, NotFoundError
from counterflow.screen.answer import ReasonLine

THRESHOLD = 0.5
TITLES = {"default": "All lists", "un_sc_sanctions": "UN Security Council", "us_ofac_sdn": "OFAC"}
FORMER = {"old-1": "ofac-1"}


def party(entity_id: str, schema: str, name: str, **properties: str | list[str]) -> dict[str, Any]:
    values = {prop: [value] if isinstance(value, str) else value for prop, value in properties.items()}
    return {
        "id": entity_id,
        "schema": schema,
        "caption": name,
        "datasets": ["un_sc_sanctions" if entity_id.startswith("un-") else "us_ofac_sdn"],
        "last_change": "2026-02-10",
        "properties": {"name": [name], **values},
    }


PARTIES = [
    party("ofac-1", "Person", "Kim Jong Un", alias=["김정은", "Kim Jong-un"], birthDate="1984-01-08", nationality="kp"),
    party("un-1", "Person", "Ri Yong Ho", birthDate="1950"),
    party("un-2", "Person", "Ri Yong Ho", birthDate="1956-07-10"),
    party("un-3", "Person", "Владимир Иванов", alias="Vladimir Ivanov", gender="male"),
    party("un-4", "Person", "أبو بكر البغدادي", alias="Abu Bakr al-Baghdadi"),
    party("ofac-2", "Vessel", "Chong Chon Gang", imoNumber="7937317", flag="kp"),
    party("ofac-3", "Company", "Korea Mining", alias=["KOMID", "K-M"], addressEntity="addr-1", country=["kp", "cn"]),
    party("ofac-4", "Company", "丹东鸿祥实业发展有限公司", incorporationDate="2003", ownershipOwner=["edge-1"]),
    party("ofac-5", "Organization", "Office 39", addressEntity=["addr-1", "addr-9"]),
    party("ofac-6", "Person", "<img src=x onerror=alert(1)>\x00\ud800", position="\u202eminister"),
    party("ofac-7", "LegalEntity", "Kim Jong Un"),
    party("un-9", "Vessel", "UN-9"),
    party("addr-1", "Address", "Central District, Pyongyang"),
]


class FewParties:
    """The lists: a name that is equal scores high, a word that is shared low; a birth date moves the odds."""

    def __init__(self) -> None:
        self.limits: list[int] = []
        self.stale: bool | None = False
        self.noted: set[str] = set()

    def datasets(self) -> Mapping[str, str]:
        return TITLES

    def is_stale(self, dataset: str) -> bool | None:
        return self.stale

    def standing(self) -> Mapping[str, str]:
        return {"X-Counterflow-Scope": "listed", "X-Counterflow-Stale": "unknown"}

    def note(self, entity: Entity) -> str:
        return "UNVERIFIED" if entity["id"] in self.noted else ""

    def match(self, entities: Sequence[Entity], dataset: str, limit: int) -> list[list[Scored]]:
        self.limits.append(limit)
        return [self._find(entity, dataset)[:limit] for entity in entities]

    def entity(self, entity_id: str, dataset: str) -> Entity | None:
        wanted = FORMER.get(entity_id, entity_id)
        return next((one for one in self._parties(dataset) if one["id"] == wanted), None)

    def suggest(self, prefix: str, dataset: str, schema: str | None, offset: int, limit: int) -> list[Entity]:
        found = [
            one
            for one in self._parties(dataset)
            if schema in (None, one["schema"]) and any(name.startswith(prefix.casefold()) for name in names(one))
        ]
        return list(found[offset : offset + limit])

    def _find(self, query: Entity, dataset: str) -> list[Scored]:
        found = [score(query, one) for one in self._parties(dataset) if one["schema"] != "Address"]
        return sorted((one for one in found if one.score >= LEAST_SCORE), key=lambda one: -one.score)

    @staticmethod
    def _parties(dataset: str) -> list[dict[str, Any]]:
        return [one for one in PARTIES if dataset in ("default", *one["datasets"])]


def names(entity: Entity) -> list[str]:
    return [name.casefold() for prop in ("name", "alias") for name in entity["properties"].get(prop, ())]


def score(query: Entity, entity: Entity) -> Scored:
    asked, known = names(query), names(entity)
    shared = {word for name in asked for word in name.split()} & {word for name in known for word in name.split()}
    odds = 20.0 if not set(asked).isdisjoint(known) else 0.2 if len(shared) > 0 else 0.001
    reasons = [ReasonLine("name", "; ".join(asked), entity["caption"], 3.0)]
    dates = query["properties"].get("birthDate", []), entity["properties"].get("birthDate", [])
    if all(len(one) > 0 for one in dates):
        odds = odds * 20 if dates[0] == dates[1] else odds / 100
        reasons.append(ReasonLine("birth_date", str(dates[0]), str(dates[1]), 3.0 if dates[0] == dates[1] else -3.0))
    odds = odds if query["schema"] == entity["schema"] else odds / 4
    probability = odds / (1 + odds)
    return Scored(entity, probability, probability >= THRESHOLD, reasons)


class FewService:
    """The service around them."""

    origins = CALLED_FROM

    def __init__(self, parties: FewParties) -> None:
        self.parties = parties
        self.open = 0

    def base_url(self, request: Request) -> str:
        return str(request.base_url).rstrip("/")

    @contextmanager
    def lists(self) -> Iterator[Lists]:
        self.open += 1
        try:
            yield self.parties
        finally:
            self.open -= 1


def make_app(service: FewService) -> FastAPI:
    """Make an application of these routes alone, with errors answered as the server does."""
    app = FastAPI()

    @app.exception_handler(CounterflowError)
    def render(_request: Request, exc: CounterflowError) -> JSONResponse:
        status = 404 if isinstance(exc, NotFoundError) else 400
        return JSONResponse({"error": {"what": exc.what}}, status)

    app.include_router(make_router(service))
    app.add_middleware(ReconcileCors, origins=service.origins)
    return app


@pytest.fixture(scope="session")
def parties() -> FewParties:
    return FewParties()


@pytest.fixture(scope="session")
def service(parties: FewParties) -> FewService:
    return FewService(parties)


@pytest.fixture(scope="session")
def client(service: FewService) -> Iterator[TestClient]:
    """A client of a server of the dozen; an error that nobody handles fails the test."""
    with TestClient(make_app(service), base_url="http://127.0.0.1:8765") as client:
        yield client


Ask = Callable[..., Any]


@pytest.fixture(scope="session")
def ask(client: TestClient) -> Ask:
    """Send queries by their keys, and give the candidates of each."""

    def send(**queries: Any) -> Any:
        reply = client.post("/reconcile/default", data={"queries": json.dumps(queries)})
        assert reply.status_code == 200
        return {key: answer["result"] for key, answer in reply.json().items()}

    return send


@pytest.fixture(scope="session")
def check(shared_data: Path) -> Callable[[str, Any], None]:
    """Check a reply against one of the W3C's schemas."""
    paths = sorted((shared_data / "interop" / "reconciliation-schemas" / "0.2").glob("*.json"))
    schemas = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}
    pairs = [(one["$id"], DRAFT7.create_resource(one)) for one in schemas.values()]
    registry: Registry[Any] = Registry().with_resources(pairs)

    def validate(name: str, reply: Any) -> None:
        jsonschema.Draft7Validator(schemas[name], registry=registry).validate(reply)

    return validate
