"""Objects come and go: 202 and its status, what is refused and why, deletion (TAXII 2.1, sections 4.3, 5.5, 5.7)."""

from __future__ import annotations

import json

import pytest

from counterflow.stix.marking import marking_refs

from .client import INBOX, MOMENT, OUTBOX, SHARED, TAXII, Client, make_object

OBJECTS = f"main/collections/{SHARED}/objects/"
LATER = "2026-02-01T00:00:00.000Z"


def test_what_became_of_a_request_can_be_asked_again(taxii: Client) -> None:
    answer = taxii.add(SHARED, make_object(1), make_object(2))
    assert (answer.status_code, answer.headers["content-type"]) == (202, TAXII)
    status = answer.json()
    assert status["status"] == "complete"
    assert [status[f"{name}_count"] for name in ("total", "success", "failure", "pending")] == [2, 2, 0, 0]
    assert status["successes"] == [{"id": make_object(one)["id"], "version": MOMENT} for one in (1, 2)]
    assert "failures" not in status
    assert taxii.get(f"main/status/{status['id']}/").json() == status
    assert taxii.get(f"other/status/{status['id']}/").status_code == 404


def test_an_object_comes_back_as_it_was_sent(taxii: Client) -> None:
    """Whatever it has: properties of extensions, unknown types, numbers, other scripts."""
    sent = make_object(
        1,
        type_="new-thing",
        description="김정은 – \u2028 ✓",
        extensions={"extension-definition--00000000-0000-4000-8000-000000000001": {"extension_type": "new-sdo"}},
        confidence=85,
        size=1.10,
    )
    taxii.add(SHARED, sent)
    assert taxii.get(OBJECTS).json()["objects"] == [sent]


def test_a_version_that_is_there_is_kept(taxii: Client) -> None:
    """Sent again it is a success; sent with other content too, which is said and not taken."""
    taxii.add(SHARED, make_object(1))
    again = taxii.add(SHARED, make_object(1)).json()
    assert (again["success_count"], again["successes"][0]["message"]) == (1, "it is there already")
    other = taxii.add(SHARED, make_object(1, name="other")).json()
    assert "a change needs a later modified" in other["successes"][0]["message"]
    assert taxii.get(OBJECTS).json()["objects"] == [make_object(1)]


def test_an_object_twice_in_one_request_is_there_once(taxii: Client) -> None:
    assert taxii.add(SHARED, make_object(1), make_object(1)).json()["success_count"] == 2
    assert len(taxii.get(OBJECTS, match_at_version="all").json()["objects"]) == 1


def test_what_is_wrong_is_named_and_the_rest_taken(taxii: Client) -> None:
    answer = taxii.add(SHARED, make_object(1), make_object(2, confidence=101), make_object(3, type_="tool", name=1))
    assert answer.status_code == 202
    status = answer.json()
    assert (status["success_count"], status["failure_count"]) == (1, 2)
    assert [one["message"] for one in status["failures"]] == [
        "confidence is no number from 0 to 100",
        "name is no text",
    ]
    assert [one["id"] for one in status["failures"]] == [make_object(2)["id"], make_object(3, type_="tool")["id"]]
    assert len(taxii.get(OBJECTS).json()["objects"]) == 1


def test_nothing_but_wrong_objects_is_422_with_the_reasons(taxii: Client) -> None:
    answer = taxii.add(SHARED, make_object(1, created="today"), "text")
    assert (answer.status_code, answer.headers["content-type"]) == (422, TAXII)
    error = answer.json()
    assert error["http_status"] == "422"
    assert "created is no timestamp" in error["description"]
    assert [one["message"] for one in error["details"]["failures"]] == [
        "created is no timestamp like 2026-01-31T12:00:00.000Z",
        "it is no JSON object",
    ]
    assert taxii.get(OBJECTS).json() == {}


def test_markings_that_contradict_each_other_are_refused(taxii: Client) -> None:
    both = [*marking_refs("TLP:GREEN"), *marking_refs("TLP:RED")]
    answer = taxii.add(SHARED, make_object(1, object_marking_refs=both), make_object(2))
    assert [one["message"] for one in answer.json()["failures"]] == ["it is marked TLP:GREEN and TLP:RED"]
    assert [one["id"] for one in taxii.get(OBJECTS).json()["objects"]] == [make_object(2)["id"]]


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "{}", '{"objects": []}', '{"objects": {}}', '{"objects": ["\\ud800"]}', b"\xff"]
)
def test_a_body_that_is_no_envelope_is_422(taxii: Client, body: str | bytes) -> None:
    answer = taxii.post(OBJECTS, body)
    assert (answer.status_code, answer.json()["http_status"]) == (422, "422")


def test_json_that_is_too_deep_is_refused(taxii: Client) -> None:
    answer = taxii.post(OBJECTS, '{"objects":' + "[" * 100 + "]" * 100 + "}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, TAXII)


def test_all_versions_of_an_object_go_together(taxii: Client) -> None:
    """Were only the last to go, the one before would come back."""
    taxii.add(SHARED, make_object(1), make_object(1, modified=LATER), make_object(2))
    path = f"{OBJECTS}{make_object(1)['id']}/"
    answer = taxii.delete(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert taxii.get(path).status_code == 404
    assert len(taxii.get(OBJECTS, match_at_version="all").json()["objects"]) == 1
    assert taxii.delete(path).status_code == 404


@pytest.mark.parametrize(("version", "left"), [("last", MOMENT), ("first", LATER), (LATER, MOMENT), (MOMENT, LATER)])
def test_one_version_can_go(taxii: Client, version: str, left: str) -> None:
    taxii.add(SHARED, make_object(1), make_object(1, modified=LATER))
    path = f"{OBJECTS}{make_object(1)['id']}/"
    assert taxii.delete(path, match_at_version=version).status_code == 200
    assert taxii.get(f"{path}versions/").json()["versions"] == [left]


def test_a_deletion_takes_no_filter_that_it_would_leave_out(taxii: Client) -> None:
    taxii.add(SHARED, make_object(1))
    path = f"{OBJECTS}{make_object(1)['id']}/"
    assert taxii.delete(path, match_at_type="tool").status_code == 400
    assert taxii.get(path).status_code == 200


def test_what_was_deleted_can_come_again(taxii: Client) -> None:
    """With a later time than before, so that who polls gets it."""
    taxii.add(SHARED, make_object(1))
    last = taxii.get(OBJECTS).headers["x-taxii-date-added-last"]
    taxii.delete(f"{OBJECTS}{make_object(1)['id']}/")
    taxii.add(SHARED, make_object(1))
    assert len(taxii.get(OBJECTS, added_after=last).json()["objects"]) == 1


def test_collections_do_not_share_objects(taxii: Client) -> None:
    taxii.add(SHARED, make_object(1))
    assert taxii.add(INBOX, make_object(1)).json()["successes"][0].get("message") is None
    assert taxii.get(f"main/collections/{OUTBOX}/objects/").json() == {}


def test_a_post_needs_to_accept_what_it_is_answered(taxii: Client) -> None:
    headers = {"Accept": "application/json", "Content-Type": TAXII}
    body = json.dumps({"objects": [make_object(1)]})
    assert taxii.client.post(f"/taxii2/{OBJECTS}", content=body, headers=headers).status_code == 406
    assert taxii.get(OBJECTS).json() == {}
