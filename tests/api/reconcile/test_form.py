"""Forms and JSON as clients send them."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from counterflow.api.reconcile.form import MAX_BODY_BYTES, MAX_FIELDS, parse_form, read_object, shown
from counterflow.exc import UsageError

PATH = "/reconcile/default"
FORM = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8")), max_size=8
    )
)
def test_what_a_browser_writes_is_read(fields: dict[str, str]) -> None:
    """Every form comes back as it was written."""
    assert parse_form(urlencode(fields).encode("ascii")) == fields


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    """No body stops the server, and what is read can be written as UTF-8."""
    try:
        fields = parse_form(body)
    except UsageError:
        return
    for text in (*fields, *fields.values()):
        text.encode("utf-8")


def test_the_first_of_equal_fields_counts() -> None:
    """So nobody behind a proxy that looks at the first one is told another."""
    assert parse_form(b"queries=a&queries=b") == {"queries": "a"}


def test_many_fields_are_refused() -> None:
    """A form has one field that is read."""
    with pytest.raises(UsageError, match="at most 16"):
        parse_form(b"&".join(b"a%d=" % number for number in range(MAX_FIELDS + 1)))


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", "[" * 100_000, '{"a":' * 100_000, "9" * 5_000, "\ud800"])
def test_what_is_no_object_is_refused_without_repeating_it(text: str) -> None:
    """The message names the field."""
    with pytest.raises(UsageError) as caught:
        read_object(text, "queries")
    assert caught.value.message.startswith("queries is ")
    assert len(caught.value.message) < 100


@given(st.text())
def test_a_text_in_a_message_is_one_short_line_of_ascii(text: str) -> None:
    """Whatever a client sends, a log or header has no line of its making."""
    assert shown(text).isascii()
    assert shown(text).isprintable()


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    """413, whether its length is said or it comes in pieces."""
    body = b"queries=" + b"x" * MAX_BODY_BYTES
    assert client.post(PATH, content=body, headers=FORM).status_code == 413
    pieces = (body[place : place + 65_536] for place in range(0, len(body), 65_536))
    assert client.post(PATH, content=pieces, headers=FORM).status_code == 413


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", ""])
def test_another_body_is_refused(client: TestClient, kind: str) -> None:
    """415: only forms are read."""
    assert client.post(PATH, content=b"queries={}", headers={"content-type": kind}).status_code == 415


def test_a_form_without_a_known_field_is_refused(client: TestClient) -> None:
    """It asks for nothing."""
    assert client.post(PATH, data={"query": "Kim"}).status_code == 400
