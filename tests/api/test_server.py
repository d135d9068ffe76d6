"""The HTTP API: documented shapes, clear errors, and nothing that a document's text could run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import jsonschema
import pytest
from fastapi.testclient import TestClient

from counterflow.api.case import CurrentArchive
from counterflow.api.server import create_app
from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.engine import EngineError
from counterflow.exc import NotFoundError
from counterflow.run.build import open_build

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
        ("/api/exposure/ofac-12209", "exposure"),
        ("/api/exposure/unsc-6908524?to=ofac-12209", "exposure"),
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


@pytest.mark.parametrize(
    "path", ["/api/entities/nobody", "/api/documents/none", "/api/nothing", "/api/exposure/nobody"]
)
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


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/assets/nothing.js", 404), ("POST", "/api/case", 405), ("DELETE", "/healthz", 405)],
)
def test_what_the_server_refuses_has_the_shape_of_errors(
    client: TestClient, method: str, path: str, status: int
) -> None:
    """A file that is not there and a method that nothing takes: the one shape of all errors."""
    answer = client.request(method, path)
    assert answer.status_code == status
    schema = json.loads((SCHEMAS / "error.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(answer.json())
    assert path in answer.json()["error"]["what"]


def is_open(archive: Archive) -> bool:
    """Whether a query is still answered."""
    try:
        return len(archive.rows("SELECT 1 AS one")) == 1
    except EngineError:
        return False


def test_a_replaced_build_is_closed_with_its_last_reader(example_case: Case, tmp_path: Path) -> None:
    """A request keeps the build it began with; when the last one ends, its memory and files are given back."""
    root = tmp_path / "case"
    shutil.copytree(example_case.root, root)
    case = Case(root=root, name="x")
    first = open_build(case).path
    second = first.with_name("0" * 16)
    shutil.copytree(first, second)
    current = CurrentArchive(case)
    with current.read() as old, current.read() as same:
        assert old is same
        (root / "current").write_text(second.name, encoding="utf-8")
        with current.read() as new:
            assert new.build.path == second
            assert is_open(old)
    assert not is_open(old)
    assert is_open(new)
    with current.read() as again:
        assert again is new
        current.close()
        assert is_open(new)
    assert not is_open(new)


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


def test_an_index_alone_is_served_without_what_reads_a_case() -> None:
    """Arrow, DuckDB and the readers of inputs take longer to load than the index to open."""
    heavy = ("pyarrow", "duckdb", "counterflow.collect.stage", "counterflow.dossier.archive", "counterflow.run.run")
    code = (
        "import sys, counterflow.api.server, counterflow.service.source; sys.exit(any(map(sys.modules.get, sys.argv)))"
    )
    assert subprocess.run([sys.executable, "-c", code, *heavy], check=False).returncode == 0
