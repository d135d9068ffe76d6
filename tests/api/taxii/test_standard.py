"""What the standard demands of a server, clause by clause (TAXII 2.1, OASIS Standard, 10 June 2021)."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from counterflow.api.taxii.router import TaxiiService

from .client import CLOSED, HIDDEN, INBOX, MOMENT, OUTBOX, SHARED, TAXII, Client, make_object

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_LATER = "2026-02-01T00:00:00.000Z"
_OBJECTS = f"main/collections/{SHARED}/objects/"
_NONE = "campaign--00000000-0000-4000-8000-00000000ffff"


@pytest.fixture
def filled(taxii: Client) -> Client:
    """A collection with an object in two versions, one of STIX 2.0 and 2.1, a marking and an observable."""
    observable = {"type": "ipv4-addr", "spec_version": "2.1", "id": make_object(5, type_="ipv4-addr")["id"]}
    older = {name: value for name, value in make_object(2).items() if name != "spec_version"}
    marking: dict[str, Any] = make_object(4, type_="marking-definition")
    marking |= {"definition_type": "statement", "definition": {"statement": "Ask first"}}
    marking.pop("modified")
    sent = [make_object(1), make_object(1, modified=_LATER), older, make_object(2), marking]
    answer = taxii.add(SHARED, *sent, {**observable, "value": "198.51.100.7"})
    assert (answer.status_code, answer.json()["success_count"]) == (202, 6)
    return taxii


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("nowhere/", 404),
        ("nowhere/collections/", 404),
        ("nowhere/status/1/", 404),
        ("main/status/1/", 404),
        (f"main/collections/{_NONE}/", 404),
        (f"main/collections/{HIDDEN}/objects/", 404),
        (f"main/collections/{INBOX}/objects/", 403),
        (f"main/collections/{INBOX}/manifest/", 403),
        (f"main/collections/{INBOX}/objects/{_NONE}/", 403),
        (f"main/collections/{INBOX}/objects/{_NONE}/versions/", 403),
        (f"main/collections/{CLOSED}/objects/", 403),
        (f"{_OBJECTS}{_NONE}/", 404),
        (f"{_OBJECTS}{_NONE}/versions/", 404),
        (f"{_OBJECTS}?limit=0", 400),
        (f"{_OBJECTS}?limit=-20", 400),
        (f"{_OBJECTS}?limit=many", 400),
        (f"{_OBJECTS}?added_after=yesterday", 400),
        (f"{_OBJECTS}?next=guessed", 400),
        (f"{_OBJECTS}?match[version]=newest", 400),
        (f"{_OBJECTS}?match[type]=campaign&match[type]=tool", 400),
        (f"{_OBJECTS}?match[name]=x", 400),
        (f"{_OBJECTS}?match[id]={_NONE}", 200),
        (f"main/collections/{SHARED}/manifest/?match[id]={_NONE}", 200),
    ],
)
def test_status_of_a_request_to_read(filled: Client, address: str, status: int) -> None:
    """Sections 3.6 and 4 to 5: an error is an error message in TAXII's own type; what nothing matches is no error."""
    answer = filled.client.get(f"/taxii2/{address}", headers={"Accept": TAXII})
    assert (answer.status_code, answer.headers["content-type"]) == (status, TAXII)
    if status == 200:
        assert answer.json() == {}
    else:
        error = answer.json()
        assert error["http_status"] == str(status)
        assert len(error["title"]) > 0


@pytest.mark.parametrize(
    ("collection", "status"), [(SHARED, 202), (INBOX, 202), (OUTBOX, 403), (CLOSED, 403), (HIDDEN, 404), (_NONE, 404)]
)
def test_status_of_a_request_to_add(taxii: Client, collection: str, status: int) -> None:
    """Section 5.5: writing needs can_write alone."""
    assert taxii.add(collection, make_object(1)).status_code == status


@pytest.mark.parametrize("collection", [INBOX, OUTBOX, CLOSED])
def test_deletion_needs_both_rights(taxii: Client, service: TaxiiService, collection: str) -> None:
    """Section 5.7: who may only read or only write may not delete."""
    assert taxii.delete(f"main/collections/{collection}/objects/{_NONE}/").status_code == 403


