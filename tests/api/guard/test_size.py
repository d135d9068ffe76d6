"""How large, deep and slow a request may be."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.api.guard import refuse
from counterflow.api.guard.asgi import App, Message, Receive, Scope, Send
from counterflow.api.guard.size import BodyLimit, HeadLimit, Sizes, is_deeper

Ask = Callable[..., Any]
SMALL = Sizes(body_bytes=10, body_seconds=0.05, url_bytes=20, header_bytes=60, header_fields=3, json_depth=2)


async def never(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that must not be reached."""
    raise AssertionError(scope["path"])


@given(chunks=st.lists(st.binary(max_size=6).filter(lambda one: b"[" not in one and b"{" not in one), min_size=1))
def test_a_body_passes_whole_or_not_at_all(ask: Ask, app: App, chunks: list[bytes]) -> None:
    """Bytes are counted as they come, however they are cut, and what passes is what was sent."""
    answer = ask(BodyLimit(app, SMALL), method="POST", chunks=chunks)
    body = b"".join(chunks)
    if len(body) <= SMALL.body_bytes:
        assert (answer.status, answer.body) == (200, body)
    else:
        assert answer.status == 413
        assert answer.error["what"] == "the body is too large"


def test_a_body_that_says_it_is_too_large_is_not_waited_for(ask: Ask) -> None:
    """The answer is sent before anything is read; then what comes is dropped, so that the client sees the answer."""
    app = BodyLimit(never, SMALL)
    answer = ask(app, method="POST", headers=[("content-length", "11")], chunks=[b"12345", b"678901"])
    assert answer.status == 413
    assert answer.headers["connection"] == "close"
    assert answer.received == 2
    assert answer.messages[1]["more_body"] is True
    assert answer.messages[1]["body"] == answer.body
    assert int(answer.headers["content-length"]) == len(answer.body)


def test_a_length_as_long_as_a_book_is_too_large(ask: Ask) -> None:
    """Digits without end are not read as a number."""
    assert ask(BodyLimit(never, SMALL), headers=[("content-length", "9" * 10_000)]).status == 413


def test_dropping_ends(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that sends for ever, or stops sending, is left."""
    monkeypatch.setattr(refuse, "DROP_BYTES", 20)
    monkeypatch.setattr(refuse, "DROP_SECONDS", 0.05)
    app = BodyLimit(never, SMALL)
    endless = ask(app, method="POST", headers=[("content-length", "99")], chunks=[b"1234567890"] * 100)
    assert endless.received == 2
    silent = ask(app, method="POST", headers=[("content-length", "99")], chunks=[b"1"], stalls=True)
    assert [endless.status, silent.status] == [413, 413]


def test_a_body_that_does_not_come_is_not_waited_for(ask: Ask) -> None:
    """408 ends the connection."""
    answer = ask(BodyLimit(never, SMALL), method="POST", chunks=[b"12", b"34"], stalls=True)
    assert answer.status == 408
    assert answer.headers["connection"] == "close"
    assert answer.error["expected"] == "all of it within 0.05 s"


def test_a_client_that_goes_away_gets_no_answer(ask: Ask) -> None:
    """Nothing is begun for it."""
    answer = ask(BodyLimit(never, SMALL), method="POST", chunks=[b"12", b"34"], goes_away=True)
    assert answer.messages == []


def test_an_application_still_learns_that_its_client_went_away() -> None:
    """After the body, the server's own messages come through."""
    seen: list[str] = []

    async def wait(scope: Scope, receive: Receive, send: Send) -> None:
        seen.extend([(await receive())["type"], (await receive())["type"]])

    messages: list[Message] = [{"type": "http.request", "body": b"x", "more_body": False}, {"type": "http.disconnect"}]

    async def receive() -> Message:
        return messages.pop(0)

    async def send(message: Message) -> None:
        raise AssertionError(message)

    asyncio.run(BodyLimit(wait, SMALL)({"type": "http", "path": "/", "headers": []}, receive, send))
    assert seen == ["http.request", "http.disconnect"]


def depth_of(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth_of, inner), default=0)


JSON = st.recursive(
    st.none() | st.integers() | st.text(alphabet=st.sampled_from('ab"\\[]{}é\n'), max_size=8),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text('k"[{', max_size=3), one, max_size=3),
)


@given(value=JSON, depth=st.integers(0, 6), is_ascii=st.booleans())
def test_depth_is_what_parsing_would_find(value: Any, depth: int, is_ascii: bool) -> None:
    """Brackets in strings do not count, escaped quotes do not end one."""
    body = json.dumps(value, ensure_ascii=is_ascii).encode()
    assert is_deeper(body, depth) is (depth_of(value) > depth)


@given(st.text(alphabet=st.sampled_from('"\\[]{}a:,'), max_size=60))
def test_what_is_no_json_is_not_deeper_than_its_brackets(text: str) -> None:
    """Any bytes have an answer, and only those with that many brackets may be refused."""
    if is_deeper(text.encode(), 3):
        assert text.count("[") + text.count("{") > 3


def test_deep_json_is_refused_before_it_is_parsed(ask: Ask) -> None:
    """400 for a hundred thousand lists within each other, also without their ends."""
    app = BodyLimit(never, Sizes(json_depth=32))
    for body in (b"[" * 100_000, b'{"a":' * 33 + b"1" + b"}" * 33):
        answer = ask(app, method="POST", chunks=[body])
        assert answer.status == 400
        assert answer.error["expected"] == "at most 32 levels"


def test_a_long_address_is_refused(ask: Ask, app: App) -> None:
    """Path and query together; 414 is what the peer answers."""
    limited = HeadLimit(app, SMALL)
    assert ask(limited, path="/" * 10, query=b"q" * 10).status == 200
    answer = ask(limited, path="/" * 10, query=b"q" * 11)
    assert answer.status == 414
    assert answer.error["expected"] == "at most 20 bytes"
    assert ask(limited, path="/" + "é" * 10).status == 414


def test_long_headers_are_refused(ask: Ask, app: App) -> None:
    """Too many, or too long together."""
    limited = HeadLimit(app, SMALL)
    assert ask(limited, headers=[("a", "b")] * 2).status == 200
    for headers in ([("a", "b")] * 3, [("a", "b" * 60)]):
        answer = ask(limited, headers=headers)
        assert answer.status == 431
        assert answer.error["what"] == "the headers are too long"
