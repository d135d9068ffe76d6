"""The key by which packages are signed: one a user, in a file outside every case that nobody else may read.

`~/.config/counterflow/sign.pem` (`XDG_CONFIG_HOME` counts), PKCS #8, mode 600. The public key, 32 bytes in base64, is
what partners write into their case.toml.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from counterflow.exc import CaseError
from counterflow.remote.private import check_private, config_folder

_FILE = "sign.pem"
_PURPOSE = b"counterflow package 1\n"
"""What precedes the bytes that are signed: no signature made for something else is one of a package."""


def key_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Give the file of the key."""
    return config_folder(environment) / _FILE


def make_key(path: Path) -> Ed25519PrivateKey:
    """Make a key and write its file, which only its owner may read.

    Raises:
        CaseError: there is one already.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = Ed25519PrivateKey.generate()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CaseError(
            "a key is there already",
            where=str(path),
            next_step="Partners know it: to change it, move the file away and tell them the new one",
        ) from None
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(*form))
        file.flush()
        os.fsync(file.fileno())
    return key


def read_key(path: Path) -> Ed25519PrivateKey:
    """Read the key.

    Raises:
        CaseError: there is none, others may read it, or the file holds something else.
    """
    try:
        check_private(path)
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        raise CaseError("there is no key to sign with", where=str(path), next_step="counterflow package key") from None
    except (OSError, ValueError, TypeError) as exc:
        raise CaseError(f"it cannot be read: {exc}", where=str(path), expected="an Ed25519 key, PEM") from exc
    if not isinstance(key, Ed25519PrivateKey):
        raise CaseError("it holds a key of another kind", where=str(path), expected="an Ed25519 key")
    return key


def write_public(key: Ed25519PrivateKey) -> str:
    """Write the public key of a key, as case.toml has it."""
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(raw).decode("ascii")


def read_public(text: str, where: str) -> Ed25519PublicKey:
    """Read a public key.

    Raises:
        CaseError: it is none.
    """
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error) as exc:
        raise CaseError(
            f"{text!r} is no public key",
            where=where,
            expected="32 bytes in base64, as `counterflow package key` prints them",
        ) from exc


def say_fingerprint(public: str) -> str:
    """Say a public key so that two people can compare it by voice: 4 groups of its SHA-256."""
    digits = hashlib.sha256(public.encode("ascii", "replace")).hexdigest()[:16]
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))


def sign(key: Ed25519PrivateKey, data: bytes) -> bytes:
    """Sign the bytes of a manifest."""
    return key.sign(_PURPOSE + data)


def is_signed(public: Ed25519PublicKey, signature: bytes, data: bytes) -> bool:
    """Whether a signature is of these bytes, by this key."""
    try:
        public.verify(signature, _PURPOSE + data)
    except InvalidSignature:
        return False
    return True
