"""A partner: another organisation that things are exchanged with, as case.toml names it."""

from __future__ import annotations

from dataclasses import dataclass

AUTHS = ("basic", "bearer")
"""Schemes by which a partner's server is shown a secret; the first is the one that TAXII 2.1 asks of every server."""


@dataclass(frozen=True)
class Partner:
    """One partner. What proves who asks, a password or a key, is kept elsewhere (`remote/taxii/secret.py`)."""

    key: str
    """What `REL TO` and the command line name it by."""
    name: str
    pull: str | None = None
    """URL of the TAXII 2.1 collection that holds what they give."""
    push: str | None = None
    """URL of the TAXII 2.1 collection that takes what is given to them."""
    auth: str = AUTHS[0]
    """How the secret is shown to their server."""
    max_tlp: str = "TLP:GREEN"
    """The strictest label of TLP 2.0 that may leave to them."""
    public_key: str | None = None
    """Ed25519 public key of their packages, base64."""
    four_eyes: bool = False
    """Whether nothing leaves to them but releases that a second person approved."""
