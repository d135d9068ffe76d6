"""Asks a TAXII server as its standard says one asks, with objects of a few lines."""

from __future__ import annotations

import json
import uuid
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from counterflow.api.taxii.router import TaxiiService
from counterflow.share.taxii.catalog import EVERYONE, CollectionEntry, Grant, Root, add_collection, add_root

TAXII = "application/taxii+json;version=2.1"
MOMENT = "2026-01-01T00:00:00.000Z"

SHARED, INBOX, OUTBOX, HIDDEN, CLOSED = (str(uuid.UUID(int=number)) for number in range(1, 6))


def make_object(number: int, *, modified: str = MOMENT, type_: str = "campaign", **more: Any) -> dict[str, Any]:
    """Make an object; equal numbers, one object."""
    id_ = f"{type_}--{uuid.UUID(int=number)}"
    head = {"type": type_, "spec_version": "2.1", "id": id_, "created": MOMENT, "modified": modified}
    return {**head, "name": f"{type_} {number}", **more}


class Client:
    """Asks as the standard says one asks."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **parameters: Any) -> Response:
        sent = {name.replace("_at_", "[") + ("]" if "_at_" in name else ""): one for name, one in parameters.items()}
        return self.client.get(f"/taxii2/{path}", headers={"Accept": TAXII}, params=sent)

    def add(self, collection: str, *objects: Any) -> Response:
        return self.post(f"main/collections/{collection}/objects/", json.dumps({"objects": objects}))

    def post(self, path: str, body: str | bytes, content_type: str = TAXII) -> Response:
        headers = {"Accept": TAXII, "Content-Type": content_type}
        return self.client.post(f"/taxii2/{path}", content=body, headers=headers)

    def delete(self, path: str, **parameters: Any) -> Response:
        sent = {name.replace("_at_", "[") + "]": one for name, one in parameters.items()}
        return self.client.delete(f"/taxii2/{path}", headers={"Accept": TAXII}, params=sent)


def fill(service: TaxiiService) -> None:
    """Make a root with collections of every sort."""
    engine = service.engine
    add_root(engine, Root("main", "Main", "What is exchanged"))
    add_root(engine, Root("other", "Other"))
    add_collection(engine, CollectionEntry("main", "Shared", SHARED, alias="shared"), [Grant(EVERYONE, can_write=True)])
    add_collection(engine, CollectionEntry("main", "Inbox", INBOX), [Grant(EVERYONE, can_read=False, can_write=True)])
    add_collection(engine, CollectionEntry("main", "Outbox", OUTBOX, description="Read it"), [Grant(EVERYONE)])
    add_collection(engine, CollectionEntry("main", "Hidden", HIDDEN), [Grant("somebody else")])
    add_collection(engine, CollectionEntry("main", "Closed", CLOSED), [Grant(EVERYONE, can_read=False)])
