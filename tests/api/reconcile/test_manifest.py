"""The manifest."""

from __future__ import annotations

from urllib.parse import quote

from fastapi.testclient import TestClient

from counterflow.api.reconcile.manifest import make_manifest


def test_every_address_in_it_answers(client: TestClient) -> None:
    """A client calls what it is told to."""
    manifest = client.get("/reconcile/default").json()
    services = [*manifest["suggest"].values(), manifest["extend"]["propose_properties"]]
    for one in services:
        assert client.get(one["service_url"] + one["service_path"], params={"prefix": "x"}).status_code == 200
    for place in (manifest["view"]["url"], manifest["preview"]["url"]):
        assert client.get(place.replace("{{id}}", quote("ofac-1", safe=""))).status_code == 200


def test_a_name_in_an_address_is_encoded() -> None:
    """A dataset's name may hold what an address must not."""
    manifest = make_manifest("a b/c?", "Title", "http://x")
    assert manifest["suggest"]["entity"]["service_path"] == "/reconcile/a%20b%2Fc%3F/suggest/entity"
    assert manifest["view"]["url"] == "http://x/reconcile/a%20b%2Fc%3F/preview?id={{id}}"


def test_a_slash_at_the_end_is_no_other_address(client: TestClient) -> None:
    """People paste both."""
    assert client.get("/reconcile/default/").json() == client.get("/reconcile/default").json()
