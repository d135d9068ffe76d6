"""Where the server may listen, and for whom it is open without a key."""

from __future__ import annotations

import os

from counterflow.api.guard.keyring import Keyring
from counterflow.exc import UsageError
from counterflow.settings import ELSEWHERE, LOOPBACK, Settings


def check_address(settings: Settings, keyring: Keyring) -> None:
    """Refuse to listen where others can ask, unless TLS ends in front and a key is needed.

    Raises:
        UsageError: the address is not loopback, or a TLS proxy is named, and what that takes is missing.
    """
    if is_local(settings):
        return
    missing = []
    if len(settings.tls_proxy) == 0:
        missing.append("COUNTERFLOW_TLS_PROXY is not set")
    if not keyring.keys.has_valid(keyring.now()):
        missing.append("the ledger has no valid API key")
    if len(missing) > 0:
        place = f"COUNTERFLOW_HOST={settings.host!r}" if settings.host not in LOOPBACK else "COUNTERFLOW_TLS_PROXY"
        raise UsageError(f"{place} opens the server to others, and {' and '.join(missing)}", expected=ELSEWHERE)


def is_local(settings: Settings) -> bool:
    """Whether only programs on this machine can ask; behind a proxy others can, wherever that runs."""
    return settings.host in LOOPBACK and len(settings.tls_proxy) == 0


def local_user(settings: Settings) -> str | None:
    """Say in whose name callers without a key act; None: a key is needed."""
    if not is_local(settings):
        return None
    return settings.user or os.environ.get("USER") or "unknown"


def host_names(settings: Settings) -> tuple[str, ...]:
    """List the names under which the server may be asked."""
    return (*LOOPBACK, *settings.allowed_hosts)
