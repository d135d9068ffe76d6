"""`/catalog` and `/algorithms`."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from counterflow.api.yente.shape import AlgorithmsResponse, CatalogResponse


@pytest.mark.parametrize("path", ["/catalog", "/manifest"])
def test_catalog(client: TestClient, path: str) -> None:
    """The lists, with `default` among them, under both names."""
    answer = client.get(path)
    catalog = CatalogResponse.model_validate_json(answer.content)
    assert [one.name for one in catalog.datasets] == ["default", "un", "empty"]
    assert answer.headers["etag"] == client.get("/catalog").headers["etag"]


@pytest.mark.parametrize(
    ("known", "status"),
    [("TAG", 304), ("W/TAG", 304), ('"a", TAG', 304), ("*", 304), ('"state-0"', 200), ("", 200)],
)
def test_a_client_that_has_it_is_told_so(client: TestClient, known: str, status: int) -> None:
    """304 without a body as long as the answer is the same."""
    tag = client.get("/catalog").headers["etag"]
    answer = client.get("/catalog", headers={"If-None-Match": known.replace("TAG", tag)})
    assert answer.status_code == status
    assert (len(answer.content) == 0) == (status == 304)
    assert answer.headers["etag"] == tag


def test_algorithms(client: TestClient) -> None:
    """What the client needs to choose one."""
    found = AlgorithmsResponse.model_validate_json(client.get("/algorithms").content)
    assert (found.best, [one.name for one in found.algorithms]) == ("bits-v2", ["bits-v2"])
