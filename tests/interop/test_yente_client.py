"""The peer's own client, unmodified and in its own environment: every call that it makes of a server."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from counterflow.api.guard.key import KeyScope, add_key
from counterflow.compare.algorithm import ALGORITHM
from counterflow.ledger import Ledger

from .serving import serve

KIM = {"schema": "Person", "properties": {"name": ["Kim Yong Chol"], "birthDate": ["1962-02-18"]}}
NOBODY = {"schema": "Person", "properties": {"name": ["Wilhelmina Ardenne"]}}

Call = Callable[..., Any]

pytestmark = pytest.mark.slow


def make_calls(python: Path, url: str, calls: list[Any], key: str | None = None) -> tuple[list[Any], list[Any]]:
    """Make calls with both clients; gives what each gave."""
    command = [str(python), str(Path(__file__).with_name("call_yente.py")), url, *([] if key is None else [key])]
    done = subprocess.run(command, input=json.dumps(calls), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    given = json.loads(done.stdout)
    return given["sync"], given["async"]


@pytest.fixture(scope="module")
def call(yente_client: Path, served_url: str) -> Call:
    """Calls a method of both clients, which must give the same."""

    def call(method: str, *arguments: Any, **keywords: Any) -> Any:
        (sync,), (other,) = make_calls(yente_client, served_url, [[method, arguments, keywords]])
        assert sync == other
        return sync

    return call


def ids(answer: Any) -> list[str]:
    return [one["id"] for one in answer["results"]]


def test_it_is_up_and_ready(call: Call) -> None:
    assert call("healthz")["status"] == "ok"
    assert call("readyz")["status"] == "ok"


def test_what_there_is_to_search(call: Call) -> None:
    given = call("datasets")
    assert [one["name"] for one in given["datasets"]] == ["default", "un_sc_sanctions", "us_ofac_sdn"]
    assert given["datasets"][0]["children"] == ["un_sc_sanctions", "us_ofac_sdn"]
    algorithms = call("algorithms")
    assert (algorithms["best"], algorithms["default"]) == (ALGORITHM, ALGORITHM)
    assert [one["name"] for one in algorithms["algorithms"]] == [ALGORITHM]


def test_a_catalog_that_is_known_is_not_sent_again(yente_client: Path, served_url: str) -> None:
    """The client keeps it by its tag, asks with that, and takes 304."""
    twice, other = make_calls(yente_client, served_url, [["datasets", [], {}]] * 2)
    assert twice[0] == twice[1] == other[0] == other[1]


@pytest.mark.parametrize(
    ("text", "keywords", "found"),
    [
        ("kim", {}, ["un-1", "us-1"]),
        ("", {"schema": "Company"}, ["us-2"]),
        ("kim", {"datasets": ["us_ofac_sdn"]}, ["us-1"]),
        ("kim", {"datasets": ["default", "us_ofac_sdn"]}, ["us-1"]),
        ("kim", {"exclude_datasets": ["us_ofac_sdn"]}, ["un-1"]),
        ("", {"schema": "LegalEntity", "exclude_schemata": ["Person"]}, ["us-2"]),
        ("", {"schema": "LegalEntity", "topics": ["sanction"]}, ["un-1"]),
        ("", {"schema": "LegalEntity", "countries": ["kp"]}, ["un-1", "us-2"]),
        ("kim", {"changed_since": "2023-01-01"}, ["un-1"]),
        ("kim", {"filter": ["properties.birthDate:1962-02-18"]}, ["un-1"]),
        ("kim", {"limit": 1, "offset": 1, "sort": ["last_change:desc"]}, ["us-1"]),
        ("kin", {"fuzzy": True}, ["un-1", "us-1"]),
        ("kim -chol", {"simple": True}, []),
    ],
)
def test_search(call: Call, text: str, keywords: dict[str, Any], found: list[str]) -> None:
    assert sorted(ids(call("search", text, **keywords))) == found


def test_facets(call: Call) -> None:
    facets = call("search", "kim", facets=["datasets", "schema"])["facets"]
    counted = {name: {one["name"]: one["count"] for one in facet["values"]} for name, facet in facets.items()}
    assert counted == {"datasets": {"un_sc_sanctions": 1, "us_ofac_sdn": 1}, "schema": {"Person": 2}}


@pytest.mark.parametrize(
    ("keywords", "found"),
    [
        ({}, ["un-1", "us-1"]),
        ({"limit": 1}, ["un-1"]),
        ({"algorithm": "best", "threshold": 1, "cutoff": 0.3}, ["un-1", "us-1"]),
        ({"datasets": ["un_sc_sanctions"]}, ["un-1"]),
        ({"datasets": ["default", "us_ofac_sdn"]}, ["us-1"]),
        ({"exclude_datasets": ["un_sc_sanctions"]}, ["us-1"]),
        ({"exclude_schemata": ["Person"]}, []),
        ({"topics": ["sanction"]}, ["un-1"]),
        ({"changed_since": "2023-01-01"}, ["un-1"]),
        ({"exclude_entities": ["old/1"]}, ["us-1"]),
    ],
)
def test_match(call: Call, keywords: dict[str, Any], found: list[str]) -> None:
    assert ids(call("match", KIM, **keywords)) == found


def test_a_match_says_why(call: Call) -> None:
    given = call("match", KIM, limit=1)
    best = given["results"][0]
    assert (best["caption"], best["match"]) == ("KIM Yong Chol", True)
    assert best["explanations"]["name"]["score"] > 0
    assert given["total"] == {"value": 2, "relation": "eq"}


def test_match_iter(call: Call) -> None:
    """Each example under its key; one that cannot be searched does not end the others."""
    asked = [["kim", KIM], ["nobody", NOBODY], ["nameless", {"schema": "Person", "properties": {"country": ["kp"]}}]]
    given = dict(call("match_iter", asked, on_error="collect"))
    assert ids(given["kim"]) == ["un-1", "us-1"]
    assert ids(given["nobody"]) == []
    assert given["nameless"]["raised"] == "BadRequestError"
    assert "no name" in given["nameless"]["detail"]


def test_fetch(call: Call) -> None:
    """With what stands next to it in the places of ids, without it, and by the id that it had."""
    nested = call("fetch", "un-1")
    assert nested["properties"]["sanctions"][0]["id"] == "s-1"
    assert nested["properties"]["ownershipOwner"][0]["properties"]["asset"][0]["id"] == "us-2"
    assert "sanctions" not in call("fetch", "un-1", nested=False)["properties"]
    assert call("fetch", "old/1") == nested


def test_adjacent(call: Call) -> None:
    near = call("adjacent", "un-1")
    assert near["entity"]["id"] == "un-1"
    assert {name: ids(page) for name, page in near["adjacent"].items()} == {
        "sanctions": ["s-1"],
        "ownershipOwner": ["own-1"],
    }
    assert ids(call("adjacent", "old/1", prop="sanctions", limit=1)) == ["s-1"]
    assert ids(call("adjacent", "un-1", prop="sanctions", offset=1)) == []


@pytest.mark.parametrize(
    ("method", "arguments", "keywords", "raised"),
    [
        ("fetch", ["nobody"], {}, "NotFoundError"),
        ("adjacent", ["un-1"], {"prop": "banana"}, "NotFoundError"),
        ("adjacent", ["nobody"], {}, "NotFoundError"),
        ("search", ["kim"], {"datasets": ["nothing"]}, "NotFoundError"),
        ("match", [KIM], {"datasets": ["nothing"]}, "NotFoundError"),
        ("statements", [], {"canonical_id": "un-1"}, "NotFoundError"),
        ("match", [KIM], {"algorithm": "logic-v2"}, "BadRequestError"),
        ("match", [KIM], {"weights": {"name": 1.0}}, "BadRequestError"),
        ("match", [KIM], {"changed_since": "yesterday"}, "BadRequestError"),
        ("search", ["kim"], {"filter": ["birthDate"]}, "BadRequestError"),
    ],
)
def test_what_is_refused(call: Call, method: str, arguments: list[Any], keywords: dict[str, Any], raised: str) -> None:
    """As the client's own errors, with a text."""
    given = call(method, *arguments, **keywords)
    assert given["raised"] == raised
    assert len(given["detail"]) > 0


