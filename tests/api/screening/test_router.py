"""Answers are shown and decided on; a second person approves; what was cleared stays so until a fact changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from counterflow.api.guard.key import add_key
from counterflow.api.guard.keyring import Keyring
from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.case import Screening
from counterflow.ledger import Ledger
from counterflow.model.decision import Decision
from counterflow.remote.clock import SystemClock
from counterflow.screen.decision.folder import Folder
from counterflow.screen.decision.record import Record, record_of_file
from counterflow.screen.decision.replay import FindState
from counterflow.screen.decision.rule import add_rules
from counterflow.screen.keep_index import keep_index
from counterflow.service.current import CurrentState
from counterflow.service.kept import KeptIndexes
from counterflow.service.source import IndexSource
from counterflow.settings import Settings

from ...interop.serving import make_small_index

KIM: dict[str, Any] = {
    "id": "un-1",
    "schema": "Person",
    "caption": "KIM Yong Chol",
    "datasets": ["un_sc_sanctions"],
    "properties": {"name": ["KIM Yong Chol"], "birthDate": ["1962-02-18"]},
}
QUERY = {"id": "c-7", "name": "Kim Yong Chol", "date_of_birth": "1962"}


class Served:
    """A server with a ledger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.put(KIM)
        self.ledger = Ledger.of_file(folder / "ledger.sqlite")
        rules = Screening(four_eyes=frozenset([Decision.BLOCK]))
        self.record = Record(self.ledger, Folder.beside(folder / "ledger.sqlite"), rules)
        self.current = CurrentState(IndexSource(folder / "index", SystemClock(), threads=1))
        self.current.refresh()

    def put(self, *entities: dict[str, Any]) -> None:
        make_small_index(self.folder, entities)

    def client(self, record: Record | None, key: str | None = None, kept: FindState | None = None) -> TestClient:
        settings = Settings(log="off", rate=0, user="anna")
        rails = Rails(settings, Keyring.read(None if key is None else self.ledger))
        headers = {} if key is None else {"authorization": f"ApiKey {key}"}
        app = create_app(None, self.current, rails=rails, record=record, kept=kept)
        return TestClient(app, base_url="http://127.0.0.1", headers=headers)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path)
    yield served
    served.ledger.close()


def ask(client: TestClient, query: dict[str, Any] = QUERY) -> dict[str, Any]:
    answer = client.post("/api/screening/answers", json={"queries": [query]})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["answers"][0]
    return found


def decide(client: TestClient, seen: str, decision: str, party: str = "un-1", **more: Any) -> Any:
    body = {"seen": seen, "subject": "c-7", "party": party, "decision": decision, "reason": "another man", **more}
    return client.post("/api/screening/decisions", json=body)


def test_what_is_served_is_said(served: Served) -> None:
    state = served.client(served.record).get("/api/screening").json()
    assert (state["decider"], state["four_eyes"], state["scope"]) == ("anna", ["block"], "listed")
    assert state["lists"] == [{"name": "un_sc_sanctions", "published": None, "stale": None}]


def test_a_decision_is_kept_and_replayed(served: Served) -> None:
    """It is final at once, listed with what was seen, and the same question has the same answer to the byte."""
    client = served.client(served.record)
    answer = ask(client)
    assert answer["results"][0]["explanation"] != ""
    made = decide(client, answer["seen"], "escalate").json()
    assert (made["state"], made["entered_by"], made["party"]) == (
        "final",
        "anna",
        {"id": "un-1", "caption": "KIM Yong Chol"},
    )
    assert client.get("/api/screening/decisions", params={"subject": "c-7"}).json()["decisions"] == [made]
    assert client.get("/api/screening/decisions", params={"party": "un-1"}).json()["decisions"] == [made]
    replay = client.get(f"/api/screening/decisions/{made['hash']}/replay").json()
    assert replay == {"outcome": "equal", "where": []}
    served.put({**KIM, "properties": {"name": ["KIM Yong Chol"]}})
    served.current.refresh()
    assert client.get(f"/api/screening/decisions/{made['hash']}/replay").json()["outcome"] == "gone"


