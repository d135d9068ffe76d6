"""Media types, sizes, methods and keys: what is refused, and that every refusal is an error of the standard's form."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from counterflow.api.guard.key import KeyScope, add_key
from counterflow.api.guard.keyring import Keyring
from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.api.taxii.media import accepts_taxii, is_taxii
from counterflow.api.taxii.router import TaxiiService
from counterflow.ledger import Ledger
from counterflow.settings import Settings
from counterflow.share.taxii.catalog import Grant, set_grants
from counterflow.share.taxii.change import add_objects
from counterflow.stix.marking import make_definitions, marking_refs

from .client import CLOSED, HIDDEN, INBOX, MOMENT, OUTBOX, SHARED, TAXII, Client, make_object


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        (TAXII, True),
        ("application/taxii+json", True),
        ("application/taxii+json; version=2.1", True),
        ('Application/TAXII+JSON;version="2.1"', True),
        ("application/taxii+json;version=2.0", False),
        ("application/vnd.oasis.taxii+json", False),
        ("application/json", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_media_type(text: str, is_it: bool) -> None:
    assert is_taxii(text) == is_it


@pytest.mark.parametrize(
    ("accept", "is_taken"),
    [
        (TAXII, True),
        ("application/taxii+json;version=2.1;q=0.5", True),
        ("text/html, application/taxii+json", True),
        ("*/*", True),
        ("application/*", True),
        ("text/html, */*;q=0.1", True),
        ("application/taxii+json;version=2.0, */*", True),
        ("application/taxii+json;version=2.1;q=0, */*", False),
        ("application/*;q=0.000, */*", False),
        ("*/*;q=0", False),
        ("text/*", False),
        ("application/taxii+json;version=2.0", False),
        ("application/json", False),
        ("", False),
    ],
)
def test_ranges_take_the_media_type_that_lies_in_them(accept: str, is_taken: bool) -> None:
    """RFC 9110, section 12.5.1: the narrowest range that speaks of a type decides, and a weight of nought is a no."""
    assert accepts_taxii(accept) == is_taken


def test_every_answer_is_taxii_whatever_range_was_asked_for(taxii: Client) -> None:
    """Section 1.6.8: the answer says what it is."""
    for accept in ("*/*", "application/*"):
        answer = taxii.client.get(f"/taxii2/main/collections/{SHARED}/objects/", headers={"Accept": accept})
        assert (answer.status_code, answer.headers["content-type"]) == (200, TAXII)


@pytest.mark.parametrize("accept", ["application/json", "text/html", "application/taxii+json;version=2.0", ""])
@pytest.mark.parametrize("path", ["", "main/", "main/collections/", f"main/collections/{SHARED}/objects/"])
def test_another_media_type_is_not_acceptable(taxii: Client, path: str, accept: str) -> None:
    answer = taxii.client.get(f"/taxii2/{path}", headers={"Accept": accept})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == TAXII
    assert answer.json()["http_status"] == "406"


def test_one_of_several_media_types_is_enough(taxii: Client) -> None:
    accept = "application/json, application/taxii+json; version=2.1"
    assert taxii.client.get("/taxii2/", headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize("content_type", ["application/json", "application/stix+json;version=2.1", "text/plain"])
def test_a_body_of_another_type_is_refused(taxii: Client, content_type: str) -> None:
    body = json.dumps({"objects": [make_object(1)]})
    answer = taxii.post(f"main/collections/{SHARED}/objects/", body, content_type)
    assert (answer.status_code, answer.json()["http_status"]) == (415, "415")


def test_a_body_above_the_most_is_413_in_the_standards_form(taxii: Client) -> None:
    answer = taxii.add(SHARED, make_object(1, description="x" * 200_000))
    assert (answer.status_code, answer.headers["content-type"]) == (413, TAXII)
    assert answer.json()["title"] == "Request Entity Too Large" or answer.json()["title"] == "Content Too Large"
    assert taxii.get(f"main/collections/{SHARED}/objects/").json() == {}


@pytest.mark.parametrize(
    ("method", "path"), [("POST", ""), ("DELETE", f"main/collections/{SHARED}/"), ("PUT", "main/")]
)
def test_a_method_that_an_address_does_not_take(taxii: Client, method: str, path: str) -> None:
    answer = taxii.client.request(method, f"/taxii2/{path}", headers={"Accept": TAXII})
    assert (answer.status_code, answer.headers["content-type"]) == (405, TAXII)
    assert answer.headers["allow"] == "GET"


def test_reading_and_writing_need_their_grants(taxii: Client) -> None:
    """403 where the collection is there for the caller, 404 where it is not."""
    assert taxii.get(f"main/collections/{INBOX}/objects/").status_code == 403
    assert taxii.get(f"main/collections/{INBOX}/manifest/").status_code == 403
    assert taxii.get(f"main/collections/{INBOX}/objects/campaign--x/").status_code == 403
    assert taxii.get(f"main/collections/{INBOX}/objects/campaign--x/versions/").status_code == 403
    assert taxii.add(INBOX, make_object(1)).status_code == 202
    assert taxii.add(OUTBOX, make_object(1)).status_code == 403
    assert taxii.add(CLOSED, make_object(1)).status_code == 403
    assert taxii.add(HIDDEN, make_object(1)).status_code == 404
    id_ = make_object(1)["id"]
    assert taxii.delete(f"main/collections/{INBOX}/objects/{id_}/").status_code == 403
    assert taxii.delete(f"main/collections/{OUTBOX}/objects/{id_}/").status_code == 403


Ask = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger.of_file(tmp_path / "keys.sqlite")
    yield ledger
    ledger.close()


@pytest.fixture
def ask(service: TaxiiService, ledger: Ledger) -> Iterator[Ask]:
    """Asks a server whose ledger has keys."""
    keys = {
        "partner": add_key(ledger, "Partner", [KeyScope.SHARE], by="test")[1],
        "somebody": add_key(ledger, "somebody else", [KeyScope.SHARE], by="test")[1],
        "screen": add_key(ledger, "Bank", [KeyScope.SCREEN], by="test")[1],
    }
    rails = Rails(settings=Settings(rate=0, log="off"), keyring=Keyring(ledger))
    with TestClient(create_app(None, rails=rails, taxii=service), base_url="http://127.0.0.1:8765") as client:

        def ask(path: str, user: str | None = None, scheme: str = "Basic") -> tuple[int, dict[str, object]]:
            headers = {"Accept": TAXII}
            if user is not None and scheme == "Basic":
                sent = f"{user}:{keys.get(user, 'wrong')}".encode()
                headers["Authorization"] = f"Basic {base64.b64encode(sent).decode()}"
            elif user is not None:
                headers["Authorization"] = f"{scheme} {keys.get(user, 'wrong')}"
            answer = client.get(f"/taxii2/{path}", headers=headers)
            assert answer.headers["content-type"] == TAXII
            if answer.status_code == 401:
                assert "Basic" in answer.headers["www-authenticate"]
            return answer.status_code, answer.json()

        yield ask


def test_a_key_is_needed(ask: Ask) -> None:
    assert ask("")[0] == 401
    assert ask("", "nobody")[0] == 401
    status, error = ask("", "screen")
    assert (status, error["http_status"]) == (403, "403")
    assert ask("", "partner")[0] == 200


def test_a_key_is_a_password_of_basic_authentication(ask: Ask) -> None:
    """Section 1.6.9: the scheme that every client has; the server's others do as well."""
    assert ask("main/", "partner")[0] == ask("main/", "partner", "Bearer")[0] == 200


