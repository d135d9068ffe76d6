"""What there is: discovery, API roots, collections (TAXII 2.1, sections 4.1, 4.2, 5.1, 5.2)."""

from __future__ import annotations

import pytest

from counterflow.api.taxii.router import TaxiiService
from counterflow.share.taxii.catalog import Root, add_root
from counterflow.share.taxii.store import ROOT, write_transaction

from .client import CLOSED, HIDDEN, INBOX, OUTBOX, SHARED, TAXII, Client


def test_discovery_names_the_roots(taxii: Client) -> None:
    answer = taxii.get("")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TAXII
    roots = [f"http://127.0.0.1:8765/taxii2/{name}/" for name in ("main", "other")]
    assert answer.json() == {"title": "Counterflow", "default": roots[0], "api_roots": roots}


def test_discovery_without_roots_names_none(taxii: Client, service: TaxiiService) -> None:
    """An empty list is left out (section 3.3)."""
    with write_transaction(service.engine) as connection:
        connection.execute(ROOT.delete())
    assert taxii.get("").json() == {"title": "Counterflow"}


def test_a_root_says_versions_and_most_bytes(taxii: Client) -> None:
    assert taxii.get("main/").json() == {
        "title": "Main",
        "description": "What is exchanged",
        "versions": [TAXII],
        "max_content_length": 200_000,
    }
    assert "description" not in taxii.get("other/").json()


def test_a_root_can_be_given_another_title(taxii: Client, service: TaxiiService) -> None:
    add_root(service.engine, Root("other", "Renamed"))
    assert taxii.get("other/").json()["title"] == "Renamed"


def test_collections_are_those_the_caller_was_named_for(taxii: Client) -> None:
    """Oldest first; a collection of others is not there at all."""
    found = taxii.get("main/collections/").json()["collections"]
    assert [one["id"] for one in found] == [SHARED, INBOX, OUTBOX, CLOSED]
    assert [(one["can_read"], one["can_write"]) for one in found] == [
        (True, True),
        (False, True),
        (True, False),
        (False, False),
    ]
    assert found[2]["description"] == "Read it"
    assert found[0]["media_types"][0] == "application/stix+json;version=2.1"


def test_a_root_without_collections_answers_an_empty_object(taxii: Client) -> None:
    answer = taxii.get("other/collections/")
    assert (answer.status_code, answer.json()) == (200, {})


def test_a_collection_is_found_by_id_and_by_alias(taxii: Client) -> None:
    by_id = taxii.get(f"main/collections/{SHARED}/").json()
    assert by_id == taxii.get("main/collections/shared/").json()
    assert by_id["alias"] == "shared"


@pytest.mark.parametrize(
    "path",
    [
        "nowhere/",
        "nowhere/collections/",
        "main/collections/nothing/",
        f"main/collections/{HIDDEN}/",
        f"other/collections/{SHARED}/",
        f"main/collections/{HIDDEN}/objects/",
        f"main/collections/{HIDDEN}/manifest/",
        "main/status/nothing/",
        "nowhere/status/nothing/",
        "main",
        "main/nothing/",
    ],
)
def test_what_is_not_there_is_404_in_the_standards_form(taxii: Client, path: str) -> None:
    answer = taxii.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == TAXII
    error = answer.json()
    assert error["http_status"] == "404"
    assert error["title"] == "Not Found"
    assert error["description"] != ""


def test_a_root_needs_a_name_that_an_address_can_hold(service: TaxiiService) -> None:
    with pytest.raises(Exception, match="cannot be an API root"):
        add_root(service.engine, Root("a/b", "Slash"))