def test_what_the_client_refuses_itself(call: Call) -> None:
    """A schema that cannot be matched is not sent; ours would be refused all the same (tests/api)."""
    assert call("match", {"schema": "Article", "properties": {"title": ["x"]}})["raised"] == "ConfigurationError"


class Guarded(NamedTuple):
    """A server that asks for keys; each may ask eight times at once, then four times a second."""

    url: str
    keys: dict[str, str]


@pytest.fixture(scope="module")
def guarded(index: Path) -> Iterator[Guarded]:
    path = index.parent / "keys.sqlite"
    with closing(Ledger.of_file(path)) as ledger:
        scopes = {"screen": KeyScope.SCREEN, "busy": KeyScope.SCREEN, "update": KeyScope.UPDATE}
        keys = {holder: add_key(ledger, holder, [scope], by="test")[1] for holder, scope in scopes.items()}
    with serve(index, index.parent / "keys.log", "--ledger", str(path), COUNTERFLOW_RATE="4") as url:
        yield Guarded(url, keys)


@pytest.mark.parametrize(("holder", "status"), [(None, 401), ("nobody", 401), ("update", 403)])
def test_a_key_that_does_not_fit(yente_client: Path, guarded: Guarded, holder: str | None, status: int) -> None:
    """None, an unknown one, one for something else: an error of the client's own. Health needs none."""
    key = None if holder is None else guarded.keys.get(holder, "cf_aaaaaaaa_wrong")
    for up, refused in make_calls(yente_client, guarded.url, [["healthz", [], {}], ["match", [KIM], {}]], key):
        assert up["status"] == "ok"
        assert (refused["raised"], refused["status_code"]) == ("AuthenticationError", status)


def test_a_key_that_fits(yente_client: Path, guarded: Guarded) -> None:
    for (answer,) in make_calls(yente_client, guarded.url, [["match", [KIM], {}]], guarded.keys["screen"]):
        assert ids(answer) == ["un-1", "us-1"]


def test_too_many_requests(yente_client: Path, guarded: Guarded) -> None:
    """The client is told how long to wait, in seconds."""
    sync, _ = make_calls(yente_client, guarded.url, [["algorithms", [], {}]] * 40, guarded.keys["busy"])
    assert sync[0]["best"] == ALGORITHM
    refused = [one for one in sync if "raised" in one]
    assert {one["raised"] for one in refused} == {"RateLimitError"}
    assert min(one["retry_after"] for one in refused) >= 1