def test_who_was_named_sees_the_collection(ask: Ask, service: TaxiiService) -> None:
    assert ask(f"main/collections/{HIDDEN}/", "partner")[0] == 404
    assert ask(f"main/collections/{HIDDEN}/", "somebody")[0] == 200
    set_grants(service.engine, HIDDEN, [Grant("Partner", can_read=False, can_write=True)])
    found = ask(f"main/collections/{HIDDEN}/", "partner")[1]
    assert (found["can_read"], found["can_write"]) == (False, True)


def test_markings_decide_what_a_caller_is_given(ask: Ask, service: TaxiiService) -> None:
    """What a caller may not have is not there: not in a count, a manifest or a version, and the last is another."""
    markings = ["TLP:CLEAR", "TLP:AMBER", "TLP:RED", "TLP:GREEN//REL TO Partner", "TLP:CLEAR//REL TO MOFA"]
    definitions = make_definitions(markings)
    objects = [make_object(n, object_marking_refs=list(marking_refs(one))) for n, one in enumerate(markings)]
    secret = make_object(0, modified="2026-02-01T00:00:00.000Z", object_marking_refs=objects[2]["object_marking_refs"])
    unknown = make_object(9, object_marking_refs=["marking-definition--00000000-0000-4000-8000-000000000001"])
    add_objects(service.engine, SHARED, [*definitions, *objects, secret, unknown])

    def given(user: str) -> list[tuple[str, str]]:
        path = f"main/collections/{SHARED}"
        found = ask(f"{path}/objects/?match[type]=campaign", user)[1]["objects"]
        manifest = ask(f"{path}/manifest/?match[type]=campaign", user)[1]["objects"]
        assert isinstance(found, list)
        assert isinstance(manifest, list)
        assert [one["id"] for one in manifest] == [one["id"] for one in found]
        return [(one["name"], one["modified"][:7]) for one in found]

    assert given("somebody") == [("campaign 0", "2026-01")]
    assert given("partner") == [("campaign 0", "2026-01"), ("campaign 3", "2026-01")]
    set_grants(service.engine, SHARED, [Grant("Partner")])
    assert given("partner") == [(f"campaign {number}", "2026-01") for number in (0, 1, 3, 9)]
    assert ask(f"main/collections/{SHARED}/objects/{objects[2]['id']}/", "partner")[0] == 404
    assert ask(f"main/collections/{SHARED}/objects/{objects[0]['id']}/versions/", "partner")[1]["versions"] == [MOMENT]


def test_elsewhere_nobody_is_asked_for_a_password(service: TaxiiService, ledger: Ledger) -> None:
    """A browser would open its own form in front of the workbench's."""
    add_key(ledger, "Partner", [KeyScope.SHARE], by="test")
    rails = Rails(settings=Settings(rate=0, log="off"), keyring=Keyring(ledger))
    with TestClient(create_app(None, rails=rails, taxii=service), base_url="http://127.0.0.1:8765") as client:
        assert "Basic" not in client.get("/metrics").headers["www-authenticate"]
