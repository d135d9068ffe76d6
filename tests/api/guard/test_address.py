"""Where the server may listen."""

from __future__ import annotations

import pytest

from counterflow.api.guard.address import check_address, host_names, is_local, local_user
from counterflow.api.guard.key import add_key, revoke_key
from counterflow.api.guard.keyring import Keyring
from counterflow.exc import UsageError
from counterflow.ledger import Ledger
from counterflow.settings import Settings

PROXY = ("10.0.0.7",)


def test_loopback_is_open(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """At one's own desk nothing is asked for, and the user is the one of the machine."""
    check_address(Settings(), Keyring.read(ledger))
    check_address(Settings(host="::1"), Keyring.read(None))
    monkeypatch.setenv("USER", "anna")
    assert local_user(Settings()) == "anna"
    assert local_user(Settings(user="ben")) == "ben"
    monkeypatch.delenv("USER")
    assert local_user(Settings()) == "unknown"


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        (Settings(host="0.0.0.0"), ["COUNTERFLOW_TLS_PROXY is not set", "no valid API key"]),
        (Settings(host="0.0.0.0", tls_proxy=PROXY), ["no valid API key"]),
        (Settings(tls_proxy=PROXY), ["no valid API key"]),
    ],
)
def test_elsewhere_needs_keys_and_a_proxy(ledger: Ledger, settings: Settings, missing: list[str]) -> None:
    """The error says what is missing, and always that both are needed."""
    key, _ = add_key(ledger, "bank", ["screen"])
    revoke_key(ledger, key.id)
    with pytest.raises(UsageError) as caught:
        check_address(settings, Keyring.read(ledger))
    for part in missing:
        assert part in caught.value.what
    assert "COUNTERFLOW_TLS_PROXY" in caught.value.message
    assert "counterflow key" in caught.value.message


def test_with_both_the_server_may_listen_anywhere(ledger: Ledger) -> None:
    """A key alone is not enough, a proxy alone neither; an expired key is none."""
    add_key(ledger, "bank", ["screen"], expires="2020-01-01")
    behind = Settings(host="0.0.0.0", tls_proxy=PROXY)
    with pytest.raises(UsageError):
        check_address(behind, Keyring.read(ledger))
    add_key(ledger, "bank", ["screen"])
    check_address(behind, Keyring.read(ledger))
    with pytest.raises(UsageError):
        check_address(Settings(host="0.0.0.0"), Keyring.read(ledger))


def test_behind_a_proxy_nobody_is_local() -> None:
    """The proxy's callers come from loopback too when it runs beside the server: none is the user of this machine."""
    assert not is_local(Settings(tls_proxy=PROXY))
    assert local_user(Settings(tls_proxy=PROXY, user="anna")) is None


def test_the_names_of_a_server_are_loopbacks_and_those_that_are_set() -> None:
    """A server behind a proxy is asked under its public name."""
    assert host_names(Settings(allowed_hosts=("screen.example.org",))) == (
        "127.0.0.1",
        "::1",
        "localhost",
        "screen.example.org",
    )
