"""The HTTP API: documented shapes, clear errors, and nothing that a document's text could run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import jsonschema
import pytest
from fastapi.testclient import TestClient

from counterflow.api.server import create_app
from counterflow.case import Case
from counterflow.exc import NotFoundError

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


@pytest.fixture(scope="session")
def client(example_case: Case) -> Iterator[TestClient]:
    """A client of a server of the example."""
    with TestClient(create_app(example_case), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/api/case", "case"),
        ("/api/search?q=bureau", "search"),
        ("/api/search", "search"),
        ("/api/entities/ofac-12209", "dossier"),
    ],
)
def test_answers_have_their_published_shape(client: TestClient, path: str, shape: str) -> None:
    """Each answer validates against its JSON Schema in docs/schema."""
    answer = client.get(path)
    assert answer.status_code == 200
    schema = json.loads((SCHEMAS / f"{shape}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(answer.json())


def test_a_document_has_its_mentions_at_their_places(client: TestClient) -> None:
    """Every mention and quantity of a document stands where the answer says."""
    found = client.get("/api/search", params={"q": "heroin"}).json()["documents"][0]
    document = client.get(f"/api/documents/{found['id']}").json()
    schema = json.loads((SCHEMAS / "document.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert len(document["mentions"]) > 3
    for one in [*document["mentions"], *document["quantities"]]:
        assert document["text"][one["start"] : one["end"]] == one["text"]


def test_any_member_of_a_cluster_opens_its_dossier(client: TestClient) -> None:
    """The id of each list's entry leads to the same party."""
    ids = {client.get(f"/api/entities/{one}").json()["id"] for one in ("ofac-12209", "unsc-6908524")}
    assert len(ids) == 1


@pytest.mark.parametrize("path", ["/api/entities/nobody", "/api/documents/none", "/api/nothing"])
def test_what_is_not_there_is_said(client: TestClient, path: str) -> None:
    """404 with the error's parts, in the one shape of all errors."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["what"] != ""


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "q=" + "a" * 501])
def test_wrong_parameters_are_said(client: TestClient, query: str) -> None:
    """A wrong parameter is a client's error, in the one shape of all errors."""
    answer = client.get(f"/api/search?{query}")
    assert answer.status_code == 400
    assert "what" in answer.json()["error"]


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    """Pages, answers and errors: nothing but our own files may run."""
    for path in ("/api/case", "/api/nothing", "/healthz"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_only_this_machine_may_ask(client: TestClient) -> None:
    """A page that rebinds its name to this machine is refused by the name it asks with."""
    assert client.get("/api/case", headers={"Host": "evil.example"}).status_code == 400


def test_hostile_queries_are_answered(client: TestClient) -> None:
    """Control characters, markup, SQL and long numbers are words like any other."""
    for query in ("\x00\x01", "<script>alert(1)</script>", "'; DROP TABLE entity; --", "9" * 400, "🚢", '"'):
        assert client.get("/api/search", params={"q": query}).status_code == 200
        assert client.get(f"/api/entities/{quote(query, safe='')}").status_code == 404


def test_a_case_without_a_build_says_what_to_do(tmp_path: Path) -> None:
    """Serving before running names the command."""
    with pytest.raises(NotFoundError, match="counterflow run"):
        create_app(Case(root=tmp_path, name="x"))