def test_a_decision_is_replayed_from_a_kept_index(served: Served) -> None:
    """The lists in use have changed since; those that were kept answer to the byte."""
    kept = served.folder / "kept"
    client = served.client(served.record, kept=KeptIndexes([kept], SystemClock()).find)
    place = f"/api/screening/decisions/{decide(client, ask(client)['seen'], 'clear').json()['hash']}/replay"
    keep_index(served.folder / "index", kept)
    served.put({**KIM, "properties": {"name": ["KIM Yong Chol"]}})
    served.current.refresh()
    assert client.get(place).json() == {"outcome": "equal", "where": []}
    (seen,) = served.record.folder.path.glob(f"{served.ledger.entries()[0].data['seen']}.json")
    seen.write_bytes(seen.read_bytes().replace(b"KIM", b"KIN", 1))
    assert client.get(place).json()["outcome"] == "differs"


def test_who_approves_sees_what_was_seen(served: Served) -> None:
    """The hit with its reasons, to the letter; once it is not what was kept it says so, and is not approved."""
    _, anna = add_key(served.ledger, "anna", ["decide", "screen"])
    _, berta = add_key(served.ledger, "berta", ["decide"])
    _, carl = add_key(served.ledger, "carl", ["screen"])
    client, other = served.client(served.record, anna), served.client(served.record, berta)
    answer = ask(client)
    made = decide(client, answer["seen"], "block").json()
    place = f"/api/screening/decisions/{made['hash']}"
    assert served.client(served.record, carl).get(f"{place}/seen").status_code == 403
    shown = other.get(f"{place}/seen").json()
    assert (shown["query"], shown["result"]) == (QUERY, answer["results"][0])
    assert (shown["document"], shown["why"], shown["seen"]) == ("whole", None, answer["seen"])
    assert (shown["lists"], shown["algorithm"], shown["score"]) == (
        answer["index"]["lists"], answer["algorithm"], made["score"],
    )  # fmt: skip
    file = served.record.folder.path / f"{answer['seen']}.json"
    file.write_bytes(file.read_bytes().replace(b"KIM", b"KIN", 1))
    changed = other.get(f"{place}/seen").json()
    assert (changed["document"], changed["query"], changed["result"], changed["score"]) == (
        "changed", None, None, made["score"],
    )  # fmt: skip
    assert other.post(f"{place}/approvals", json={"approval": "approve"}).status_code == 409
    file.unlink()
    assert other.get(f"{place}/seen").json()["document"] == "forgotten"
    assert other.post(f"{place}/approvals", json={"approval": "reject"}).json()["state"] == "rejected"


def test_a_rule_of_the_ledger_counts_at_once(served: Served) -> None:
    """Entered by another process, it holds for the server that runs."""
    client = served.client(record_of_file(served.folder / "ledger.sqlite"))
    assert client.get("/api/screening").json()["four_eyes"] == []
    add_rules(served.ledger, [Decision.CLEAR], by="the bank")
    assert client.get("/api/screening").json()["four_eyes"] == ["clear"]
    made = decide(client, ask(client)["seen"], "clear").json()
    assert made["state"] == "pending"
    assert client.get("/api/screening/decisions", params={"state": "pending"}).json()["decisions"] == [made]


def test_decisions_in_a_state(served: Served) -> None:
    """Those that wait, however many others are newer; pages hold as many as were asked for."""
    client = served.client(served.record)
    seen = ask(client)["seen"]
    decisions = ["block", "escalate", "block", "escalate", "block", "escalate"]
    hashes = [decide(client, seen, one).json()["hash"] for one in decisions]
    served.ledger.append("undo", {"hash": hashes[2]})
    params: dict[str, Any] = {"state": "pending", "limit": 1}
    first = client.get("/api/screening/decisions", params=params).json()
    second = client.get("/api/screening/decisions", params={**params, "before": first["next"]}).json()
    assert [one["hash"] for one in [*first["decisions"], *second["decisions"]]] == [hashes[4], hashes[0]]
    last = client.get("/api/screening/decisions", params={**params, "before": second["next"]}).json()
    assert last == {"decisions": [], "next": None}
    undone = client.get("/api/screening/decisions", params={"state": "undone", "subject": "c-7"}).json()["decisions"]
    assert [one["hash"] for one in undone] == [hashes[2]]
    assert client.get("/api/screening/decisions", params={"state": "soon"}).status_code == 400


