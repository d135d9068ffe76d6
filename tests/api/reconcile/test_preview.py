"""The preview."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from counterflow.api.reconcile.dataset import Dataset
from counterflow.api.reconcile.preview import policy, preview_page
from counterflow.exc import UsageError

PATH = "/reconcile/default/preview"


class Tags(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"{tag} {sorted(attrs)}")

    def handle_data(self, data: str) -> None:
        self.text += data


def page(caption: str, value: str) -> str:
    entity: dict[str, Any] = {
        "id": "x",
        "schema": "Person",
        "caption": caption,
        "datasets": [value],
        "properties": {"name": [caption], "position": [value]},
    }
    return show(entity)


class NoLists:
    """Says nothing but how old the lists are."""

    def __init__(self, stale: bool | None) -> None:
        self.stale = stale

    def datasets(self) -> dict[str, str]:
        return {}

    def is_stale(self, dataset: str) -> bool | None:
        return self.stale

    def note(self, entity: Any) -> str:
        return ""


def show(entity: dict[str, Any], stale: bool | None = None) -> str:
    dataset: Any = Dataset(NoLists(stale), "default")  # type: ignore[arg-type]
    return bytes(preview_page(entity, dataset, ()).body).decode("utf-8")


@given(st.text(min_size=1), st.text())
def test_no_text_becomes_a_tag(caption: str, value: str) -> None:
    """Whatever a list says, the page has the tags that it has for plain words."""
    assert Tags(page(caption, value)).tags == Tags(page("plain", "words")).tags


def test_an_entity_is_shown(client: TestClient) -> None:
    """Name, lists by title, and properties by label."""
    text = Tags(client.get(PATH, params={"id": "old-1"}).text).text
    for part in ("Kim Jong Un", "OFAC", "Birth date", "1984-01-08", "North Korea", "김정은"):
        assert part in text


def test_hostile_values_are_shown_as_text(client: TestClient) -> None:
    """Markup is text, control signs and lone surrogates are U+FFFD."""
    reply = client.get(PATH, params={"id": "ofac-6"})
    assert "<img" not in reply.text
    assert "<img src=x onerror=alert(1)>\ufffd\ufffd" in Tags(reply.text).text


def test_only_the_origins_given_may_frame_it(client: TestClient) -> None:
    """And nothing in it may run, load or lead away."""
    found = client.get(PATH, params={"id": "ofac-1"}).headers["content-security-policy"]
    assert found.endswith("frame-ancestors http://127.0.0.1:3333 http://localhost:3333")
    assert "default-src 'none'" in found
    assert "unsafe" not in found
    assert policy(()).endswith("frame-ancestors 'none'")
    with pytest.raises(UsageError):
        policy(["https://a.example; script-src *"])


def test_stale_lists_are_said() -> None:
    """A list that is too old is no footnote."""
    entity = {"id": "x", "schema": "Person", "caption": "Kim"}
    texts = [Tags(show(entity, one)).text for one in (True, False, None)]
    assert ["older than it may be" in text for text in texts] == [True, False, False]


@pytest.mark.parametrize(("params", "status"), [({}, 400), ({"id": ""}, 400), ({"id": "nobody"}, 404)])
def test_what_is_not_there_is_said(client: TestClient, params: dict[str, str], status: int) -> None:
    """An id is needed, and must be known."""
    assert client.get(PATH, params=params).status_code == status