@pytest.mark.parametrize(
    ("parameters", "left"),
    [
        ({}, None),
        ({"match_at_version": "all"}, None),
        ({"match_at_version": "first"}, [_LATER]),
        ({"match_at_version": "last"}, [MOMENT]),
        ({"match_at_version": MOMENT}, [_LATER]),
        ({"match_at_version": f"{MOMENT},{_LATER}"}, None),
        ({"match_at_spec_version": "2.1"}, None),
        ({"match_at_spec_version": "2.1", "match_at_version": "last"}, [MOMENT]),
    ],
)
def test_versions_that_a_deletion_names(filled: Client, parameters: dict[str, str], left: list[str] | None) -> None:
    """Section 5.7: by default all of them; afterwards they are nowhere, not in the manifest either."""
    one = make_object(1)["id"]
    assert filled.delete(f"{_OBJECTS}{one}/", **parameters).status_code == 200
    answer = filled.get(f"{_OBJECTS}{one}/versions/")
    manifest = filled.get(f"main/collections/{SHARED}/manifest/", match_at_id=one, match_at_version="all").json()
    if left is None:
        assert (answer.status_code, manifest) == (404, {})
        assert filled.delete(f"{_OBJECTS}{one}/").status_code == 404
    else:
        assert answer.json()["versions"] == [entry["version"] for entry in manifest["objects"]] == left


@pytest.mark.parametrize("version", ["2020-01-01T00:00:00Z", "last"])
def test_a_deletion_of_what_is_not_there(filled: Client, version: str) -> None:
    """Section 5.7: 404, and nothing goes."""
    one = make_object(1)["id"]
    answer = filled.delete(f"{_OBJECTS}{one}/", match_at_version=version, match_at_spec_version="2.0")
    assert answer.status_code == 404
    assert len(filled.get(f"{_OBJECTS}{one}/versions/").json()["versions"]) == 2


@pytest.mark.parametrize("what", ["objects", "manifest", f"objects/{make_object(1)['id']}/versions"])
def test_a_page_says_when_its_first_and_last_were_added(filled: Client, what: str) -> None:
    """Sections 3.5 and 5.3, 5.4, 5.8: the two headers, and `more` with `next` until the last page."""
    path = f"main/collections/{SHARED}/{what}/"
    manifest = filled.get(f"main/collections/{SHARED}/manifest/", match_at_version="all").json()["objects"]
    known = [entry["date_added"] for entry in manifest]
    dates, parameters = [], {"limit": 1}
    while True:
        answer = filled.get(path, **parameters)
        first, last = (answer.headers[f"x-taxii-date-added-{end}"] for end in ("first", "last"))
        assert first == last
        assert _STAMP.fullmatch(first)
        dates.append(first)
        page = answer.json()
        if not page["more"]:
            assert "next" not in page
            break
        parameters = {"limit": 1, "next": page["next"]}
    assert dates == sorted(set(dates))
    assert set(dates) <= set(known)


def test_a_manifest_says_of_each_what_the_object_says(filled: Client) -> None:
    """Section 5.3.1: a marking's version is `created`, an observable's the time it came, both with their media type."""
    entries = filled.get(f"main/collections/{SHARED}/manifest/").json()["objects"]
    by_type = {entry["id"].partition("--")[0]: entry for entry in entries}
    assert by_type["marking-definition"]["version"] == MOMENT
    assert by_type["ipv4-addr"]["version"] == by_type["ipv4-addr"]["date_added"]
    assert {entry["media_type"] for entry in entries} == {"application/stix+json;version=2.1"}
    older = filled.get(f"main/collections/{SHARED}/manifest/", match_at_spec_version="2.0").json()["objects"]
    assert [(entry["id"], entry["media_type"]) for entry in older] == [
        (make_object(2)["id"], "application/stix+json;version=2.0")
    ]


def test_a_status_counts_and_names_what_was_sent(taxii: Client) -> None:
    """Section 4.3.1: the counts add up, and each object has its line; it can be asked for again."""
    wrong = {**make_object(2), "created": "yesterday"}
    status = taxii.add(SHARED, make_object(1), wrong).json()
    assert (status["status"], _STAMP.fullmatch(status["request_timestamp"]) is not None) == ("complete", True)
    counts = [status[f"{name}_count"] for name in ("total", "success", "failure", "pending")]
    assert counts == [2, 1, 1, 0]
    assert [(one["id"], one["version"]) for one in status["successes"]] == [(make_object(1)["id"], MOMENT)]
    assert [one["id"] for one in status["failures"]] == [wrong["id"]]
    assert taxii.get(f"main/status/{status['id']}/").json() == status
    assert taxii.get(f"other/status/{status['id']}/").status_code == 404


@pytest.mark.parametrize(
    "more",
    [
        {"x_ours": {"deep": [1, 2.5, None, "\u6c49"]}, "x_number": 1e-300},
        {"extensions": {f"extension-definition--{uuid.UUID(int=7)}": {"extension_type": "property-extension", "a": 1}}},
        {"labels": ["one"], "confidence": 100, "lang": "ko", "revoked": True},
    ],
    ids=["custom properties", "an extension", "common properties"],
)
def test_properties_of_ones_own_come_back(taxii: Client, more: dict[str, Any]) -> None:
    """Section 5.5: a server takes STIX as it is, whatever it knows of it."""
    one = make_object(1, **more)
    assert taxii.add(SHARED, one).json()["success_count"] == 1
    assert taxii.get(f"{_OBJECTS}{one['id']}/").json()["objects"] == [one]


