"""Proxies of the environment: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, in either case, as Python reads them."""

from __future__ import annotations

import urllib.request

from urllib3.util import parse_url

from counterflow.remote.failure import TransferError


def find_proxy(url: str) -> str | None:
    """Find the proxy that a URL is fetched through; None: directly.

    Raises:
        TransferError: it is of a kind that is not spoken here.
    """
    parts = parse_url(url)
    proxies = urllib.request.getproxies_environment()
    proxy = proxies.get(parts.scheme or "", proxies.get("all"))
    if proxy is None or proxy == "" or urllib.request.proxy_bypass(parts.netloc or "", proxies):
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    scheme = proxy.partition("://")[0].lower()
    if scheme not in ("http", "https"):
        raise TransferError(f"the environment names a proxy of kind {scheme!r}: only http and https proxies are used")
    return proxy