def test_the_allow_list_is_shown_and_taken_from(served: Served) -> None:
    """What holds, what lapsed with the fact that changed, and what finds nobody any more."""
    client = served.client(served.record)
    seen = ask(client)["seen"]
    decide(client, seen, "clear")
    assert client.get("/api/screening/allowed").json() == {"allowed": [], "next": None}
    decided = decide(client, seen, "clear", allow=True).json()["hash"]

    def shown() -> Any:
        (row,) = client.get("/api/screening/allowed", params={"subject": "c-7"}).json()["allowed"]
        assert (row["subject"], row["party"], row["decision"]) == ("c-7", ["un-1"], decided)
        assert (row["subject_caption"], row["party_caption"]) == (QUERY["name"], KIM["caption"])
        return row

    assert (shown()["state"], shown()["why"]) == ("holds", None)
    for properties, state, why in (
        (
            {"name": ["KIM Yong Chol"], "birthDate": ["1962-12-18"]},
            "lapsed",
            "birthDate of the party changed (1962-02-18 went)",
        ),
        ({"name": ["Somebody Else"]}, "no hit", "does not find the party"),
        (KIM["properties"], "holds", None),
    ):
        served.put({**KIM, "properties": properties})
        served.current.refresh()
        row = shown()
        assert row["state"] == state
        assert row["why"] is None if why is None else why in row["why"]
    place = f"/api/screening/allowed/{row['hash']}/revocations"
    assert client.post(place, json={"reason": "a mistake"}).json()["revoked"] == row["hash"]
    assert client.post(place, json={}).status_code == 409
    assert client.get("/api/screening/allowed").json()["allowed"] == []
    assert ask(client)["allowed"] == {}
    assert client.get("/api/screening/decisions", params={"state": "final"}).json()["decisions"][0]["hash"] == decided


def test_one_damaged_document_keeps_no_answer_back(served: Served) -> None:
    """Its entry counts as lapsed and says why; the others of the batch are answered, and hold."""
    client = served.client(served.record)
    for number in ("c-7", "c-8"):
        seen = ask(client, {**QUERY, "id": number})["seen"]
        decide(client, seen, "clear", subject=number, allow=True)
    grounds = [entry.data["grounds"] for entry in served.ledger.entries_of(["allow"])]
    assert grounds[0] == grounds[1]
    _, _, third = ({**QUERY, "id": number} for number in ("c-7", "c-8", "c-9"))
    other = {**third, "date_of_birth": "1970"}
    decide(client, ask(client, other)["seen"], "clear", subject="c-9", allow=True)
    file = served.record.folder.path / f"{grounds[0]}.json"
    for spoil, why in ((lambda: file.write_bytes(file.read_bytes()[:-1] + b" "), "verified"), (file.unlink, "erased")):
        spoil()
        body = {"queries": [{**QUERY, "id": "c-7"}, other, {"name": "!!!"}]}
        damaged, whole, wrong = client.post("/api/screening/answers", json=body).json()["answers"]
        assert why in damaged["allowed"]["un-1"]
        assert whole["allowed"] == {"un-1": None}
        assert wrong["error"] is not None
        assert {row["state"] for row in client.get("/api/screening/allowed").json()["allowed"]} == {"lapsed", "holds"}


def test_pages_of_decisions(served: Served) -> None:
    client = served.client(served.record)
    seen = ask(client)["seen"]
    hashes = [decide(client, seen, "escalate").json()["hash"] for _ in range(5)]
    first = client.get("/api/screening/decisions", params={"limit": 3}).json()
    second = client.get("/api/screening/decisions", params={"limit": 3, "before": first["next"]}).json()
    assert [one["hash"] for one in [*first["decisions"], *second["decisions"]]] == hashes[::-1]
    assert second["next"] is None


