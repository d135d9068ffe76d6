"""Objects of a collection: filters, pages, manifest, versions (TAXII 2.1, sections 3.4, 3.5, 5.3 to 5.8)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.api.taxii.router import TaxiiService
from counterflow.share.taxii.change import add_objects
from counterflow.stix.version import timestamp_microseconds

from .client import MOMENT, SHARED, Client, make_object

OBJECTS = f"main/collections/{SHARED}/objects/"
MANIFEST = f"main/collections/{SHARED}/manifest/"
LATER = "2026-02-01T00:00:00.000Z"
LATEST = "2026-02-01T00:00:00.000001Z"


def ids(answer: Any) -> list[str]:
    return [one["id"] for one in answer.json().get("objects", [])]


def modified(answer: Any) -> list[str]:
    return [one["modified"] for one in answer.json().get("objects", [])]


@pytest.fixture
def versions(taxii: Client) -> list[dict[str, Any]]:
    """One object in three versions, added out of their order, and another one."""
    objects = [make_object(1, modified=one) for one in (LATER, MOMENT, LATEST)] + [make_object(2, type_="tool")]
    assert taxii.add(SHARED, *objects).status_code == 202
    return objects


def test_an_empty_collection_answers_an_empty_object(taxii: Client) -> None:
    """Section 3.7: what has no members is left out; without objects there is no first date."""
    for path in (OBJECTS, MANIFEST):
        answer = taxii.get(path)
        assert (answer.status_code, answer.json()) == (200, {})
        assert "x-taxii-date-added-first" not in answer.headers


def test_the_last_version_is_what_leaves(taxii: Client, versions: list[dict[str, Any]]) -> None:
    answer = taxii.get(OBJECTS)
    assert answer.json() == {"more": False, "objects": [versions[2], versions[3]]}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("last", [LATEST]),
        ("first", [MOMENT]),
        ("all", [LATER, MOMENT, LATEST]),
        ("first,last", [MOMENT, LATEST]),
        (LATER, [LATER]),
        ("2026-02-01T00:00:00Z", [LATER]),
        (f"first,{LATER}", [LATER, MOMENT]),
        ("2020-01-01T00:00:00.000Z", []),
    ],
)
def test_versions_that_are_asked_for(
    taxii: Client, versions: list[dict[str, Any]], asked: str, expected: list[str]
) -> None:
    """In the order in which they were added; a timestamp is an instant, however it is written."""
    assert modified(taxii.get(OBJECTS, match_at_version=asked, match_at_type="campaign")) == expected
    path = f"{OBJECTS}{versions[0]['id']}/"
    assert modified(taxii.get(path, match_at_version=asked)) == expected
    manifest = taxii.get(MANIFEST, match_at_version=asked, match_at_id=versions[0]["id"]).json().get("objects", [])
    assert [one["version"] for one in manifest] == expected


def test_ids_and_types(taxii: Client, versions: list[dict[str, Any]]) -> None:
    """Values of one field are alternatives; fields hold together."""
    first, second = versions[0]["id"], versions[3]["id"]
    assert ids(taxii.get(OBJECTS, match_at_id=second)) == [second]
    assert ids(taxii.get(OBJECTS, match_at_id=f"{first},{second}")) == [first, second]
    assert ids(taxii.get(OBJECTS, match_at_type="tool,malware")) == [second]
    assert ids(taxii.get(OBJECTS, match_at_type="tool", match_at_id=first)) == []
    assert ids(taxii.get(OBJECTS, match_at_type="campaign,tool")) == [first, second]


def test_versions_of_the_standard(taxii: Client) -> None:
    """Unasked, each object leaves in the newest that is there, even if another version of it is later."""
    old = {name: value for name, value in make_object(1, modified=LATER).items() if name != "spec_version"}
    only_old = {name: value for name, value in make_object(2).items() if name != "spec_version"}
    assert taxii.add(SHARED, make_object(1), old, only_old).status_code == 202
    assert modified(taxii.get(OBJECTS)) == [MOMENT, MOMENT]
    assert ids(taxii.get(OBJECTS, match_at_spec_version="2.1")) == [make_object(1)["id"]]
    assert modified(taxii.get(OBJECTS, match_at_spec_version="2.0")) == [LATER, MOMENT]
    assert modified(taxii.get(OBJECTS, match_at_spec_version="2.0,2.1")) == [LATER, MOMENT]
    media = [one["media_type"] for one in taxii.get(MANIFEST).json()["objects"]]
    assert media == ["application/stix+json;version=2.1", "application/stix+json;version=2.0"]
    found = taxii.get(f"{OBJECTS}{old['id']}/versions/", match_at_spec_version="2.0").json()
    assert found["versions"] == [LATER]


def test_the_manifest_says_when_each_was_added(taxii: Client, versions: list[dict[str, Any]]) -> None:
    answer = taxii.get(MANIFEST)
    entries = answer.json()["objects"]
    assert [one["id"] for one in entries] == ids(taxii.get(OBJECTS))
    assert [one["version"] for one in entries] == [LATEST, MOMENT]
    assert answer.headers["x-taxii-date-added-first"] == entries[0]["date_added"]
    assert answer.headers["x-taxii-date-added-last"] == entries[-1]["date_added"]
    assert entries[0].keys() == {"id", "date_added", "version", "media_type"}


def test_added_after_is_strictly_after(taxii: Client, versions: list[dict[str, Any]]) -> None:
    first, second = (one["date_added"] for one in taxii.get(MANIFEST).json()["objects"])
    assert ids(taxii.get(OBJECTS, added_after=first)) == [versions[3]["id"]]
    assert taxii.get(OBJECTS, added_after=second).json() == {}
    assert len(ids(taxii.get(OBJECTS, added_after="2020-01-01T00:00:00Z"))) == 2


def test_versions_of_an_object(taxii: Client, versions: list[dict[str, Any]]) -> None:
    answer = taxii.get(f"{OBJECTS}{versions[0]['id']}/versions/")
    assert answer.json() == {"more": False, "versions": [LATER, MOMENT, LATEST]}
    assert answer.headers["x-taxii-date-added-first"] < answer.headers["x-taxii-date-added-last"]


def test_versions_come_in_pages_too(taxii: Client, versions: list[dict[str, Any]]) -> None:
    path = f"{OBJECTS}{versions[0]['id']}/versions/"
    first = taxii.get(path, limit=2).json()
    assert (first["versions"], first["more"]) == ([LATER, MOMENT], True)
    assert taxii.get(path, limit=2, next=first["next"]).json() == {"more": False, "versions": [LATEST]}


def test_an_object_that_is_not_there(taxii: Client, versions: list[dict[str, Any]]) -> None:
    path = f"{OBJECTS}campaign--00000000-0000-0000-0000-0000000000ff/"
    assert taxii.get(path).status_code == 404
    assert taxii.get(f"{path}versions/").status_code == 404
    assert taxii.delete(path).status_code == 404


def test_an_observable_has_the_time_it_came_for_a_version(taxii: Client) -> None:
    """It has no timestamps (section 5.3.1); sent again it is the same, changed it is another version."""
    sco = {"type": "url", "id": "url--00000000-0000-0000-0000-000000000001", "value": "https://example.org/"}
    assert taxii.add(SHARED, sco).json()["success_count"] == 1
    assert taxii.add(SHARED, sco).json()["successes"][0]["message"] == "it is there already"
    assert taxii.add(SHARED, {**sco, "defanged": True}).json()["success_count"] == 1
    found = taxii.get(f"{OBJECTS}{sco['id']}/versions/").json()["versions"]
    assert len(found) == 2
    assert found[0] < found[1]
    assert taxii.get(OBJECTS).json()["objects"] == [{**sco, "defanged": True}]


@pytest.mark.parametrize(
    "parameters",
    [
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "many"},
        {"limit": ""},
        {"limit": "1.5"},
        {"added_after": "yesterday"},
        {"added_after": "2026-02-30T00:00:00Z"},
        {"added_after": "2026-01-01"},
        {"match_at_version": "newest"},
        {"match_at_version": "last,"},
        {"match_at_type": ""},
        {"match_at_name": "x"},
        {"next": "nonsense"},
        {"next": "MS4xLjE"},
        {"next": "ä"},
    ],
)
@pytest.mark.parametrize("path", [OBJECTS, MANIFEST])
def test_parameters_that_cannot_be_read_are_400(taxii: Client, path: str, parameters: dict[str, str]) -> None:
    answer = taxii.get(path, **parameters)
    assert (answer.status_code, answer.json()["http_status"]) == (400, "400")


def test_next_belongs_to_what_was_asked_for(taxii: Client, versions: list[dict[str, Any]]) -> None:
    """Section 3.5: the same query; with another one pages would lack objects without a word."""
    next_ = taxii.get(OBJECTS, limit=1).json()["next"]
    assert ids(taxii.get(OBJECTS, limit=5, next=next_)) == [versions[3]["id"]]
    assert taxii.get(OBJECTS, limit=1, next=next_, match_at_type="tool").status_code == 400


def test_a_parameter_twice_is_400(taxii: Client) -> None:
    """One of them would be left out unsaid."""
    answer = taxii.client.get(
        f"/taxii2/{OBJECTS}?limit=1&limit=2", headers={"Accept": "application/taxii+json;version=2.1"}
    )
    assert answer.status_code == 400


def read_all(taxii: Client, limit: int, **parameters: str) -> list[str]:
    """Follow the pages to the end."""
    found: list[str] = []
    next_: dict[str, str] = {}
    while True:
        answer = taxii.get(OBJECTS, limit=limit, **parameters, **next_)
        assert answer.status_code == 200
        body = answer.json()
        assert len(body.get("objects", [])) <= limit
        found += ids(answer)
        if not body.get("more", False):
            return found
        next_ = {"next": body["next"]}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(sizes=st.lists(st.integers(1, 12), min_size=1, max_size=4), limit=st.integers(1, 20))
def test_objects_of_one_timestamp_arrive_once_each(
    taxii: Client, service: TaxiiService, sizes: list[int], limit: int
) -> None:
    """Whatever the size of pages, and however many objects share a time (law of paging)."""
    with service.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM stix_object")
    added = []
    for number, size in enumerate(sizes):
        objects = [make_object(number * 100 + one) for one in range(size)]
        add_objects(service.engine, SHARED, objects, date_added=1_000_000 * number)
        added += [one["id"] for one in objects]
    assert read_all(taxii, limit) == added


def test_ten_thousand_objects_of_one_timestamp(taxii: Client, service: TaxiiService) -> None:
    add_objects(service.engine, SHARED, [make_object(one) for one in range(10_000)], date_added=1_000_000)
    for limit in (999, 2_500, 10_000):
        found = read_all(taxii, limit)
        assert len(found) == len(set(found)) == 10_000


def test_pages_by_added_after_alone_lose_nothing(taxii: Client) -> None:
    """As many clients page: each posted object has a time of its own."""
    taxii.add(SHARED, *[make_object(one) for one in range(50)])
    found: list[str] = []
    after = "1970-01-01T00:00:00Z"
    while True:
        answer = taxii.get(OBJECTS, limit=7, added_after=after)
        found += ids(answer)
        if not answer.json().get("more", False):
            break
        after = answer.headers["x-taxii-date-added-last"]
    assert found == [make_object(one)["id"] for one in range(50)]


def test_what_comes_while_one_pages_arrives_at_the_end(taxii: Client) -> None:
    """A newer version of what was read already comes again; nothing that stays is lost by a deletion."""
    taxii.add(SHARED, *[make_object(one) for one in range(6)])
    first = taxii.get(OBJECTS, limit=3).json()
    taxii.delete(f"{OBJECTS}{make_object(0)['id']}/")
    taxii.add(SHARED, make_object(1, modified=LATER), make_object(9))
    rest = taxii.get(OBJECTS, next=first["next"])
    assert ids(rest) == [make_object(one)["id"] for one in (3, 4, 5, 1, 9)]


def test_a_clock_that_goes_back_does_not_hide_objects(taxii: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    taxii.add(SHARED, make_object(1))
    last = taxii.get(OBJECTS).headers["x-taxii-date-added-last"]
    monkeypatch.setattr("counterflow.share.taxii.change.now_microseconds", lambda: 1_000_000)
    taxii.add(SHARED, make_object(2))
    assert ids(taxii.get(OBJECTS, added_after=last)) == [make_object(2)["id"]]
    assert (timestamp_microseconds(last) or 0) > 1_000_000
