"""Settings of the program, read once from the environment; what decides a result is in case.toml instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from counterflow.exc import UsageError


@dataclass(frozen=True)
class Settings:
    """Every setting, with its default."""

    host: str = "127.0.0.1"
    """COUNTERFLOW_HOST: address the server listens on; only loopback addresses are taken."""
    port: int = 8765
    """COUNTERFLOW_PORT: port the server listens on."""
    user: str | None = None
    """COUNTERFLOW_USER: who enters what in the ledger; default: the login name."""


LOOPBACK = ("127.0.0.1", "::1", "localhost")


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings; a bad value stops the program.

    Raises:
        UsageError: a value is not of its type, or the host is not a loopback address.
    """
    host = environment.get("COUNTERFLOW_HOST", Settings.host)
    if host not in LOOPBACK:
        raise UsageError(f"COUNTERFLOW_HOST={host!r} is not a loopback address", expected=", ".join(LOOPBACK))
    port = environment.get("COUNTERFLOW_PORT", str(Settings.port))
    if not port.isdecimal() or not 0 <= int(port) <= 65_535:
        raise UsageError(f"COUNTERFLOW_PORT={port!r} is no port", expected="a number from 0 to 65535")
    return Settings(host, int(port), environment.get("COUNTERFLOW_USER"))
