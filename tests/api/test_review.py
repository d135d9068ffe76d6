"""Frames are rejected and corrected by whoever may decide; what is said waits for the next run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from counterflow.api.guard.key import add_key
from counterflow.api.guard.keyring import Keyring
from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.case import Case, load_case
from counterflow.dossier.archive import Archive
from counterflow.dossier.frame import list_passages
from counterflow.ledger import Ledger
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case
from counterflow.screen.decision.record import Record
from counterflow.settings import Settings

Connect = Callable[[str | None], TestClient]


@pytest.fixture
def connect(told_case: Case, record: Record) -> Iterator[Connect]:
    """A client of a server of the case; with scopes, by a key that has them."""
    opened = []

    def client(scopes: str | None = None) -> TestClient:
        headers = {}
        if scopes is not None:
            headers = {"X-Api-Key": new_key(record.ledger, scopes)}
        keyring = Keyring.read(None if scopes is None else record.ledger)
        rails = Rails(Settings(log="off", rate=0, user="ana"), keyring)
        one = TestClient(
            create_app(told_case, rails=rails, record=record), base_url="http://127.0.0.1", headers=headers
        )
        opened.append(one.__enter__())
        return one

    yield client
    for one in opened:
        one.__exit__(None, None, None)


def new_key(ledger: Ledger, scopes: str) -> str:
    return add_key(ledger, "bela", scopes.split(), by="ana")[1]


@pytest.fixture
def document(told_case: Case) -> str:
    archive = Archive(told_case, open_build(told_case))
    (found,) = {one.document.id for one in list_passages(archive)}
    archive.close()
    return found


def frames(client: TestClient, document: str) -> list[dict[str, Any]]:
    return list(client.get(f"/api/documents/{document}").json()["frames"])


def test_a_frame_is_rejected_and_taken_back(connect: Connect, document: str, told_case: Case) -> None:
    """It stays in the build in use, is marked by its review, and is gone after the next run."""
    client = connect(None)
    place = f"/api/documents/{document}/reviews"
    empty = client.get(place).json()
    assert (empty["reviewer"], empty["reviews"]) == ("ana", [])
    assert "agent" in empty["roles"]["controls"]
    payment, controls = frames(client, document)
    done = client.post(place, json={"frame": payment["id"], "review": "reject", "reason": "It was said, not done."})
    assert done.status_code == 200
    assert (done.json()["frame_id"], done.json()["entered_by"], done.json()["type"]) == (
        payment["id"],
        "ana",
        "payment",
    )
    assert client.get(place).json()["reviews"] == [done.json()]
    assert len(frames(client, document)) == 2
    run_case(load_case(told_case.root), options=RunOptions(processes=1))
    assert frames(client, document) == [controls]
    assert client.post(f"{place}/{done.json()['hash']}/undo", json={}).status_code == 200
    assert client.get(place).json()["reviews"] == []
    assert client.post(f"{place}/{done.json()['hash']}/undo", json={}).status_code == 404
    run_case(load_case(told_case.root), options=RunOptions(processes=1))
    assert frames(client, document) == [payment, controls]


def test_only_what_is_sent_is_corrected(connect: Connect, document: str) -> None:
    """A time that is null goes, one that is left out stays."""
    client = connect(None)
    place = f"/api/documents/{document}/reviews"
    payment, _ = frames(client, document)
    head = {"frame": payment["id"], "review": "correct", "reason": "A rumour."}
    kept = client.post(place, json={**head, "hedge": "possible"}).json()["correction"]
    assert (kept["hedge"], kept["type"], kept["time"]["edtf"]) == ("possible", "payment", "2013-07")
    gone = client.post(place, json={**head, "time": None, "args": []}).json()["correction"]
    assert (gone["time"], gone["args"], gone["hedge"]) == (None, [], "reported")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"review": "reject"}, 400),
        ({"review": "reject", "reason": "  "}, 400),
        ({"review": "keep", "reason": "x"}, 400),
        ({"review": "reject", "reason": "x", "hedge": "possible"}, 400),
        ({"review": "correct", "reason": "x"}, 400),
        ({"review": "correct", "reason": "x", "type": "gossip"}, 400),
        ({"review": "correct", "reason": "x", "args": [{"role": "agent", "start": 0, "end": 10**6}]}, 400),
        ({"review": "correct", "reason": "x", "args": [{"role": "agent", "start": True, "end": 4}]}, 400),
        ({"review": "reject", "reason": "x", "frame": "0" * 40}, 404),
    ],
)
def test_what_cannot_be_is_refused(
    connect: Connect, document: str, record: Record, body: dict[str, Any], status: int
) -> None:
    """And nothing is entered."""
    client = connect(None)
    head = {"frame": frames(client, document)[0]["id"]}
    found = client.post(f"/api/documents/{document}/reviews", json={**head, **body})
    assert found.status_code == status
    assert record.ledger.entries() == []


def test_a_frame_of_another_document_is_none_of_this(connect: Connect, document: str) -> None:
    """The address says which document was looked at."""
    client = connect(None)
    body = {"frame": frames(client, document)[0]["id"], "review": "reject", "reason": "x"}
    assert client.post("/api/documents/other/reviews", json=body).status_code == 404


def test_reviewing_takes_the_scope_to_decide(connect: Connect, document: str) -> None:
    """Reading does not allow it; a key's holder is who says so."""
    place = f"/api/documents/{document}/reviews"
    reader, decider = connect("read"), connect("read decide")
    body = {"frame": frames(reader, document)[0]["id"], "review": "reject", "reason": "x"}
    assert reader.get(place).json()["reviewer"] is None
    assert reader.post(place, json=body).status_code == 403
    assert decider.post(place, json=body).json()["entered_by"] == "bela"
    assert TestClient(reader.app, base_url="http://127.0.0.1").post(place, json=body).status_code == 401


def test_a_server_without_a_ledger_takes_none(told_case: Case, document: str) -> None:
    """It says so, and shows the frames all the same."""
    with TestClient(create_app(told_case), base_url="http://127.0.0.1") as client:
        assert client.get(f"/api/documents/{document}/reviews").json()["reviewer"] is None
        body = {"frame": frames(client, document)[0]["id"], "review": "reject", "reason": "x"}
        assert client.post(f"/api/documents/{document}/reviews", json=body).status_code in (403, 404)
