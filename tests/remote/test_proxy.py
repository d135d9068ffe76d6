"""Proxies: those of the environment are used, with their password, and only where they are meant for."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from counterflow.remote.failure import TransferError
from counterflow.remote.limits import Limits
from counterflow.remote.proxy import find_proxy
from counterflow.remote.transfer import transfer


@pytest.mark.parametrize(
    ("environment", "url", "proxy"),
    [
        ({}, "https://example.org/a", None),
        ({"https_proxy": "http://proxy:3128"}, "https://example.org/a", "http://proxy:3128"),
        ({"https_proxy": "http://proxy:3128"}, "http://example.org/a", None),
        ({"HTTP_PROXY": "proxy:3128"}, "http://example.org/a", "http://proxy:3128"),
        ({"all_proxy": "https://proxy"}, "https://example.org/a", "https://proxy"),
        ({"https_proxy": "http://proxy", "no_proxy": "example.org"}, "https://data.example.org/a", None),
        ({"https_proxy": "http://proxy", "NO_PROXY": "*"}, "https://example.org/a", None),
        ({"https_proxy": "http://proxy", "no_proxy": "example.com"}, "https://example.org/a", "http://proxy"),
        ({"https_proxy": ""}, "https://example.org/a", None),
    ],
)
def test_find_proxy(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], url: str, proxy: str | None) -> None:
    """By scheme, then for all; not for the hosts left out."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert find_proxy(url) == proxy


def test_other_kinds_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Going directly instead would go round the proxy."""
    monkeypatch.setenv("all_proxy", "socks5://proxy:1080")
    with pytest.raises(TransferError, match="'socks5'"):
        find_proxy("https://example.org/a")


def test_a_download_through_a_proxy(
    monkeypatch: pytest.MonkeyPatch, publisher: Any, tmp_path: Path, limits: Limits, clock: Any, reply: Any
) -> None:
    """The proxy is asked for the whole URL, and told who asks."""
    publisher.replies = [reply(b"list")]
    port = publisher.server_address[1]
    monkeypatch.setenv("http_proxy", f"http://user:p%40ss@127.0.0.1:{port}")
    path = tmp_path / "list"
    done = transfer("http://list.invalid/a.xml", path, condition=None, limits=limits, clock=clock)
    assert (done.bytes, path.read_bytes()) == (4, b"list")
    assert publisher.asked[0]["path"] == "http://list.invalid/a.xml"
    assert publisher.asked[0]["Proxy-Authorization"] == "Basic " + base64.b64encode(b"user:p@ss").decode()


def test_a_proxy_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, limits: Limits, clock: Any, publisher: Any
) -> None:
    """The message says that it is the proxy, and no password."""
    publisher.server_close()
    monkeypatch.setenv("http_proxy", f"http://user:secret@127.0.0.1:{publisher.server_address[1]}")
    with pytest.raises(TransferError, match="the proxy gives no connection: Connection refused") as caught:
        transfer("http://list.invalid/a.xml", tmp_path / "list", condition=None, limits=limits, clock=clock)
    assert "secret" not in caught.value.message