@pytest.mark.parametrize("type_", ["x-ours", "x-ours-too", "new-type"])
def test_types_of_ones_own_are_found_by_id_and_type(taxii: Client, type_: str) -> None:
    """A type that the standard does not have is one of an extension, in objects, manifest and filters."""
    one = make_object(1, type_=type_)
    assert taxii.add(SHARED, one, make_object(2)).json()["success_count"] == 2
    for what, key in (("objects", "id"), ("manifest", "id")):
        found = taxii.get(f"main/collections/{SHARED}/{what}/", match_at_type=type_).json()["objects"]
        assert [entry[key] for entry in found] == [one["id"]]


def test_what_refers_to_what_is_not_here_is_taken(taxii: Client) -> None:
    """STIX 2.1, section 5: ends of a relationship need not be in the collection."""
    tie = make_object(1, type_="relationship", relationship_type="uses")
    tie |= {"source_ref": _NONE, "target_ref": make_object(3, type_="tool")["id"]}
    sighting = make_object(2, type_="sighting", sighting_of_ref=_NONE, count=3)
    assert taxii.add(SHARED, tie, sighting).json()["success_count"] == 2
    assert [one["id"] for one in taxii.get(_OBJECTS).json()["objects"]] == [tie["id"], sighting["id"]]


@pytest.mark.parametrize("what", ["objects", "manifest"])
def test_what_nothing_matches_is_an_empty_answer(filled: Client, what: str) -> None:
    """Sections 5.3 and 5.4: 200 and `{}`; there is no first or last to name then."""
    path = f"main/collections/{SHARED}/{what}/"
    late = filled.get(path, added_after="2999-01-01T00:00:00Z")
    assert (late.status_code, late.json(), "x-taxii-date-added-first" in late.headers) == (200, {}, False)
    for name, value in (("type", "malware"), ("version", "1999-01-01T00:00:00Z"), ("spec_version", "3.0")):
        answer = filled.get(path, **{f"match_at_{name}": value})
        assert (answer.status_code, answer.json()) == (200, {})


@pytest.mark.parametrize("what", ["objects", "manifest"])
@pytest.mark.parametrize("stamp", ["2026-02-01T00:00:00Z", "2026-02-01T00:00:00.0Z", "2026-02-01T00:00:00.000000Z"])
def test_a_version_is_an_instant(filled: Client, what: str, stamp: str) -> None:
    """Section 3.4.1: a version is a timestamp, however many digits it is written with."""
    found = filled.get(f"main/collections/{SHARED}/{what}/", match_at_version=stamp).json()["objects"]
    assert [one["id"] for one in found] == [make_object(1)["id"]]


def test_parameters_that_are_unknown_change_nothing(filled: Client) -> None:
    """Section 3.4: filters are `match` and those of pages; a proxy's or a browser's own parameter is none."""
    plain = filled.get(_OBJECTS)
    assert filled.get(_OBJECTS, utm_source="x", version="all").json() == plain.json()


def test_a_page_may_be_shorter_than_what_was_asked_for(filled: Client) -> None:
    """Section 3.4: the server has a most of its own; a limit above it is no error."""
    assert filled.get(_OBJECTS, limit=999_999_999).status_code == 200


def test_an_object_of_another_collection_is_not_here(filled: Client) -> None:
    """Section 5.6: an object belongs to the collections that it was added to, also for deletion."""
    one = make_object(1)["id"]
    for path in (f"main/collections/{OUTBOX}/objects/{one}/", f"main/collections/{OUTBOX}/objects/{one}/versions/"):
        assert filled.get(path).status_code == 404
    assert filled.delete(f"other/collections/{SHARED}/objects/{one}/").status_code == 404
    assert filled.get(f"{_OBJECTS}{one}/").status_code == 200


def test_what_was_deleted_is_given_to_nobody_who_pages(filled: Client) -> None:
    """A deletion between two pages skips and repeats nothing."""
    first = filled.get(_OBJECTS, limit=2).json()
    filled.delete(f"{_OBJECTS}{first['objects'][0]['id']}/")
    rest = filled.get(_OBJECTS, limit=10, next=first["next"]).json()["objects"]
    ids = [one["id"] for one in (*first["objects"], *rest)]
    assert len(ids) == len(set(ids)) == 4


def test_several_values_and_several_filters(filled: Client) -> None:
    """Section 3.4: values of one filter are alternatives, several filters hold together."""
    both = {"match_at_type": "campaign,ipv4-addr", "match_at_version": "first,last"}
    found = filled.get(_OBJECTS, **both).json()["objects"]
    kinds = sorted((one["type"], one.get("modified", "")) for one in found)
    assert kinds == [("campaign", MOMENT), ("campaign", MOMENT), ("campaign", _LATER), ("ipv4-addr", "")]