def test_a_second_person_approves(served: Served) -> None:
    """Who decided cannot; a key without the scope cannot either."""
    _, anna = add_key(served.ledger, "anna", ["decide", "screen"])
    _, berta = add_key(served.ledger, "berta", ["decide"])
    _, carl = add_key(served.ledger, "carl", ["screen"])
    client = served.client(served.record, anna)
    made = decide(client, ask(client)["seen"], "block").json()
    assert made["state"] == "pending"
    place, body = f"/api/screening/decisions/{made['hash']}/approvals", {"approval": "approve"}
    assert client.post(place, json=body).status_code == 409
    assert served.client(served.record, carl).post(place, json=body).status_code == 403
    assert served.client(served.record, "cf_nobody").post(place, json=body).status_code == 401
    approved = served.client(served.record, berta).post(place, json=body).json()
    assert (approved["state"], approved["approvals"][0]["by"]) == ("final", "berta")


def test_what_was_cleared_stays_so_until_a_fact_changes(served: Served) -> None:
    client = served.client(served.record)
    decide(client, ask(client)["seen"], "clear", allow=True)
    assert ask(client)["allowed"] == {"un-1": None}
    served.put(
        {**KIM, "id": "un-0", "referents": ["un-1"], "properties": {**KIM["properties"], "position": ["General"]}}
    )
    served.current.refresh()
    assert ask(client)["allowed"] == {"un-0": None}
    served.put({**KIM, "properties": {"name": ["KIM Yong Chol"], "birthDate": ["1962-12-18"]}})
    served.current.refresh()
    (lapsed,) = ask(client)["allowed"].values()
    assert lapsed is not None
    assert "birthDate" in lapsed


def test_what_cannot_be_decided(served: Served) -> None:
    client = served.client(served.record)
    seen = ask(client)["seen"]
    assert decide(client, "0" * 64, "clear").status_code == 404
    assert decide(client, seen, "clear", party="nobody").status_code == 404
    assert decide(client, seen, "maybe").status_code == 400
    other = {"seen": seen, "subject": "c-8", "party": "un-1", "decision": "clear", "reason": "x"}
    assert client.post("/api/screening/decisions", json=other).status_code == 400
    for reason in ("", "  ", "\ud800"):
        body = {"seen": seen, "subject": "c-7", "party": "un-1", "decision": "clear", "reason": reason}
        content = json.dumps(body)
        answer = client.post("/api/screening/decisions", content=content, headers={"content-type": "application/json"})
        assert answer.status_code == 400
    without = served.client(None)
    assert without.get("/api/screening").json()["decider"] is None
    assert decide(without, ask(without)["seen"], "clear").status_code == 403


def test_a_query_that_cannot_be_searched_says_why(served: Served) -> None:
    answer = ask(served.client(served.record), {"name": "!!!"})
    assert (answer["results"], answer["error"]) == ([], "its name holds no letter and no digit")


def test_what_is_no_decision_is_neither_approved_nor_replayed(served: Served) -> None:
    """No such entry, or one of another kind: said as such, not as a failure of the server."""
    add_key(served.ledger, "anna", ["decide"], by="test")
    client = served.client(served.record)
    key_entry = served.ledger.entries()[-1].hash
    for digits, status in (("0" * 64, 404), ("x", 404), (key_entry, 409)):
        path = f"/api/screening/decisions/{digits}"
        assert client.post(f"{path}/approvals", json={"approval": "approve"}).status_code == status
        assert client.get(f"{path}/replay").status_code == status
        assert client.get(f"{path}/seen").status_code == status


def test_what_was_seen_of_other_lists_is_not_decided_on(served: Served) -> None:
    client = served.client(served.record)
    seen = ask(client)["seen"]
    served.put({**KIM, "properties": {"name": ["KIM Yong Chol"]}})
    served.current.refresh()
    assert decide(client, seen, "clear").status_code == 409
    assert served.ledger.entries() == []
