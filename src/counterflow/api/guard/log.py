"""One line a request, without personal data: what was asked, by whom and from where is not in it.

A line has the time, the request's id, the method, the route's template, status, milliseconds, bytes of the answer, the
key's id, the fingerprint of the state that answered, and of an error its type and place in our code. It never has a
path's values, a query, a body, a name, an address or what an error says.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import re
import secrets
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from counterflow.api.guard.access import caller_of
from counterflow.api.guard.asgi import App, Receive, Scope, Send, Sent, header_values, state_of
from counterflow.api.guard.keyring import utc_now
from counterflow.api.guard.refuse import refuse
from counterflow.api.guard.route import method_name, route_name
from counterflow.exc import CounterflowError

PACKAGE = Path(__file__).parents[2]
REQUEST_ID = "request_id"
FINGERPRINT = "fingerprint"
"""Where `request.state` has the id of the request, and where a route puts the fingerprint of the state it used."""

_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_WORD = re.compile(r"[!#-~]+")


class RequestLog:
    """Writes the line, gives the request its id, and answers what failed."""

    def __init__(
        self,
        app: App,
        form: str,
        *,
        write: Callable[[str], None] | None = None,
        now: Callable[[], datetime.datetime] = utc_now,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Write in a form: `json`, `text`, or `off`, which leaves only the lines of failed requests, as JSON."""
        self._app = app
        self._form = form
        self._write = write_stderr if write is None else write
        self._now = now
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on; a failure that no route handled becomes status 500, or ends an answer that was begun."""
        id_ = request_id(scope)
        state_of(scope)[REQUEST_ID] = id_
        sent = Sent(send, [(b"x-request-id", id_.encode("ascii"))])
        started = self._clock()
        failure: BaseException | None = None
        try:
            await self._app(scope, receive, sent)
        except Exception as exc:
            failure = exc
            await _answer_failure(sent, exc, id_)
        except BaseException as exc:  # cancelled: the server ends, or the client is gone
            failure = exc
            raise
        finally:
            if self._form != "off" or failure is not None:
                took = {"ms": round((self._clock() - started) * 1000, 3), "bytes": sent.size_bytes}
                time_ = self._now().isoformat(timespec="milliseconds")
                fields = {"time": time_, **_describe(scope), "status": sent.status, **took, **describe_error(failure)}
                self._write(format_line(fields, self._form))


def request_id(scope: Scope) -> str:
    """Give the id that the caller sent as X-Request-Id, if it is one short plain word, else a new one."""
    given = header_values(scope, b"x-request-id")
    if len(given) == 1 and _ID.fullmatch(given[0]) is not None:
        return given[0].decode("ascii")
    return secrets.token_hex(8)


def describe_error(error: BaseException | None) -> dict[str, str]:
    """Say an error's type and where in our code it arose; never its text, which may hold what was asked."""
    if error is None:
        return {}
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    place = ""
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(PACKAGE):
            place = f"{path.relative_to(PACKAGE.parent).as_posix()}:{line} {frame.f_code.co_name}"
    return {"error": type(error).__name__, "place": place}


def format_line(fields: Mapping[str, Any], form: str) -> str:
    """Write one line, without its end; fields that are None are left out. Everything is ASCII and printable."""
    present = {name: value for name, value in fields.items() if value is not None}
    if form != "text":
        return json.dumps(present, default=str)
    return " ".join(f"{name}={_word(value)}" for name, value in present.items())


def write_stderr(line: str) -> None:
    """Write a line on stderr at once; where nobody reads it any more, requests are answered all the same."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def _word(value: Any) -> str:
    text = str(value)
    return text if _WORD.fullmatch(text) is not None else json.dumps(text)


def _describe(scope: Scope) -> dict[str, Any]:
    state = state_of(scope)
    caller = caller_of(scope)
    return {
        "request_id": state[REQUEST_ID],
        "method": method_name(scope),
        "route": route_name(scope),
        "key": None if caller is None else caller.key_id,
        "state": state.get(FINGERPRINT),
    }


async def _answer_failure(sent: Sent, failure: Exception, id_: str) -> None:
    if sent.status is None:
        error = CounterflowError("the server failed", next_step=f"Report it with the request's id {id_}")
        await refuse(sent, error, HTTPStatus.INTERNAL_SERVER_ERROR)
        return
    # An answer that was begun can only be cut off. The server prints what is raised: without the text of the failure.
    described = describe_error(failure)
    raise RuntimeError(f"an answer was cut off: {described['error']} at {described['place']}") from None
