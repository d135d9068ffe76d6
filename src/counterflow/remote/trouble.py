"""What urllib3 reports, in words: its own messages name objects and classes."""

from __future__ import annotations

import http.client
import ssl
from typing import TypeVar

from urllib3 import exceptions

from counterflow.remote.failure import TransferError
from counterflow.remote.limits import Limits

Cause = TypeVar("Cause", bound=BaseException)


def explain(error: exceptions.HTTPError, limits: Limits) -> TransferError:
    """Say what went wrong with an attempt, and whether another may succeed."""
    certificate = _find_cause(error, ssl.SSLCertVerificationError)
    if certificate is not None:
        return TransferError(f"the server's certificate is not valid: {certificate.verify_message}")
    if isinstance(error, exceptions.LocationValueError):
        return TransferError(f"the URL cannot be used: {error}")
    return TransferError(_say(error, limits), is_passing=True)


def _say(error: exceptions.HTTPError, limits: Limits) -> str:
    cause = _find_cause(error, OSError)
    reason = "" if cause is None else f": {cause.strerror or cause}"
    match error:
        case exceptions.NameResolutionError():
            return f"the name of the server is not known{reason}"
        case exceptions.NewConnectionError():
            return f"no connection{reason}"
        case exceptions.ConnectTimeoutError():
            return f"no connection within {limits.connect_s:g} s"
        case exceptions.ReadTimeoutError():
            return f"the server sent nothing for {limits.read_s:g} s"
        case exceptions.ProxyError():
            return f"the proxy gives no connection{reason}"
        case exceptions.SSLError():
            return f"no secure connection{reason}"
    cut = _find_cause(error, http.client.IncompleteRead)
    if cut is not None:
        known = cut.partial if isinstance(cut, exceptions.IncompleteRead) else None
        return "it was cut off within a chunk" if known is None else f"it was cut off after {known:,} bytes"
    return f"the connection ended{reason or f' ({type(error).__name__})'}"


def _find_cause(error: BaseException, kind: type[Cause]) -> Cause | None:
    """Find an error of a kind among those that led to another, as urllib3 keeps them: as a cause or as an argument."""
    seen: list[BaseException] = [error]
    for one in seen:
        if isinstance(one, kind):
            return one
        further = [one.__cause__, one.__context__, *(arg for arg in one.args if isinstance(arg, BaseException))]
        seen.extend(found for found in further if found is not None and found not in seen)
    return None
