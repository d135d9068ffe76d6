"""Who asks, and whether they may: keys are looked up first, refused after the rate was counted."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from http import HTTPStatus

from counterflow.api.guard.asgi import App, Receive, Scope, Send, header_values, state_of
from counterflow.api.guard.key import Key, KeyScope
from counterflow.api.guard.keyring import Keyring
from counterflow.api.guard.refuse import refuse
from counterflow.api.guard.route import is_taxii_path, method_name, needed_scopes
from counterflow.exc import AuthError, CounterflowError, ForbiddenError

CHALLENGE = (b"www-authenticate", b'ApiKey realm="counterflow", Bearer realm="counterflow"')
"""RFC 9110, 11.6.1; the scheme `Bearer` is that of RFC 6750."""

BASIC = (b"www-authenticate", b'Basic realm="counterflow", ' + CHALLENGE[1])
"""What TAXII's clients must be able to send (section 1.6.9); a browser elsewhere would ask its user for a password."""

SCHEMES = frozenset({b"apikey", b"bearer"})
CALLER = "caller"
"""Where `request.state` has the caller."""


@dataclass(frozen=True)
class Caller:
    """Who asks."""

    key_id: str | None
    """None: no key was needed."""
    holder: str
    """Whom the key belongs to, or the user of this machine; a decision is entered in this name."""
    scopes: frozenset[str] = field(default_factory=frozenset)


class Identify:
    """Notes who asks as `state["caller"]`; refuses nobody, so that the rate can be counted first."""

    def __init__(self, app: App, keyring: Keyring, local_user: str | None) -> None:
        """Look keys up in a ring; while it never had one, every caller is `local_user`, where that is not None."""
        self._app = app
        self._keyring = keyring
        self._local = local_user

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Identify the caller, then go on."""
        if len(needed_scopes(scope["path"], method_name(scope))) > 0:
            try:
                caller = await self._caller(scope)
            except CounterflowError as exc:
                error = CounterflowError(f"the API keys cannot be read: {exc.what}", next_step="Check the ledger")
                await refuse(send, error, HTTPStatus.SERVICE_UNAVAILABLE)
                return
            if caller is not None:
                state_of(scope)[CALLER] = caller
        await self._app(scope, receive, send)

    async def _caller(self, scope: Scope) -> Caller | None:
        keys = await self._keyring.current()
        if not keys.was_one_entered:
            return None if self._local is None else Caller(None, self._local, frozenset(KeyScope))
        text = sent_key(scope)
        key: Key | None = None if text is None else keys.find(text, self._keyring.now())
        return None if key is None else Caller(key.id, key.holder, key.scopes)


class Authorise:
    """Lets a request pass whose caller has a scope that its route needs."""

    def __init__(self, app: App) -> None:
        """Stand before an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on, or answer 401 or 403."""
        needed = needed_scopes(scope["path"], method_name(scope))
        caller = caller_of(scope)
        if len(needed) > 0 and caller is None:
            challenge = BASIC if is_taxii_path(scope["path"]) else CHALLENGE
            await refuse(send, _no_key(scope), HTTPStatus.UNAUTHORIZED, [challenge])
        elif caller is not None and len(needed) > 0 and needed.isdisjoint(caller.scopes):
            words = " or ".join(sorted(needed))
            error = ForbiddenError(
                "this key may not do that", expected=f"the scope {words}", next_step="Use a key that has it"
            )
            await refuse(send, error, HTTPStatus.FORBIDDEN)
        else:
            await self._app(scope, receive, send)


def caller_of(scope: Scope) -> Caller | None:
    """Say who asks; None: nobody who is known, or a route that anybody may ask."""
    caller = state_of(scope).get(CALLER)
    return caller if isinstance(caller, Caller) else None


def decider_of(scope: Scope) -> str | None:
    """Say in whose name the caller decides; None: it may not."""
    caller = caller_of(scope)
    return caller.holder if caller is not None and KeyScope.DECIDE in caller.scopes else None


def known_decider(scope: Scope) -> str:
    """Say in whose name the caller decides.

    Raises:
        ForbiddenError: it may not.
    """
    found = decider_of(scope)
    if found is None:
        raise ForbiddenError("this key may not decide", expected="a key with the scope decide")
    return found


def sent_key(scope: Scope) -> str | None:
    """Give the key that a request sends; None: none, or several different ones."""
    found = {value.strip() for value in header_values(scope, b"x-api-key")}
    for value in header_values(scope, b"authorization"):
        scheme, _, text = value.strip().partition(b" ")
        if scheme.lower() in SCHEMES:
            found.add(text.strip())
        elif scheme.lower() == b"basic" and is_taxii_path(scope.get("path", "")):  # elsewhere it is a proxy's
            found.add(_password(text.strip()))
    return found.pop().decode("latin-1") if len(found) == 1 else None


def _password(credentials: bytes) -> bytes:
    """Give the password of HTTP's basic scheme, which is the key; its user is whatever the client's form asks for."""
    try:
        return base64.b64decode(credentials, validate=True).partition(b":")[2]
    except ValueError:
        return b""


def _no_key(scope: Scope) -> AuthError:
    sent = len(header_values(scope, b"x-api-key")) + len(header_values(scope, b"authorization")) > 0
    return AuthError(
        "no valid API key was sent: it is unknown, expired or taken back" if sent else "no API key was sent",
        expected="a header Authorization: ApiKey <key>, Authorization: Bearer <key> or X-Api-Key: <key>",
        next_step="Ask whoever runs this server for a key",
    )
