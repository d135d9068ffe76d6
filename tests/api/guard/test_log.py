"""The log: one line a request, and nothing personal in it."""

from __future__ import annotations

import asyncio
import datetime
import io
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.api.guard.access import CALLER, Caller
from counterflow.api.guard.asgi import App, Receive, Scope, Send
from counterflow.api.guard.log import RequestLog, describe_error, format_line, write_stderr

Ask = Callable[..., Any]
NOW = datetime.datetime(2026, 11, 22, 17, 30, 5, 123456, datetime.UTC)
SECRET = "Kim Jong Un"


def logged(app: App, form: str = "json") -> tuple[App, list[str]]:
    lines: list[str] = []
    ticks = iter(range(1000))
    return RequestLog(app, form, write=lines.append, now=lambda: NOW, clock=lambda: next(ticks) / 8), lines


class Route:
    """A route as frameworks note it."""

    path_format = "/match/{dataset}"


async def routed(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer as a route does that a caller with a key asked."""
    scope["route"] = Route()
    scope["state"][CALLER] = Caller("abcdefgh", SECRET)
    scope["state"]["fingerprint"] = "f1"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"12345", "more_body": True})
    await send({"type": "http.response.body", "body": b"678", "more_body": False})


def test_a_line_says_how_it_went(ask: Ask) -> None:
    """Everything that running a server needs, in JSON."""
    app, lines = logged(routed)
    answer = ask(app, method="POST", headers=[("x-request-id", "job-17.3_a")])
    assert [json.loads(line) for line in lines] == [
        {
            "time": "2026-11-22T17:30:05.123+00:00",
            "request_id": "job-17.3_a",
            "method": "POST",
            "route": "/match/{dataset}",
            "key": "abcdefgh",
            "state": "f1",
            "status": 200,
            "ms": 125.0,
            "bytes": 8,
        }
    ]
    assert answer.headers["x-request-id"] == "job-17.3_a"


def test_the_same_line_as_text(ask: Ask) -> None:
    """`text` is for people; `off` writes nothing of a request that went well."""
    app, lines = logged(routed, "text")
    ask(app, headers=[("x-request-id", "1")])
    assert lines == [
        "time=2026-11-22T17:30:05.123+00:00 request_id=1 method=GET route=/match/{dataset} key=abcdefgh state=f1 "
        "status=200 ms=125.0 bytes=8"
    ]
    app, lines = logged(routed, "off")
    ask(app)
    assert lines == []


@pytest.mark.parametrize("given_id", [None, "", "a b", "a\nb", "é", "x" * 65, '"'])
def test_an_id_that_is_not_plain_is_replaced(ask: Ask, given_id: str | None) -> None:
    """What a caller sends stands in the line only as a short plain word."""
    app, lines = logged(routed)
    answer = ask(app, headers=[] if given_id is None else [("x-request-id", given_id)])
    made = json.loads(lines[0])["request_id"]
    assert made == answer.headers["x-request-id"]
    assert len(made) == 16
    assert made.isalnum()


TEXT = st.text(min_size=12, max_size=40)
"""Long enough that it is in no line by chance."""


@given(
    text=TEXT.filter(lambda one: one.strip("0") != ""),
    form=st.sampled_from(["json", "text", "off"]),
    fails=st.booleans(),
)
def test_nothing_that_is_asked_is_in_the_line(ask: Ask, text: str, form: str, fails: bool) -> None:
    """Path, query, method, headers, body, client and the text of an error: none of them, in no form."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if fails:
            raise ValueError(text)
        await send({"type": "http.response.start", "status": 404, "headers": []})

    raw = text.encode("utf-8", "surrogatepass")
    latin = raw.decode("latin-1")
    headers = [(name, latin) for name in ("user-agent", "authorization", "x-api-key", "referer", "cookie")]
    guarded, lines = logged(app, form)
    ask(guarded, path=f"/{text}", method=text, query=raw, headers=headers, chunks=[raw], client=(text, 1))
    for line in lines:
        assert text not in line
        assert json.dumps(text)[1:-1] not in line
        assert line.isascii()
        assert line.isprintable()


@given(
    st.dictionaries(st.sampled_from(["state", "key", "route"]), st.text()),
    st.sampled_from(["json", "text"]),
)
def test_no_value_can_end_a_line(fields: dict[str, str], form: str) -> None:
    """Whatever stands in a field: the line is one, printable, and JSON gives the value back."""
    line = format_line(fields, form)
    assert line.isascii()
    assert line.isprintable()
    assert len(line.splitlines()) <= 1
    if form == "json":
        assert json.loads(line) == fields


async def failing(scope: Scope, receive: Receive, send: Send) -> None:
    """Fail over something personal."""
    json.loads(SECRET)


def test_a_failure_is_answered_without_what_it_says(ask: Ask) -> None:
    """500 in the one shape of errors, with the id of the request; the line has the type alone."""
    app, lines = logged(failing, "off")
    answer = ask(app, headers=[("x-request-id", "7")])
    assert answer.status == 500
    assert "7" in answer.error["next_step"]
    data = json.loads(lines[0])
    assert data["error"] == "JSONDecodeError"
    assert data["status"] == 500
    assert SECRET not in lines[0] + answer.body.decode()


def test_an_error_is_placed_in_our_code() -> None:
    """File, line and function of the innermost frame that is ours; of a group its first error."""

    try:
        try:
            describe_error(3)  # type: ignore[arg-type]
        except AttributeError as exc:
            raise ExceptionGroup("several", [exc]) from exc
    except ExceptionGroup as group:
        found = describe_error(group)
    assert found["error"] == "AttributeError"
    assert found["place"].startswith("counterflow/api/guard/log.py:")
    assert found["place"].endswith(" describe_error")
    assert describe_error(ValueError(SECRET)) == {"error": "ValueError", "place": ""}


def test_an_answer_that_was_begun_is_cut_off(ask: Ask) -> None:
    """What is raised to the server, which prints it, does not say what the failure said."""

    async def half(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise KeyError(SECRET)

    app, lines = logged(half)
    with pytest.raises(RuntimeError, match="cut off: KeyError") as caught:
        ask(app)
    assert caught.value.__suppress_context__
    assert json.loads(lines[0])["error"] == "KeyError"


def test_a_cancelled_request_is_logged_and_stays_cancelled(ask: Ask) -> None:
    """A server that ends cancels what is in flight; nobody catches that."""

    async def cancelled(scope: Scope, receive: Receive, send: Send) -> None:
        raise asyncio.CancelledError

    app, lines = logged(cancelled)
    with pytest.raises(asyncio.CancelledError):
        ask(app)
    data = json.loads(lines[0])
    assert data["error"] == "CancelledError"
    assert "status" not in data


def test_a_closed_stderr_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log that nobody reads is no reason to refuse a request."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    write_stderr("one")
    assert stream.getvalue() == "one\n"
    stream.close()
    write_stderr("two")
