"""Who may ask."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.api.guard.access import Authorise, Identify, caller_of, sent_key
from counterflow.api.guard.asgi import App, Receive, Scope, Send
from counterflow.api.guard.key import add_key, revoke_key
from counterflow.api.guard.keyring import Keyring, Keys
from counterflow.exc import StorageError
from counterflow.ledger import Ledger

Ask = Callable[..., Any]


async def who(scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer with who asks."""
    caller = caller_of(scope)
    said = None if caller is None else [caller.key_id, caller.holder]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": json.dumps(said).encode(), "more_body": False})


def guarded(ledger: Ledger | None, local_user: str | None = "desk") -> App:
    return Identify(Authorise(who), Keyring.read(ledger), local_user)


def test_without_keys_the_local_user_asks(ask: Ask, ledger: Ledger) -> None:
    """A server at one's own desk is open, and its user enters decisions in his own name."""
    for answer in (ask(guarded(ledger)), ask(guarded(None))):
        assert answer.status == 200
        assert json.loads(answer.body) == [None, "desk"]


def test_without_keys_nobody_else_asks(ask: Ask, ledger: Ledger) -> None:
    """Where others can reach the server a key is needed, even if there is none."""
    answer = ask(guarded(ledger, None))
    assert answer.status == 401
    assert answer.headers["www-authenticate"].startswith("ApiKey ")
    assert answer.error["what"] == "no API key was sent"


@pytest.mark.parametrize("form", ["ApiKey {}", "Bearer {}", "apikey {}", "BEARER   {}"])
def test_each_header_takes_a_key(ask: Ask, ledger: Ledger, form: str) -> None:
    """Authorization with either scheme, and X-Api-Key; the name of a scheme has no case (RFC 9110, 11.1)."""
    key, text = add_key(ledger, "bank", ["screen"])
    for headers in ([("authorization", form.format(text))], [("x-api-key", text)]):
        answer = ask(guarded(ledger), headers=headers)
        assert answer.status == 200
        assert json.loads(answer.body) == [key.id, "bank"]


def test_a_key_without_the_scope_is_refused(ask: Ask, ledger: Ledger) -> None:
    """403 says which scope is missing; the route that the key is for is answered."""
    _, text = add_key(ledger, "bank", ["screen"])
    headers = [("x-api-key", text)]
    answer = ask(guarded(ledger), path="/api/decisions", method="POST", headers=headers)
    assert answer.status == 403
    assert answer.error["expected"] == "the scope decide"
    assert ask(guarded(ledger), path="/match/default", method="POST", headers=headers).status == 200


def test_either_of_two_scopes_is_enough(ask: Ask, ledger: Ledger) -> None:
    """Whoever screens and whoever reads may look an entity up."""
    for scope in ("screen", "read", "metrics"):
        _, text = add_key(ledger, "bank", [scope])
        answer = ask(guarded(ledger), path="/entities/ofac-1", headers=[("x-api-key", text)])
        assert answer.status == (403 if scope == "metrics" else 200)


def test_a_server_stays_closed_when_its_last_key_is_taken_back(ask: Ask, ledger: Ledger) -> None:
    """Taking a lost key back does not open the server to everybody."""
    key, text = add_key(ledger, "bank", ["screen"])
    revoke_key(ledger, key.id)
    assert ask(guarded(ledger), headers=[("x-api-key", text)]).status == 401
    assert ask(guarded(ledger)).status == 401


def test_open_routes_need_no_key(ask: Ask, ledger: Ledger) -> None:
    """Health is asked by a load balancer, pages by a browser that has no key yet."""
    add_key(ledger, "bank", ["screen"])
    for path in ("/healthz", "/readyz", "/", "/assets/a.js"):
        answer = ask(guarded(ledger, None), path=path)
        assert answer.status == 200
        assert json.loads(answer.body) is None


def test_keys_that_cannot_be_read_are_said(ask: Ask) -> None:
    """503, and the request is not answered on a guess; health is."""

    class Broken(Keyring):
        async def current(self) -> Keys:
            raise StorageError("the disk is full")

    app = Identify(Authorise(who), Broken(None), "desk")
    answer = ask(app)
    assert answer.status == 503
    assert "the disk is full" in answer.error["what"]
    assert ask(app, path="/healthz").status == 200


def scope_with(*headers: tuple[bytes, bytes]) -> Scope:
    return {"type": "http", "headers": list(headers)}


def test_several_keys_are_none() -> None:
    """Two different keys leave open who asks; one that is sent twice does not. Other schemes are not ours."""
    assert sent_key(scope_with((b"x-api-key", b"a"), (b"authorization", b"ApiKey b"))) is None
    assert sent_key(scope_with((b"x-api-key", b"a"), (b"authorization", b"ApiKey a"))) == "a"
    assert sent_key(scope_with((b"x-api-key", b"a"), (b"authorization", b"Basic b"))) == "a"
    basic = base64.b64encode(b"anybody:a")
    taxii = {**scope_with((b"authorization", b"Basic " + basic)), "path": "/taxii2/"}
    assert sent_key(taxii) == "a"
    assert sent_key({**taxii, "path": "/match"}) is None
    assert sent_key(scope_with()) is None


@given(st.lists(st.tuples(st.sampled_from([b"authorization", b"x-api-key"]), st.binary(max_size=90)), max_size=4))
def test_no_header_opens_by_chance(ask: Ask, headers: list[tuple[bytes, bytes]]) -> None:
    """Any bytes in the headers of keys are answered with 401."""

    class Closed(Keyring):
        async def current(self) -> Keys:
            return Keys({}, was_one_entered=True)

    app = Identify(Authorise(who), Closed(None), "desk")
    sent = [(name.decode(), value.decode("latin-1")) for name, value in headers]
    assert ask(app, headers=sent).status == 401
