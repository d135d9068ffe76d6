"""The queue over HTTP: the same as in the terminal, answered by whoever may decide."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from counterflow.api.guard.key import add_key
from counterflow.api.guard.keyring import Keyring
from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.run.build import open_build
from counterflow.screen.decision.record import Record
from counterflow.service.queue.walk import list_queue
from counterflow.settings import Settings


@pytest.fixture
def client(told_case: Case, record: Record) -> Iterator[TestClient]:
    rails = Rails(Settings(log="off", rate=0, user="ana"), Keyring.read(None))
    with TestClient(create_app(told_case, rails=rails, record=record), base_url="http://127.0.0.1") as opened:
        yield opened


def test_the_queue_is_that_of_the_terminal(client: TestClient, told_case: Case, record: Record) -> None:
    """One function serves both; an answer, its undo, and the item that is back."""
    archive = Archive(told_case, open_build(told_case))
    expected = list_queue(archive, record.ledger).model_dump(mode="json")
    archive.close()
    found = client.get("/api/queue").json()
    assert found == {**expected, "answerer": "ana"}
    assert client.get("/api/queue?kind=pair").json()["items"] == []
    (item,) = [one for one in found["items"] if one["kind"] == "frame"]
    others = [one["id"] for one in found["items"] if one["kind"] != "frame"]
    place = f"/api/queue/items/{item['id']}"
    refused = client.post(place, json={"answer": "wrong"})
    assert (refused.status_code, "without a reason" in refused.json()["error"]["what"]) == (400, True)
    done = client.post(place, json={"answer": "wrong", "reason": "it may"}).json()
    assert (done["answer"], done["kind"], done["entered_by"], done["reason"]) == ("wrong", "frame", "ana", "it may")
    after = client.get("/api/queue").json()
    assert ([one["id"] for one in after["items"]], after["answered"]) == (others, [done])
    assert client.post(place, json={"answer": "right"}).status_code == 404
    assert client.post(f"/api/queue/answers/{done['hash']}/undo", json={}).json() == done
    assert client.get("/api/queue").json() == found


def test_a_split_is_shown(client: TestClient) -> None:
    """What the party of a report and a list falls apart into; nothing is entered."""
    (held,) = client.get("/api/queue/split?left=ofac-12209").json()["held"]
    two = client.get("/api/queue/split", params={"left": held["left_id"], "right": held["right_id"]}).json()
    assert len(two["parts"]) == 2
    assert client.get("/api/queue/split?left=nobody").status_code == 404


def test_who_may_only_read_enters_nothing(told_case: Case, record: Record) -> None:
    """The queue is shown, without a name to answer in; an answer is refused."""
    key = add_key(record.ledger, "bela", ["read"], by="ana")[1]
    rails = Rails(Settings(log="off", rate=0, user="ana"), Keyring.read(record.ledger))
    app = create_app(told_case, rails=rails, record=record)
    with TestClient(app, base_url="http://127.0.0.1", headers={"X-Api-Key": key}) as reader:
        found = reader.get("/api/queue").json()
        assert (found["answerer"], found["total"]) == (None, len(found["items"]))
        place = f"/api/queue/items/{found['items'][0]['id']}"
        assert reader.post(place, json={"answer": "right"}).status_code == 403
